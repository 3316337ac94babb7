//! Header rows, recognised by their names and not by their place.

mod numbered;
mod sub_rows;

use std::{cell::RefCell, sync::Arc};

use rust_decimal::Decimal;

use crate::{
    formats::cells::{Cell, DateSystem, Value},
    model::{dates::PartialDate, field::Field},
    tables::{
        columns::{
            self, Understood,
            day_headers::{DayHeader, corner_sides, days_across, is_day_number},
            groups::day_of,
            path::HeadCell,
        },
        grid::{Grid, place},
        head_pairs::{Pairs, pairs},
        region::Header,
        vocabulary::{Vocabulary, meaning::Meaning},
    },
    text::{
        memoize::{Memo, memoize},
        normal,
    },
    values::{self, date::DateCell, is_numeric_text},
};

/// Finds headers in one sheet.
pub(crate) struct HeaderFinder<'a> {
    grid: &'a Grid<'a>,
    vocabulary: &'a Vocabulary,
    date_system: DateSystem,
    /// What texts mean: a list of words repeats them in every row, and ledgers repeat each other's headers.
    meanings: RefCell<Memo<Arc<Meaning>>>,
    /// A header may hold figures: nothing else in the sheet is one.
    lenient: std::cell::Cell<bool>,
}

/// What the rows of a table with days across may be.
const NAMES: [Field; 5] = [Field::Item, Field::Category, Field::Supplier, Field::Channel, Field::UnitName];
/// A header of days.
const DAYS: &str = "日期";
/// Cells of a header row that are looked at: a row of thousands of cells is no header.
const MOST_CELLS: usize = 256;
/// Rows of one header.
const MOST_ROWS: usize = 3;
/// Rows below a doubtful header that are looked at.
const LOOKED_BELOW: usize = 6;

impl<'a> HeaderFinder<'a> {
    /// A finder over one sheet.
    #[must_use]
    pub(crate) fn new(grid: &'a Grid<'a>, vocabulary: &'a Vocabulary, date_system: DateSystem) -> Self {
        Self {
            grid,
            vocabulary,
            date_system,
            meanings: RefCell::default(),
            lenient: std::cell::Cell::new(false),
        }
    }

    /// All headers of the sheet, top to bottom. Only where no words make one, the rows below tell.
    #[must_use]
    pub(crate) fn headers(&self) -> Vec<Header> {
        self.vocabulary.meanings.with(|known| {
            *self.meanings.borrow_mut() = std::mem::take(known);
            let found = self.find(true);
            self.lenient.set(found.is_empty());
            let found = if found.is_empty() { self.find(true) } else { found };
            self.lenient.set(false);
            let found = if found.is_empty() { self.find(false) } else { found };
            *known = self.meanings.take();
            found
        })
    }

    fn find(&self, sure: bool) -> Vec<Header> {
        let mut found: Vec<Header> = Vec::new();
        let mut at = 0;
        while at < self.grid.rows.len() {
            // Below a header that only its rows made one, another like it is one too.
            let again = || {
                let like = |h: &Header| found.iter().any(|f| f.same_as(h));
                if sure || found.is_empty() {
                    None
                } else {
                    self.header_at(at, false).filter(like)
                }
            };
            match self.header_at(at, sure || !found.is_empty()).or_else(again) {
                Some(header) => {
                    at = header.last + 1;
                    // A weaker header with nothing but words between it and a better one was a false one.
                    if let Some(before) = found.last()
                        && before.score < header.score
                        && (before.last + 1..header.first).all(|r| !self.has_number(r))
                        && header.first - before.last <= 6
                    {
                        found.pop();
                    }
                    found.push(header);
                }
                None => at += 1,
            }
        }
        found
    }

    fn has_number(&self, index: usize) -> bool {
        self.grid.cells(index).iter().any(|c| match &c.value {
            Value::Text(t) => is_numeric_text(t),
            _ => true,
        })
    }

