//! `summary.xlsx`: overview, ranking of all units, counties, sectors, findings, input problems.

use rust_xlsxwriter::{ConditionalFormatCell, ConditionalFormatCellRule, Worksheet, XlsxError};

use crate::{
    model::{
        region_summary::{GroupSummary, RegionSummary},
        results::{RequirementResult, Verdict},
    },
    report::{
        RenderError,
        rank::{VERDICTS, worst_first},
        table::Cell,
        words,
        xlsx::{
            book::{Book, Column},
            cells::{WriteCells as _, clean},
            charts::{Chart, Form, Look, Series, low_ends},
            lists,
            styles::Kind,
        },
    },
};

/// All sheets.
pub(crate) fn write(book: &mut Book<'_>, summary: &RegionSummary) -> Result<(), RenderError> {
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

/// Last column of the overview.
const LAST: u16 = 7;

fn overview(book: &mut Book<'_>, summary: &RegionSummary) -> Result<(), RenderError> {
    let mut sheet = book.sheet("overview")?;
    let styles = &book.styles;
    sheet.set_column_width(0, 24)?.set_column_range_width(1, LAST, 15)?;
    sheet.span(0, 0..=LAST, &book.word("region.title"), &styles.title)?;
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
    sheet.span(1, 0..=LAST, &about, &styles.note)?;
    if let Some(notice) = &summary.run.policy_extended {
        sheet.span(2, 0..=LAST, notice, &styles.note)?;
        sheet.set_row_height(2, 30)?;
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
        sheet.text(row, col, &words::verdict(book.catalog, verdict), &styles.head)?;
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
    let keys = [
        "requirement",
        "threshold",
        "low",
        "high",
        "counted",
        "disputed",
        "base",
        "base_disputed",
    ];
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
            sheet.cell(row, col, &Cell::percent(bp), Some(&styles.percent))?;
        }
        for (col, fen) in (4u16..).zip([r.counted_fen, r.disputed_fen, region.ytd.base_fen, region.ytd.base_disputed_fen]) {
            sheet.cell(row, col, &Cell::Yuan(fen), Some(&styles.yuan))?;
        }
    }
    let series = [
        (1u16, "threshold", Look::Threshold),
        (2, "low", Look::Pattern(0)),
        (3, "high", Look::Pattern(1)),
    ];
    let chart = Chart {
        form: Form::Shares,
        title: book.word("cover.chart"),
        title_points: None,
        row: row + 2,
        width: 720,
        height: 250,
        sheet: book.sheet_name("overview"),
        categories: (top + 1, 0, row, 0),
        series: series
            .map(|(col, key, look)| Series {
                name: book.word(&format!("calc.{key}")),
                values: (top + 1, col, row, col),
                look,
            })
            .into(),
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

fn requirement_columns(book: &Book<'_>, summary: &RegionSummary) -> Vec<Column> {
    let mut columns = Vec::new();
    for r in &summary.policy.requirements {
        // A unit's approved exception may lie below this; its own report shows the threshold it is held to.
        let title = format!("{}（{}）", r.title, crate::model::money::percent(r.threshold_bp));
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

/// Marks the verdicts of a table: the columns of requirements from `first` on, and `others`.
fn mark_verdicts(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    summary: &RegionSummary,
    last: u32,
    first: usize,
    others: &[u16],
) -> Result<(), XlsxError> {
    let of_requirements = (0..summary.policy.requirements.len()).filter_map(|i| u16::try_from(first + i * 3 + 2).ok());
    let columns: Vec<u16> = others.iter().copied().chain(of_requirements).collect();
    let marks = [(Verdict::Fail, &book.styles.fails), (Verdict::Undetermined, &book.styles.open)];
    for (verdict, format) in marks {
        let word = words::verdict(book.catalog, verdict);
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::EqualTo(word))
            .set_format(format);
        for col in &columns {
            sheet.add_conditional_format(1, *col, last.max(1), *col, &rule)?;
        }
    }
    Ok(())
}

/// Every unit, worst first.
fn ranking(book: &mut Book<'_>, summary: &RegionSummary) -> Result<(), RenderError> {
    let mut sheet = book.long_sheet("ranking")?;
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
    let units = worst_first(&summary.units);
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
            Cell::owned(words::note(book.catalog, u.note)),
            Cell::text(u.code.as_deref()),
            Cell::Text(u.path.as_str().into()),
        ]);
        row
    });
    let last = u32::try_from(units.len()).unwrap_or(u32::MAX);
    book.head(&mut sheet, &columns)?;
    sheet.set_row_height(0, 46)?.set_freeze_panes(1, 2)?;
    book.fill(&mut sheet, &columns, rows)?;
    mark_verdicts(&mut sheet, book, summary, last, first, &[4])?;
    // Note, code and path are for the screen.
    let printed = u16::try_from(columns.len()).unwrap_or(4).saturating_sub(4);
    sheet.set_print_area(0, 0, last.max(1), printed)?;
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
        let mut row = vec![Cell::owned(group_name(book, by, g)), Cell::Count(g.units)];
        row.extend(VERDICTS.map(|v| Cell::Count(verdict_count(g, v))));
        row.extend([Cell::Yuan(g.ytd.base_fen), Cell::Yuan(g.ytd.base_disputed_fen)]);
        requirement_cells(book, summary, &g.ytd.requirements, &mut row);
        row
    });
    let last = u32::try_from(groups.len()).unwrap_or(u32::MAX);
    let mut sheet = book.sheet(by)?;
    book.head(&mut sheet, &columns)?;
    // The lines of a grid would run on beside the chart.
    sheet.set_row_height(0, 46)?.set_print_gridlines(false);
    book.fill(&mut sheet, &columns, rows)?;
    mark_verdicts(&mut sheet, book, summary, last, first, &[])?;
    let infos = &summary.policy.requirements;
    if last > 0 && !infos.is_empty() {
        let chart = Chart {
            form: Form::Groups,
            title: book.word("region.low_by_group"),
            title_points: None,
            row: last + 2,
            width: 1000,
            height: 300,
            sheet: book.sheet_name(by),
            categories: (1, 0, last, 0),
            series: low_ends(infos, last, first, 3),
        };
        chart.insert(&mut sheet)?;
    }
    book.push(sheet);
    Ok(())
}

