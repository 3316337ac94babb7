//! `summary.xlsx`: overview, ranking of all units, counties, sectors, findings, input problems.

use std::cmp::Reverse;

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFormat, ChartLegendPosition, ChartPatternFill, ChartPatternFillType, ChartSolidFill, Color,
    ConditionalFormatCell, ConditionalFormatCellRule, Format, Worksheet,
};

use super::{
    RegionSummary, RenderError, lists,
    sheet::{self, Book, Column, Kind, put, span, write_cell},
};
use crate::{
    money::Fen,
    report::{GroupSummary, RequirementResult, UnitSummary, Verdict, table::Cell, words},
};

/// The verdicts in the order of reports.
const VERDICTS: [Verdict; 5] = [
    Verdict::Fail,
    Verdict::Undetermined,
    Verdict::NoData,
    Verdict::Pass,
    Verdict::Exempt,
];

/// All sheets.
pub fn write(book: &mut Book<'_>, summary: &RegionSummary) -> Result<(), RenderError> {
    overview(book, summary)?;
    ranking(book, summary)?;
    groups(book, summary, "county")?;
    groups(book, summary, "sector")?;
    findings(book, summary)?;
    problems(book, summary)
}

fn verdict_count(group: &GroupSummary, verdict: Verdict) -> u64 {
    group.verdicts.get(verdict.code()).copied().unwrap_or(0)
}

/// Fills of the series of a chart.
const PATTERNS: [Option<ChartPatternFillType>; 4] = [
    None,
    Some(ChartPatternFillType::DiagonalStripesWideUpwards),
    Some(ChartPatternFillType::Dotted20Percent),
    Some(ChartPatternFillType::HorizontalStripesDark),
];

/// Last column of the overview.
const LAST: u16 = 7;

fn overview(book: &mut Book<'_>, summary: &RegionSummary) -> Result<(), RenderError> {
    let mut sheet = book.sheet("overview", false)?;
    sheet.set_column_width(0, 24)?;
    for col in 1..=LAST {
        sheet.set_column_width(col, 15)?;
    }
    let s = &book.styles;
    span(&mut sheet, 0, (0, LAST), &book.word("region.title"), &s.title)?;
    sheet.set_row_height(0, 34)?;
    let period = summary.run.period.to_string();
    let about = book.catalog.say(
        "xlsx.region.about",
        &[
            ("from", &summary.run.period.january().to_string()),
            ("to", &period),
            ("policy", &summary.policy.title),
        ],
    );
    span(&mut sheet, 1, (0, LAST), &about, &s.note)?;
    let mut row = 3;
    if let Some(notice) = &summary.run.policy_extended {
        span(&mut sheet, 2, (0, LAST), notice, &s.note)?;
        sheet.set_row_height(2, 30)?;
    }
    let region = summary.groups.iter().find(|g| g.by == "region");
    row = verdicts(&mut sheet, book, region, row)?;
    row = totals(&mut sheet, book, summary, region, row + 1)?;
    row = inputs(&mut sheet, book, summary, row + 1)?;
    sheet.set_print_area(0, 0, row, LAST)?;
    book.push(sheet);
    Ok(())
}

