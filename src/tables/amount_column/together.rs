//! `元 | 角分` below `金额`: two columns that hold one amount.

use crate::{
    model::field::Field,
    tables::{
        amount_column::{Adjust, AmountColumn, place},
        region::{Column, Region},
    },
    values::money_unit::{MoneyUnit, money_unit},
};

/// The amount, where a column of yuan has its fen in the one beside it. Where no column is known as an amount, their own headers make them one.
pub(super) fn find(region: &mut Region) -> Option<AmountColumn> {
    let mut amounts: Vec<Column> = region.whole_amounts().cloned().collect();
    if amounts.is_empty() {
        // `元 | 角分` below a group that nobody knows.
        let named = region.unmapped.iter().filter(|c| money_unit(&c.matched).is_some());
        amounts.extend(named.map(|c| Column {
            field: Field::Amount,
            ..c.clone()
        }));
    }
    let [whole, small] = amounts.as_slice() else { return None };
    let beside = small.col == whole.col + 1 && whole.money == Some(MoneyUnit::Yuan);
    if !beside || !matches!(small.money, Some(MoneyUnit::Jiao | MoneyUnit::Fen)) {
        return None;
    }
    region.make(whole.clone(), Field::Amount);
    region.make(small.clone(), Field::Ignored);
    Some(AmountColumn {
        index: place(region, whole.col),
        adjust: vec![Adjust::part_of(small)],
        ..AmountColumn::default()
    })
}
