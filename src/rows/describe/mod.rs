//! How one workbook was understood, for people and for programs: `bangfu inspect`, and `bangfu check` for the unit itself.
//!
//! In: a [`Reading`](crate::rows::reading::Reading). Out: text by the catalog's language, or a serialisable report. Computes nothing.

mod check;
mod report;
mod text;
mod words;

pub use check::check_text;
pub use report::{InspectReport, InspectUnit, inspect_report};
pub use text::inspect_text;
pub(crate) use words::{IssueWords, issue_words};
