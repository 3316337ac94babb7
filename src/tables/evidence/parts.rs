//! A column of figures with a header that nobody knows, among the channels' columns of single purchases: one more channel, which a person has to name.
//! What its figures prove (a whole, a sum, the part that completes a row's total) is settled before.

use std::sync::Arc;

use crate::{
    formats::cells::Cell,
    model::field::Field,
    tables::{
        evidence::values::is_label_row,
        region::{Column, Region, TableKind},
        table_data::TableData,
    },
    values::{self, amount::Amount, money_unit::MoneyUnit},
};

/// How a column's figures stand to the channels' in the rows where it has one.
#[derive(Debug, Default, Clone, Copy)]
struct Relation {
    rows: usize,
    /// It is no more than what the total has beyond the channels.
    fits: usize,
    /// No channel has an amount.
    alone: usize,
    /// It is less than the channels together, as a price or a count is.
    less: usize,
    /// It is one at most, as a share is.
    shares: usize,
}

/// Makes such columns channels of their own names; others stay unknown.
pub(crate) fn settle(region: &mut Region, data: TableData<'_>, money: MoneyUnit) {
    if region.kind != TableKind::ChannelColumns || region.unmapped.is_empty() {
        return;
    }
    let parts: Vec<Column> = region.columns.iter().filter(|c| c.is_channel_amount()).cloned().collect();
    let mut wholes = region.columns.iter().filter(|c| c.is_whole_amount() && !c.outgoing);
    let whole = wholes.next().filter(|_| wholes.next().is_none()).cloned();
    let counts = |c: &Column| data.vocabulary.ends_as_count(&c.header) && !data.vocabulary.looks_like_seller(&c.header);
    // 其中：大米 is in the column beside it.
    let unknown = region.unmapped.iter().filter(|c| !counts(c) && !c.header.starts_with("其中"));
    let unknown: Vec<Column> = unknown.cloned().collect();
    let relations = relate(&unknown, &parts, whole.as_ref(), data, money);
    for (column, relation) in unknown.into_iter().zip(relations) {
        let proved = whole.is_some() && relation.fits == relation.rows;
        let alone = whole.is_none() && (relation.less == 0 || relation.alone > relation.less);
        // Goods of which each was bought in one column.
        let single = whole.is_none() && relation.alone == relation.rows && region.columns.iter().any(|c| c.field == Field::Item);
        // Without a total of the row nothing else shows what its figures are: 王记粮油店 is a seller's, 老张 may be one.
        let open = whole.is_none() && relation.shares < relation.rows;
        if relation.rows > 0 && (proved || alone || open) && is_beside(region, column.col) {
            region.adopt(Column {
                field: Field::Amount,
                channel: Some(Arc::clone(&column.matched)),
                part: parts.iter().any(|p| p.part),
                suspected: !proved && !single && !data.vocabulary.looks_like_seller(&column.header),
                ..column
            });
        }
    }
}

/// Whether no column of anything else stands between it and an amount.
fn is_beside(region: &Region, col: u32) -> bool {
    let speaks = |c: &&Column| !c.field.is_passive();
    let left = region.columns.iter().filter(speaks).rev().find(|c| c.col < col);
    let right = region.columns.iter().filter(speaks).find(|c| c.col > col);
    left.into_iter().chain(right).any(|c| c.field == Field::Amount)
}

fn relate(unknown: &[Column], parts: &[Column], whole: Option<&Column>, data: TableData<'_>, money: MoneyUnit) -> Vec<Relation> {
    let mut relations = vec![Relation::default(); unknown.len()];
    for index in data.sample() {
        let cells = data.grid.cells(index);
        if is_label_row(data, cells) {
            continue;
        }
        let sum: i128 = parts.iter().filter_map(|c| fen(cells, c, money)).sum();
        let total = whole.and_then(|c| fen(cells, c, money));
        for (column, relation) in unknown.iter().zip(&mut relations) {
            let own = fen(cells, column, money).unwrap_or(0);
            if own == 0 {
                continue;
            }
            relation.rows += 1;
            relation.fits += usize::from(total.is_some_and(|total| sum + own <= total));
            relation.alone += usize::from(sum == 0);
            relation.less += usize::from(own < sum);
            relation.shares += usize::from(own.abs() <= 100);
        }
    }
    relations
}

fn fen(cells: &[Cell], column: &Column, money: MoneyUnit) -> Option<i128> {
    let at = cells.binary_search_by_key(&column.col, |c| c.col).ok()?;
    match values::read_amount(&cells.get(at)?.value, column.money_unit(money)) {
        Amount::Fen { fen, .. } => Some(i128::from(fen)),
        _ => None,
    }
}
