//! What the reports hold, written into the library's sheets: texts that a cell can take, amounts in yuan, shares as numbers.

use std::{borrow::Cow, ops::RangeInclusive};

use rust_xlsxwriter::{Format, Formula, Worksheet, XlsxError};

use crate::{
    model::{Fen, Month},
    report::{tables::Cell, xlsx::document},
    text::{is_hidden, shown},
};

/// Excel's limit of a cell's text, in UTF-16 units.
pub(crate) const CELL_LIMIT: usize = 32_767;

/// Cells as the working papers write them. Rows and columns count from zero.
pub(crate) trait WriteCells {
    /// A text that is never a formula or a link; an empty one still draws its border.
    fn text(&mut self, row: u32, col: u16, text: &str, format: &Format) -> Result<(), XlsxError>;

    /// A neutral cell in its own format, or in that of its column; an empty one is left out where it has no own.
    fn cell(&mut self, row: u32, col: u16, cell: &Cell<'_>, format: Option<&Format>) -> Result<(), XlsxError>;

    /// One text over several columns.
    fn span(&mut self, row: u32, columns: RangeInclusive<u16>, text: &str, format: &Format) -> Result<(), XlsxError>;

    /// A formula, without its equals sign, and what it gives: programs that do not calculate show that.
    fn formula(&mut self, row: u32, col: u16, formula: &str, result: impl ToString, format: &Format) -> Result<(), XlsxError>;
}

impl WriteCells for Worksheet {
    fn text(&mut self, row: u32, col: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
        self.write_string_with_format(row, col, clean(text), format).map(drop)
    }

    fn cell(&mut self, row: u32, col: u16, cell: &Cell<'_>, format: Option<&Format>) -> Result<(), XlsxError> {
        match cell {
            Cell::Empty => match format {
                Some(format) => self.write_blank(row, col, format).map(drop),
                None => Ok(()),
            },
            Cell::Text(text) => string(self, row, col, text, format),
            Cell::Yuan(fen) => number(self, row, col, yuan(*fen), format),
            Cell::Count(n) => number(self, row, col, count(*n), format),
            Cell::Percent(bp) => number(self, row, col, ratio(*bp), format),
            Cell::Month(month) => number(self, row, col, month_number(*month), format),
            Cell::Date(date) => match document::day(*date) {
                Ok(day) => number(self, row, col, day.to_excel(), format),
                // A spreadsheet has no day before 1900: the date stands as text.
                Err(_) => string(self, row, col, &date.to_string(), format),
            },
        }
    }

    fn span(&mut self, row: u32, columns: RangeInclusive<u16>, text: &str, format: &Format) -> Result<(), XlsxError> {
        let (from, to) = columns.into_inner();
        if from == to {
            return self.text(row, from, text, format);
        }
        self.merge_range(row, from, row, to, &clean(text), format).map(drop)
    }

    fn formula(&mut self, row: u32, col: u16, formula: &str, result: impl ToString, format: &Format) -> Result<(), XlsxError> {
        let formula = Formula::new(clean(formula)).set_result(result.to_string());
        self.write_formula_with_format(row, col, formula, format).map(drop)
    }
}

fn string(sheet: &mut Worksheet, row: u32, col: u16, text: &str, format: Option<&Format>) -> Result<(), XlsxError> {
    match format {
        Some(format) => sheet.text(row, col, text, format),
        None => sheet.write_string(row, col, clean(text)).map(drop),
    }
}

fn number(sheet: &mut Worksheet, row: u32, col: u16, number: f64, format: Option<&Format>) -> Result<(), XlsxError> {
    match format {
        Some(format) => sheet.write_number_with_format(row, col, number, format).map(drop),
        None => sheet.write_number(row, col, number).map(drop),
    }
}

/// Fen as yuan.
pub(crate) fn yuan(fen: i64) -> f64 {
    Fen(fen).as_spreadsheet_yuan()
}

/// Basis points as a number that a percent format shows.
pub(crate) fn ratio(bp: i64) -> f64 {
    bp as f64 / 10_000.0
}

/// What a formula gives for a share; nothing where there is none.
pub(crate) fn share(bp: Option<i64>) -> String {
    bp.map_or_else(String::new, |bp| ratio(bp).to_string())
}

fn count(n: u64) -> f64 {
    n as f64
}

/// `202403`: a month that SUMIFS compares as a number (the text `2024-03` would be taken for a date).
pub(crate) fn month_number(month: Month) -> f64 {
    f64::from(i32::from(month.year()) * 100 + i32::from(month.month()))
}

/// A sheet's name as a formula writes it.
pub(crate) fn quote_sheet(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}

/// A text literal inside a formula.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Text that may stand in a cell: no hidden characters, among them all that XML forbids, and not longer than a cell holds.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let text = shown(text);
    if text.len() <= CELL_LIMIT && !text.bytes().any(|b| matches!(b, b'\n' | b'\t')) {
        return text;
    }
    let mut out = String::with_capacity(text.len().min(CELL_LIMIT * 3));
    let mut units = 0;
    let room = CELL_LIMIT - 1;
    for c in text.chars() {
        let c = if matches!(c, '\n' | '\t') { ' ' } else { c };
        if units + c.len_utf16() > room {
            // The mark that something is missing.
            out.push('…');
            break;
        }
        units += c.len_utf16();
        out.push(c);
    }
    Cow::Owned(out)
}

/// A text in a list that is filled in: the same without line breaks, and short.
pub(crate) fn short_text(text: &str) -> String {
    shown(text).chars().filter(|c| !is_hidden(*c)).take(2_000).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_no_control_character_and_no_more_than_excel_does() {
        assert_eq!(clean("a\u{0}b\u{1f}c\nd\u{FFFF}"), "abc d");
        assert_eq!(clean("=1+1"), "=1+1");
        let long = "鱼".repeat(40_000);
        let cut = clean(&long);
        assert_eq!((cut.chars().count(), cut.ends_with('…')), (32_767, true));
        let exact = "a".repeat(32_767);
        assert_eq!(clean(&exact), exact);
        // Two UTF-16 units each: the limit counts units, not characters.
        assert!(clean(&"😀".repeat(20_000)).encode_utf16().count() <= 32_767);
    }
}