/// How many units have which verdict, with a chart.
fn verdicts(sheet: &mut Worksheet, book: &Book<'_>, region: Option<&GroupSummary>, mut row: u32) -> Result<u32, RenderError> {
    let s = &book.styles;
    span(sheet, row, (0, LAST), &book.word("region.verdicts"), &s.heading)?;
    row += 1;
    put(sheet, row, 0, &book.word("region.units"), &s.head)?;
    sheet.write_number_with_format(row + 1, 0, sheet::count(region.map_or(0, |g| g.units)), &s.count)?;
    for (col, verdict) in (1u16..).zip(VERDICTS) {
        put(sheet, row, col, &words::verdict(book.catalog, verdict), &s.head)?;
        let n = region.map_or(0, |g| verdict_count(g, verdict));
        sheet.write_number_with_format(row + 1, col, sheet::count(n), &s.count)?;
    }
    let name = book.sheet_name("overview");
    let mut chart = Chart::new_bar();
    chart
        .add_series()
        .set_name(book.word("region.units").as_str())
        .set_categories((name.as_str(), row, 1, row, 5))
        .set_values((name.as_str(), row + 1, 1, row + 1, 5))
        .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(0x0047_88C7))))
        .set_data_label(ChartDataLabel::new().show_value())
        .set_gap(60);
    chart.title().set_name(book.word("region.verdicts").as_str());
    chart.legend().set_hidden();
    chart.y_axis().set_reverse();
    chart.x_axis().set_min(0).set_num_format("0").set_major_gridlines(false);
    chart.set_width(720).set_height(220).set_alt_text(book.word("region.verdicts"));
    sheet.insert_chart(row + 3, 0, &chart)?;
    Ok(row + 13)
}

/// The region's sums and ratios, with a chart against the thresholds.
fn totals(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    summary: &RegionSummary,
    region: Option<&GroupSummary>,
    mut row: u32,
) -> Result<u32, RenderError> {
    let s = &book.styles;
    span(sheet, row, (0, LAST), &book.word("region.totals"), &s.heading)?;
    row += 1;
    for (col, key) in (0u16..).zip([
        "requirement",
        "threshold",
        "low",
        "high",
        "counted",
        "disputed",
        "base",
        "base_disputed",
    ]) {
        put(sheet, row, col, &book.word(&format!("calc.{key}")), &s.head)?;
    }
    sheet.set_row_height(row, 30)?;
    let Some(region) = region else { return Ok(row + 1) };
    let top = row;
    for r in &region.ytd.requirements {
        row += 1;
        put(sheet, row, 0, words::requirement(&summary.policy.requirements, &r.id), &s.label)?;
        for (col, bp) in (1u16..).zip([Some(r.threshold_bp), r.ratio_low_bp, r.ratio_high_bp]) {
            match bp {
                Some(bp) => sheet.write_number_with_format(row, col, sheet::share(bp), &s.percent)?,
                None => sheet.write_blank(row, col, &s.percent)?,
            };
        }
        for (col, fen) in (4u16..).zip([r.counted_fen, r.disputed_fen, region.ytd.base_fen, region.ytd.base_disputed_fen]) {
            sheet.write_number_with_format(row, col, Fen(fen).as_spreadsheet_yuan(), &s.yuan)?;
        }
    }
    if row == top {
        return Ok(row + 1);
    }
    let name = book.sheet_name("overview");
    let mut chart = Chart::new_column();
    for (col, key, pattern, rgb) in [
        (1u16, "threshold", false, 0x0040_4040),
        (2, "low", false, 0x0047_88C7),
        (3, "high", true, 0x0047_88C7),
    ] {
        let mut format = ChartFormat::new();
        if pattern {
            format.set_pattern_fill(
                ChartPatternFill::new()
                    .set_pattern(ChartPatternFillType::DiagonalStripesWideUpwards)
                    .set_foreground_color(Color::RGB(rgb))
                    .set_background_color(Color::White),
            );
        } else {
            format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(rgb)));
        }
        chart
            .add_series()
            .set_name(book.word(&format!("calc.{key}")).as_str())
            .set_categories((name.as_str(), top + 1, 0, row, 0))
            .set_values((name.as_str(), top + 1, col, row, col))
            .set_format(&mut format)
            .set_data_label(ChartDataLabel::new().show_value().set_num_format("0.00%"))
            .set_gap(80);
    }
    chart.title().set_name(book.word("cover.chart").as_str());
    chart.y_axis().set_min(0).set_num_format("0%");
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.set_width(720).set_height(250).set_alt_text(book.word("cover.chart"));
    sheet.insert_chart(row + 2, 0, &chart)?;
    Ok(row + 14)
}

