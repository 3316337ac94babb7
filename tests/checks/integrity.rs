//! Sums that do not add up, purchases entered twice, dates and numbers that a spreadsheet damaged.

use super::{Clean, Flags, HEAD, NotApplicable, Region, ledger, row, s, times};

/// A workbook of two sheets, as Excel 2003 XML.
fn two_sheets(first: &[String], second: &[String]) -> String {
    let sheet = |name: &str, rows: &[String]| {
        let cells = |text: &str| -> String {
            text.split(',')
                .map(|c| format!("<Cell><Data ss:Type=\"String\">{c}</Data></Cell>"))
                .collect()
        };
        let rows: String = std::iter::once(HEAD.to_owned())
            .chain(rows.iter().map(|r| row(r)))
            .map(|r| format!("<Row>{}</Row>", cells(&r)))
            .collect();
        format!("<Worksheet ss:Name=\"{name}\"><Table>{rows}</Table></Worksheet>")
    };
    format!(
        "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">{}{}</Workbook>",
        sheet("3月", first),
        sheet("三月", second)
    )
}

pub fn cases(r: &mut Region) {
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
    // Four fifths of ten lines.
    r.with("duplicate_across_files", "界", Flags(1), &version(8));
    r.with("duplicate_across_files", "近", Clean, &version(7));
    r.with("duplicate_across_files", "无", NotApplicable, &version(9)[..1]);
    let line = |i: usize| format!("2024-03-{:02}|米{i}|{i}|1|{i}", i + 1);
    let sheets = |second: &[String]| {
        let all = times(4, line);
        [("台账.xls", two_sheets(&all, second))]
    };
    r.with("duplicate_sheet", "真", Flags(1), &sheets(&times(4, line)));
    // Three lines are the least.
    r.with("duplicate_sheet", "界", Flags(1), &sheets(&times(3, line)));
    r.with("duplicate_sheet", "近", Clean, &sheets(&times(2, line)));
    r.with(
        "duplicate_sheet",
        "无",
        NotApplicable,
        &[("台账.csv", ledger("{unit}", &times(4, line)))],
    );
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
