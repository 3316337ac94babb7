//! The purchase plan: what to buy through which channels in the months left, so that every gap is closed with the least extra money, and of that
//! with the least change of what is planned anyway (docs/figures.md).
//!
//! Let `F` be all that is bought in the months left, at least what is expected anyway. Requirement `i` then needs `ceil(r·(D + F)) − N` through its
//! channels. Requirements whose channels lie within another's count for that one too, so the least that a tree of them needs is, from the leaves up,
//! the larger of its own need and its parts' sum; `T(F)` is that of all roots. Extra money is spared by shifting as long as `T(F) ≤ F`. `T` never falls
//! as `F` grows, so `F ← max(F, T(F))` from the expected amount upwards ends at the least `F` that does: there is no cheaper one.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    assess::gap::{ceil_div, to_i64},
    model::{BaseKind, Month, PlanPart, PlannedShare, PurchasePlan, Ratio, Remaining, RequirementResult, ScopeResult, Verdict},
};

/// Steps upwards before the requirements are taken to ask for more than all that can be bought.
const MOST_STEPS: u32 = 200_000;
/// Fen beyond which no canteen buys.
const MOST_FEN: i128 = 1_000_000_000_000_000;

/// The channels of a requirement, by its id.
pub(crate) type ChannelsOf<'a> = &'a dyn Fn(&str) -> &'a [Arc<str>];

/// A requirement as the plan takes it. Amounts in fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Need {
    /// Certainly in the numerator.
    pub(crate) numerator: i128,
    /// The base as far as it does not grow any more.
    pub(crate) base: i128,
    /// Whether what is bought grows the base.
    pub(crate) grows: bool,
    /// Threshold, bp.
    pub(crate) threshold_bp: i128,
    /// The narrowest other requirement that holds all its channels.
    pub(crate) within: Option<usize>,
}

impl Need {
    /// What has to go through its channels if `bought` is bought in all.
    fn of(&self, bought: i128) -> i128 {
        let base = self.base + if self.grows { bought } else { 0 };
        (ceil_div(self.threshold_bp * base, 10_000) - self.numerator).max(0)
    }
}

/// The least purchase through the channels of each requirement, in their order, and all that is bought: at least `expected`.
/// `None` where they ask for more than all that is bought, however much it is. Parts stand after the whole that holds them.
#[must_use]
pub(crate) fn least(needs: &[Need], expected: i128) -> Option<(Vec<i128>, i128)> {
    let mut bought = expected.max(0);
    for _ in 0..MOST_STEPS {
        let own = own_parts(needs, bought);
        let through: i128 = own.iter().sum();
        if through <= bought {
            return Some((own, bought));
        }
        if through > MOST_FEN {
            return None;
        }
        bought = through;
    }
    None
}

/// What each requirement asks for beyond what its parts bring.
fn own_parts(needs: &[Need], bought: i128) -> Vec<i128> {
    let mut brought = vec![0_i128; needs.len()];
    let mut own = vec![0_i128; needs.len()];
    for (at, need) in needs.iter().enumerate().rev() {
        own[at] = (need.of(bought) - brought[at]).max(0);
        if let Some(whole) = need.within {
            brought[whole] += brought[at] + own[at];
        }
    }
    own
}

/// The plan of a unit with a gap. `None` where there is none, in December, and where the amounts do not settle one: an amount that nobody can read, no
/// purchase, requirements whose channels overlap.
pub(crate) fn purchase_plan(channels: ChannelsOf<'_>, ytd: &ScopeResult, plan_fen: Option<i64>, period: Month) -> Option<PurchasePlan> {
    let months: Vec<Month> = (period.month() + 1..=12).filter_map(|m| Month::new(period.year(), m)).collect();
    // What the union buys is other money.
    let of_canteen = |r: &&RequirementResult| r.own_base.is_none_or(|b| matches!(b.kind, BaseKind::Plan | BaseKind::PreviousYear));
    let asked: Vec<&RequirementResult> = ytd
        .requirements
        .iter()
        .filter(|r| r.verdict != Verdict::Exempt)
        .filter(of_canteen)
        .collect();
    let settled = asked.iter().all(|r| !r.unbounded && r.verdict != Verdict::NoData);
    let gap = asked.iter().any(|r| r.shortfall_substitute_fen > 0);
    if months.is_empty() || !gap || !settled {
        return None;
    }
    let (order, within) = tree(channels, &asked)?;
    let needs: Vec<Need> = order.iter().zip(&within).map(|(at, whole)| need(asked[*at], *whole)).collect();
    let bought = i128::from(ytd.base_fen) + i128::from(ytd.base_disputed_fen);
    let gone = i128::from(period.month());
    let (expected, remaining_by) = match plan_fen.filter(|p| *p > 0) {
        Some(plan) => (i128::from(plan) - bought, Remaining::Plan),
        None => (bought * (12 - gone) / gone, Remaining::Average),
    };
    let expected = expected.max(0);
    let (own, all) = least(&needs, expected)?;
    let other = all - own.iter().sum::<i128>();
    // In the policy's order again.
    let parts: BTreeMap<usize, PlanPart> = order
        .iter()
        .zip(&own)
        .filter(|(_, fen)| **fen > 0)
        .map(|(at, fen)| {
            let part = PlanPart {
                id: Arc::clone(&asked[*at].id),
                fen: to_i64(*fen),
                monthly_fen: monthly(*fen, months.len()),
            };
            (*at, part)
        })
        .collect();
    let december: BTreeMap<usize, PlannedShare> = order
        .iter()
        .enumerate()
        .map(|(i, at)| {
            let (need, id) = (&needs[i], Arc::clone(&asked[*at].id));
            let base = need.base + if need.grows { all } else { 0 };
            let share = Ratio::of(to_i64(need.numerator + through(&needs, &own, i)), to_i64(base));
            (*at, PlannedShare { id, share })
        })
        .collect();
    Some(PurchasePlan {
        remaining_fen: to_i64(expected),
        remaining_by,
        extra_fen: to_i64(all - expected),
        parts: parts.into_values().collect(),
        other_fen: to_i64(other),
        other_monthly_fen: monthly(other, months.len()),
        december: december.into_values().collect(),
        months,
    })
}

