//! A unit that stands only in the first row of its lines.

use crate::{
    formats::cells::Value,
    model::field::Field,
    tables::{
        evidence::values::is_label_row,
        region::{Column, Region},
        table_data::TableData,
    },
    text::normal,
    values,
};

/// The sheet's column of units in which a blank repeats the name above it: each name is written once, in the first row of the table, of what follows
/// a total, and where it changes. Where a name is written out row by row, a blank says nothing. A known column goes before those that nobody knows.
#[must_use]
pub(crate) fn of_units(region: &Region, data: TableData<'_>) -> Option<u32> {
    let (guessed, known): (Vec<&Column>, Vec<&Column>) = region
        .columns
        .iter()
        .filter(|c| c.field == Field::UnitName)
        .partition(|c| c.is_guess());
    let mut columns = known.into_iter().take(1).chain(guessed).map(|c| c.col);
    columns.find(|col| is_written_once(*col, data))
}

fn is_written_once(col: u32, data: TableData<'_>) -> bool {
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
            Some(name) if above == Some(name) => return false,
            Some(name) => above = Some(name),
            None if above.is_none() => return false,
            None => blanks += 1,
        }
    }
    blanks > 0
}
