//! The order of units for readers: worst first.

use std::cmp::Reverse;

use crate::model::{UnitSummary, Verdict};

/// Verdicts as readers meet them: worst first, exempt last.
pub const VERDICTS: [Verdict; 5] = [
    Verdict::Fail,
    Verdict::Undetermined,
    Verdict::NoData,
    Verdict::Pass,
    Verdict::Exempt,
];

/// How far the low end stands from the threshold, over the requirements of the year to date: the smallest margin, bp; `i64::MAX` where
/// nothing was bought.
pub fn margin(unit: &UnitSummary) -> i64 {
    let margins = unit.scopes.ytd.requirements.iter();
    margins
        .filter_map(|r| r.ratio_low_bp.map(|low| low.saturating_sub(r.threshold_bp)))
        .min()
        .unwrap_or(i64::MAX)
}

/// Every unit: by verdict, then the smallest margin, then the largest base. Equal units keep the summary's order (county, name).
pub fn worst_first(units: &[UnitSummary]) -> Vec<&UnitSummary> {
    let mut ranked: Vec<&UnitSummary> = units.iter().collect();
    let place = |v: Verdict| VERDICTS.iter().position(|x| *x == v);
    ranked.sort_by_key(|u| (place(u.verdict), margin(u), Reverse(u.scopes.ytd.base_fen)));
    ranked
}
