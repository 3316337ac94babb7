//! 封面: the verdict first, the key figures (taken live from 计算), a chart, and the fields of an audit working paper.

use rust_xlsxwriter::{Chart, ChartDataLabel, ChartFormat, ChartPatternFill, ChartPatternFillType, ChartSolidFill, Color, Worksheet};

use super::{
    RenderError, UnitReport,
    calc::{self, Shown},
    sheet::{self, Book, formula, quoted},
};
use crate::{
    money::Fen,
    report::{Verdict, words},
};

/// Last column of the page.
const LAST: u16 = 6;

/// 封面.
pub fn write(book: &mut Book<'_>, report: &UnitReport, calc: &calc::Layout) -> Result<(), RenderError> {
    let mut sheet = book.sheet("cover", false)?;
    sheet.set_column_width(0, 22)?;
    for col in 1..=LAST {
        sheet.set_column_width(col, 14)?;
    }
    let styles = &book.styles;
    sheet::span(&mut sheet, 0, (0, LAST), &book.word("cover.title"), &styles.title)?;
    sheet.set_row_height(0, 36)?;
    let mut row = 1;
    sheet::put(&mut sheet, row, 0, &book.word("cover.verdict"), &styles.label)?;
    sheet::span(&mut sheet, row, (1, LAST), "", &styles.verdict)?;
    sheet.write_formula_with_format(row, 1, unit_verdict(book, report, calc), &styles.verdict)?;
    sheet.set_row_height(row, 32)?;
    row += 1;
    for (key, value) in head_fields(book, report) {
        sheet::put(&mut sheet, row, 0, &book.word(&format!("cover.{key}")), &styles.label)?;
        sheet::span(&mut sheet, row, (1, LAST), &value, &styles.wrap)?;
        sheet.set_row_height(row, height(&value, 78.0))?;
        row += 1;
    }
    row = key_figures(&mut sheet, book, report, calc, row + 1)?;
    row = chart(&mut sheet, book, report, calc, row + 1)?;
    for (key, value) in texts(book, report) {
        sheet::put(&mut sheet, row, 0, &book.word(&format!("cover.{key}")), &styles.label)?;
        sheet::span(&mut sheet, row, (1, LAST), &value, &styles.wrap)?;
        sheet.set_row_height(row, height(&value, 78.0))?;
        row += 1;
    }
    row += 1;
    for keys in [["prepared_by", "prepared_on"], ["reviewed_by", "reviewed_on"]] {
        for (col, key) in [0u16, 4].into_iter().zip(keys) {
            sheet::put(&mut sheet, row, col, &book.word(&format!("cover.{key}")), &styles.label)?;
        }
        sheet::span(&mut sheet, row, (1, 3), "", &styles.text)?;
        sheet::span(&mut sheet, row, (5, LAST), "", &styles.text)?;
        sheet.set_row_height(row, 24)?;
        row += 1;
    }
    sheet.set_print_area(0, 0, row, LAST)?;
    book.push(sheet);
    Ok(())
}

/// Height of a row whose wrapped text fills a field of `width` characters.
fn height(text: &str, width: f64) -> f64 {
    f64::from(sheet::wrapped_lines(text, width)) * 14.0 + 6.0
}

fn head_fields(book: &Book<'_>, report: &UnitReport) -> Vec<(&'static str, String)> {
    let period = report.run.period;
    let mut about: Vec<String> = vec![report.unit.to_string()];
    about.extend(report.code.as_deref().map(str::to_owned));
    about.extend(report.county.as_deref().map(str::to_owned));
    about.extend([
        words::sector(book.catalog, report.sector),
        words::canteen(book.catalog, report.canteen),
    ]);
    about.retain(|t| !t.is_empty());
    let span = book.catalog.say(
        "xlsx.cover.period_text",
        &[("from", &period.january().to_string()), ("to", &period.to_string())],
    );
    vec![
        ("unit", about.join(" · ")),
        (
            "matter",
            book.catalog.say("xlsx.cover.matter_text", &[("policy", &report.policy.title)]),
        ),
        ("period", span),
        ("index", String::new()),
    ]
}

