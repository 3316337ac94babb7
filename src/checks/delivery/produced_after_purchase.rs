//! Goods whose production date lies behind the day on which they arrived: the row was written by somebody who did not see them.

use crate::checks::{
    check::{CheckContext, NotApplicableReason, Outcome},
    delivery::arrival::arrival,
    judged_lines,
};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    judged_lines::run(cx, NotApplicableReason::NoProductionDates, |line, details| {
        let (produced, arrived) = (details.produced?, arrival(line, details)?);
        let wrong = produced > arrived;
        Some(if wrong {
            Err([("produced", produced.to_string()), ("arrived", arrived.to_string())])
        } else {
            Ok(())
        })
    })
}
