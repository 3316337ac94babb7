//! `summary.xlsx`: overview, ranking of all units, counties, sectors, findings, input problems.

mod history;
pub(crate) mod overview;
mod suppliers;

use rust_xlsxwriter::{ConditionalFormatCell, ConditionalFormatCellRule, Worksheet, XlsxError};

use crate::{
    model::{region_summary::RegionSummary, results::Verdict},
    report::{
        RenderError,
        rank::worst_first,
        tables::{
            self, Cell, Kind, Table,
            region::{requirement_cells, requirement_columns},
        },
        words,
        xlsx::{
            Told,
            book::Book,
            cells::clean,
            charts::{Chart, Form, low_ends},
            region::overview::overview,
        },
    },
};

/// All sheets; those of suppliers and earlier runs where they were looked at.
pub(crate) fn write(book: &mut Book<'_>, summary: &RegionSummary, told: Told<'_>) -> Result<(), RenderError> {
    overview(book, summary)?;
    ranking(book, summary)?;
    groups(book, summary, "county")?;
    groups(book, summary, "sector")?;
    if summary.groups.iter().any(|g| g.by == "system") {
        groups(book, summary, "system")?;
    }
    book.list("urgent", tables::urgency::table(summary, book.catalog))?;
    findings(book, summary)?;
    if let Some(history) = told.history {
        history::write(book, history, summary)?;
    }
    if let Some(suppliers) = told.suppliers {
        suppliers::write(book, suppliers)?;
    }
    book.list("problems", tables::region::problems(summary, book.catalog))
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
    let catalog = book.catalog;
    let mut all = tables::columns(
        catalog,
        "region",
        [
            ("rank", 7.0, Kind::Count),
            ("unit", 26.0, Kind::Wrap),
            ("county", 10.0, Kind::Text),
            ("sector", 8.0, Kind::Centre),
            ("verdict", 10.0, Kind::Centre),
        ],
    );
    let first = all.len();
    all.extend(requirement_columns(summary, catalog));
    all.extend(tables::columns(
        catalog,
        "region",
        [
            ("counted", 14.0, Kind::Yuan),
            ("base", 15.0, Kind::Yuan),
            ("base_disputed", 14.0, Kind::Yuan),
            ("gap", 14.0, Kind::Yuan),
            ("disputed_lines", 9.0, Kind::Count),
            ("findings", 9.0, Kind::Count),
            ("decided", 26.0, Kind::Wrap),
            ("note", 16.0, Kind::Wrap),
            ("code", 14.0, Kind::Text),
            ("path", 36.0, Kind::Text),
        ],
    ));
    // Code and path are for the screen.
    let printed = u16::try_from(all.len()).unwrap_or(3).saturating_sub(3);
    let units = worst_first(&summary.units);
    let rows = (1u64..).zip(&units).map(|(rank, u)| {
        let mut row = vec![
            Cell::Count(rank),
            Cell::text(Some(&u.unit)),
            Cell::text(u.county.as_deref()),
            Cell::owned(words::sector(catalog, u.sector)),
            Cell::owned(words::verdict(catalog, u.verdict)),
        ];
        let ytd = &u.scopes.ytd;
        row.extend(requirement_cells(summary, &ytd.requirements, catalog));
        row.extend([
            Cell::yuan(ytd.requirements.first().map(|r| r.counted_fen)),
            Cell::Yuan(ytd.base_fen),
            Cell::Yuan(ytd.base_disputed_fen),
            Cell::yuan(ytd.requirements.iter().map(|r| r.shortfall_substitute_fen).max()),
            Cell::Count(u.disputed_lines),
            Cell::Count(u.findings.iter().map(|f| f.count).sum()),
            Cell::owned(words::decided(u.decided.as_ref(), u.verdict, catalog)),
            Cell::owned(words::note(catalog, u.note)),
            Cell::text(u.code.as_deref()),
            Cell::text(Some(&u.path)),
        ]);
        row
    });
    let (mut sheet, last) = book.table("ranking", Table::new(all, rows))?;
    sheet.set_freeze_panes(1, 2)?.set_print_area(0, 0, last.max(1), printed)?;
    mark_verdicts(&mut sheet, book, summary, last, first, &[4])?;
    book.push(sheet);
    Ok(())
}

/// 县区 and 行业.
fn groups(book: &mut Book<'_>, summary: &RegionSummary, by: &str) -> Result<(), RenderError> {
    let mut sheet = book.sheet(by)?;
    let table = tables::region::groups(summary, by, book.catalog);
    book.head(&mut sheet, &table.columns)?;
    // The lines of a grid would run on beside the chart.
    sheet.set_print_gridlines(false);
    let first = table.columns.iter().position(|c| c.key == "low").unwrap_or(0);
    let last = book.fill(&mut sheet, table)?;
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

fn findings(book: &mut Book<'_>, summary: &RegionSummary) -> Result<(), RenderError> {
    let (mut sheet, last) = book.table("findings", tables::region::findings(summary, book.catalog))?;
    let shown = summary.findings.len() as u64;
    if shown < summary.findings_total {
        let text = book.catalog.say(
            "xlsx.region.findings_more",
            &[("shown", &shown.to_string()), ("total", &summary.findings_total.to_string())],
        );
        sheet.write_string(last + 2, 0, clean(&text))?;
    }
    book.push(sheet);
    Ok(())
}
