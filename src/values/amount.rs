//! Amounts and quantities: exact decimals out of cells.

use std::str::FromStr;

use rust_decimal::Decimal;

use crate::{
    formats::cells::Value,
    model::money::LARGEST_AMOUNT,
    values::{
        money_unit::{MoneyUnit, money_unit},
        sum::sum,
        written_number::{Parsed, parse},
    },
};

/// What an amount cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// Nothing, or a placeholder.
    Blank,
    /// Fen; `rounded` when more than a trace of a third decimal was cut.
    Fen {
        /// Fen.
        fen: i64,
        /// The cell held more than two decimals of a yuan.
        rounded: bool,
    },
    /// A formula without a cached value.
    Uncalculated,
    /// A number in a cell that is formatted as a date: format damage.
    Date(Decimal),
    /// At or above 10¹² yuan.
    TooLarge,
    /// Words, an error, anything else.
    Unreadable,
}

/// Shortest decimal of a float; `None` for infinities and what no ledger holds.
#[allow(clippy::cast_possible_truncation)]
pub fn decimal(f: f64) -> Option<Decimal> {
    if !f.is_finite() || f.abs() >= 1e20 {
        return None;
    }
    if f.abs() < 1e-12 {
        return Some(Decimal::ZERO);
    }
    if f.abs() < 1e12 {
        // n / 100 correctly rounded equal to f means that the decimal n·10⁻² is f's shortest form or equal to it.
        let n = (f * 100.0).round();
        if n / 100.0 == f {
            let n = n as i64;
            return Some(match (n % 100, n % 10) {
                (0, _) => Decimal::new(n / 100, 0),
                (_, 0) => Decimal::new(n / 10, 1),
                _ => Decimal::new(n, 2),
            });
        }
    }
    Decimal::from_str(&f.to_string()).ok()
}

/// Yuan (or the given unit) to fen, half-up at the third decimal, away from zero for negatives. `None` at or above 10¹² yuan.
pub fn to_fen(value: Decimal, unit: MoneyUnit) -> Option<(i64, bool)> {
    let decimals = unit.fen().ilog10();
    // A mantissa has 96 bits, a scale is at most 28: nothing below goes beyond an i128.
    let (mantissa, scale) = (value.mantissa(), value.scale());
    let (fen, rounded) = match scale.checked_sub(decimals) {
        None | Some(0) => (mantissa.checked_mul(10_i128.pow(decimals - scale))?, false),
        Some(beyond) => {
            let one = 10_i128.pow(beyond);
            let cut = mantissa % one;
            let up = if cut.abs() >= one / 2 { cut.signum() } else { 0 };
            // The trace that binary arithmetic leaves (0.1 + 0.2) is no rounding worth a note.
            (mantissa / one + up, (cut - up * one).abs().checked_mul(10_000_000)? > one)
        }
    };
    let fen = i64::try_from(fen).ok()?;
    (fen.checked_abs()? < LARGEST_AMOUNT.0).then_some((fen, rounded))
}

/// Half of an amount's last decimal, fen: a sum may be so far from it and still be what was rounded. Nothing for one written to the fen.
pub fn rounding(value: &Value, unit: MoneyUnit) -> i64 {
    let (written, unit) = match value {
        Value::Number(f) => (decimal(*f), unit),
        Value::Text(t) => match parse(t) {
            Parsed::Number { value, tail } => (Some(value), money_unit(&tail).unwrap_or(unit)),
            _ => (None, unit),
        },
        _ => (None, unit),
    };
    let half = written.filter(|d| d.scale() < 28).map(|d| Decimal::new(5, d.scale() + 1));
    half.and_then(|half| to_fen(half, unit))
        .map_or(0, |(fen, rounded)| if rounded { 0 } else { fen })
}

/// An amount cell, in the column's money unit; a unit that the cell itself carries goes before it.
pub fn read_amount(value: &Value, unit: MoneyUnit) -> Amount {
    let fen = |d: Decimal, unit| match to_fen(d, unit) {
        Some((fen, rounded)) => Amount::Fen { fen, rounded },
        None => Amount::TooLarge,
    };
    match value {
        Value::Number(f) => match decimal(*f) {
            Some(d) => fen(d, unit),
            None if f.is_finite() => Amount::TooLarge,
            None => Amount::Unreadable,
        },
        Value::Date(f) => decimal(*f).map_or(Amount::Unreadable, Amount::Date),
        Value::Uncalculated => Amount::Uncalculated,
        Value::Text(t) => match parse(t) {
            Parsed::Blank => Amount::Blank,
            Parsed::Number { value, tail } => match tail.as_str() {
                "" => fen(value, unit),
                tail => match money_unit(tail) {
                    Some(own) => fen(value, own),
                    None => written_sum(t, unit),
                },
            },
            Parsed::Words => written_sum(t, unit),
        },
        Value::IsoDate(_) | Value::Bool(_) | Value::Error(_) => Amount::Unreadable,
    }
}

/// `3*12=36`, `120+80`: what it comes to.
fn written_sum(text: &str, unit: MoneyUnit) -> Amount {
    let decimals = if unit == MoneyUnit::Yuan { 2 } else { 6 };
    match sum(text, decimals).map(|d| to_fen(d, unit)) {
        Some(Some((fen, rounded))) => Amount::Fen { fen, rounded },
        Some(None) => Amount::TooLarge,
        None => Amount::Unreadable,
    }
}

/// A quantity or a price with the unit glued to it: `27斤`, `60/kg`, `3.5元/斤`.
pub fn quantity(value: &Value) -> Option<(Decimal, String)> {
    match value {
        Value::Number(f) => decimal(*f).map(|d| (d, String::new())),
        Value::Text(t) => match parse(t) {
            Parsed::Number { value, tail } if !tail.contains(|c: char| c.is_ascii_digit() || "%‰×*~".contains(c)) => {
                let tail = tail.trim_start_matches(['元', '圆', '¥']);
                Some((value, tail.trim_start_matches('/').to_owned()))
            }
            _ => None,
        },
        _ => None,
    }
}
