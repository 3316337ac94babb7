//! A second copy of a workbook, byte for byte or line for line, counted once.

use crate::checks::{figures::place_of_file, prelude::*, submission::repeated};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    if cx.data.files.is_empty() {
        return Outcome::NotApplicable(NotApplicableReason::NoFiles);
    }
    let mut flags: Vec<Flag> = cx
        .copies
        .iter()
        .map(|(original, copy)| {
            let args = [
                ("first", original.to_string()),
                ("second", copy.to_string()),
                ("same", cx.catalog.get("checks.duplicate_file.bytes").to_owned()),
            ];
            Flag::new(copy.to_string(), args).shown_by(vec![place_of_file(copy)])
        })
        .collect();
    let lines = |mut flag: Flag| {
        let same = cx.catalog.format("checks.duplicate_file.lines", &flag.args);
        flag.args.insert("same".to_owned(), same);
        flag
    };
    flags.extend(repeated::flags(cx, |r| r.whole && !r.of_sheets).into_iter().map(lines));
    Outcome::Examined {
        passed: cx.data.files.len() as u64,
        flags,
    }
}
