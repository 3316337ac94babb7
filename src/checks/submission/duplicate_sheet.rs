//! A sheet whose lines all stand in another sheet, counted once.

use crate::checks::{prelude::*, submission::repeated::flags};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let mut sheets: Vec<_> = cx.data.lines.iter().map(|l| (&l.source.file, &l.source.sheet)).collect();
    sheets.dedup();
    let flags = flags(cx, |r| r.whole && r.of_sheets);
    if sheets.len() < 2 && flags.is_empty() {
        return Outcome::NotApplicable(NotApplicableReason::OneSheet);
    }
    Outcome::of(sheets.len(), flags)
}
