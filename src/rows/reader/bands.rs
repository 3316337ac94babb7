//! Bands between a table's rows: a text that stands alone (a supplier, a market, a kind of goods), and pairs. They hold until the next.

use std::sync::Arc;

use crate::{
    formats::cells::{Cell, Value},
    model::{dates::PartialDate, field::Field},
    rows::reader::{Band, TableReader},
    tables::{
        grid::place,
        head_pairs::{self, Head, Pairs},
        region::Located,
        titles::{self, Titles},
    },
    text::normal,
    values::{self, is_numeric_text},
};

/// Characters of a band; what is longer is a note.
const LONGEST: usize = 30;

impl TableReader<'_, '_> {
    /// Whether a text alone in its row stands as the last band did.
    pub(super) fn stands_as_band(&self, cell: &Cell) -> bool {
        self.carried.band.form == Some(self.form(cell))
    }

    fn form(&self, cell: &Cell) -> (u32, bool) {
        let merge = self.input.data.grid.merge_from(cell.row, cell.col);
        (cell.col, merge.is_some_and(|m| m.right > m.left))
    }

    /// `二、农贸市场采购 | 272` right above a header: a section's title with the section's own sum.
    pub(super) fn section_with_sum<'c>(&self, cells: &'c [Cell]) -> Option<(Arc<str>, &'c Cell)> {
        let grid = self.input.data.grid;
        let mut shown = cells.iter().filter(|c| self.shows(c));
        let first = shown.next()?;
        let Value::Text(text) = &first.value else { return None };
        if !text.starts_with(|c: char| normal::is_chinese_digit(c) || "(（第".contains(c)) {
            return None;
        }
        let is_figure = |c: &Cell| match &c.value {
            Value::Number(_) => true,
            Value::Text(text) => is_numeric_text(text),
            _ => false,
        };
        let says_total = |c: &Cell| matches!(&c.value, Value::Text(t) if self.input.data.vocabulary.row_label(t).is_some());
        let beside: Vec<&Cell> = shown.collect();
        let of_sum = beside.iter().any(|c| is_figure(c)) && beside.iter().all(|c| is_figure(c) || says_total(c));
        let next = grid.rows.partition_point(|row| row.row <= first.row);
        let titled = of_sum && titles::is_numbered(&normal::squeeze(text)) && next < grid.rows.len();
        (titled && self.is_header_again(grid.cells(next))).then(|| (normal::trim(text).into(), first))
    }

    /// A section's title: what the vocabulary or its number shows to be one.
    pub(super) fn section(&mut self, text: Arc<str>, cell: &Cell) {
        self.end_unit(titles::without_marks(&text));
        let open = titles::is_numbered(&normal::squeeze(&text));
        self.carried.band = Band {
            open,
            channel: (open && self.input.data.vocabulary.names_unknown_channel(&text)).then(|| Located {
                text: Arc::clone(&text),
                cell: place(cell),
            }),
            form: Some(self.form(cell)),
            supplier: self.seller(&text, cell),
            closed: false,
        };
        self.carried.section = Some(text);
    }

    /// A band of any other words. A kind of goods ends nothing; within a numbered section, or under a title that holds for the whole table, a
    /// band is a part; otherwise the one before ends here, whatever the words.
    pub(super) fn band(&mut self, text: &str, cell: &Cell) {
        let vocabulary = self.input.data.vocabulary;
        let again = self.input.titles.title.as_ref().is_some_and(|t| *t.text == *text);
        if again || text.chars().count() > LONGEST || vocabulary.is_kind_of_goods(text) || vocabulary.names_whole_table(text) {
            return;
        }
        if text.contains([':', '：']) {
            // A label that is not known may name another seller or platform than the pairs above.
            self.carried.head = Head::default();
        }
        let name = titles::without_marks(text);
        self.end_unit(name);
        if vocabulary.looks_like_institution(name) && self.row_cells.index(Field::UnitName).is_none() {
            self.carried.head.unit = Some(Located {
                text: name.into(),
                cell: place(cell),
            });
        }
        self.carried.band.form = Some(self.form(cell));
        self.carried.band.supplier = self.seller(text, cell);
        let part = if self.carried.section.is_some() {
            self.carried.band.open
        } else {
            self.input.titles.section.is_some()
        };
        if !part {
            self.carried.section = Some(text.into());
            self.carried.band.channel = None;
        }
    }

    /// What a band said of the unit does not hold below one that speaks of another (`第二小学采购`), whether it is known or not.
    fn end_unit(&mut self, name: &str) {
        let vocabulary = self.input.data.vocabulary;
        if vocabulary.holds_institution(name) && !vocabulary.is_seller(name) {
            self.carried.head.unit = None;
        }
    }

    fn seller(&self, text: &str, cell: &Cell) -> Option<Located> {
        let named = self.input.data.vocabulary.is_seller(text) && self.row_cells.index(Field::Supplier).is_none();
        named.then(|| Located {
            text: text.into(),
            cell: place(cell),
        })
    }

    /// A total closes the section above it.
    pub(super) fn close_band(&mut self) {
        self.carried.band.open = false;
        self.carried.band.closed = true;
    }

    /// The first line below the total of a section: one of an earlier day than the last begins another block, whose title is missing.
    pub(super) fn end_section(&mut self, line: usize) {
        if !std::mem::take(&mut self.carried.band.closed) || line <= self.first_line {
            return;
        }
        let day = |at: usize| match self.sink.lines.get(at)?.date? {
            PartialDate::Full(date) => Some((date.year(), date.month(), date.day())),
            PartialDate::MonthDay { month, day } => Some((0, month, day)),
            _ => None,
        };
        if day(line - 1).zip(day(line)).is_none_or(|(before, own)| own >= before) {
            return;
        }
        self.carried.section = None;
        self.carried.band = Band::default();
        for line in self.sink.lines.iter_mut().skip(line).filter(|l| l.rare.is_some()) {
            line.rare_mut().section = None;
        }
    }

    /// The pairs of a row that holds nothing else.
    pub(super) fn pairs(&self, cells: &[Cell]) -> Option<Head> {
        let grid = self.input.data.grid;
        let vocabulary = self.input.data.vocabulary;
        let shown = || cells.iter().filter(|c| grid.shows(c));
        let Some(Value::Text(first)) = shown().next().map(|c| &c.value) else {
            return None;
        };
        let colon = first.contains([':', '：']);
        // Nearly every row of purchases is told by its figures.
        let figure = |c: &Cell| match &c.value {
            Value::Text(text) => is_numeric_text(text),
            value => !matches!(value, Value::Date(_)),
        };
        if !colon && shown().any(figure) {
            return None;
        }
        let texts: Vec<String> = shown().map(|c| values::show(&c.value)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let wanted = if colon { Pairs::Marked } else { Pairs::Bare };
        if head_pairs::pairs(&texts, vocabulary)? != wanted {
            return None;
        }
        let mut said = Titles::new(self.input.data.date_system);
        said.row(grid, grid.index_of(cells.first()?.row), vocabulary);
        said.head.unit = said.units.into_iter().next();
        Some(said.head)
    }
}
