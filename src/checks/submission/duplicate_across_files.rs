//! Several versions of one ledger: the repeated lines of the second are disputed.

use crate::checks::{prelude::*, submission::repeated::flags};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    if cx.data.files.len() < 2 {
        return Outcome::NotApplicable(NotApplicableReason::OneFile);
    }
    Outcome::of(cx.data.files.len(), flags(cx, |r| !r.whole && r.first.0 != r.second.0))
}
