//! Purchases that one person accepted alone, where the norm asks for two.

use crate::checks::{delivery::persons::persons, prelude::*};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let named: Vec<(&Line, usize)> = cx
        .purchases()
        .filter_map(|l| Some((l, persons(l.details.as_deref()?.accepted_by.as_deref()?)?.len())))
        .collect();
    if named.len() < cx.settings.one_acceptor_min_lines {
        return Outcome::NotApplicable(NotApplicableReason::TooFewAccepted);
    }
    let all: Vec<&Line> = named.iter().map(|(l, _)| *l).collect();
    let alone: Vec<&Line> = named.iter().filter(|(_, n)| *n == 1).map(|(l, _)| *l).collect();
    Outcome::of_share(cx, &alone, &all, cx.settings.one_acceptor_share_bp)
}
