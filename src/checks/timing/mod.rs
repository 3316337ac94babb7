//! Checks on when was bought.

pub(super) mod holiday_purchases;
pub(super) mod one_day_booking;
pub(super) mod returns_after_period;
pub(super) mod weekend_purchases;
pub(super) mod year_end_surge;
