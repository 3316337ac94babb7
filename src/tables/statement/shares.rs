//! Shares beside a statement's amounts: what they are the shares of is a part, whatever it is called.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::{
    formats::cells::{Cell, Value},
    model::field::Field,
    tables::{
        region::{Column, Region},
        statement::figures::{read, rows},
        table_data::TableData,
    },
    values::{self, money_unit::MoneyUnit},
};

/// `月份 | 采购总额 | ? | 占比`: the unknown column, where the share beside it is its share of the whole in every row, is a channel's of its own
/// name.
pub(super) fn adopt_part(region: &mut Region, data: TableData<'_>, money: MoneyUnit) {
    let Some(whole) = region.lone(Field::Amount) else { return };
    let all = read(data, whole.col, whole.money_unit(money));
    let columns = || region.columns.iter().filter(|c| c.field.is_passive()).chain(&region.unmapped);
    let is_part = |column: &&Column| {
        let own = read(data, column.col, column.money_unit(money));
        columns().any(|share| share.col != column.col && is_share(&all, &own, &shares(data, share.col)))
    };
    let Some(part) = region.unmapped.iter().find(is_part).cloned() else {
        return;
    };
    region.adopt(Column {
        field: Field::Amount,
        channel: Some(Arc::clone(&part.matched)),
        part: true,
        ..part
    });
}

/// What a column says of each row, per cent or of one.
fn shares(data: TableData<'_>, col: u32) -> Vec<Option<Decimal>> {
    let share = |cell: &Cell| match &cell.value {
        Value::Text(text) => text.trim().trim_end_matches(['%', '％']).trim().parse().ok(),
        value => values::quantity(value).map(|q| q.0),
    };
    rows(data)
        .map(|cells| cells.iter().find(|c| c.col == col).and_then(share))
        .collect()
}

/// Whether these are the shares of a part in its whole, in every row that has all three, to a hundredth of the last place.
fn is_share(whole: &[Option<i64>], part: &[Option<i64>], shares: &[Option<Decimal>]) -> bool {
    let mut telling = 0;
    for ((whole, part), share) in whole.iter().zip(part).zip(shares) {
        let (Some(whole), Some(part), Some(share)) = (whole.filter(|f| *f > 0), part, share) else {
            continue;
        };
        let exact = Decimal::from(*part) / Decimal::from(whole);
        let near = |said: Decimal| (exact - said).abs() <= Decimal::new(5, said.scale() + 1);
        if !(near(*share) || (exact * Decimal::ONE_HUNDRED - share).abs() <= Decimal::new(5, share.scale() + 1)) {
            return false;
        }
        telling += usize::from(*part != 0);
    }
    telling > 0
}
