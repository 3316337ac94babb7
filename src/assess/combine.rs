//! The figures of several units together.

use std::sync::Arc;

use crate::{
    assess::intervals::result,
    model::{OwnBase, Ratio, RequirementResult, ScopeResult, Verdict},
};

/// Adds up scopes of several units: the region's, a county's or a sector's figures, with the policy's own thresholds as the first unit has them.
pub fn combine(scopes: &[&ScopeResult]) -> ScopeResult {
    let sum = |f: &dyn Fn(&ScopeResult) -> i64| scopes.iter().map(|s| f(s)).fold(0_i64, i64::saturating_add);
    let ids: Vec<Arc<str>> = scopes
        .first()
        .map(|s| s.requirements.iter().map(|r| r.id.clone()).collect())
        .unwrap_or_default();
    let requirements = ids
        .into_iter()
        .map(|id| {
            let all: Vec<&RequirementResult> = scopes.iter().filter_map(|s| s.requirements.iter().find(|r| r.id == id)).collect();
            let of: Vec<&RequirementResult> = all.iter().copied().filter(|r| is_added(r)).collect();
            let total = |f: &dyn Fn(&RequirementResult) -> i64| of.iter().map(|r| f(r)).fold(0_i64, i64::saturating_add);
            // The rule itself: a unit's lower exception does not lower the region's.
            let t = all.iter().map(|r| r.threshold_bp).max().unwrap_or(0);
            let low = Ratio::of(total(&|r| r.low.numerator_fen), total(&|r| r.low.denominator_fen));
            let high = Ratio::of(total(&|r| r.high.numerator_fen), total(&|r| r.high.denominator_fen));
            let unbounded = of.iter().any(|r| r.unbounded);
            let nothing = of.iter().all(|r| r.verdict == Verdict::NoData);
            RequirementResult {
                counted_fen: total(&|r| r.counted_fen),
                disputed_fen: total(&|r| r.disputed_fen),
                ..result(id, t, (low, high), nothing, unbounded).over(together(all.iter().filter_map(|r| r.own_base)))
            }
        })
        .collect();
    ScopeResult {
        base_fen: sum(&|s| s.base_fen),
        base_disputed_fen: sum(&|s| s.base_disputed_fen),
        requirements,
        open_amounts: Vec::new(),
    }
}

/// Whether a unit's figures are part of those of several: not what is not asked of it, nor what has no base to be a share of.
pub(crate) fn is_added(r: &RequirementResult) -> bool {
    r.verdict != Verdict::Exempt && !r.own_base.is_some_and(|b| b.is_missing())
}

/// The units' own bases together; a unit whose base is missing adds nothing.
pub(crate) fn together(bases: impl Iterator<Item = OwnBase>) -> Option<OwnBase> {
    bases.reduce(|a, b| OwnBase {
        kind: a.kind,
        base_fen: a.base_fen.saturating_add(b.base_fen),
        base_disputed_fen: a.base_disputed_fen.saturating_add(b.base_disputed_fen),
        year_fen: match (a.year_fen, b.year_fen) {
            (Some(a), Some(b)) => Some(a.saturating_add(b)),
            (a, b) => a.or(b),
        },
    })
}
