//! The first sheet of `summary.xlsx`.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::{
    model::{GroupSummary, RegionSummary},
    report::{
        RenderError,
        rank::VERDICTS,
        tables::{Cell, region::verdict_count},
        words,
        xlsx::{
            book::{Book, wrapped_lines},
            cells::WriteCells as _,
            charts::{Chart, Form, Look, Series, beside_threshold},
        },
    },
};

/// Last column of the overview.
const LAST: u16 = 7;

/// 汇总: verdicts, sums and what was read, each with its chart where it has one.
pub(crate) fn overview(book: &mut Book<'_>, summary: &RegionSummary) -> Result<(), RenderError> {
    let mut sheet = book.sheet("overview")?;
    let styles = &book.styles;
    sheet.set_column_width(0, 24)?.set_column_range_width(1, LAST, 15)?;
    sheet.span(0, 0..=LAST, &book.word("region.title"), &styles.title)?;
    sheet.set_row_height(0, 34)?;
    let about = book.catalog.say(
        "xlsx.region.about",
        &[
            ("span", &words::span(summary.run.period, book.catalog)),
            ("policy", &summary.policy.title),
        ],
    );
    sheet.span(1, 0..=LAST, &about, &styles.note)?;
    if let Some(notice) = words::pending(&summary.run, &summary.policy, book.catalog) {
        sheet.span(2, 0..=LAST, &notice, &styles.note)?;
        let width = 24.0 + 15.0 * f64::from(LAST);
        sheet.set_row_height(2, f64::from(wrapped_lines(&notice, width)) * 14.0 + 4.0)?;
    }
    let region = summary.groups.iter().find(|g| g.by == "region");
    let mut row = verdicts(&mut sheet, book, region, 3)?;
    row = totals(&mut sheet, book, summary, region, row + 1)?;
    row = inputs(&mut sheet, book, summary, row + 1)?;
    sheet.set_print_area(0, 0, row, LAST)?;
    book.push(sheet);
    Ok(())
}

/// How many units have which verdict, with a chart.
fn verdicts(sheet: &mut Worksheet, book: &Book<'_>, region: Option<&GroupSummary>, mut row: u32) -> Result<u32, XlsxError> {
    let styles = &book.styles;
    sheet.span(row, 0..=LAST, &book.word("region.verdicts"), &styles.heading)?;
    row += 1;
    sheet.text(row, 0, &book.word("region.units"), &styles.head)?;
    let units = Cell::Count(region.map_or(0, |g| g.units));
    sheet.cell(row + 1, 0, &units, Some(&styles.count))?;
    for (col, verdict) in (1u16..).zip(VERDICTS) {
        sheet.text(row, col, &verdict.word(book.catalog), &styles.head)?;
        let count = Cell::Count(region.map_or(0, |g| verdict_count(g, verdict)));
        sheet.cell(row + 1, col, &count, Some(&styles.count))?;
    }
    let chart = Chart {
        form: Form::Counts,
        title: book.word("region.verdicts"),
        title_points: None,
        row: row + 3,
        width: 720,
        height: 220,
        sheet: book.sheet_name("overview"),
        categories: (row, 1, row, 5),
        series: vec![Series {
            name: book.word("region.units"),
            values: (row + 1, 1, row + 1, 5),
            look: Look::Pattern(0),
        }],
    };
    chart.insert(sheet)?;
    Ok(row + 13)
}

/// The region's sums and ratios, with a chart against the thresholds.
fn totals(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    summary: &RegionSummary,
    region: Option<&GroupSummary>,
    mut row: u32,
) -> Result<u32, XlsxError> {
    let styles = &book.styles;
    sheet.span(row, 0..=LAST, &book.word("region.totals"), &styles.heading)?;
    row += 1;
    let keys = ["requirement", "threshold", "low", "high", "counted", "disputed", "verdict"];
    for (col, key) in (0u16..).zip(keys) {
        sheet.text(row, col, &book.word(&format!("calc.{key}")), &styles.head)?;
    }
    sheet.set_row_height(row, 30)?;
    let results = region.map_or(&[][..], |r| &r.ytd.requirements);
    let Some((region, top)) = region.filter(|_| !results.is_empty()).map(|r| (r, row)) else {
        return Ok(row + 1);
    };
    for r in results {
        row += 1;
        let title = words::requirement(&summary.policy.requirements, &r.id);
        sheet.text(row, 0, title, &styles.label)?;
        for (col, bp) in (1u16..).zip([Some(r.threshold_bp), r.ratio_low_bp, r.ratio_high_bp]) {
            sheet.cell(row, col, &bp.map_or(Cell::Empty, Cell::Percent), Some(&styles.percent))?;
        }
        for (col, fen) in (4u16..).zip([r.counted_fen, r.disputed_fen]) {
            sheet.cell(row, col, &Cell::Yuan(fen), Some(&styles.yuan))?;
        }
        sheet.text(row, 6, &r.verdict.word(book.catalog), &styles.strong)?;
    }
    let last = row;
    for (key, fen) in [("base", region.ytd.base_fen), ("base_disputed", region.ytd.base_disputed_fen)] {
        row += 1;
        sheet.text(row, 0, &book.word(&format!("calc.{key}")), &styles.label)?;
        sheet.cell(row, 1, &Cell::Yuan(fen), Some(&styles.yuan))?;
    }
    let chart = Chart {
        form: Form::Shares,
        title: book.word("cover.chart"),
        title_points: None,
        row: row + 2,
        width: 720,
        height: 250,
        sheet: book.sheet_name("overview"),
        categories: (top + 1, 0, last, 0),
        series: beside_threshold(book, [1, 2, 3].map(|column| (top + 1, column, last, column))),
    };
    chart.insert(sheet)?;
    Ok(row + 14)
}

fn inputs(sheet: &mut Worksheet, book: &Book<'_>, summary: &RegionSummary, mut row: u32) -> Result<u32, XlsxError> {
    let styles = &book.styles;
    sheet.span(row, 0..=LAST, &book.word("region.inputs"), &styles.heading)?;
    row += 1;
    let i = &summary.inputs;
    let cells = [
        ("files", i.files),
        ("read", i.read),
        ("quarantined", i.quarantined),
        ("rows", i.rows),
        ("lines", i.lines),
        ("rejected_rows", i.rejected_rows),
        ("disputed_lines", i.disputed_lines),
        ("findings", summary.findings_total),
    ];
    for (col, (key, n)) in (0u16..).zip(cells) {
        sheet.text(row, col, &book.word(&format!("region.{key}")), &styles.head)?;
        sheet.cell(row + 1, col, &Cell::Count(n), Some(&styles.count))?;
    }
    sheet.set_row_height(row, 30)?;
    Ok(row + 2)
}
