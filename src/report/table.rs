//! Neutral cells: what a table of a report holds, whatever prints it.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::model::dates::Month;

/// One cell. Amounts stay fen and ratios basis points until a format prints them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Text, perhaps from a workbook: never markup, formula or path.
    Text(Cow<'a, str>),
    /// Fen, shown in yuan.
    Yuan(i64),
    /// A count.
    Count(u64),
    /// Basis points, shown in percent; a ratio is rounded down already.
    Percent(i64),
    /// A month.
    Month(Month),
    /// A day.
    Date(Date),
}

impl<'a> Cell<'a> {
    /// Text that may be absent.
    #[must_use]
    pub fn text(value: Option<&'a str>) -> Self {
        value.map_or(Cell::Empty, |t| Cell::Text(Cow::Borrowed(t)))
    }
    /// Text made for the report.
    #[must_use]
    pub fn owned(value: String) -> Self {
        if value.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(Cow::Owned(value))
        }
    }
    /// Percent that may be absent.
    #[must_use]
    pub fn percent(bp: Option<i64>) -> Self {
        bp.map_or(Cell::Empty, Cell::Percent)
    }
    /// Fen that may be absent.
    #[must_use]
    pub fn yuan(fen: Option<i64>) -> Self {
        fen.map_or(Cell::Empty, Cell::Yuan)
    }
}
