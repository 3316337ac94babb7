//! Goods that were accepted before they were ordered.

use crate::checks::{
    check::{CheckContext, NotApplicableReason, Outcome},
    judged_lines,
};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    judged_lines::run(cx, NotApplicableReason::NoAcceptanceDates, |_, details| {
        let (ordered, accepted) = (details.ordered?, details.accepted?);
        let wrong = accepted < ordered;
        Some(if wrong {
            Err([("ordered", ordered.to_string()), ("accepted", accepted.to_string())])
        } else {
            Ok(())
        })
    })
}
