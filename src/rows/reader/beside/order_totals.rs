//! An export of orders with a row for each item may repeat the order's amount in all of them.

use std::{collections::BTreeMap, sync::Arc};

use crate::rows::{
    reader::TableReader,
    reading::{RawAmount, RawLine},
};

/// Orders of several rows that make it plain where the header does not.
const ENOUGH: usize = 2;

impl TableReader<'_, '_> {
    /// Rows without a price that repeat the amount of their order's first row, in all orders of several rows: what they add, nobody can tell.
    pub(in crate::rows::reader) fn doubt_order_totals(&mut self) {
        let lines = &self.sink.lines[self.first_line..];
        if lines.iter().any(|l| l.unit_price.is_some()) {
            return;
        }
        let mut orders: BTreeMap<Arc<str>, Vec<usize>> = BTreeMap::new();
        for (at, line) in lines.iter().enumerate() {
            if let Some(order) = &line.order_no {
                orders.entry(Arc::clone(order)).or_default().push(at);
            }
        }
        let of_several: Vec<Vec<usize>> = orders.into_values().filter(|rows| rows.len() > 1).collect();
        let same = |rows: &Vec<usize>| rows.windows(2).all(|pair| repeats(&lines[pair[0]], &lines[pair[1]]));
        let column = self.input.amount.and_then(|at| self.input.region.columns.get(at));
        let named = column.is_some_and(|c| self.input.data.vocabulary.is_order_total(&c.header));
        if of_several.is_empty() || !of_several.iter().all(same) || !(named || of_several.len() >= ENOUGH) {
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

/// Whether two rows are of different goods, or of other quantities, and say the same amount in cells of their own.
fn repeats(one: &RawLine, other: &RawLine) -> bool {
    let same = matches!((&one.amount, &other.amount), (RawAmount::Fen(a), RawAmount::Fen(b)) if a == b && *a != 0);
    same && one.item != other.item && (one.quantity.is_none() || one.quantity != other.quantity)
}
