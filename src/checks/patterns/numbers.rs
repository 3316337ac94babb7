//! Order and invoice numbers as they are compared.

use std::borrow::Cow;

use crate::{model::Line, text::normal};

/// The least that a number holds to be told from a serial, as everywhere.
const FEWEST: usize = 6;

/// A number as it is compared; `None` for what is too short or was damaged.
pub(super) fn number<'a>(text: Option<&'a str>, line: &Line) -> Option<Cow<'a, str>> {
    let mut text = normal::squeeze(text?);
    if text.bytes().any(|b| b.is_ascii_lowercase()) {
        text.to_mut().make_ascii_uppercase();
    }
    let signs = text.bytes().filter(u8::is_ascii_alphanumeric).take(FEWEST).count();
    (signs == FEWEST && !line.notes.iter().any(|n| &**n == "damaged_id")).then_some(text)
}
