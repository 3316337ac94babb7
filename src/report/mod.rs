//! Reports: everything a reader sees is a value in [`UnitReport`] or [`RegionSummary`]; the formats are views of them and compute nothing.
//!
//! In: finished reports. Out: bytes of json, csv, xlsx, html, docx. No paths, no clock.

pub mod csv;
pub mod docx;
pub mod html;
pub mod json;
pub mod letterhead;
pub(crate) mod one_cause;
pub(crate) mod published;
pub(crate) mod rank;
pub mod render;
pub mod self_check;
pub mod since;
pub(crate) mod tables;
pub mod templates;
pub(crate) mod words;
pub mod xlsx;

/// Why a finished report could not be turned into bytes. Not the reader's fault: a template that does not hold, or a writer that refused.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// JSON could not be written.
    #[error("JSON")]
    Json(#[from] serde_json::Error),
    /// CSV could not be written.
    #[error("CSV")]
    Csv(#[from] ::csv::Error),
    /// The workbook could not be written.
    #[error("xlsx")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// A template (`--templates DIR`, or an embedded one) does not parse or asks for a value that is not there.
    #[error("template `{name}`: {reason}")]
    Template {
        /// File name of the template.
        name: String,
        /// What is wrong, with its line.
        reason: String,
    },
    /// Bytes could not be packed.
    #[error("writing {what}")]
    Io {
        /// What was being written.
        what: &'static str,
        /// Cause.
        source: std::io::Error,
    },
}
