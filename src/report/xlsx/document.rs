//! What all workbooks share beside the look of their cells: the page, the mark and the date.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Worksheet, XlsxError};

use crate::{inbox::own_output, model::dates::Month};

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

/// A day as a spreadsheet counts it.
///
/// # Errors
/// [`XlsxError`] before 1900: a spreadsheet has no such day.
pub(crate) fn day(day: jiff::civil::Date) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(day.year()).unwrap_or(0);
    ExcelDateTime::from_ymd(year, day.month().unsigned_abs(), day.day().unsigned_abs())
}

/// A4, as wide as the page.
pub(crate) fn page(sheet: &mut Worksheet) -> &mut Worksheet {
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0)
}

/// A list: across the page, its first row frozen and repeated on every page.
///
/// # Errors
/// [`XlsxError`].
pub(crate) fn list_page(sheet: &mut Worksheet) -> Result<&mut Worksheet, XlsxError> {
    page(sheet).set_landscape().set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)
}
