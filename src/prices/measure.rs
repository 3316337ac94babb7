//! Units of measure that plainly convert: weights and volumes, and a package whose specification says what it weighs.

use rust_decimal::Decimal;

use crate::text::normal_name;

/// What a measure holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Measure {
    /// Grams.
    Mass(Decimal),
    /// Millilitres.
    Volume(Decimal),
    /// A package: its word, and the specification that says which (`袋`, `25kg/袋`), both normalised.
    Package(String, String),
}

impl Measure {
    /// Of a measure with its specification; `None` where no measure stands.
    pub(super) fn of(measure: &str, spec: &str) -> Option<Self> {
        let word = normal_name(measure);
        if word.is_empty() {
            return None;
        }
        if let Some(known) = plain(&word) {
            return Some(known);
        }
        let spec = normal_name(spec);
        // `25kg/袋` beside 袋: a bag of 25 kg. `25kg` alone may be the bag or the goods' own size.
        let weighed = spec
            .split_once('/')
            .filter(|(_, package)| *package == word)
            .and_then(|(size, _)| plain(size));
        Some(weighed.unwrap_or(Self::Package(word, spec)))
    }

    /// How many of `other` one of this is; `None` where nobody can say.
    pub(super) fn in_units_of(&self, other: &Self) -> Option<Decimal> {
        match (self, other) {
            (Self::Mass(a), Self::Mass(b)) | (Self::Volume(a), Self::Volume(b)) => a.checked_div(*b),
            // A bag is a bag of the same size only; where neither says a size they are called alike.
            (Self::Package(a, x), Self::Package(b, y)) => (a == b && x == y).then_some(Decimal::ONE),
            _ => None,
        }
    }
}

/// Grams in a measure with its specification, where it is a weight.
pub(crate) fn grams(measure: &str, spec: &str) -> Option<Decimal> {
    match Measure::of(measure, spec)? {
        Measure::Mass(grams) => Some(grams),
        Measure::Volume(_) | Measure::Package(..) => None,
    }
}

/// A weight or a volume: `公斤`, `500g`, `1.5升`, `元/斤`.
fn plain(word: &str) -> Option<Measure> {
    let word = word.strip_prefix("元/").unwrap_or(word);
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let (number, unit) = word.split_at(digits);
    let number = if number.is_empty() { Decimal::ONE } else { number.parse().ok()? };
    if number <= Decimal::ZERO {
        return None;
    }
    let (grams, volume) = match unit {
        "克" | "g" => (1, false),
        "两" => (50, false),
        "斤" | "市斤" => (500, false),
        "公斤" | "千克" | "kg" => (1_000, false),
        "吨" | "t" => (1_000_000, false),
        "毫升" | "ml" => (1, true),
        "升" | "l" => (1_000, true),
        _ => return None,
    };
    let size = number.checked_mul(Decimal::from(grams))?;
    Some(if volume { Measure::Volume(size) } else { Measure::Mass(size) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(a: [&str; 2], b: [&str; 2]) -> Option<String> {
        let of = |m: [&str; 2]| Measure::of(m[0], m[1]);
        Some(of(a)?.in_units_of(&of(b)?)?.normalize().to_string())
    }

    #[test]
    fn measures_convert_where_that_is_plain() {
        for (a, b, wanted) in [
            (["公斤", ""], ["斤", ""], Some("2")),
            (["斤", ""], ["千克", ""], Some("0.5")),
            (["KG", "一级"], ["500g", ""], Some("2")),
            (["吨", ""], ["公斤", ""], Some("1000")),
            (["升", ""], ["500ml", ""], Some("2")),
            (["袋", "25kg/袋"], ["公斤", ""], Some("25")),
            (["袋", "10kg/袋"], ["袋", "25kg/袋"], Some("0.4")),
            (["袋", "25kg"], ["袋", "25KG"], Some("1")),
            (["个", ""], ["个", ""], Some("1")),
            (["袋", "25kg"], ["公斤", ""], None),
            (["袋", ""], ["袋", "25kg"], None),
            (["件", ""], ["公斤", ""], None),
            (["升", ""], ["公斤", ""], None),
            (["", ""], ["公斤", ""], None),
            (["0公斤", ""], ["公斤", ""], None),
        ] {
            assert_eq!(one(a, b).as_deref(), wanted, "{a:?} in {b:?}");
        }
    }
}
