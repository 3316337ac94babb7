//! 封面: the verdict first, the key figures (taken live from 计算), a chart, and the fields of an audit working paper.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::{
    model::{UnitReport, Verdict},
    report::{
        RenderError, policy_words,
        tables::Cell,
        words,
        xlsx::{
            book::{Book, wrapped_lines},
            calc::{self, row},
            cells::{WriteCells as _, quoted, share, yuan},
            charts::{Chart, Form, beside_threshold},
        },
    },
};

/// Last column of the page.
const LAST: u16 = 6;

/// 封面.
pub(crate) fn write(book: &mut Book<'_>, report: &UnitReport, calc: &calc::Layout) -> Result<(), RenderError> {
    let mut sheet = book.sheet("cover")?;
    let styles = &book.styles;
    sheet.set_column_width(0, 22)?.set_column_range_width(1, LAST, 14)?;
    sheet.span(0, 0..=LAST, &book.word("cover.title"), &styles.title)?;
    sheet.set_row_height(0, 36)?;
    let mut row = 1;
    sheet.text(row, 0, &book.word("cover.verdict"), &styles.label)?;
    sheet.span(row, 1..=LAST, "", &styles.verdict)?;
    let shown = report.verdict.word(book.catalog);
    sheet.formula(row, 1, &unit_verdict(book, report, calc, &shown), &shown, &styles.verdict)?;
    sheet.set_row_height(row, 32)?;
    row = fields(&mut sheet, book, row + 1, head_fields(book, report))?;
    if !report.is_bare() {
        row = key_figures(&mut sheet, book, report, calc, row + 1)?;
        row = chart(&mut sheet, book, report, calc, row + 1)?;
    }
    row = fields(&mut sheet, book, row, texts(book, report))? + 1;
    for keys in [["prepared_by", "prepared_on"], ["reviewed_by", "reviewed_on"]] {
        for (col, key) in [0u16, 4].into_iter().zip(keys) {
            sheet.text(row, col, &book.word(&format!("cover.{key}")), &styles.label)?;
        }
        sheet.span(row, 1..=3, "", &styles.text)?;
        sheet.span(row, 5..=LAST, "", &styles.text)?;
        sheet.set_row_height(row, 24)?;
        row += 1;
    }
    sheet.set_print_area(0, 0, row, LAST)?;
    book.push(sheet);
    Ok(())
}

/// Labelled texts, one a row; gives the row below.
fn fields(sheet: &mut Worksheet, book: &Book<'_>, mut row: u32, fields: Vec<(&'static str, String)>) -> Result<u32, XlsxError> {
    for (key, value) in fields {
        sheet.text(row, 0, &book.word(&format!("cover.{key}")), &book.styles.label)?;
        sheet.span(row, 1..=LAST, &value, &book.styles.wrap)?;
        sheet.set_row_height(row, height(&value, 78.0))?;
        row += 1;
    }
    Ok(row)
}

/// Height of a row whose wrapped text fills a field of `width` characters.
fn height(text: &str, width: f64) -> f64 {
    f64::from(wrapped_lines(text, width)) * 14.0 + 6.0
}

