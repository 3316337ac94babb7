//! What a recount finds.

use serde::Serialize;

use crate::model::codes;

codes! {
    /// What a difference is of.
    pub enum DifferenceKind {
        /// A line's amount and its cells.
        Amount = "amount",
        /// A cell that a line cites holds nothing.
        EmptyCell = "empty_cell",
        /// A line's id, file and cell do not belong together.
        Line = "line",
        /// A figure of a report.
        Figure = "figure",
        /// A report that cannot be read.
        Report = "report",
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Difference {
    /// What it is of.
    pub kind: DifferenceKind,
    /// File, sheet and cell, or report and key.
    pub place: String,
    /// What the report states; amounts in fen.
    pub stated: String,
    /// What the recount finds.
    pub found: String,
    /// The figures that rest on a line: unit, scope and requirement.
    pub touches: Vec<String>,
}

/// A file that the second reader cannot read, with the lines that it holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Unread {
    /// `csv`, `html` and other formats that it does not read, `missing`, `unsound` (our readers refuse what it has become), `refused`.
    pub reason: &'static str,
    /// Path below the inbox.
    pub path: String,
    /// Lines.
    pub lines: u64,
    /// What the reader says.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// What the recount found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Recount {
    /// Units.
    pub units: u64,
    /// Their lines.
    pub lines: u64,
    /// Lines whose cells were read again.
    pub reread_lines: u64,
    /// Cells that were read again.
    pub cells: u64,
    /// Files that could not be read again, sorted.
    pub unread: Vec<Unread>,
    /// Differences, sorted.
    pub differences: Vec<Difference>,
}
