//! A second copy of a workbook, byte for byte or line for line, counted once.

use crate::checks::{
    check::{CheckContext, Flag, NotApplicableReason, Outcome},
    figures::{args, place_of_file},
    submission::repeated,
};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    if cx.data.files.is_empty() {
        return Outcome::NotApplicable(NotApplicableReason::NoFiles);
    }
    let mut flags: Vec<Flag> = cx
        .copies
        .iter()
        .map(|(original, copy)| Flag {
            subject: copy.to_string(),
            args: args([
                ("first", original.to_string()),
                ("second", copy.to_string()),
                ("same", cx.catalog.get("checks.duplicate_file.bytes").to_owned()),
            ]),
            amount_fen: None,
            evidence: vec![place_of_file(copy)],
            ..Flag::default()
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
