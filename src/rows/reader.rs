//! The rows below a header: which are lines, totals, footers, sections, and what each carries down.

use std::{cell::RefCell, collections::BTreeSet, sync::Arc};

use crate::{
    formats::cells::{Cell, DateSystem, Value},
    model::{cell::CellRef, dates::PartialDate, field::Field, finding::Severity},
    rows::{
        reading::{Fate, Located, MoneyUnit, RejectedRaw, StatedTotal, TableKind, TotalKind},
        row_cells::Slots,
        sheets::Sink,
        totals::{Figure, Totals},
    },
    tables::{
        grid::Grid,
        region::{Column, Region},
        titles,
        vocabulary::{Label, Layouts},
    },
    text::{
        memoize::{Memo, memoize},
        normal,
    },
    values::{self, amount::Amount, date::DateCell},
};

/// Texts up to this many bytes are worth remembering as labels: goods, totals, no notes.
const LONGEST_LABEL: usize = 60;

/// What one table's rows are read with, and what they have carried down so far.
pub struct TableReader<'a, 's> {
    pub(crate) grid: &'a Grid<'a>,
    pub(crate) layouts: &'a Layouts,
    pub(crate) system: DateSystem,
    pub(crate) region: &'a Region,
    pub(crate) money: MoneyUnit,
    pub(crate) sheet: u16,
    pub(crate) table: u16,
    pub(crate) sink: &'s mut Sink,
    /// Cells of the values of the line in the making.
    pub(crate) places: Vec<(Field, CellRef)>,
    /// The amount column chosen.
    pub(crate) amount: Option<usize>,
    pub(crate) slots: Slots<'a>,
    pub(crate) section: Option<Arc<str>>,
    pub(crate) section_month: Option<PartialDate>,
    pub(crate) date: Option<(PartialDate, CellRef, Field)>,
    pub(crate) open_date: Option<OpenDate>,
    pub(crate) month_above: Option<PartialDate>,
    pub(crate) year_above: Option<i16>,
    pub(crate) totals: Totals,
    pub(crate) after_total: bool,
    pub(crate) open_dates: Vec<OpenDate>,
    pub(crate) stated: Vec<StatedTotal>,
    pub(crate) first_line: usize,
    pub(crate) orphans: BTreeSet<u32>,
    /// What texts mean as labels: the same goods stand in every ledger.
    pub(crate) labels: RefCell<&'s mut Memo<Option<Label>>>,
}

/// A line whose day could be one of two.
#[derive(Debug, Clone, Copy)]
pub struct OpenDate {
    /// Index of the line.
    pub line: usize,
    /// Date cell.
    pub cell: CellRef,
    /// Month.
    pub month: i8,
    /// Day as written.
    pub short: i8,
    /// Ten times that.
    pub long: i8,
}

/// What a row is.
enum RowKind {
    Blank,
    Header,
    Total(TotalKind, bool, usize),
    Part,
    Opening,
    Footer,
    Section(Located, bool),
    Month(PartialDate),
    Day(PartialDate, CellRef, bool),
    Title,
    Data,
}

