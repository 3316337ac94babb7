//! What the registry says of a unit, as assessing takes it.

use std::sync::Arc;

use crate::{
    model::{
        reasons::UnitNote,
        unit::{Canteen, UnitTerms},
    },
    policy::at::PolicyAt,
    units::registry::RegisteredUnit,
};

/// The bureau (主管部门) that answers for the unit and its others together, where the policy says so: with the county before its name, since each
/// county has a bureau of that name.
pub(crate) fn system_of(unit: &RegisteredUnit, policy: &PolicyAt) -> Option<Arc<str>> {
    let rule = policy.policy.system.as_ref()?;
    let holds = rule.sectors.is_empty() || unit.sector.is_some_and(|s| rule.sectors.contains(&s));
    let parent = unit.parent.as_ref().filter(|_| holds)?;
    match &unit.county {
        Some(county) if !parent.starts_with(&**county) => Some(format!("{county}{parent}").into()),
        _ => Some(Arc::clone(parent)),
    }
}

/// The terms of a unit; `submitted`: it has sent in a workbook.
pub(crate) fn terms_of(registered: Option<&RegisteredUnit>, submitted: bool) -> UnitTerms {
    let Some(unit) = registered else {
        return UnitTerms {
            submitted,
            ..UnitTerms::default()
        };
    };
    UnitTerms {
        plan_fen: unit.plan_fen,
        previous_year_fen: unit.previous_year_fen,
        union_funds_fen: unit.union_funds_fen,
        reserved_fen: unit.reserved_fen.clone(),
        exceptions: unit.exceptions.clone(),
        exempt: match unit.canteen {
            Canteen::None => Some(UnitNote::NoCanteen),
            Canteen::Shared => Some(UnitNote::SharedCanteen),
            Canteen::Own | Canteen::Outsourced => None,
        },
        submitted,
    }
}
