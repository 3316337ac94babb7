//! `送货金额 | 付款金额 | 余额`: a running account. What was delivered and what was paid for it stand in rows of their own, so what the payments' header calls
//! money is no purchase.

use crate::{
    formats::cells::Cell,
    model::{field::Field, line::Role},
    tables::{
        evidence::values::purchases,
        region::{Column, Region},
        role::kind,
        table_data::TableData,
    },
    text::normal,
    values::{amount::Amount, money_unit::MoneyUnit, read_amount},
};

/// Rows of deliveries.
const LEAST_ROWS: usize = 2;

/// Puts the payments out, and makes the other column of money the amount.
pub(crate) fn settle(region: &mut Region, data: TableData<'_>, money: MoneyUnit) {
    if region.columns.iter().any(Column::is_channel_amount) {
        return;
    }
    let vocabulary = data.vocabulary;
    let known = region.columns.iter().filter(|c| c.is_whole_amount() && !c.outgoing);
    let unknown = region
        .unmapped
        .iter()
        .filter(|c| vocabulary.ends_as_amount(&normal::header(&c.header)));
    let columns = known.chain(unknown).cloned();
    let is_payment = |c: &Column| vocabulary.role_said(&c.header).is_some_and(|said| said.role == Role::Payments);
    let (paid, delivered): (Vec<Column>, Vec<Column>) = columns.partition(is_payment);
    let ([paid], [delivered]) = (paid.as_slice(), delivered.as_slice()) else {
        return;
    };
    if !stand_apart(region, data, [delivered, paid], money) {
        return;
    }
    region.make(delivered.clone(), Field::Amount);
    region.make(paid.clone(), Field::Ignored);
    region
        .columns
        .iter_mut()
        .filter(|c| c.col == paid.col)
        .for_each(|c| c.outgoing = true);
    if let Some(kind) = kind(region.columns.iter()) {
        region.kind = kind;
    }
}

/// Whether no row has both, and none of a payment has a quantity or a price.
fn stand_apart(region: &Region, data: TableData<'_>, [delivered, paid]: [&Column; 2], money: MoneyUnit) -> bool {
    let has = |cells: &[Cell], column: &Column| {
        let cell = cells.iter().find(|c| c.col == column.col);
        cell.is_some_and(|c| matches!(read_amount(&c.value, column.money_unit(money)), Amount::Fen { fen, .. } if fen != 0))
    };
    let measures: Vec<&Column> = region
        .columns
        .iter()
        .filter(|c| matches!(c.field, Field::Quantity | Field::UnitPrice))
        .collect();
    let (mut deliveries, mut payments) = (0, 0);
    for cells in purchases(data) {
        match (has(cells, delivered), has(cells, paid)) {
            (true, true) => return false,
            (false, true) if measures.iter().any(|c| has(cells, c)) => return false,
            (delivery, payment) => {
                deliveries += usize::from(delivery);
                payments += usize::from(payment);
            }
        }
    }
    deliveries >= LEAST_ROWS && payments > 0
}
