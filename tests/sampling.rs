//! Audit samples with the real program: drawn, taken on site as a real workbook, filled in, evaluated.

use std::{collections::BTreeMap, fs};

use calamine::{Data, Reader, open_workbook_auto};
use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::support::program::{Place, Ran};

const A: &str = "盐湖区甲小学";
const B: &str = "盐湖区乙中学";

/// Twelve lines above zero: 5 certain at an interval of 1,000.00 … see the tests; a return, a zero, an unreadable one; one that is not food.
const LEDGER: &str = "日期,品名,类别,供应商,采购渠道,金额\n\
    2024-03-01,小米,粮食,临县合作社,832平台,300.00\n\
    2024-03-02,大米,粮食,鑫源粮油,自行采购,2500.00\n\
    2024-03-03,面粉,粮食,鑫源粮油,自行采购,800.00\n\
    2024-03-04,黄瓜,蔬菜,盐湖区消费帮扶超市,消费帮扶超市,450.00\n\
    2024-03-05,猪肉,肉类,鑫源粮油,自行采购,1000.00\n\
    2024-03-06,豆腐,豆制品,鑫源粮油,自行采购,150.00\n\
    2024-03-07,鸡蛋,蛋类,盐湖区消费帮扶超市,消费帮扶超市,600.00\n\
    2024-03-08,木耳,干货,青川商行,832平台,700.00\n\
    2024-03-09,退回面粉,粮食,鑫源粮油,自行采购,-80.00\n\
    2024-03-10,赠品,粮食,鑫源粮油,自行采购,0.00\n\
    2024-03-11,茶叶,粮食,鑫源粮油,自行采购,约二百\n\
    2024-03-12,洗碗机维修,维修,某维修部,自行采购,999.00\n";
/// In the order of the ledger, fen.
const ABOVE_ZERO: [i64; 8] = [30_000, 250_000, 80_000, 45_000, 100_000, 15_000, 60_000, 70_000];

/// Two units and their audit in `out`.
struct Audited(Place);

impl Audited {
    fn new() -> Self {
        let place = Place::with_ledgers(&[(A, LEDGER), (B, "日期,品名,采购渠道,金额\n2024-03-05,大米,自行采购,5000.00\n")]);
        place.audit("out", &["--format", "json", "--quiet"]);
        Self(place)
    }

    fn run(&self, args: &[&str]) -> Ran {
        self.0.run(args)
    }

    fn sample(&self, args: &[&str]) -> Sheets {
        self.run(&[&["sample", "out"], args, &["-o", "抽样.xlsx", "--force"]].concat()).ok();
        self.sheets("抽样.xlsx")
    }

    fn sheets(&self, name: &str) -> Sheets {
        let mut book = open_workbook_auto(self.0.at(name)).unwrap();
        let names = book.sheet_names().clone();
        assert!(book.sheets_metadata().iter().all(|s| s.visible == calamine::SheetVisible::Visible));
        Sheets(
            names
                .into_iter()
                .map(|n| {
                    let range = book.worksheet_range(&n).unwrap();
                    (n, range.rows().map(<[Data]>::to_vec).collect())
                })
                .collect(),
        )
    }

    /// The worksheet with the actual amounts given by item (all others as in the ledger), saved by another writer.
    fn fill(&self, sheets: &Sheets, actual: impl Fn(&str) -> Option<f64>) {
        let mut book = Workbook::new();
        for (name, rows) in &sheets.0 {
            let sheet = book.add_worksheet().set_name(name).unwrap();
            for (r, cells) in (0_u32..).zip(rows) {
                for (c, cell) in (0_u16..).zip(cells) {
                    match cell {
                        Data::Float(f) => drop(sheet.write_number(r, c, *f).unwrap()),
                        Data::String(s) => drop(sheet.write_string(r, c, s).unwrap()),
                        _ => {}
                    }
                }
                if name == "抽样清单"
                    && r > 0
                    && let Some(found) = actual(&cells[6].to_string())
                {
                    sheet.write_number(r, 13, found).unwrap();
                }
            }
        }
        book.save(self.0.at("已核.xlsx")).unwrap();
    }

