//! What all workbooks share beside the look of their cells: the page, the mark and the date.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use crate::{
    inbox::own_output,
    model::dates::Month,
    report::{RenderError, package::same_everywhere},
    text::fault::{Fault, Foreign},
};

/// A4 in the workbook's code.
const A4: u8 = 9;

/// The properties of an output: the mark by which a copy of it in an inbox is known, and the period's last day as the only date, so that the
/// same report is the same bytes.
///
/// # Errors
/// [`XlsxError`] for a year before 1900.
pub(crate) fn output_properties(period: Month) -> Result<DocProperties, XlsxError> {
    Ok(DocProperties::new()
        .set_custom_property(own_output::MARK, true)
        .set_creation_datetime(&day(period.last_day())?))
}

/// The bytes of a workbook, the same on every system.
pub(crate) fn bytes(workbook: &mut Workbook) -> Result<Vec<u8>, XlsxError> {
    Ok(same_everywhere(workbook.save_to_buffer()?))
}

/// A day as a spreadsheet counts it.
///
/// # Errors
/// [`XlsxError`] before 1900: a spreadsheet has no such day.
pub(crate) fn day(day: jiff::civil::Date) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(day.year()).unwrap_or(0);
    ExcelDateTime::from_ymd(year, day.month().unsigned_abs(), day.day().unsigned_abs())
}

/// A new sheet whose rows are written from the top down, each passed on to a temporary file when the next begins: a ledger of any size takes no
/// more than a row. No chart can show the values of such a sheet.
pub(crate) fn long_sheet(workbook: &mut Workbook) -> Worksheet {
    // Without a folder for temporary files the sheet stays in memory.
    workbook.new_worksheet_with_constant_memory().unwrap_or_default()
}

/// A4, as wide as the page.
pub(crate) fn page(sheet: &mut Worksheet) -> &mut Worksheet {
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0)
}

/// A list: across the page, its first row frozen and repeated on every page.
pub(crate) fn list_page(sheet: &mut Worksheet) -> Result<&mut Worksheet, XlsxError> {
    page(sheet).set_landscape().set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)
}

/// The library panics when it cannot write a temporary file, as on a full disk: that is an error of the run like any other.
pub(crate) fn without_panic<T>(render: impl FnOnce() -> Result<T, RenderError>) -> Result<T, RenderError> {
    catch_unwind(AssertUnwindSafe(render)).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().map_or("", String::as_str);
        Err(Fault::stopped("report.write").with("what", "xlsx").because(Foreign::of(said)))
    })
}