    /// The row as header cells; `None` where it holds a number, a date or an error, which no header row does, but for a number that is a channel's name.
    fn row(&self, index: usize) -> Option<Vec<HeadCell>> {
        let all = self.grid.cells(index);
        let words;
        let mut cells = all;
        if self.lenient.get() {
            words = self.words_beside_figures(all);
            cells = words.as_deref().unwrap_or(all);
        }
        // A figure that is no day: nearly every row of a ledger is told by it.
        let figure =
            |cell: &Cell| matches!(cell.value, Value::Number(n) if !is_day_number(n)) && !self.vocabulary.is_channel_number(&cell.value);
        if cells.len() > MOST_CELLS * 4 || cells.iter().any(figure) {
            return None;
        }
        let days = self.days(cells);
        let day = |col: u32| days.binary_search_by_key(&col, |d| d.col).ok().and_then(|at| days.get(at));
        for cell in cells {
            match &cell.value {
                _ if day(cell.col).is_some() => {}
                Value::Text(t) if !is_numeric_text(t) || day_of(normal::trim(t)).is_some() => {}
                value if self.vocabulary.is_channel_number(value) && !self.stands_below_a_cell(index, cell) => {}
                _ => return None,
            }
        }
        let mut out = Vec::with_capacity(cells.len());
        for cell in cells {
            let Some(text) =
                values::text(&cell.value).or_else(|| Some(values::show(&cell.value).into()).filter(|t: &Arc<str>| !t.is_empty()))
            else {
                continue;
            };
            if self.grid.covered(cell.row, cell.col) {
                continue;
            }
            if out.len() == MOST_CELLS {
                return None;
            }
            let merge = self.grid.merge_from(cell.row, cell.col);
            if let Some(day) = day(cell.col) {
                out.push(HeadCell {
                    cell: place(cell),
                    right: cell.col,
                    text: day.text.as_str().into(),
                    meaning: Arc::new(self.vocabulary.meaning(&day.text)),
                });
                continue;
            }
            out.push(HeadCell {
                cell: place(cell),
                right: merge.map_or(cell.col, |m| m.right),
                meaning: match &cell.value {
                    Value::Text(written) => self.meaning(normal::start(normal::trim(written))),
                    _ => Arc::new(self.vocabulary.meaning(&text)),
                },
                text,
            });
        }
        if !days.is_empty()
            && let Some(corner) = out.first_mut()
            && let Some(side) = self.corner(&corner.text)
        {
            corner.meaning = Arc::new(side);
        }
        Some(out)
    }

    /// The days of a row whose corner says what its rows are: days under 日期 belong to a table on its side.
    fn days(&self, cells: &[Cell]) -> Vec<DayHeader> {
        let days = days_across(cells, self.date_system);
        if days.is_empty() {
            return days;
        }
        let corner = cells.iter().find_map(|c| match &c.value {
            Value::Text(text) if !normal::trim(text).is_empty() => Some(normal::trim(text)),
            _ => None,
        });
        let named = corner.is_some_and(|text| self.corner(text).is_some());
        if named { days } else { Vec::new() }
    }

    /// `品名\日期`: what a corner says of the rows.
    fn corner(&self, text: &str) -> Option<Meaning> {
        let meaning = |text: &str| self.vocabulary.meaning(normal::start(text));
        let of_rows = |meaning: &Meaning| meaning.field.as_ref().is_some_and(|(field, _)| NAMES.contains(field));
        let whole = std::iter::once(text).chain(corner_sides(text));
        whole.map(meaning).find(of_rows)
    }

    /// Whether a cell of its own stands right above: then this one is a value of its column, and no header.
    fn stands_below_a_cell(&self, index: usize, cell: &Cell) -> bool {
        let above = index.checked_sub(1).map_or(&[][..], |above| self.grid.cells(above));
        let own = |c: &&Cell| c.col == cell.col && self.grid.merge_from(c.row, c.col).is_none_or(|m| m.right == c.col);
        above.iter().find(own).is_some_and(|c| !values::is_blank(&c.value))
    }

    fn meaning(&self, text: &str) -> Arc<Meaning> {
        let find = || Arc::new(self.vocabulary.meaning(text));
        memoize(&mut self.meanings.borrow_mut(), text, || Arc::from(text), find)
    }

    /// The header that starts at grid row `index`, with one to three rows: by its words (`sure`), or by the rows below it.
    fn header_at(&self, index: usize, sure: bool) -> Option<Header> {
        let mut top = (self.grid.cells(index).len() > 1).then(|| self.row(index)).flatten()?;
        self.name_days(index, &mut top);
        self.without_numbers(&mut top);
        let named = || top.iter().any(|c| c.meaning.known()) || self.groups_repeat(index, &top) || self.has_both_sides(&top);
        if top.len() < 2 || !named() || self.is_pairs(index, &top) {
            return None;
        }
        let mut block = vec![top];
        while block.len() < MOST_ROWS {
            let next = index + block.len();
            let adjacent = self.grid.rows.get(next).is_some_and(|r| r.row == self.grid.rows[next - 1].row + 1);
            let Some(sub) = adjacent.then(|| self.row(next)).flatten().map(|sub| self.units(sub)) else {
                break;
            };
            if !self.is_sub_header(block.last().map_or(&[][..], Vec::as_slice), &sub) {
                break;
            }
            block.push(sub);
        }
        while !block.is_empty() {
            let last = index + block.len() - 1;
            let sums = |total: u32, parts: &[u32]| self.is_sum_below(last, total, parts);
            let understood = columns::regions(&block, self.vocabulary, &sums);
            if let Some(Understood { regions, score, sure }) = understood.filter(|u| u.sure || (!sure && self.has_data_below(last))) {
                return Some(Header {
                    first: index,
                    last,
                    regions,
                    score,
                    sure,
                });
            }
            let sub = block.pop();
            // Words that name columns are no row of data, whether they are understood or not.
            if sub.zip(block.last()).is_some_and(|(sub, top)| self.names_columns(top, &sub)) {
                return None;
            }
        }
        None
    }

