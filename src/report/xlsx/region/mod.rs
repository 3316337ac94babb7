//! `summary.xlsx`: overview, ranking of all units, counties, sectors, findings, input problems.

pub(crate) mod overview;

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
            cells::clean,
            charts::{Chart, Form, low_ends},
            lists,
            region::overview::{overview, verdict_count},
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
        c("decided", 34.0, Kind::Wrap),
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
            Cell::owned(words::decided(u.decided.as_ref(), u.verdict, book.catalog)),
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
