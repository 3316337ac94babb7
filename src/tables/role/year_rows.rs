//! Rows of a statement that are of an earlier year: `2023 | 5,000`, `2023年秋季学期 | 25,000` beside rows of 2024. A row of a month says its own.

use crate::{
    formats::cells::{Cell, Value},
    model::field::Field,
    tables::{
        region::{Region, TableKind},
        role::marks::{Aside, RowMarks},
        table_data::TableData,
    },
    values::{self, date::title::period_in},
};

/// Sets such rows aside.
pub(super) fn mark(region: &Region, data: TableData<'_>, marks: &mut RowMarks) {
    let has = |is: &dyn Fn(Field) -> bool| region.columns.iter().any(|c| is(c.field));
    if region.kind != TableKind::Statement || has(&|field| field.is_date() && field != Field::YearColumn) {
        return;
    }
    let years = has(&|field| field == Field::YearColumn);
    let is_amount = |cell: &Cell| region.field_at(cell.col) == Some(Field::Amount);
    let is_label = |cell: &&Cell| match region.field_at(cell.col) {
        Some(Field::YearColumn) => true,
        Some(Field::UnitName | Field::Amount) => false,
        _ => !years && matches!(cell.value, Value::Text(_)),
    };
    let rows = data.rows.iter().flat_map(|(from, to)| *from..*to);
    let said = rows.filter_map(|row| {
        let mut shown = data.grid.cells(row).iter().filter(|c| data.grid.shows(c));
        let has_amount = shown.clone().any(is_amount);
        let text = values::show(&shown.find(is_label).filter(|_| has_amount)?.value);
        // 2023-2024学年 is of both.
        let period = Some(period_in(&text)).filter(|_| text.matches("20").count() == 1)?;
        Some((row, period.year?, period.month.is_none()))
    });
    let said: Vec<(usize, i16, bool)> = said.collect();
    let last = said.iter().map(|(_, year, _)| *year).max();
    for (row, ..) in said.iter().filter(|(_, year, whole)| *whole && Some(*year) < last) {
        marks.entry(*row).or_default().aside = Some(Aside::Other);
    }
}
