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

/// What a cut leaves of a price, in basis points: `8%` and `0.08` leave 92 in 100, as `0.92`, `92%` and `9.2折` do.
#[must_use]
pub fn kept_bp(text: &str) -> Option<i64> {
    let text = normal::squeeze(text);
    let (text, tenths) = text
        .strip_suffix('折')
        .map_or((&*text, false), |number| (number, !number.starts_with('0')));
    if let Some(cut) = price_cut_bp(text).filter(|_| !tenths && text != "1") {
        return Some(10_000 - cut);
    }
    let (number, per_cent) = text.strip_suffix(['%', '％']).map_or((text, false), |number| (number, true));
    let number: Decimal = number.parse().ok()?;
    let bp = match (per_cent, tenths) {
        (false, true) if number <= Decimal::TEN => 1_000,
        (false, false) if number <= Decimal::ONE => 10_000,
        _ => 100,
    };
    let kept = number.checked_mul(Decimal::from(bp))?.normalize();
    (kept > Decimal::from(5_000) && kept <= Decimal::from(10_000) && kept.is_integer()).then(|| i64::try_from(kept).ok())?
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

    #[test]
    fn a_rate_is_what_is_taken_off_or_what_is_left() {
        for (text, bp) in [
            ("8%", Some(9_200)),
            ("0.08", Some(9_200)),
            ("0", Some(10_000)),
            ("0.95", Some(9_500)),
            ("92", Some(9_200)),
            ("92%", Some(9_200)),
            ("9.2折", Some(9_200)),
            ("95折", Some(9_500)),
            ("0.95折", Some(9_500)),
            ("1", Some(10_000)),
            ("100%", Some(10_000)),
            ("八折", None),
            ("120", None),
            ("250.5", None),
        ] {
            assert_eq!(kept_bp(text), bp, "{text}");
        }
    }
}
