//! What is said of the rows of a table before they are read.

use std::collections::HashMap;

use crate::tables::vocabulary::status::State;

/// What is said of a row before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct RowMark {
    /// It is no line.
    pub(crate) aside: Option<Aside>,
    /// Its amount counts with the sign turned.
    pub(crate) turned: bool,
    /// Perhaps void.
    pub(crate) suspected: bool,
    /// It is the total of its day.
    pub(crate) day_total: bool,
    /// Perhaps that.
    pub(crate) total_suspected: bool,
    /// Beside months its label is none: it may be of another period.
    pub(crate) no_month: bool,
    /// Its figures are counts or prices of goods as columns, or a total of them.
    pub(crate) counts: bool,
}

/// Why a row is no line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aside {
    Void,
    Example,
    /// Its column says what it is instead.
    Other,
    /// Its column says something that nobody knows.
    Doubt,
}

/// Marks by index of the grid; of most tables there are none.
pub(crate) type RowMarks = HashMap<usize, RowMark>;

/// A row whose cells speak of a state.
pub(super) struct Spoken {
    pub(super) row: usize,
    pub(super) state: State,
    /// A column of states or numbers says so.
    pub(super) sure: bool,
    /// The column that says so.
    pub(super) col: u32,
    pub(super) fen: Option<i64>,
}
