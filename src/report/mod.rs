//! Reports: everything a reader sees is a value in [`UnitReport`] or [`RegionSummary`]; the formats are views of them and compute nothing.
//!
//! In: finished reports. Out: bytes of json, csv, xlsx, html, docx. No paths, no clock.

pub mod csv;
pub mod docx;
pub mod html;
pub mod json;
pub(crate) mod published;
pub(crate) mod rank;
pub mod render;
pub(crate) mod table;
pub mod templates;
pub(crate) mod words;
pub mod xlsx;

/// Why a finished report could not be turned into bytes. Not the reader's fault: a template that does not hold, or a writer that refused.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// JSON could not be written.
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// CSV could not be written.
    #[error("CSV: {0}")]
    Csv(#[from] ::csv::Error),
    /// The workbook could not be written.
    #[error("xlsx: {0}")]
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
    #[error("writing {what}: {source}")]
    Io {
        /// What was being written.
        what: &'static str,
        /// Cause.
        source: std::io::Error,
    },
}

/// Appends `text` with some ASCII bytes replaced: markup of every kind.
fn replace_bytes(out: &mut String, text: &str, entity: impl Fn(u8) -> Option<&'static str>) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(entity) = entity(byte) {
            out.push_str(&text[from..at]);
            out.push_str(entity);
            from = at + 1;
        }
    }
    out.push_str(&text[from..]);
}
