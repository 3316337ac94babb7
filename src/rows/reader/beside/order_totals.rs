//! An export of orders with a row for each item may repeat the order's amount in all of them.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::{
    rows::{
        reader::TableReader,
        reading::{RawAmount, RawLine},
    },
    values::{self, money_unit::MoneyUnit},
};

/// Orders of several rows that make it plain where the header does not.
const ENOUGH: usize = 2;

impl TableReader<'_, '_> {
    /// Rows that repeat the amount of their order's first row, in all orders of several rows, without a price, or where the prices of an order come to
    /// that amount once: what they add, nobody can tell.
    pub(in crate::rows::reader) fn doubt_order_totals(&mut self) {
        let lines = &self.sink.lines[self.first_line..];
        let order = |line: &RawLine| line.order_no.clone().or_else(|| line.rare().invoice_no.clone());
        let mut rows: Vec<(Arc<str>, usize)> = lines.iter().enumerate().filter_map(|(at, line)| Some((order(line)?, at))).collect();
        rows.sort_unstable();
        let of_several = rows.chunk_by(|one, other| one.0 == other.0).filter(|rows| rows.len() > 1);
        let of_several: Vec<Vec<usize>> = of_several.map(|rows| rows.iter().map(|(_, at)| *at).collect()).collect();
        let column = self.input.amount.and_then(|at| self.input.region.columns.get(at));
        let named = column.is_some_and(|c| self.input.data.vocabulary.is_order_total(&c.header));
        let same = |rows: &Vec<usize>| rows.windows(2).all(|pair| repeats(&lines[pair[0]], &lines[pair[1]], named));
        let priced = lines.iter().any(|l| l.unit_price.is_some());
        let proved = |rows: &Vec<usize>| is_sum_of_products(rows.iter().map(|at| &lines[*at]));
        let enough = if priced {
            of_several.iter().all(proved)
        } else {
            named || of_several.len() >= ENOUGH
        };
        if of_several.is_empty() || !of_several.iter().all(same) || !enough {
            return;
        }
        let note = self.sink.note("duplicate_suspected");
        for at in of_several.iter().flat_map(|rows| &rows[1..]) {
            if let Some(line) = self.sink.lines.get_mut(self.first_line + at) {
                line.notes.push(Arc::clone(&note));
                line.notes.sort();
            }
        }
    }
}

/// Whether the quantities and prices of an order's rows come to the amount of each.
fn is_sum_of_products<'l>(mut rows: impl Iterator<Item = &'l RawLine> + Clone) -> bool {
    let product = |l: &RawLine| l.quantity?.checked_mul(l.unit_price?);
    let sum = rows.clone().try_fold(Decimal::ZERO, |sum, l| sum.checked_add(product(l)?));
    let fen = sum.and_then(|sum| values::to_fen(sum, MoneyUnit::Yuan)).map(|f| f.0);
    fen.is_some_and(|fen| rows.all(|l| l.amount == RawAmount::Fen(fen)))
}

/// Whether two rows are of different goods and say the same amount in cells of their own; of the same quantity that may be chance, unless the header
/// says that the amount is the order's.
fn repeats(one: &RawLine, other: &RawLine, named: bool) -> bool {
    let same = matches!((&one.amount, &other.amount), (RawAmount::Fen(a), RawAmount::Fen(b)) if a == b && *a != 0);
    same && one.item != other.item && (named || one.unit_price.is_some() || one.quantity.is_none() || one.quantity != other.quantity)
}