fn inputs(sheet: &mut Worksheet, book: &Book<'_>, summary: &RegionSummary, mut row: u32) -> Result<u32, RenderError> {
    let s = &book.styles;
    span(sheet, row, (0, LAST), &book.word("region.inputs"), &s.heading)?;
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
        put(sheet, row, col, &book.word(&format!("region.{key}")), &s.head)?;
        sheet.write_number_with_format(row + 1, col, sheet::count(n), &s.count)?;
    }
    sheet.set_row_height(row, 30)?;
    Ok(row + 2)
}

/// How far the low end stands from the threshold, over the requirements: the smallest margin, bp.
fn margin(unit: &UnitSummary) -> i64 {
    let margins = unit
        .scopes
        .ytd
        .requirements
        .iter()
        .filter_map(|r| r.ratio_low_bp.map(|low| low.saturating_sub(r.threshold_bp)));
    margins.min().unwrap_or(i64::MAX)
}

fn requirement_columns(book: &Book<'_>, summary: &RegionSummary) -> Vec<Column> {
    let mut columns = Vec::new();
    for r in &summary.policy.requirements {
        // A unit's approved exception may lie below this; its own report shows the threshold it is held to.
        let title = format!("{}（{}）", r.title, crate::money::percent(r.threshold_bp));
        let head = |key: &str| format!("{title} {}", book.word(&format!("calc.{key}")));
        columns.extend([
            Column::new(head("low"), 10.0, Kind::Percent),
            Column::new(head("high"), 10.0, Kind::Percent),
            Column::new(head("verdict"), 10.0, Kind::Centre),
        ]);
    }
    columns
}

fn requirement_cells<'a>(book: &Book<'_>, summary: &RegionSummary, results: &[RequirementResult], row: &mut Vec<Cell<'a>>) {
    for info in &summary.policy.requirements {
        match results.iter().find(|r| r.id == info.id) {
            Some(r) => row.extend([
                Cell::percent(r.ratio_low_bp),
                Cell::percent(r.ratio_high_bp),
                Cell::owned(words::verdict(book.catalog, r.verdict)),
            ]),
            None => row.extend([const { Cell::Empty }; 3]),
        }
    }
}

/// Bold on a ground for what fails, italic for what is open: readable in black and white.
fn mark_verdicts(sheet: &mut Worksheet, book: &Book<'_>, last: u32, columns: &[u16]) -> Result<(), RenderError> {
    let marks = [
        (
            Verdict::Fail,
            Format::new().set_bold().set_background_color(Color::RGB(0x00F8_D7D3)),
        ),
        (
            Verdict::Undetermined,
            Format::new().set_italic().set_background_color(Color::RGB(0x00FF_F2CC)),
        ),
    ];
    for (verdict, format) in marks {
        let word = words::verdict(book.catalog, verdict);
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::EqualTo(word))
            .set_format(format);
        for col in columns {
            sheet.add_conditional_format(1, *col, last.max(1), *col, &rule)?;
        }
    }
    Ok(())
}

