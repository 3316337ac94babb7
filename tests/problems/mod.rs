//! `docs/zh/problems.md`: every problem that reading a workbook can report, produced by running the program on a small workbook each. The test fails
//! when the page is stale; `BANGFU_WRITE_PROBLEMS=1 cargo test --test main problems::` writes it anew.

mod cases;

use std::{collections::BTreeSet, fmt::Write as _, fs};

use bangfu::text::catalog::{Catalog, Lang};
use rust_xlsxwriter::{Format, Formula, Note, Workbook};
use serde_json::Value;

use cases::{As, CASES, Case, WITHOUT_CASE};

use crate::support::{
    program::{Place, root},
    wrapped,
};

fn xlsx(case: &Case) -> Vec<u8> {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let plain = |row: u32| match case.kind {
        As::Struck if row == 2 => Format::new().set_font_strikethrough(),
        _ => Format::new(),
    };
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
                sheet.write_number_with_format(row, col, number, &plain(row)).unwrap();
            } else if !text.is_empty() {
                sheet.write_string_with_format(row, col, text, &plain(row)).unwrap();
            }
        }
    }
    match case.kind {
        As::Comment => drop(sheet.insert_note(1, 2, &Note::new("含运费")).unwrap()),
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

/// What `bangfu check` says of the problem in the case's workbook: its item, or what `inspect` says where it needs no mending.
fn said(case: &Case, place: &Place) -> String {
    let (name, bytes) = bytes(case);
    place.write(name, bytes);
    let ran = place.run(&[&["check", name, "--format", "json"], case.args].concat());
    let checked: Value = serde_json::from_str(&ran.out).unwrap();
    let code = case.code.split_once('.').unwrap().1;
    let items = ["mend", "look"].into_iter().flat_map(|list| checked[list].as_array().unwrap());
    let title = format!("{}.title", case.code);
    let catalog = Catalog::new(Lang::Zh);
    let own = |item: &&Value| item["cause"] == code && (!catalog.has(&title) || item["title"] == catalog.get(&title));
    let Some(item) = items.into_iter().find(own) else {
        let all = place.run(&["inspect", name]).out;
        let from = all.lines().position(|l| l.starts_with("问题")).unwrap();
        return all.lines().skip(from).fold(format!("{name}\n"), |text, line| text + line + "\n");
    };
    let said = place.run(&[&["check", name], case.args].concat()).out;
    let title = format!(". {}", item["title"].as_str().unwrap());
    let from = said.lines().position(|l| l.contains(&title)).unwrap();
    let lines = said.lines().skip(from).enumerate();
    let own = lines.take_while(|(at, line)| *at == 0 || line.starts_with("   "));
    own.fold(format!("{name}\n"), |text, (_, line)| {
        text + line.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim_start() + "\n"
    })
}

fn page() -> String {
    let catalog = Catalog::new(Lang::Zh);
    let place = Place::new();
    let mut out = String::from(
        "# 读取时报告的问题\n\n给审计人员和填表人：程序读工作簿时可能报告的每一种问题，各附一个最小的例子和 `bangfu check` 对它的说明（仅供留意的，是 `bangfu inspect` 的说明）。\n一个文件的所有问题一次列全；每条写明文件、工作表、单元格，看到了什么，怎么改。审核时（`bangfu audit`）同样的问题写在单位报告里，\n读不出的文件列在汇总里。\n\n本页由程序写出（`BANGFU_WRITE_PROBLEMS=1 cargo test --test main problems::`），请不要手改。\n",
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
                As::Struck => "（第 3 行画了删除线）",
                As::Comment => "（C2 带批注）",
                As::Xlsx(_) if case.code == "issue.amount_is_date" => "（C2 的格式是日期，数值 120）",
                As::Xlsx(_) if case.code == "issue.formula_zero" => "（E2 是公式，存的结果是 0）",
                _ => "",
            };
            let rows: Vec<String> = case.rows.iter().map(|r| r.replace(',', " | ").replace(['@', '='], "")).collect();
            let _ = write!(
                out,
                "{note}\n\n```text\n{}\n```\n\n```text\n{}\n```\n",
                rows.join("\n"),
                said(case, &place).trim_end()
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
    let path = root().join("docs/zh/problems.md");
    let fresh = page();
    if std::env::var_os("BANGFU_WRITE_PROBLEMS").is_some() {
        fs::write(&path, &fresh).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap();
    for (line, (old, new)) in kept.lines().zip(fresh.lines()).enumerate() {
        assert_eq!(
            old,
            new,
            "line {} of docs/zh/problems.md is stale: see the head of tests/problems/mod.rs",
            line + 1
        );
    }
    assert_eq!(kept.len(), fresh.len());
}

#[test]
fn each_workbook_shows_the_problem_that_it_stands_for() {
    let catalog = Catalog::new(Lang::Zh);
    let place = Place::new();
    let mut missing = Vec::new();
    for case in CASES {
        let text = said(case, &place);
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
