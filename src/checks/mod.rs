//! Checks: 疑点, points to clear up, never conclusions. One file a check, named as its id, with a function `run`, and one line in
//! [`CHECKS`]; several that differ in one word share a file ([`noted_lines`], [`platform_matches`], [`region::claimed_by_two_units`]).
//!
//! In: a unit's data and assessment, read only ([`check::CheckContext`]); for [`region`], a few columns of all units. Out: what was examined, and
//! findings with evidence down to the cell.

mod amounts;
mod by_supplier;
pub(crate) mod check;
mod delivery;
mod figures;
pub(crate) mod finding;
mod judged_lines;
pub(crate) mod meals;
mod noted_lines;
pub(crate) mod page;
mod patterns;
mod platform_matches;
mod prelude;
pub(crate) mod region;
pub mod settings;
mod slip;
mod stock;
mod submission;
mod suppliers;
mod timing;

pub(crate) use figures::nearest_words;

use check::{Check, CheckContext, Meta, NotApplicableReason, Outcome, check};
use finding::{Checked, sort_findings};

use crate::model::{
    Outcome as Found,
    finding::Severity::{Error, Info, Warning},
};

/// Every unit check, in the order of the docs.
pub const CHECKS: &[Check] = &[
    check("total_mismatch", Error, amounts::total_mismatch::run),
    check("amount_mismatch", Warning, |cx| noted_lines::run(cx, &["amount_mismatch"])),
    check("statement_mismatch", Error, amounts::statement_mismatch::run),
    check("duplicate_file", Info, submission::duplicate_file::run),
    check("duplicate_sheet", Warning, submission::duplicate_sheet::run),
    check("duplicate_across_files", Error, submission::duplicate_across_files::run),
    check("duplicate_suspected", Warning, |cx| noted_lines::run(cx, &["duplicate_suspected"])),
    check("hidden_sheet", Warning, submission::hidden_sheet::run),
    check("out_of_period", Warning, submission::out_of_period::run),
    check("damaged_id", Warning, |cx| noted_lines::run(cx, &["damaged_id"])),
    check("unparsed_date", Warning, |cx| {
        noted_lines::run(cx, &["unparsed_date", "date_ambiguous"])
    }),
    check("not_submitted", Error, submission::not_submitted::run),
    check("gap_in_months", Warning, submission::gap_in_months::run),
    check("unregistered_unit", Warning, submission::unregistered_unit::run),
    check("channel_conflict", Warning, |cx| noted_lines::run(cx, &["channel_conflict"])),
    check("origin_conflict", Warning, |cx| noted_lines::run(cx, &["origin_conflict"])),
    check("one_day_booking", Warning, timing::one_day_booking::run),
    check("price_far_above_own_median", Warning, amounts::price_far_above_own_median::run),
    check("paid_above_price", Warning, amounts::paid_above_price::run),
    check("supplier_concentration", Info, suppliers::supplier_concentration::run),
    check("supplier_in_and_out", Info, suppliers::supplier_in_and_out::run),
    check("unconfirmed_by_platform", Error, |cx| platform_matches::run(cx, Found::Unconfirmed)),
    check("platform_amount_differs", Error, |cx| {
        platform_matches::run(cx, Found::AmountDiffers)
    }),
    check("platform_other_unit", Error, |cx| platform_matches::run(cx, Found::OtherUnit)),
    check("platform_cancelled", Error, |cx| platform_matches::run(cx, Found::Cancelled)),
    check("platform_ambiguous", Warning, |cx| platform_matches::run(cx, Found::Ambiguous)),
    check("platform_claimed_again", Warning, |cx| {
        platform_matches::run(cx, Found::ClaimedAgain)
    }),
    check("platform_not_in_ledger", Warning, |cx| {
        platform_matches::run(cx, Found::NotInLedger)
    }),
    check("year_end_surge", Warning, timing::year_end_surge::run),
    check("weekend_purchases", Info, timing::weekend_purchases::run),
    check("holiday_purchases", Warning, timing::holiday_purchases::run),
    check("round_amounts", Info, amounts::round_amounts::run),
    check("first_digit", Info, amounts::first_digit::run),
    check("split_under_limit", Warning, suppliers::split_under_limit::run),
    check("returns_after_period", Warning, timing::returns_after_period::run),
    check("stock_does_not_balance", Warning, stock::stock_does_not_balance::run),
    check("stock_not_carried_over", Warning, stock::stock_not_carried_over::run),
    check("stock_count_differs", Warning, stock::stock_count_differs::run),
    check("produced_after_purchase", Warning, delivery::produced_after_purchase::run),
    check("expired_on_arrival", Warning, delivery::expired_on_arrival::run),
    check("accepted_before_order", Warning, delivery::accepted_before_order::run),
    check("accepted_by_buyer", Warning, delivery::accepted_by_buyer::run),
    check("accepted_by_one_person", Info, delivery::accepted_by_one_person::run),
    check("purchases_beside_meals", Warning, meals::purchases_beside_meals::run),
    check("per_head_far_from_own_months", Info, meals::per_head_far_from_own_months::run),
    check("category_against_item", Info, meals::category_against_item::run),
    check("month_copied", Warning, patterns::month_copied::run),
    check("quantities_copied", Info, patterns::quantities_copied::run),
    check("number_used_again", Warning, patterns::number_used_again::run),
    check("number_gaps", Info, patterns::number_gaps::run),
];

/// What each check is: those of one unit, those across units, and that of a county.
pub fn metas() -> impl Iterator<Item = Meta> {
    let of_units = CHECKS.iter().map(|c| c.meta);
    let across = region::REGION_CHECKS.iter().map(|c| c.meta);
    of_units.chain(across).chain([region::category_in_few_hands::META])
}

/// Runs every check on a unit.
#[must_use]
pub fn run_unit(cx: &CheckContext<'_>) -> Checked {
    let mut checked = Checked::default();
    for check in CHECKS {
        // One check that fails must not take the others, nor the report, with it.
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| (check.run)(cx)));
        checked.add(
            check.meta,
            outcome.unwrap_or(Outcome::NotApplicable(NotApplicableReason::Failed)),
            cx.unit,
            cx.catalog,
        );
    }
    sort_findings(&mut checked.findings);
    checked
}