/// Every unit, worst first.
fn ranking(book: &mut Book<'_>, summary: &RegionSummary) -> Result<(), RenderError> {
    let c = |key: &str, width: f64, kind: Kind| Column::new(book.word(&format!("region.{key}")), width, kind);
    let mut columns = vec![
        c("rank", 7.0, Kind::Count),
        c("unit", 26.0, Kind::Text),
        c("county", 10.0, Kind::Text),
        c("sector", 8.0, Kind::Centre),
        c("verdict", 10.0, Kind::Centre),
    ];
    let first = columns.len();
    columns.extend(requirement_columns(book, summary));
    columns.extend([
        c("counted", 14.0, Kind::Yuan),
        c("base", 15.0, Kind::Yuan),
        c("base_disputed", 14.0, Kind::Yuan),
        c("gap", 14.0, Kind::Yuan),
        c("disputed_lines", 9.0, Kind::Count),
        c("findings", 9.0, Kind::Count),
        c("note", 22.0, Kind::Text),
        c("code", 14.0, Kind::Text),
        c("path", 36.0, Kind::Text),
    ]);
    let place = |v: Verdict| VERDICTS.iter().position(|x| *x == v);
    let mut units: Vec<&UnitSummary> = summary.units.iter().collect();
    // Stable: equal units keep the summary's order (county, name).
    units.sort_by_key(|u| (place(u.verdict), margin(u), Reverse(u.scopes.ytd.base_fen)));
    let rows = (1u64..).zip(&units).map(|(rank, u)| {
        let mut row = vec![
            Cell::Count(rank),
            Cell::Text((&*u.unit).into()),
            Cell::text(u.county.as_deref()),
            Cell::owned(words::sector(book.catalog, u.sector)),
            Cell::owned(words::verdict(book.catalog, u.verdict)),
        ];
        let ytd = &u.scopes.ytd;
        requirement_cells(book, summary, &ytd.requirements, &mut row);
        row.extend([
            Cell::yuan(ytd.requirements.first().map(|r| r.counted_fen)),
            Cell::Yuan(ytd.base_fen),
            Cell::Yuan(ytd.base_disputed_fen),
            Cell::yuan(ytd.requirements.iter().map(|r| r.shortfall_substitute_fen).max()),
            Cell::Count(u.disputed_lines),
            Cell::Count(u.findings.iter().map(|f| f.count).sum()),
            Cell::owned(words::note(book.catalog, u.note.as_deref())),
            Cell::text(u.code.as_deref()),
            Cell::Text(u.path.as_str().into()),
        ]);
        row
    });
    let mut sheet = book.table("ranking", &columns, rows)?;
    let last = u32::try_from(units.len()).unwrap_or(u32::MAX);
    let mut marked = vec![4u16];
    marked.extend((0..summary.policy.requirements.len()).filter_map(|i| u16::try_from(first + i * 3 + 2).ok()));
    mark_verdicts(&mut sheet, book, last, &marked)?;
    sheet.set_row_height(0, 46)?.set_freeze_panes(1, 2)?;
    // Note, code and path are for the screen.
    sheet.set_print_area(0, 0, last.max(1), u16::try_from(columns.len()).unwrap_or(4).saturating_sub(4))?;
    book.push(sheet);
    Ok(())
}

/// 县区 and 行业.
fn groups(book: &mut Book<'_>, summary: &RegionSummary, by: &str) -> Result<(), RenderError> {
    let c = |key: &str, width: f64, kind: Kind| Column::new(book.word(&format!("region.{key}")), width, kind);
    let mut columns = vec![c(by, 16.0, Kind::Text), c("units", 8.0, Kind::Count)];
    columns.extend(VERDICTS.map(|v| Column::new(words::verdict(book.catalog, v), 8.0, Kind::Count)));
    columns.extend([c("base", 16.0, Kind::Yuan), c("base_disputed", 14.0, Kind::Yuan)]);
    let first = columns.len();
    columns.extend(requirement_columns(book, summary));
    let groups: Vec<&GroupSummary> = summary.groups.iter().filter(|g| g.by == by).collect();
    let rows = groups.iter().map(|g| {
        let name = g
            .name
            .as_deref()
            .map_or_else(|| book.word("region.unknown"), |n| words::group(book.catalog, by, n));
        let mut row = vec![Cell::owned(name), Cell::Count(g.units)];
        row.extend(VERDICTS.map(|v| Cell::Count(verdict_count(g, v))));
        row.extend([Cell::Yuan(g.ytd.base_fen), Cell::Yuan(g.ytd.base_disputed_fen)]);
        requirement_cells(book, summary, &g.ytd.requirements, &mut row);
        row
    });
    let mut sheet = book.table(by, &columns, rows)?;
    // The lines of a grid would run on beside the chart.
    sheet.set_row_height(0, 46)?.set_print_gridlines(false);
    let last = u32::try_from(groups.len()).unwrap_or(u32::MAX);
    let n = summary.policy.requirements.len();
    let marked: Vec<u16> = (0..n).filter_map(|i| u16::try_from(first + i * 3 + 2).ok()).collect();
    mark_verdicts(&mut sheet, book, last, &marked)?;
    if last > 0 && n > 0 {
        let name = book.sheet_name(by);
        let mut chart = Chart::new_column();
        for (i, info) in summary.policy.requirements.iter().enumerate() {
            let col = u16::try_from(first + i * 3).unwrap_or(u16::MAX);
            let mut format = ChartFormat::new();
            // Told apart by pattern as well as by colour.
            match PATTERNS[i % PATTERNS.len()] {
                Some(pattern) => format.set_pattern_fill(
                    ChartPatternFill::new()
                        .set_pattern(pattern)
                        .set_foreground_color(Color::RGB(0x0047_88C7))
                        .set_background_color(Color::White),
                ),
                None => format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(0x0047_88C7))),
            };
            chart
                .add_series()
                .set_format(&mut format)
                .set_name(info.title.as_str())
                .set_categories((name.as_str(), 1, 0, last, 0))
                .set_values((name.as_str(), 1, col, last, col));
        }
        chart.title().set_name(book.word("region.low_by_group").as_str());
        chart.y_axis().set_min(0).set_num_format("0%");
        chart.legend().set_position(ChartLegendPosition::Bottom);
        chart.set_width(1000).set_height(300).set_alt_text(book.word("region.low_by_group"));
        sheet.insert_chart(last + 2, 0, &chart)?;
    }
    book.push(sheet);
    Ok(())
}

