//! The second row of a header, and what stands beside its names.

use std::collections::BTreeSet;

use crate::{
    formats::cells::{Cell, Value},
    tables::{
        columns::path::HeadCell,
        header::{HeaderFinder, MOST_ROWS},
        titles,
    },
    text::normal,
    values::is_numeric_text,
};

/// Different known names that make a row a header whatever stands beside them.
const ENOUGH: usize = 4;

impl HeaderFinder<'_> {
    /// `日期 | 品名 | 数量 | 单价 | 金额 | | 月预算 | 20000`: the words of a row with figures, where they can only be a header.
    pub(super) fn words_beside_figures(&self, cells: &[Cell]) -> Option<Vec<Cell>> {
        let is_word = |c: &&Cell| matches!(&c.value, Value::Text(t) if !is_numeric_text(t));
        let words: Vec<Cell> = cells.iter().filter(is_word).cloned().collect();
        let field = |c: &Cell| match &c.value {
            Value::Text(t) => self.meaning(normal::start(normal::trim(t))).field.as_ref().map(|(field, _)| *field),
            _ => None,
        };
        let known: BTreeSet<_> = words.iter().filter_map(field).collect();
        (words.len() < cells.len() && known.len() >= ENOUGH).then_some(words)
    }

    /// Words alone, several of them below one of the header above, and below each nothing but figures: names of columns, whatever they say.
    pub(super) fn names_columns(&self, top: &[HeadCell], sub: &[HeadCell]) -> bool {
        let group = |cell: &HeadCell| top.iter().rev().find(|t| t.cell.col <= cell.cell.col).map(|t| t.cell);
        let several = sub
            .windows(2)
            .any(|pair| group(&pair[0]).is_some_and(|g| group(&pair[1]) == Some(g)));
        several && sub.iter().all(|cell| self.stands_over_figures(cell))
    }

    fn stands_over_figures(&self, cell: &HeadCell) -> bool {
        let from = self.grid.rows.partition_point(|row| row.row <= cell.cell.row);
        let below = (from..self.grid.rows.len()).take(MOST_ROWS);
        let mut below = below
            .filter_map(|index| self.grid.cells(index).iter().find(|c| c.col == cell.cell.col))
            .peekable();
        below.peek().is_some()
            && below.all(|c| matches!(&c.value, Value::Number(_)) || matches!(&c.value, Value::Text(t) if is_numeric_text(t)))
    }

    /// Whether `sub` names parts of the groups in `top`, rather than being the first row of data.
    pub(super) fn is_sub_header(&self, top: &[HeadCell], sub: &[HeadCell]) -> bool {
        if self.names_columns(top, sub) {
            return true;
        }
        let mut parts = 0;
        for cell in sub {
            match self.names_part(top, sub, cell) {
                Some(named) => parts += usize::from(named),
                None => return false,
            }
        }
        parts > 0 || (!sub.is_empty() && sub.iter().all(|s| self.vocabulary.is_unit_only(&s.meaning)))
    }

    /// Whether a cell names a part of the group above it, or (false) only its unit; `None` where no row with such a cell is a header's.
    fn names_part(&self, top: &[HeadCell], sub: &[HeadCell], cell: &HeadCell) -> Option<bool> {
        let has = |cells: &[HeadCell], col: u32| cells.iter().any(|c| c.covers(col));
        let col = cell.cell.col;
        // `一、832平台采购` right below a header opens a section; it names no column.
        if cell.text.chars().count() > 30 || titles::is_numbered(&normal::squeeze(&cell.text)) || (sub.len() == 1 && !has(top, col)) {
            return None;
        }
        let known = cell.meaning.known();
        let Some(above) = top.iter().rev().find(|t| t.cell.col <= col) else {
            return known.then_some(true);
        };
        let side = above.meaning.side.is_some() || self.vocabulary.group_side(&above.text).is_some();
        let group = above.meaning.group || side || above.meaning.channel.is_some();
        let unit_only = || self.vocabulary.is_unit_only(&cell.meaning);
        if !above.covers(col) {
            let contiguous = (above.cell.col..=col).all(|col| has(sub, col));
            return (known || (contiguous && group)).then_some(true);
        }
        if above.right > above.cell.col {
            // One merged header word over a data cell: 品名 over B:C, no group.
            let data = above.meaning.field.is_some() && !group && !known && !unit_only();
            return (!data).then_some(true);
        }
        let spreads = has(sub, col + 1) && !has(top, col + 1);
        if spreads && (known || group) {
            return Some(true);
        }
        // A text alone in its row under a header that nobody knows is a band: `夏县消费帮扶超市`.
        let names = group || (!above.meaning.known() && sub.len() > 1);
        (unit_only() || (known && names)).then_some(known)
    }
}
