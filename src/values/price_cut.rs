//! The cut that a contract takes off a price (下浮率).

use rust_decimal::Decimal;

use crate::text::normal;

/// A price cut beyond this is none: `92` or `0.92` is what is left of the price.
const LARGEST_CUT: Decimal = Decimal::from_parts(50, 0, 0, false, 2);

/// `8%`, `8` and `0.08` in basis points.
pub fn price_cut_bp(text: &str) -> Option<i64> {
    let text = normal::squeeze(text);
    let (number, percent) = match text.strip_suffix(['%', '％']) {
        Some(number) => (number, true),
        None => (&*text, false),
    };
    let number: Decimal = number.parse().ok()?;
    let share = if percent || number >= Decimal::ONE {
        number / Decimal::ONE_HUNDRED
    } else {
        number
    };
    let bp = (share * Decimal::from(10_000)).normalize();
    (share >= Decimal::ZERO && share <= LARGEST_CUT && bp.is_integer()).then(|| i64::try_from(bp).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_is_a_share_or_a_percentage_and_never_what_is_left() {
        for (text, bp) in [
            ("8%", Some(800)),
            ("8", Some(800)),
            ("0.08", Some(800)),
            (" 12.5 ％", Some(1_250)),
            ("0", Some(0)),
            ("0.5", Some(5_000)),
            ("50", Some(5_000)),
            ("0.51", None),
            ("92", None),
            ("-3%", None),
            ("八折", None),
            ("0.123456", None),
        ] {
            assert_eq!(price_cut_bp(text), bp, "{text}");
        }
    }
}
