//! A cell by its place in a sheet, and amounts that follow from several.

use std::{borrow::Cow, fmt, str::FromStr};

use schemars::JsonSchema;
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
pub fn column_letters(col: u32) -> String {
    let mut name = CellRef { row: 0, col }.label();
    name.pop();
    name
}

/// How an amount follows from cells, where it is not simply the yuan that its own cell says: terms that add up to an amount in yuan, as a spreadsheet writes them: `F17*10000` (万元), `C5*D5` (quantity × price), `G5-E5-F5` (the rest of a
/// total), `-F5` (goods that went back), `E5:J5*0.01` (one digit a cell).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AmountFormula(pub Vec<Term>);

/// One term: a figure, or a product of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Taken off.
    pub minus: bool,
    /// What is multiplied.
    pub factors: (Factor, Option<Factor>),
    /// Fen of one: 100 where the figures are yuan.
    pub fen: i64,
}

/// A cell, or cells of a row side by side that hold the digits of one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Factor {
    /// The cell, or the first.
    pub cell: CellRef,
    /// Column of the last, where there are several.
    pub to: Option<u32>,
}

/// Fen of one, and how that is written.
const SCALES: [(i64, &str); 5] = [(100, ""), (1_000_000, "*10000"), (100_000, "*1000"), (10, "*0.1"), (1, "*0.01")];

impl AmountFormula {
    /// The same amount taken off.
    pub fn negated(&self) -> Self {
        let turned = |term: &Term| Term {
            minus: !term.minus,
            ..*term
        };
        Self(self.0.iter().map(turned).collect())
    }

    /// With every cell in another place.
    pub fn moved(&self, to: impl Fn(CellRef) -> CellRef) -> Self {
        let factor = |f: Factor| Factor { cell: to(f.cell), ..f };
        let term = |t: &Term| Term {
            factors: (factor(t.factors.0), t.factors.1.map(factor)),
            ..*t
        };
        Self(self.0.iter().map(term).collect())
    }
}

impl Term {
    /// What one cell says.
    pub fn cell(cell: CellRef, fen: i64) -> Self {
        let factors = (Factor { cell, to: None }, None);
        Self {
            minus: false,
            factors,
            fen,
        }
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to {
            None => self.cell.fmt(f),
            Some(col) => write!(f, "{}:{}{}", self.cell, column_letters(col), u64::from(self.cell.row) + 1),
        }
    }
}

impl fmt::Display for AmountFormula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, term) in self.0.iter().enumerate() {
            f.write_str(if term.minus {
                "-"
            } else if i > 0 {
                "+"
            } else {
                ""
            })?;
            term.factors.0.fmt(f)?;
            if let Some(second) = term.factors.1 {
                write!(f, "*{second}")?;
            }
            f.write_str(SCALES.iter().find(|(fen, _)| *fen == term.fen).map_or("", |(_, text)| text))?;
        }
        Ok(())
    }
}

impl From<AmountFormula> for String {
    fn from(formula: AmountFormula) -> Self {
        formula.to_string()
    }
}

impl TryFrom<String> for AmountFormula {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl FromStr for AmountFormula {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no sum of cells");
        let mut terms = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let minus = rest.starts_with('-');
            let body = rest.strip_prefix(['-', '+']).unwrap_or(rest);
            let end = body.find(['-', '+']).unwrap_or(body.len());
            let (term, behind) = body.split_at(end);
            rest = behind;
            let scale = SCALES.iter().skip(1).find(|(_, text)| term.ends_with(text)).unwrap_or(&SCALES[0]);
            let mut factors = term.strip_suffix(scale.1).unwrap_or(term).split('*').map(factor);
            let first = factors.next().flatten().ok_or_else(wrong)?;
            let second = factors.next().map(|f| f.ok_or_else(wrong)).transpose()?;
            if factors.next().is_some() {
                return Err(wrong());
            }
            terms.push(Term {
                minus,
                factors: (first, second),
                fen: scale.0,
            });
        }
        Ok(Self(terms))
    }
}

fn factor(text: &str) -> Option<Factor> {
    let Some((from, to)) = text.split_once(':') else {
        return Some(Factor {
            cell: text.parse().ok()?,
            to: None,
        });
    };
    let (cell, last): (CellRef, CellRef) = (from.parse().ok()?, to.parse().ok()?);
    (last.row == cell.row && last.col > cell.col).then_some(Factor { cell, to: Some(last.col) })
}

impl JsonSchema for AmountFormula {
    fn schema_name() -> Cow<'static, str> {
        "AmountFormula".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
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

    #[test]
    fn a_formula_is_written_and_read_as_a_spreadsheet_has_it() {
        for text in [
            "F17*10000",
            "C5*D5",
            "C5*D5*0.1",
            "G5-E5-F5",
            "-F5",
            "E5:J5*0.01",
            "C5*E5:H5*0.01",
            "-G5*1000+AA5",
        ] {
            let formula: AmountFormula = text.parse().unwrap();
            assert_eq!(formula.to_string(), text);
            assert_eq!(formula.negated().negated(), formula);
            assert_eq!(serde_json::to_string(&formula).unwrap(), format!("\"{text}\""));
        }
        let digits: AmountFormula = "E5:J5*0.01".parse().unwrap();
        let cell = CellRef { row: 4, col: 4 };
        let factors = (Factor { cell, to: Some(9) }, None);
        assert_eq!(
            digits.0,
            [Term {
                minus: false,
                factors,
                fen: 1
            }]
        );
        for text in ["F", "F5**2", "F5*100", "F5:E5", "F5:J6", "1+F5", "A1*B1*C1", "F5-"] {
            assert!(text.parse::<AmountFormula>().is_err(), "{text}");
        }
    }
}