    /// Whether a column is the sum of others in every row below a header, and in one at least. A row without the others may be the column's total.
    fn is_sum_below(&self, last: usize, total: u32, parts: &[u32]) -> bool {
        let figure = |cell: &Cell| values::quantity(&cell.value).map(|q| q.0);
        let sum = |figures: &[Decimal]| figures.iter().try_fold(Decimal::ZERO, |sum, f| sum.checked_add(*f));
        let mut above: Vec<Decimal> = Vec::new();
        for index in last + 1..self.grid.rows.len() {
            let at = |col: u32| self.grid.cells(index).iter().find(|c| c.col == col).and_then(figure);
            let Some(stated) = at(total) else { continue };
            let own: Vec<Decimal> = parts.iter().filter_map(|col| at(*col)).collect();
            if own.is_empty() && !above.is_empty() && sum(&above) == Some(stated) {
                continue;
            }
            if sum(&own) != Some(stated) {
                return false;
            }
            above.push(stated);
        }
        !above.is_empty()
    }

    /// `? | 第一小学 | 第二小学` over days: a corner that nobody knows is what stands below it.
    fn name_days(&self, index: usize, top: &mut [HeadCell]) {
        let Some((corner, others)) = top.split_first_mut().filter(|(corner, _)| !corner.meaning.known()) else {
            return;
        };
        let units = others.iter().filter(|c| self.vocabulary.looks_like_institution(&c.text));
        let below = self.grid.cell(corner.cell.row + 1, corner.cell.col);
        let day = below
            .filter(|_| index + 1 < self.grid.rows.len())
            .map(|c| values::read_date(&c.value, self.date_system));
        if units.count() > 1 && matches!(day, Some(DateCell::Is(PartialDate::Full(_) | PartialDate::MonthDay { .. }))) {
            corner.meaning = self.meaning(DAYS);
        }
    }

    /// `收入部分 | 支出部分`: groups of what came in and of what was bought.
    fn has_both_sides(&self, top: &[HeadCell]) -> bool {
        let has = |side: bool| top.iter().any(|c| self.vocabulary.group_side(&c.text) == Some(side));
        has(true) && has(false)
    }

    /// Whether cells that span several columns stand over a row that repeats a known header below each: groups, whatever they are called.
    fn groups_repeat(&self, index: usize, top: &[HeadCell]) -> bool {
        let wide: Vec<&HeadCell> = top.iter().filter(|c| c.right > c.cell.col).collect();
        if wide.len() < 2 || index + 1 >= self.grid.rows.len() {
            return false;
        }
        let Some(below) = self.row(index + 1) else { return false };
        let first = |group: &HeadCell| below.iter().find(|c| c.cell.col == group.cell.col).filter(|c| c.meaning.known());
        let mut names = wide.iter().map(|group| first(group).map(|c| Arc::clone(&c.text)));
        names
            .next()
            .flatten()
            .is_some_and(|name| names.all(|other| other.as_ref() == Some(&name)))
    }

    /// `单位 | 万元 | 万元` below a header: the units of its columns, without the word for it.
    fn units(&self, mut row: Vec<HeadCell>) -> Vec<HeadCell> {
        if let [label, units @ ..] = row.as_slice()
            && matches!(&*label.meaning.normal.text, "单位" | "计量单位" | "金额单位")
            && !units.is_empty()
            && units.iter().all(|c| self.vocabulary.is_unit_only(&c.meaning))
        {
            row.remove(0);
        }
        row
    }

    /// Whether rows of figures and words follow, as below a header.
    fn has_data_below(&self, last: usize) -> bool {
        let (mut data, mut other) = (0, 0);
        for index in (last + 1..self.grid.rows.len()).take(LOOKED_BELOW) {
            let cells = || self.grid.filled(index);
            let (mut figures, mut words) = (0, 0);
            for cell in cells() {
                match &cell.value {
                    Value::Text(t) if !is_numeric_text(t) => words += 1,
                    _ => figures += 1,
                }
            }
            match (figures, words) {
                (0, 0 | 1) => {}
                (0, _) => other += 1,
                _ => data += 1,
            }
        }
        data > other
    }

    /// Whether the row is labels with their values. Without colons a row that has figures right below its labels is a header.
    fn is_pairs(&self, index: usize, top: &[HeadCell]) -> bool {
        let texts: Vec<&str> = top.iter().map(|c| &*c.text).collect();
        let figure_below = |cell: &HeadCell| {
            let below = self.grid.cell(cell.cell.row + 1, cell.cell.col);
            below.is_some_and(|c| !matches!(&c.value, Value::Text(t) if !is_numeric_text(t)))
        };
        match pairs(&texts, self.vocabulary) {
            Some(Pairs::Marked) => true,
            Some(Pairs::Bare) => index + 1 == self.grid.rows.len() || !top.iter().step_by(2).any(figure_below),
            None => false,
        }
    }
}