/// The worst of the year to date's verdicts and the reservation's, live.
fn unit_verdict(book: &Book<'_>, report: &UnitReport, calc: &calc::Layout) -> rust_xlsxwriter::Formula {
    let shown = words::verdict(book.catalog, report.verdict);
    if report.verdict == Verdict::Exempt || report.scopes.ytd.requirements.is_empty() {
        return formula(format!("={}", quoted(&shown)), shown);
    }
    let name = book.sheet_name("calc");
    let cells: Vec<String> = (0..report.scopes.ytd.requirements.len())
        .map(|i| calc.ytd_cell(&name, i, Shown::Verdict))
        .collect();
    let reserved: Vec<Verdict> = report
        .reservation
        .iter()
        .flat_map(|r| r.requirements.iter().map(|r| r.verdict))
        .collect();
    let any = |v: Verdict| {
        let word = quoted(&words::verdict(book.catalog, v));
        let mut tests: Vec<String> = cells.iter().map(|c| format!("{c}={word}")).collect();
        if reserved.contains(&v) {
            tests.push("TRUE".to_owned());
        }
        (format!("OR({})", tests.join(",")), word)
    };
    let (fail, open, none) = (any(Verdict::Fail), any(Verdict::Undetermined), any(Verdict::NoData));
    let pass = quoted(&words::verdict(book.catalog, Verdict::Pass));
    let text = format!(
        "=IF({},{},IF({},{},IF({},{},{pass})))",
        fail.0, fail.1, open.0, open.1, none.0, none.1
    );
    formula(text, shown)
}

fn key_figures(sheet: &mut Worksheet, book: &Book<'_>, report: &UnitReport, calc: &calc::Layout, mut row: u32) -> Result<u32, RenderError> {
    let styles = &book.styles;
    sheet::span(sheet, row, (0, LAST), &book.word("cover.figures"), &styles.heading)?;
    row += 1;
    for (col, key) in (0u16..).zip(["requirement", "threshold", "low", "high", "verdict", "counted", "substitute"]) {
        sheet::put(sheet, row, col, &book.word(&format!("calc.{key}")), &styles.head)?;
    }
    sheet.set_row_height(row, 30)?;
    let name = book.sheet_name("calc");
    for (i, r) in report.scopes.ytd.requirements.iter().enumerate() {
        row += 1;
        sheet::put(sheet, row, 0, words::requirement(&report.policy.requirements, &r.id), &styles.label)?;
        let percent = |bp: Option<i64>| bp.map_or_else(String::new, |bp| sheet::share(bp).to_string());
        let yuan = |fen: i64| Fen(fen).as_spreadsheet_yuan().to_string();
        let cells = [
            (Shown::Threshold, percent(Some(r.threshold_bp)), &styles.percent),
            (Shown::Low, percent(r.ratio_low_bp), &styles.percent),
            (Shown::High, percent(r.ratio_high_bp), &styles.percent),
            (Shown::Verdict, words::verdict(book.catalog, r.verdict), &styles.strong),
            (Shown::Counted, yuan(r.counted_fen), &styles.yuan),
            (Shown::Substitute, yuan(r.shortfall_substitute_fen), &styles.yuan),
        ];
        for (col, (shown, result, format)) in (1u16..).zip(cells) {
            let text = format!("={}", calc.ytd_cell(&name, i, shown));
            sheet.write_formula_with_format(row, col, formula(text, result), format)?;
        }
        sheet.set_row_height(row, 22)?;
    }
    row += 1;
    sheet::put(sheet, row, 0, &book.word("calc.base"), &styles.label)?;
    let base = format!("={}", calc.ytd_cell(&name, 0, Shown::Base));
    if report.scopes.ytd.requirements.is_empty() {
        sheet.write_number_with_format(row, 1, Fen(report.scopes.ytd.base_fen).as_spreadsheet_yuan(), &styles.yuan)?;
    } else {
        let shown = Fen(report.scopes.ytd.base_fen).as_spreadsheet_yuan().to_string();
        sheet.write_formula_with_format(row, 1, formula(base, shown), &styles.yuan)?;
    }
    Ok(row + 1)
}

