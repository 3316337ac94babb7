//! The registry, approved exceptions, reservation, pace, and what does not change the figures, with the real program. The expected
//! figures are worked out by hand in the comments.

use serde_json::Value;

use crate::support::program::{Place, find};

const HEAD: &str = "单位名称,食堂,代表单位,别名,年度采购计划,预留合计,预留832平台,预留本地渠道,例外要求,例外比例,例外文号,批准日期";

/// A ledger of 1000 元: `c832` and `local` through the channels, the rest ordinary.
fn ledger(c832: u32, local: u32) -> String {
    let rest = 1000 - c832 - local;
    format!(
        "日期,品名,供应商,采购渠道,金额\n2024-03-01,小米,甲合作社,832平台,{c832}\n2024-03-02,黄瓜,某超市,消费帮扶超市,{local}\n2024-03-03,面粉,乙粮油,自行采购,{rest}\n"
    )
}

/// Audits ledgers (unit in the file's name; never two with the same bytes, which count once) against registry rows; gives the summary too.
fn audit(registry: &[&str], ledgers: &[(&str, String)]) -> (Place, Value) {
    let place = Place::new();
    for (unit, text) in ledgers {
        let text = text.replace("乙粮油", &format!("{unit}粮油"));
        place.write(&format!("inbox/{unit}2024年3月食堂采购台账.csv"), text);
    }
    place.write("units.csv", format!("{HEAD}\n{}\n", registry.join("\n")));
    place.audit("out", &["--format", "json", "--registry", "units.csv"]).ok();
    let summary = place.json("out/summary.json");
    (place, summary)
}

fn unit<'s>(summary: &'s Value, name: &str) -> &'s Value {
    find(&summary["units"], "unit", name)
}

fn of<'v>(results: &'v Value, id: &str) -> &'v Value {
    find(results, "id", id)
}

#[test]
fn an_approved_exception_lowers_the_threshold_and_is_shown() {
    let rows = [
        "甲小学,自办食堂,,,,,,,platform_832,8%,运乡振函〔2024〕5号,2024-01-15",
        "乙小学,自办食堂,,,,,,,platform_832,8%,运乡振函〔2024〕5号,2024-01-15",
        "丙小学,自办食堂,,,,,,,,,,",
    ];
    let ledgers = [
        ("甲小学", ledger(80, 300)),
        ("乙小学", ledger(79, 300)),
        ("丙小学", ledger(80, 300)),
    ];
    let (place, summary) = audit(&rows, &ledgers);
    for (name, threshold, verdict) in [("甲小学", 800, "pass"), ("乙小学", 800, "fail"), ("丙小学", 1000, "fail")] {
        let r = of(&unit(&summary, name)["scopes"]["ytd"]["requirements"], "platform_832");
        assert_eq!((&r["threshold_bp"], &r["verdict"]), (&threshold.into(), &verdict.into()), "{name}");
    }
    let text = place.report("out", "甲小学").to_string();
    assert!(text.contains("运乡振函〔2024〕5号") && text.contains("2024-01-15"));
    assert!(!place.report("out", "丙小学").to_string().contains("运乡振函"));
}

#[test]
fn exempt_units_missing_units_aliases_and_strangers() {
    let rows = [
        "甲中学,自办食堂,,甲初级中学,,,,,,,,",
        "稷山县统计局,共用食堂,甲中学,,,,,,,,,",
        "稷山县档案局,无食堂,,,,,,,,,,",
        "丁医院,自办食堂,,,,,,,,,,",
    ];
    let ledgers = [
        ("甲初级中学", ledger(100, 200)),
        ("稷山县档案局", ledger(0, 0)),
        ("戊幼儿园", ledger(100, 200)),
    ];
    let (place, summary) = audit(&rows, &ledgers);
    let verdict = |name| unit(&summary, name)["verdict"].as_str().unwrap().to_owned();
    assert_eq!(verdict("甲中学"), "pass", "the former name is the unit");
    assert_eq!(verdict("稷山县统计局"), "exempt");
    assert_eq!(verdict("稷山县档案局"), "exempt");
    assert_eq!(verdict("丁医院"), "no_data");
    assert_eq!(
        verdict("戊幼儿园"),
        "pass",
        "a unit that the registry does not list is judged all the same"
    );
    assert_eq!(summary["units"].as_array().unwrap().len(), 5);
    assert!(
        place.report("out", "稷山县统计局").to_string().contains("甲中学"),
        "who reports for it"
    );
    assert!(place.report("out", "丁医院").to_string().contains("not_submitted"));
    let exempt = place.report("out", "稷山县档案局");
    let lines = exempt["lines"].as_array().unwrap();
    assert!(
        lines.iter().any(|l| l["item"] == "面粉" && l["amount_fen"] == 100_000),
        "its lines are still shown"
    );
}

