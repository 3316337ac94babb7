//! How one workbook was understood, for people and for programs: `bangfu inspect`.
//!
//! In: a [`Reading`](crate::rows::reading::Reading). Out: text by the catalog's language, or a serialisable report. Computes nothing.

mod report;
mod text;
mod words;

pub use report::{InspectReport, InspectUnit, inspect_report};
pub use text::inspect_text;
pub(crate) use words::{IssueWords, issue_words};
