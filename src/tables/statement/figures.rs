//! The figures of a statement's columns, row by row.

use crate::{
    formats::cells::{Cell, Value},
    tables::table_data::TableData,
    values::{self, amount::Amount, is_blank, money_unit::MoneyUnit},
};

/// The rows that have figures of their own: neither totals nor shares.
pub(super) fn rows<'a>(data: TableData<'a>) -> impl Iterator<Item = &'a [Cell]> {
    let is_labelled = move |cell: &Cell| matches!(&cell.value, Value::Text(t) if data.vocabulary.row_label(t).is_some());
    let rows = data.sample().map(move |row| data.grid.cells(row));
    rows.filter(move |cells| !cells.first().is_some_and(is_labelled) && !are_shares(cells))
}

/// Whether a row says nothing but shares beside its label: `完成率 | 83% | 83%`.
fn are_shares(cells: &[Cell]) -> bool {
    let mut figures = cells.iter().skip(1).filter(|c| !is_blank(&c.value)).peekable();
    figures.peek().is_some() && figures.all(|c| matches!(&c.value, Value::Text(t) if t.trim_end().ends_with(['%', '％'])))
}

/// A column's figures, fen; none at all where a cell holds a share or a date.
pub(super) fn read(data: TableData<'_>, col: u32, unit: MoneyUnit) -> Vec<Option<i64>> {
    let mut fen = Vec::new();
    for cells in rows(data) {
        let cell = cells.iter().find(|c| c.col == col && data.grid.shows(c));
        let nothing = |v: &Value| matches!(v, Value::Text(t) if data.vocabulary.is_nothing(t) || data.vocabulary.is_zero_word(t));
        let words = |v: &Value| matches!(v, Value::Text(t) if !t.contains(['%', '‰']));
        let cell = cell.filter(|c| !nothing(&c.value));
        fen.push(match cell.map(|c| (values::read_amount(&c.value, unit), words(&c.value))) {
            Some((Amount::Fen { fen, .. }, _)) => Some(fen),
            None | Some((Amount::Blank | Amount::Uncalculated, _) | (Amount::Unreadable, true)) => None,
            Some(_) => return Vec::new(),
        });
    }
    fen
}
