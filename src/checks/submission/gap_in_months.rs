//! Months of the year to date without a single line, between or after months that have some.

use std::collections::BTreeSet;

use crate::checks::prelude::*;

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let present: BTreeSet<Month> = cx
        .data
        .lines
        .iter()
        .map(|l| l.period)
        .filter(|m| m.in_year_to_date(cx.period))
        .collect();
    if present.is_empty() {
        return Outcome::NotApplicable(NotApplicableReason::NoLines);
    }
    let missing: Vec<Month> = (1..=cx.period.month())
        .filter_map(|m| Month::new(cx.period.year(), m))
        .filter(|m| !present.contains(m))
        .collect();
    let passed = present.len() as u64;
    if missing.is_empty() {
        return Outcome::passed(passed);
    }
    let names: Vec<String> = missing.iter().map(ToString::to_string).collect();
    let flag = Flag::new(names.join(","), [("months", names.join("、"))]);
    Outcome::flagged(flag, passed)
}
