//! A unit that workbooks name and the registry does not.

use crate::checks::{
    figures::{nearest_words, place_of_file},
    prelude::*,
};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    if !cx.in_registry_run {
        return Outcome::NotApplicable(NotApplicableReason::NoRegistry);
    }
    if cx.registered.is_some() {
        return Outcome::passed(1);
    }
    let args = [
        ("unit", cx.unit.to_owned()),
        ("near", nearest_words(&cx.placer.nearest(cx.unit), cx.catalog)),
    ];
    let flag = Flag::new(cx.unit.to_owned(), args).shown_by(cx.data.files.iter().map(|f| place_of_file(&f.path)).collect());
    Outcome::flagged(flag, 0)
}
