//! Several versions of one ledger: the repeated lines of the second are disputed.

use crate::{
    checks::{
        check::{Check, CheckContext, Meta, NotApplicableReason, Outcome},
        submission::repeated::{flags, passed},
    },
    model::finding::Severity,
};

/// See the module.
pub struct DuplicateAcrossFiles;

impl Check for DuplicateAcrossFiles {
    fn meta(&self) -> Meta {
        Meta::new("duplicate_across_files", Severity::Error)
    }

    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        if cx.data.files.len() < 2 {
            return Outcome::NotApplicable(NotApplicableReason::OneFile);
        }
        let flags = flags(cx, |r| !r.whole && r.first.0 != r.second.0);
        Outcome::Examined {
            passed: passed(cx.data.files.len(), &flags),
            flags,
        }
    }
}
