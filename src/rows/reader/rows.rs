//! One row after the other: what its kind makes of it.

use crate::{
    formats::cells::{Cell, Value},
    model::{field::Field, finding::Severity},
    rows::{
        reader::{
            TableInput, TableReader,
            row_kind::{RowKind, TotalRow},
        },
        reading::Fate,
    },
    tables::{grid::place, region::TableKind},
    values::{self, date::title::period_in},
};

impl<'a> TableReader<'a, '_> {
    /// Reads the grid rows `from..to`.
    pub(super) fn read(&mut self, from: usize, to: usize) {
        for index in from..to {
            let all = self.input.data.grid.cells(index);
            let (left, right) = self.input.region.span;
            let lo = all.partition_point(|c| c.col < left);
            let hi = all.partition_point(|c| c.col <= right);
            let cells = &all[lo..hi];
            if cells.is_empty() && (left > 0 || right < u32::MAX) {
                continue;
            }
            let fate = self.row(index, cells, index + 1 == to);
            self.sink.fates.set(index, fate);
        }
    }

    fn row(&mut self, index: usize, cells: &'a [Cell], last: bool) -> Fate {
        match self.kind_of(cells) {
            RowKind::Blank => Fate::Blank,
            RowKind::Header => Fate::Header,
            RowKind::Footer => Fate::Footer,
            RowKind::Part => Fate::Subtotal,
            RowKind::Opening => Fate::NotPurchase,
            RowKind::Total(total) => {
                self.close_band();
                self.total(cells, total)
            }
            RowKind::Section(title, cell) => {
                let month = period_in(&title).month;
                if month.is_some() {
                    self.carried.section_month = month;
                    self.carried.date = None;
                }
                self.section(title, cell);
                self.totals.section(self.sink.lines.len());
                self.after_total = false;
                Fate::Title
            }
            RowKind::Band(text, cell) => {
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
                self.carried.section_month = Some(month);
                self.carried.date = None;
                self.totals.month(self.sink.lines.len());
                self.after_total = false;
                Fate::Title
            }
            RowKind::Day { date, cell, heading } => {
                self.carry_date(date, cell, Field::Date);
                if heading { Fate::Title } else { Fate::Blank }
            }
            RowKind::Data => self.data(index, cells, last),
        }
    }

    /// A row that is none of the named kinds.
    fn data(&mut self, index: usize, cells: &'a [Cell], last: bool) -> Fate {
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
            self.report_figures_without_header(cells);
        }
        fate
    }

    /// Figures to the right of the first column understood, in a column without any header: said once a column.
    fn report_figures_without_header(&mut self, cells: &'a [Cell]) {
        let TableInput { data, region, .. } = self.input;
        let first = region.columns.first().map_or(0, |c| c.col);
        for cell in cells {
            if matches!(cell.value, Value::Number(_))
                && cell.col > first
                && region.column_at(cell.col).is_none()
                && !region.unmapped.iter().any(|u| u.cell.col == cell.col)
                && data.grid.shows(cell)
                && self.reported_columns.insert(cell.col)
            {
                self.issue("cells_without_header", Severity::Warning, place(cell), &values::show(&cell.value));
            }
        }
    }

    /// A total that nobody labelled.
    fn unlabelled_total(&mut self, cells: &'a [Cell]) -> Fate {
        let TableInput { data, region, .. } = self.input;
        let mut amounts = cells
            .iter()
            .filter(|c| region.columns.iter().any(|k| k.col == c.col && k.field == Field::Amount));
        if let Some(cell) = amounts.find(|c| data.grid.shows(c)) {
            self.issue("unlabelled_total", Severity::Info, place(cell), &values::show(&cell.value));
        }
        self.total(cells, TotalRow::unlabelled())
    }
}
