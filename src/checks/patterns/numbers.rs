//! Order and invoice numbers as they are compared.

use crate::{model::line::Line, text::normal};

/// The least that a number holds to be told from a serial, as everywhere.
const FEWEST: usize = 6;

/// A number as it is compared; `None` for what is too short or was damaged.
pub(super) fn number(text: Option<&str>, line: &Line) -> Option<String> {
    let text = normal::squeeze(text?).to_ascii_uppercase();
    let signs = text.chars().filter(char::is_ascii_alphanumeric).count();
    (signs >= FEWEST && !line.notes.iter().any(|n| &**n == "damaged_id")).then_some(text)
}