    fn evaluate(&self, more: &[&str]) -> (i32, Value, String) {
        let ran = self.run(&[&["sample", "evaluate", "已核.xlsx", "--format", "json"], more].concat());
        (ran.status, serde_json::from_str(&ran.out).unwrap_or_default(), ran.err)
    }
}

fn text(cell: &Data) -> String {
    cell.to_string()
}

struct Sheets(Vec<(String, Vec<Vec<Data>>)>);

impl Sheets {
    fn rows(&self, name: &str) -> &[Vec<Data>] {
        &self.0.iter().find(|(n, _)| n == name).unwrap().1
    }

    fn items(&self, name: &str) -> Vec<(String, String)> {
        self.rows(name)[1..].iter().map(|r| (r[6].to_string(), r[11].to_string())).collect()
    }

    fn facts(&self) -> BTreeMap<String, String> {
        self.rows("方法")
            .iter()
            .filter(|r| r.len() > 2)
            .map(|r| (r[2].to_string(), r[1].to_string()))
            .collect()
    }

    fn fact(&self, key: &str) -> i64 {
        self.facts()[key].parse().unwrap()
    }
}

#[test]
fn the_walk_is_the_one_on_the_method_sheet_and_nothing_is_dropped() {
    let audited = Audited::new();
    let sheets = audited.sample(&[A, "--seed", "20240331", "--size", "6"]);
    // 6,500.00 over six draws: 1,083.33.
    assert_eq!(sheets.fact("population_fen"), 650_000);
    assert_eq!((sheets.fact("population_lines"), sheets.fact("interval_fen")), (8, 108_333));
    assert_eq!((sheets.fact("certain_lines"), sheets.fact("certain_fen")), (1, 250_000));
    // The same walk by running totals: the fen start, start + interval, … of the lines below the interval.
    let (start, interval) = (sheets.fact("start_fen"), 108_333);
    assert!((1..=interval).contains(&start));
    let names = ["小米", "大米", "面粉", "黄瓜", "猪肉", "豆腐", "鸡蛋", "木耳"];
    let (mut running, mut expected) = (0, Vec::new());
    for (name, fen) in names.iter().zip(ABOVE_ZERO) {
        if fen >= interval {
            expected.push(((*name).to_owned(), "必查".to_owned()));
            continue;
        }
        let drawn_fen = (0..10).map(|k| start + k * interval).any(|f| running < f && f <= running + fen);
        running += fen;
        if drawn_fen {
            expected.push(((*name).to_owned(), "抽中".to_owned()));
        }
    }
    assert_eq!(sheets.items("抽样清单"), expected);
    assert_eq!(
        sheets.items("另列"),
        [("退回面粉", "负数（退货、冲销）"), ("赠品", "零"), ("茶叶", "金额无法识别")].map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
    // The repair is out of the base: counted as outside, so that 8 + 3 + 1 are the twelve rows of the ledger.
    assert_eq!((sheets.fact("apart_lines"), sheets.fact("outside_lines")), (3, 1));
    // Blank columns to fill in.
    let head: Vec<String> = sheets.rows("抽样清单")[0].iter().map(ToString::to_string).collect();
    assert_eq!(head[13..], ["实际金额（元）", "差异说明", "证据", "核实人", "核实日期"]);
    // The same seed, the same bytes; another seed, another start.
    let first = fs::read(audited.0.at("抽样.xlsx")).unwrap();
    audited.sample(&[A, "--seed", "20240331", "--size", "6"]);
    assert_eq!(first, fs::read(audited.0.at("抽样.xlsx")).unwrap());
    assert_ne!(audited.sample(&[A, "--seed", "20240332", "--size", "6"]).fact("start_fen"), start);
}

#[test]
fn tolerable_error_gives_the_interval_and_errors_are_projected() {
    let audited = Audited::new();
    // 3,000.00 ÷ 3.00 = 1,000.00: 大米 2,500.00 and 猪肉 1,000.00 are certain.
    let sheets = audited.sample(&[A, "--seed", "1", "--tolerable", "3000", "--confidence", "95"]);
    assert_eq!((sheets.fact("interval_fen"), sheets.fact("certain_lines")), (100_000, 2));
    let drawn: Vec<String> = sheets
        .items("抽样清单")
        .into_iter()
        .filter(|(_, t)| t == "抽中")
        .map(|(i, _)| i)
        .collect();
    assert!(!drawn.is_empty());
    let books: BTreeMap<&str, f64> = [
        ("小米", 300.0),
        ("大米", 2500.0),
        ("面粉", 800.0),
        ("黄瓜", 450.0),
        ("猪肉", 1000.0),
        ("豆腐", 150.0),
        ("鸡蛋", 600.0),
        ("木耳", 700.0),
    ]
    .into();
    // 大米 was 2,400.00; the first drawn line was bought for half.
    let wrong = drawn[0].clone();
    audited.fill(&sheets, |item| {
        Some(match item {
            "大米" => 2400.0,
            i if i == wrong => books[i] / 2.0,
            i => books[i],
        })
    });
    let (status, result, said) = audited.evaluate(&[]);
    assert_eq!(status, 0, "{said}");
    let mus = &result["mus"];
    // Known 100.00; taint 50 % × 1,000.00 = 500.00; limit 1,000 × (3.00 + 1.75 × 0.5) = 3,875.00, and the known.
    assert_eq!(mus["certain"]["over_fen"], 10_000);
    assert_eq!(mus["projected_over_fen"], 60_000);
    assert_eq!(mus["basic_precision_fen"], 300_000);
    assert_eq!(mus["incremental_allowance_fen"], 37_500);
    assert_eq!(mus["upper_limit_over_fen"], 397_500);
    let text = audited.run(&["sample", "evaluate", "已核.xlsx"]).ok().out;
    assert!(text.contains("3,975.00") && text.contains("95%"), "{text}");

    // What was not filled in is asked for; counted as error only when said so.
    audited.fill(&sheets, |item| (item != "大米").then(|| books[item]));
    let (status, _, said) = audited.evaluate(&[]);
    assert!(
        status == 2 && said.contains("--open-as-error") && said.contains("抽样清单"),
        "{said}"
    );
    let (status, result, _) = audited.evaluate(&["--open-as-error"]);
    assert_eq!((status, result["mus"]["certain"]["over_fen"].as_i64()), (0, Some(250_000)));
}

#[test]
fn a_changed_list_is_refused() {
    let audited = Audited::new();
    let sheets = audited.sample(&[A, "--seed", "1", "--size", "4"]);
    for change in [
        |rows: &mut Vec<Vec<Data>>| drop(rows.pop()),
        |rows: &mut Vec<Vec<Data>>| rows[1][10] = Data::Float(1.0),
    ] {
        let mut changed = Sheets(sheets.0.clone());
        change(&mut changed.0[0].1);
        audited.fill(&changed, |_| Some(1.0));
        let (status, _, said) = audited.evaluate(&[]);
        assert!(status == 2 && said.contains("清单与抽取时不一致"), "{said}");
    }
    // Sorted another way it is the same list.
    let mut sorted = Sheets(sheets.0.clone());
    sorted.0[0].1[1..].reverse();
    audited.fill(&sorted, |_| Some(1.0));
    assert_eq!(audited.evaluate(&[]).0, 0);
    audited.0.write("已核.xlsx", "a,b\n1,2\n");
    let (status, _, said) = audited.evaluate(&[]);
    assert!(status == 2 && said.contains("bangfu sample"), "{said}");
}

#[test]
fn strata_of_the_region_and_of_a_requirement() {
    let audited = Audited::new();
    let sheets = audited.sample(&["--all", "--seed", "5", "--size", "5", "--method", "stratified"]);
    // Both units: nine lines, 11,500.00.
    assert_eq!((sheets.fact("population_lines"), sheets.fact("population_fen")), (9, 1_150_000));
    let strata: Vec<String> = sheets
        .rows("方法")
        .iter()
        .filter(|r| r.len() > 2 && text(&r[2]) == "stratum")
        .map(|r| r[1].to_string())
        .collect();
    // 832 below 1,000: 300 + 700; shop: 450 + 600; ordinary below: 800 + 150; from 1,000 on: 2,500 + 1,000 + 5,000.
    // Five by 11,500.00: 0.43, 0.46, 0.41, 3.70 → 0, 0, 0, 3 and the largest remainders (.70, .46); then at least two each.
    assert_eq!(
        strata,
        [
            "832平台 < 1,000.00 | 2 | 100000 | 2",
            "消费帮扶超市 < 1,000.00 | 2 | 105000 | 2",
            "普通采购 < 1,000.00 | 2 | 95000 | 2",
            "普通采购 1,000.00–10,000.00 | 3 | 850000 | 3",
        ]
    );
    // 小米 (300.00 of the stratum's 1,000.00) was 200.00: the whole stratum was checked, so 100.00 is known either way.
    let rows = sheets.rows("抽样清单").to_vec();
    audited.fill(&sheets, |item| {
        let book = rows.iter().find(|r| text(&r[6]) == item)?[10].to_string().parse::<f64>().ok()?;
        Some(if item == "小米" { 200.0 } else { book })
    });
    // Two lines are called 大米; both found as the first: 2,500.00 short of 5,000.00 or the other way round, told line by line.
    let (status, result, said) = audited.evaluate(&[]);
    assert_eq!(status, 0, "{said}");
    let strata = &result["stratified"]["strata"];
    assert_eq!(
        (
            strata[0]["projected_ratio_fen"].as_i64(),
            strata[0]["projected_difference_fen"].as_i64()
        ),
        (Some(10_000), Some(10_000))
    );

    let sheets = audited.sample(&[A, "--seed", "5", "--size", "2", "--requirement", "platform_832"]);
    assert_eq!((sheets.fact("population_lines"), sheets.fact("population_fen")), (2, 100_000));
}

#[test]
fn usage_is_checked() {
    let audited = Audited::new();
    for (args, told) in [
        (vec!["sample", "out", A, "--size", "3", "-o", "x.xlsx"], "--seed"),
        (vec!["sample", "out", A, "--seed", "1", "-o", "x.xlsx"], "--size"),
        (vec!["sample", "out", "--seed", "1", "--size", "3", "-o", "x.xlsx"], "单位"),
        (vec!["sample", "out", "丙院", "--seed", "1", "--size", "3", "-o", "x.xlsx"], "丙院"),
        (
            vec!["sample", "none", A, "--seed", "1", "--size", "3", "-o", "x.xlsx"],
            "summary.json",
        ),
        (
            vec!["sample", "out", A, "--seed", "1", "--tolerable=-3", "-o", "x.xlsx"],
            "tolerable",
        ),
        (
            vec![
                "sample",
                "out",
                A,
                "--seed",
                "1",
                "--size",
                "3",
                "--requirement",
                "x",
                "-o",
                "x.xlsx",
            ],
            "platform_832",
        ),
    ] {
        let said = audited.run(&args).refused();
        assert!(said.contains(told), "{args:?}: {said}");
        assert!(!audited.0.at("x.xlsx").exists());
    }
}

#[test]
fn a_worksheet_that_may_be_filled_in_is_not_overwritten() {
    let audited = Audited::new();
    audited.sample(&["--all", "--seed", "7", "--size", "3"]);
    audited.0.write("抽样.xlsx", "filled in on site");
    let again = ["sample", "out", "--all", "--seed", "7", "--size", "3", "-o", "抽样.xlsx"];
    let said = audited.run(&again).refused();
    assert!(said.contains("抽样.xlsx") && said.contains("--force"), "{said}");
    assert_eq!(fs::read_to_string(audited.0.at("抽样.xlsx")).unwrap(), "filled in on site");
    audited.run(&[&again[..], &["--force"]].concat()).ok();
    assert!(fs::read(audited.0.at("抽样.xlsx")).unwrap().starts_with(b"PK"));
}
