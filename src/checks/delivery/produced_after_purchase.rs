//! Goods whose production date lies behind the day on which they arrived: the row was written by somebody who did not see them.

use crate::checks::{delivery::arrival::arrival, judged_lines, prelude::*};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    judged_lines::run(cx, NotApplicableReason::NoProductionDates, |line| {
        let details = line.details.as_deref()?;
        let (produced, arrived) = (details.produced?, arrival(line, details)?);
        Some((produced > arrived).then(|| [("produced", produced.to_string()), ("arrived", arrived.to_string())]))
    })
}
