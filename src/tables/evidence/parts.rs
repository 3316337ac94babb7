//! Columns of figures with a header that nobody knows, beside the amount columns of channels: one more channel, their whole, or something else.

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
#[derive(Debug, Default, Clone)]
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
    /// It is the sum of the next two, three … channels to its left, and to its right.
    runs: [Vec<usize>; 2],
}

impl Relation {
    fn mostly(&self, rows: usize) -> bool {
        rows * 2 > self.rows
    }

    /// Adds one for each run of two or more channels, from the nearest on, that comes to the figure.
    fn count_runs<'c>(&mut self, own: i128, channels: impl Iterator<Item = &'c (u32, i128)>, side: usize) {
        let mut sum = 0;
        for (at, (_, fen)) in channels.enumerate() {
            sum += fen;
            if at > 0 && *fen != 0 && sum == own {
                let runs = &mut self.runs[side];
                runs.resize(runs.len().max(at + 1), 0);
                runs[at] += 1;
            }
        }
    }

    /// A subtotal of channels beside it.
    fn is_subtotal(&self) -> bool {
        self.mostly(self.sum) || self.runs.iter().flatten().any(|rows| self.mostly(*rows))
    }
}

/// Makes a column that nobody knows a channel of its own name (a person has to say which), or the whole, where the figures say so. What is
/// nothing of that stays unknown.
pub(crate) fn settle(region: &mut Region, data: TableData<'_>, money: MoneyUnit) {
    let parts: Vec<Column> = region.columns.iter().filter(|c| c.is_channel_amount()).cloned().collect();
    if parts.is_empty() || region.unmapped.is_empty() {
        return;
    }
    let mut wholes = region.columns.iter().filter(|c| c.is_whole_amount() && !c.outgoing);
    let mut whole = wholes.next().filter(|_| wholes.next().is_none()).cloned();
    let unknown: Vec<Column> = region
        .unmapped
        .iter()
        .filter(|c| !data.vocabulary.ends_as_count(&c.header))
        .cloned()
        .collect();
    if whole.is_none()
        && let relations = relate(&unknown, &parts, None, data, money)
        && let Some((column, _)) = unknown.iter().zip(&relations).find(|(c, r)| is_whole(c, r, &parts))
    {
        whole = Some(Column {
            field: Field::Amount,
            ..column.clone()
        });
        region.adopt(whole.clone().unwrap_or_else(|| column.clone()));
    }
    let relations = relate(&unknown, &parts, whole.as_ref(), data, money);
    let single_purchases = region.kind != TableKind::Statement;
    for (column, relation) in unknown.iter().zip(relations) {
        let is_adopted = region.columns.iter().any(|c| c.col == column.col);
        let completes = relation.mostly(relation.completes);
        if relation.rows == 0 || is_adopted || (relation.is_subtotal() && !completes) {
            continue;
        }
        let beside = is_beside(region, column.col);
        let is_part = match &whole {
            Some(_) => completes || (beside && relation.fits == relation.rows),
            // A statement without its whole is open as it is.
            None => single_purchases && beside && (relation.less == 0 || relation.alone > relation.less),
        };
        if is_part {
            region.adopt(Column {
                field: Field::Amount,
                channel: Some(Arc::clone(&column.matched)),
                part: parts.iter().any(|p| p.part),
                ..column.clone()
            });
        }
    }
}

/// The sum of two or more channels, or what stands before 其中 and is never less than its parts.
fn is_whole(column: &Column, relation: &Relation, parts: &[Column]) -> bool {
    let before_parts = parts.first().is_some_and(|p| p.part && p.col == column.col + 1);
    relation.rows > 0 && relation.less == 0 && parts.len() > 1 && (relation.mostly(relation.sum) || before_parts)
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
        let amounts: Vec<(u32, i128)> = parts.iter().map(|c| (c.col, fen(cells, c, money).unwrap_or(0))).collect();
        let own: Vec<(u32, i128)> = unknown.iter().map(|c| (c.col, fen(cells, c, money).unwrap_or(0))).collect();
        let total = whole.and_then(|c| fen(cells, c, money));
        for ((col, own), relation) in own.iter().zip(&mut relations).filter(|((_, own), _)| *own != 0) {
            relation.rows += 1;
            relation.completes += usize::from(total == Some(sum + own));
            relation.fits += usize::from(total.is_some_and(|total| sum + own <= total));
            relation.alone += usize::from(sum == 0);
            relation.sum += usize::from(*own == sum);
            relation.less += usize::from(sum != 0 && *own < sum);
            relation.count_runs(*own, amounts.iter().rev().filter(|(c, _)| *c < *col), 0);
            relation.count_runs(*own, amounts.iter().filter(|(c, _)| *c > *col), 1);
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
