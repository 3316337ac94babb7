//! Goods accepted by the one who bought them, and by nobody else: nobody stands between the seller and the books.

use crate::checks::{
    check::{CheckContext, NotApplicableReason, Outcome},
    delivery::persons::persons,
    judged_lines,
};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    judged_lines::run(cx, NotApplicableReason::NoBuyersBesideAcceptance, |_, details| {
        let (buyers, acceptors) = (persons(details.bought_by.as_deref()?)?, persons(details.accepted_by.as_deref()?)?);
        let wrong = acceptors.is_subset(&buyers);
        Some(if wrong {
            let names: Vec<String> = acceptors.into_iter().collect();
            Err([
                ("person", names.join("、")),
                ("buyer", details.bought_by.as_deref().unwrap_or_default().to_owned()),
            ])
        } else {
            Ok(())
        })
    })
}
