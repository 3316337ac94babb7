//! The headers over each column, from the group down to the column's own.

use std::sync::Arc;

use crate::{
    model::{cell::CellRef, field::Field},
    tables::{
        region::Column,
        vocabulary::{Vocabulary, meaning::Meaning},
    },
    values::money_unit::{MoneyUnit, money_tail, money_unit},
};

/// Whether one column (the first) is the sum of others in all rows below the header.
pub(crate) type Sums<'a> = &'a dyn Fn(u32, &[u32]) -> bool;

/// A cell of a header row.
#[derive(Debug, Clone)]
pub(crate) struct HeadCell {
    /// Place.
    pub(crate) cell: CellRef,
    /// Last column that it spans.
    pub(crate) right: u32,
    /// As written, trimmed.
    pub(crate) text: Arc<str>,
    /// What it means.
    pub(crate) meaning: Arc<Meaning>,
}

impl HeadCell {
    /// Whether it stands over the column.
    pub(crate) fn covers(&self, col: u32) -> bool {
        self.cell.col <= col && col <= self.right
    }
}

/// A column's headers, outermost first, and what they were understood as.
pub(crate) struct HeaderPath<'a> {
    pub(crate) col: u32,
    pub(crate) cells: Vec<&'a HeadCell>,
    pub(crate) column: Option<Column>,
}

/// The columns of a header block, left to right, none of them understood yet.
pub(crate) fn paths(block: &[Vec<HeadCell>]) -> Vec<HeaderPath<'_>> {
    let mut cols: Vec<u32> = block.iter().flatten().map(|c| c.cell.col).collect();
    cols.sort_unstable();
    cols.dedup();
    let path = |&col: &u32| HeaderPath {
        col,
        cells: (0..block.len()).filter_map(|row| over(block, row, col)).collect(),
        column: None,
    };
    cols.iter().map(path).collect()
}

/// The header of one row that stands over a column.
fn over(block: &[Vec<HeadCell>], row: usize, col: u32) -> Option<&HeadCell> {
    let cells = block.get(row)?;
    cells.iter().find(|c| c.covers(col)).or_else(|| {
        // A group title stands over its first column only: blank cells to its right belong to it as long as the
        // row below goes on without a gap.
        let below = block.get(row + 1)?;
        let group = cells.iter().rev().find(|c| c.cell.col < col)?;
        let unbroken = |at: u32| below.iter().any(|c| c.covers(at));
        (group.right == group.cell.col && (group.cell.col..=col).all(unbroken)).then_some(group)
    })
}

impl<'a> HeaderPath<'a> {
    /// The column's own header.
    pub(crate) fn leaf(&self) -> Option<&'a HeadCell> {
        self.cells.last().copied()
    }

    /// All its headers as one text.
    pub(crate) fn joined(&self) -> Arc<str> {
        match self.cells.as_slice() {
            [one] => Arc::clone(&one.text),
            many => {
                let mut parts: Vec<&str> = many.iter().map(|c| c.text.as_ref()).collect();
                parts.dedup();
                parts.join(" / ").into()
            }
        }
    }

    /// The column where its header was not understood.
    pub(crate) fn unmapped(&self) -> Option<Column> {
        let column = self.column.is_none().then(|| self.amount_column()).flatten()?;
        Some(Column {
            field: Field::Ignored,
            ..column
        })
    }

    /// A column of amounts that no name of the vocabulary made one.
    pub(crate) fn amount_column(&self) -> Option<Column> {
        let leaf = self.leaf()?;
        Some(Column {
            col: self.col,
            field: Field::Amount,
            header: self.joined(),
            matched: Arc::clone(&leaf.text),
            cell: leaf.cell,
            money: self.money_unit(|c| money_unit(&c.meaning.normal.bracket).or_else(|| money_unit(&c.meaning.normal.text))),
            channel: None,
            outgoing: false,
            incoming: false,
            part: false,
            subtotal: false,
            suspected: false,
            rank: leaf.meaning.rank,
        })
    }

    /// Whether it belongs to another period or to a plan: its group, or the bracket of its own header, says so.
    pub(crate) fn is_of_other_period(&self, vocabulary: &Vocabulary) -> bool {
        let Some((leaf, groups)) = self.cells.split_last() else {
            return false;
        };
        let says = |text: &str| vocabulary.is_other_period(text);
        let known = leaf.meaning.field.is_some();
        groups
            .iter()
            .any(|c| says(&c.meaning.normal.text) || says(&c.meaning.normal.bracket))
            || says(&leaf.meaning.normal.bracket)
            || (!known && says(&leaf.meaning.normal.text))
    }

    /// Money unit that its innermost header with one names: as `named` finds it, or at the end of the text.
    pub(crate) fn money_unit(&self, named: impl Fn(&HeadCell) -> Option<MoneyUnit>) -> Option<MoneyUnit> {
        let mut inner_first = self.cells.iter().rev();
        inner_first.find_map(|c| named(c).or_else(|| money_tail(&c.meaning.normal.text)))
    }
}
