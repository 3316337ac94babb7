//! A cell by its place in a sheet.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A cell by its absolute, zero-based position; shows as `F17`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CellRef {
    /// Zero-based row.
    pub row: u32,
    /// Zero-based column.
    pub col: u32,
}

/// Seven letters and ten digits.
const LONGEST: usize = 17;

impl CellRef {
    /// As a spreadsheet names the cell, `F17`. Every value of every line carries one: no formatting machinery.
    #[must_use]
    pub fn label(&self) -> String {
        self.written(&mut [0; LONGEST]).to_owned()
    }

    fn written<'b>(&self, buffer: &'b mut [u8; LONGEST]) -> &'b str {
        let mut at = LONGEST;
        let mut put = |sign: u64| {
            at -= 1;
            buffer[at] = u8::try_from(sign).unwrap_or(b'?');
        };
        let mut row = u64::from(self.row) + 1;
        while row > 0 {
            put(u64::from(b'0') + row % 10);
            row /= 10;
        }
        let mut col = u64::from(self.col) + 1;
        while col > 0 {
            put(u64::from(b'A') + (col - 1) % 26);
            col = (col - 1) / 26;
        }
        std::str::from_utf8(&buffer[at..]).unwrap_or_default()
    }
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.written(&mut [0; LONGEST]))
    }
}

/// A text that names no cell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no cell")]
pub struct NoCell(String);

impl FromStr for CellRef {
    type Err = NoCell;
    fn from_str(text: &str) -> Result<Self, NoCell> {
        let digits = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
        let (letters, digits) = text.split_at(digits);
        let col = letters.bytes().try_fold(0_u64, |n, b| {
            let letter = b.is_ascii_uppercase().then(|| u64::from(b - b'A') + 1)?;
            n.checked_mul(26)?.checked_add(letter)
        });
        let col = col.and_then(|c| u32::try_from(c.checked_sub(1)?).ok());
        let row = digits.parse::<u64>().ok().and_then(|r| u32::try_from(r.checked_sub(1)?).ok());
        let found = col.zip(row).map(|(col, row)| Self { row, col });
        found.filter(|c| c.label() == text).ok_or_else(|| NoCell(text.to_owned()))
    }
}

/// Zero-based column index to letters: 0 → `A`, 26 → `AA`.
#[must_use]
pub fn column_letters(col: u32) -> String {
    let mut name = CellRef { row: 0, col }.label();
    name.pop();
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_a_spreadsheet_does() {
        for (col, letters) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (52, "BA"),
            (701, "ZZ"),
            (702, "AAA"),
            (16_383, "XFD"),
        ] {
            assert_eq!(column_letters(col), letters);
            let cell = CellRef { row: 16, col };
            assert_eq!(cell.to_string(), format!("{letters}17"));
            assert_eq!(format!("{letters}17").parse(), Ok(cell));
        }
        let last = CellRef {
            row: u32::MAX,
            col: u32::MAX,
        };
        assert_eq!(last.to_string(), "MWLQKWV4294967296");
        assert_eq!("MWLQKWV4294967296".parse(), Ok(last));
        for text in [
            "",
            "F",
            "17",
            "F0",
            "f17",
            "F017",
            "F17 ",
            "$F$17",
            "MWLQKWW1",
            "A4294967297",
            "大1",
        ] {
            assert!(text.parse::<CellRef>().is_err(), "{text}");
        }
    }
}
