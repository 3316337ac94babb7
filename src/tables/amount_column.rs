//! Which of several amount columns counts.

use rust_decimal::Decimal;

use crate::{
    model::{cell::CellRef, field::Field},
    tables::{disambiguate::DataRows, region::Region, row_cells::RowCells, vocabulary::Vocabulary},
    values::{self, amount::Amount, money_unit::MoneyUnit},
};

/// The amount column that counts.
#[derive(Debug, Default)]
pub(crate) struct AmountColumn {
    /// Its index among the region's columns.
    pub(crate) index: Option<usize>,
    /// Where the others differ from it in some row: its header's cell, and the headers of all; the choice is to be reported.
    pub(crate) ambiguous: Option<(CellRef, String)>,
}

/// Of one candidate, how many rows speak for it.
#[derive(Debug, Clone, Copy, Default)]
struct Votes {
    /// Amounts other than nothing.
    filled: usize,
    /// Amounts that are quantity × price.
    product: usize,
    /// Amounts that are quantity × price less the row's discount.
    discounted: usize,
}

/// The amount column among several: by quantity × price where that tells, else by its name's rank.
#[must_use]
pub(crate) fn choose(region: &Region, rows: DataRows<'_>, vocabulary: &Vocabulary, money: MoneyUnit) -> AmountColumn {
    let columns = region.columns.iter().enumerate();
    let candidates: Vec<usize> = columns
        .filter(|(_, c)| c.is_whole_amount() && !c.outgoing)
        .map(|(i, _)| i)
        .collect();
    if candidates.len() < 2 {
        return AmountColumn {
            index: candidates.first().copied(),
            ambiguous: None,
        };
    }
    let mut row_cells = RowCells::new(region);
    let mut votes = vec![Votes::default(); candidates.len()];
    let (mut compared, mut differ) = (0, false);
    for index in rows.indices() {
        row_cells.load(rows.grid, vocabulary, index);
        if ![Field::Item, Field::Supplier, Field::Date]
            .into_iter()
            .any(|f| row_cells.has_value(f))
        {
            continue;
        }
        let amounts: Vec<Option<i64>> = candidates.iter().map(|i| amount(region, &row_cells, *i, money)).collect();
        differ |= amounts.iter().flatten().any(|a| amounts.iter().flatten().any(|b| a != b));
        let product = product(&row_cells, money);
        let off = product
            .and_then(|_| discount(region, rows, index, vocabulary, money))
            .filter(|off| *off != 0);
        compared += usize::from(product.is_some());
        for (votes, amount) in votes.iter_mut().zip(&amounts) {
            votes.filled += usize::from(amount.is_some_and(|a| a != 0));
            if let (Some(product), Some(amount)) = (product, amount) {
                votes.product += usize::from(*amount == product);
                votes.discounted += usize::from(off.is_some_and(|off| product.checked_sub(off) == Some(*amount)));
            }
        }
    }
    let index = elect(region, &candidates, &votes, compared);
    AmountColumn {
        index,
        ambiguous: index.filter(|_| differ).map(|i| {
            let headers: Vec<&str> = candidates.iter().map(|c| region.columns[*c].header.as_ref()).collect();
            (region.columns[i].cell, headers.join("、"))
        }),
    }
}

/// The candidate that most of the compared rows speak for.
fn elect(region: &Region, candidates: &[usize], votes: &[Votes], compared: usize) -> Option<usize> {
    let those = |fits: &dyn Fn(&Votes) -> bool| -> Vec<usize> {
        let fitting = candidates.iter().zip(votes).filter(|(_, v)| fits(v));
        fitting.map(|(i, _)| *i).collect()
    };
    if let [paid] = those(&|v| v.discounted > 0)[..] {
        // 商品金额 less 优惠金额 is 实付金额: what was paid counts.
        return Some(paid);
    }
    let best = votes.iter().map(|v| v.product).max().unwrap_or(0);
    let most = votes.iter().map(|v| v.filled).max().unwrap_or(0);
    let fitting = if best * 2 > compared && best > 0 {
        those(&|v| v.product == best)
    } else {
        those(&|v| v.filled * 2 >= most)
    };
    fitting.into_iter().min_by_key(|i| (region.columns[*i].rank, *i))
}

fn amount(region: &Region, row_cells: &RowCells<'_>, index: usize, money: MoneyUnit) -> Option<i64> {
    let cell = row_cells.in_column(index)?.cell?;
    match values::read_amount(&cell.value, region.columns.get(index)?.money_unit(money)) {
        Amount::Fen { fen, .. } => Some(fen),
        _ => None,
    }
}

/// Quantity × price of a row, in fen.
fn product(row_cells: &RowCells<'_>, money: MoneyUnit) -> Option<i64> {
    let number = |f: Field| -> Option<Decimal> { Some(values::quantity(&row_cells.cell(f)?.value)?.0) };
    let product = number(Field::Quantity)?.checked_mul(number(Field::UnitPrice)?)?;
    Some(values::to_fen(product, money)?.0)
}

/// What a row's 优惠金额 takes off, in fen.
fn discount(region: &Region, rows: DataRows<'_>, index: usize, vocabulary: &Vocabulary, money: MoneyUnit) -> Option<i64> {
    let mut columns = region.columns.iter();
    let column = columns.find(|c| c.field == Field::Ignored && vocabulary.is_discount(&c.matched))?;
    let cell = rows.grid.cells(index).iter().find(|c| c.col == column.col)?;
    match values::read_amount(&cell.value, column.money_unit(money)) {
        Amount::Fen { fen, .. } => Some(fen),
        _ => None,
    }
}