/// 一中 is 第一中学校, 初中 初级中学, with or without the town; a name that is registered as it stands, or two units' short form, is nobody else's.
#[test]
fn registered_names_as_people_shorten_them() {
    let registered = [
        "夏县第一中学校",
        "夏县裴介镇初级中学",
        "夏县中医医院",
        "夏县第二小学",
        "夏县二小",
        "夏县埝掌镇第三小学",
        "夏县祁家河乡第三小学",
    ];
    let rows = registered.map(|name| format!("{name},自办食堂,,,,,,,,,,"));
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let written = ["夏县一中", "夏县裴介初中", "夏县中医院", "夏县二小", "夏县三小", "夏县一中餐饮店"];
    let ledgers = written.map(|name| (name, ledger(100, 200)));
    let (_, summary) = audit(&rows, &ledgers);
    let verdict = |name| unit(&summary, name)["verdict"].as_str().unwrap().to_owned();
    for name in ["夏县第一中学校", "夏县裴介镇初级中学", "夏县中医医院", "夏县二小"] {
        assert_eq!(verdict(name), "pass", "{name}");
    }
    for name in ["夏县第二小学", "夏县埝掌镇第三小学", "夏县祁家河乡第三小学"] {
        assert_eq!(verdict(name), "no_data", "{name}");
    }
    assert_eq!(unit(&summary, "夏县第一中学校")["lines"], 3, "一中餐饮店 is no school");
    assert_eq!(verdict("夏县三小"), "pass", "either school's: it stands for itself, and is said");
}

#[test]
fn labels_between_the_rows_name_several_units_that_no_registry_knows() {
    let place = Place::new();
    let rows = "日期,品名,金额,采购渠道\n单位：甲庄小学,,,\n2024-03-01,小米,100,832平台\n单位：甲庄中学,,,\n2024-03-02,白菜,300,农贸市场\n";
    place.write("inbox/学区2024年3月采购台账.csv", rows);
    place.audit("out", &["--format", "json"]).ok();
    let summary = place.json("out/summary.json");
    for (name, fen) in [("甲庄小学", 10_000), ("甲庄中学", 30_000)] {
        assert_eq!(unit(&summary, name)["scopes"]["ytd"]["base_fen"], fen, "{name}");
    }
}

#[test]
fn reservation_on_both_sides_of_the_threshold() {
    // 10 % of 10 000.00 is 1 000.00; 20 % is 2 000.00; 30 % is 3 000.00.
    let rows = [
        "甲小学,自办食堂,,,10000,3000,1000,2000,,,,",
        "乙小学,自办食堂,,,10000,3000,999.99,2000.01,,,,",
    ];
    let (_, summary) = audit(&rows, &[("甲小学", ledger(100, 200)), ("乙小学", ledger(100, 200))]);
    let (a, b) = (unit(&summary, "甲小学"), unit(&summary, "乙小学"));
    for (id, bp) in [("overall", 3000), ("platform_832", 1000), ("local_channels", 2000)] {
        let r = of(&a["reservation"]["requirements"], id);
        assert_eq!((&r["ratio_bp"], &r["verdict"]), (&bp.into(), &"pass".into()), "{id}");
    }
    let r = of(&b["reservation"]["requirements"], "platform_832");
    assert_eq!((&r["ratio_bp"], &r["verdict"]), (&999.into(), &"fail".into()));
    assert_eq!(
        (&a["verdict"], &b["verdict"]),
        (&"pass".into(), &"fail".into()),
        "the worse of execution and reservation"
    );
}

