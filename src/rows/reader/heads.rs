//! Totals above their lines, told when these are complete: at the next such row, at a total, at the end of the table.

use std::{ops::Range, sync::Arc};

use crate::{
    formats::cells::{Cell, Value},
    model::{field::Field, finding::Severity},
    rows::{
        reader::{
            TableReader,
            proof::bare::{BareLine, BareRow},
            totals::TotalFigure,
        },
        reading::{Fate, RawAmount},
    },
    tables::{grid::place, vocabulary::meaning::TotalKind},
    values::{self, amount::Amount},
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
            ownerless: row.texts == 0 && self.is_ownerless(),
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
        } else if ends && below.rows == 0 && self.is_like_a_total(&bare) {
            self.contradicting(&bare);
        } else if bare.nameless {
            self.suspect(bare.line..bare.line + 1);
        } else if bare.fen > 0 {
            self.proof.loose.push(bare.line);
        }
    }

    /// The last row of a block, which is larger than each of its lines and lacks what they have.
    fn is_like_a_total(&mut self, bare: &BareLine) -> bool {
        let block = self.totals.run(&self.sink.lines, self.totals.block());
        let lines = self.sink.lines.get(self.totals.block()..bare.line).unwrap_or_default();
        let amounts = lines.iter().filter_map(|l| match l.amount {
            RawAmount::Fen(fen) => Some(fen),
            RawAmount::Unreadable(_) => None,
        });
        let lacks = bare.nameless || bare.ownerless || block.but_for_one();
        lacks && block.rows > 2 && amounts.max().is_some_and(|largest| bare.fen >= largest)
    }

    /// Perhaps a total that contradicts its lines: what it says beyond them is open, as that of one by its label is. In a table of several units
    /// it is nobody's.
    fn contradicting(&mut self, bare: &BareLine) {
        let grid = self.input.data.grid;
        if bare.ownerless {
            self.take_out(bare);
            let fate = self.reject(grid.row(bare.row), grid.cells(bare.row), "not_purchase_doubt");
            self.sink.fates.replace(bare.row, fate);
        } else {
            self.suspect(bare.line..bare.line + 1);
        }
        let total = self.totals.up_to(&self.sink.lines, bare.line, bare.figure());
        self.stated.push(total);
    }

    /// Whether other rows of the table name their unit and this one does not.
    fn is_ownerless(&self) -> bool {
        let unit = self.row_cells.index(Field::UnitName).map(|_| self.row_cells.cell(Field::UnitName));
        let named = |c: &Cell| matches!(&c.value, Value::Text(t) if self.input.data.vocabulary.looks_like_institution(t));
        unit.is_some_and(|cell| !cell.is_some_and(named))
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
        self.take_out(&bare);
        self.sink.fates.replace(bare.row, Fate::Subtotal);
        let found = self.input.data.grid.cell(bare.cell.row, bare.cell.col);
        let found = found.map(|c| values::show(&c.value)).unwrap_or_default();
        self.issue("unlabelled_total", Severity::Info, bare.cell, &found);
        let at = bare.line;
        let total = self.totals.above(&self.sink.lines, at, bare.figure());
        self.stated.push(total);
        self.proof.proved = true;
    }

    /// A figure carried forward: from the page before, which it heads, or to the next, whose sum with the rows above it is.
    pub(super) fn carried_forward(&mut self, cells: &[Cell]) -> Fate {
        self.close_block(false);
        let whole = self.amount_column().and_then(|c| cells.iter().find(|cell| cell.col == c.col));
        let Some(Amount::Fen { fen, .. }) = whole.map(|c| values::read_amount(&c.value, self.input.money)) else {
            return Fate::NotPurchase;
        };
        let all = self.totals.run(&self.sink.lines, self.first_line);
        if all.rows == 0 {
            self.totals.aside(&self.sink.lines, fen);
        } else if all.rows > 1
            && all.fen == i128::from(fen)
            && let Some(bare) = self.proof.first.take()
        {
            self.take_out(&bare);
            self.sink.fates.replace(bare.row, Fate::NotPurchase);
            self.totals.aside(&self.sink.lines, bare.fen);
        }
        Fate::NotPurchase
    }

    /// Takes a line out that is none.
    fn take_out(&mut self, bare: &BareLine) {
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
        self.sink.issues.drain(bare.issues.clone());
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