/// Threshold, low and high end side by side; told apart by pattern as well as by colour.
fn chart(sheet: &mut Worksheet, book: &Book<'_>, report: &UnitReport, calc: &calc::Layout, row: u32) -> Result<u32, RenderError> {
    if report.scopes.ytd.requirements.is_empty() || report.scopes.ytd.requirements.iter().all(|r| r.ratio_high_bp.is_none()) {
        return Ok(row);
    }
    let name = book.sheet_name("calc");
    let mut chart = Chart::new_column();
    chart.title().set_name(book.word("cover.chart").as_str());
    chart.title().set_font(rust_xlsxwriter::ChartFont::new().set_size(11));
    let fills = [
        (Shown::Threshold, "threshold", None, 0x0040_4040),
        (Shown::Low, "low", None, 0x0047_88C7),
        (
            Shown::High,
            "high",
            Some(ChartPatternFillType::DiagonalStripesWideUpwards),
            0x0047_88C7,
        ),
    ];
    for (shown, key, pattern, rgb) in fills {
        let (r, first, last) = calc.ytd_range(shown);
        let mut format = ChartFormat::new();
        match pattern {
            Some(pattern) => format.set_pattern_fill(
                ChartPatternFill::new()
                    .set_pattern(pattern)
                    .set_foreground_color(Color::RGB(rgb))
                    .set_background_color(Color::White),
            ),
            None => format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(rgb))),
        };
        chart
            .add_series()
            .set_name(book.word(&format!("calc.{key}")).as_str())
            .set_categories((name.as_str(), calc::Layout::name_row(), first, calc::Layout::name_row(), last))
            .set_values((name.as_str(), r, first, r, last))
            .set_format(&mut format)
            .set_data_label(ChartDataLabel::new().show_value().set_num_format("0.00%"))
            .set_gap(80);
    }
    chart.y_axis().set_min(0).set_num_format("0%");
    chart.legend().set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
    chart.set_alt_text(book.word("cover.chart")).set_width(700).set_height(250);
    sheet.insert_chart(row, 0, &chart)?;
    // 250 pixels at 22 pixels a row, and one row to spare.
    Ok(row + 13)
}

/// Process, conclusion and basis, as sentences of the catalog filled with the report's figures.
fn texts(book: &Book<'_>, report: &UnitReport) -> Vec<(&'static str, String)> {
    let catalog = book.catalog;
    let rows: u64 = report.files.iter().map(|f| f.rows).sum();
    let disputed = report.lines.iter().filter(|l| l.is_disputed()).count();
    let process = catalog.say(
        "xlsx.cover.process_text",
        &[
            ("files", &report.files.len().to_string()),
            ("rows", &rows.to_string()),
            ("lines", &report.lines.len().to_string()),
            ("disputed", &disputed.to_string()),
            ("rejected", &report.rejected.len().to_string()),
            ("findings", &report.findings.len().to_string()),
            ("tool", &report.run.tool),
        ],
    );
    let mut conclusion = words::note(catalog, report.note.as_deref());
    for r in &report.scopes.ytd.requirements {
        let percent = |bp: Option<i64>| bp.map_or_else(|| catalog.get("xlsx.none").to_owned(), crate::money::percent);
        conclusion.push_str(&catalog.say(
            "xlsx.cover.conclusion_text",
            &[
                ("requirement", words::requirement(&report.policy.requirements, &r.id)),
                ("low", &percent(r.ratio_low_bp)),
                ("high", &percent(r.ratio_high_bp)),
                ("threshold", &crate::money::percent(r.threshold_bp)),
                ("verdict", &words::verdict(catalog, r.verdict)),
            ],
        ));
    }
    let mut seen: Vec<&crate::model::LegalRef> = Vec::new();
    for info in &report.policy.requirements {
        if !seen.contains(&&info.reference) {
            seen.push(&info.reference);
        }
    }
    let basis: Vec<String> = seen
        .iter()
        .map(|r| {
            catalog.say(
                "xlsx.cover.basis_text",
                &[("doc", &r.doc), ("number", &r.number), ("article", &r.article), ("quote", &r.quote)],
            )
        })
        .collect();
    let mut texts = vec![("process", process), ("conclusion", conclusion), ("basis", basis.join(" "))];
    if !report.exceptions.is_empty() {
        texts.push(("exceptions", report.exceptions.join(catalog.get("word.joiner"))));
    }
    if let Some(notice) = &report.run.policy_extended {
        texts.push(("extended", notice.clone()));
    }
    texts
}
