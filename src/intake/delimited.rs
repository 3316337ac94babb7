//! Reader of one format (being written).

use super::{Book, Limits, Unreadable};

/// Cells of the workbook.
///
/// # Errors
/// Why it cannot be read.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Book, Unreadable> {
    let _ = (bytes, limits);
    Err(Unreadable::Unsupported("being written".into()))
}
