//! Requirements that are no share of the canteen's purchases of the scope: what they are a share of, and of which units they are asked.

use crate::{
    model::{BaseKind, OwnBase, UnitNote, UnitTerms},
    policy::pack::{AskedOf, Requirement},
};

/// Whether a requirement is asked of the unit.
pub(super) fn is_asked(requirement: &Requirement, terms: &UnitTerms) -> bool {
    let of_union = matches!(requirement.base, BaseKind::Union | BaseKind::UnionFunds | BaseKind::Staff);
    let asked = match requirement.asked_of {
        AskedOf::Canteen => terms.exempt.is_none(),
        AskedOf::NoCanteen => terms.exempt == Some(UnitNote::NoCanteen),
        // Whoever shares a canteen is reported for by another unit, but for what its own union buys.
        AskedOf::All => of_union || terms.exempt != Some(UnitNote::SharedCanteen),
    };
    asked && !(of_union && terms.union_funds_fen == Some(0))
}

/// The base that the registry gives, of a scope of so many months; `None` where the base is purchases.
pub(super) fn registered(requirement: &Requirement, terms: &UnitTerms, months: i8) -> Option<OwnBase> {
    let kind = requirement.base;
    let year_fen = match kind {
        BaseKind::Plan => terms.plan_fen,
        BaseKind::PreviousYear => terms.previous_year_fen,
        BaseKind::UnionFunds => terms.union_funds_fen,
        BaseKind::Staff => terms.staff.zip(requirement.per_head_fen).map(|(n, fen)| n.saturating_mul(fen)),
        BaseKind::Actual | BaseKind::CanteenAndUnion | BaseKind::Union => return None,
    };
    let year_fen = year_fen.filter(|fen| *fen > 0);
    Some(OwnBase {
        kind,
        base_fen: year_fen.map_or(0, |fen| of_months(fen, months)),
        base_disputed_fen: 0,
        year_fen,
    })
}

/// A year's amount by the months gone, fen, rounded up; in December it is the year's.
pub fn of_months(year_fen: i64, months: i8) -> i64 {
    let part = i128::from(year_fen) * i128::from(months);
    super::gap::to_i64(super::gap::ceil_div(part, 12))
}

#[cfg(test)]
mod tests {
    use super::of_months;

    #[test]
    fn a_year_by_its_months_is_rounded_up_and_whole_in_december() {
        assert_eq!([1, 6, 12].map(|m| of_months(1_200, m)), [100, 600, 1_200]);
        assert_eq!([1, 5, 12].map(|m| of_months(1_201, m)), [101, 501, 1_201]);
        assert_eq!(of_months(i64::MAX, 12), i64::MAX);
    }
}
