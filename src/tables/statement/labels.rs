//! Labels of a statement's figures: the whole or a part, the month before the name, the unit of money beside it.

use crate::{
    formats::cells::Value,
    model::{dates::PartialDate, field::Field},
    tables::vocabulary::Vocabulary,
    text::normal,
    values::{date::title::period_in, money_unit::money_unit},
};

/// Characters of a label.
pub(in crate::tables) const MOST_LABEL: usize = 30;

/// What a row's label means for a statement.
#[derive(Clone, Copy, PartialEq)]
pub(in crate::tables) enum Share {
    Whole,
    Part,
}

/// A label with a month before the name (`3月份食堂采购总额`): the name, and the month.
pub(in crate::tables) fn without_month(text: &str) -> (&str, Option<PartialDate>) {
    let end = text.find('月').map(|at| at + '月'.len_utf8());
    let parts = end.and_then(|end| Some((text.get(..end)?, text.get(end..)?)));
    let Some((month, name)) = parts else { return (text, None) };
    let name = name.strip_prefix('份').unwrap_or(name);
    match period_in(month).month {
        Some(month) if name.chars().any(char::is_alphabetic) => (name, Some(month)),
        _ => (text, None),
    }
}

/// The label as the header of its figures, with the unit of money that stands in a cell of its own.
pub(in crate::tables) fn as_header(text: &str, unit: Option<&str>) -> Value {
    let name = without_month(text).0;
    Value::Text(match unit {
        Some(unit) => format!("{name}（{}）", normal::trim(unit)).into(),
        None => name.into(),
    })
}

/// The unit of money that a cell says beside a label: 元, 万元.
pub(in crate::tables) fn unit_in(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => money_unit(text).filter(|_| text.contains('元')).map(|_| &**text),
        _ => None,
    }
}

pub(in crate::tables) fn share(text: &str, vocabulary: &Vocabulary) -> Option<Share> {
    let normal = normal::header(without_month(text).0);
    if normal.text.chars().count() > MOST_LABEL || vocabulary.is_other_period(&normal.text) {
        return None;
    }
    match vocabulary.field(&normal) {
        Some((Field::Amount, _)) => Some(Share::Whole),
        Some(_) => None,
        None => vocabulary.channel_column(&normal).map(|_| Share::Part),
    }
}
