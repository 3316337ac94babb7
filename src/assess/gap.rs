//! Gap, reservation and pace (semantics.md, Gap and pace). Exact, in `i128`; figures for people are rounded once, at the end.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    model::{
        dates::Month,
        money::Ratio,
        results::{Pace, PaceState, Reservation, ReservationResult, ScopeResult, Verdict},
        unit::UnitTerms,
    },
    policy::at::PolicyAt,
};

fn to_i64(v: i128) -> i64 {
    i64::try_from(v).unwrap_or(if v < 0 { i64::MIN } else { i64::MAX })
}

/// Ceiling of `a / b` for positive `b`.
fn ceil_div(a: i128, b: i128) -> i128 {
    a.div_euclid(b) + i128::from(a.rem_euclid(b) != 0)
}

/// `ceil(r·D − N)` and `ceil((r·D − N) / (1 − r))`, fen; 0 when the threshold is met. With a threshold of 100 % no extra purchase
/// closes a gap: the second figure is then the first.
#[must_use]
pub fn shortfalls(ratio: Ratio, threshold_bp: i64) -> (i64, i64) {
    let missing = i128::from(threshold_bp) * i128::from(ratio.denominator_fen) - i128::from(ratio.numerator_fen) * 10_000;
    if missing <= 0 {
        return (0, 0);
    }
    let substitute = ceil_div(missing, 10_000);
    let rest = i128::from(10_000 - threshold_bp);
    let additional = if rest > 0 { ceil_div(missing, rest) } else { substitute };
    (to_i64(substitute), to_i64(additional))
}

/// Reserved ÷ planned, per requirement for which a reserve is registered. The whole takes the sum of its parts where it has none of its own.
#[must_use]
pub fn reservation(policy: &PolicyAt, terms: &UnitTerms, thresholds: &BTreeMap<Arc<str>, i64>) -> Option<Reservation> {
    let plan_fen = terms.plan_fen.filter(|p| *p > 0)?;
    if terms.reserved_fen.is_empty() {
        return None;
    }
    let given = |id: &Arc<str>| terms.reserved_fen.iter().find(|(r, _)| r == id).map(|(_, fen)| *fen);
    let requirements = policy
        .requirements
        .iter()
        .filter_map(|r| {
            let id = &r.requirement.id;
            let parts = || {
                let inside = policy
                    .requirements
                    .iter()
                    .filter(|p| p.requirement.id != *id && p.requirement.channels.iter().all(|c| r.requirement.channels.contains(c)));
                let sums: Vec<i64> = inside.filter_map(|p| given(&p.requirement.id)).collect();
                (!sums.is_empty()).then(|| sums.iter().fold(0_i64, |a, b| a.saturating_add(*b)))
            };
            let reserved_fen = given(id).or_else(parts)?;
            let threshold_bp = thresholds.get(id).copied().unwrap_or(r.threshold_bp);
            let ratio = Ratio {
                numerator_fen: reserved_fen,
                denominator_fen: plan_fen,
            };
            let verdict = if ratio.meets(threshold_bp) == Some(true) {
                Verdict::Pass
            } else {
                Verdict::Fail
            };
            Some(ReservationResult {
                id: id.clone(),
                threshold_bp,
                reserved_fen: Some(reserved_fen),
                ratio_bp: ratio.floor_bp(),
                verdict,
            })
        })
        .collect();
    Some(Reservation { plan_fen, requirements })
}

/// Pace of every requirement against the plan, from the certain end of the year to date.
#[must_use]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortfalls_are_those_of_the_contract_and_round_up() {
        let ratio = Ratio {
            numerator_fen: 120_000,
            denominator_fen: 1_234_500,
        };
        assert_eq!(shortfalls(ratio, 1000), (3450, 3834));
        assert_eq!(
            shortfalls(
                Ratio {
                    numerator_fen: 10,
                    denominator_fen: 100
                },
                1000
            ),
            (0, 0)
        );
        assert_eq!(
            shortfalls(
                Ratio {
                    numerator_fen: 9,
                    denominator_fen: 91
                },
                1000
            ),
            (1, 1)
        );
    }
}
