//! Rows that figures prove to be totals of the lines above them, whatever they are called.
//!
//! A purchase has a date, a quantity or a price, and mostly more than one text; a total has none of them, and its amount is the sum of others.
//! What neither proves is disputed.

pub(super) mod bare;
mod foot_pairs;

use std::{ops::Range, sync::Arc};

use crate::{
    formats::cells::{Cell, Value},
    model::{dates::PartialDate, field::Field, finding::Severity},
    rows::{
        reader::{
            TableReader,
            proof::bare::{BareRow, Judgement},
            row_kind::TotalRow,
            totals::{Figure, Run},
        },
        reading::{Fate, StatedTotal},
    },
    tables::{
        grid::place,
        region::{DATES, LABELS, TableKind},
        vocabulary::meaning::TotalKind,
    },
    values::{self, amount::Amount, date::DateCell, money_unit::money_unit},
};

impl<'a> TableReader<'a, '_> {
    /// The row, where it has neither a date nor a price and its amounts can be read.
    pub(super) fn bare_row(&self, cells: &'a [Cell]) -> Option<BareRow<'a>> {
        let own = |field: Field| self.row_cells.get(field).filter(|c| c.own).and_then(|c| c.cell);
        // 元 behind a figure says nothing more than the header.
        let says = |c: &&Cell| values::text(&c.value).is_none_or(|t| money_unit(&t).is_none());
        // A label may stand right before its figure.
        let words = |field: Field| own(field).filter(|c| is_words(c));
        if (own(Field::UnitPrice).is_some() && words(Field::UnitPrice).is_none()) || self.has_own_day() || self.is_amount_covered() {
            return None;
        }
        let mut figures = Vec::new();
        for (column, cell) in self.amount_cells(cells) {
            let unit = self.money_unit(column);
            match values::read_amount(&cell.value, unit) {
                Amount::Fen { fen: 0, .. } | Amount::Blank | Amount::Uncalculated => {}
                Amount::Fen { fen, .. } => {
                    let slack = values::rounding(&cell.value, unit);
                    let channel = column.channel.as_deref();
                    let fen = self.adjusted(fen, cells).filter(|_| channel.is_none()).unwrap_or(fen);
                    figures.push((Figure { fen, slack, channel }, cell));
                }
                _ => return None,
            }
        }
        let quantity = own(Field::Quantity).filter(|_| words(Field::Quantity).is_none());
        let beside = || [Field::Quantity, Field::UnitPrice].into_iter().filter_map(words);
        let labels = || {
            LABELS
                .into_iter()
                .chain(DATES)
                .chain([Field::Serial])
                .filter_map(own)
                .chain(beside())
        };
        let label = labels().find_map(|c| values::text(&c.value).filter(|_| matches!(c.value, Value::Text(_))));
        let orders = [Field::OrderNo, Field::InvoiceNo].into_iter().filter_map(own).count();
        (!figures.is_empty())
            .then(|| BareRow {
                figures,
                quantity: quantity.and_then(|c| values::quantity(&c.value)).map(|q| q.0),
                texts: (LABELS.into_iter().filter_map(own).filter(says).count() + beside().count()).max(usize::from(label.is_some()))
                    + 2 * orders,
                item: own(Field::Item).and_then(|c| values::text(&c.value)),
                label: label.unwrap_or_default(),
            })
            .filter(|row| row.quantity.is_some() || quantity.is_none())
    }

    /// A day of the row's own; in a statement a month is one too. Words in the column of dates are none.
    pub(super) fn has_own_day(&self) -> bool {
        let statement = self.input.region.kind == TableKind::Statement;
        let is_day = |date: PartialDate| statement || !matches!(date, PartialDate::YearMonth(_) | PartialDate::MonthOnly { .. });
        let own = |field: Field| self.row_cells.get(field).filter(|c| c.own).and_then(|c| c.cell);
        let dated = DATES.into_iter().filter_map(own).any(|cell| match &cell.value {
            Value::Text(_) => match values::read_date(&cell.value, self.input.data.date_system) {
                DateCell::Is(date) | DateCell::Range(date) => is_day(date),
                DateCell::Ambiguous { .. } => true,
                DateCell::Blank | DateCell::Bad => false,
            },
            _ => true,
        });
        dated
            || self.row_cells.has_own(Field::DayColumn)
            || (statement && own(Field::MonthColumn).is_some_and(|cell| self.month_of(cell).is_some()))
    }

    /// Judges a row by its figures and the lines above it.
    pub(super) fn judge(&mut self, row: &BareRow<'_>) -> Judgement {
        let figures: Vec<Figure<'_>> = row.figures.iter().map(|(f, _)| *f).collect();
        let run = self.totals.equal_run(&self.sink.lines, &figures);
        if let Some(run) = run.filter(|r| row.quantity.is_none_or(|q| q == r.quantity)) {
            return self.judge_equal(row, run);
        }
        if row.quantity.is_some() || row.texts > 1 {
            return Judgement::Line;
        }
        if self.totals.equal_but_for_one(&self.sink.lines, &figures) {
            return Judgement::Total;
        }
        Judgement::Open
    }

    /// An amount of nothing: where the lines have items, it is hardly a purchase.
    pub(super) fn is_nameless(&self, row: &BareRow<'_>) -> bool {
        row.texts > 0 && self.row_cells.index(Field::Item).is_some() && !self.row_cells.has_value(Field::Item)
    }

    /// Whether words stand where the day does (伙食费收入), and no goods beside them.
    pub(super) fn is_label_without_goods(&self) -> bool {
        let own = |field: Field| self.row_cells.get(field).filter(|c| c.own).and_then(|c| c.cell);
        let goods = self.row_cells.index(Field::Item).is_none() || self.row_cells.has_value(Field::Item);
        !goods && DATES.into_iter().filter_map(own).any(is_words)
    }

    fn judge_equal(&mut self, row: &BareRow<'_>, run: Run) -> Judgement {
        let (told, counted) = (run.is_told(), run.is_dated_or_counted());
        match row.texts {
            0 if row.item.is_none() => Judgement::Total,
            _ if row.figures.len() > 1 && run.rows > 1 => Judgement::Total,
            0 | 1 if (run.rows > 1 && counted) || (run.rows > 2 && told) => Judgement::Total,
            0 | 1 if run.rows > 2 && !self.is_known_item(row.item.as_ref()) => Judgement::Suspect,
            0 | 1 if (run.rows == 2 && told) || (run.rows == 1 && counted && (row.item.is_none() || self.has_quantities())) => {
                Judgement::Suspect
            }
            2.. if run.rows > 1 && counted => Judgement::Suspect,
            // Carried forward from a page to the next: neither is a purchase, or both are.
            0 | 1 if run.rows > 1 && run.but_for_one() && self.begins_bare() => {
                self.suspect(self.first_line..self.first_line + 1);
                Judgement::Suspect
            }
            _ => Judgement::Line,
        }
    }

    /// Whether the table's first row has neither a date nor a quantity nor a price.
    pub(super) fn begins_bare(&self) -> bool {
        let bare = self.proof.first.iter().chain(&self.proof.open).next();
        bare.is_some_and(|bare| bare.line == self.first_line)
    }

    fn has_quantities(&self) -> bool {
        [Field::Quantity, Field::UnitPrice]
            .into_iter()
            .any(|f| self.row_cells.index(f).is_some())
    }

    /// Whether a line above has the same item: then it is goods, and no label.
    fn is_known_item(&mut self, item: Option<&Arc<str>>) -> bool {
        let from = self.proof.seen.max(self.first_line);
        let lines = self.sink.lines.get(from..).unwrap_or_default();
        self.proof.items.extend(lines.iter().filter_map(|l| l.item.clone()));
        self.proof.seen = self.sink.lines.len();
        item.is_some_and(|item| self.proof.items.contains(item))
    }

    /// A total that figures prove.
    pub(super) fn proved_total(&mut self, cells: &'a [Cell], row: &BareRow<'a>) -> Fate {
        if let Some((_, cell)) = row.figures.first() {
            self.issue("unlabelled_total", Severity::Info, place(cell), &values::show(&cell.value));
        }
        self.close_band();
        self.proof.proved |= row.texts > 0;
        let label_at = cells
            .iter()
            .position(|c| matches!(c.value, Value::Text(_)) && self.shows(c) && !self.is_money_column(c.col));
        let kind = if row.texts == 0 { TotalKind::Total } else { TotalKind::Subtotal };
        let fate = self.total(
            cells,
            TotalRow {
                kind,
                of_month: false,
                label_at,
            },
        );
        self.after_total = true;
        fate
    }

    /// The total of its day, which carries its date.
    pub(super) fn day_total(&mut self, row: u32) -> Fate {
        let cell = self.row_cells.cell(Field::Amount).map_or(self.amount_place(row), place);
        let found = self.input.data.grid.cell(cell.row, cell.col).map(|c| values::show(&c.value));
        self.issue("unlabelled_total", Severity::Info, cell, &found.unwrap_or_default());
        Fate::Subtotal
    }

    /// Notes something of each of these lines.
    pub(super) fn note_each(&mut self, which: Range<usize>, code: &str) {
        let note = self.sink.note(code);
        for line in self.sink.lines.get_mut(which).unwrap_or_default() {
            line.notes.push(Arc::clone(&note));
            line.notes.sort();
        }
    }

    /// These lines may be a total.
    pub(super) fn suspect(&mut self, which: Range<usize>) {
        let note = self.sink.note("total_suspected");
        let lines = self.sink.lines.get_mut(which).unwrap_or_default();
        let mut cells = Vec::new();
        for line in lines.iter_mut().filter(|l| !l.notes.contains(&note)) {
            line.notes.push(Arc::clone(&note));
            line.notes.sort();
            cells.extend(line.cells.get(Field::Amount));
        }
        for cell in cells {
            let found = self.input.data.grid.cell(cell.row, cell.col).map(|c| values::show(&c.value));
            self.issue("total_suspected", Severity::Warning, cell, &found.unwrap_or_default());
        }
    }

    /// Whether the table has columns that tell a purchase from a memo.
    pub(super) fn is_told_apart(&self) -> bool {
        let has = |field: Field| self.row_cells.index(field).is_some();
        self.has_quantities() || DATES.into_iter().chain([Field::DayColumn, Field::MonthColumn]).any(has)
    }

    /// Below the total of a table with neither dates nor quantities nobody can tell a purchase from a memo, until a later total counts it.
    pub(super) fn keep_late(&mut self, from: usize) {
        self.proof.late.extend(from..self.sink.lines.len());
    }

    /// A total counts the lines below an earlier one: they are purchases.
    pub(super) fn prove_late(&mut self, total: &StatedTotal) {
        let equal = total
            .stated_fen
            .is_some_and(|s| s.abs_diff(total.lines_fen) <= total.slack_fen.unsigned_abs())
            && total.unreadable == 0;
        let first = usize::try_from(total.first_line).unwrap_or(usize::MAX);
        if equal && self.proof.late.first().is_some_and(|l| *l >= first) {
            self.proof.late.clear();
        }
    }
}

/// Words where a figure belongs.
fn is_words(cell: &Cell) -> bool {
    matches!(&cell.value, Value::Text(t) if !t.contains(|c: char| c.is_ascii_digit()) && t.contains(char::is_alphabetic))
}
