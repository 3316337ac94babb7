//! The values of some columns, gathered in one pass over the first rows of a table.

use std::collections::{BTreeMap, HashSet};

use rust_decimal::Decimal;

use crate::{
    formats::cells::{Cell, Value},
    model::dates::PartialDate,
    tables::{columns::groups::day_of, table_data::TableData},
    text::normal,
    values::{self, date::DateCell, is_numeric_text},
};

/// Values by column, without blanks, marks and the rows of totals.
pub(super) struct Values<'a> {
    by_col: BTreeMap<u32, Vec<&'a Cell>>,
    /// Rows that were looked at.
    rows: usize,
    data: TableData<'a>,
}

impl<'a> Values<'a> {
    /// The values of these columns.
    pub(super) fn of(data: TableData<'a>, cols: impl Iterator<Item = u32>) -> Self {
        let mut by_col: BTreeMap<u32, Vec<&'a Cell>> = cols.map(|col| (col, Vec::new())).collect();
        let mut rows = 0;
        for index in data.sample() {
            let cells = data.grid.cells(index);
            if is_label_row(data, cells) {
                continue;
            }
            rows += usize::from(!cells.is_empty());
            for cell in cells {
                if let Some(list) = by_col.get_mut(&cell.col)
                    && says(data, cell)
                {
                    list.push(cell);
                }
            }
        }
        Self { by_col, rows, data }
    }

    fn cells(&self, col: u32) -> &[&'a Cell] {
        self.by_col.get(&col).map_or(&[], Vec::as_slice)
    }

    /// How many cells of a column say something.
    pub(super) fn filled(&self, col: u32) -> usize {
        self.cells(col).len()
    }

    /// Whether some rows say something in a column and others nothing.
    pub(super) fn is_sparse(&self, col: u32) -> bool {
        self.filled(col) < self.rows
    }

    /// Whether a column says nothing but yes and no, and both of them.
    pub(super) fn are_answers(&self, col: u32) -> bool {
        let (yes, no) = (
            self.count(col, |t| self.data.vocabulary.is_tick(t)),
            self.count(col, |t| self.data.vocabulary.is_cross(t)),
        );
        yes > 0 && no > 0 && yes + no == self.filled(col)
    }

    /// Whether more than half of what a column says is such a text.
    pub(super) fn mostly(&self, col: u32, is: impl Fn(&str) -> bool) -> bool {
        self.count(col, is) * 2 > self.filled(col)
    }

    /// How many texts of a column are such ones.
    pub(super) fn count(&self, col: u32, is: impl Fn(&str) -> bool) -> usize {
        let texts = self.cells(col).iter().filter_map(|c| text(c));
        texts.filter(|t| is(t)).count()
    }

    /// Whether a column says nothing but months, more than one of them (`1月`, `2024年3月`), and perhaps the label of a total below them.
    pub(super) fn are_months(&self, col: u32) -> bool {
        let month = |c: &&Cell| match values::read_date(&c.value, self.data.date_system) {
            DateCell::Is(month @ (PartialDate::YearMonth(_) | PartialDate::MonthOnly { .. })) => Some(month),
            _ => None,
        };
        let cells = self.cells(col);
        let months: Vec<PartialDate> = cells.iter().map_while(month).collect();
        months.len() + 1 >= cells.len() && months.iter().collect::<HashSet<_>>().len() > 1
    }

    /// Whether a column says nothing but days of a month that is told elsewhere: `2号`, `3日`.
    pub(super) fn are_days_alone(&self, col: u32) -> bool {
        let days = self.count(col, |t| matches!(day_of(t), Some(PartialDate::DayOnly { .. })));
        days > 0 && days == self.filled(col)
    }

    /// Whether a column holds nothing but figures, some of them less than nothing and most of them more.
    pub(super) fn are_some_negative(&self, col: u32) -> bool {
        let figures = self.cells(col).iter().map_while(|c| values::quantity(&c.value).map(|q| q.0));
        let negative = figures.clone().filter(Decimal::is_sign_negative).count();
        negative > 0 && negative * 2 < self.filled(col) && figures.count() == self.filled(col)
    }

    /// Texts that are no figures and no marks.
    pub(super) fn words(&self, col: u32) -> usize {
        let vocabulary = self.data.vocabulary;
        let figure = |t: &str| is_numeric_text(t.trim_end_matches(['%', '％']));
        self.count(col, |t| !figure(t) && !vocabulary.is_tick(t) && !vocabulary.is_cross(t))
    }

    /// How many different texts a column holds.
    pub(super) fn different(&self, col: u32) -> usize {
        self.different_such(col, |_| true)
    }

    /// How many different texts of a column are such ones.
    pub(super) fn different_such(&self, col: u32, is: impl Fn(&str) -> bool) -> usize {
        let texts: HashSet<&str> = self.cells(col).iter().filter_map(|c| text(c)).collect();
        texts.into_iter().filter(|t| is(t)).count()
    }

    /// How many cells of a column are days, and how many of them lie in this month.
    pub(super) fn days(&self, col: u32, month: Option<PartialDate>) -> (usize, usize) {
        let (mut days, mut inside) = (0, 0);
        for cell in self.cells(col) {
            // A plain number may be 3 February, or 3.2 yuan.
            if matches!(cell.value, Value::Number(_)) {
                continue;
            }
            if let DateCell::Is(date @ (PartialDate::Full(_) | PartialDate::MonthDay { .. })) | DateCell::Range(date) =
                values::read_date(&cell.value, self.data.date_system)
            {
                days += 1;
                inside += usize::from(month.is_some_and(|month| lies_in(date, month)));
            }
        }
        (days, inside)
    }
}

/// Whether a day lies in a month, as far as both tell.
pub(crate) fn lies_in(date: PartialDate, month: PartialDate) -> bool {
    let year = |date: PartialDate| match date {
        PartialDate::Full(date) => Some(date.year()),
        PartialDate::YearMonth(month) => Some(month.year()),
        _ => None,
    };
    date.month() == month.month() && year(date).zip(year(month)).is_none_or(|(own, other)| own == other)
}

/// A cell's text, trimmed.
pub(crate) fn text(cell: &Cell) -> Option<&str> {
    match &cell.value {
        Value::Text(t) => Some(normal::trim(t)),
        _ => None,
    }
}

fn says(data: TableData<'_>, cell: &Cell) -> bool {
    data.grid.shows(cell) && !matches!(&cell.value, Value::Text(t) if data.vocabulary.is_nothing(t) || data.vocabulary.is_ditto(t))
}

/// A row of a total, a footer or stock carried forward: what stands there is no purchase's.
pub(crate) fn is_label_row(data: TableData<'_>, cells: &[Cell]) -> bool {
    let mut texts = cells.iter().filter_map(text).filter(|t| !t.is_empty());
    texts.next().is_some_and(|t| data.vocabulary.row_label(t).is_some())
}

/// The cells of each row that is looked at and no such row.
pub(crate) fn purchases<'a>(data: TableData<'a>) -> impl Iterator<Item = &'a [Cell]> {
    let rows = data.sample().map(move |row| data.grid.cells(row));
    rows.filter(move |cells| !is_label_row(data, cells))
}
