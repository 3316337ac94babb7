//! Checks: 疑点, points to clear up, never conclusions. One file a check, named as its id, and one line in [`CHECKS`]; several that differ in
//! one word share a file ([`noted_lines`], [`platform_matches`], [`region::claimed_by_two_units`]).
//!
//! In: a unit's data and assessment, read only ([`check::CheckContext`]); for [`region`], a few columns of all units. Out: what was examined, and
//! findings with evidence down to the cell.

mod amounts;
mod by_supplier;
pub(crate) mod check;
mod figures;
pub(crate) mod finding;
mod noted_lines;
pub(crate) mod page;
mod platform_matches;
pub(crate) mod region;
pub mod settings;
mod slip;
mod submission;
mod suppliers;
mod timing;

pub(crate) use figures::nearest_words;

use check::{Check, CheckContext, Meta, NotApplicableReason, Outcome};
use finding::{Checked, sort_findings};

/// Every unit check, in the order of the docs.
pub const CHECKS: &[&dyn Check] = &[
    &amounts::total_mismatch::TotalMismatch,
    &noted_lines::AMOUNT_MISMATCH,
    &amounts::statement_mismatch::StatementMismatch,
    &submission::duplicate_file::DuplicateFile,
    &submission::duplicate_sheet::DuplicateSheet,
    &submission::duplicate_across_files::DuplicateAcrossFiles,
    &noted_lines::DUPLICATE_SUSPECTED,
    &submission::hidden_sheet::HiddenSheet,
    &submission::out_of_period::OutOfPeriod,
    &noted_lines::DAMAGED_ID,
    &noted_lines::UNPARSED_DATE,
    &submission::not_submitted::NotSubmitted,
    &submission::gap_in_months::GapInMonths,
    &submission::unregistered_unit::UnregisteredUnit,
    &noted_lines::CHANNEL_CONFLICT,
    &noted_lines::ORIGIN_CONFLICT,
    &timing::one_day_booking::OneDayBooking,
    &amounts::price_far_above_own_median::PriceFarAboveOwnMedian,
    &suppliers::supplier_concentration::SupplierConcentration,
    &suppliers::supplier_in_and_out::SupplierInAndOut,
    &platform_matches::UNCONFIRMED,
    &platform_matches::AMOUNT_DIFFERS,
    &platform_matches::OTHER_UNIT,
    &platform_matches::CANCELLED,
    &platform_matches::AMBIGUOUS,
    &platform_matches::CLAIMED_AGAIN,
    &platform_matches::NOT_IN_LEDGER,
    &timing::year_end_surge::YearEndSurge,
    &timing::weekend_purchases::WeekendPurchases,
    &timing::holiday_purchases::HolidayPurchases,
    &amounts::round_amounts::RoundAmounts,
    &amounts::first_digit::FirstDigit,
    &suppliers::split_under_limit::SplitUnderLimit,
    &timing::returns_after_period::ReturnsAfterPeriod,
];

/// What each check is: those of one unit, then those across units.
pub fn metas() -> impl Iterator<Item = Meta> {
    let of_units = CHECKS.iter().map(|c| c.meta());
    of_units.chain(region::REGION_CHECKS.iter().map(|c| c.meta()))
}

/// Runs every check on a unit.
#[must_use]
pub fn run_unit(cx: &CheckContext<'_>) -> Checked {
    let mut checked = Checked::default();
    for check in CHECKS {
        // One check that fails must not take the others, nor the report, with it.
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check.run(cx)));
        checked.add(
            check.meta(),
            outcome.unwrap_or(Outcome::NotApplicable(NotApplicableReason::Failed)),
            cx.unit,
            cx.catalog,
        );
    }
    sort_findings(&mut checked.findings);
    checked
}
