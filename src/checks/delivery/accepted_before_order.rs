//! Goods that were accepted before they were ordered.

use crate::checks::{judged_lines, prelude::*};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    judged_lines::run(cx, NotApplicableReason::NoAcceptanceDates, |line| {
        let details = line.details.as_deref()?;
        let (ordered, accepted) = (details.ordered?, details.accepted?);
        Some((accepted < ordered).then(|| [("ordered", ordered.to_string()), ("accepted", accepted.to_string())]))
    })
}
