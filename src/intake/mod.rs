//! Intake: from files in a folder to readings. Knows nothing of policy.
//!
//! ```text
//! discover (paths, zip members) → workbook (bytes of any format → sparse cells) → table (headers, regions)
//!     → lines (rows → raw lines, and every other row's fate) = Reading
//! ```
//!
//! A [`Reading`] depends on the bytes and the layout data alone, never on the file's name, the registry, the policy or the
//! period, so that it can be kept between runs. Placing (`place.rs`) adds what those tell.

mod biff;
pub mod cells;
pub mod choose;
mod collected;
pub mod container;
pub mod delimited;
mod digits;
pub mod discover;
mod form;
pub mod grid;
pub mod html_grid;
pub mod html_table;
pub mod inspect;
pub mod interpret;
pub mod layout;
pub mod line_fields;
pub mod lines;
pub mod mhtml;
pub mod normal;
pub mod number_format;
pub mod ods;
pub mod own;
pub mod reading;
pub mod rows;
pub mod slots;
pub mod steady;
pub mod table;
pub mod totals;
pub mod values;
pub mod words;
pub mod workbook;
pub mod xls;
pub mod xlsb;
pub mod xlsx;
pub mod xml_spreadsheet;

pub use cells::{Book, Cell, DateSystem, Format, Limits, Merge, Sheet, Unreadable, Value, Visibility};
pub use inspect::{InspectReport, check_text, inspect_report, inspect_text};
pub use interpret::read_book;
pub use layout::{LayoutError, Layouts};
pub use reading::{
    ColumnMap, Fate, Located, MoneyUnit, RawAmount, RawLine, Reading, RejectedRaw, RowFate, SheetReading, StatedTotal, TableKind,
    TableReading, TotalKind,
};