fn head_fields(book: &Book<'_>, report: &UnitReport) -> Vec<(&'static str, String)> {
    let period = report.run.period;
    let mut about: Vec<String> = vec![report.unit.to_string()];
    about.extend(report.code.as_deref().map(str::to_owned));
    about.extend(report.county.as_deref().map(str::to_owned));
    about.extend([words::sector(book.catalog, report.sector), report.canteen.word(book.catalog)]);
    about.retain(|t| !t.is_empty());
    let span = words::span(period, book.catalog);
    let span = book.catalog.say("xlsx.cover.period_text", &[("span", &span)]);
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
fn unit_verdict(book: &Book<'_>, report: &UnitReport, calc: &calc::Layout, shown: &str) -> String {
    if report.is_bare() || report.verdict == Verdict::Exempt || report.scopes.ytd.requirements.is_empty() {
        return quoted(shown);
    }
    let name = book.sheet_name("calc");
    let cells: Vec<String> = (0..report.scopes.ytd.requirements.len())
        .map(|i| calc.ytd_cell(&name, i, row::VERDICT))
        .collect();
    let reserved: Vec<Verdict> = report
        .reservation
        .iter()
        .flat_map(|r| r.requirements.iter().map(|r| r.verdict))
        .collect();
    let any = |v: Verdict| {
        let word = quoted(&v.word(book.catalog));
        let mut tests: Vec<String> = cells.iter().map(|c| format!("{c}={word}")).collect();
        if reserved.contains(&v) {
            tests.push("TRUE".to_owned());
        }
        (format!("OR({})", tests.join(",")), word)
    };
    let (fail, open, none) = (any(Verdict::Fail), any(Verdict::Undetermined), any(Verdict::NoData));
    let pass = quoted(&Verdict::Pass.word(book.catalog));
    format!(
        "IF({},{},IF({},{},IF({},{},{pass})))",
        fail.0, fail.1, open.0, open.1, none.0, none.1
    )
}

fn key_figures(sheet: &mut Worksheet, book: &Book<'_>, report: &UnitReport, calc: &calc::Layout, mut row: u32) -> Result<u32, XlsxError> {
    let styles = &book.styles;
    sheet.span(row, 0..=LAST, &book.word("cover.figures"), &styles.heading)?;
    row += 1;
    for (col, key) in (0u16..).zip(["requirement", "threshold", "low", "high", "verdict", "counted", "substitute"]) {
        sheet.text(row, col, &book.word(&format!("calc.{key}")), &styles.head)?;
    }
    sheet.set_row_height(row, 30)?;
    let name = book.sheet_name("calc");
    for (i, r) in report.scopes.ytd.requirements.iter().enumerate() {
        row += 1;
        sheet.text(row, 0, words::requirement(&report.policy.requirements, &r.id), &styles.label)?;
        let cells = [
            (row::THRESHOLD, share(Some(r.threshold_bp)), &styles.percent),
            (row::LOW, share(r.ratio_low_bp), &styles.percent),
            (row::HIGH, share(r.ratio_high_bp), &styles.percent),
            (row::VERDICT, r.verdict.word(book.catalog), &styles.strong),
            (row::COUNTED, yuan(r.counted_fen).to_string(), &styles.yuan),
            (row::SUBSTITUTE, yuan(r.shortfall_substitute_fen).to_string(), &styles.yuan),
        ];
        for (col, (shown, result, style)) in (1u16..).zip(cells) {
            sheet.formula(row, col, &calc.ytd_cell(&name, i, shown), result, style)?;
        }
        sheet.set_row_height(row, 22)?;
    }
    row += 1;
    sheet.text(row, 0, &book.word("calc.base"), &styles.label)?;
    let base = report.scopes.ytd.base_fen;
    match report.scopes.ytd.requirements.iter().position(|r| r.own_base.is_none()) {
        Some(first) => sheet.formula(row, 1, &calc.ytd_cell(&name, first, row::BASE), yuan(base), &styles.yuan)?,
        None => sheet.cell(row, 1, &Cell::Yuan(base), Some(&styles.yuan))?,
    }
    Ok(row + 1)
}

/// Threshold, low and high end side by side.
fn chart(sheet: &mut Worksheet, book: &Book<'_>, report: &UnitReport, calc: &calc::Layout, row: u32) -> Result<u32, XlsxError> {
    let results = &report.scopes.ytd.requirements;
    if results.is_empty() || results.iter().all(|r| r.ratio_high_bp.is_none()) {
        return Ok(row);
    }
    let chart = Chart {
        form: Form::Shares,
        title: book.word("cover.chart"),
        title_points: Some(11),
        row,
        width: 700,
        height: 250,
        sheet: book.sheet_name("calc"),
        categories: calc.across(row::REQUIREMENT),
        series: beside_threshold(book, [row::THRESHOLD, row::LOW, row::HIGH].map(|row| calc.across(row))),
    };
    chart.insert(sheet)?;
    // 250 pixels at 20 pixels a row, and half a row to spare.
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
    let mut conclusion = words::note(catalog, report.note);
    for r in report.scopes.ytd.requirements.iter().filter(|_| !report.is_bare()) {
        let ends = (r.ratio_low_bp, r.ratio_high_bp);
        conclusion.push_str(&catalog.say(
            "xlsx.cover.conclusion_text",
            &[
                ("requirement", words::requirement(&report.policy.requirements, &r.id)),
                ("ratio", &words::interval(ends, catalog.get("check.between"))),
                ("threshold", &crate::model::money::percent(r.threshold_bp)),
                ("base", &policy_words::own_base(r, report.run.period, catalog)),
                ("verdict", &r.verdict.word(catalog)),
            ],
        ));
    }
    conclusion.push_str(&words::months_without_lines(
        &report.months_without_lines,
        report.run.period,
        catalog,
    ));
    let basis: Vec<String> = words::cited(&report.policy)
        .into_iter()
        .map(|(r, quotes)| {
            let quote = words::quoted(&quotes, catalog);
            catalog.say(
                "xlsx.cover.basis_text",
                &[("doc", &r.doc), ("number", &r.number), ("article", &r.article), ("quote", &quote)],
            )
        })
        .collect();
    let mut texts = vec![("process", process), ("conclusion", conclusion), ("basis", basis.join(" "))];
    if report.decided.is_some() {
        texts.insert(2, ("decided", words::decided(report.decided.as_ref(), report.verdict, catalog)));
    }
    if !report.exceptions.is_empty() {
        texts.push(("exceptions", report.exceptions.join(catalog.get("word.joiner"))));
    }
    texts.extend(words::pending(&report.run, &report.policy, catalog).map(|notice| ("pending", notice)));
    texts
}
