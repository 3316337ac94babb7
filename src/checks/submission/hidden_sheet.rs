//! A hidden sheet: not counted, and said so.

use crate::checks::{figures::place_of_file, prelude::*};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    if cx.data.files.is_empty() {
        return Outcome::NotApplicable(NotApplicableReason::NoFiles);
    }
    let flags: Vec<Flag> = cx
        .data
        .issues
        .iter()
        .filter(|(_, i)| i.code == "hidden_sheet")
        .map(|(file, issue)| {
            let sheet = issue.sheet.clone().unwrap_or_default();
            let mut source = place_of_file(file);
            source.sheet = sheet.clone();
            Flag::new(
                format!("{file}|{sheet}"),
                [("file", file.to_string()), ("sheet", sheet.to_string())],
            )
            .shown_by(vec![source])
        })
        .collect();
    Outcome::Examined {
        passed: cx.data.files.len() as u64,
        flags,
    }
}
