//! A workbook's bytes to its reading, whatever its format.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{
    formats::{self, limits::Limits, unreadable::Unreadable},
    inbox::own_output::is_output,
    rows::{reading::Reading, sheets::read_book},
    tables::vocabulary::Vocabulary,
};

/// Bytes to reading; a panic inside is the file's outcome, not the run's end.
///
/// # Errors
/// Why the workbook cannot be read.
pub fn read_bytes(bytes: &[u8], limits: &Limits, layouts: &Vocabulary) -> Result<Reading, Unreadable> {
    // A container that makes this panic has no mark; its reader says what is wrong with it.
    if catch_unwind(|| is_output(bytes)).unwrap_or(false) {
        return Err(Unreadable::OwnOutput);
    }
    let book = formats::read(bytes, limits)?;
    catch_unwind(AssertUnwindSafe(|| read_book(&book, layouts))).map_err(|_| Unreadable::Internal("finding the tables".to_owned()))
}
