//! From cells to lines: the sheets of a book, one after the other.

use super::{Book, Reading, layout::Layouts};

/// What a workbook says, by its cells and the layout data alone.
#[must_use]
pub fn read_book(book: &Book, layouts: &Layouts) -> Reading {
    let _ = layouts;
    Reading {
        format: book.format,
        date_system: book.date_system,
        sheets: Vec::new(),
        lines: Vec::new(),
        rejected: Vec::new(),
        issues: Vec::new(),
    }
}
