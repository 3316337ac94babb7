//! `数量 | 不含税 (单价 金额) | 含税 (单价 金额)`, `下单 (数量 金额) | 收货 (数量 金额)`: groups of columns that say the same purchases again, at another
//! price or stage, under titles that name no channel.

use std::{collections::BTreeSet, sync::Arc};

use rust_decimal::Decimal;

use crate::{
    formats::cells::Cell,
    model::field::Field,
    tables::{
        evidence::{factors::number, values::purchases},
        region::{Column, Region, TableKind},
        table_data::TableData,
        vocabulary::Vocabulary,
    },
};

/// Yuan.
const HALF_A_FEN: Decimal = Decimal::from_parts(5, 0, 0, false, 3);
/// Of a quantity, what is nearly as much.
const NEAR: Decimal = Decimal::from_parts(8, 0, 0, false, 1);
/// Rows that prove it, at least.
const ENOUGH: usize = 2;

/// A group: its own quantity or price beside its amount.
struct Group {
    title: Arc<str>,
    factor: Column,
    amount: Column,
    sum: Decimal,
}

/// Makes one of the amounts of such groups that of each purchase; gives another that may be it as well.
pub(crate) fn settle(region: &mut Region, data: TableData<'_>) -> Option<Column> {
    if region.kind != TableKind::ChannelColumns {
        return None;
    }
    let priced = groups(region, Field::UnitPrice, data.vocabulary);
    if let Some((quantity, groups)) = region.lone(Field::Quantity).cloned().zip(priced) {
        let rows: Vec<&[Cell]> = purchases(data).collect();
        let priced = |group: &Group, cells: &[Cell]| is_product(cells, &quantity, &group.factor, &group.amount);
        let told = rows.iter().filter(|cells| number(cells, quantity.col).is_some());
        let proved = told.clone().all(|cells| groups.iter().all(|g| priced(g, cells)));
        return (proved && told.count() >= ENOUGH).then(|| one_of(region, groups, &rows, data.vocabulary))?;
    }
    // Without quantities of their own the amounts tell.
    let groups = [Field::Quantity, Field::Amount]
        .into_iter()
        .find_map(|field| groups(region, field, data.vocabulary))?;
    let rows: Vec<&[Cell]> = purchases(data).collect();
    let figures = |cells: &[Cell]| groups.iter().map(|g| number(cells, g.factor.col)).collect::<Option<Vec<_>>>();
    let told: Option<Vec<Vec<Decimal>>> = rows.iter().map(|cells| figures(cells)).collect();
    // What was ordered is nearly what came, and what is taxed nearly what is not; what two canteens bought is not, day after day.
    let near = |row: &&Vec<Decimal>| {
        let (least, most) = (row.iter().min(), row.iter().max());
        least
            .zip(most)
            .is_some_and(|(least, most)| most.checked_mul(NEAR).is_some_and(|near| near <= *least))
    };
    let told = told.filter(|rows| rows.len() > ENOUGH && rows.iter().filter(near).count() * 5 >= rows.len() * 4);
    if told.is_some() {
        let least = summed(groups, &rows).into_iter().min_by_key(|g| g.sum)?;
        let others = |c: &&mut Column| c.is_channel_amount() && c.col != least.amount.col;
        region.columns.iter_mut().filter(others).for_each(|c| c.suspected = true);
    }
    None
}

/// The groups, where all channels of the table are such and none is one by its name.
fn groups(region: &Region, factor: Field, vocabulary: &Vocabulary) -> Option<Vec<Group>> {
    let titles: BTreeSet<Arc<str>> = region.columns.iter().filter_map(|c| c.channel.clone()).collect();
    let of = |field: Field, title: &Arc<str>| {
        region
            .columns
            .iter()
            .find(|c| c.field == field && c.channel.as_ref() == Some(title))
    };
    let group = |title: Arc<str>| {
        Some(Group {
            factor: of(factor, &title)?.clone(),
            amount: of(Field::Amount, &title)?.clone(),
            title,
            sum: Decimal::ZERO,
        })
    };
    let known = titles.iter().any(|t| vocabulary.names_channel(t) || vocabulary.mentions_channel(t));
    let groups: Vec<Group> = titles.into_iter().map(group).collect::<Option<_>>()?;
    (groups.len() > 1 && !known).then_some(groups)
}

/// Whether an amount is quantity × price; a price without tax is rounded to the fen, and its product is not.
fn is_product(cells: &[Cell], quantity: &Column, price: &Column, amount: &Column) -> bool {
    let apart = || {
        let quantity = number(cells, quantity.col)?;
        let apart = quantity
            .checked_mul(number(cells, price.col)?)?
            .checked_sub(number(cells, amount.col)?)?;
        let slack = quantity.abs().checked_mul(HALF_A_FEN)?.checked_add(HALF_A_FEN)?;
        Some(apart.abs() <= slack)
    };
    apart().unwrap_or(false)
}

fn summed(mut groups: Vec<Group>, rows: &[&[Cell]]) -> Vec<Group> {
    for group in &mut groups {
        let figures = rows.iter().filter_map(|cells| number(cells, group.amount.col));
        group.sum = figures.fold(Decimal::ZERO, |sum, f| sum.checked_add(f).unwrap_or(sum));
    }
    groups
}

/// What was paid, with tax, is the amount; where nothing says so the largest may be it, and the smallest.
fn one_of(region: &mut Region, groups: Vec<Group>, rows: &[&[Cell]], vocabulary: &Vocabulary) -> Option<Column> {
    let mut groups = summed(groups, rows);
    if groups.iter().any(|g| !vocabulary.is_untaxed(&g.title)) {
        groups.retain(|g| !vocabulary.is_untaxed(&g.title));
    }
    if groups.iter().filter(|g| vocabulary.is_paid(&g.title)).count() == 1 {
        groups.retain(|g| vocabulary.is_paid(&g.title));
    }
    groups.sort_by_key(|g| g.sum);
    let chosen = groups.pop()?;
    let own = [chosen.factor.col, chosen.amount.col];
    for column in region.columns.iter_mut().filter(|c| c.channel.is_some()) {
        column.channel = None;
        if !own.contains(&column.col) {
            column.field = Field::Ignored;
        }
    }
    region.kind = TableKind::Detail;
    groups.into_iter().next().map(|g| g.amount)
}
