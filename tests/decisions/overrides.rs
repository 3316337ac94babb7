//! Decisions on lines, suppliers and channels, given back in the sheets that an audit wrote.

use std::{fs, path::Path};

use calamine::{Data, Reader, open_workbook_auto};
use rust_xlsxwriter::Workbook;
use serde_json::Value;

use super::{UNIT, decided, line, refused, ytd};
use crate::support::program::Place;

/// 1000 元: 300 certain through 832, 350 through the local channels, 50 of doubtful origin, 300 ordinary.
const LEDGER: &str = "日期,品名,供应商,采购渠道,产地,金额,备注\n\
    2024-03-01,小米,临县杂粮合作社,832平台,临县,300.00,\n\
    2024-03-02,黄瓜,盐湖区消费帮扶超市,消费帮扶超市,,350.00,\n\
    2024-03-03,绿豆,某某商贸,832平台,广东省广州市,50.00,\n\
    2024-03-04,面粉,鑫源粮油,自行采购,,300.00,\n";

fn line_id(place: &Place, out: &str, item: &str) -> String {
    line(&place.report(out, UNIT), item)["id"].as_str().unwrap().to_owned()
}

/// Copies the first sheet (or `sheet`) of a workbook and fills `values` into the row that holds `id`.
fn fill_in(from: &Path, to: &Path, sheet: Option<&str>, id: &str, values: &[(&str, &str)]) {
    let mut book = open_workbook_auto(from).unwrap();
    let name = sheet.map_or_else(|| book.sheet_names()[0].clone(), str::to_owned);
    let range = book.worksheet_range(&name).unwrap();
    let mut out = Workbook::new();
    let copy = out.add_worksheet();
    copy.set_name(&name).unwrap();
    let rows: Vec<Vec<String>> = range.rows().map(|r| r.iter().map(Data::to_string).collect()).collect();
    let headed = |row: &Vec<String>| values.iter().all(|(h, _)| row.iter().any(|c| c == h));
    let head = rows.iter().position(headed).expect("the headers");
    let mut filled = 0;
    for (i, row) in rows.iter().enumerate() {
        for (j, cell) in row.iter().enumerate() {
            copy.write_string(u32::try_from(i).unwrap(), u16::try_from(j).unwrap(), cell)
                .unwrap();
        }
        if row.iter().any(|c| c == id) {
            filled += 1;
            for (header, value) in values {
                let j = rows[head].iter().position(|c| c == header).unwrap();
                copy.write_string(u32::try_from(i).unwrap(), u16::try_from(j).unwrap(), *value)
                    .unwrap();
            }
        }
    }
    assert_eq!(filled, 1, "{id} stands once in the sheet");
    out.save(to).unwrap();
}

#[test]
fn the_sheet_that_audit_writes_goes_back_in() {
    let place = Place::with_ledgers(&[(UNIT, LEDGER)]);
    place.audit("before", &[]).ok();
    let before = place.report("before", UNIT);
    assert_eq!(ytd(&before, "platform_832"), [100_000, 0, 30_000, 5_000]);
    let id = line_id(&place, "before", "绿豆");
    fill_in(
        &place.at("before/待核实.xlsx"),
        &place.at("已填.xlsx"),
        None,
        &id,
        &[
            ("核实决定", "计入"),
            ("核实人", "张三"),
            ("核实依据", "平台订单截图"),
            ("核实日期", "2024-04-08"),
        ],
    );
    place
        .audit("after", &["--overrides", "已填.xlsx", "--format", "xlsx,html,json"])
        .ok();
    let after = place.report("after", UNIT);
    assert_eq!(ytd(&after, "platform_832"), [100_000, 0, 35_000, 0]);
    let decision = &line(&after, "绿豆")["decision"];
    assert_eq!(decision["decision"], "计入");
    assert_eq!(decision["by"], "张三");
    assert_eq!(decision["evidence"], "平台订单截图");
    assert_eq!(decision["date"], "2024-04-08");
    assert!(
        decision["source"].as_str().unwrap().starts_with("已填.xlsx › 待核实 › "),
        "{decision}"
    );
    assert!(line(&after, "小米").get("decision").is_none_or(Value::is_null));
    let unit = place.unit_folder("after", UNIT);
    let page = fs::read_dir(&unit)
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.extension().is_some_and(|e| e == "html"));
    assert!(
        fs::read_to_string(page.unwrap()).unwrap().contains("张三"),
        "the page names who decided"
    );
    let mut book = open_workbook_auto(unit.join("report.xlsx")).unwrap();
    let cells: Vec<String> = book
        .worksheets()
        .iter()
        .flat_map(|(_, r)| r.cells().map(|(_, _, c)| c.to_string()).collect::<Vec<_>>())
        .collect();
    assert!(cells.iter().any(|c| c.contains("张三")), "the working paper names who decided");
}

#[test]
fn the_working_papers_sheet_goes_back_in_too() {
    let place = Place::with_ledgers(&[(UNIT, LEDGER)]);
    place.audit("before", &[]).ok();
    let id = line_id(&place, "before", "绿豆");
    let paper = place.unit_folder("before", UNIT).join("report.xlsx");
    let values = [
        ("核实决定", "不计入"),
        ("核实依据", "无订单"),
        ("核实人", "李四"),
        ("核实日期", "2024-04-09"),
    ];
    fill_in(&paper, &place.at("底稿.xlsx"), Some("待核实"), &id, &values);
    place.audit("after", &["--overrides", "底稿.xlsx", "--format", "json"]).ok();
    // Refused the credit, the purchase stays in the base.
    assert_eq!(ytd(&place.report("after", UNIT), "platform_832"), [100_000, 0, 30_000, 0]);
    assert_eq!(line(&place.report("after", UNIT), "绿豆")["decision"]["by"], "李四");
}

