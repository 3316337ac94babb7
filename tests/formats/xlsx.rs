//! The workbooks read back: every figure in them is the report's, hostile text stays text, and two runs give the same bytes.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};

use bangfu::{
    model::results::Verdict,
    report::xlsx,
    text::catalog::{Catalog, Lang},
};

use crate::support::report as sample;

fn book(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).expect("a workbook")
}

fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
    book(bytes.to_vec()).worksheet_range(name).expect("a sheet")
}

/// The cell as text; an integer without a point.
fn at(range: &Range<Data>, row: u32, col: u32) -> String {
    range.get_value((row, col)).map_or_else(String::new, ToString::to_string)
}

fn number(range: &Range<Data>, row: u32, col: u32) -> f64 {
    match range.get_value((row, col)) {
        Some(Data::Float(f)) => *f,
        Some(Data::Int(i)) => f64::from(i32::try_from(*i).expect("small")),
        other => panic!("row {row} column {col}: {other:?}"),
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

#[test]
fn the_calculation_sheet_holds_the_reports_figures() {
    let report = sample::unit();
    let bytes = xlsx::render_unit(&report, &Catalog::new(Lang::Zh)).expect("xlsx");
    let calc = sheet(&bytes, "计算");
    let label = |text: &str| {
        (0..40)
            .find(|r| at(&calc, *r, 0) == text)
            .unwrap_or_else(|| panic!("no row {text}"))
    };
    let rows = [
        "计入金额（元）",
        "待核实金额（元）",
        "采购总额（已确认，元）",
        "采购总额（待核实，元）",
        "比例下限",
        "比例上限",
        "结论",
        "需调整渠道金额（元）",
        "需增加采购金额（元）",
        "下限分子",
        "下限分母",
        "上限分子",
        "上限分母",
    ]
    .map(label);
    let mut col = 1;
    for scope in [&report.scopes.month, &report.scopes.ytd] {
        for r in &scope.requirements {
            let yuan = |row: usize, fen: i64| assert!(close(number(&calc, rows[row], col) * 100.0, fen as f64), "row {row} of {}", r.id);
            yuan(0, r.counted_fen);
            yuan(1, r.disputed_fen);
            yuan(2, scope.base_fen);
            yuan(3, scope.base_disputed_fen);
            yuan(7, r.shortfall_substitute_fen);
            yuan(8, r.shortfall_additional_fen);
            for (row, bp) in [(4, r.ratio_low_bp), (5, r.ratio_high_bp)] {
                assert!(close(number(&calc, rows[row], col) * 10_000.0, bp.expect("a ratio") as f64));
            }
            for (row, n) in [
                (9, r.low.numerator_fen),
                (10, r.low.denominator_fen),
                (11, r.high.numerator_fen),
                (12, r.high.denominator_fen),
            ] {
                assert!(close(number(&calc, rows[row], col), n as f64), "row {row} of {}", r.id);
            }
            let word = match r.verdict {
                Verdict::Fail => "未达标",
                Verdict::Undetermined => "待核实",
                other => panic!("the sample has no {other:?}"),
            };
            assert_eq!(at(&calc, rows[6], col), word);
            col += 1;
        }
    }
}

#[test]
fn nothing_in_the_formulas_is_left_over_that_the_lines_do_not_explain() {
    let bytes = xlsx::render_unit(&sample::unit(), &Catalog::new(Lang::Zh)).expect("xlsx");
    let formulas = book(bytes).worksheet_formula("计算").expect("formulas");
    for (row, _, text) in formulas.used_cells() {
        assert!(!text.contains("+(") && !text.contains("+IF("), "row {row}: a constant in {text}");
    }
}

#[test]
fn what_a_stated_total_bounds_goes_with_the_unreadable_amounts() {
    let report = sample::unreadable();
    let bytes = xlsx::render_unit(&report, &Catalog::new(Lang::Zh)).expect("xlsx");
    let formulas = book(bytes.clone()).worksheet_formula("计算").expect("formulas");
    let beyond: Vec<(u32, u32)> = formulas
        .used_cells()
        .filter(|(.., text)| text.contains("15000"))
        .map(|(r, c, _)| {
            let (top, left) = formulas.start().expect("cells");
            (top + u32::try_from(r).expect("small"), left + u32::try_from(c).expect("small"))
        })
        .collect();
    // High numerator and denominator of the two requirements that the 832 platform counts for, in both scopes.
    assert_eq!(beyond, [(27, 1), (27, 2), (27, 4), (27, 5), (28, 1), (28, 2), (28, 4), (28, 5)]);
    let calc = sheet(&bytes, "计算");
    assert_eq!(
        (at(&calc, 24, 1), at(&calc, 12, 3), at(&calc, 27, 5)),
        ("1".into(), "待核实".into(), "275000".into())
    );
    let lines = sheet(&bytes, "明细");
    assert_eq!(
        (at(&lines, 11, 7), at(&lines, 11, 25), at(&lines, 11, 26)),
        ("壹佰?".into(), "0".into(), "1".into())
    );
}

#[test]
fn the_months_stand_one_a_row() {
    let bytes = xlsx::render_unit(&sample::unit(), &Catalog::new(Lang::Zh)).expect("xlsx");
    let months = sheet(&bytes, "逐月");
    assert_eq!((at(&months, 1, 0), at(&months, 3, 0)), ("202401".into(), "202403".into()));
    assert!(close(number(&months, 1, 4), 1.0) && close(number(&months, 3, 9) * 10_000.0, 2123.0));
    assert_eq!(at(&months, 2, 10), "未达标");
}

#[test]
fn the_line_sheet_holds_every_line_with_its_standings_and_its_source() {
    let report = sample::unit();
    let bytes = xlsx::render_unit(&report, &Catalog::new(Lang::Zh)).expect("xlsx");
    let lines = sheet(&bytes, "明细");
    for (row, line) in (1u32..).zip(&report.lines) {
        assert!(close(number(&lines, row, 7) * 100.0, line.amount_fen.expect("readable") as f64));
        assert!(close(number(&lines, row, 25), line.amount_fen.expect("readable") as f64));
        assert_eq!(
            at(&lines, row, 19),
            "1090698369754404144",
            "an order number is text, all its digits kept"
        );
        // The printed source names its file by number; the path stands behind, on the screen only.
        let (source, place) = (line.source.to_string(), at(&lines, row, 15));
        assert!(
            place.starts_with("文件1 › ") && source.ends_with(place.split_once(" › ").unwrap().1),
            "{place}"
        );
        assert_eq!(at(&lines, row, 24), &*line.source.file);
    }
    let standing = |row| [11, 12, 13].map(|c| at(&lines, row, c));
    assert_eq!(standing(1), ["计入", "计入", "不计入"]);
    assert_eq!(standing(4), ["待核实", "待核实", "待核实"]);
    assert_eq!(standing(7), ["待核实", "待核实", "不计入"]);
    assert_eq!(at(&lines, 4, 9), "待定");
    assert_eq!(at(&lines, 3, 9), "普通采购");
    assert_eq!(at(&sheet(&bytes, "待核实"), 1, 2), "苹果", "the largest dispute first");
    assert_eq!(at(&sheet(&bytes, "疑点"), 1, 1), "合计与明细不符");
    assert_eq!(at(&sheet(&bytes, "问题"), 2, 3), "3月9日 | 冬瓜 | | ");
    assert_eq!(at(&sheet(&bytes, "文件"), 1, 2), "14");
}

#[test]
fn hostile_text_stays_text() {
    let hostile = [
        "=HYPERLINK(\"http://evil\",\"x\")".to_owned(),
        "@SUM(A1)".to_owned(),
        "-2+3".to_owned(),
        "+1".to_owned(),
        "<script>alert(1)</script>".to_owned(),
        "../../x".to_owned(),
        "http://evil.example/".to_owned(),
        "_x0041_".to_owned(),
        "a\u{0}\u{7}b\u{1b}c".to_owned(),
        "鱼".repeat(20_000),
        "鱼".repeat(40_000),
    ];
    let mut report = sample::unit();
    let line = report.lines[3].clone();
    report.lines = hostile
        .iter()
        .map(|text| {
            let mut l = line.clone();
            let text: std::sync::Arc<str> = text.as_str().into();
            (l.item, l.supplier, l.channel_text, l.order_no) =
                (Some(text.clone()), Some(text.clone()), Some(text.clone()), Some(text.clone()));
            l.source.file = text;
            l
        })
        .collect();
    report.unit = hostile[0].as_str().into();
    let bytes = xlsx::render_unit(&report, &Catalog::new(Lang::Zh)).expect("xlsx");
    let mut workbook = book(bytes.clone());
    let lines = workbook.worksheet_range("明细").expect("lines");
    let formulas = workbook.worksheet_formula("明细").expect("formulas");
    for (row, text) in (1u32..).zip(&hostile) {
        let expected = match row {
            9 => "abc".to_owned(),
            11 => format!("{}…", "鱼".repeat(32_766)),
            _ => text.clone(),
        };
        for col in [2, 6, 8, 19] {
            assert!(at(&lines, row, col) == expected, "row {row} column {col}");
            assert!(
                formulas.get_value((row, col)).is_none_or(String::is_empty),
                "row {row} column {col} became a formula"
            );
        }
    }
    // No cell became a link.
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    for i in 0..archive.len() {
        let mut part = archive.by_index(i).expect("a part");
        let mut text = String::new();
        let name = part.name().expect("a name").into_owned();
        if name.ends_with(".rels") {
            std::io::Read::read_to_string(&mut part, &mut text).expect("text");
            assert!(!text.contains("hyperlink"), "{name}");
        }
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let catalog = Catalog::new(Lang::Zh);
    let unit = || xlsx::render_unit(&sample::unit(), &catalog).expect("xlsx");
    let first = unit();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert!(first == unit(), "report.xlsx differs between two runs");
    let region = || xlsx::render_region(&sample::region(), None, None, &catalog).expect("xlsx");
    assert!(region() == region());
}

#[test]
fn the_region_workbook_ranks_every_unit_worst_first() {
    let summary = sample::region();
    for lang in [Lang::Zh, Lang::En] {
        let catalog = Catalog::new(lang);
        let bytes = xlsx::render_region(&summary, None, None, &catalog).expect("xlsx");
        let ranking = sheet(&bytes, catalog.get("xlsx.sheet.ranking"));
        let names: Vec<String> = (1..=3).map(|r| at(&ranking, r, 1)).collect();
        assert_eq!(names, ["盐湖区实验中学", "运城市第一医院", "=HYPERLINK(\"http://x\",\"机关食堂\")"]);
        assert!(close(number(&ranking, 1, 5) * 10_000.0, 2875.0));
        assert!(close(number(&ranking, 1, 15) * 100.0, 1_013_333.0));
    }
}

#[test]
fn a_unit_of_which_nothing_is_judged_gets_no_sheets_of_zeros() {
    let names = |report: &bangfu::model::unit_report::UnitReport| {
        let bytes = xlsx::render_unit(report, &Catalog::new(Lang::Zh)).expect("xlsx");
        book(bytes).sheet_names()
    };
    let mut report = sample::unit();
    (report.verdict, report.lines, report.findings, report.issues) = (Verdict::Exempt, Vec::new(), Vec::new(), Vec::new());
    (report.rejected, report.files) = (Vec::new(), Vec::new());
    assert_eq!(names(&report), ["封面"]);
    // A unit that must be judged shows its sheets, empty or not.
    report.verdict = Verdict::Fail;
    assert!(names(&report).contains(&"计算".to_owned()));
}

#[test]
fn in_january_the_month_is_the_year_to_date_and_stands_once() {
    let mut report = sample::unit();
    report.run.period = report.run.period.january();
    let bytes = xlsx::render_unit(&report, &Catalog::new(Lang::Zh)).expect("xlsx");
    let calc = sheet(&bytes, "计算");
    let scopes: Vec<String> = (1..8).map(|col| at(&calc, 3, col)).collect();
    assert_eq!(scopes[..4], ["本年累计", "本年累计", "本年累计", ""]);
}
