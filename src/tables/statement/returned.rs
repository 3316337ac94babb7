//! What went back, in a column of its own between the whole and what is left of it.

use crate::{
    model::field::Field,
    tables::{
        region::{Column, Region},
        statement::figures::read,
        table_data::TableData,
    },
    values::money_unit::MoneyUnit,
};

/// `采购总额 | 退货 | 净采购额 | 832平台`: what is left is the whole of the channels, where the first is the sum of both others in every row.
pub(super) fn take_off(region: &mut Region, data: TableData<'_>, money: MoneyUnit) {
    let back = |c: &&Column| data.vocabulary.is_of_returns(&c.matched);
    let mut all = region.columns.iter().chain(&region.unmapped);
    let Some(back) = all.find(back).cloned() else { return };
    let of_money = |c: &&Column| c.is_whole_amount() || region.unmapped.iter().any(|u| u.col == c.col);
    let others = region.columns.iter().chain(&region.unmapped).filter(of_money);
    let others: Vec<&Column> = others.filter(|c| c.col != back.col).collect();
    let fen = |c: &Column| read(data, c.col, c.money_unit(money));
    let at = |fen: &[Option<i64>], row: usize| fen.get(row).copied().flatten().map_or(0, i128::from);
    let returned = fen(&back);
    let is_rest = |whole: &Column, rest: &Column| {
        let (whole, rest) = (fen(whole), fen(rest));
        let rows = || 0..whole.len().max(rest.len());
        let adds_up = |row: usize| at(&whole, row) == at(&rest, row) + at(&returned, row).abs();
        rows().any(|row| at(&returned, row) != 0) && rows().all(adds_up)
    };
    let pairs = others.iter().flat_map(|whole| others.iter().map(move |rest| (*whole, *rest)));
    let pair = pairs
        .into_iter()
        .find(|(whole, rest)| whole.col != rest.col && is_rest(whole, rest));
    let Some((whole, rest)) = pair.map(|(whole, rest)| (whole.clone(), rest.clone())) else {
        return;
    };
    let of = |column: Column, field: Field| Column {
        field,
        channel: None,
        part: false,
        ..column
    };
    for column in [of(whole, Field::Ignored), of(back, Field::Ignored), of(rest, Field::Amount)] {
        region.columns.retain(|c| c.col != column.col);
        region.adopt(column);
    }
}
