//! A registered unit that must report and sent nothing.

use crate::{checks::prelude::*, model::Verdict};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    if cx.assessment.verdict == Verdict::Exempt {
        return Outcome::NotApplicable(NotApplicableReason::Exempt);
    }
    if cx.data.files.is_empty() {
        let flag = Flag::new(cx.period.to_string(), [("period", cx.period.to_string())]);
        return Outcome::flagged(flag, 0);
    }
    Outcome::passed(1)
}
