//! TODO room.

pub mod describe;
pub(crate) mod fields;
pub(crate) mod lines;
pub(crate) mod reader;
pub mod reading;
pub(crate) mod row_cells;
pub mod sheets;
pub(crate) mod totals;
pub mod workbook;
