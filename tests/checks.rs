//! Every check with four cases: one true, one exactly on the threshold (or the least that differs), one near miss, one where the check
//! does not apply. All in one run of the program over ledgers written here; expectations worked out by hand beside each.

use std::{collections::BTreeMap, fmt::Write as _, path::Path, process::Command};

use serde_json::Value;

/// What a check must say of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    /// This many findings.
    Flags(u64),
    /// Examined, nothing found.
    Clean,
    /// Not applicable, with a reason.
    NotApplicable,
}
use Says::{Clean, Flags, NotApplicable};

#[derive(Default)]
struct Region {
    /// unit → files
    ledgers: BTreeMap<String, Vec<(String, Vec<u8>)>>,
    /// rows of the registry
    registry: Vec<String>,
    /// unit, check, what it must say
    wanted: Vec<(String, &'static str, Says)>,
}

const HEAD: &str = "日期,品名,数量,计量单位,单价,金额,供应商,采购渠道,产地,订单编号,发票号,备注";

/// `date|item|quantity|price|amount|supplier|channel|origin|order|invoice`, blanks at the end left out.
fn row(text: &str) -> String {
    let mut f: Vec<&str> = text.split('|').collect();
    f.resize(10, "");
    format!(
        "{},{},{},公斤,{},{},{},{},{},{},{},",
        f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9]
    )
}

fn ledger(unit: &str, rows: &[String]) -> String {
    let mut out = format!("填报单位：{unit}\n{HEAD}\n");
    for text in rows {
        out.push_str(&row(text));
        out.push('\n');
    }
    out
}

impl Region {
    /// A registered school with one CSV ledger (none: nothing sent).
    fn case(&mut self, check: &'static str, name: &str, says: Says, rows: &[String]) {
        let unit = format!("{check}{name}小学");
        self.registry.push(format!("{unit},学校,自办"));
        if !rows.is_empty() {
            let text = ledger(&unit, rows);
            self.file(&unit, "台账.csv", text.into_bytes());
        }
        self.wanted.push((unit, check, says));
    }

    fn file(&mut self, unit: &str, name: &str, bytes: Vec<u8>) {
        self.ledgers.entry(unit.to_owned()).or_default().push((name.to_owned(), bytes));
    }

    /// A unit with files of its own making.
    fn with(&mut self, check: &'static str, name: &str, says: Says, files: &[(&str, String)]) {
        self.case(check, name, says, &[]);
        let unit = format!("{check}{name}小学");
        for (file, text) in files {
            self.file(&unit, file, text.replace("{unit}", &unit).into_bytes());
        }
    }

    /// The four cases of a check on one ledger each.
    fn four(&mut self, check: &'static str, hit: &[String], edge: (Says, &[String]), miss: &[String], none: &[String]) {
        self.case(check, "真", Flags(1), hit);
        self.case(check, "界", edge.0, edge.1);
        self.case(check, "近", Clean, miss);
        self.case(check, "无", NotApplicable, none);
    }
}

fn s(rows: &[&str]) -> Vec<String> {
    rows.iter().map(|r| (*r).to_owned()).collect()
}

fn times(n: usize, f: impl Fn(usize) -> String) -> Vec<String> {
    (0..n).map(f).collect()
}

