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
    let [paid] = paid.as_slice() else { return };
    let apart = |c: &&Column| stand_apart(region, data, [c, paid], money);
    // Under a header that nobody knows the deliveries of an account, which has no prices, are told by that alone.
    let priced = region.columns.iter().any(|c| matches!(c.field, Field::Quantity | Field::UnitPrice));
    let found: Vec<&Column> = match delivered.as_slice() {
        [] if priced => Vec::new(),
        [] => region.unmapped.iter().filter(apart).collect(),
        [_] => delivered.iter().filter(apart).collect(),
        _ => Vec::new(),
    };
    let [delivered] = found.as_slice() else { return };
    let delivered = (*delivered).clone();
    region.make(delivered, Field::Amount);
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
    let fen = |cells: &[Cell], column: &Column| {
        let cell = cells.iter().find(|c| c.col == column.col)?;
        match read_amount(&cell.value, column.money_unit(money)) {
            Amount::Fen { fen, .. } if fen != 0 => Some(i128::from(fen)),
            _ => None,
        }
    };
    let has = |cells: &[Cell], column: &Column| fen(cells, column).is_some();
    let mut sums = (0, 0);
    let measures: Vec<&Column> = region
        .columns
        .iter()
        .filter(|c| matches!(c.field, Field::Quantity | Field::UnitPrice))
        .collect();
    let (mut deliveries, mut payments) = (0, 0);
    for cells in purchases(data) {
        let (delivery, payment) = (fen(cells, delivered), fen(cells, paid));
        // Their total, whatever it is called.
        if delivery.zip(payment) == Some(sums) {
            continue;
        }
        sums = (sums.0 + delivery.unwrap_or(0), sums.1 + payment.unwrap_or(0));
        match (delivery.is_some(), payment.is_some()) {
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
