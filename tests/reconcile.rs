//! Platform exports against ledgers, with the real program. Every figure is worked out by hand beside the tables.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::program::{Place, find, tree};

/// Audits with one export of the 832 platform; nothing may be left unread.
fn audit_with_832(place: &Place, export: &str) {
    place.write("832订单导出.csv", export);
    place.audit("out", &["--platform-export", "832=832订单导出.csv"]).ok();
}

/// Outcome → (count, fen) of a side.
fn side(of: &Value) -> BTreeMap<String, (u64, i64)> {
    let parts: BTreeMap<String, (u64, i64)> = of["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| {
            (
                p["outcome"].as_str().unwrap().to_owned(),
                (p["count"].as_u64().unwrap(), p["fen"].as_i64().unwrap()),
            )
        })
        .collect();
    assert_eq!(parts.values().map(|p| p.1).sum::<i64>(), of["fen"].as_i64().unwrap(), "adds up");
    assert_eq!(parts.values().map(|p| p.0).sum::<u64>(), of["count"].as_u64().unwrap());
    parts
}

fn parts(expected: &[(&str, u64, i64)]) -> BTreeMap<String, (u64, i64)> {
    expected.iter().map(|(o, n, f)| ((*o).to_owned(), (*n, *f))).collect()
}

fn line<'r>(report: &'r Value, item: &str) -> &'r Value {
    find(&report["lines"], "item", item)
}

const A: &str = "盐湖区甲小学";
const B: &str = "盐湖区乙中学";

const LEDGER_A: &str = "日期,品名,供应商,采购渠道,订单编号,金额\n\
    2024-03-01,小米,临县合作社,832平台,DD2024030100001,300.00\n\
    2024-03-02,绿豆,临县合作社,832平台,DD2024030200002,120.00\n\
    2024-03-02,红枣,临县合作社,832平台,DD2024030200002,80.00\n\
    2024-03-05,木耳,青川商行,832平台,DD2024030500003,500.00\n\
    2024-03-06,香菇,青川商行,832平台,DD2024030600004,90.00\n\
    2024-03-07,核桃,左权商行,832平台,DD2024030700009,250.00\n\
    2024-03-08,花椒,左权商行,832平台,DD2024030800005,60.00\n\
    2024-03-12,荞麦,静乐商行,832平台,,70.00\n\
    2024-02-20,藜麦,静乐商行,832平台,,45.00\n\
    2024-03-20,面粉,鑫源粮油,自行采购,,1000.00\n";

const LEDGER_B: &str = "日期,品名,供应商,采购渠道,订单编号,金额\n\
    2024-03-03,土豆,定边商行,832平台,DD2024030300006,400.00\n\
    2024-03-04,胡麻油,定边商行,832平台,DD2024030100001,300.00\n\
    2024-03-20,大米,鑫源粮油,自行采购,,800.00\n";

/// 00005 is cancelled; 00004 is 80 instead of 90; 00003 is B's and stands in A's ledger; 00007 stands in no ledger; the order of 03-11 has no
/// number in the ledger and is found by date and amount; the last is of a unit that the run does not have.
const EXPORT: &str = "订单编号,采购单位,下单时间,商品名称,供应商,实付金额,订单状态\n\
    DD2024030100001,盐湖区甲小学,2024-03-01 09:00:00,小米,临县合作社,300.00,交易完成\n\
    DD2024030200002,盐湖区甲小学,2024-03-02 09:00:00,杂粮礼包,临县合作社,200.00,交易完成\n\
    DD2024030500003,盐湖区乙中学,2024-03-05 09:00:00,木耳,青川商行,500.00,交易完成\n\
    DD2024030600004,盐湖区甲小学,2024-03-06 09:00:00,香菇,青川商行,80.00,交易完成\n\
    DD2024030800005,盐湖区甲小学,2024-03-08 09:00:00,花椒,左权商行,60.00,已取消\n\
    DD2024030300006,盐湖区乙中学,2024-03-03 09:00:00,土豆,定边商行,400.00,交易完成\n\
    DD2024031500007,盐湖区甲小学,2024-03-15 09:00:00,黄花,大同商行,150.00,交易完成\n\
    DD2024031100008,盐湖区甲小学,2024-03-11 09:00:00,荞麦,静乐商行,70.00,交易完成\n\
    DD2024031600010,盐湖区丙医院,2024-03-16 09:00:00,豆子,大同商行,33.00,交易完成\n";

