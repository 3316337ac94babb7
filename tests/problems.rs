//! `docs/zh/problems.md`: every problem that reading a workbook can report, produced by running the program on a small workbook each. The test fails
//! when the page is stale; `BANGFU_WRITE_PROBLEMS=1 cargo test --test main problems::` writes it anew.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

use assert_cmd::Command;
use bangfu::text::catalog::{Catalog, Lang};
use rust_xlsxwriter::{Format, Formula, Workbook};

use crate::support::wrapped;

/// How a case's rows become a file.
#[derive(Clone, Copy)]
enum As {
    Csv,
    /// With the given tab.
    Xlsx(&'static str),
    HiddenSheet,
    HiddenRow,
    MergedAmount,
    /// Bytes as they are, shown by the text.
    Raw(&'static [u8]),
    /// A sheet's XML in a workbook.
    Sheet(&'static str),
    /// `workbook.xml` of a workbook.
    Directory(&'static str),
}

struct Case {
    code: &'static str,
    rows: &'static [&'static str],
    kind: As,
    args: &'static [&'static str],
}

const fn case(code: &'static str, kind: As, rows: &'static [&'static str]) -> Case {
    Case {
        code,
        rows,
        kind,
        args: &[],
    }
}

const CASES: &[Case] = &[
    case(
        "issue.amount_missing",
        As::Csv,
        &["采购日期,品名,数量,单价,金额", "2024-03-05,大米,5,,"],
    ),
    case(
        "issue.amount_unreadable",
        As::Csv,
        &["采购日期,品名,金额", "2024-03-05,大米,约二百"],
    ),
    case(
        "issue.amount_too_large",
        As::Csv,
        &["采购日期,品名,金额", "2024-03-05,大米,1000000000000"],
    ),
    case(
        "issue.amount_is_date",
        As::Xlsx("3月"),
        &["采购日期,品名,金额", "2024-03-05,大米,@120", "2024-03-06,白菜,30"],
    ),
    case("issue.amount_rounded", As::Csv, &["采购日期,品名,金额", "2024-03-05,大米,12.345"]),
    case(
        "issue.amount_from_product",
        As::Csv,
        &["采购日期,品名,数量,单价,金额", "2024-03-05,大米,5,3.2,"],
    ),
    case(
        "issue.amount_mismatch",
        As::Csv,
        &["采购日期,品名,数量,单价,金额", "2024-03-05,大米,5,3.2,32"],
    ),
    case(
        "issue.formula_zero",
        As::Xlsx("3月"),
        &["采购日期,品名,数量,单价,金额", "2024-03-05,大米,5,3.2,=0"],
    ),
    case(
        "issue.amount_merged",
        As::MergedAmount,
        &["采购日期,品名,金额", "2024-03-05,大米,50", "2024-03-05,面粉,"],
    ),
    case(
        "issue.amount_column_ambiguous",
        As::Csv,
        &["采购日期,品名,含税金额,实付金额", "2024-03-05,大米,50,45", "2024-03-06,白菜,30,27"],
    ),
    case(
        "issue.row_total_mismatch",
        As::Csv,
        &["采购日期,品名,832平台,供销平台,合计", "2024-03-05,大米,50,20,80"],
    ),
    case(
        "issue.remainder_of_total",
        As::Csv,
        &["采购日期,品名,总金额,其中：832平台", "2024-03-05,大米,80,50"],
    ),
    case(
        "issue.goods_columns",
        As::Xlsx("3月"),
        &["日期,大米,白菜,猪肉,土豆,合计", "2024-03-01,1,2,3,4,10", "合计,1,2,3,4,10"],
    ),
    case(
        "issue.several_months",
        As::Xlsx("3月"),
        &["甲局2024年1-3月统计表", "单位名称,采购总额,832平台,其他", "甲局,30,10,20"],
    ),
    case(
        "issue.unlabelled_total",
        As::Csv,
        &["采购日期,品名,金额", "2024-03-05,大米,50", "2024-03-06,白菜,30", ",,80"],
    ),
    case(
        "issue.item_missing",
        As::Csv,
        &["采购日期,品名,金额", "2024-03-05,大米,50", "2024-03-06,,30"],
    ),
    case("issue.unparsed_date", As::Csv, &["采购日期,品名,金额", "2024-03-32,大米,50"]),
    case(
        "issue.date_inferred",
        As::Xlsx("3月"),
        &["日期,品名,金额", "6.18,大米,10", "6.2,白菜,20", "6.22,面粉,30"],
    ),
    case(
        "issue.date_ambiguous",
        As::Xlsx("3月"),
        &["日期,品名,金额", "6.1,大米,10", "6.2,白菜,20", "6.25,面粉,30"],
    ),
    case(
        "issue.damaged_id",
        As::Xlsx("3月"),
        &["采购日期,订单编号,品名,金额", "2024-03-05,1234567890123456789,大米,50"],
    ),
    case(
        "issue.cells_without_header",
        As::Xlsx("3月"),
        &["日期,品名,金额,", "2024.3.1,大米,50,7", "2024.3.1,面粉,5,8"],
    ),
    case("issue.no_table", As::Csv, &["关于食堂采购的说明", "请各单位按时报送"]),
    case(
        "issue.no_amount_column",
        As::Csv,
        &["采购日期,品名,数量,供应商", "2024-03-05,大米,5,甲粮店"],
    ),
    case(
        "issue.not_purchase_table",
        As::Csv,
        &["食堂出库单", "日期,品名,数量,金额", "2024-03-05,大米,5,50"],
    ),
    case("issue.hidden_sheet", As::HiddenSheet, &["采购日期,品名,金额", "2024-03-05,大米,50"]),
    case(
        "issue.hidden_rows",
        As::HiddenRow,
        &["采购日期,品名,金额", "2024-03-05,大米,50", "2024-03-06,白菜,30"],
    ),
    case(
        "reject.no_amount_column",
        As::Csv,
        &["采购日期,品名,数量,供应商", "2024-03-05,大米,5,甲粮店"],
    ),
    case("reject.outside_table", As::Csv, &["请各单位按时报送", "2024-03-05,大米,50"]),
    case(
        "issue.quote_not_closed",
        As::Csv,
        &["采购日期,品名,金额", "2024-03-05,\"大米,50", "2024-03-06,白菜,30"],
    ),
    case(
        "issue.text_cut",
        As::Sheet("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>（四万个字）</t></is></c></row>"),
        &["A1 中有四万个字"],
    ),
    case(
        "issue.cells_beyond",
        As::Sheet("<row r=\"1\"><c r=\"A1048577\"><v>5</v></c></row>"),
        &["一个单元格的位置是 A1048577"],
    ),
    case(
        "issue.strings_truncated",
        As::Sheet("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>99</v></c></row>"),
        &["A1 指向不存在的第 99 条文字"],
    ),
    case(
        "issue.sheet_truncated",
        As::Sheet("<row r=\"1\"><c r=\"A1\"><v>5</v></c>"),
        &["工作表的内容在第 1 行中断"],
    ),
    case(
        "issue.sheet_missing",
        As::Directory("<workbook><sheets><sheet name=\"3月\" r:id=\"r1\"/><sheet name=\"4月\" r:id=\"r9\"/></sheets></workbook>"),
        &["目录里有“4月”，文件里没有它的内容"],
    ),
    case(
        "issue.workbook_directory_lost",
        As::Directory("<workbook/>"),
        &["工作簿的目录是空的"],
    ),
    case("quarantine.empty_file", As::Raw(b""), &["0 字节"]),
    case(
        "quarantine.damaged",
        As::Raw(b"PK\x03\x04[Content_Types].xml"),
        &["传输中断的 .xlsx"],
    ),
    case(
        "quarantine.encrypted",
        As::Raw(include_bytes!("../samples/inbox-broken/盐湖区/有密码.xlsx")),
        &["有打开密码的 .xlsx"],
    ),
    case("quarantine.not_a_workbook", As::Raw(b"%PDF-1.7"), &["改名为 .xlsx 的 PDF"]),
    case(
        "quarantine.unsupported_format",
        As::Raw(b"ID;PWXL;N;E\r\nC;Y1;X1;K\"1\"\r\nE\r\n"),
        &["SYLK 表格，改名为 .xlsx"],
    ),
    Case {
        code: "quarantine.over_limit",
        rows: &["采购日期,品名,金额", "2024-03-05,大米,50"],
        kind: As::Csv,
        args: &["--max-cells", "5"],
    },
];

/// Codes shown without a workbook: a fault of the program and a file that another program holds, which none brings about at will, and those
/// that need a larger table.
const WITHOUT_CASE: [&str; 7] = [
    "issue.whole_missing",
    "issue.amount_other_column",
    "reject.no_amount",
    "reject.after_total",
    "quarantine.reader_failed",
    "quarantine.cannot_open",
    "quarantine.own_output",
];

fn xlsx(case: &Case) -> Vec<u8> {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let name = if let As::Xlsx(name) = case.kind { name } else { "3月" };
    let sheet = book.add_worksheet().set_name(name).unwrap();
    for (row, line) in (0..).zip(case.rows) {
        for (col, text) in (0..).zip(line.split(',')) {
            if let Some(result) = text.strip_prefix('=') {
                sheet.write_formula(row, col, Formula::new("C2*D2").set_result(result)).unwrap();
            } else if let Some(serial) = text.strip_prefix('@') {
                sheet
                    .write_number_with_format(row, col, serial.parse::<f64>().unwrap(), &date)
                    .unwrap();
            } else if let Ok(number) = text.parse::<f64>() {
                sheet.write_number(row, col, number).unwrap();
            } else if !text.is_empty() {
                sheet.write_string(row, col, text).unwrap();
            }
        }
    }
    match case.kind {
        As::HiddenRow => drop(sheet.set_row_hidden(2).unwrap()),
        As::MergedAmount => {
            sheet.merge_range(1, 2, 2, 2, "", &Format::new()).unwrap();
            sheet.write_number(1, 2, 50.0).unwrap();
        }
        As::HiddenSheet => {
            sheet.set_hidden(true);
            let shown = book.add_worksheet().set_name("封面").unwrap();
            shown.write_string(0, 0, "封面").unwrap();
            shown.set_active(true);
        }
        _ => {}
    }
    book.save_to_buffer().unwrap()
}

fn bytes(case: &Case) -> (&'static str, Vec<u8>) {
    let wrap = |part: u8, xml: String| {
        (
            "台账.xlsx",
            wrapped::unwrapped(&[&[wrapped::FIRST + part], xml.as_bytes()].concat()),
        )
    };
    match case.kind {
        As::Csv => ("台账.csv", (case.rows.join("\n") + "\n").into_bytes()),
        As::Raw(bytes) => ("台账.xlsx", bytes.to_vec()),
        As::Sheet(rows) if case.code == "issue.sheet_truncated" => wrap(0, format!("<worksheet><sheetData>{rows}")),
        As::Sheet(rows) => wrap(
            0,
            format!(
                "<worksheet><sheetData>{}</sheetData></worksheet>",
                rows.replace("（四万个字）", &"字".repeat(40_000))
            ),
        ),
        As::Directory(xml) => wrap(3, xml.to_owned()),
        _ => ("台账.xlsx", xlsx(case)),
    }
}

/// What `bangfu check` says of the case's workbook.
fn said(case: &Case, folder: &Path) -> String {
    let (name, bytes) = bytes(case);
    fs::write(folder.join(name), bytes).unwrap();
    let out = Command::cargo_bin("bangfu")
        .unwrap()
        .current_dir(folder)
        .args(["check", name])
        .args(case.args)
        .output()
        .unwrap();
    let mut text = String::from_utf8(out.stdout).unwrap();
    if text.contains("仅供留意") {
        // Notes that need no mending are listed by `inspect`: its last part.
        let out = Command::cargo_bin("bangfu")
            .unwrap()
            .current_dir(folder)
            .args(["inspect", name])
            .output()
            .unwrap();
        let all = String::from_utf8(out.stdout).unwrap();
        let from = all.lines().position(|l| l.starts_with("问题 ")).unwrap();
        text.push_str(&format!("\n$ bangfu inspect {name}\n"));
        text.extend(all.lines().skip(from).map(|l| format!("{l}\n")));
    }
    text.push_str(&String::from_utf8(out.stderr).unwrap());
    text
}

fn page() -> String {
    let catalog = Catalog::new(Lang::Zh);
    let dir = tempfile::tempdir().unwrap();
    let mut out = String::from(
        "# 读取时报告的问题\n\n给审计人员和填表人：程序读工作簿时可能报告的每一种问题，各附一个最小的例子和 `bangfu check` 对它的原样输出。\n一个文件的所有问题一次列全；每条写明文件、工作表、单元格，看到了什么，怎么改。审核时（`bangfu audit`）同样的问题写在单位报告里，\n读不出的文件列在汇总里。\n\n本页由程序写出（`BANGFU_WRITE_PROBLEMS=1 cargo test --test main problems::`），请不要手改。\n",
    );
    let parts = [
        ("issue.", "表里的问题"),
        ("reject.", "没有采用的行"),
        ("quarantine.", "读不出的文件"),
    ];
    for (prefix, heading) in parts {
        let _ = writeln!(out, "\n## {heading}");
        for case in CASES.iter().filter(|c| c.code.starts_with(prefix)) {
            let title = match prefix {
                "issue." => catalog.get(&format!("{}.title", case.code)).to_owned(),
                "reject." => catalog.get(case.code).to_owned(),
                _ => catalog
                    .get(&format!("{}.message", case.code))
                    .split(['（', '。', '：'])
                    .next()
                    .unwrap()
                    .to_owned(),
            };
            let _ = write!(out, "\n### {title}\n\n`{}`", case.code.split_once('.').unwrap().1);
            let note = match case.kind {
                As::HiddenSheet => "（工作表“3月”是隐藏的）",
                As::HiddenRow => "（第 3 行是隐藏的）",
                As::MergedAmount => "（C2:C3 合并）",
                As::Xlsx(_) if case.code == "issue.amount_is_date" => "（C2 的格式是日期，数值 120）",
                As::Xlsx(_) if case.code == "issue.formula_zero" => "（E2 是公式，存的结果是 0）",
                _ => "",
            };
            let rows: Vec<String> = case.rows.iter().map(|r| r.replace(',', " | ").replace(['@', '='], "")).collect();
            let _ = write!(
                out,
                "{note}\n\n```text\n{}\n```\n\n```text\n{}\n```\n",
                rows.join("\n"),
                said(case, dir.path()).trim_end()
            );
        }
    }
    let _ = writeln!(out, "\n## 没有附例子的几种\n");
    for code in WITHOUT_CASE {
        let say = |key: String| catalog.get(&key).replace("（{detail}）", "").replace("{found}", "……");
        let name = code.split_once('.').unwrap().1;
        let words = match code.strip_prefix("reject.") {
            Some(reject) => format!("{}。{}", say(code.to_owned()), say(format!("reject_fix.{reject}"))),
            None => format!("{}{}", say(format!("{code}.message")), say(format!("{code}.fix"))),
        };
        let _ = writeln!(out, "- `{name}`：{words}");
    }
    out
}

#[test]
fn the_page_of_problems_is_what_the_program_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/zh/problems.md");
    let fresh = page();
    if std::env::var_os("BANGFU_WRITE_PROBLEMS").is_some() {
        fs::write(&path, &fresh).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap();
    for (line, (old, new)) in kept.lines().zip(fresh.lines()).enumerate() {
        assert_eq!(
            old,
            new,
            "line {} of docs/zh/problems.md is stale: see the head of tests/problems.rs",
            line + 1
        );
    }
    assert_eq!(kept.len(), fresh.len());
}

#[test]
fn each_workbook_shows_the_problem_that_it_stands_for() {
    let catalog = Catalog::new(Lang::Zh);
    let dir = tempfile::tempdir().unwrap();
    let mut missing = Vec::new();
    for case in CASES {
        let text = said(case, dir.path());
        let title = match case.code.split_once('.').unwrap().0 {
            "issue" => catalog.get(&format!("{}.title", case.code)).to_owned(),
            "reject" => catalog.get(case.code).to_owned(),
            _ => catalog
                .get(&format!("{}.message", case.code))
                .split(['（', '。', '：', '{'])
                .next()
                .unwrap()
                .to_owned(),
        };
        if !text.contains(&title) {
            missing.push(format!("{}: {title}\n{text}", case.code));
        }
        assert!(text.contains("台账."), "{}: the file is named: {text}", case.code);
        assert!(
            !text.contains(['{', '}']) && !text.contains("issue.") && !text.contains("quarantine."),
            "{text}"
        );
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_code_has_a_workbook() {
    let shown: BTreeSet<&str> = CASES.iter().map(|c| c.code).chain(WITHOUT_CASE).collect();
    let catalog = Catalog::new(Lang::Zh);
    let codes = catalog.texts().keys().filter_map(|key| {
        let code = key.strip_suffix(".message").unwrap_or(key);
        let of = |prefix: &str| code.starts_with(prefix) && code.matches('.').count() == 1;
        (of("issue.") || of("quarantine.") || of("reject.")).then_some(code)
    });
    let without: Vec<&str> = codes.filter(|c| !shown.contains(c)).collect();
    assert!(without.is_empty(), "no workbook in the page of problems for {without:?}");
}
