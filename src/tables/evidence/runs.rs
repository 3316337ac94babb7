//! A unit that stands only in the first row of its lines.

use crate::{
    formats::cells::Value,
    model::field::Field,
    tables::{evidence::values::is_label_row, region::Region, table_data::TableData},
    text::normal,
    values,
};

/// The sheet's column of units in which a blank repeats the name above it: each name is written once, in the first row of the table, of what follows
/// a total, and where it changes. Where a name is written out row by row, a blank says nothing.
#[must_use]
pub(crate) fn of_units(region: &Region, data: TableData<'_>) -> Option<u32> {
    let col = region.columns.iter().find(|c| c.field == Field::UnitName && !c.is_guess())?.col;
    let (mut above, mut blanks): (Option<&str>, usize) = (None, 0);
    for index in data.rows.iter().flat_map(|(from, to)| *from..*to) {
        let cells = data.grid.cells(index);
        let shown = cells.iter().filter(|c| data.grid.shows(c) && !values::is_blank(&c.value));
        if shown.count() < 2 || is_label_row(data, cells) {
            above = None;
            continue;
        }
        let name = cells.iter().find(|c| c.col == col).map(|c| match &c.value {
            Value::Text(text) => normal::trim(text),
            _ => "",
        });
        match name.filter(|name| !name.is_empty()) {
            Some(name) if above == Some(name) => return None,
            Some(name) => above = Some(name),
            None if above.is_none() => return None,
            None => blanks += 1,
        }
    }
    (blanks > 0).then_some(col)
}
