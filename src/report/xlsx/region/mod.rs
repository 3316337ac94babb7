//! `summary.xlsx`: overview, ranking of all units, counties, sectors, findings, input problems.

pub(crate) mod overview;

use rust_xlsxwriter::{ConditionalFormatCell, ConditionalFormatCellRule, Worksheet, XlsxError};

use crate::{
    model::{HistoryReport, RegionSummary, SupplierReport, UnitSummary, Verdict},
    report::{
        RenderError,
        rank::worst_first,
        tables::{self, Kind, Table, region::with_requirements},
        words,
        xlsx::{
            book::Book,
            cells::clean,
            charts::{Chart, Form, low_ends},
            region::overview::overview,
        },
    },
};

/// All sheets; those of suppliers and earlier runs where they were looked at.
pub(crate) fn write(
    book: &mut Book<'_>,
    summary: &RegionSummary,
    suppliers: Option<&SupplierReport>,
    history: Option<&HistoryReport>,
) -> Result<(), RenderError> {
    overview(book, summary)?;
    ranking(book, summary)?;
    groups(book, summary, "county")?;
    groups(book, summary, "sector")?;
    if summary.groups.iter().any(|g| g.by == "system") {
        groups(book, summary, "system")?;
    }
    book.list("urgent", tables::urgency::table(summary, book.catalog))?;
    findings(book, summary)?;
    if let Some(history) = history {
        earlier_runs(book, history, summary)?;
    }
    if let Some(suppliers) = suppliers {
        sellers(book, suppliers)?;
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
        let word = verdict.word(book.catalog);
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
    let units = worst_first(&summary.units);
    let table = Table::of(catalog, "region", (1u64..).zip(units))
        .column("rank", 7.0, Kind::Count, |(rank, _)| rank)
        .column("unit", 26.0, Kind::Wrap, |(_, u)| &*u.unit)
        .column("county", 10.0, Kind::Text, |(_, u)| u.county.as_deref())
        .column("sector", 8.0, Kind::Centre, |(_, u)| words::sector(catalog, u.sector))
        .column("verdict", 10.0, Kind::Centre, |(_, u)| u.verdict.word(catalog));
    let gap = |u: &UnitSummary| u.scopes.ytd.requirements.iter().map(|r| r.shortfall_substitute_fen).max();
    let table = with_requirements(table, |(_, u)| &u.scopes.ytd.requirements, summary, catalog)
        .column("counted", 14.0, Kind::Yuan, |(_, u)| {
            Some(u.scopes.ytd.requirements.first()?.counted_fen)
        })
        .column("base", 15.0, Kind::Yuan, |(_, u)| u.scopes.ytd.base_fen)
        .column("base_disputed", 14.0, Kind::Yuan, |(_, u)| u.scopes.ytd.base_disputed_fen)
        .column("gap", 14.0, Kind::Yuan, move |(_, u)| gap(u))
        .column("disputed_lines", 9.0, Kind::Count, |(_, u)| u.disputed_lines)
        .column("findings", 9.0, Kind::Count, |(_, u)| {
            u.findings.iter().map(|f| f.count).sum::<u64>()
        })
        .column("decided", 26.0, Kind::Wrap, |(_, u)| {
            words::decided(u.decided.as_ref(), u.verdict, catalog)
        })
        .column("note", 16.0, Kind::Wrap, |(_, u)| words::note(catalog, u.note))
        .column("code", 14.0, Kind::Text, |(_, u)| u.code.as_deref())
        .column("path", 36.0, Kind::Text, |(_, u)| &*u.path)
        .table();
    let first = table.columns.iter().position(|c| c.key == "low").unwrap_or(5);
    // Code and path are for the screen.
    let printed = u16::try_from(table.columns.len()).unwrap_or(3).saturating_sub(3);
    let (mut sheet, last) = book.table("ranking", table)?;
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

/// 疑点跟踪, 待核实跟踪, 全市逐月, 各单位逐月.
fn earlier_runs(book: &mut Book<'_>, report: &HistoryReport, summary: &RegionSummary) -> Result<(), RenderError> {
    let catalog = book.catalog;
    let infos = &summary.policy.requirements;
    let findings = tables::history::followed(&report.findings, false, catalog);
    book.list(
        "followed",
        findings.only(&[
            "state", "county", "unit", "finding", "detail", "amount", "first", "last", "months", "answer", "key",
        ]),
    )?;
    let disputes = tables::history::followed(&report.disputes, true, catalog);
    book.list(
        "followed_disputes",
        disputes.only(&[
            "state", "county", "unit", "goods", "reasons", "detail", "amount", "first", "last", "months", "answer", "key",
        ]),
    )?;
    book.list("region_months", tables::history::months(&report.region, infos, catalog))?;
    if let Some(years) = tables::history::years(&report.region, infos, catalog) {
        book.list("years", years)?;
    }
    book.list("unit_months", tables::history::units(report, summary, catalog))
}

/// 供应商 with the matrix of kinds, 供应商与单位, 品类集中.
fn sellers(book: &mut Book<'_>, report: &SupplierReport) -> Result<(), RenderError> {
    let catalog = book.catalog;
    let table = tables::suppliers::suppliers(report, catalog);
    let printed = table.columns.iter().position(|c| c.key == "kind").unwrap_or(1);
    let (mut sheet, last) = book.table("suppliers", table)?;
    // The kinds of food are for the screen.
    sheet
        .set_freeze_panes(1, 2)?
        .set_print_area(0, 0, last.max(1), u16::try_from(printed).unwrap_or(1).saturating_sub(1))?;
    book.push(sheet);
    book.list("kinds", tables::suppliers::kinds(report, catalog))?;
    book.list("few_hands", tables::suppliers::findings(report, catalog))?;
    book.list("supplier_units", tables::suppliers::units(report, catalog))
}
