//! `.xls`, through calamine.

use super::{Book, Limits, Unreadable, through_calamine};

/// Cells of the workbook.
///
/// # Errors
/// Why it cannot be read.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Book, Unreadable> {
    through_calamine::xls(bytes, limits)
}
