//! Values as people write them: amounts, quantities, dates, identifiers.
//!
//! In: one cell. Out: an exact decimal, fen, or a date as far as the cell tells; what cannot be read exactly is said to be
//! unreadable, never guessed.

pub mod amount;
pub mod date;
pub mod money_unit;
pub mod numeral;
mod price_cut;
mod sum;
mod written_number;

pub use amount::{decimal, quantity, read_amount, rounding, to_fen};
pub use date::{month_hint, read_date};
pub use price_cut::{kept_bp, price_cut_bp};

use std::sync::Arc;

use crate::{formats::cells::Value, text::normal};

/// A cell as text for people: numbers without a float's noise.
pub fn show(value: &Value) -> String {
    match value {
        Value::Text(t) | Value::Error(t) | Value::IsoDate(t) => normal::trim(t).to_owned(),
        Value::Number(f) | Value::Date(f) => decimal(*f).map_or_else(|| f.to_string(), |d| d.normalize().to_string()),
        Value::Bool(b) => if *b { "TRUE" } else { "FALSE" }.to_owned(),
        Value::Uncalculated => String::new(),
    }
}

/// A text field's value; `None` when blank. Text is shared, not copied, where nothing has to be trimmed.
pub fn text(value: &Value) -> Option<Arc<str>> {
    match value {
        Value::Text(t) => {
            let trimmed = normal::trim(t);
            if trimmed.is_empty() {
                None
            } else if trimmed.len() == t.len() {
                Some(Arc::clone(t))
            } else {
                Some(trimmed.into())
            }
        }
        Value::Uncalculated => None,
        other => Some(show(other).into()),
    }
}

/// Whether an identifier has lost digits: a number of 16 digits or more, or its text in exponent form.
pub fn is_damaged_id(value: &Value) -> bool {
    match value {
        Value::Number(f) | Value::Date(f) => f.abs() >= 1e15,
        Value::Text(t) => {
            // Without a point there is no mantissa; other forms of letters and points are looked for below.
            if t.is_ascii() && !t.contains('.') {
                return false;
            }
            let t = normal::squeeze(t);
            let Some((mantissa, exponent)) = t.split_once(['E', 'e']) else {
                return false;
            };
            mantissa.contains('.')
                && mantissa.chars().all(|c| c.is_ascii_digit() || c == '.')
                && exponent.trim_start_matches('+').parse::<u32>().is_ok_and(|e| e >= 10)
        }
        _ => false,
    }
}

/// Whether a cell holds nothing to see.
pub fn is_blank(value: &Value) -> bool {
    matches!(value, Value::Text(t) if t.chars().all(normal::is_blank))
}

/// Whether a text is a number or a date in digits, as CSV holds them.
pub(crate) fn is_numeric_text(text: &str) -> bool {
    let t = normal::trim(text);
    let Some(first) = t.chars().next() else { return false };
    (first.is_ascii_digit() || "-+(¥￥（.".contains(first))
        && t.len() <= 24
        && t.chars().any(|c| c.is_ascii_digit())
        && t.chars().all(|c| c.is_ascii_digit() || "-+()¥￥（）.,/:年月日 ，元".contains(c))
        && !is_month_or_year(t)
}

/// `采购总额：50000元`: a label and its figure in one cell.
pub(crate) fn labelled_figure(text: &str) -> Option<(&str, &str)> {
    let (label, figure) = text.rsplit_once([':', '：'])?;
    is_numeric_text(figure).then_some((normal::trim(label), normal::trim(figure)))
}

/// `2024年`, `3月`, `2024年3月`: may head a column.
fn is_month_or_year(text: &str) -> bool {
    !text.contains('日') && text.ends_with(['年', '月'])
}
