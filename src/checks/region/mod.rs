//! Checks across units: what only shows when the ledgers of several units lie side by side.
//!
//! In: [`columns::CrossUnit`], the few columns of all units that these checks need. Out: flags by unit, with the lines of the unit itself and
//! of the others. Words and evidence are put to them where the unit's lines are at hand.

pub mod category_in_few_hands;
pub(crate) mod check;
pub(crate) mod claimed_by_two_units;
pub(crate) mod columns;
pub(crate) mod per_head_far_from_sector;
pub(crate) mod price_far_from_others;
pub(crate) mod same_lines_two_units;

use rayon::prelude::*;

use crate::{
    checks::{
        check::{Meta, NotApplicableReason as Nothing},
        settings::CheckSettings,
    },
    model::finding::Severity::{self, Error, Info, Warning},
};
use check::{RegionCheck, RegionOutcome};
use columns::CrossUnit;

const fn check(
    id: &'static str,
    severity: Severity,
    nothing: Nothing,
    run: fn(&CrossUnit, &CheckSettings) -> RegionOutcome,
) -> RegionCheck {
    RegionCheck {
        meta: Meta { id, severity },
        nothing,
        run,
    }
}

/// Every cross-unit check, in the order of the docs.
pub const REGION_CHECKS: &[RegionCheck] = &[
    check("order_claimed_by_two_units", Error, Nothing::TooFewNumbers, |all, _| {
        claimed_by_two_units::run(&all.orders)
    }),
    check("invoice_claimed_by_two_units", Error, Nothing::TooFewNumbers, |all, _| {
        claimed_by_two_units::run(&all.invoices)
    }),
    check("same_lines_two_units", Warning, Nothing::TooFewLines, same_lines_two_units::run),
    check("price_far_from_others", Warning, Nothing::TooFewUnits, price_far_from_others::run),
    check(
        "per_head_far_from_sector",
        Info,
        Nothing::TooFewMealUnits,
        per_head_far_from_sector::run,
    ),
];

/// Runs every cross-unit check.
pub fn run_region(all: &CrossUnit, settings: &CheckSettings) -> Vec<RegionOutcome> {
    REGION_CHECKS.par_iter().map(|c| (c.run)(all, settings)).collect()
}