fn need(r: &RequirementResult, within: Option<usize>) -> Need {
    Need {
        numerator: r.low.numerator_fen.into(),
        base: r.own_base.and_then(|b| b.year_fen).unwrap_or(r.low.denominator_fen).into(),
        grows: r.own_base.is_none(),
        threshold_bp: r.threshold_bp.into(),
        within,
    }
}

/// What a requirement and its parts bring together.
fn through(needs: &[Need], own: &[i128], of: usize) -> i128 {
    let inside = |mut at: usize| loop {
        if at == of {
            return true;
        }
        match needs[at].within {
            Some(whole) => at = whole,
            None => return false,
        }
    };
    (0..needs.len()).filter(|at| inside(*at)).map(|at| own[at]).sum()
}

/// The requirements with the widest first, and for each the place of the narrowest that holds it. `None` where two overlap and neither holds the other.
fn tree(channels: ChannelsOf<'_>, asked: &[&RequirementResult]) -> Option<(Vec<usize>, Vec<Option<usize>>)> {
    let channels = |at: usize| channels(&asked[at].id);
    let mut order: Vec<usize> = (0..asked.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(channels(*at).len()), *at));
    let mut within = Vec::with_capacity(order.len());
    for (place, at) in order.iter().enumerate() {
        let own = channels(*at);
        let mut whole = None;
        for (wider, other) in order.iter().enumerate().take(place) {
            let shared = own.iter().filter(|c| channels(*other).contains(c)).count();
            if shared == own.len() {
                whole = Some(wider);
            } else if shared > 0 {
                return None;
            }
        }
        within.push(whole);
    }
    Some((order, within))
}

/// An amount over so many months, as even as whole fen allow.
fn monthly(fen: i128, months: usize) -> Vec<i64> {
    let count = i128::try_from(months).unwrap_or(1).max(1);
    let until = |month: i128| fen * month / count;
    (0..count).map(|m| to_i64(until(m + 1) - until(m))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cheapest way found by trying every amount: least money first, least through the channels next.
    fn by_force(needs: &[Need], expected: i128, most: i128) -> Option<(i128, i128)> {
        (expected.max(0)..=most).find_map(|bought| {
            let mut best: Option<i128> = None;
            // Every share of `bought` among the requirements' own channels.
            let mut own = vec![0_i128; needs.len()];
            try_each(&mut own, 0, bought, &mut |own| {
                let meets = |i: usize| {
                    let need = &needs[i];
                    let base = need.base + if need.grows { bought } else { 0 };
                    (need.numerator + through(needs, own, i)) * 10_000 >= need.threshold_bp * base
                };
                if (0..needs.len()).all(meets) {
                    let sum = own.iter().sum();
                    best = Some(best.map_or(sum, |b| b.min(sum)));
                }
            });
            best.map(|through| (bought, through))
        })
    }

    fn try_each(own: &mut Vec<i128>, at: usize, left: i128, look: &mut dyn FnMut(&[i128])) {
        if at == own.len() {
            return look(own);
        }
        for fen in 0..=left {
            own[at] = fen;
            try_each(own, at + 1, left - fen, look);
        }
        own[at] = 0;
    }

    #[test]
    fn no_way_is_cheaper_than_the_plan() {
        let mut seen = 0;
        let mut state = 7_u64;
        let mut below = |n: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            i128::from((state >> 33) % n)
        };
        for round in 0..400 {
            let whole = Need {
                numerator: below(6),
                base: below(16),
                grows: true,
                threshold_bp: 1_000 * below(8),
                within: None,
            };
            let part = |below: &mut dyn FnMut(u64) -> i128| Need {
                numerator: below(3),
                base: below(16),
                grows: round % 3 != 0,
                threshold_bp: 1_000 * below(5),
                within: if round % 2 == 0 { Some(0) } else { None },
            };
            let needs = [whole, part(&mut below), part(&mut below)];
            let expected = below(10);
            let most = 26;
            let found = least(&needs, expected).filter(|(_, all)| *all <= most);
            let wanted = by_force(&needs, expected, most);
            assert_eq!(
                found.map(|(own, all)| (all, own.iter().sum::<i128>())),
                wanted,
                "{needs:?} {expected}"
            );
            seen += usize::from(wanted.is_some_and(|(all, _)| all > expected));
        }
        assert!(seen > 40, "only {seen} plans needed extra money");
    }

    #[test]
    fn what_cannot_be_met_has_no_plan() {
        let all = Need {
            numerator: 0,
            base: 100,
            grows: true,
            threshold_bp: 10_000,
            within: None,
        };
        assert_eq!(least(&[all], 0), None);
        let half = Need {
            threshold_bp: 6_000,
            ..all
        };
        assert_eq!(least(&[half, half], 1_000_000), None);
    }

    #[test]
    fn months_share_an_amount_to_the_fen() {
        assert_eq!(monthly(100, 3), [33, 33, 34]);
        assert_eq!(monthly(2, 3), [0, 1, 1]);
        assert_eq!(monthly(0, 9), [0; 9]);
    }
}