fn integrity(r: &mut Region) {
    let total = |stated: &str| s(&["2024-03-01|米|10|10|100", &format!("合计||||{stated}")]);
    r.four(
        "total_mismatch",
        &total("110"),
        (Flags(1), &total("100.01")),
        &total("100.00"),
        &s(&["2024-03-01|米|10|10|100"]),
    );
    let amount = |a: &str, price: &str| s(&[&format!("2024-03-01|米|3|{price}|{a}")]);
    // 3 × 3.33 = 9.99; a price rounded at its second decimal may hide 3 × 0.005 yuan (2 fen), and the amount's own rounding one more.
    r.four(
        "amount_mismatch",
        &amount("99.90", "3.33"),
        (Flags(1), &amount("10.03", "3.33")),
        &amount("10.02", "3.33"),
        &[],
    );
    let both = |stated: &str| {
        [
            (
                "明细.csv",
                ledger(
                    "{unit}",
                    &s(&["2024-03-01|米|10|10|100||832平台", "2024-03-02|肉|1|50|50||农贸市场"]),
                ),
            ),
            (
                "统计表.csv",
                format!("填报单位：{{unit}}\n月份,采购总额,832平台\n2024年3月,150,{stated}\n"),
            ),
        ]
    };
    // Both the channel and the rest differ from the lines where one part is wrong.
    r.with("statement_mismatch", "真", Flags(2), &both("90"));
    r.with("statement_mismatch", "界", Flags(2), &both("100.01"));
    r.with("statement_mismatch", "近", Clean, &both("100"));
    r.with("statement_mismatch", "无", NotApplicable, &both("100")[..1]);
    let one = ledger("{unit}", &s(&["2024-03-01|米|10|10|100"]));
    r.with("duplicate_file", "真", Flags(1), &[("a.csv", one.clone()), ("b.csv", one.clone())]);
    r.with(
        "duplicate_file",
        "界",
        Flags(2),
        &[("a.csv", one.clone()), ("b.csv", one.clone()), ("c.csv", one.clone())],
    );
    r.with(
        "duplicate_file",
        "近",
        Clean,
        &[("a.csv", one.clone()), ("b.csv", format!("{one}\n"))],
    );
    r.with("duplicate_file", "无", NotApplicable, &[]);
    let version = |same: usize| {
        let line = |file: usize| {
            move |i: usize| {
                format!(
                    "2024-03-{:02}|米{i}|{}|1|{}",
                    i + 1,
                    i + 1 + if i < same { 0 } else { file },
                    i + 1 + if i < same { 0 } else { file }
                )
            }
        };
        [
            ("第一版.csv", ledger("{unit}", &times(10, line(0)))),
            ("第二版.csv", ledger("{unit}", &times(10, line(50)))),
        ]
    };
    r.with("duplicate_across_files", "真", Flags(1), &version(9));
    r.with("duplicate_across_files", "界", Flags(1), &version(5));
    r.with("duplicate_across_files", "近", Clean, &version(4));
    r.with("duplicate_across_files", "无", NotApplicable, &version(9)[..1]);
    let twice = |second: &str| s(&["2024-03-01|米|10|10|100||832平台||DD20240301", second]);
    r.four(
        "duplicate_suspected",
        &twice("2024-03-01|米|10|10|100||832平台||DD20240301"),
        // On another day it is the same order still.
        (Flags(1), &twice("2024-03-09|米|10|10|100||832平台||DD20240301")),
        &twice("2024-03-01|米|10|10|100.01||832平台||DD20240301"),
        &[],
    );
    let march = |date: &str| {
        format!(
            "{{unit}}2024年3月台账\n填报单位：{{unit}}\n{HEAD}\n{}\n",
            row(&format!("{date}|米|10|10|100"))
        )
    };
    r.with("out_of_period", "真", Flags(1), &[("a.csv", march("2024-02-10"))]);
    r.with("out_of_period", "界", Flags(1), &[("a.csv", march("2024-04-01"))]);
    r.with("out_of_period", "近", Clean, &[("a.csv", march("2024-03-31"))]);
    r.case("out_of_period", "无", NotApplicable, &s(&["2024-03-01|米|10|10|100"]));
    let id = |no: &str| s(&[&format!("2024-03-01|米|10|10|100||832平台||{no}")]);
    r.four(
        "damaged_id",
        &id("1.09E+18"),
        (Flags(1), &id("1.09070E+15")),
        &id("1090698369754404144"),
        &[],
    );
    let date = |d: &str| s(&[&format!("{d}|米|10|10|100")]);
    r.four(
        "unparsed_date",
        &date("上旬"),
        (Flags(1), &date("2024-02-30")),
        &date("2024-02-29"),
        &[],
    );
}

