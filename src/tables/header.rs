//! Header rows, recognised by their names and not by their place.

use std::sync::Arc;

use crate::{
    formats::cells::Value,
    model::{cell::CellRef, field::Field},
    tables::{
        columns,
        grid::Grid,
        region::Header,
        vocabulary::{Layouts, StockSide},
    },
    text::{
        memoize::{Memo, memoize},
        normal::{self, Normal},
    },
};

/// What a header text means by itself.
#[derive(Debug, Clone)]
pub struct Meaning {
    /// Normalised text.
    pub normal: Normal,
    /// Field by name.
    pub field: Option<(Field, Arc<str>)>,
    /// Channel by name.
    pub channel: Option<Arc<str>>,
    /// Side of a stock book, for a group or a whole header.
    pub side: Option<StockSide>,
    /// `出库金额`: side and field in one.
    pub stock: Option<(StockSide, Field, Arc<str>)>,
    /// Groups channel columns.
    pub group: bool,
}

impl Meaning {
    fn new(text: &str, layouts: &Layouts) -> Self {
        let normal = normal::header(text);
        let long = normal.text.chars().count() > 40;
        let field = if long { None } else { layouts.field(&normal) };
        Self {
            channel: if long || field.is_some() {
                None
            } else {
                layouts.channel_column(&normal)
            },
            side: if long { None } else { layouts.stock_side(&normal) },
            stock: if long { None } else { layouts.stock_column(&normal) },
            group: !long && layouts.is_channel_group(&normal),
            field,
            normal,
        }
    }

    /// Whether the text is a header word at all.
    #[must_use]
    pub fn known(&self) -> bool {
        self.field.is_some() || self.channel.is_some() || self.side.is_some() || self.stock.is_some()
    }

    /// `（元）` or `元` below `金额`: only a unit.
    fn unit_only(&self, layouts: &Layouts) -> bool {
        (self.normal.text.is_empty() && !self.normal.bracket.is_empty())
            || crate::tables::vocabulary::money_unit(&self.normal.text).is_some()
            || layouts.is_measure(&self.normal.text)
    }
}

/// A cell of a header row.
#[derive(Debug, Clone)]
pub struct HeadCell {
    /// Place.
    pub cell: CellRef,
    /// Last column that it spans.
    pub right: u32,
    /// Last row that it spans.
    pub bottom: u32,
    /// As written, trimmed.
    pub text: Arc<str>,
    /// What it means.
    pub meaning: Arc<Meaning>,
}

impl HeadCell {
    fn covers(&self, col: u32) -> bool {
        self.cell.col <= col && col <= self.right
    }
}

/// Finds headers in one sheet. Each distinct text of a run is looked up once.
pub struct Finder<'a> {
    grid: &'a Grid<'a>,
    layouts: &'a Layouts,
}

/// Cells of a header row that are looked at: a row of thousands of cells is no header.
const MOST_CELLS: usize = 256;
/// Rows of one header.
const MOST_ROWS: usize = 3;

impl<'a> Finder<'a> {
    /// A finder over one sheet.
    #[must_use]
    pub fn new(grid: &'a Grid<'a>, layouts: &'a Layouts) -> Self {
        Self { grid, layouts }
    }

    /// All headers of the sheet, top to bottom.
    #[must_use]
    pub fn all(&self) -> Vec<Header> {
        self.layouts.heads.with(|known| self.all_by(known))
    }

    fn all_by(&self, known: &mut Memo<Arc<Meaning>>) -> Vec<Header> {
        let mut found: Vec<Header> = Vec::new();
        let mut at = 0;
        while at < self.grid.rows.len() {
            match self.header_at(at, known) {
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
            Value::Text(t) => numeric_text(t),
            _ => true,
        })
    }

    /// The row as header cells; `None` where it holds a number, a date or an error, which no header row does.
    fn row(&self, index: usize, seen: &mut Memo<Arc<Meaning>>) -> Option<Vec<HeadCell>> {
        let cells = self.grid.cells(index);
        if cells.len() > MOST_CELLS * 4 {
            return None;
        }
        for cell in cells {
            match &cell.value {
                Value::Text(t) if !numeric_text(t) => {}
                _ => return None,
            }
        }
        let mut out = Vec::with_capacity(cells.len());
        for cell in cells {
            let Value::Text(text) = &cell.value else { continue };
            let trimmed = normal::trim(text);
            if trimmed.is_empty() || (self.grid.has_merges() && self.grid.covered(cell.row, cell.col)) {
                continue;
            }
            if out.len() == MOST_CELLS {
                return None;
            }
            let merge = self.grid.starting(cell.row, cell.col);
            let head = normal::start(trimmed);
            let find = || Arc::new(Meaning::new(head, self.layouts));
            let meaning = memoize(seen, head, || Arc::from(head), find);
            out.push(HeadCell {
                cell: CellRef {
                    row: cell.row,
                    col: cell.col,
                },
                right: merge.map_or(cell.col, |m| m.right),
                bottom: merge.map_or(cell.row, |m| m.bottom),
                text: if trimmed.len() == text.len() {
                    Arc::clone(text)
                } else {
                    trimmed.into()
                },
                meaning,
            });
        }
        Some(out)
    }

