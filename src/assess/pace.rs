//! Pace: how the year is going beside the unit's plan (docs/figures.md).

use crate::{
    assess::gap::{ceil_div, to_i64},
    model::{
        dates::Month,
        results::{Pace, PaceState, ScopeResult},
    },
};

/// Pace of every requirement against the plan, from the certain end of the year to date.
pub fn pace(ytd: &ScopeResult, plan_fen: i64, period: Month) -> Vec<Pace> {
    let m = i128::from(period.month());
    let plan = i128::from(plan_fen);
    ytd.requirements
        .iter()
        .map(|r| {
            let (n, d, t) = (
                i128::from(r.low.numerator_fen),
                i128::from(r.low.denominator_fen),
                i128::from(r.threshold_bp),
            );
            // r·P in ten-thousandths of a fen, so that nothing is rounded before it is compared.
            let goal = t * plan;
            let completion_bp = (goal > 0).then(|| to_i64((n * 10_000 * 10_000).div_euclid(goal)));
            let missing = goal - n * 10_000;
            let left = 12 - m;
            let state = if missing <= 0 {
                PaceState::Met
            } else if (n + (plan - d)) * 10_000 < goal {
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
                forecast_bp: Some(to_i64((n * 12 * 10_000).div_euclid(m * plan))),
                state,
            }
        })
        .collect()
}
