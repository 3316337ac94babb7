//! Money as integer fen and ratios as two integers.
//!
//! In: fen from the reader. Out: checked sums, exact comparisons with a threshold in basis points, and text for people.
//! No `f64` passes through here: a threshold decides by one fen.

use std::fmt;

use serde::{Deserialize, Serialize};

/// 10¹⁴ fen = 10¹² yuan: a single amount at or above this is refused as an issue, so that sums of millions of lines stay
/// far inside `i64` (polars sums wrap silently in release builds).
pub const LARGEST_AMOUNT: Fen = Fen(100_000_000_000_000);

/// An amount in fen (分, 1 元 = 100 分). May be negative: a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Fen(pub i64);

/// A sum left the range of `i64`; no real ledger does this, so the caller reports the file rather than a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("amounts add up beyond the range of 64-bit fen")]
pub struct Overflow;

impl Fen {
    /// `1234567` → `12,345.67`: yuan with two decimals and thousands separators.
    pub fn yuan(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, cents) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        let digits = whole.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(c);
        }
        format!("{sign}{grouped}.{cents:02}")
    }

    /// `1234567` → `12345.67`: yuan as other programs read them.
    pub(crate) fn plain_yuan(self) -> String {
        let (sign, fen) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        format!("{sign}{}.{:02}", fen / 100, fen % 100)
    }

    /// Yuan as a float for a spreadsheet cell only: exact to the fen below 10¹² yuan when shown with two decimals.
    pub fn as_spreadsheet_yuan(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.yuan())
    }
}

/// A share: two amounts in fen, never divided until shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Ratio {
    /// Purchases through the channels, fen.
    pub numerator_fen: i64,
    /// The base, fen.
    pub denominator_fen: i64,
}

impl Ratio {
    /// So much of so much, fen.
    pub(crate) fn of(numerator_fen: i64, denominator_fen: i64) -> Self {
        Self {
            numerator_fen,
            denominator_fen,
        }
    }

    /// `numerator * 10_000 >= threshold_bp * denominator`, exactly. `None` when the base is not positive: nothing was
    /// bought (or more came back than was bought), so there is no share to speak of.
    pub fn meets(self, threshold_bp: i64) -> Option<bool> {
        (self.denominator_fen > 0)
            .then(|| i128::from(self.numerator_fen) * 10_000 >= i128::from(threshold_bp) * i128::from(self.denominator_fen))
    }

    /// The share in basis points, rounded down, so that 29.9999 % never shows as 30.00 %. `None` when the base is not positive.
    pub fn floor_bp(self) -> Option<i64> {
        (self.denominator_fen > 0).then(|| {
            let bp = (i128::from(self.numerator_fen) * 10_000).div_euclid(i128::from(self.denominator_fen));
            i64::try_from(bp).unwrap_or(if bp < 0 { i64::MIN } else { i64::MAX })
        })
    }
}

/// `972` bp → `9.72%`.
pub fn percent(bp: i64) -> String {
    let sign = if bp < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}%", bp.unsigned_abs() / 100, bp.unsigned_abs() % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_fen_short_of_the_threshold_fails_and_exactly_on_it_passes() {
        for (numerator, denominator, met) in [
            (10_000_000, 100_000_001, Some(false)),
            (10_000_001, 100_000_001, Some(true)),
            (10, 100, Some(true)),
            (9, 100, Some(false)),
            (0, 0, None),
        ] {
            assert_eq!(Ratio::of(numerator, denominator).meets(1000), met, "{numerator} of {denominator}");
        }
    }

    #[test]
    fn a_ratio_is_shown_rounded_down() {
        assert_eq!(Ratio::of(2_999_999, 10_000_000).floor_bp().map(percent).as_deref(), Some("29.99%"));
        assert_eq!(Ratio::of(-1, 10_000_000).floor_bp(), Some(-1));
    }

    #[test]
    fn extreme_amounts_compare_without_overflow() {
        let r = Ratio::of(i64::MAX, i64::MAX);
        assert_eq!((r.meets(10_000), r.floor_bp()), (Some(true), Some(10_000)));
    }

    #[test]
    fn yuan_has_two_decimals_and_separators() {
        for (fen, text) in [
            (0, "0.00"),
            (5, "0.05"),
            (-5, "-0.05"),
            (123_456_789, "1,234,567.89"),
            (100_000, "1,000.00"),
            (i64::MIN, "-92,233,720,368,547,758.08"),
        ] {
            assert_eq!(Fen(fen).yuan(), text);
        }
    }
}
