//! What the registry says of a unit, as assessing takes it.

use crate::{
    model::{
        reasons::UnitNote,
        unit::{Canteen, UnitTerms},
    },
    units::registry::RegisteredUnit,
};

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
        staff: unit.staff,
        reserved_fen: unit.reserved_fen.clone(),
        exceptions: unit.exceptions.clone(),
        exempt: match unit.canteen {
            Canteen::None => Some(UnitNote::NoCanteen),
            Canteen::Shared => Some(UnitNote::SharedCanteen),
            Canteen::Own | Canteen::Outsourced => None,
        },
        submitted,
        unread: false,
    }
}