    /// The header that starts at grid row `index`, with one to three rows.
    fn header_at(&self, index: usize, known: &mut Memo<Arc<Meaning>>) -> Option<Header> {
        let top = self.row(index, known)?;
        if top.len() < 2 || !top.iter().any(|c| c.meaning.known()) {
            return None;
        }
        let mut block = vec![top];
        while block.len() < MOST_ROWS {
            let next = index + block.len();
            let adjacent = self.grid.rows.get(next).is_some_and(|r| r.row == self.grid.rows[next - 1].row + 1);
            let Some(sub) = adjacent.then(|| self.row(next, known)).flatten() else {
                break;
            };
            if !self.is_sub_header(block.last().map_or(&[][..], Vec::as_slice), &sub) {
                break;
            }
            block.push(sub);
        }
        while !block.is_empty() {
            let last = index + block.len() - 1;
            if let Some((regions, score)) = columns::regions(&block, self.layouts) {
                return Some(Header {
                    first: index,
                    last,
                    regions,
                    score,
                });
            }
            block.pop();
        }
        None
    }

    /// Whether `sub` names parts of the groups in `top`, rather than being the first row of data.
    fn is_sub_header(&self, top: &[HeadCell], sub: &[HeadCell]) -> bool {
        let mut children = 0;
        let has = |cells: &[HeadCell], col: u32| cells.iter().any(|c| c.covers(col));
        for s in sub {
            // `一、832平台采购` right below a header opens a section; it names no column.
            let under = top.iter().any(|t| t.covers(s.cell.col));
            if s.text.chars().count() > 30 || crate::tables::titles::numbered(&normal::squeeze(&s.text)) || (sub.len() == 1 && !under) {
                return false;
            }
            let m = &s.meaning;
            let group_like = |t: &HeadCell| t.meaning.group || t.meaning.side.is_some() || t.meaning.channel.is_some();
            match top.iter().rev().find(|t| t.cell.col <= s.cell.col) {
                Some(t) if t.covers(s.cell.col) && t.right > t.cell.col => {
                    // One merged header word over a data cell: 品名 over B:C, no group.
                    if t.meaning.field.is_some() && !group_like(t) && !m.known() && !m.unit_only(self.layouts) {
                        return false;
                    }
                    children += 1;
                }
                Some(t) if t.covers(s.cell.col) => {
                    let spreads = has(sub, s.cell.col + 1) && !has(top, s.cell.col + 1);
                    if spreads && (m.known() || group_like(t)) {
                        children += 1;
                    } else if m.unit_only(self.layouts) || (m.known() && (group_like(t) || !t.meaning.known())) {
                        children += usize::from(m.known());
                    } else {
                        return false;
                    }
                }
                Some(t) => {
                    let contiguous = (t.cell.col..=s.cell.col).all(|col| has(sub, col));
                    if !(m.known() || (contiguous && group_like(t))) {
                        return false;
                    }
                    children += 1;
                }
                None if m.known() => children += 1,
                None => return false,
            }
        }
        children > 0 || (!sub.is_empty() && sub.iter().all(|s| s.meaning.unit_only(self.layouts)))
    }
}

/// Whether a text is a number or a date in digits, as CSV holds them.
#[must_use]
pub fn numeric_text(text: &str) -> bool {
    let t = normal::trim(text);
    let Some(first) = t.chars().next() else { return false };
    (first.is_ascii_digit() || "-+(¥￥（.".contains(first))
        && t.len() <= 24
        && t.chars().any(|c| c.is_ascii_digit())
        && t.chars().all(|c| c.is_ascii_digit() || "-+()¥￥（）.,/:年月日 ，元".contains(c))
        && !is_month_or_year(t)
}

/// `2024年`, `3月`, `2024年3月`: may head a column.
fn is_month_or_year(text: &str) -> bool {
    !text.contains('日') && text.ends_with(['年', '月'])
}