fn coverage(r: &mut Region) {
    r.case("not_submitted", "真", Flags(1), &[]);
    // A workbook without a single purchase was sent in all the same.
    r.with("not_submitted", "界", Clean, &[("a.csv", format!("填报单位：{{unit}}\n{HEAD}\n"))]);
    r.case("not_submitted", "近", Clean, &s(&["2024-03-01|米|10|10|100"]));
    r.case("not_submitted", "无", NotApplicable, &[]);
    let no_canteen = r.registry.last_mut().unwrap();
    *no_canteen = no_canteen.replace("自办", "无食堂");
    let months = |months: &[u8]| months.iter().map(|m| format!("2024-{m:02}-05|米|10|10|100")).collect::<Vec<_>>();
    let all: Vec<u8> = (1..=12).collect();
    r.four(
        "gap_in_months",
        &months(&[1, 12]),
        (Flags(1), &months(&all[..11])),
        &months(&all),
        &[],
    );
    r.case("unregistered_unit", "近", Clean, &s(&["2024-03-01|米|10|10|100"]));
    for name in ["真", "界"] {
        let unit = format!("unregistered_unit{name}小学");
        r.file(&unit, "台账.csv", ledger(&unit, &s(&["2024-03-01|米|10|10|100"])).into_bytes());
        r.wanted.push((unit, "unregistered_unit", Flags(1)));
    }
    let says = |channel: &str, supplier: &str, origin: &str| s(&[&format!("2024-03-01|米|10|10|100|{supplier}|{channel}|{origin}")]);
    r.four(
        "channel_conflict",
        &says("农贸市场", "夏县消费帮扶超市", ""),
        (Flags(1), &says("832平台", "夏县消费帮扶超市", "")),
        &says("消费帮扶超市", "夏县消费帮扶超市", ""),
        &[],
    );
    r.four(
        "origin_conflict",
        &says("832平台", "", "山东省寿光市"),
        // The neighbour of a county on the list, in the same city, is not on it.
        (Flags(1), &says("832平台", "", "山西省运城市芮城县")),
        &says("832平台", "", "山西省运城市平陆县"),
        &[],
    );
}

