//! Rows that figures prove to be totals, whatever they are called: of the lines above them, or of those below.
//!
//! A purchase has a date, a quantity or a price, and mostly more than one text; a total has none of them, and its amount is the sum of others.
//! What neither proves is disputed.

use std::{collections::HashSet, ops::Range, sync::Arc};

use crate::{
    formats::cells::{Cell, Value},
    model::{cell::CellRef, dates::PartialDate, field::Field, finding::Severity},
    rows::{
        reader::{
            TableReader,
            row_kind::TotalRow,
            totals::{Figure, LABELS, Run, TotalFigure},
        },
        reading::{Fate, RawAmount, StatedTotal},
    },
    tables::{
        grid::place,
        region::{DATES, TableKind},
        vocabulary::meaning::TotalKind,
    },
    values::{self, amount::Amount, date::DateCell},
};

/// What is known of the totals of a table so far.
#[derive(Default)]
pub(super) struct Proof {
    /// The last row that may be the head of the lines below it, or a total that nothing proves.
    open: Option<BareLine>,
    /// The same, with no line above it: it may be the total of the whole table.
    first: Option<BareLine>,
    /// Totals by their label that stand above their lines, with the first of these.
    above: Vec<(usize, TotalFigure)>,
    /// A total stands above its lines in this table.
    heads: bool,
    /// A row without a label that we know has proved to be a total.
    proved: bool,
    /// Lines that have neither date nor quantity nor price and are no sum of others.
    loose: Vec<usize>,
    /// Lines below the grand total of a table that has neither dates nor quantities: a later total may prove them.
    late: Vec<usize>,
    items: HashSet<Arc<str>>,
    /// Lines whose items are known.
    seen: usize,
}

/// A line without a date, a quantity and a price of its own, and at most one text.
struct BareLine {
    /// Index in the grid.
    row: usize,
    /// Index of the line.
    line: usize,
    /// Issues that it gave rise to.
    issues: Range<usize>,
    fen: i64,
    slack: i64,
    cell: CellRef,
    label: Arc<str>,
    /// The table has items, and it has none.
    nameless: bool,
}

/// A row without a date and a price of its own.
pub(super) struct BareRow<'a> {
    figures: Vec<(Figure<'a>, &'a Cell)>,
    quantity: Option<rust_decimal::Decimal>,
    /// Its own texts, the label of a total among them.
    texts: usize,
    item: Option<Arc<str>>,
    label: Arc<str>,
}

/// What a row is by its figures.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Judgement {
    /// A total of the lines above.
    Total,
    /// Perhaps one.
    Suspect,
    /// None of the lines above; perhaps of those below.
    Open,
    /// A purchase.
    Line,
}

impl<'a> TableReader<'a, '_> {
    /// The row, where it has neither a date nor a price and its amounts can be read.
    pub(super) fn bare_row(&self, cells: &'a [Cell]) -> Option<BareRow<'a>> {
        if self.row_cells.has_own(Field::UnitPrice) || self.has_own_day() || self.is_amount_covered() {
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
        let own = |field: Field| self.row_cells.get(field).filter(|c| c.own).and_then(|c| c.cell);
        let quantity = own(Field::Quantity);
        let labels = || LABELS.into_iter().chain(DATES).chain([Field::Serial]).filter_map(own);
        let label = labels().find_map(|c| values::text(&c.value).filter(|_| matches!(c.value, Value::Text(_))));
        let orders = [Field::OrderNo, Field::InvoiceNo].into_iter().filter_map(own).count();
        (!figures.is_empty())
            .then(|| BareRow {
                figures,
                quantity: quantity.and_then(|c| values::quantity(&c.value)).map(|q| q.0),
                texts: LABELS.into_iter().filter_map(own).count()
                    + usize::from(label.is_some() && LABELS.into_iter().all(|f| own(f).is_none()))
                    + 2 * orders,
                item: own(Field::Item).and_then(|c| values::text(&c.value)),
                label: label.unwrap_or_default(),
            })
            .filter(|row| row.quantity.is_some() || quantity.is_none())
    }

    /// A day of the row's own; in a statement a month is one too. Words in the column of dates are none.
    fn has_own_day(&self) -> bool {
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
        Judgement::Open
    }

    /// An amount of nothing: where the lines have items, it is hardly a purchase.
    fn is_nameless(&self, row: &BareRow<'_>) -> bool {
        row.texts > 0 && self.row_cells.index(Field::Item).is_some() && !self.row_cells.has_value(Field::Item)
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
            _ => Judgement::Line,
        }
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

    /// Whether the table has columns that tell a purchase from a memo.
    pub(super) fn is_told_apart(&self) -> bool {
        let has = |field: Field| self.row_cells.index(field).is_some();
        self.has_quantities() || DATES.into_iter().chain([Field::DayColumn, Field::MonthColumn]).any(has)
    }

    /// Below the table's total: whether a row is no purchase. A late one has an item, and a date, a quantity or a price.
    pub(super) fn is_memo(&self) -> bool {
        let item = self.row_cells.index(Field::Item).is_none() || self.row_cells.has_value(Field::Item);
        let own = |field: Field| self.row_cells.has_own(field);
        let told = own(Field::Quantity) || own(Field::UnitPrice) || self.has_own_day();
        !item || (self.is_told_apart() && !told)
    }

    /// A row below the table's total that says something about it: 其中, a share, what is owed.
    pub(super) fn memo(&mut self, cells: &'a [Cell]) -> Fate {
        let money = self.amount_cells(cells).first().map(|(_, cell)| place(cell));
        let Some(cell) = money else { return Fate::Footer };
        let shown: Vec<String> = cells.iter().filter(|c| self.shows(c)).map(|c| values::show(&c.value)).collect();
        self.issue("memo_below_total", Severity::Info, cell, &shown.join(" | "));
        Fate::NotPurchase
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

impl BareRow<'_> {
    /// Whether it may be a label with its figure.
    pub(super) fn is_label(&self) -> bool {
        self.texts < 2
    }
}

impl BareLine {
    /// Whether it is the total of a run of lines below it; `style`: other rows of the table are.
    fn is_head_of(&self, below: Run, style: bool) -> bool {
        let (one, two) = (below.rows >= 1, below.rows >= 2);
        self.is_sum(below) && ((below.is_dated_or_counted() && (two || (style && one))) || (below.rows > 2 && below.is_told()))
    }

    fn is_sum(&self, run: Run) -> bool {
        run.unreadable == 0 && (run.fen - i128::from(self.fen)).abs() <= i128::from(self.slack)
    }
}
