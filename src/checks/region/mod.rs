//! Checks across units: what only shows when the ledgers of several units lie side by side.
//!
//! In: [`columns::CrossUnit`], the few columns of all units that these checks need. Out: flags by unit, with the lines of the unit itself and
//! of the others. Words and evidence are put to them where the unit's lines are at hand.

pub(crate) mod check;
pub(crate) mod claimed_by_two_units;
pub(crate) mod columns;
pub(crate) mod price_far_from_others;
pub(crate) mod same_lines_two_units;

use rayon::prelude::*;

use crate::checks::settings::CheckSettings;
use check::{RegionCheck, RegionOutcome};
use columns::CrossUnit;

/// Every cross-unit check, in the order of the docs.
pub const REGION_CHECKS: &[&dyn RegionCheck] = &[
    &claimed_by_two_units::ORDER_CLAIMED,
    &claimed_by_two_units::INVOICE_CLAIMED,
    &same_lines_two_units::SameLinesTwoUnits,
    &price_far_from_others::PriceFarFromOthers,
];

/// Runs every cross-unit check.
pub fn run_region(all: &CrossUnit, settings: &CheckSettings) -> Vec<RegionOutcome> {
    REGION_CHECKS.par_iter().map(|c| c.run(all, settings)).collect()
}
