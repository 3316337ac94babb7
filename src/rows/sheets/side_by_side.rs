//! Totals of tables side by side: one may state the total of all of them.

use std::sync::Arc;

use crate::{
    model::{field::Field, finding::Severity},
    rows::{reading::RawAmount, sheets::SheetReader},
    tables::grid::Grid,
    values,
};

impl SheetReader<'_, '_> {
    /// Of tables side by side one may state the total of all.
    pub(super) fn share_totals(&mut self, grid: &Grid<'_>, first_table: usize, first_line: usize) {
        let tables = self.tables.get_mut(first_table..).unwrap_or_default();
        let lines = self.sink.lines.get(first_line..).unwrap_or_default();
        let last = lines.iter().map(|l| l.row).max();
        let sum = lines.iter().try_fold(0_i64, |sum, line| match line.amount {
            RawAmount::Fen(fen) => sum.checked_add(fen),
            RawAmount::Unreadable(_) => None,
        });
        let (Some(sum), true) = (sum, tables.len() > 1) else { return };
        let index = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        for total in tables.iter_mut().flat_map(|t| &mut t.totals) {
            let is = |fen: i64| total.stated_fen.is_some_and(|stated| (stated - fen).abs() <= total.slack_fen);
            if total.channel.is_none() && last < Some(total.cell.row) && !is(total.lines_fen) && is(sum) {
                (total.lines_fen, total.unreadable) = (sum, 0);
                (total.first_line, total.end_line) = (index(first_line), index(first_line + lines.len()));
            }
        }
        self.suspect_unlabelled_total(grid, first_line, sum);
    }

    /// The last row of tables side by side, where one of them alone has a line there with nothing but a text and the sum of all others: it may be
    /// their total, whatever it is called.
    fn suspect_unlabelled_total(&mut self, grid: &Grid<'_>, first_line: usize, sum: i64) {
        let lines = self.sink.lines.get(first_line..).unwrap_or_default();
        let last_row = lines.iter().map(|l| l.row).max();
        let mut last = lines.iter().enumerate().filter(|(_, l)| Some(l.row) == last_row);
        let (Some((at, line)), None) = (last.next(), last.next()) else {
            return;
        };
        let bare = line.quantity.is_none() && line.unit_price.is_none() && line.supplier.is_none() && line.order_no.is_none();
        let is_sum = matches!(line.amount, RawAmount::Fen(fen) if fen.checked_mul(2) == Some(sum));
        let elsewhere = lines.iter().any(|l| l.table != line.table);
        if !(bare && is_sum && elsewhere) || lines.len() < 3 {
            return;
        }
        let cell = line.cells.get(Field::Amount);
        let note = self.sink.note("total_suspected");
        let line = &mut self.sink.lines[first_line + at];
        line.notes.push(Arc::clone(&note));
        line.notes.sort();
        let found = cell.and_then(|cell| grid.cell(cell.row, cell.col)).map(|c| values::show(&c.value));
        self.sink
            .issue("total_suspected", Severity::Warning, cell, &found.unwrap_or_default(), &[]);
    }
}
