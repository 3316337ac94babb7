//! `元 | 角分` below `金额`: two columns that hold one amount.

use crate::{
    model::field::Field,
    tables::{
        amount_column::{Adjust, AmountColumn, place},
        region::Region,
    },
    values::money_unit::MoneyUnit,
};

/// The amount, where a column of yuan has its fen in the one beside it.
pub(super) fn find(region: &mut Region) -> Option<AmountColumn> {
    let mut amounts = region.columns.iter().filter(|c| c.is_whole_amount() && !c.outgoing);
    let (whole, small) = (amounts.next()?.clone(), amounts.next()?.clone());
    let beside = small.col == whole.col + 1 && whole.money == Some(MoneyUnit::Yuan) && amounts.next().is_none();
    if !beside || !matches!(small.money, Some(MoneyUnit::Jiao | MoneyUnit::Fen)) {
        return None;
    }
    for column in region.columns.iter_mut().filter(|c| c.col == small.col) {
        column.field = Field::Ignored;
    }
    Some(AmountColumn {
        index: place(region, whole.col),
        adjust: vec![Adjust::part_of(&small)],
        ..AmountColumn::default()
    })
}
