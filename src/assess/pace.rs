//! Pace: how the year is going beside the unit's plan (docs/figures.md).

use crate::{
    assess::gap::{ceil_div, to_i64},
    model::{BaseKind, Month, Pace, PaceState, RequirementResult, ScopeResult, Verdict},
};

/// Pace of every requirement against a year's amount, from the certain end of the year to date: the plan, or the amount of the year that it is a
/// share of. `None` where no requirement has one.
pub fn pace(ytd: &ScopeResult, plan_fen: Option<i64>, period: Month) -> Option<Vec<Pace>> {
    let of = |r: &RequirementResult| {
        let bought = i128::from(r.low.denominator_fen);
        let (year_fen, bought) = match r.own_base {
            None => (plan_fen?, Some(bought)),
            Some(_) if r.verdict == Verdict::Exempt => return None,
            Some(base) if base.kind == BaseKind::Plan => {
                (base.year_fen?, Some(i128::from(ytd.base_fen) + i128::from(ytd.base_disputed_fen)))
            }
            // How much will be bought this year the registry does not say.
            Some(base) => (base.year_fen?, None),
        };
        Some(pace_of(r, i128::from(year_fen), bought, period))
    };
    let all: Vec<Pace> = ytd.requirements.iter().filter_map(of).collect();
    (!all.is_empty()).then_some(all)
}

/// `bought` of the year's amount so far, fen, where that is a plan of purchases.
fn pace_of(r: &RequirementResult, year_fen: i128, bought: Option<i128>, period: Month) -> Pace {
    let m = i128::from(period.month());
    let (n, t) = (i128::from(r.low.numerator_fen), i128::from(r.threshold_bp));
    // r·P in ten-thousandths of a fen, so that nothing is rounded before it is compared.
    let goal = t * year_fen;
    let completion_bp = (goal > 0).then(|| to_i64((n * 10_000 * 10_000).div_euclid(goal)));
    let missing = goal - n * 10_000;
    let left = 12 - m;
    let state = if missing <= 0 {
        PaceState::Met
    } else if bought.is_some_and(|bought| (n + (year_fen - bought)) * 10_000 < goal) {
        PaceState::Unreachable
    } else if n * 10_000 * 12 >= goal * m {
        PaceState::OnTrack
    } else {
        PaceState::Behind
    };
    Pace {
        id: r.id.clone(),
        completion_bp,
        time_bp: to_i64(m * 10_000 / 12),
        needed_monthly_fen: (left > 0).then(|| to_i64(ceil_div(missing.max(0), 10_000 * left))),
        forecast_bp: Some(to_i64((n * 12 * 10_000).div_euclid(m * year_fen))),
        state,
    }
}
