//! Checks on what repeats itself that should not, or is missing where it should go on: copied months, numbers.

pub(super) mod month_copied;
mod months;
pub(super) mod number_gaps;
pub(super) mod number_used_again;
mod numbers;
pub(super) mod quantities_copied;
