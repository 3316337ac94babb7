//! The pages: `index.html` and `report.html`. Self-contained, offline, readable without scripts; nothing from a workbook becomes markup.
//!
//! Templates, style and script are files under `data/templates/html`. Long tables stand in the page and as JSON beside it (`paged_table`).

pub(crate) mod escape;
pub mod history;
pub(crate) mod line_chart;
mod packed;
pub(crate) mod page;
pub(crate) mod paged_table;
pub mod region;
pub mod suppliers;
pub(crate) mod svg;
pub mod unit;
pub(crate) mod unit_tables;
