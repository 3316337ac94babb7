//! The unit that a header says a price is for, or a quantity is of.

use crate::{model::field::Field, tables::region::Column, text::normal};

/// Packages: a price of a weight is not theirs.
const PIECES: [&str; 8] = ["箱", "件", "袋", "盘", "板", "筐", "桶", "包"];

/// The unit that a column of quantities or prices names.
pub(crate) fn of_column(column: &Column) -> Option<String> {
    match column.field {
        Field::UnitPrice => priced(column),
        Field::Quantity => counted(column),
        _ => None,
    }
}

/// `单价（元/斤）`, `元/斤`: what the price is for.
pub(super) fn priced(price: &Column) -> Option<String> {
    let header = normal::header(&price.header);
    let said = header.bracket.rsplit_once('/').or_else(|| header.text.rsplit_once("元/"));
    said.map(|(_, unit)| unit.to_owned()).filter(|unit| !unit.is_empty())
}

/// `数量（件）`, `箱数`: what the quantity is of.
pub(super) fn counted(quantity: &Column) -> Option<String> {
    let header = normal::header(&quantity.header);
    let bracket = header.bracket.rsplit('/').next().map(str::to_owned).filter(|unit| !unit.is_empty());
    let piece = || {
        header
            .text
            .strip_suffix('数')
            .filter(|unit| PIECES.contains(unit))
            .map(str::to_owned)
    };
    bracket.or_else(piece)
}

/// Whether a price for the one is a price for the other: 公斤 is no 斤, 斤 no 件.
pub(crate) fn are_same(priced: &str, counted: &str) -> bool {
    match (weight(priced), weight(counted)) {
        (Some(one), Some(other)) => one == other,
        _ => priced.contains(counted) || counted.contains(priced),
    }
}

/// What a unit of weight is by any of its names.
fn weight(unit: &str) -> Option<&'static str> {
    match unit {
        "斤" | "市斤" | "500g" => Some("斤"),
        "公斤" | "千克" | "kg" | "KG" | "Kg" => Some("公斤"),
        "克" | "g" => Some("克"),
        "吨" | "t" => Some("吨"),
        _ => None,
    }
}
