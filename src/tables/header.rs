//! Header rows, recognised by their names and not by their place.

use std::{cell::RefCell, collections::HashMap, sync::Arc};

use crate::{
    formats::cells::{Cell, Value},
    model::dates::PartialDate,
    tables::{
        columns::{
            self, Understood,
            groups::{day_in, day_of},
            path::HeadCell,
        },
        grid::{Grid, place},
        head_pairs::{Pairs, pairs},
        region::Header,
        titles,
        vocabulary::{Vocabulary, meaning::Meaning},
    },
    text::normal,
    values::{self, is_numeric_text},
};

/// Finds headers in one sheet.
pub(crate) struct HeaderFinder<'a> {
    grid: &'a Grid<'a>,
    vocabulary: &'a Vocabulary,
    /// What the sheet's texts mean: a list of words repeats them in every row.
    meanings: RefCell<HashMap<&'a str, Arc<Meaning>>>,
}

/// Cells of a header row that are looked at: a row of thousands of cells is no header.
const MOST_CELLS: usize = 256;
/// Rows of one header.
const MOST_ROWS: usize = 3;
/// Days that head columns, at least.
const LEAST_DAYS: usize = 4;
/// Rows below a doubtful header that are looked at.
const LOOKED_BELOW: usize = 6;

/// Where a day stands among others: days of one month by their number, others behind these.
fn order_of(day: PartialDate) -> u32 {
    match day {
        PartialDate::DayOnly { day } => u32::try_from(day).unwrap_or(0),
        PartialDate::MonthDay { month, day } => u32::try_from(i32::from(month) * 100 + i32::from(day)).unwrap_or(0),
        PartialDate::Full(date) => {
            u32::try_from((i32::from(date.year()) * 100 + i32::from(date.month())) * 100 + i32::from(date.day())).unwrap_or(0)
        }
        _ => 0,
    }
}

impl<'a> HeaderFinder<'a> {
    /// A finder over one sheet.
    #[must_use]
    pub(crate) fn new(grid: &'a Grid<'a>, vocabulary: &'a Vocabulary) -> Self {
        Self {
            grid,
            vocabulary,
            meanings: RefCell::default(),
        }
    }

    /// All headers of the sheet, top to bottom. Only where no words make one, the rows below tell.
    #[must_use]
    pub(crate) fn headers(&self) -> Vec<Header> {
        let found = self.find(true);
        if found.is_empty() { self.find(false) } else { found }
    }

