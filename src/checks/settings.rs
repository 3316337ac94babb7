//! Thresholds of the checks, with defaults that a person can defend. `[checks]` in the settings file.

use serde::Deserialize;

/// See each field; shares are in basis points, so that the settings file holds no fractions.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct CheckSettings {
    /// `one_day_booking`: share of a month's amount on one date, from which it is flagged. Canteens buy on most working days;
    /// a month booked on one day is how one audited canteen hid its purchases (domain.md 3.1).
    pub one_day_share_bp: i64,
    /// `one_day_booking`: fewest dated lines of the month; small canteens do buy once.
    pub one_day_min_lines: usize,
    /// `price_far_above_own_median`: how many times the unit's own median price of the same item and measure.
    pub own_price_factor: u32,
    /// `price_far_above_own_median`: fewest purchases of the item to speak of a median.
    pub own_price_min_lines: usize,
    /// `supplier_concentration`: share of the year to date with one ordinary supplier.
    pub supplier_share_bp: i64,
    /// `supplier_concentration`: fewest lines of the unit.
    pub supplier_min_lines: usize,
}

impl Default for CheckSettings {
    fn default() -> Self {
        Self {
            one_day_share_bp: 8_000,
            one_day_min_lines: 20,
            own_price_factor: 3,
            own_price_min_lines: 5,
            supplier_share_bp: 9_000,
            supplier_min_lines: 30,
        }
    }
}
