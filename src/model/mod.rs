//! The nouns that all rooms share: cells and fields, lines, findings, units, results, and the two reports as data.
//!
//! Nothing here reads a file or computes a figure. Codes that a report shows are enums with one place for their words.

pub mod cell;
pub mod dates;
pub mod field;
pub mod finding;
pub mod line;
pub(crate) mod money;
pub mod policy_info;
pub(crate) mod reconciliation;
pub mod region_summary;
pub mod results;
pub mod source;
pub mod standing;
pub mod unit;
pub mod unit_report;