#[test]
fn every_outcome_once_and_both_sides_add_up() {
    let place = Place::with_ledgers(&[(A, LEDGER_A), (B, LEDGER_B)]);
    audit_with_832(&place, EXPORT);
    let report = place.report("out", A);
    let of = &report["reconciliation"][0];
    assert_eq!(of["channel"], "platform_832");
    assert_eq!(of["exports"], serde_json::json!(["832订单导出.csv"]));
    assert_eq!(of["covered"], serde_json::json!(["2024-03-01/2024-03-31"]));
    // Ledger of A, 832 lines: 300 + (120 + 80) + 500 + 90 + 250 + 60 + 70 + 45 = 1515.
    assert_eq!(
        side(&of["ledger"]),
        parts(&[
            ("confirmed", 4, 57_000),
            ("amount_differs", 1, 9_000),
            ("unconfirmed", 1, 25_000),
            ("other_unit", 1, 50_000),
            ("cancelled", 1, 6_000),
            ("not_covered", 1, 4_500),
        ])
    );
    // Orders of A: 300 + 200 + 80 + 60 + 150 + 70 = 860.
    assert_eq!(
        side(&of["platform"]),
        parts(&[
            ("confirmed", 3, 57_000),
            ("amount_differs", 1, 8_000),
            ("not_in_ledger", 1, 15_000),
            ("cancelled", 1, 6_000),
        ])
    );
    let b = place.report("out", B);
    let of = &b["reconciliation"][0];
    // B claims A's order 00001, and its own 00003 stands in A's ledger.
    assert_eq!(side(&of["ledger"]), parts(&[("confirmed", 1, 40_000), ("other_unit", 1, 30_000)]));
    assert_eq!(side(&of["platform"]), parts(&[("confirmed", 1, 40_000), ("other_unit", 1, 50_000)]));

    // The region: both ledgers, all nine orders.
    let region = &place.json("out/summary.json")["reconciliation"][0];
    assert_eq!(region["ledger"]["fen"], 151_500 + 70_000);
    assert_eq!(region["platform"]["fen"], 179_300);
    assert_eq!(side(&region["platform"])["unit_unknown"], (1, 3_300));
    assert_eq!(region["unit_unknown"][0]["unit"], "盐湖区丙医院");
    side(&region["ledger"]);

    // What the platform does not bear out is disputed in the numerator; the base stays whole: 1000 + 1515.
    let ytd = &report["scopes"]["ytd"];
    assert_eq!(
        (ytd["base_fen"].as_i64(), ytd["base_disputed_fen"].as_i64()),
        (Some(251_500), Some(0))
    );
    let r832 = find(&ytd["requirements"], "id", "platform_832");
    // Disputed: 500 + 90 + 250 + 60; certain: the rest, with February, which no export covers.
    assert_eq!(r832["disputed_fen"], 90_000);
    assert_eq!(r832["counted_fen"], 61_500);
    assert_eq!(line(&report, "核桃")["reasons"], serde_json::json!(["unconfirmed_by_platform"]));
    assert_eq!(line(&report, "香菇")["reasons"], serde_json::json!(["platform_amount_differs"]));
    assert_eq!(line(&report, "藜麦")["reasons"], serde_json::json!([]));
    assert_eq!(line(&report, "小米")["reasons"], serde_json::json!([]));
    assert_eq!(line(&b, "胡麻油")["reasons"], serde_json::json!(["unconfirmed_by_platform"]));

    // A finding for each kind, with cells on both sides.
    for (check, amount) in [
        ("unconfirmed_by_platform", 25_000),
        ("platform_amount_differs", 1_000),
        ("platform_other_unit", 50_000),
        ("platform_cancelled", 6_000),
        ("platform_not_in_ledger", 15_000),
    ] {
        let found: Vec<&Value> = report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|f| f["check"] == check)
            .collect();
        assert_eq!(found.len(), 1, "{check}");
        assert_eq!(found[0]["amount_fen"], amount, "{check}");
    }
    let differs = find(&report["findings"], "check", "platform_amount_differs");
    let places: Vec<String> = differs["evidence"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| format!("{}!{}", e["file"].as_str().unwrap(), e["cells"]["amount"].as_str().unwrap()))
        .collect();
    assert_eq!(
        places,
        ["盐湖区甲小学/盐湖区甲小学2024年3月食堂采购台账.csv!F6", "832订单导出.csv!F5"]
    );

    // The export is an input of the run, with its hash.
    let run = place.json("out/run.json");
    let others = run["others"].as_array().unwrap();
    assert!(
        others
            .iter()
            .any(|o| o["path"].as_str().unwrap().ends_with("832订单导出.csv") && o["sha256"].as_str().unwrap().len() == 64)
    );
}

