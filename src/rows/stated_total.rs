//! Totals that a table states, and the amounts that it leaves open.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    model::{cell::CellRef, line::OpenKind},
    tables::vocabulary::meaning::TotalKind,
};

/// A total stated in the sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatedTotal {
    /// Kind.
    pub kind: TotalKind,
    /// Cell of the figure.
    pub cell: CellRef,
    /// Label as written.
    pub label: Arc<str>,
    /// Stated figure, fen; `None` when it cannot be read.
    pub stated_fen: Option<i64>,
    /// Sum of the readable lines that it covers, fen.
    pub lines_fen: i64,
    /// Indices into [`crate::rows::reading::Reading::lines`] of the lines that it covers.
    pub first_line: u32,
    /// One past the last.
    pub end_line: u32,
    /// How many of them have an unreadable amount.
    pub unreadable: u32,
    /// By so much it may differ from them and still be their sum, rounded to the figure's own decimals, fen.
    pub slack_fen: i64,
    /// The channel column that the figure stands in; only lines of that channel text are covered then.
    pub channel: Option<Arc<str>>,
}

impl StatedTotal {
    /// What the figure says beyond its lines, fen; a rounding is nothing. `None` where the two cannot be compared: a running total, a figure or
    /// a line that cannot be read.
    #[must_use]
    pub fn difference(&self) -> Option<i64> {
        let fen = self
            .stated_fen
            .filter(|_| self.unreadable == 0 && self.kind != TotalKind::Running)?;
        let difference = fen.saturating_sub(self.lines_fen);
        Some(if difference.abs() <= self.slack_fen { 0 } else { difference })
    }
}

/// An amount that a table leaves open, before placing ([`crate::model::line::OpenAmount`]).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RawOpenAmount {
    /// Why.
    pub kind: OpenKind,
    /// What the figure says beyond the lines, fen.
    pub fen: i64,
    /// Cell of the figure.
    pub cell: CellRef,
    /// Indices into [`crate::rows::reading::Reading::lines`] of the lines that it touches.
    pub first_line: u32,
    /// One past the last.
    pub end_line: u32,
    /// It touches only lines of this channel's column.
    pub channel: Option<Arc<str>>,
}