fn behaviour(r: &mut Region) {
    // 20 lines: one of the day, nineteen others on other days.
    let day = |first: &str| {
        let mut rows = times(19, |i| format!("2024-03-{:02}|菜{i}|1|1|1", i + 2));
        rows.push(format!("2024-03-01|米|1|{first}|{first}"));
        rows
    };
    // 76 of 95 yuan is exactly 80 %; 75.99 of 94.99 is less.
    r.four(
        "one_day_booking",
        &day("1000"),
        (Flags(1), &day("76")),
        &day("75.99"),
        &day("1000")[..19],
    );
    let prices = |last: &str| {
        let mut rows = times(4, |i| format!("2024-03-{:02}|猪肉|1|10|10", i + 1));
        rows.push(format!("2024-03-09|猪肉|1|{last}|{last}"));
        rows
    };
    r.four(
        "price_far_above_own_median",
        &prices("100"),
        (Flags(1), &prices("30.01")),
        &prices("30"),
        &prices("100")[1..],
    );
    let suppliers = |big: &str, n: usize| {
        let mut rows = times(n - 1, |i| format!("2024-03-{:02}|菜{i}|1|1|1|小店{i}|农贸市场", i % 28 + 1));
        rows.push(format!("2024-03-05|肉|1|{big}|{big}|大店|农贸市场"));
        rows
    };
    // 29 others of one yuan: 261 of 290 is exactly 90 %.
    r.four(
        "supplier_concentration",
        &suppliers("5000", 30),
        (Flags(1), &suppliers("261", 30)),
        &suppliers("260.99", 30),
        &suppliers("5000", 29),
    );
    let in_out = |item: &str, supplier: &str| {
        s(&[
            "2024-03-01|米|10|10|100|合作社|832平台",
            &format!("2024-03-02|{item}|10|10|100|{supplier}|农贸市场"),
        ])
    };
    r.four(
        "supplier_in_and_out",
        &in_out("米", "合作社"),
        (Flags(1), &in_out(" 米 ", "合作社")),
        &in_out("面", "合作社"),
        &s(&["2024-03-01|米|10|10|100"]),
    );
    let year = |december: &str, months: u8| {
        let mut rows: Vec<String> = (1..=months).map(|m| format!("2024-{m:02}-05|米|10|10|100")).collect();
        rows.push(format!("2024-12-05|米|1|{december}|{december}"));
        rows
    };
    r.four(
        "year_end_surge",
        &year("900", 10),
        (Flags(1), &year("200", 6)),
        &year("199.99", 6),
        &year("900", 5),
    );
    // 2 March 2024 is a Saturday. 30 lines, one of them on the weekend: 126 of 420 yuan are 30 %... the others 29 lines hold 294.
    let weekend = |amount: &str, n: usize| {
        let mut rows = times(n - 1, |i| format!("2024-03-{:02}|菜{i}|1|10|10", [4, 5, 6, 7, 8][i % 5]));
        rows.push(format!("2024-03-02|米|1|{amount}|{amount}"));
        rows
    };
    // 29 × 10 = 290 on working days: 300/590 is much; 124.29 of 414.29 is just 30 %; 124.28 of 414.28 is less.
    r.four(
        "weekend_purchases",
        &weekend("300", 30),
        (Flags(1), &weekend("124.29", 30)),
        &weekend("124.28", 30),
        &weekend("300", 29),
    );
    let summer = |from: u8, n: u8| (0..n).map(|i| format!("2024-08-{:02}|菜|1|10|10", from + i)).collect::<Vec<_>>();
    // Five lines on the last days of the holiday; with one of them a day after it only four are within.
    r.four("holiday_purchases", &summer(1, 9), (Flags(1), &summer(16, 5)), &summer(17, 5), &[]);
    let round = |n: usize, of: usize| {
        times(of, |i| {
            format!(
                "2024-03-05|菜{i}|1|1|{}",
                if i < n { "200".to_owned() } else { format!("1{:02}.5", i % 100) }
            )
        })
    };
    r.four(
        "round_amounts",
        &round(30, 30),
        (Flags(1), &round(15, 30)),
        &round(14, 30),
        &round(29, 29),
    );
    let fives = |n: usize| times(n, |i| format!("2024-03-05|菜{i}|1|1|5{:02}.1", i % 100));
    let benford: Vec<String> = [90, 53, 37, 29, 24, 20, 17, 16, 14]
        .iter()
        .zip(1..)
        .flat_map(|(n, d)| times(*n, move |i| format!("2024-03-05|菜{i}|1|1|{d}{:02}.5", i % 100)))
        .collect();
    r.case("first_digit", "真", Flags(1), &fives(300));
    r.case("first_digit", "近", Clean, &benford);
    r.case("first_digit", "无", NotApplicable, &fives(299));
    // 300 lines after Benford (a deviation of some 0.1 %); moving 81 ones to nines adds 2 × 81/300/9 = 6.00 % a digit.
    let mut shifted = benford.clone();
    for (i, text) in shifted.iter_mut().take(82).enumerate() {
        *text = format!("2024-03-05|菜{i}|1|1|9{:02}.5", i % 100);
    }
    r.case("first_digit", "界", Flags(1), &shifted);
    let split = |a: &str, b: &str, day: u8| {
        s(&[
            &format!("2024-03-01|肉|1|{a}|{a}|肉联厂|农贸市场"),
            &format!("2024-03-{day:02}|肉|1|{b}|{b}|肉联厂|农贸市场"),
        ])
    };
    r.four(
        "split_under_limit",
        &split("19000", "18500", 2),
        (Flags(1), &split("18000", "18000", 7)),
        &split("17999.99", "19000", 2),
        &[],
    );
    let returned = |fen: &str, day: u8| {
        s(&[
            "2024-03-20|米|10|100|1000|合作社|832平台",
            &format!("2024-04-{day:02}|米|-1|{fen}|-{fen}|合作社|832平台"),
        ])
    };
    r.four(
        "returns_after_period",
        &returned("500", 3),
        (Flags(1), &returned("100", 10)),
        &returned("99.99", 10),
        &s(&["2024-03-20|米|10|10|100||农贸市场"]),
    );
}

