//! Several versions of one ledger: the repeated lines of the second are disputed.

use crate::checks::{
    prelude::*,
    submission::repeated::{flags, passed},
};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    if cx.data.files.len() < 2 {
        return Outcome::NotApplicable(NotApplicableReason::OneFile);
    }
    let flags = flags(cx, |r| !r.whole && r.first.0 != r.second.0);
    Outcome::Examined {
        passed: passed(cx.data.files.len(), &flags),
        flags,
    }
}
