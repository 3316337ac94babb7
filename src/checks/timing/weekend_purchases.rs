//! A school's canteen that buys on Saturdays and Sundays as on any other day: nobody eats there then.

use jiff::civil::Weekday;

use crate::checks::prelude::*;

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    if let Some(reason) = cx.not_a_school() {
        return Outcome::NotApplicable(reason);
    }
    let dated: Vec<&Line> = cx.purchases().filter(|l| l.date.is_some() && l.amount_fen > Some(0)).collect();
    if dated.len() < cx.settings.weekend_min_lines {
        return Outcome::NotApplicable(NotApplicableReason::TooFewDatedLines);
    }
    let weekend = |l: &&&Line| l.date.is_some_and(|d| matches!(d.weekday(), Weekday::Saturday | Weekday::Sunday));
    let closed: Vec<&Line> = dated.iter().filter(weekend).copied().collect();
    Outcome::of_share(cx, &closed, &dated, cx.settings.weekend_share_bp)
}
