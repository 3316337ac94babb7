//! Too many round amounts: weighed food does not cost whole hundreds; invented figures do.

use crate::checks::prelude::*;

/// Whole hundreds of yuan, in fen.
const ROUND: i64 = 10_000;

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let large: Vec<&Line> = cx.purchases().filter(|l| l.amount_fen >= Some(ROUND)).collect();
    if large.len() < cx.settings.round_min_lines {
        return Outcome::NotApplicable(NotApplicableReason::TooFewLargeLines);
    }
    let round: Vec<&Line> = large
        .iter()
        .filter(|l| l.amount_fen.is_some_and(|f| f % ROUND == 0))
        .copied()
        .collect();
    let count = |lines: &[&Line]| i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let share = share_bp(count(&round), count(&large));
    if share < cx.settings.round_share_bp {
        return Outcome::passed(1);
    }
    let args = [
        ("count", round.len().to_string()),
        ("of", large.len().to_string()),
        ("share", percent(share)),
        ("threshold", percent(cx.settings.round_share_bp)),
    ];
    let flag = Flag::of_lines(cx.period.year().to_string(), &round, args);
    Outcome::flagged(flag, 0)
}
