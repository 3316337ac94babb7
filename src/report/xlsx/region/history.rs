//! The sheets of `summary.xlsx` about earlier runs.

use crate::{
    model::{region::history::HistoryReport, region_summary::RegionSummary},
    report::{RenderError, tables::history as tables, xlsx::book::Book},
};

/// 疑点跟踪, 待核实跟踪, 全市逐月, 各单位逐月.
pub(super) fn write(book: &mut Book<'_>, report: &HistoryReport, summary: &RegionSummary) -> Result<(), RenderError> {
    let catalog = book.catalog;
    let infos = &summary.policy.requirements;
    let findings = tables::followed(&report.findings, false, catalog);
    book.list(
        "followed",
        findings.only(&[
            "state", "county", "unit", "finding", "detail", "amount", "first", "last", "months", "answer", "key",
        ]),
    )?;
    let disputes = tables::followed(&report.disputes, true, catalog);
    book.list(
        "followed_disputes",
        disputes.only(&[
            "state", "county", "unit", "goods", "reasons", "detail", "amount", "first", "last", "months", "answer", "key",
        ]),
    )?;
    book.list("region_months", tables::months(&report.region, infos, catalog))?;
    if let Some(years) = tables::years(&report.region, infos, catalog) {
        book.list("years", years)?;
    }
    book.list("unit_months", tables::units(report, summary, catalog))
}
