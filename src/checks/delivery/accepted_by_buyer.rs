//! Goods accepted by the one who bought them, and by nobody else: nobody stands between the seller and the books.

use crate::checks::{delivery::persons::persons, judged_lines, prelude::*};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    judged_lines::run(cx, NotApplicableReason::NoBuyersBesideAcceptance, |line| {
        let details = line.details.as_deref()?;
        let buyer = details.bought_by.as_deref()?;
        let (buyers, acceptors) = (persons(buyer)?, persons(details.accepted_by.as_deref()?)?);
        Some(acceptors.is_subset(&buyers).then(|| {
            let names: Vec<String> = acceptors.into_iter().collect();
            [("person", names.join("、")), ("buyer", buyer.to_owned())]
        }))
    })
}
