//! Checks on figures: totals, statements, prices, digits.

pub(super) mod first_digit;
pub(super) mod paid_above_price;
pub(super) mod price_far_above_own_median;
pub(super) mod round_amounts;
pub(super) mod statement_mismatch;
pub(super) mod total_mismatch;