#[test]
fn each_kind_of_decision() {
    let ledger = format!(
        "{LEDGER}2024-03-05,白酒,鑫源粮油,自行采购,,100.00,\n2024-03-06,苹果,某合作社,县里安排的渠道,,80.00,\n2024-03-07,红枣,某合作社,县里安排的渠道,,见附件,\n"
    );
    let place = Place::with_ledgers(&[(UNIT, &ledger)]);
    place.audit("before", &["--format", "json"]).ok();
    let before = place.report("before", UNIT);
    // 白酒 is disputed in the base; 苹果 in the channel; 红枣 has no amount.
    assert_eq!(ytd(&before, "local_channels"), [108_000, 10_000, 35_000, 8_000]);
    let head = "行号,单位,供应商,渠道文字,决定,决定人,依据,日期\n";
    let id = |item: &str| line_id(&place, "before", item);
    let local = |csv: &str| ytd(&decided(&place, &format!("{head}{csv}")), "local_channels");
    assert_eq!(local(&format!("{},,,,计入,张三,发票,\n", id("白酒"))), [118_000, 0, 35_000, 8_000]);
    assert_eq!(
        local(&format!("{},,,,不计入,张三,发票,\n", id("白酒"))),
        [108_000, 0, 35_000, 8_000]
    );
    assert_eq!(
        local(&format!("{},,,,消费帮扶超市,张三,发票,\n", id("苹果"))),
        [108_000, 10_000, 43_000, 0]
    );
    assert_eq!(
        local(&format!("{},,,,不计入,张三,发票,\n", id("苹果"))),
        [108_000, 10_000, 35_000, 0]
    );
    assert_eq!(
        local(&format!("{},,,,不属于食堂采购,张三,发票,\n", id("面粉"))),
        [78_000, 10_000, 35_000, 8_000]
    );
    // By channel text: both lines of that text; the amount stays unknown.
    assert_eq!(local(",,,县里安排的渠道,消费帮扶超市,张三,县文件,\n"), [108_000, 10_000, 43_000, 0]);
    // The amount makes it a purchase; its channel stays disputed.
    assert_eq!(
        local(&format!("{},,,,金额=123.45,张三,发票,\n", id("红枣"))),
        [120_345, 10_000, 35_000, 20_345]
    );
    // By supplier, for this unit and for another.
    assert_eq!(
        local(&format!(",{UNIT},某合作社,,832平台,张三,合同,\n")),
        [108_000, 10_000, 35_000, 0]
    );
    assert_eq!(local(",乙中学,某合作社,,832平台,张三,合同,\n"), [108_000, 10_000, 35_000, 8_000]);
    // The narrowest has the last word.
    let both = format!(
        ",,,县里安排的渠道,消费帮扶超市,张三,县文件,\n{},,,,832平台,李四,订单,\n",
        id("苹果")
    );
    assert_eq!(local(&both), [108_000, 10_000, 35_000, 0]);
    // A row without a decision says nothing, and is not reported as unused.
    assert_eq!(local(&format!("{},,,,,,,\n", id("苹果"))), [108_000, 10_000, 35_000, 8_000]);
    let problems = place.json("after/summary.json")["problems"].clone();
    assert!(
        problems.as_array().is_none_or(|p| p.iter().all(|p| p["kind"] != "override")),
        "{problems}"
    );
}

#[test]
fn contradictions_stop_the_run_and_name_both() {
    let place = Place::with_ledgers(&[(UNIT, LEDGER)]);
    let head = "供应商,决定,决定人,依据\n某某商贸,计入,张三,订单\n";
    let said = refused(&place, &format!("{head}某某商贸,不计入,李四,无订单\n"));
    let places = said.matches("decisions.csv › ").count();
    assert!(
        places >= 2 && said.contains("› 2写") && said.contains("› 3写"),
        "both places: {said}"
    );
    // The same decision twice is no contradiction.
    decided(&place, &format!("{head}某某商贸,计入,李四,截图\n"));
}

#[test]
fn what_matches_nothing_is_reported() {
    let place = Place::with_ledgers(&[(UNIT, LEDGER)]);
    decided(
        &place,
        "供应商,决定,决定人,依据\n无此商贸,计入,张三,订单\n某某商贸,计入,张三,订单\n",
    );
    let summary = place.json("after/summary.json");
    let problems = summary["problems"].as_array().unwrap();
    let unused: Vec<&Value> = problems.iter().filter(|p| p["kind"] == "override").collect();
    assert_eq!(unused.len(), 1, "{summary}");
    assert!(unused[0]["path"].as_str().unwrap().ends_with("› 2"), "{unused:?}");
}

#[test]
fn an_unknown_word_or_a_decision_without_evidence_stops_the_run() {
    let place = Place::with_ledgers(&[(UNIT, LEDGER)]);
    for bad in [
        "供应商,决定,决定人,依据\n某某商贸,也许吧,张三,订单\n",
        "供应商,决定,决定人,依据\n某某商贸,计入,张三,\n",
        "甲,乙\n1,2\n",
    ] {
        let said = refused(&place, bad);
        assert!(said.contains("decisions.csv"), "{bad}: {said}");
    }
}
