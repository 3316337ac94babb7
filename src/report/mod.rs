//! Reports: everything a reader sees is a value in [`UnitReport`] or [`RegionSummary`]; the formats are views of them and compute nothing.
//!
//! In: finished reports. Out: bytes of json, csv, xlsx, html, docx. No paths, no clock.

pub mod csv;
pub(crate) mod flat;
pub mod html;
pub mod json;
pub mod letterhead;
pub(crate) mod one_cause;
pub(crate) mod package;
pub mod paper;
pub(crate) mod policy_words;
pub(crate) mod published;
pub(crate) mod rank;
pub mod render;
pub mod self_check;
pub mod since;
pub(crate) mod tables;
pub mod templates;
pub(crate) mod words;
pub mod xlsx;

use crate::text::{Fault, Foreign};

/// Why a finished report could not be turned into bytes. Not the reader's fault: a template that does not hold, or a writer that refused.
pub type RenderError = Fault;

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::stopped("report.write").with("what", "json").because(Foreign::of(error))
    }
}

impl From<::csv::Error> for Fault {
    fn from(error: ::csv::Error) -> Self {
        Self::stopped("report.write").with("what", "csv").because(Foreign::of(error))
    }
}

impl From<rust_xlsxwriter::XlsxError> for Fault {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        Self::stopped("report.write").with("what", "xlsx").because(Foreign::of(error))
    }
}