#[test]
fn numbers_that_a_spreadsheet_damaged_never_match_as_numbers() {
    // Both ledger numbers show the same rounded digits; the first fits an order by date and amount, the second does not.
    let place = Place::with_ledgers(&[(
        A,
        "日期,品名,供应商,采购渠道,订单编号,金额\n\
         2024-03-01,小米,临县合作社,832平台,202403010000120000,300.00\n\
         2024-03-09,绿豆,临县合作社,832平台,2.0240301E+17,120.00\n\
         2024-03-20,面粉,鑫源粮油,自行采购,,1000.00\n",
    )]);
    audit_with_832(
        &place,
        "订单编号,采购单位,下单时间,商品名称,实付金额,订单状态\n\
         202403010000120000,盐湖区甲小学,2024-03-28 09:00:00,红枣,300.00,交易完成\n\
         202403010000123456,盐湖区甲小学,2024-03-01 09:00:00,小米,300.00,交易完成\n",
    );
    let report = place.report("out", A);
    let of = &report["reconciliation"][0];
    assert_eq!(side(&of["ledger"]), parts(&[("confirmed", 1, 30_000), ("unconfirmed", 1, 12_000)]));
    assert_eq!(
        side(&of["platform"]),
        parts(&[("confirmed", 1, 30_000), ("not_in_ledger", 1, 30_000)])
    );
    for m in of["matches"].as_array().unwrap() {
        assert_ne!(m["way"], "order_no");
        assert_eq!(m["notes"], serde_json::json!(["damaged_id"]), "{m}");
    }
    let confirmed = find(&of["matches"], "outcome", "confirmed");
    assert_eq!(confirmed["orders"][0]["order_no"], "202403010000123456");
}

#[test]
fn the_window_is_a_setting_and_what_fits_twice_is_not_guessed() {
    // 70.00 twice in the ledger, once on the platform; 50.00 is seven days from its order.
    let place = Place::with_ledgers(&[(
        A,
        "日期,品名,供应商,采购渠道,金额\n\
         2024-03-10,荞麦,静乐商行,832平台,70.00\n\
         2024-03-12,莜麦,静乐商行,832平台,70.00\n\
         2024-03-22,豆子,静乐商行,832平台,50.00\n\
         2024-03-20,面粉,鑫源粮油,自行采购,1000.00\n",
    )]);
    let export = "订单编号,采购单位,下单时间,商品名称,实付金额,订单状态\n\
         DD2024031100008,盐湖区甲小学,2024-03-11 09:00:00,荞麦,70.00,交易完成\n\
         DD2024031500009,盐湖区甲小学,2024-03-15 09:00:00,豆子,50.00,交易完成\n";
    audit_with_832(&place, export);
    let of = &place.report("out", A)["reconciliation"][0];
    assert_eq!(side(&of["ledger"]), parts(&[("ambiguous", 2, 14_000), ("confirmed", 1, 5_000)]));
    assert_eq!(side(&of["platform"]), parts(&[("ambiguous", 1, 7_000), ("confirmed", 1, 5_000)]));
    place.write(
        "bangfu.toml",
        "[platform-export]\n832 = '832订单导出.csv'\n[reconcile]\nwindow-days = 6\n",
    );
    place.audit("out", &[]).ok();
    let of = &place.report("out", A)["reconciliation"][0];
    assert_eq!(side(&of["ledger"]), parts(&[("ambiguous", 2, 14_000), ("unconfirmed", 1, 5_000)]));
    assert_eq!(
        side(&of["platform"]),
        parts(&[("ambiguous", 1, 7_000), ("not_in_ledger", 1, 5_000)])
    );
}

