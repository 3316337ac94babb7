//! `财政补助资金 | 伙食费`, `专项资金 | 食堂资金` without a column of the whole: each row's money by where it came from.

use crate::{
    formats::cells::Cell,
    model::field::Field,
    tables::{
        amount_column::{Adjust, AmountColumn, Share, place},
        evidence::{factors::number, values::purchases},
        region::{Column, Region},
        table_data::TableData,
    },
    text::normal,
    values::{self, amount::Amount, money_unit::MoneyUnit},
};

/// Rows that prove the parts, at least.
const ENOUGH: usize = 2;

/// The amount that such columns come to: quantity × price where every row proves it, and their sum where there is nothing of the kind.
pub(super) fn find(region: &mut Region, data: TableData<'_>, money: MoneyUnit) -> Option<AmountColumn> {
    let has = |field: Field| region.columns.iter().any(|c| c.field == field);
    if region.unmapped.len() < 2 || has(Field::Amount) || !has(Field::Item) {
        return None;
    }
    let is_fund = |c: &Column| data.vocabulary.looks_like_fund(&c.header);
    let figures = |c: &&Column| {
        data.column(c.col)
            .any(|cell| values::quantity(&cell.value).is_some_and(|q| !q.0.is_zero()))
    };
    let parts: Vec<Column> = region.unmapped.iter().filter(figures).cloned().collect();
    let share = |c: &Column| Share::of(c, true);
    let shares: Vec<Share> = parts.iter().filter(|c| is_fund(c)).map(share).collect();
    let [first, others @ ..] = parts.as_slice() else { return None };
    if others.is_empty() {
        return None;
    }
    if let Some((quantity, price)) = region.lone(Field::Quantity).zip(region.lone(Field::UnitPrice)) {
        return come_to(&parts, [quantity, price], data, money).then(|| AmountColumn {
            shares,
            ..AmountColumn::default()
        });
    }
    // What may be goods by its values alone may as well be what money came in for.
    let named = |c: &Column| c.field == Field::Item && matches!(data.vocabulary.field(&normal::header(&c.matched)), Some((Field::Item, _)));
    if shares.len() < parts.len() || !region.columns.iter().any(named) {
        return None;
    }
    for (at, column) in parts.iter().enumerate() {
        region.make(column.clone(), if at == 0 { Field::Amount } else { Field::Ignored });
    }
    Some(AmountColumn {
        index: place(region, first.col),
        adjust: others.iter().map(Adjust::part_of).collect(),
        shares,
        ..AmountColumn::default()
    })
}

/// Whether the parts are quantity × price in every row.
fn come_to(parts: &[Column], [quantity, price]: [&Column; 2], data: TableData<'_>, money: MoneyUnit) -> bool {
    let mut rows = 0;
    let fits = purchases(data).all(|cells| {
        let Some((quantity, price)) = number(cells, quantity.col).zip(number(cells, price.col)) else {
            return true;
        };
        let product = quantity.checked_mul(price).and_then(|p| values::to_fen(p, money)).map(|p| p.0);
        rows += usize::from(product.is_some_and(|p| p != 0));
        product == Some(parts.iter().filter_map(|c| fen(cells, c, money)).sum())
    });
    fits && rows >= ENOUGH
}

fn fen(cells: &[Cell], column: &Column, money: MoneyUnit) -> Option<i64> {
    let cell = cells.iter().find(|c| c.col == column.col)?;
    match values::read_amount(&cell.value, column.money_unit(money)) {
        Amount::Fen { fen, .. } => Some(fen),
        _ => None,
    }
}
