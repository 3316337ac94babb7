//! Orders whose state stands on their first row alone: the rows below it may be in the same.

use crate::{
    model::field::Field,
    tables::{
        region::{DATES, Region},
        role::marks::Spoken,
        table_data::TableData,
        vocabulary::status::State,
    },
    values,
};

/// The rows below the first one of an order, whose state is not good, where none of them has a state of its own: a person has to look.
pub(super) fn below_first(spoken: &[Spoken], region: &Region, data: TableData<'_>, fen: &dyn Fn(usize) -> Option<i64>) -> Vec<Spoken> {
    let column = |field: Field| region.columns.iter().find(|c| c.field == field).map(|c| c.col);
    let (Some(order), true) = (column(Field::OrderNo), spoken.iter().any(|s| s.sure)) else {
        return Vec::new();
    };
    let rows: Vec<usize> = data.rows.iter().flat_map(|(from, to)| *from..*to).collect();
    let own = |row: usize, col: u32| data.grid.cells(row).iter().find(|c| c.col == col && !values::is_blank(&c.value));
    // What is merged downwards holds for all its rows.
    let shown = |row: usize, col: u32| {
        let merged = || {
            data.grid
                .tall_merge(data.grid.row(row), col)
                .and_then(|m| data.grid.cell(m.top, m.left))
        };
        own(row, col).or_else(merged).map(|c| values::show(&c.value))
    };
    // A row without a number is of the order above it where nothing else tells them apart.
    let alike = DATES.into_iter().chain([Field::Supplier, Field::Channel]).filter_map(column);
    let alike: Vec<u32> = alike.collect();
    let mut found = Vec::new();
    for first in spoken.iter().filter(|s| s.sure) {
        let number = shown(first.row, order);
        let (Ok(at), true) = (rows.binary_search(&first.row), number.is_some()) else {
            continue;
        };
        let above = at.checked_sub(1).and_then(|above| rows.get(above));
        if above.is_some_and(|above| shown(*above, order) == number) {
            continue;
        }
        let continues = |row: &&usize| match shown(**row, order) {
            None => {
                let same = |col: &u32| own(**row, *col).is_none_or(|c| Some(values::show(&c.value)) == shown(first.row, *col));
                fen(**row).is_some() && alike.iter().all(same)
            }
            own => own == number,
        };
        let below: Vec<usize> = rows.iter().skip(at + 1).take_while(continues).copied().collect();
        if below.iter().any(|row| shown(*row, first.col).is_some()) {
            continue;
        }
        let goods = |row: &usize| {
            let item = column(Field::Item).and_then(|col| own(*row, col));
            item.is_some_and(|c| data.vocabulary.row_label(&values::show(&c.value)).is_none())
        };
        found.extend(below.into_iter().filter(goods).map(|row| Spoken {
            row,
            state: State::Open,
            sure: false,
            col: first.col,
            fen: fen(row),
        }));
    }
    found
}