    fn find(&self, sure: bool) -> Vec<Header> {
        let mut found: Vec<Header> = Vec::new();
        let mut at = 0;
        while at < self.grid.rows.len() {
            match self.header_at(at, sure || !found.is_empty()) {
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
        let cells = self.grid.cells(index);
        if cells.len() > MOST_CELLS * 4 {
            return None;
        }
        let of_days = self.is_row_of_days(cells);
        for cell in cells.iter().filter(|_| !of_days) {
            match &cell.value {
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
        Some(out)
    }

    /// `品名 | 1 | 2 | … | 31 | 合计`, `供应商 | 3月4日 | 3月5日 | …`: a known header, and days in their order.
    fn is_row_of_days(&self, cells: &'a [Cell]) -> bool {
        let mut shown = cells
            .iter()
            .filter(|c| !values::is_blank(&c.value) && !self.grid.covered(c.row, c.col));
        let known = |c: &'a Cell| matches!(&c.value, Value::Text(t) if self.meaning(normal::start(normal::trim(t))).field.is_some());
        if !shown.next().is_some_and(known) {
            return false;
        }
        let (mut last, mut count) = (None, 0);
        for cell in shown {
            let day = match &cell.value {
                Value::Text(t) if !is_numeric_text(t) => continue,
                Value::Text(t) => day_in(normal::trim(t))
                    .map(order_of)
                    .or_else(|| normal::trim(t).parse().ok().filter(|n| *n <= 31)),
                Value::Number(f) if f.fract() == 0.0 && (1.0..=31.0).contains(f) => values::show(&cell.value).parse().ok(),
                Value::Date(_) => values::show(&cell.value).parse().ok(),
                _ => None,
            };
            let next = |day: u32| last.is_none_or(|last| last < day && (day > 31 || day == last + 1));
            let Some(day) = day.filter(|day| next(*day)) else { return false };
            last = Some(day);
            count += 1;
        }
        count >= LEAST_DAYS
    }

    /// Whether a cell of its own stands right above: then this one is a value of its column, and no header.
    fn stands_below_a_cell(&self, index: usize, cell: &Cell) -> bool {
        let above = index.checked_sub(1).map_or(&[][..], |above| self.grid.cells(above));
        let own = |c: &&Cell| c.col == cell.col && self.grid.merge_from(c.row, c.col).is_none_or(|m| m.right == c.col);
        above.iter().find(own).is_some_and(|c| !values::is_blank(&c.value))
    }

    fn meaning(&self, text: &'a str) -> Arc<Meaning> {
        let mut meanings = self.meanings.borrow_mut();
        let meaning = meanings.entry(text).or_insert_with(|| Arc::new(self.vocabulary.meaning(text)));
        Arc::clone(meaning)
    }

    /// The header that starts at grid row `index`, with one to three rows: by its words (`sure`), or by the rows below it.
    fn header_at(&self, index: usize, sure: bool) -> Option<Header> {
        let top = self.row(index)?;
        let named = top.iter().any(|c| c.meaning.known()) || self.groups_repeat(index, &top) || self.has_both_sides(&top);
        if top.len() < 2 || !named || self.is_pairs(index, &top) {
            return None;
        }
        let mut block = vec![top];
        while block.len() < MOST_ROWS {
            let next = index + block.len();
            let adjacent = self.grid.rows.get(next).is_some_and(|r| r.row == self.grid.rows[next - 1].row + 1);
            let Some(sub) = adjacent.then(|| self.row(next)).flatten() else {
                break;
            };
            if !self.is_sub_header(block.last().map_or(&[][..], Vec::as_slice), &sub) {
                break;
            }
            block.push(sub);
        }
        while !block.is_empty() {
            let last = index + block.len() - 1;
            let understood = columns::regions(&block, self.vocabulary);
            if let Some(Understood { regions, score, sure }) = understood.filter(|u| u.sure || (!sure && self.has_data_below(last))) {
                return Some(Header {
                    first: index,
                    last,
                    regions,
                    score,
                    sure,
                });
            }
            block.pop();
        }
        None
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

    /// Whether `sub` names parts of the groups in `top`, rather than being the first row of data.
    fn is_sub_header(&self, top: &[HeadCell], sub: &[HeadCell]) -> bool {
        let mut parts = 0;
        for cell in sub {
            match self.names_part(top, sub, cell) {
                Some(named) => parts += usize::from(named),
                None => return false,
            }
        }
        parts > 0 || (!sub.is_empty() && sub.iter().all(|s| self.vocabulary.is_unit_only(&s.meaning)))
    }

    /// Whether a cell names a part of the group above it, or (false) only its unit; `None` where no row with such a cell is a header's.
    fn names_part(&self, top: &[HeadCell], sub: &[HeadCell], cell: &HeadCell) -> Option<bool> {
        let has = |cells: &[HeadCell], col: u32| cells.iter().any(|c| c.covers(col));
        let col = cell.cell.col;
        // `一、832平台采购` right below a header opens a section; it names no column.
        if cell.text.chars().count() > 30 || titles::is_numbered(&normal::squeeze(&cell.text)) || (sub.len() == 1 && !has(top, col)) {
            return None;
        }
        let known = cell.meaning.known();
        let Some(above) = top.iter().rev().find(|t| t.cell.col <= col) else {
            return known.then_some(true);
        };
        let side = above.meaning.side.is_some() || self.vocabulary.group_side(&above.text).is_some();
        let group = above.meaning.group || side || above.meaning.channel.is_some();
        let unit_only = || self.vocabulary.is_unit_only(&cell.meaning);
        if !above.covers(col) {
            let contiguous = (above.cell.col..=col).all(|col| has(sub, col));
            return (known || (contiguous && group)).then_some(true);
        }
        if above.right > above.cell.col {
            // One merged header word over a data cell: 品名 over B:C, no group.
            let data = above.meaning.field.is_some() && !group && !known && !unit_only();
            return (!data).then_some(true);
        }
        let spreads = has(sub, col + 1) && !has(top, col + 1);
        if spreads && (known || group) {
            return Some(true);
        }
        // A text alone in its row under a header that nobody knows is a band: `夏县消费帮扶超市`.
        let names = group || (!above.meaning.known() && sub.len() > 1);
        (unit_only() || (known && names)).then_some(known)
    }
}
