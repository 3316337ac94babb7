//! Bounds of what is read from one file, and the errors where they are passed.

use crate::formats::unreadable::Unreadable;

const MIB: u64 = 1 << 20;

/// Limits of one workbook; each has its own reason when passed, and an option to raise it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
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
            file_bytes: 256 * MIB,
            inflated_bytes: 1024 * MIB,
            cells: 8_000_000,
            sheets: 512,
            xml_depth: 256,
            members: 10_000,
        }
    }
}

impl Limits {
    /// The error of a file of at least so many bytes.
    pub(crate) fn file_too_large(&self, bytes: u64) -> Unreadable {
        Unreadable::over_limit("max-file-mib", bytes.div_ceil(MIB), self.file_bytes.div_ceil(MIB))
    }

    /// The error of parts that inflate to more than is allowed.
    pub(crate) fn inflates_too_far(&self) -> Unreadable {
        let allowed = self.inflated_bytes / MIB;
        Unreadable::over_limit("max-inflated-mib", allowed + 1, allowed)
    }

    /// The error of a book with more cells than allowed.
    pub(crate) fn too_many_cells(&self) -> Unreadable {
        let allowed = self.cells as u64;
        Unreadable::over_limit("max-cells", allowed + 1, allowed)
    }

    /// Refuses a book of more sheets than allowed.
    pub(crate) fn check_sheets(&self, found: usize) -> Result<(), Unreadable> {
        check("max-sheets", found, self.sheets)
    }

    /// Refuses elements nested deeper than allowed.
    pub(crate) fn check_depth(&self, found: usize) -> Result<(), Unreadable> {
        check("max-xml-depth", found, self.xml_depth)
    }
}

fn check(limit: &str, found: usize, allowed: usize) -> Result<(), Unreadable> {
    if found > allowed {
        return Err(Unreadable::over_limit(limit, found as u64, allowed as u64));
    }
    Ok(())
}