#[test]
fn pace_by_hand() {
    // 832, 10 %, March: D = 1000.00. met: N ≥ P/10. on_track: N ≥ P/40. unreachable: N + P − D < P/10.
    let cases = [
        // P = 1000: goal 100.
        ("met", 1000, 100, 10_000),
        // P = 1000: goal 100, 99 bought, nothing left to buy.
        ("unreachable", 1000, 99, 9_900),
        // P = 1001: goal 100.1, 99 + 1 = 100 < 100.1; 99.1 is not whole, so the other side is 1002: goal 100.2, 99 + 2 = 101.
        ("unreachable", 1001, 99, 9_890),
        ("on_track", 1002, 99, 9_880),
        // P = 4000: goal 400, a quarter of it is 100.
        ("on_track", 4000, 100, 2_500),
        ("behind", 4000, 99, 2_475),
    ];
    for (state, plan, c832, completion) in cases {
        let row = format!("甲小学,自办食堂,,,{plan},,,,,,,");
        let (_, summary) = audit(&[&row], &[("甲小学", ledger(c832, 300))]);
        let pace = of(&unit(&summary, "甲小学")["pace"], "platform_832");
        assert_eq!(pace["state"], state, "{plan} {c832}: {pace}");
        assert_eq!(pace["completion_bp"], completion, "{plan} {c832}: {pace}");
        assert_eq!(pace["time_bp"], 2_500);
    }
    // P = 4000, N = 99: 301 missing over nine months = 33.4444 → 33.45; 99 · 4 / 4000 = 9.90 %.
    let (_, summary) = audit(&["甲小学,自办食堂,,,4000,,,,,,,"], &[("甲小学", ledger(99, 300))]);
    let pace = of(&unit(&summary, "甲小学")["pace"], "platform_832");
    assert_eq!((&pace["needed_monthly_fen"], &pace["forecast_bp"]), (&3_345.into(), &990.into()));
}

/// A representative that is not there would make a school exempt in silence; every mistake is told at once, by cell, and nothing is written.
#[test]
fn all_mistakes_of_a_registry_are_told_at_once_by_cell() {
    let place = Place::new();
    place.write("inbox/甲小学2024年3月食堂采购台账.csv", ledger(100, 200));
    place.write(
        "units.csv",
        "单位名称,县区,食堂,代表单位,年度采购计划\n甲小学,盐胡区,自办食堂,,约百万\n乙小学,盐湖区,共用食堂,丙小学校,\n丁小学,市直,自办食堂,,\n",
    );
    let said = place.audit("out", &["--registry", "units.csv"]).refused();
    for part in ["B2：“盐胡区”", "E2：“约百万”", "D3：代表单位“丙小学校”"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(said.lines().filter(|l| l.contains(" › ")).count(), 3, "a line each: {said}");
    assert!(!place.at("out").exists());
}

/// What a run is given for what it is may lie in its inbox: it is no ledger.
#[test]
fn a_registry_and_decisions_inside_the_inbox_are_not_read_as_ledgers() {
    let place = Place::new();
    place.write("inbox/甲小学2024年3月食堂采购台账.csv", ledger(100, 200));
    place.write("inbox/名册.csv", "单位名称,县区,食堂,年度采购计划\n甲小学,盐湖区,自办食堂,1000\n");
    place.write("inbox/核实/决定.csv", "供应商,决定,决定人,依据,金额\n乙粮油,计入,张三,订单,300\n");
    let more = ["--registry", "inbox/名册.csv", "--overrides", "inbox/核实", "--format", "json"];
    place.audit("out", &more).ok();
    let summary = place.json("out/summary.json");
    assert_eq!(summary["inputs"]["files"], 1);
    let problems = summary["problems"].as_array().unwrap().iter();
    let set_aside: Vec<(&str, &str)> = problems
        .map(|p| (p["path"].as_str().unwrap(), p["reason"].as_str().unwrap()))
        .collect();
    assert_eq!(set_aside, [("名册.csv", "registry"), ("核实/决定.csv", "overrides")]);
    place.run(&["verify", "out"]).ok();
}
