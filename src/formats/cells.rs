//! What every format becomes: sparse cells in absolute positions.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The format that the content (not the extension) showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Office Open XML workbook (.xlsx, .xlsm).
    Xlsx,
    /// Binary workbook (.xlsb).
    Xlsb,
    /// BIFF in an OLE container or raw (.xls, WPS .et).
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// Comma, tab or semicolon separated text.
    Csv,
    /// HTML table saved as .xls.
    Html,
    /// Excel 2003 XML (SpreadsheetML).
    XmlSpreadsheet,
}

/// Day 0 of serial dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateSystem {
    /// 1900 system (with Excel's 29 February 1900).
    #[default]
    D1900,
    /// 1904 system.
    D1904,
}

/// A workbook as sparse cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    /// Format found.
    pub format: Format,
    /// Date system of serial numbers.
    pub date_system: DateSystem,
    /// Sheets in tab order. Chart and macro sheets are left out.
    pub sheets: Vec<Sheet>,
    /// Damage that was survived: `(sheet name, code, detail)`, e.g. a sheet whose XML is cut (`sheet_truncated`).
    pub damage: Vec<(Arc<str>, &'static str, String)>,
}

/// One sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Tab name (for CSV `CSV`: a reading must not depend on the file's name; placing puts the stem in).
    pub name: Arc<str>,
    /// Visibility.
    pub visibility: Visibility,
    /// Non-empty cells, sorted by row, then column; positions are unique.
    pub cells: Vec<Cell>,
    /// Merged regions.
    pub merges: Vec<Merge>,
    /// Zero-based rows marked hidden (filtered or by hand), sorted; only rows that hold a cell.
    pub hidden_rows: Vec<u32>,
}

/// Tab visibility.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Shown.
    #[default]
    Visible,
    /// Hidden by the user.
    Hidden,
    /// Hidden by a macro; only a program can show it.
    VeryHidden,
}

/// A merged region, both corners included, zero-based.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

/// A non-empty cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Zero-based row.
    pub row: u32,
    /// Zero-based column.
    pub col: u32,
    /// Value.
    pub value: Value,
    /// Whether the value is the cached result of a formula.
    pub formula: bool,
}

/// A cell's value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text as stored (not trimmed). Never empty.
    Text(Arc<str>),
    /// A number, not formatted as a date.
    Number(f64),
    /// A serial number whose format is a date or date-time.
    Date(f64),
    /// An ISO date or date-time kept as text by the format (ODS `office:date-value`, xlsx `t="d"`, SpreadsheetML).
    IsoDate(Arc<str>),
    /// Boolean.
    Bool(bool),
    /// `#REF!` and the like.
    Error(Arc<str>),
    /// A formula that was never calculated: no cached value.
    Uncalculated,
}

/// Limits of one workbook; each has its own reason when passed, and an option to raise it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file itself.
    pub file_bytes: u64,
    /// Bytes after inflating, of all parts that are read together.
    pub inflated_bytes: u64,
    /// Non-empty cells of the book.
    pub cells: usize,
    /// Sheets.
    pub sheets: usize,
    /// Nesting depth of XML, and of tables in HTML.
    pub xml_depth: usize,
    /// Files in a zip of workbooks.
    pub members: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 256 << 20,
            inflated_bytes: 1 << 30,
            cells: 8_000_000,
            sheets: 512,
            xml_depth: 256,
            members: 10_000,
        }
    }
}

/// Why a file could not be read as a workbook: it is quarantined, the run goes on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
pub enum Unreadable {
    /// Zero bytes.
    #[error("empty file")]
    Empty,
    /// Protected by a password.
    #[error("encrypted")]
    Encrypted,
    /// The container or a needed part is broken.
    #[error("damaged: {0}")]
    Damaged(String),
    /// A limit was passed.
    #[error("over the limit {limit}: {found} > {allowed}")]
    OverLimit {
        /// Name of the limit as its command-line option spells it, e.g. `max-cells`.
        limit: String,
        /// What was found (at least).
        found: u64,
        /// What is allowed.
        allowed: u64,
    },
    /// Content is no workbook.
    #[error("not a workbook: {0}")]
    NotAWorkbook(String),
    /// A format that is known but not read (e.g. Numbers, SYLK).
    #[error("format not supported: {0}")]
    Unsupported(String),
    /// The reader failed inside; a bug of ours or of a library.
    #[error("the reader failed: {0}")]
    Internal(String),
    /// The file could not be opened or changed while it was read.
    #[error("cannot be opened: {0}")]
    Io(String),
    /// A report or list that the program itself wrote ([`crate::inbox::own_output`]): passed over and listed, never quarantined.
    #[error("an output of bangfu")]
    OwnOutput,
}

impl Unreadable {
    /// Stable code for manifest and messages.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty_file",
            Self::Encrypted => "encrypted",
            Self::Damaged(_) => "damaged",
            Self::OverLimit { .. } => "over_limit",
            Self::NotAWorkbook(_) => "not_a_workbook",
            Self::Unsupported(_) => "unsupported_format",
            Self::Internal(_) => "reader_failed",
            Self::Io(_) => "cannot_open",
            Self::OwnOutput => "own_output",
        }
    }
}
