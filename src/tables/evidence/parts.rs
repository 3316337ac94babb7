//! Columns of figures with a header that nobody knows, beside the amount columns of channels: one more channel, their whole, or something else.

use std::sync::Arc;

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

/// How a column's figures stand to the channels' in the rows where it has one.
#[derive(Debug, Default, Clone, Copy)]
struct Relation {
    rows: usize,
    /// With the channels' it makes the row's total.
    completes: usize,
    /// It is no more than what the total has beyond the channels.
    fits: usize,
    /// No channel has an amount.
    alone: usize,
    /// It is the sum of the channels, or less.
    sum: usize,
    less: usize,
}

/// Makes a column that nobody knows a channel of its own name (a person has to say which), or the whole, where the figures say so. What is
/// nothing of that stays unknown.
pub(crate) fn settle(region: &mut Region, data: TableData<'_>, money: MoneyUnit) {
    let parts: Vec<Column> = region.columns.iter().filter(|c| c.is_channel_amount()).cloned().collect();
    if parts.is_empty() || region.unmapped.is_empty() {
        return;
    }
    let mut wholes = region.columns.iter().filter(|c| c.is_whole_amount() && !c.outgoing);
    let whole = wholes.next().filter(|_| wholes.next().is_none()).cloned();
    let unknown = region.unmapped.clone();
    let relations = relate(&unknown, &parts, whole.as_ref(), data, money);
    let mut has_whole = whole.is_some();
    for (column, relation) in unknown.iter().zip(relations) {
        if relation.rows == 0 {
            continue;
        }
        let beside = is_beside(region, column.col);
        let is_part = match &whole {
            Some(_) => relation.completes * 2 > relation.rows || (beside && relation.fits == relation.rows),
            None => beside && (relation.less == 0 || relation.alone > relation.less),
        };
        let is_whole = !has_whole && relation.sum * 2 > relation.rows && relation.less == 0;
        if is_whole {
            has_whole = true;
            region.adopt(Column {
                field: Field::Amount,
                ..column.clone()
            });
        } else if is_part {
            region.adopt(Column {
                field: Field::Amount,
                channel: Some(Arc::clone(&column.matched)),
                part: parts.iter().any(|p| p.part),
                ..column.clone()
            });
        }
    }
}

/// Whether no column of anything else stands between it and an amount.
fn is_beside(region: &Region, col: u32) -> bool {
    let speaks = |c: &&Column| c.field != Field::Ignored;
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
        let own: Vec<i128> = unknown.iter().map(|c| fen(cells, c, money).unwrap_or(0)).collect();
        let total = whole.and_then(|c| fen(cells, c, money));
        for (own, relation) in own.iter().zip(&mut relations).filter(|(own, _)| **own != 0) {
            relation.rows += 1;
            relation.completes += usize::from(total == Some(sum + own));
            relation.fits += usize::from(total.is_some_and(|total| sum + own <= total));
            relation.alone += usize::from(sum == 0);
            relation.sum += usize::from(*own == sum);
            relation.less += usize::from(sum != 0 && *own < sum);
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
