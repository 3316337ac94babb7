//! `verify` as a second witness: what a run wrote is equal to the fen, and whatever is changed afterwards is named.

use std::fs;

use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::support::program::{Place, find};

/// A workbook with a sheet for each list of rows; cells are parted by `|`, numbers are numbers.
fn xlsx(sheets: &[(&str, &[&str])]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (r, row) in (0_u32..).zip(*rows) {
            for (c, cell) in (0_u16..).zip(row.split('|')) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(r, c, number).unwrap(),
                    Err(_) if cell.is_empty() => sheet,
                    Err(_) => sheet.write_string(r, c, cell).unwrap(),
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
}

const PLAIN: [&str; 5] = [
    "采购日期|食材名称|数量|单价|金额|供应商|采购渠道",
    "2024-03-05|小米|10|20|200|甲合作社|832平台",
    "2024-03-06|面粉|20|10.5|210|乙公司|供销数据平台",
    "2024-02-07|白菜|100|6|600.01|丙菜摊|农贸市场",
    "2024-03-09|土豆|30|2|60|丙菜摊|农贸市场",
];

/// Two units, with every way in which an amount follows from cells.
fn place() -> Place {
    let place = Place::new();
    place.write("inbox/甲小学2024年3月食堂台账.xlsx", xlsx(&[("3月", &PLAIN)]));
    let unlike: [(&str, &[&str]); 6] = [
        (
            "万元",
            &["采购日期|食材名称|金额（万元）|采购渠道", "2024-03-05|小米|1.23456|832平台"],
        ),
        (
            "乘积",
            &[
                "采购日期|食材名称|数量|单价|金额|采购渠道",
                "2024-03-05|大米|12|3.35||832平台",
                "2024-03-06|红豆|10|4|40|832平台",
            ],
        ),
        (
            "数位",
            &[
                "采购日期|食材名称|采购渠道|金额|||||",
                "|||千|百|十|元|角|分",
                "2024-03-05|绿豆|832平台||1|2|3|4|5",
            ],
        ),
        (
            "退货",
            &[
                "采购日期|食材名称|退货金额|采购渠道",
                "2024-03-08|坏土豆|12.3|农贸市场",
                "2024-03-09|坏白菜|4|农贸市场",
            ],
        ),
        (
            "文字",
            &[
                "采购日期|食材名称|金额|采购渠道",
                "2024-03-05|核桃|￥1,234.50元|832平台",
                "2024-03-06|枣|3*12=36|832平台",
            ],
        ),
        (
            "税",
            &[
                "采购日期|食材名称|不含税金额|税额|采购渠道",
                "2024-03-05|香菇|100|9|832平台",
                "2024-03-06|木耳|50|4.5|832平台",
            ],
        ),
    ];
    place.write("inbox/乙小学2024年3月食堂台账.xlsx", xlsx(&unlike));
    let statement: [&str; 4] = [
        "丙小学2024年3月食堂采购统计表",
        "月份|采购总额|832平台|供销数据平台",
        "2月|900.5|100|200",
        "3月|1000|123.45|200",
    ];
    place.write("inbox/丙小学2024年3月统计表.xlsx", xlsx(&[("统计", &statement)]));
    place.write(
        "inbox/丁小学2024年3月食堂台账.csv",
        "采购日期,食材名称,金额,供应商,采购渠道\n2024-03-05,小米,200,甲合作社,832平台\n",
    );
    place
}

fn run(place: &Place) {
    let ran = place.audit("out", &["--verify"]);
    assert!([0, 3].contains(&ran.status), "{}", ran.err);
}

/// The recount as programs read it.
fn recount(place: &Place, status: i32) -> Value {
    let ran = place.run(&["verify", "out", "--format", "json"]);
    assert_eq!(ran.status, status, "{}{}", ran.out, ran.err);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    report["recount"].clone()
}

/// Kind, place, stated and found of every difference.
fn told(recount: &Value) -> Vec<[String; 4]> {
    let text = |d: &Value, key: &str| d[key].as_str().unwrap().to_owned();
    let differences = recount["differences"].as_array().unwrap();
    differences
        .iter()
        .map(|d| ["kind", "place", "stated", "found"].map(|key| text(d, key)))
        .collect()
}

fn holds(told: &[[String; 4]], kind: &str, place: &str, stated: &str, found: &str) {
    let there = |d: &[String; 4]| d[0] == kind && d[1].contains(place) && d[2] == stated && d[3] == found;
    assert!(told.iter().any(there), "{kind} {place} {stated} {found} not in {told:#?}");
}

/// Changes the report of a unit.
fn change(place: &Place, unit: &str, how: impl FnOnce(&mut Value)) {
    let path = place.unit_folder("out", unit).join("report.json");
    let mut report: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    how(&mut report);
    fs::write(path, serde_json::to_vec(&report).unwrap()).unwrap();
}

#[test]
fn whatever_way_an_amount_follows_from_cells_it_is_found_again() {
    let place = place();
    run(&place);
    let said = place.run(&["verify", "out"]).ok();
    assert!(
        said.out.contains("全部相符") && said.out.contains("1个文件不能由第二读取器复核（CSV）"),
        "{}",
        said.out
    );
    let recount = recount(&place, 0);
    assert_eq!((&recount["units"], &recount["differences"]), (&4.into(), &Value::Array(Vec::new())));
    assert_eq!(recount["unread"][0]["reason"], "csv");
    let lines = |unit: &str| -> Vec<(String, Option<i64>, Option<String>)> {
        let of = |l: &Value| {
            let cell = l["source"]["cells"]["amount"].as_str().unwrap_or_default();
            let formula = l["amount_formula"].as_str().map(str::to_owned);
            (cell.to_owned(), l["amount_fen"].as_i64(), formula)
        };
        place.report("out", unit)["lines"].as_array().unwrap().iter().map(of).collect()
    };
    let line = |cell: &str, fen: i64, formula: Option<&str>| (cell.to_owned(), Some(fen), formula.map(str::to_owned));
    assert_eq!(
        lines("乙小学"),
        [
            line("C2", 1_234_560, Some("C2*10000")),
            line("", 4_020, Some("C2*D2")),
            line("E3", 4_000, None),
            line("D3", 12_345, Some("D3:I3*0.01")),
            line("C2", -1_230, Some("-C2")),
            line("C3", -400, Some("-C3")),
            line("C2", 123_450, None),
            line("C3", 3_600, None),
            line("C2", 10_900, Some("C2+D2")),
            line("C3", 5_450, Some("C3+D3")),
        ]
    );
    let mut statement = lines("丙小学");
    statement.retain(|(cell, ..)| cell == "B3" || cell == "B4");
    assert_eq!(
        statement,
        [line("B3", 60_050, Some("B3-C3-D3")), line("B4", 67_655, Some("B4-C4-D4"))]
    );
}

#[test]
fn an_amount_that_was_changed_in_a_workbook_is_named_with_what_it_touches() {
    let place = place();
    run(&place);
    let mut rows = PLAIN;
    rows[1] = "2024-03-05|小米|10|20|200.01|甲合作社|832平台";
    place.write("inbox/甲小学2024年3月食堂台账.xlsx", xlsx(&[("3月", &rows)]));
    let recount = recount(&place, 3);
    holds(
        &told(&recount),
        "amount",
        "甲小学2024年3月食堂台账.xlsx › 3月 › E2",
        "20000",
        "20001",
    );
    let touches = recount["differences"][0]["touches"].as_array().unwrap();
    let path = place.json("out/summary.json")["units"].clone();
    let path = find(&path, "unit", "甲小学")["path"].as_str().unwrap().to_owned();
    for figure in ["month.base", "ytd.base", "month.platform_832", "ytd.overall"] {
        assert!(touches.contains(&format!("{path} › {figure}").into()), "{figure}: {touches:?}");
    }
    assert!(
        !touches.iter().any(|t| t.as_str().unwrap().contains("local_channels")),
        "{touches:?}"
    );
    assert_eq!(told(&recount).len(), 1);
    let said = place.run(&["verify", "out"]);
    assert!(said.out.contains("报告为200.00，重读为200.01"), "{}", said.out);
    // A row that was put in: every amount below stands elsewhere.
    rows[1] = "2024-03-04|豆腐|1|1|1|丙菜摊|农贸市场";
    place.write("inbox/甲小学2024年3月食堂台账.xlsx", xlsx(&[("3月", &rows)]));
    holds(&told(&self::recount(&place, 3)), "amount", "› E2", "20000", "100");
    // One that our readers refuse never reaches the second reader.
    place.write("inbox/甲小学2024年3月食堂台账.xlsx", "PK\u{3}\u{4}");
    assert_eq!(find(&self::recount(&place, 3)["unread"], "reason", "unsound")["lines"], 4);
}

#[test]
fn what_is_changed_in_a_report_is_named() {
    let place = place();
    run(&place);
    change(&place, "甲小学", |report| report["lines"][0]["amount_fen"] = 20_002.into());
    let found = told(&recount(&place, 3));
    holds(&found, "amount", "› 3月 › E2", "20002", "20000");
    holds(
        &found,
        "figure",
        "report.json › scopes.ytd.requirements.platform_832.counted_fen",
        "20000",
        "20002",
    );

    run(&place);
    change(&place, "甲小学", |report| {
        report["lines"][0]["source"]["cells"]["amount"] = "E3".into()
    });
    let found = told(&recount(&place, 3));
    holds(&found, "amount", "› 3月 › E3", "20000", "21000");
    assert!(found.iter().any(|d| d[0] == "line"), "{found:#?}");

    run(&place);
    change(&place, "甲小学", |report| {
        report["lines"][0]["source"]["cells"]["item"] = "J90".into()
    });
    holds(&told(&recount(&place, 3)), "empty_cell", "› 3月 › J90", "item", "");

    run(&place);
    change(&place, "甲小学", |report| {
        drop(report["lines"].as_array_mut().unwrap().remove(3))
    });
    let found = told(&recount(&place, 3));
    holds(&found, "figure", "report.json › files.甲小学2024年3月食堂台账.xlsx.lines", "4", "3");
    holds(&found, "figure", "report.json › scopes.month.base_fen", "47000", "41000");
    assert!(
        found.iter().any(|d| d[1].starts_with("summary.json") && d[1].ends_with("lines")),
        "{found:#?}"
    );

    // A line that counts nowhere any more.
    run(&place);
    change(&place, "甲小学", |report| report["lines"][3]["base"] = "out".into());
    holds(&told(&recount(&place, 3)), "figure", "scopes.ytd.base_fen", "107001", "101001");
}

#[test]
fn lines_that_were_swapped_between_units_are_named_even_where_they_are_alike() {
    let place = place();
    place.write("inbox/戊小学2024年3月食堂台账.xlsx", xlsx(&[("三月", &PLAIN)]));
    run(&place);
    let line = |unit: &str| place.report("out", unit)["lines"][0].clone();
    let (first, other) = (line("甲小学"), line("戊小学"));
    change(&place, "甲小学", |report| report["lines"][0] = other);
    change(&place, "戊小学", |report| report["lines"][0] = first);
    let found = told(&recount(&place, 3));
    for file in ["甲小学", "戊小学"] {
        let named = |d: &&[String; 4]| d[0] == "line" && d[1].starts_with(file);
        assert_eq!(found.iter().filter(named).count(), 1, "{found:#?}");
    }
}

#[test]
fn what_is_changed_in_the_summaries_is_named() {
    let place = place();
    run(&place);
    let path = place.at("out/summary.json");
    let summary = fs::read_to_string(&path).unwrap();
    let with = |key: &[&str], value: Value| {
        let mut all: Value = serde_json::from_str(&summary).unwrap();
        let mut at = &mut all;
        for key in key {
            at = match key.parse::<usize>() {
                Ok(index) => &mut at[index],
                Err(_) => &mut at[*key],
            };
        }
        assert_ne!(*at, value);
        *at = value;
        fs::write(&path, serde_json::to_vec(&all).unwrap()).unwrap();
        told(&recount(&place, 3))
    };
    let place_of = |told: &[[String; 4]]| told.iter().map(|d| d[1].clone()).collect::<Vec<_>>();
    let found = with(&["units", "0", "scopes", "month", "base_fen"], 1.into());
    assert!(
        place_of(&found).iter().all(|p| p.ends_with("› scopes.month.base_fen")),
        "{found:#?}"
    );
    let found = with(&["units", "0", "verdict"], "exempt".into());
    assert!(place_of(&found).iter().any(|p| p.ends_with("› verdict")), "{found:#?}");
    let found = with(&["groups", "0", "ytd", "requirements", "1", "low", "numerator_fen"], 7.into());
    assert!(
        place_of(&found)
            .iter()
            .any(|p| p.contains("groups › 0.ytd.requirements.platform_832.low")),
        "{found:#?}"
    );
    let found = with(&["inputs", "disputed_lines"], 99.into());
    assert_eq!(place_of(&found), ["summary.json › inputs › disputed_lines"]);
    fs::write(&path, &summary).unwrap();

    // The workbook of another run: one amount is another.
    let same = place.at("summary.xlsx");
    fs::copy(place.at("out/summary.xlsx"), &same).unwrap();
    let mut rows = PLAIN;
    rows[4] = "2024-03-09|土豆|30|2|61|丙菜摊|农贸市场";
    place.write("inbox/甲小学2024年3月食堂台账.xlsx", xlsx(&[("3月", &rows)]));
    run(&place);
    fs::copy(same, place.at("out/summary.xlsx")).unwrap();
    let found = told(&recount(&place, 3));
    for sheet in ["汇总", "排名", "县（市、区）", "领域"] {
        let named = |d: &[String; 4]| d[0] == "figure" && d[1].starts_with(&format!("summary.xlsx › {sheet}"));
        assert!(found.iter().any(named), "{sheet}: {found:#?}");
    }
    assert!(found.iter().all(|d| d[1].starts_with("summary.xlsx")), "{found:#?}");
}

#[test]
fn hashes_alone_need_no_second_reader_and_without_json_there_is_nothing_to_recount() {
    let place = place();
    run(&place);
    assert!(!place.run(&["verify", "--hashes-only", "out"]).ok().out.contains("复核"));
    let refused = place.run(&["audit", "inbox", "--period", "2024-03", "-o", "x", "--verify", "--format", "xlsx"]);
    assert!(refused.refused().contains("json"));
    place.audit("x", &["--format", "xlsx"]);
    assert!(!place.run(&["verify", "x"]).ok().out.contains("复核"));
}

/// More units than tasks that fit on one another on a thread's stack.
#[test]
fn many_units_are_recounted() {
    const UNITS: usize = 1_500;
    let place = Place::new();
    for (unit, name) in ('戀'..).take(UNITS).enumerate() {
        let text = format!(
            "日期,品名,金额,采购渠道\n2024-03-05,小米,{},832平台\n2024-03-06,白菜,300,农贸市场\n",
            unit + 1
        );
        place.write(&format!("inbox/育{name}小学2024年3月食堂台账.csv"), text);
    }
    let ran = place.run(&["audit", "inbox", "--period", "2024-03", "--format", "json", "--quiet", "-o", "out"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let recount = recount(&place, 0);
    assert_eq!((&recount["units"], &recount["lines"]), (&1_500.into(), &3_000.into()));
}
