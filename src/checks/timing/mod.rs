//! Checks on when purchases were made: holidays, weekends, one day, the end of a year or period.

pub(super) mod holiday_purchases;
pub(super) mod one_day_booking;
pub(super) mod returns_after_period;
pub(super) mod weekend_purchases;
pub(super) mod year_end_surge;
