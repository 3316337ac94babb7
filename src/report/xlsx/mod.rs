//! `report.xlsx`, an audit working paper (审计工作底稿) with live formulas, and `summary.xlsx`, the region.
//!
//! In: a finished report. Out: the bytes of a workbook. The formulas repeat the clause's arithmetic over the line sheet, so that an
//! auditor who changes a channel, a base or a standing cell sees the ratios move; their cached results are the report's own figures.
//!
//! `styles`, `document` and `cells` are what every workbook of the program shares, those to fill in too.

pub(crate) mod book;
pub(crate) mod calc;
pub(crate) mod cells;
pub(crate) mod charts;
pub(crate) mod cover;
pub(crate) mod disputes;
pub(crate) mod document;
pub(crate) mod handout;
pub(crate) mod lines;
pub(crate) mod marked;
pub(crate) mod months;
pub(crate) mod region;
pub(crate) mod styles;
mod supplier_names;

use crate::{
    decisions::register,
    model::{HistoryReport, RegionSummary, Side, SupplierReport, UnitReport},
    report::{
        RenderError,
        tables::{self, Table},
        xlsx::{book::Book, document::without_panic},
    },
    text::Catalog,
};

/// `report.xlsx` of a unit.
///
/// # Errors
/// [`RenderError`] when a sheet holds no more rows; [`RenderError`] when the disk of temporary files is full.
pub fn render_unit(report: &UnitReport, catalog: &Catalog) -> Result<Vec<u8>, RenderError> {
    without_panic(|| {
        let mut book = Book::new(catalog, report.run.period, &report.unit)?;
        cover::write(&mut book, report, &calc::Layout::new(report))?;
        // Where nothing is judged there are no pages of zeros.
        let lines = (!report.is_bare()).then(|| lines::Layout::new(report, catalog));
        if let Some(lines) = &lines {
            calc::write(&mut book, report, lines)?;
            months::write(&mut book, report)?;
        }
        if let Some(plan) = tables::unit::plan(report, catalog) {
            book.list("plan", plan)?;
        }
        if let Some(lines) = &lines {
            lines::write(&mut book, report, lines)?;
            lines::write_map(&mut book, report, lines)?;
            let open = register::open(report, catalog);
            book.list("disputed", tables::unit::disputed(&open, catalog))?;
        }
        if lines.is_some() || !report.findings.is_empty() {
            book.list("findings", tables::unit::findings(report, catalog))?;
        }
        totals(&mut book, report.reconciliation.iter().map(|r| (&*r.title, &r.ledger, &r.platform)))?;
        if !report.reconciliation.is_empty() {
            book.list("reconcile", tables::reconcile::matches(report, catalog))?;
        }
        if let Some(prices) = &report.prices {
            book.list("prices", tables::prices::overpaid(prices, catalog))?;
            book.list("prices_sums", tables::prices::sums(&prices.items, &prices.suppliers, catalog))?;
            book.list("prices_unmatched", tables::prices::unmatched(prices, catalog))?;
        }
        if lines.is_some() || !report.issues.is_empty() || !report.rejected.is_empty() {
            let issues = tables::unit::issues(report, catalog);
            book.list("issues", issues.and(tables::unit::rejected(report, catalog)))?;
        }
        if !report.files.is_empty() {
            book.list("files", tables::unit::files(report, catalog))?;
        }
        book.finish()
    })
}

/// `summary.xlsx` of the region, with who sells to the units and what became of earlier runs where that is asked for.
pub fn render_region(
    summary: &RegionSummary,
    suppliers: Option<&SupplierReport>,
    history: Option<&HistoryReport>,
    catalog: &Catalog,
) -> Result<Vec<u8>, RenderError> {
    without_panic(|| {
        let mut book = Book::new(catalog, summary.run.period, catalog.get("xlsx.region.title"))?;
        region::write(&mut book, summary, suppliers, history)?;
        totals(
            &mut book,
            summary.reconciliation.iter().map(|r| (&*r.title, &r.ledger, &r.platform)),
        )?;
        if let Some(prices) = &summary.prices {
            book.list("prices_units", tables::prices::units(summary, catalog))?;
            book.list("prices_sums", tables::prices::sums(&prices.items, &prices.suppliers, catalog))?;
        }
        book.finish()
    })
}

/// Both sides of every platform; no sheet without exports.
fn totals<'r>(book: &mut Book<'_>, sides: impl Iterator<Item = (&'r str, &'r Side, &'r Side)>) -> Result<(), RenderError> {
    let catalog = book.catalog;
    let tables = sides.map(|(title, ledger, platform)| tables::reconcile::totals(title, ledger, platform, catalog));
    tables
        .reduce(Table::and)
        .map_or(Ok(()), |table| book.list("reconcile_totals", table))
}

#[cfg(test)]
mod tests;