fn across(r: &mut Region) {
    let order = |no: &str| s(&[&format!("2024-03-01|米|10|10|100||832平台||{no}|")]);
    r.case("order_claimed_by_two_units", "真", Flags(1), &order("DD2024030001"));
    r.case("order_claimed_by_two_units", "真二", Flags(1), &order(" dd2024030001 "));
    // Six characters with four digits are the least that is compared.
    r.case("order_claimed_by_two_units", "界", Flags(1), &order("AB1234"));
    r.case("order_claimed_by_two_units", "界二", Flags(1), &order("AB1234"));
    r.case("order_claimed_by_two_units", "近", Clean, &order("DD2024030002"));
    r.case("order_claimed_by_two_units", "无", NotApplicable, &order("A1234"));
    r.case("order_claimed_by_two_units", "无二", NotApplicable, &order("A1234"));
    let invoice = |no: &str| s(&[&format!("2024-03-01|米|10|10|100||农贸市场|||{no}")]);
    r.case("invoice_claimed_by_two_units", "真", Flags(1), &invoice("24142000000012345678"));
    r.case("invoice_claimed_by_two_units", "真二", Flags(1), &invoice("24142000000012345678"));
    r.case("invoice_claimed_by_two_units", "界", Flags(1), &invoice("FP1234"));
    r.case("invoice_claimed_by_two_units", "界二", Flags(1), &invoice("FP1234"));
    r.case("invoice_claimed_by_two_units", "近", Clean, &invoice("24142000000012345679"));
    r.case("invoice_claimed_by_two_units", "无", NotApplicable, &invoice("见附件"));
    let price = |item: &str, p: &str| s(&[&format!("2024-03-01|{item}|1|{p}|{p}")]);
    // Five units a kind of goods: four at 24, 25, 25, 26 (median 25), and the one in question.
    for (name, item, p, says) in [
        ("真", "羊肉", "250", Flags(1)),
        ("界", "牛肉", "50", Flags(1)),
        ("近", "驴肉", "49.99", Clean),
    ] {
        for (i, others) in ["24", "25", "25", "26"].iter().enumerate() {
            r.case("price_far_from_others", &format!("{name}{i}"), Clean, &price(item, others));
        }
        r.case("price_far_from_others", name, says, &price(item, p));
    }
    // Three others are too few.
    for (i, p) in ["24", "25", "26", "260"].iter().enumerate() {
        r.case("price_far_from_others", &format!("无{i}"), NotApplicable, &price("鹿肉", p));
    }
}

/// The Yuncheng pack with a limit on single purchases from 20,000 yuan.
fn policy() -> String {
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/data/policies/yuncheng-2023-31-24.toml");
    let mut text = std::fs::read_to_string(pack).unwrap();
    text.push_str(
        "\n[[limit]]\nfrom = \"2024-01\"\nfen = 2000000\nref = { doc = \"示例办法\", number = \"\", article = \"第三条\", quote = \"\" }\n",
    );
    text
}

