//! The program started by a person: on a terminal of its own (`script` lends one), with answers typed line by line.

use std::{
    fs,
    io::Write as _,
    os::unix::fs::PermissionsExt as _,
    process::{Command, Stdio},
    time::Duration,
};

use crate::support::program::{Place, bangfu};

const LEDGER: &str = "填报单位：盐湖区甲小学\n日期,品名,供应商,采购渠道,金额\n2024-02-05,小米,临县合作社,832平台,300.00\n\
    2024-03-05,面粉,鑫源粮油,自行采购,700.00\n";
const REGISTRY: &str = "单位名称,县(市、区),行业,食堂\n盐湖区甲小学,盐湖区,学校,自办\n盐湖区乙小学,盐湖区,学校,自办\n";

/// A folder with a browser that notes what it is shown.
fn desk() -> Place {
    let place = Place::new();
    place.write(
        "bin/xdg-open",
        format!("#!/bin/sh\necho \"$1\" >> '{}'\n", place.at("shown").display()),
    );
    fs::set_permissions(place.at("bin/xdg-open"), fs::Permissions::from_mode(0o755)).unwrap();
    place
}

/// What stood on the terminal, and the exit status.
fn typed(place: &Place, arguments: &str, answers: &str) -> (String, i32) {
    let program = bangfu().get_program().to_string_lossy().into_owned();
    let mut terminal = Command::new("script");
    terminal
        .args(["-qec", &format!("'{program}' {arguments}"), "/dev/null"])
        .current_dir(place.folder())
        .env("PATH", format!("{}:/usr/bin:/bin", place.at("bin").display()))
        .env("DISPLAY", ":9")
        .env("BANGFU_TODAY", "2024-05-02")
        .env_remove("BANGFU_LOG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut running = terminal.spawn().unwrap();
    running.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    let ended = running.wait_with_output().unwrap();
    let said = String::from_utf8(ended.stdout).unwrap();
    // Consoles before Windows 10 show escape sequences as they are.
    assert!(!said.contains('\u{1b}'), "{said:?}");
    (said, ended.status.code().unwrap())
}

fn has_all(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "{part} in {said}");
    }
}

#[test]
fn without_arguments_it_finds_what_lies_beside_it_asks_for_the_month_and_shows_the_report() {
    let place = desk();
    place.write("台账/甲/3月.csv", LEDGER);
    place.write("名册.csv", REGISTRY);
    let (said, status) = typed(&place, "", "\n\n");
    // The registered unit without a ledger is half of all: not too few.
    assert_eq!(status, 0, "{said}");
    has_all(
        &said,
        &["台账      台账", "单位名册  名册.csv", "采购记录2笔", "直接按回车为2024-03"],
    );
    has_all(
        &said,
        &[
            "audit 台账 --registry 名册.csv -o 报告 --period 2024-03",
            "共2个单位",
            "未达标1",
            "无数据1",
            "按回车键结束",
        ],
    );
    let run = place.json("报告/run.json");
    assert_eq!(run["period"], "2024-03");
    assert!(run["registry"]["path"].as_str().unwrap().ends_with("名册.csv"));
    // It is shown by another process, in its own time.
    let shown = place.at("shown");
    while fs::read_to_string(&shown).unwrap_or_default().is_empty() {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(
        fs::read_to_string(shown).unwrap().trim(),
        place.at("报告/index.html").display().to_string()
    );
    // What it says it ran gives the same.
    assert!(fs::read_to_string(place.at("报告/summary.json")).unwrap().contains("\"fail\""));
}

#[test]
fn a_folder_dropped_on_it_is_audited_for_the_month_that_is_typed() {
    let place = desk();
    place.write("收到 的/3月.csv", LEDGER);
    let (said, status) = typed(&place, "'收到 的'", "13月\n2024年2月\n\n");
    assert_eq!(status, 0, "{said}");
    has_all(
        &said,
        &["“13月”不是月份", "没有单位名册", "达标1", "'收到 的' -o 报告 --period 2024-02"],
    );
    assert_eq!(place.json("报告/run.json")["period"], "2024-02");
}

#[test]
fn a_workbook_dropped_on_it_is_checked_and_nothing_is_written() {
    let place = desk();
    place.write("3月.csv", LEDGER);
    place.write("名册.csv", REGISTRY);
    let (said, status) = typed(&place, "3月.csv", "\n");
    assert!([0, 3].contains(&status), "{said}");
    has_all(&said, &["check 3月.csv --registry 名册.csv", "盐湖区甲小学", "按回车键结束"]);
    assert!(!place.at("报告").exists());
}

#[test]
fn where_no_ledgers_lie_it_asks_for_them_and_gives_up_at_an_empty_line() {
    let place = desk();
    place.write("别处/3月.csv", LEDGER);
    let (said, status) = typed(&place, "", "没有这个\n\"别处\"\n\n\n");
    assert_eq!(status, 0, "{said}");
    has_all(&said, &["没有找到台账", "找不到“没有这个”", "报告"]);
    fs::remove_dir_all(place.at("报告")).unwrap();
    let (said, status) = typed(&place, "", "\n\n");
    assert_eq!(status, 2, "{said}");
    assert!(!place.at("报告").exists());
}

#[test]
fn an_export_whose_platform_is_not_told_is_asked_about() {
    let place = desk();
    place.write("台账/3月.csv", LEDGER);
    let orders = "订单编号,下单时间,采购单位,商品名称,订单金额,订单状态\nDD2024020500001,2024-02-05,盐湖区甲小学,小米,300.00,已完成\n";
    place.write("订单.csv", orders);
    let (said, status) = typed(&place, "", "1\n2024-02\n\n");
    assert_eq!(status, 0, "{said}");
    has_all(&said, &["“订单.csv”像是平台导出的订单", "--platform-export 832=订单.csv"]);
    let (said, _) = typed(&place, "", "\n2024-02\n\n");
    assert!(!said.contains("--platform-export"), "{said}");
}

#[test]
fn what_is_wrong_is_told_before_the_window_goes() {
    let place = desk();
    place.write("台账/3月.csv", LEDGER);
    place.write("名册.csv", "姓名,电话\n张三,1\n");
    let (said, status) = typed(&place, "", "\n");
    assert_eq!(status, 2, "{said}");
    let told = said.find("单位名称").expect(&said);
    assert!(told < said.find("按回车键结束").expect(&said), "{said}");
}

#[test]
fn where_nobody_types_there_is_help_and_no_question() {
    let place = desk();
    place.write("台账/3月.csv", LEDGER);
    let ran = place.run(&[]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("用法") && !ran.err.contains("按回车"), "{}", ran.err);
    let ran = place.run(&["台账"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("没有“台账”这个命令"), "{}", ran.err);
    assert!(!place.at("报告").exists());
}
