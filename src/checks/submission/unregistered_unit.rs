//! A unit that workbooks name and the registry does not.

use crate::{
    checks::{
        check::{Check, CheckContext, Flag, Meta, NotApplicableReason, Outcome},
        figures::{args, nearest_words, place_of_file},
    },
    model::finding::Severity,
};

/// See the module.
pub struct UnregisteredUnit;

impl Check for UnregisteredUnit {
    fn meta(&self) -> Meta {
        Meta::new("unregistered_unit", Severity::Warning)
    }
    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
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
}
