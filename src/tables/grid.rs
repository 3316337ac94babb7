//! A sheet's cells by row, with its merged regions indexed.

use std::collections::{BTreeMap, HashMap};

use crate::{
    formats::cells::{Cell, DigitRun, Merge, Sheet},
    model::cell::CellRef,
    values,
};

/// Place of a cell.
#[must_use]
pub(crate) fn place(cell: &Cell) -> CellRef {
    CellRef {
        row: cell.row,
        col: cell.col,
    }
}

/// A row that holds cells.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GridRow {
    /// Zero-based row of the sheet.
    pub(crate) row: u32,
    start: usize,
    end: usize,
}

/// Cells by row and merges by place. Holds no more than the sheet's real cells and merges.
pub(crate) struct Grid<'a> {
    cells: &'a [Cell],
    /// Rows that hold cells, top to bottom.
    pub(crate) rows: Vec<GridRow>,
    by_top: BTreeMap<u32, Vec<Merge>>,
    vertical: HashMap<u32, Vec<Merge>>,
    /// The last row of all merged regions: most ledgers have one, a title's, and hundreds of rows below it.
    last_merged: u32,
    /// From which row on a row of CSV has how many fields.
    pub(crate) fields: &'a [(u32, u32)],
    digits: &'a [DigitRun],
    formulas: &'a [(u32, u32)],
}

/// Columns of one merge that are indexed: a merge across the whole sheet must not cost its width.
const WIDEST: u32 = 256;

impl<'a> Grid<'a> {
    /// Indexes a sheet.
    #[must_use]
    pub(crate) fn new(sheet: &'a Sheet) -> Self {
        let mut rows: Vec<GridRow> = Vec::new();
        for (i, cell) in sheet.cells.iter().enumerate() {
            match rows.last_mut() {
                Some(last) if last.row == cell.row => last.end = i + 1,
                _ => rows.push(GridRow {
                    row: cell.row,
                    start: i,
                    end: i + 1,
                }),
            }
        }
        let mut by_top: BTreeMap<u32, Vec<Merge>> = BTreeMap::new();
        let mut vertical: HashMap<u32, Vec<Merge>> = HashMap::new();
        for merge in &sheet.merges {
            by_top.entry(merge.top).or_default().push(*merge);
            if merge.bottom > merge.top {
                for col in merge.left..=merge.right.min(merge.left.saturating_add(WIDEST)) {
                    vertical.entry(col).or_default().push(*merge);
                }
            }
        }
        for list in vertical.values_mut() {
            list.sort_by_key(|m| (m.top, m.left));
        }
        Self {
            last_merged: sheet.merges.iter().map(|m| m.bottom).max().unwrap_or(0),
            fields: &sheet.marks.fields,
            digits: &sheet.marks.digits,
            formulas: &sheet.marks.formulas,
            cells: &sheet.cells,
            rows,
            by_top,
            vertical,
        }
    }

    /// Cells of the row at `index`.
    #[must_use]
    pub(crate) fn cells(&self, index: usize) -> &'a [Cell] {
        self.rows.get(index).map_or(&[], |r| &self.cells[r.start..r.end])
    }

    /// Index of the first row at or below the sheet's row `row`.
    #[must_use]
    pub(crate) fn index_of(&self, row: u32) -> usize {
        self.rows.partition_point(|r| r.row < row)
    }

    /// Cell at an absolute place, unless it is blank.
    #[must_use]
    pub(crate) fn cell(&self, row: u32, col: u32) -> Option<&'a Cell> {
        let index = self.index_of(row);
        let found = self.rows.get(index).filter(|r| r.row == row)?;
        let cells = &self.cells[found.start..found.end];
        let at = cells.binary_search_by_key(&col, |c| c.col).ok()?;
        cells.get(at).filter(|c| !values::is_blank(&c.value))
    }

    /// The columns whose digits a cell was folded from.
    #[must_use]
    pub(crate) fn digits(&self, cell: &Cell) -> Option<&'a DigitRun> {
        let mut above = self.digits.iter().rev();
        above.find(|run| run.row < cell.row && run.from <= cell.col && cell.col <= run.to)
    }

    /// Whether a cell holds a formula without a result that is no product of two cells.
    #[must_use]
    pub(crate) fn is_other_formula(&self, cell: &Cell) -> bool {
        self.formulas.binary_search(&(cell.row, cell.col)).is_ok()
    }

    /// Merged region that covers a cell and spans rows.
    #[must_use]
    pub(crate) fn tall_merge(&self, row: u32, col: u32) -> Option<Merge> {
        if row > self.last_merged {
            return None;
        }
        let list = self.vertical.get(&col)?;
        let at = list.partition_point(|m| m.top <= row);
        list[..at].last().filter(|m| m.bottom >= row).copied()
    }

    /// Merged region whose top row is `row` and that covers `col`.
    #[must_use]
    pub(crate) fn merge_from(&self, row: u32, col: u32) -> Option<Merge> {
        self.by_top.get(&row)?.iter().find(|m| m.left <= col && col <= m.right).copied()
    }

    /// Whether the cell lies inside a merged region but is not its first: what it holds does not show.
    #[must_use]
    pub(crate) fn covered(&self, row: u32, col: u32) -> bool {
        if self.by_top.is_empty() || row > self.last_merged {
            return false;
        }
        let inside = |m: Merge| (m.top, m.left) != (row, col);
        self.tall_merge(row, col).is_some_and(inside) || self.merge_from(row, col).is_some_and(inside)
    }

    /// Whether the cell holds something that a person sees.
    #[must_use]
    pub(crate) fn shows(&self, cell: &Cell) -> bool {
        !values::is_blank(&cell.value) && !self.covered(cell.row, cell.col)
    }

    /// Cells of the row at `index` that are not blank.
    pub(crate) fn filled(&self, index: usize) -> impl Iterator<Item = &'a Cell> + Clone {
        self.cells(index).iter().filter(|c| !values::is_blank(&c.value))
    }

    /// Row of the sheet at `index`.
    #[must_use]
    pub(crate) fn row(&self, index: usize) -> u32 {
        self.rows.get(index).map_or(0, |r| r.row)
    }

    /// Whether a merged region may reach the sheet's row `row`.
    #[must_use]
    pub(crate) fn has_merges(&self, row: u32) -> bool {
        !self.by_top.is_empty() && row <= self.last_merged
    }
}
