//! Reservation (预留): what a unit has reserved of its planned purchases.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    model::{BaseKind, Ratio, Reservation, ReservationResult, UnitTerms, Verdict},
    policy::at::PolicyAt,
};

/// Reserved ÷ planned, per requirement for which a reserve is registered. The whole takes the sum of its parts where it has none of its own.
pub fn reservation(policy: &PolicyAt, terms: &UnitTerms, thresholds: &BTreeMap<Arc<str>, i64>) -> Option<Reservation> {
    let plan_fen = terms.plan_fen.filter(|p| *p > 0)?;
    if terms.reserved_fen.is_empty() {
        return None;
    }
    let given = |id: &Arc<str>| terms.reserved_fen.iter().find(|(r, _)| r == id).map(|(_, fen)| *fen);
    let requirements = policy
        .requirements
        .iter()
        // A reserve is a part of the plan.
        .filter(|r| matches!(r.requirement.base, BaseKind::Actual | BaseKind::Plan))
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
            let ratio = Ratio::of(reserved_fen, plan_fen);
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
