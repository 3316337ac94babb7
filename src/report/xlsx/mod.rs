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
pub(crate) mod lines;
pub(crate) mod lists;
pub(crate) mod marked;
pub(crate) mod months;
pub(crate) mod plan;
pub(crate) mod reconcile;
pub(crate) mod region;
pub(crate) mod styles;

use crate::{
    model::{region_summary::RegionSummary, unit_report::UnitReport},
    report::{
        RenderError,
        xlsx::{book::Book, document::without_panic},
    },
    text::catalog::Catalog,
};

/// `report.xlsx` of a unit.
///
/// # Errors
/// [`RenderError`] when a sheet holds no more rows; [`RenderError`] when the disk of temporary files is full.
pub fn render_unit(report: &UnitReport, catalog: &Catalog) -> Result<Vec<u8>, RenderError> {
    without_panic(|| {
        let mut book = Book::new(catalog, report.run.period, &report.unit)?;
        let lines = lines::Layout::new(report, catalog);
        cover::write(&mut book, report, &calc::Layout::new(report))?;
        calc::write(&mut book, report, &lines)?;
        months::write(&mut book, report)?;
        plan::write(&mut book, report)?;
        lines::write(&mut book, report, &lines)?;
        lines::write_map(&mut book, report, &lines)?;
        lists::disputed(&mut book, report)?;
        lists::findings(&mut book, report)?;
        reconcile::write(&mut book, report)?;
        lists::issues(&mut book, report)?;
        lists::files(&mut book, report)?;
        book.finish()
    })
}

/// `summary.xlsx` of the region.
///
/// # Errors
/// As [`render_unit`].
pub fn render_region(summary: &RegionSummary, catalog: &Catalog) -> Result<Vec<u8>, RenderError> {
    without_panic(|| {
        let mut book = Book::new(catalog, summary.run.period, catalog.get("xlsx.region.title"))?;
        region::write(&mut book, summary)?;
        if !summary.reconciliation.is_empty() {
            let sides = summary.reconciliation.iter().map(|r| (r.title.as_str(), &r.ledger, &r.platform));
            reconcile::totals(&mut book, sides)?;
        }
        book.finish()
    })
}

#[cfg(test)]
mod tests;
