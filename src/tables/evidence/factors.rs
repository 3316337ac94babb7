//! The quantity or the price under a header that nobody knows: what makes the amount with the other one.

use rust_decimal::Decimal;

use crate::{
    formats::cells::Cell,
    model::field::Field,
    tables::{
        evidence::values::is_label_row,
        region::{Column, Region},
        table_data::TableData,
    },
    values::{self, amount::Amount, money_unit::MoneyUnit},
};

/// Adopts the missing factor of the one amount column.
pub(crate) fn settle(region: &mut Region, data: TableData<'_>, money: MoneyUnit) {
    let lone = |field: Field| {
        let mut columns = region
            .columns
            .iter()
            .filter(move |c| c.field == field && c.channel.is_none() && !c.outgoing);
        columns.next().filter(|_| columns.next().is_none()).cloned()
    };
    let has = |field: Field| region.columns.iter().any(|c| c.field == field);
    let (missing, known) = match (has(Field::Quantity), has(Field::UnitPrice)) {
        (true, false) => (Field::UnitPrice, lone(Field::Quantity)),
        (false, true) => (Field::Quantity, lone(Field::UnitPrice)),
        _ => return,
    };
    let (Some(known), Some(amount)) = (known, lone(Field::Amount)) else {
        return;
    };
    let candidates = region.unmapped.clone();
    let mut fits = vec![(0_usize, 0_usize); candidates.len()];
    for index in data.sample() {
        let cells = data.grid.cells(index);
        let (Some(fen), Some(factor)) = (fen(cells, &amount, money), number(cells, known.col)) else {
            continue;
        };
        if is_label_row(data, cells) {
            continue;
        }
        for (column, (rows, fitting)) in candidates.iter().zip(&mut fits) {
            let Some(other) = number(cells, column.col) else { continue };
            let product = factor.checked_mul(other).and_then(|p| values::to_fen(p, money));
            *rows += 1;
            *fitting += usize::from(fen != 0 && product.is_some_and(|p| p.0 == fen));
        }
    }
    let mut found = candidates.into_iter().zip(fits).filter(|(_, (rows, fitting))| *fitting * 2 > *rows);
    if let (Some((column, _)), None) = (found.next(), found.next()) {
        region.adopt(Column { field: missing, ..column });
    }
}

fn cell(cells: &[Cell], col: u32) -> Option<&Cell> {
    cells.get(cells.binary_search_by_key(&col, |c| c.col).ok()?)
}

fn number(cells: &[Cell], col: u32) -> Option<Decimal> {
    values::quantity(&cell(cells, col)?.value).map(|q| q.0)
}

fn fen(cells: &[Cell], column: &Column, money: MoneyUnit) -> Option<i64> {
    match values::read_amount(&cell(cells, column.col)?.value, column.money_unit(money)) {
        Amount::Fen { fen, .. } => Some(fen),
        _ => None,
    }
}