fn findings(book: &mut Book<'_>, summary: &RegionSummary) -> Result<(), RenderError> {
    let c = |key: &str, width: f64, kind: Kind| Column::new(book.word(&format!("column.{key}")), width, kind);
    let columns = [
        Column::new(book.word("region.unit"), 22.0, Kind::Wrap),
        Column::new(book.word("region.county"), 10.0, Kind::Text),
        c("severity", 9.0, Kind::Centre),
        c("title", 18.0, Kind::Wrap),
        c("detail", 50.0, Kind::Wrap),
        c("amount", 13.0, Kind::Yuan),
        c("places", 36.0, Kind::Wrap),
        c("clause", 24.0, Kind::Wrap),
    ];
    let rows = summary.findings.iter().map(|f| {
        vec![
            Cell::Text((&*f.unit).into()),
            Cell::text(f.county.as_deref()),
            Cell::owned(words::severity(book.catalog, f.finding.severity)),
            Cell::Text(f.finding.title.as_str().into()),
            Cell::Text(f.finding.detail.as_str().into()),
            Cell::yuan(f.finding.amount_fen),
            Cell::owned(lists::evidence(book.catalog, &f.finding)),
            Cell::text(f.finding.clause.as_deref()),
        ]
    });
    let mut sheet = book.table("findings", &columns, rows)?;
    let shown = summary.findings.len() as u64;
    if shown < summary.findings_total {
        let text = book.catalog.say(
            "xlsx.region.findings_more",
            &[("shown", &shown.to_string()), ("total", &summary.findings_total.to_string())],
        );
        let row = u32::try_from(shown).unwrap_or(u32::MAX).saturating_add(2);
        write_cell(&mut sheet, row, 0, &Cell::owned(text))?;
    }
    book.push(sheet);
    Ok(())
}

fn problems(book: &mut Book<'_>, summary: &RegionSummary) -> Result<(), RenderError> {
    let c = |key: &str, width: f64, kind: Kind| Column::new(book.word(&format!("column.{key}")), width, kind);
    let columns = [
        c("kind", 14.0, Kind::Centre),
        c("file", 50.0, Kind::Wrap),
        c("message", 80.0, Kind::Wrap),
        c("reason", 22.0, Kind::Text),
    ];
    let rows = summary.problems.iter().map(|p| {
        vec![
            Cell::owned(words::problem(book.catalog, &p.kind)),
            Cell::Text(p.path.as_str().into()),
            Cell::Text(p.message.as_str().into()),
            Cell::Text(p.reason.as_str().into()),
        ]
    });
    let sheet = book.table("problems", &columns, rows)?;
    book.push(sheet);
    Ok(())
}
