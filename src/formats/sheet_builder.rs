//! What the reader of one sheet collects, whatever the format, and the rules that all of them share: bounds, the later of two cells in one
//! place, hidden rows that hold something, and how damage that was survived is said.

use std::sync::Arc;

use crate::{
    formats::{
        cells::{Book, Cell, Damage, LAST_COL, LAST_ROW, Marks, Merge, Sheet, Value, Visibility},
        limits::Limits,
        unreadable::Unreadable,
    },
    model::CellRef,
};

/// Merged regions kept; a real ledger has some hundreds.
const MOST_MERGES: usize = 200_000;
/// Stands for a text that the workbook's shared texts do not hold.
pub(crate) const LOST_TEXT: &str = "#TEXT?";

/// A sheet as far as it could be read.
#[derive(Debug, Default)]
pub(crate) struct SheetBuilder {
    cells: Vec<Cell>,
    merges: Vec<Merge>,
    hidden: Vec<u32>,
    /// Marks found.
    pub(crate) marks: Marks,
    /// Rows with whether all cells seen so far are struck through.
    struck: Vec<(u32, bool)>,
    /// Where the content broke off.
    pub(crate) broken: Option<String>,
    /// The first cell whose shared text is not there, and how many there are.
    lost_texts: Option<(CellRef, u32)>,
    /// Cells beyond the last row or column.
    beyond: u32,
    cells_left: usize,
    limits: Limits,
}

impl SheetBuilder {
    /// Nothing yet; `cells_left` more cells may be read.
    pub(crate) fn new(cells_left: usize, limits: &Limits) -> Self {
        Self {
            cells_left,
            limits: *limits,
            ..Self::default()
        }
    }

    /// How many more cells may be read.
    pub(crate) fn left(&self) -> usize {
        self.cells_left.saturating_sub(self.cells.len())
    }

    /// Makes room for about that many cells: growing step by step would copy them again and again.
    pub(crate) fn expect(&mut self, cells: usize) {
        self.cells.reserve(cells.min(self.cells_left));
    }

    /// Takes a cell; one beyond the last row or column is counted only.
    pub(crate) fn push(&mut self, cell: Cell) -> Result<(), Unreadable> {
        if cell.row > LAST_ROW || cell.col > LAST_COL {
            self.beyond = self.beyond.saturating_add(1);
            return Ok(());
        }
        if self.cells.len() >= self.cells_left {
            return Err(self.limits.too_many_cells());
        }
        self.cells.push(cell);
        Ok(())
    }

    /// A shared text by its number; `None` where it is empty. What stands for one that is lost is no empty cell, since it is seen then, and
    /// its row with it.
    pub(crate) fn shared_text(&mut self, texts: &[Arc<str>], number: Option<usize>, (row, col): (u32, u32)) -> Option<Value> {
        let Some(text) = number.and_then(|n| texts.get(n)) else {
            let (first, count) = self.lost_texts.unwrap_or((CellRef { row, col }, 0));
            self.lost_texts = Some((first, count.saturating_add(1)));
            return Some(Value::Error(Arc::from(LOST_TEXT)));
        };
        (!text.is_empty()).then(|| Value::Text(Arc::clone(text)))
    }

    /// Takes a merged region from any two opposite corners (row, column).
    pub(crate) fn merge(&mut self, a: (u32, u32), b: (u32, u32)) {
        let m = Merge {
            top: a.0.min(b.0),
            left: a.1.min(b.1),
            bottom: a.0.max(b.0).min(LAST_ROW),
            right: a.1.max(b.1).min(LAST_COL),
        };
        if (m.top, m.left) != (m.bottom, m.right) && self.merges.len() < MOST_MERGES {
            self.merges.push(m);
        }
    }

    /// Marks a row as hidden.
    pub(crate) fn hide(&mut self, row: u32) {
        self.hidden.push(row);
    }

    /// A cell that holds something is struck through or not.
    pub(crate) fn styled(&mut self, row: u32, struck: bool) {
        match self.struck.last_mut() {
            Some((last, all)) if *last == row => *all &= struck,
            _ => self.struck.push((row, struck)),
        }
    }

    /// Sorted by position; of two cells in one place the later one stays, as in a spreadsheet.
    fn tidy(&mut self) {
        let at = |c: &Cell| (c.row, c.col);
        if !self.cells.is_sorted_by(|a, b| at(a) < at(b)) {
            self.cells.reverse();
            self.cells.sort_by_key(at);
            self.cells.dedup_by_key(|c| at(c));
        }
        self.hidden.sort_unstable();
        self.hidden.dedup();
        // A row that comes twice is struck through only where both of its parts are.
        self.struck.sort_unstable();
        self.marks.formulas.sort_unstable();
        self.marks.formulas.dedup();
        self.struck.dedup_by_key(|(row, _)| *row);
        self.marks.struck_rows = self.struck.iter().filter(|(_, all)| *all).map(|(row, _)| *row).collect();
        let cells = &self.cells;
        self.hidden.retain(|r| cells.binary_search_by_key(r, |c| c.row).is_ok());
    }

    /// The sheet; what is missing of it goes to the book's damage.
    pub(crate) fn into_sheet(mut self, name: Arc<str>, visibility: Visibility, damage: &mut Vec<Damage>) -> Sheet {
        self.tidy();
        if let Some(why) = self.broken {
            damage.push(Damage::new(&name, "sheet_truncated", why));
        }
        if let Some((first, count)) = self.lost_texts {
            damage.push(Damage::new(&name, "strings_truncated", format!("{first}: {count}")));
        }
        if self.beyond > 0 {
            damage.push(Damage::new(&name, "cells_beyond", self.beyond.to_string()));
        }
        Sheet {
            name,
            visibility,
            cells: self.cells,
            merges: self.merges,
            hidden_rows: self.hidden,
            marks: self.marks,
        }
    }
}

/// One of the sheets that stand one behind the other in one document, while it is read.
#[derive(Debug)]
pub(crate) struct OpenSheet {
    name: Arc<str>,
    pub(crate) visibility: Visibility,
    pub(crate) out: SheetBuilder,
}

impl OpenSheet {
    /// The next one behind `sheets`.
    pub(crate) fn next(sheets: &[Self], name: &str, visibility: Visibility, limits: &Limits) -> Self {
        let left = sheets.last().map_or(limits.cells, |before| before.out.left());
        Self {
            name: Arc::from(name),
            visibility,
            out: SheetBuilder::new(left, limits),
        }
    }

    /// All of them go to the book; `broken`: where the last one breaks off.
    pub(crate) fn close(mut sheets: Vec<Self>, broken: Option<String>, book: &mut Book) {
        if let Some(last) = sheets.last_mut() {
            last.out.broken = broken;
        }
        let done = sheets.into_iter();
        book.sheets
            .extend(done.map(|s| s.out.into_sheet(s.name, s.visibility, &mut book.damage)));
    }
}

/// A sheet of which nothing could be read.
pub(crate) fn missing(name: Arc<str>, visibility: Visibility, why: String, damage: &mut Vec<Damage>) -> Sheet {
    damage.push(Damage::new(&name, "sheet_missing", why));
    Sheet::new(name, visibility)
}

/// Cells that may still be read after those sheets.
pub(crate) fn cells_left(sheets: &[Sheet], limits: &Limits) -> usize {
    limits.cells.saturating_sub(sheets.iter().map(|s| s.cells.len()).sum())
}
