//! Texts and numbers as a sheet's XML holds them.

use std::{borrow::Cow, fmt::Write as _};

use crate::report::replace_bytes;

/// Excel's limit of a cell's text, in UTF-16 units.
const CELL_LIMIT: usize = 32_767;

/// What a cell holds, or what its formula gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    Text(&'a str),
    Number(f64),
    Whole(i64),
    /// Fen, as yuan.
    Yuan(i64),
}

impl Value<'_> {
    /// The rest of a cell after its reference and style, without a formula.
    pub fn cell(self, out: &mut String) {
        match self {
            Value::Text("") => out.push_str("/>"),
            Value::Text(text) => {
                inline(out, text);
            }
            number => {
                out.push_str("><v>");
                number.plain(out);
                out.push_str("</v></c>");
            }
        }
    }

    /// The rest of a cell whose formula is the element `f`; readers that do not calculate see the value.
    pub fn calculated(self, out: &mut String, f: impl FnOnce(&mut String)) {
        out.push_str(if matches!(self, Value::Text(_)) { " t=\"str\">" } else { ">" });
        f(out);
        out.push_str("<v>");
        self.plain(out);
        out.push_str("</v></c>");
    }

    fn plain(self, out: &mut String) {
        // Writing into a string cannot fail.
        let _ = match self {
            Value::Text(text) => {
                escape(out, &clean(text));
                Ok(())
            }
            Value::Number(n) => write!(out, "{n}"),
            Value::Whole(n) => write!(out, "{n}"),
            Value::Yuan(fen) => yuan(out, fen),
        };
    }
}

/// `-1230` as `-12.3`: all digits, none that says nothing.
fn yuan(out: &mut String, fen: i64) -> std::fmt::Result {
    let (whole, cents) = (fen.unsigned_abs() / 100, fen.unsigned_abs() % 100);
    let sign = if fen < 0 { "-" } else { "" };
    match cents {
        0 => write!(out, "{sign}{whole}"),
        c if c % 10 == 0 => write!(out, "{sign}{whole}.{}", c / 10),
        c => write!(out, "{sign}{whole}.{c:02}"),
    }
}

/// A text in its cell.
fn inline(out: &mut String, text: &str) {
    let text = clean(text);
    let blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
    let edge = blank(text.chars().next()) || blank(text.chars().next_back());
    out.push_str(" t=\"inlineStr\"><is><t");
    out.push_str(if edge { " xml:space=\"preserve\">" } else { ">" });
    let mut rest = text.as_ref();
    // `_x0041_` in a text is no character's code: its underscore is written as one.
    while let Some(at) = rest.as_bytes().windows(2).position(|pair| pair == b"_x") {
        let code = rest.as_bytes().get(at + 2..at + 7);
        let is_code = code.is_some_and(|c| c[4] == b'_' && c[..4].iter().all(u8::is_ascii_hexdigit));
        escape(out, &rest[..at]);
        out.push_str(if is_code { "_x005F_x" } else { "_x" });
        rest = &rest[at + 2..];
    }
    escape(out, rest);
    out.push_str("</t></is></c>");
}

/// Text of an element.
pub fn escape(out: &mut String, text: &str) {
    replace_bytes(out, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => None,
    });
}

/// [`escape`] for an attribute.
pub fn attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out.replace('"', "&quot;")
}

/// `B`, of a zero-based column.
pub fn letters(out: &mut String, col: u16) {
    let mut n = u32::from(col) + 1;
    let mut name = ['A'; 4];
    let mut from = name.len();
    while n > 0 && from > 0 {
        n -= 1;
        from -= 1;
        name[from] = char::from(b'A' + u8::try_from(n % 26).unwrap_or(0));
        n /= 26;
    }
    out.extend(&name[from..]);
}

/// `$B$3`, zero-based.
pub fn fixed(row: u32, col: u16) -> String {
    let mut out = String::from("$");
    letters(&mut out, col);
    let _ = write!(out, "${}", row + 1);
    out
}

/// `B3`, zero-based.
pub fn cell(row: u32, col: u16) -> String {
    let mut out = String::new();
    letters(&mut out, col);
    let _ = write!(out, "{}", row + 1);
    out
}

/// A sheet's name as a formula writes it.
pub fn quote_sheet(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}

/// A text literal inside a formula.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Text that may stand in a cell: no control characters or characters that XML forbids, and not longer than a cell holds.
pub fn clean(text: &str) -> Cow<'_, str> {
    let bad = |c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    // Only these bytes begin a bad character.
    let suspect = |b: u8| matches!(b, 0..=31 | 0x7F | 0xC2 | 0xEF);
    if text.len() <= CELL_LIMIT && !(text.bytes().any(suspect) && text.contains(bad)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len().min(CELL_LIMIT * 3));
    let mut units = 0;
    let room = CELL_LIMIT - 1;
    for c in text.chars() {
        let c = match c {
            '\n' | '\r' | '\t' => ' ',
            c if bad(c) => continue,
            c => c,
        };
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

    #[test]
    fn columns_and_amounts_are_written_as_a_spreadsheet_writes_them() {
        let name = |col| {
            let mut out = String::new();
            letters(&mut out, col);
            out
        };
        let expected = [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")];
        for (col, text) in expected {
            assert_eq!(name(col), text);
        }
        for (fen, text) in [
            (0, "0"),
            (5, "0.05"),
            (-5, "-0.05"),
            (120, "1.2"),
            (-12_300, "-123"),
            (i64::MIN, "-92233720368547758.08"),
        ] {
            let mut out = String::new();
            Value::Yuan(fen).plain(&mut out);
            assert_eq!(out, text);
        }
    }
}
