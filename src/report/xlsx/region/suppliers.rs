//! The sheets of `summary.xlsx` about suppliers.

use crate::{
    model::region::suppliers::SupplierReport,
    report::{RenderError, tables::suppliers as tables, xlsx::book::Book},
};

/// 供应商 with the matrix of kinds, 供应商与单位, 品类集中.
pub(super) fn write(book: &mut Book<'_>, report: &SupplierReport) -> Result<(), RenderError> {
    let catalog = book.catalog;
    let table = tables::suppliers(report, catalog);
    let printed = table.columns.iter().position(|c| c.key == "kind").unwrap_or(1);
    let (mut sheet, last) = book.table("suppliers", table)?;
    // The kinds of food are for the screen.
    sheet
        .set_freeze_panes(1, 2)?
        .set_print_area(0, 0, last.max(1), u16::try_from(printed).unwrap_or(1).saturating_sub(1))?;
    book.push(sheet);
    book.list("kinds", tables::kinds(report, catalog))?;
    book.list("few_hands", tables::findings(report, catalog))?;
    book.list("supplier_units", tables::units(report, catalog))
}
