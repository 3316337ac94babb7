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

/// Last row of a sheet, zero-based.
pub(crate) const LAST_ROW: u32 = 1_048_575;
/// Last column of a sheet, zero-based.
pub(crate) const LAST_COL: u32 = 16_383;

/// A workbook as sparse cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    /// Format found.
    pub format: Format,
    /// Date system of serial numbers.
    pub date_system: DateSystem,
    /// Sheets in tab order. Chart and macro sheets are left out.
    pub sheets: Vec<Sheet>,
    /// Damage that was survived.
    pub damage: Vec<Damage>,
}

impl Book {
    /// Without sheets, in the 1900 system.
    pub(crate) fn new(format: Format) -> Self {
        Self {
            format,
            date_system: DateSystem::D1900,
            sheets: Vec::new(),
            damage: Vec::new(),
        }
    }
}

/// What is missing of a book, e.g. the end of a sheet whose XML is cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Name of the sheet; empty for the whole book.
    pub sheet: Arc<str>,
    /// Code of the issue that it becomes: `sheet_truncated`.
    pub code: &'static str,
    /// Where, or how much.
    pub detail: String,
}

/// Damage behind which nobody knows what else the book held.
const BREAKS_OFF: [&str; 5] = [
    "sheet_truncated",
    "sheet_missing",
    "strings_truncated",
    "workbook_directory_lost",
    "quote_not_closed",
];

/// Whether damage of that code leaves open what else the book held.
pub(crate) fn breaks_off(code: &str) -> bool {
    BREAKS_OFF.contains(&code)
}

impl Damage {
    pub(crate) fn new(sheet: &Arc<str>, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            sheet: Arc::clone(sheet),
            code,
            detail: detail.into(),
        }
    }

    /// The list of sheets is lost; `place` is where it was looked for.
    pub(crate) fn directory_lost(place: impl Into<String>) -> Self {
        Self::new(&Arc::from(""), "workbook_directory_lost", place)
    }
}

/// One sheet.
#[derive(Debug, Clone, PartialEq, Default)]
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
    /// What the format tells beside the cells.
    pub marks: Marks,
}

impl Sheet {
    /// Without cells.
    pub(crate) fn new(name: Arc<str>, visibility: Visibility) -> Self {
        Self {
            name,
            visibility,
            ..Self::default()
        }
    }
}

/// What few sheets have beside their cells; rows and places zero-based and sorted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    /// Of CSV: how many fields a row has, from this row on.
    pub fields: Vec<(u32, u32)>,
    /// Rows all of whose cells are struck through.
    pub struck_rows: Vec<u32>,
    /// Cells with a comment.
    pub comments: Vec<(u32, u32)>,
    /// Formulas without a result that are no product of two cells.
    pub formulas: Vec<(u32, u32)>,
    /// Columns with one digit a cell whose rows were folded into one amount each, by their header's row.
    pub digits: Vec<DigitRun>,
}

/// Adjacent columns that hold the digits of one number each row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DigitRun {
    /// Their header's row.
    pub row: u32,
    /// First column.
    pub from: u32,
    /// Last column.
    pub to: u32,
    /// Fen of one in the last column: 1, 10 or 100.
    pub fen: i64,
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

/// The number that a text writes out; `None` for what is none, or has no end.
pub(crate) fn finite(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|n: &f64| n.is_finite())
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