fn hidden(unit: &str, name: &str, hide: &[bool]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (i, hidden) in hide.iter().enumerate() {
        let sheet = book.add_worksheet().set_name(format!("{name}{i}")).unwrap();
        for (c, text) in ["日期", "品名", "金额"].into_iter().enumerate() {
            sheet.write_string(1, c as u16, text).unwrap();
        }
        sheet.write_string(0, 0, format!("填报单位：{unit}")).unwrap();
        sheet.write_string(2, 0, "2024-03-01").unwrap();
        sheet.write_string(2, 1, format!("米{i}")).unwrap();
        sheet.write_number(2, 2, 10.0).unwrap();
        sheet.set_hidden(*hidden);
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn every_check_flags_what_it_should_and_nothing_else() {
    let mut r = Region::default();
    integrity(&mut r);
    coverage(&mut r);
    behaviour(&mut r);
    across(&mut r);
    for (name, says, hide) in [
        ("真", Flags(1), &[false, true][..]),
        ("界", Flags(2), &[false, true, true]),
        ("近", Clean, &[false, false]),
    ] {
        r.case("hidden_sheet", name, says, &[]);
        let unit = format!("hidden_sheet{name}小学");
        let bytes = hidden(&unit, "表", hide);
        r.file(&unit, "台账.xlsx", bytes);
    }
    r.case("hidden_sheet", "无", NotApplicable, &[]);
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut registry = String::from("单位名称,类别,食堂\n");
    for row in &r.registry {
        writeln!(registry, "{row}").unwrap();
    }
    std::fs::write(at("名册.csv"), registry).unwrap();
    std::fs::write(at("policy.toml"), policy()).unwrap();
    for (unit, files) in &r.ledgers {
        for (name, bytes) in files {
            let path = at("inbox").join(unit).join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
    let run = Command::new(env!("CARGO_BIN_EXE_bangfu"))
        .arg("audit")
        .arg(at("inbox"))
        .args(["--period", "2024-12", "--format", "json", "--quiet", "--registry"])
        .arg(at("名册.csv"))
        .arg("--policy")
        .arg(at("policy.toml"))
        .arg("-o")
        .arg(at("out"))
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(0), "{errors}");
    let summary: Value = serde_json::from_slice(&std::fs::read(at("out").join("summary.json")).unwrap()).unwrap();
    let paths: BTreeMap<&str, &str> = summary["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|u| (u["unit"].as_str().unwrap(), u["path"].as_str().unwrap()))
        .collect();
    let mut wrong = Vec::new();
    for (unit, check, says) in &r.wanted {
        let Some(path) = paths.get(unit.as_str()) else {
            wrong.push(format!("{unit}: no report"));
            continue;
        };
        let report: Value = serde_json::from_slice(&std::fs::read(at("out").join(path).join("report.json")).unwrap()).unwrap();
        let view = report["checks"].as_array().unwrap().iter().find(|c| c["check"] == *check);
        let found = match view {
            Some(v) if !v["not_applicable"].is_null() => {
                // A reason in words, not a key without a text.
                if !v["not_applicable"].as_str().unwrap().chars().any(|c| c > '\u{4e00}') {
                    wrong.push(format!("{unit}: no words for {v}"));
                }
                NotApplicable
            }
            Some(v) => match v["flagged"].as_u64().unwrap() {
                0 => Clean,
                n => Flags(n),
            },
            None => {
                wrong.push(format!("{unit}: {check} did not run"));
                continue;
            }
        };
        if found != *says {
            wrong.push(format!("{unit}: {found:?}, wanted {says:?}"));
        }
        for finding in report["findings"].as_array().unwrap().iter().filter(|f| f["check"] == *check) {
            assert!(finding["key"].as_str().is_some_and(|k| k.len() == 12), "{finding}");
            assert!(!finding["detail"].as_str().unwrap().contains('{'), "{finding}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A unit whose own workbooks did not change is told anew when another's did: what a run keeps must not hide it.
#[test]
fn a_changed_unit_changes_what_the_others_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let write = |unit: &str, order: &str| {
        let text = ledger(unit, &s(&[&format!("2024-03-01|米|10|10|100||832平台||{order}")]));
        std::fs::create_dir_all(at("inbox")).unwrap();
        std::fs::write(at("inbox").join(format!("{unit}.csv")), text).unwrap();
    };
    let flagged = |unit: &str| -> bool {
        let run = Command::new(env!("CARGO_BIN_EXE_bangfu"))
            .arg("audit")
            .arg(at("inbox"))
            .args(["--period", "2024-03", "--quiet", "-o"])
            .arg(at("out"))
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        let report = std::fs::read(at("out").join("units/_").join(unit).join("report.json")).unwrap();
        let report: Value = serde_json::from_slice(&report).unwrap();
        let findings = report["findings"].as_array().unwrap();
        findings.iter().any(|f| f["check"] == "order_claimed_by_two_units")
    };
    write("东山小学", "DD20240301");
    write("西山小学", "DD20240302");
    assert!(!flagged("东山小学"));
    write("西山小学", "DD20240301");
    assert!(flagged("东山小学"));
    assert!(flagged("东山小学"), "unchanged, it is still so");
    write("西山小学", "DD20240309");
    assert!(!flagged("东山小学"));
}