impl<'a> TableReader<'a, '_> {
    /// Reads the grid rows `from..to`.
    pub fn read(&mut self, from: usize, to: usize) {
        for index in from..to {
            let all = self.grid.cells(index);
            let (left, right) = self.region.span;
            let lo = all.partition_point(|c| c.col < left);
            let hi = all.partition_point(|c| c.col <= right);
            let cells = &all[lo..hi];
            if cells.is_empty() && lo == hi && (left > 0 || right < u32::MAX) {
                continue;
            }
            let fate = self.row(index, cells, index + 1 == to);
            self.sink.fate(index, fate);
        }
    }

    fn visible(&self, cell: &Cell) -> bool {
        !(values::is_blank(&cell.value) || self.grid.has_merges() && self.grid.covered(cell.row, cell.col))
    }

    fn row(&mut self, index: usize, cells: &'a [Cell], last: bool) -> Fate {
        let row = self.grid.rows.get(index).map_or(0, |r| r.row);
        match self.kind_of(cells) {
            RowKind::Blank => Fate::Blank,
            RowKind::Header => Fate::Header,
            RowKind::Footer => Fate::Footer,
            RowKind::Title => Fate::Title,
            RowKind::Part => Fate::Subtotal,
            RowKind::Opening => Fate::NotPurchase,
            RowKind::Total(kind, month, label) => self.total(cells, kind, month, label),
            RowKind::Section(title, resets) => {
                if resets {
                    let (_, month) = values::date::in_title(&title.text);
                    if month.is_some() {
                        self.section_month = month;
                        self.date = None;
                    }
                    self.section = Some(title.text);
                    self.totals.section(self.sink.lines.len());
                    self.after_total = false;
                }
                Fate::Title
            }
            RowKind::Month(month) => {
                self.section_month = Some(month);
                self.date = None;
                self.totals.month(self.sink.lines.len());
                self.after_total = false;
                Fate::Title
            }
            RowKind::Day(date, cell, heading) => {
                self.date = Some((date, cell, Field::Date));
                self.open_date = None;
                if heading { Fate::Title } else { Fate::Blank }
            }
            RowKind::Data => self.data(index, row, cells, last),
        }
    }

    fn row_label(&self, text: &str) -> Option<Label> {
        if text.len() > LONGEST_LABEL {
            return self.layouts.row_label(text);
        }
        memoize(
            &mut self.labels.borrow_mut(),
            text,
            || Arc::from(text),
            || self.layouts.row_label(text),
        )
    }

    /// Classifies a row by its visible cells.
    fn kind_of(&self, cells: &'a [Cell]) -> RowKind {
        let mut seen = cells.iter().enumerate().filter(|(_, c)| self.visible(c));
        let Some((first_at, first)) = seen.next() else {
            return RowKind::Blank;
        };
        let single = seen.next().is_none();
        let first_text = match &first.value {
            Value::Text(t) => Some(normal::trim(t)),
            _ => None,
        };
        if let Some(kind) = self.label_kind(cells, first_at, first_text) {
            return kind;
        }
        if self.is_header_again(cells) {
            return RowKind::Header;
        }
        if single {
            return self.single(first, first_text);
        }
        RowKind::Data
    }

    /// Totals, footers and opening balances by their label: the first two texts of the row, or its item.
    fn label_kind(&self, cells: &'a [Cell], first_at: usize, first_text: Option<&'a str>) -> Option<RowKind> {
        let item_col = self.slots.col(Field::Item);
        let amount_col = self.amount.and_then(|a| self.region.columns.get(a)).map(|c| c.col);
        if let Some(text) = first_text {
            match self.row_label(text) {
                Some(Label::Footer) if self.is_footer(text, cells, first_at) => return Some(RowKind::Footer),
                Some(Label::Footer) | None => {}
                Some(label) if Some(cells[first_at].col) != amount_col => return Some(total_kind(label, first_at)),
                Some(_) => {}
            }
        }
        let mut texts = 0;
        for (at, cell) in cells.iter().enumerate() {
            let Value::Text(text) = &cell.value else { continue };
            if Some(cell.col) == amount_col || !self.visible(cell) {
                continue;
            }
            texts += 1;
            let is_item = Some(cell.col) == item_col;
            if texts > 3 && !is_item {
                continue;
            }
            let own_item = item_col.is_some_and(|col| cells.iter().any(|c| c.col == col && self.visible(c)));
            if (is_item || !own_item)
                && let Some(label) = self.row_label(text)
                && !matches!(label, Label::Footer)
                && (is_item || !matches!(label, Label::Part))
            {
                return Some(total_kind(label, at));
            }
        }
        None
    }

    /// A footer word with a colon, alone, or in a row without any figure.
    fn is_footer(&self, text: &str, cells: &[Cell], first_at: usize) -> bool {
        let colon = text.contains([':', '：']);
        let item_col = self.slots.col(Field::Item);
        let item_word = Some(cells[first_at].col) == item_col && !colon;
        let figure = cells.iter().any(|c| {
            self.is_money_col(c.col) && self.visible(c) && !matches!(&c.value, Value::Text(t) if !crate::tables::header::numeric_text(t))
        });
        colon || (!figure && !item_word) || (!figure && cells.len() == 1)
    }

    fn is_money_col(&self, col: u32) -> bool {
        self.region
            .columns
            .iter()
            .any(|c| c.col == col && matches!(c.field, Field::Amount | Field::Quantity | Field::UnitPrice))
    }

    /// The header repeated on a new page: at least two header texts (and half of the row) in their own columns.
    fn is_header_again(&self, cells: &[Cell]) -> bool {
        let mut same = 0;
        let mut texts = 0;
        for cell in cells.iter().filter(|c| self.visible(c)) {
            let Value::Text(text) = &cell.value else { return false };
            texts += 1;
            let t = normal::trim(text);
            same += usize::from(
                self.region
                    .columns
                    .iter()
                    .any(|c| c.col == cell.col && (&*c.header == t || leaf(&c.header) == t || first(&c.header) == t)),
            );
        }
        same >= 2 && same * 2 >= texts
    }

    /// A row with one text: a section, a month, a day, a heading; or an item without anything.
    fn single(&self, cell: &Cell, text: Option<&str>) -> RowKind {
        let col = self.region.columns.iter().find(|c| c.col == cell.col);
        let merge = self.grid.starting(cell.row, cell.col);
        let wide = merge.is_some_and(|m| m.right > m.left);
        let place = CellRef {
            row: cell.row,
            col: cell.col,
        };
        if col.is_some_and(|c| c.field == Field::Amount) && !wide {
            return RowKind::Data;
        }
        if let Some(text) = text {
            let dated = col.is_some_and(|c| matches!(c.field, Field::Date | Field::OrderDate | Field::ReceiptDate));
            if let DateCell::Is(date) = values::date::text(text, self.system)
                && (wide || dated || text.contains(['年', '月', '日']))
            {
                return match date {
                    PartialDate::YearMonth(_) | PartialDate::MonthOnly { .. } => RowKind::Month(date),
                    PartialDate::Full(_) | PartialDate::MonthDay { .. } if wide || dated => {
                        RowKind::Day(date, place, wide || text.contains('日'))
                    }
                    _ => RowKind::Data,
                };
            }
            let item = col.is_some_and(|c| c.field == Field::Item);
            if titles::is_section(text, self.layouts)
                && (wide || !item || titles::numbered(&normal::squeeze(text)) || self.layouts.ends_as_section(text))
            {
                return RowKind::Section(
                    Located {
                        text: text.into(),
                        cell: place,
                    },
                    true,
                );
            }
            let (_, month) = values::date::in_title(text);
            if let Some(month) = month
                && (wide || !item)
            {
                return RowKind::Month(month);
            }
            if wide || !item {
                return RowKind::Title;
            }
        }
        let dated = col.is_some_and(|c| matches!(c.field, Field::Date | Field::OrderDate | Field::ReceiptDate));
        if matches!(cell.value, Value::Date(_))
            && (wide || dated)
            && let DateCell::Is(date) = values::read_date(&cell.value, self.system)
        {
            return RowKind::Day(date, place, wide);
        }
        RowKind::Data
    }

    /// A total's stated figures: the amount column's, and each channel column's.
    fn total(&mut self, cells: &'a [Cell], kind: TotalKind, month: bool, label_at: usize) -> Fate {
        let label: Arc<str> = cells.get(label_at).map(|c| values::show(&c.value)).unwrap_or_default().into();
        let mut figures: Vec<(Option<Arc<str>>, CellRef, Option<i64>)> = Vec::new();
        for (at, column) in self.region.columns.iter().enumerate() {
            if column.field != Field::Amount || (column.channel.is_none() && Some(at) != self.amount) {
                continue;
            }
            let Some(cell) = cells.iter().find(|c| c.col == column.col && self.visible(c)) else {
                continue;
            };
            let place = CellRef {
                row: cell.row,
                col: cell.col,
            };
            match values::read_amount(&cell.value, self.unit(column)) {
                Amount::Fen { fen, .. } => figures.push((column.channel.clone(), place, Some(fen))),
                Amount::Blank | Amount::Uncalculated => {}
                _ => figures.push((column.channel.clone(), place, None)),
            }
        }
        if !figures.iter().any(|f| f.2.is_some()) {
            figures.clear();
            figures.extend(self.figure_in_words(cells, label_at));
        }
        for (channel, cell, stated) in figures {
            let total = self.totals.stated(
                &self.sink.lines,
                Figure {
                    kind,
                    month,
                    stated,
                    channel,
                    cell,
                    label: Arc::clone(&label),
                },
            );
            self.stated.push(total);
        }
        self.totals.passed(kind, month, self.sink.lines.len());
        self.after_total |= kind == TotalKind::Total && !month;
        if kind == TotalKind::Subtotal { Fate::Subtotal } else { Fate::Total }
    }

    /// `合计：1234.50元` or `合计（大写）| 壹仟元整`: a figure in the label's own cell or the words beside it.
    fn figure_in_words(&self, cells: &[Cell], label_at: usize) -> Option<(Option<Arc<str>>, CellRef, Option<i64>)> {
        let (at, text) = cells.iter().enumerate().skip(label_at).find_map(|(at, c)| match &c.value {
            Value::Text(t) => {
                let t = normal::squeeze(t);
                let behind = t
                    .rsplit(':')
                    .next()
                    .unwrap_or(&t)
                    .trim_start_matches(['合', '计', '总', '小', '共'])
                    .to_owned();
                let numeric = crate::tables::header::numeric_text(&behind) || behind.contains(['元', '圆']);
                (numeric && (at > label_at || behind.len() < t.len())).then_some((at, behind))
            }
            _ => None,
        })?;
        match values::read_amount(&Value::Text(text.as_str().into()), self.money) {
            Amount::Fen { fen, .. } => Some((
                None,
                CellRef {
                    row: cells[at].row,
                    col: cells[at].col,
                },
                Some(fen),
            )),
            _ => None,
        }
    }

    pub(crate) fn unit(&self, column: &Column) -> MoneyUnit {
        column.money.unwrap_or(self.money)
    }

    /// A row that is none of the named kinds.
    fn data(&mut self, index: usize, row: u32, cells: &'a [Cell], last: bool) -> Fate {
        self.slots.load(self.grid, self.layouts, row, self.grid.cells(index));
        if self.region.kind == TableKind::NoMoney {
            return if self.slots.has_own(Field::Item) {
                self.reject(row, cells, "no_amount_column")
            } else {
                Fate::Blank
            };
        }
        if self.is_empty_form(cells) {
            return Fate::Blank;
        }
        if self.is_unlabelled_total(cells, last) {
            return self.unlabelled_total(cells);
        }
        if self.after_total && self.is_summary(cells) {
            return self.reject(row, cells, "after_total");
        }
        let fate = self.line(row, cells);
        if fate == Fate::Line {
            self.report_orphans(cells);
        }
        fate
    }

    /// Figures to the right of the first column understood, in a column without any header: said once a column.
    fn report_orphans(&mut self, cells: &'a [Cell]) {
        let first = self.region.columns.first().map_or(0, |c| c.col);
        for cell in cells {
            if matches!(cell.value, Value::Number(_))
                && cell.col > first
                && !self.region.columns.iter().any(|c| c.col == cell.col)
                && !self.region.unmapped.iter().any(|(c, _)| c.col == cell.col)
                && self.visible(cell)
                && self.orphans.insert(cell.col)
            {
                self.issue(
                    "cells_without_header",
                    Severity::Warning,
                    CellRef {
                        row: cell.row,
                        col: cell.col,
                    },
                    &values::show(&cell.value),
                );
            }
        }
    }

    /// Numbered in advance, formula tails that show 0: nothing but serial, measure, unit and date cells and zeros.
    fn is_empty_form(&self, cells: &[Cell]) -> bool {
        cells.iter().filter(|c| self.visible(c)).all(|c| {
            let column = self.region.columns.iter().find(|k| k.col == c.col);
            let zero = match &c.value {
                Value::Number(f) | Value::Date(f) => *f == 0.0,
                Value::Uncalculated => true,
                Value::Text(t) => self.layouts.is_nothing(t) || matches!(normal::trim(t), "0" | "0.00" | "0.0"),
                _ => false,
            };
            match column.map(|k| k.field) {
                Some(Field::Serial | Field::Measure | Field::UnitName | Field::DayColumn | Field::MonthColumn | Field::YearColumn) => true,
                Some(Field::Date | Field::OrderDate | Field::ReceiptDate | Field::PaymentDate) => {
                    self.region.kind != TableKind::Statement || zero
                }
                _ => zero,
            }
        })
    }

    /// A row with figures only, whose amount is the sum of what stands above: a total that nobody labelled.
    fn is_unlabelled_total(&mut self, cells: &[Cell], last: bool) -> bool {
        if self.region.kind == TableKind::Statement && !last {
            return false;
        }
        let figures_only = cells
            .iter()
            .filter(|c| self.visible(c))
            .all(|c| self.is_money_col(c.col) || self.is_ignored_number(c));
        if !figures_only || self.slots.effective(Field::Item) || self.amount_covered() {
            return false;
        }
        let mut any = false;
        for (at, column) in self.region.columns.iter().enumerate() {
            if column.field != Field::Amount || (column.channel.is_none() && Some(at) != self.amount) {
                continue;
            }
            let Some(cell) = cells.iter().find(|c| c.col == column.col && self.visible(c)) else {
                continue;
            };
            match values::read_amount(&cell.value, self.unit(column)) {
                Amount::Fen { fen, .. } => {
                    if fen != 0 && !self.totals.is_sum(&self.sink.lines, fen, column.channel.as_deref()) {
                        return false;
                    }
                    any |= fen != 0;
                }
                Amount::Blank | Amount::Uncalculated => {}
                _ => return false,
            }
        }
        any
    }

    fn amount_covered(&self) -> bool {
        self.amount.and_then(|a| self.slots.now.get(a)).is_some_and(|s| s.covered)
    }

    fn is_ignored_number(&self, cell: &Cell) -> bool {
        matches!(cell.value, Value::Number(_)) && self.region.columns.iter().all(|c| c.col != cell.col || c.field == Field::Ignored)
    }

    fn unlabelled_total(&mut self, cells: &'a [Cell]) -> Fate {
        let at = self.amount_cell(cells);
        if let Some(cell) = at {
            self.issue(
                "unlabelled_total",
                Severity::Info,
                CellRef {
                    row: cell.row,
                    col: cell.col,
                },
                &values::show(&cell.value),
            );
        }
        self.total(cells, TotalKind::Total, false, usize::MAX)
    }

    fn amount_cell(&self, cells: &'a [Cell]) -> Option<&'a Cell> {
        cells
            .iter()
            .find(|c| self.region.columns.iter().any(|k| k.col == c.col && k.field == Field::Amount) && self.visible(c))
    }

    /// Below the table's total: a text where a date or number should be, and no item: a summary, no purchase.
    fn is_summary(&self, cells: &[Cell]) -> bool {
        let Some(first) = cells.iter().find(|c| self.visible(c)) else {
            return false;
        };
        let Value::Text(text) = &first.value else { return false };
        let field = self.region.columns.iter().find(|c| c.col == first.col).map(|c| c.field);
        let dated = matches!(values::date::text(text, self.system), DateCell::Is(_) | DateCell::Range(_));
        !dated
            && self.slots.col(Field::Item).is_some()
            && !self.slots.has_own(Field::Item)
            && !matches!(field, Some(Field::Supplier | Field::Category | Field::Channel))
    }

    pub(crate) fn reject(&mut self, row: u32, cells: &[Cell], reason: &str) -> Fate {
        let texts: Vec<String> = cells
            .iter()
            .filter(|c| self.visible(c))
            .take(40)
            .map(|c| values::show(&c.value))
            .collect();
        self.sink.rejected.push(RejectedRaw {
            sheet: self.sheet,
            row,
            reason: reason.to_owned(),
            text: normal::cut(&texts.join(" | "), 300),
        });
        Fate::Rejected
    }

    pub(crate) fn issue(&mut self, code: &str, severity: Severity, cell: CellRef, found: &str) {
        self.sink.issue(code, severity, Some(cell), found, &[]);
    }
}

fn total_kind(label: Label, at: usize) -> RowKind {
    match label {
        Label::Total(kind) => RowKind::Total(kind, false, at),
        Label::MonthTotal => RowKind::Total(TotalKind::Total, true, at),
        Label::Part => RowKind::Part,
        Label::Opening => RowKind::Opening,
        Label::Footer => RowKind::Footer,
    }
}

fn leaf(header: &str) -> &str {
    header.rsplit(" / ").next().unwrap_or(header)
}

fn first(header: &str) -> &str {
    header.split(" / ").next().unwrap_or(header)
}
