//! Totals above their lines, told when these are complete: at the next such row, at a total, at the end of the table.

use std::{ops::Range, sync::Arc};

use crate::{
    model::finding::Severity,
    rows::{
        reader::{
            TableReader,
            bare::{BareLine, BareRow},
            totals::TotalFigure,
        },
        reading::{Fate, RawAmount},
    },
    tables::{grid::place, vocabulary::meaning::TotalKind},
    values,
};

impl TableReader<'_, '_> {
    /// A row that is no total of the lines above has become the line at `line`.
    pub(super) fn keep_open(&mut self, index: usize, row: &BareRow<'_>, line: usize, issues: Range<usize>) {
        let nameless = self.is_nameless(row);
        let (figure, cell) = match row.figures.as_slice() {
            [(figure, cell)] if line + 1 == self.sink.lines.len() && figure.channel.is_none() => (figure, cell),
            _ if nameless => return self.suspect(line..self.sink.lines.len()),
            _ => return,
        };
        let bare = BareLine {
            row: index,
            line,
            issues,
            fen: figure.fen,
            slack: figure.slack,
            cell: place(cell),
            label: Arc::clone(&row.label),
            nameless,
        };
        self.proof.open = Some(bare);
    }

    /// The lines since the last open row are complete: whether that row is their head; `ends` where a total or the table's end follows.
    pub(super) fn close_block(&mut self, ends: bool) {
        let Some(bare) = self.proof.open.take() else { return };
        let below = self.totals.run(&self.sink.lines, bare.line + 1);
        if bare.is_head_of(below, self.proof.heads) {
            self.proof.heads = true;
            return self.withdraw(bare);
        }
        if bare.line == self.first_line {
            self.proof.first = Some(bare);
        } else if bare.nameless || (ends && below.rows == 0 && self.is_like_a_total(&bare)) {
            self.suspect(bare.line..bare.line + 1);
        } else if bare.fen > 0 {
            self.proof.loose.push(bare.line);
        }
    }

    /// The last row of a block, which is larger than each of its lines.
    fn is_like_a_total(&mut self, bare: &BareLine) -> bool {
        let block = self.sink.lines.get(self.totals.block()..bare.line).unwrap_or_default();
        let largest = block.iter().filter_map(|l| match l.amount {
            RawAmount::Fen(fen) => Some(fen),
            RawAmount::Unreadable(_) => None,
        });
        let Some(largest) = largest.max() else { return false };
        let block = self.totals.run(&self.sink.lines, self.totals.block());
        block.rows > 2 && bare.fen >= largest && block.but_for_one()
    }

    /// Whether the first row of the table is the total of all below it.
    pub(super) fn close_first(&mut self, end: bool) {
        let Some(bare) = self.proof.first.take() else { return };
        let below = self.totals.run(&self.sink.lines, bare.line + 1);
        match () {
            () if bare.is_head_of(below, false) => self.withdraw(bare),
            () if !end => self.proof.first = Some(bare),
            () if bare.nameless || (below.rows > 2 && bare.is_sum(below)) => self.suspect(bare.line..bare.line + 1),
            () => self.proof.loose.push(bare.line),
        }
    }

    /// A line turns out to be the total of those below it.
    fn withdraw(&mut self, bare: BareLine) {
        let at = bare.line;
        self.sink.lines.remove(at);
        self.totals.withdrawn(at);
        let back = |index: &mut usize| *index -= usize::from(*index > at);
        self.open_dates.iter_mut().for_each(|d| back(&mut d.line));
        self.proof.loose.iter_mut().for_each(back);
        self.proof.late.iter_mut().for_each(back);
        for total in &mut self.stated {
            for index in [&mut total.first_line, &mut total.end_line] {
                *index -= u32::from(usize::try_from(*index).is_ok_and(|i| i > at));
            }
        }
        self.sink.issues.drain(bare.issues);
        self.sink.fates.replace(bare.row, Fate::Subtotal);
        let found = self
            .input
            .data
            .grid
            .cell(bare.cell.row, bare.cell.col)
            .map(|c| values::show(&c.value));
        self.issue("unlabelled_total", Severity::Info, bare.cell, &found.unwrap_or_default());
        let figure = TotalFigure {
            kind: TotalKind::Subtotal,
            of_month: false,
            stated: Some(bare.fen),
            slack: bare.slack,
            channel: None,
            cell: bare.cell,
            label: bare.label,
        };
        let total = self.totals.above(&self.sink.lines, at, figure);
        self.stated.push(total);
        self.proof.proved = true;
    }

    /// A total by its label with no line above it: it speaks of those below.
    pub(super) fn total_above(&mut self, figure: TotalFigure) {
        self.proof.heads = true;
        self.proof.above.push((self.sink.lines.len(), figure));
    }

    /// Totals above their lines, now that these are complete; a grand total waits for the end of the table.
    pub(super) fn close_above(&mut self, end: bool) {
        let (now, wait) = std::mem::take(&mut self.proof.above)
            .into_iter()
            .partition(|(_, figure)| end || figure.kind == TotalKind::Subtotal);
        self.proof.above = wait;
        for (from, figure) in now {
            let total = self.totals.above(&self.sink.lines, from, figure);
            self.stated.push(total);
        }
    }

    /// A part of the table ends: a section, a month.
    pub(super) fn close_part(&mut self) {
        self.close_block(true);
        self.close_above(false);
    }

    /// At the end of the table: rows that look like the totals that were proved, and are none, are open.
    pub(super) fn close_table(&mut self) {
        self.close_block(true);
        self.close_first(true);
        self.close_above(true);
        let loose = std::mem::take(&mut self.proof.loose).into_iter().filter(|_| self.proof.proved);
        let late = std::mem::take(&mut self.proof.late);
        for line in loose.chain(late).collect::<Vec<_>>() {
            self.suspect(line..line + 1);
        }
    }
}
