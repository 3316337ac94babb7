//! Labels and figures in turn at a table's foot (`当日收入 | 1600 | 当日支出 | 943.20`): the words stand where the table has figures, so they are no purchase.

use crate::{
    formats::cells::{Cell, Value},
    model::finding::Severity,
    rows::{
        reader::{TableReader, row_kind::is_of_money, totals::Figure},
        reading::Fate,
    },
    tables::{grid::place, vocabulary::meaning::TotalKind},
    values::{self, amount::Amount, is_numeric_text},
};

impl<'a> TableReader<'a, '_> {
    /// Whether a row is two labels or more, each with its figure, one of them in a column of figures that the lines above fill with figures.
    pub(crate) fn is_foot_of_pairs(&self, cells: &[Cell]) -> bool {
        let shown = || cells.iter().filter(|c| self.shows(c));
        let is_word = |c: &Cell| matches!(&c.value, Value::Text(t) if !is_numeric_text(t) && !t.contains(|c: char| c.is_ascii_digit()));
        let in_turn = || {
            let shown: Vec<&Cell> = shown().collect();
            shown.len() >= 4
                && shown
                    .chunks(2)
                    .all(|pair| matches!(pair, [label, figure] if is_word(label) && !is_word(figure)))
        };
        let among_figures = || self.cells_of(cells, is_of_money).any(|c| is_word(c) && self.shows(c));
        let priced = || {
            self.sink
                .lines
                .get(self.first_line..)
                .and_then(<[_]>::last)
                .is_some_and(|line| line.unit_price.is_some() && line.quantity.is_some())
        };
        among_figures() && priced() && in_turn()
    }

    /// Such a row: a total where one of its figures is the sum of the lines above; below a total a memo. Nothing where neither is so.
    pub(crate) fn foot_of_pairs(&mut self, cells: &'a [Cell]) -> Option<Fate> {
        let figures = cells.iter().filter(|c| self.shows(c));
        let figures: Vec<(&Cell, i64)> = figures
            .filter_map(|cell| match values::read_amount(&cell.value, self.input.money) {
                Amount::Fen { fen, .. } if fen != 0 => Some((cell, fen)),
                _ => None,
            })
            .collect();
        let is_sum = |fen: i64| Figure {
            fen,
            slack: 0,
            channel: None,
        };
        let lines = &self.sink.lines;
        let sum = figures
            .iter()
            .find(|(_, fen)| self.totals.equal_run(lines, &[is_sum(*fen)]).is_some());
        if let Some((cell, _)) = sum.filter(|_| !self.after_total) {
            self.issue("unlabelled_total", Severity::Info, place(cell), &values::show(&cell.value));
            self.close_band();
            self.totals.passed(TotalKind::Subtotal, false, self.sink.lines.len());
            self.after_total = true;
            return Some(Fate::Subtotal);
        }
        let (cell, _) = figures.first().filter(|_| self.after_total)?;
        self.note_memo(cells, cell);
        Some(Fate::NotPurchase)
    }
}
