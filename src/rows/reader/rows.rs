//! One row after the other: what its kind makes of it.

use crate::{
    formats::cells::{Cell, Value},
    model::{field::Field, finding::Severity, line::LineKind},
    rows::{
        reader::{
            TableInput, TableReader,
            proof::bare::{BareRow, Judgement},
            row_kind::RowKind,
        },
        reading::Fate,
    },
    tables::{grid::place, region::Region, region::TableKind, role::rows::numbers_columns},
    values::{self, date::title::period_in},
};

impl<'a> TableReader<'a, '_> {
    /// Reads the grid rows `from..to`.
    pub(super) fn read(&mut self, from: usize, to: usize) {
        // Its own header stands above these rows.
        self.foreign = false;
        for index in from..to {
            let all = self.input.data.grid.cells(index);
            let (left, right) = self.input.region.span;
            let lo = all.partition_point(|c| c.col < left);
            let hi = all.partition_point(|c| c.col <= right);
            let cells = &all[lo..hi];
            if cells.is_empty() && (left > 0 || right < u32::MAX) {
                continue;
            }
            let shown = cells.iter().filter(|c| self.shows(c));
            let fate = if index < from + 2 && numbers_columns(shown) {
                Fate::Header
            } else if self.foreign || self.is_foreign_header(index, cells) {
                self.foreign_row(index, cells)
            } else {
                self.row(index, cells)
            };
            self.last_fate = Some((index, fate));
            self.sink.fates.set(index, fate);
        }
    }

    fn row(&mut self, index: usize, cells: &'a [Cell]) -> Fate {
        match self.kind_of(cells) {
            RowKind::Total(_) | RowKind::Data if self.has_more_fields(index) => {
                self.reject(self.input.data.grid.row(index), cells, "more_fields")
            }
            RowKind::Blank => Fate::Blank,
            RowKind::Header => {
                self.after_total = false;
                Fate::Header
            }
            RowKind::Footer => {
                self.note_labelled_owner(cells);
                Fate::Footer
            }
            RowKind::Part => Fate::Subtotal,
            RowKind::Opening => self.carried_forward(cells),
            RowKind::Total(_) if self.is_of_counts(index) => Fate::Total,
            RowKind::Total(total) => {
                self.close_band();
                self.total(cells, total)
            }
            RowKind::Section(title, cell) => {
                self.follow_note(&title, place(cell));
                let month = period_in(&title).month;
                if month.is_some() {
                    self.carried.section_month = month;
                    self.carried.date = None;
                }
                self.heading(&title, true);
                self.note_owner(&title, cell);
                self.section(title, cell);
                self.close_part();
                self.totals.section(self.sink.lines.len());
                self.after_total = false;
                Fate::Title
            }
            RowKind::Band(text, cell) => {
                self.follow_note(text, place(cell));
                self.heading(&text.into(), false);
                self.note_owner(text, cell);
                self.band(text, cell);
                Fate::Title
            }
            RowKind::Pairs(head) => {
                if let Some((date, cell)) = head.date {
                    self.carry_date(date, cell, Field::Date);
                }
                self.carried.head.followed_by(head);
                Fate::Title
            }
            RowKind::Month(month) => {
                self.note_owner_of_month(cells);
                self.carried.section_month = Some(month);
                self.carried.date = None;
                self.close_part();
                self.totals.month(self.sink.lines.len());
                self.after_total = false;
                Fate::Title
            }
            RowKind::Day {
                date,
                cell,
                heading,
                beside,
            } => {
                self.carry_date(date, cell, Field::Date);
                if let Some((text, cell)) = beside {
                    self.band(text, cell);
                }
                if heading { Fate::Title } else { Fate::Blank }
            }
            RowKind::Data => self.data(index, cells),
        }
    }

    fn is_of_counts(&self, index: usize) -> bool {
        self.input.marks.get(&index).is_some_and(|mark| mark.counts)
    }

    /// A row of CSV with a value behind the last field of the header: a comma that nothing quotes has moved all that stands behind it.
    fn has_more_fields(&self, index: usize) -> bool {
        let behind = |fields: u32| self.input.data.grid.filled(index).any(|c| c.col >= fields);
        self.input.fields.is_some_and(behind)
    }

    /// A row that is none of the named kinds.
    fn data(&mut self, index: usize, cells: &'a [Cell]) -> Fate {
        let TableInput { data, region, .. } = self.input;
        let row = data.grid.row(index);
        self.row_cells.load(data.grid, data.vocabulary, index);
        if region.kind == TableKind::NoMoney {
            return if self.row_cells.has_own(Field::Item) {
                self.reject(row, cells, "no_amount_column")
            } else {
                Fate::Blank
            };
        }
        if self.is_of_counts(index) {
            // The day above the money.
            self.base(row, LineKind::Detail);
            return Fate::Continuation;
        }
        if self.is_empty_form(cells) {
            return if self.holds_words(cells) { Fate::Title } else { Fate::Blank };
        }
        if self.is_of_pairs(cells) {
            return self.reject(row, cells, "outside_table");
        }
        let mark = self.input.marks.get(&index).copied().unwrap_or_default();
        if mark.day_total {
            return self.day_total(row);
        }
        if let Some(fate) = self.set_aside(index, row, cells) {
            // A book of stock alone holds no purchases, and adds up all the same.
            if !self.stock_columns.is_empty() && fate == Fate::NotPurchase {
                self.stock_row(row);
            }
            return fate;
        }
        let pairs = self.is_foot_of_pairs(cells);
        if let Some(fate) = pairs.then(|| self.foot_of_pairs(cells)).flatten() {
            return fate;
        }
        let bare = self.bare_row(cells);
        if bare.as_ref().is_some_and(BareRow::is_label) {
            self.close_block(false);
            self.close_first(false);
        }
        let judgement = bare.as_ref().map_or(Judgement::Line, |bare| self.judge(bare));
        if let Some(bare) = bare.as_ref().filter(|_| judgement == Judgement::Total) {
            return self.proved_total(cells, bare);
        }
        let late = self.after_total && !self.is_amount_covered();
        if late && self.is_memo() {
            return self.memo(cells);
        }
        let (lines, issues) = (self.sink.lines.len(), self.sink.issues.len());
        let label = judgement == Judgement::Line && self.is_label_without_goods();
        let fate = self.line(row, cells);
        if !self.stock_columns.is_empty() && matches!(fate, Fate::Line | Fate::NotPurchase) {
            self.stock_row(row);
        }
        if fate == Fate::Line {
            self.end_section(lines);
            self.report_figures_without_header(cells);
            match (bare, judgement) {
                _ if mark.no_month => self.note_each(lines..self.sink.lines.len(), "month_suspected"),
                _ if mark.total_suspected || pairs || label => self.suspect(lines..self.sink.lines.len()),
                (_, Judgement::Suspect) => self.suspect(lines..self.sink.lines.len()),
                _ if late && !self.is_told_apart() => self.keep_late(lines),
                (Some(bare), Judgement::Open) => self.keep_open(index, &bare, lines, issues..self.sink.issues.len()),
                _ => self.after_total = false,
            }
        }
        fate
    }

    /// Figures to the right of the first column understood, in a column without any header: said once a column.
    fn report_figures_without_header(&mut self, cells: &'a [Cell]) {
        let TableInput { data, region, regions, .. } = self.input;
        let first = region.columns.first().map_or(0, |c| c.col);
        let of = |table: &Region, col: u32| table.column_at(col).is_some() || table.unmapped.iter().any(|u| u.cell.col == col);
        for cell in cells {
            if matches!(cell.value, Value::Number(_))
                && cell.col > first
                && !of(region, cell.col)
                && !regions.iter().any(|table| of(table, cell.col))
                && data.grid.shows(cell)
                && self.reported_columns.insert(cell.col)
            {
                self.issue("cells_without_header", Severity::Warning, place(cell), &values::show(&cell.value));
            }
        }
    }
}
