//! A unit that workbooks name and the registry does not.

use crate::checks::{
    check::{CheckContext, Flag, NotApplicableReason, Outcome},
    figures::{args, nearest_words, place_of_file},
};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    if !cx.in_registry_run {
        return Outcome::NotApplicable(NotApplicableReason::NoRegistry);
    }
    if cx.registered.is_some() {
        return Outcome::passed(1);
    }
    let flag = Flag {
        subject: cx.unit.to_owned(),
        args: args([
            ("unit", cx.unit.to_owned()),
            ("near", nearest_words(&cx.placer.nearest(cx.unit), cx.catalog)),
        ]),
        amount_fen: None,
        evidence: cx.data.files.iter().map(|f| place_of_file(&f.path)).collect(),
        ..Flag::default()
    };
    Outcome::flagged(flag)
}