fn group_name(book: &Book<'_>, by: &str, group: &GroupSummary) -> String {
    let name = group.name.as_deref();
    name.map_or_else(|| book.word("region.unknown"), |n| words::group(book.catalog, by, n))
}

fn findings(book: &mut Book<'_>, summary: &RegionSummary) -> Result<(), RenderError> {
    let catalog = book.catalog;
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
            Cell::owned(words::severity(catalog, f.finding.severity)),
            Cell::Text(f.finding.title.as_str().into()),
            Cell::Text(f.finding.detail.as_str().into()),
            Cell::yuan(f.finding.amount_fen),
            Cell::owned(lists::evidence(catalog, &f.finding)),
            Cell::text(f.finding.clause.as_deref()),
        ]
    });
    let mut sheet = book.table("findings", &columns, rows)?;
    let shown = summary.findings.len() as u64;
    if shown < summary.findings_total {
        let text = catalog.say(
            "xlsx.region.findings_more",
            &[("shown", &shown.to_string()), ("total", &summary.findings_total.to_string())],
        );
        let row = u32::try_from(shown).unwrap_or(u32::MAX).saturating_add(2);
        sheet.write_string(row, 0, clean(&text))?;
    }
    book.push(sheet);
    Ok(())
}

fn problems(book: &mut Book<'_>, summary: &RegionSummary) -> Result<(), RenderError> {
    let catalog = book.catalog;
    let c = |key: &str, width: f64, kind: Kind| Column::new(book.word(&format!("column.{key}")), width, kind);
    let columns = [
        c("kind", 14.0, Kind::Centre),
        c("file", 50.0, Kind::Wrap),
        c("message", 80.0, Kind::Wrap),
        c("reason", 22.0, Kind::Text),
    ];
    let rows = summary.problems.iter().map(|p| {
        vec![
            Cell::owned(words::problem(catalog, &p.kind)),
            Cell::Text(p.path.as_str().into()),
            Cell::Text(p.message.as_str().into()),
            Cell::Text(p.reason.as_str().into()),
        ]
    });
    let sheet = book.table("problems", &columns, rows)?;
    book.push(sheet);
    Ok(())
}