#[test]
fn a_later_export_tells_the_later_state() {
    let place = Place::with_ledgers(&[(A, LEDGER_A)]);
    let head = "订单编号,采购单位,下单时间,实付金额,订单状态\n";
    let order = |state: &str| format!("{head}DD2024030700009,盐湖区甲小学,2024-03-07 08:00:00,250.00,{state}\n");
    place.write("early.csv", order("待发货"));
    place.write("late.csv", order("退款成功"));
    let outcome = |first: &str, second: &str| {
        let (first, second) = (format!("832={first}.csv"), format!("platform_832={second}.csv"));
        place
            .audit("out", &["--platform-export", &first, "--platform-export", &second])
            .ok();
        side(&place.report("out", A)["reconciliation"][0]["platform"])
    };
    assert_eq!(outcome("early", "late"), parts(&[("cancelled", 1, 25_000)]));
    assert_eq!(outcome("late", "early"), parts(&[("confirmed", 1, 25_000)]));
}

#[test]
fn bad_exports_stop_the_run_before_anything_is_written() {
    let place = Place::with_ledgers(&[(A, LEDGER_A)]);
    for (name, text) in [
        ("good.csv", EXPORT),
        ("empty.csv", ""),
        ("words.csv", "甲,乙\n丙,丁\n"),
        ("undated.csv", "订单编号,采购单位,实付金额\nDD1,盐湖区甲小学,3.00\n"),
    ] {
        place.write(name, text);
    }
    for (arg, told) in [
        ("832=empty.csv", "empty.csv"),
        ("832=words.csv", "words.csv"),
        ("832=undated.csv", "日期"),
        ("832=none.xlsx", "none.xlsx"),
        ("jd=good.csv", "local"),
        ("good.csv", "平台=文件"),
    ] {
        let said = place.audit("out", &["--platform-export", arg]).refused();
        assert!(said.contains(told), "{arg}: {said}");
        assert!(!place.at("out").exists(), "{arg}");
    }
}

#[test]
fn an_export_in_the_inbox_is_no_ledger_and_runs_repeat_byte_for_byte() {
    let place = Place::with_ledgers(&[(A, LEDGER_A), (B, LEDGER_B)]);
    place.write("inbox/832订单导出.csv", EXPORT);
    let outputs = |out: &str| {
        let more = ["--platform-export", "832=inbox/832订单导出.csv", "--format", "json,xlsx,html,docx"];
        place.audit(out, &more).ok();
        let mut files = tree(&place.at(out));
        files.retain(|path, _| !path.ends_with("run.json") && !path.ends_with("run.log"));
        files
    };
    let first = outputs("out");
    assert_eq!(place.json("out/summary.json")["inputs"]["files"], 2);
    assert_eq!(first, outputs("out"), "over the run before");
    assert_eq!(first, outputs("other"), "where nothing was");
    // Another export of the same name: the reports follow.
    place.write("inbox/832订单导出.csv", EXPORT.replace("300.00,交易完成", "310.00,交易完成"));
    assert_ne!(first, outputs("out"));
    assert!(side(&place.report("out", A)["reconciliation"][0]["platform"]).contains_key("amount_differs"));
}
