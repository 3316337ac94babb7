//! The rows of a table below its headers.

use crate::{
    formats::cells::{Cell, DateSystem},
    tables::{grid::Grid, vocabulary::Vocabulary},
};

/// Data rows looked at.
const SAMPLE: usize = 400;

/// The rows of a table below its headers, and what their cells are read with.
#[derive(Clone, Copy)]
pub(crate) struct TableData<'a> {
    pub(crate) grid: &'a Grid<'a>,
    /// Indices of the grid: from, to (not included).
    pub(crate) rows: &'a [(usize, usize)],
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) date_system: DateSystem,
}

impl<'a> TableData<'a> {
    /// Indices of the rows that are looked at.
    pub(crate) fn sample(self) -> impl Iterator<Item = usize> + 'a {
        self.rows.iter().flat_map(|(from, to)| *from..*to).take(SAMPLE)
    }

    /// Their cells in one column.
    pub(crate) fn column(self, col: u32) -> impl Iterator<Item = &'a Cell> + 'a {
        self.sample()
            .filter_map(move |row| self.grid.cells(row).iter().find(|c| c.col == col))
    }
}
