//! `report.json` and `summary.json`: the report itself, two spaces of indent, keys in the declared order, a newline at the end. In `report.json`
//! every line of the ledger (finding, rejected row, file …) is one line of text: half the bytes, and `grep` and `diff` speak of ledger lines.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::{RegionSummary, RenderError, UnitReport};

/// `report.json` of a unit.
///
/// # Errors
/// [`RenderError::Json`] when a value cannot be serialised.
pub fn render_unit(report: &UnitReport) -> Result<Vec<u8>, RenderError> {
    // Room at once, or the text is moved a dozen times while it grows.
    text(report, Indented::to(UNIT_DEPTH), report.lines.len().saturating_mul(1_200))
}

/// The same, piece by piece: that of 200,000 lines is 300 MB.
///
/// # Errors
/// [`RenderError::Json`] when a value cannot be serialised or `to` refuses.
pub fn write_unit<W: Write>(report: &UnitReport, to: &mut W) -> Result<(), RenderError> {
    write(report, Indented::to(UNIT_DEPTH), to)
}

/// `summary.json` of the region.
///
/// # Errors
/// [`RenderError::Json`] when a value cannot be serialised.
pub fn render_summary(summary: &RegionSummary) -> Result<Vec<u8>, RenderError> {
    text(summary, Indented::to(usize::MAX), 0)
}

/// Of `report.json` its keys and the elements of its lists begin a line.
const UNIT_DEPTH: usize = 2;

fn text(value: &impl Serialize, indent: Indented, room: usize) -> Result<Vec<u8>, RenderError> {
    let mut bytes = Vec::with_capacity(room + 4096);
    write(value, indent, &mut bytes)?;
    Ok(bytes)
}

fn write<W: Write>(value: &impl Serialize, indent: Indented, to: &mut W) -> Result<(), RenderError> {
    value.serialize(&mut Serializer::with_formatter(&mut *to, indent))?;
    to.write_all(b"\n").map_err(serde_json::Error::io)?;
    Ok(())
}

/// What `serde_json::to_vec_pretty` writes, down to a depth; what lies deeper follows on the same line.
#[derive(Debug, Clone, Copy)]
struct Indented {
    depth: usize,
    deepest: usize,
    filled: bool,
}

const BLANKS: &[u8] = b"\n                                                                ";

impl Indented {
    /// Values down to `deepest` levels below the whole begin a line.
    fn to(deepest: usize) -> Self {
        Self {
            depth: 0,
            deepest,
            filled: false,
        }
    }

    fn open(&mut self) {
        self.depth += 1;
        self.filled = false;
    }

    fn close<W: ?Sized + Write>(&mut self, to: &mut W, sign: &[u8]) -> io::Result<()> {
        let own_lines = self.filled && self.depth <= self.deepest;
        self.depth -= 1;
        if own_lines {
            self.line(to)?;
        }
        to.write_all(sign)
    }

    /// Before a value or key: what ends the one before, then a new line with its indent, or a blank.
    fn next<W: ?Sized + Write>(&self, to: &mut W, first: bool) -> io::Result<()> {
        match (self.depth <= self.deepest, first) {
            (true, true) => self.line(to),
            (true, false) => {
                to.write_all(b",")?;
                self.line(to)
            }
            (false, true) => Ok(()),
            (false, false) => to.write_all(b","),
        }
    }

    fn line<W: ?Sized + Write>(&self, to: &mut W) -> io::Result<()> {
        match BLANKS.get(..=self.depth * 2) {
            Some(blanks) => to.write_all(blanks),
            None => {
                to.write_all(b"\n")?;
                (0..self.depth).try_for_each(|_| to.write_all(b"  "))
            }
        }
    }
}

impl Formatter for Indented {
    fn begin_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.open();
        to.write_all(b"[")
    }
    fn end_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.close(to, b"]")
    }
    fn begin_array_value<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.next(to, first)
    }
    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }
    fn begin_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.open();
        to.write_all(b"{")
    }
    fn end_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.close(to, b"}")
    }
    fn begin_object_key<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.next(to, first)
    }
    fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        to.write_all(if self.depth <= self.deepest { b": " } else { b":" })
    }
    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_text_is_that_of_the_library() {
        let deep = (0..40).fold(json!(1), |inner, i| {
            if i % 2 == 0 {
                json!([inner, {}])
            } else {
                json!({ "a": inner, "b": [] })
            }
        });
        for value in [
            json!(null),
            json!([]),
            json!({}),
            json!({"一": [1, "二\n", [[]], {}], "b": {"c": {}}}),
            deep,
        ] {
            let mut theirs = serde_json::to_string_pretty(&value).unwrap();
            theirs.push('\n');
            assert_eq!(
                String::from_utf8(text(&value, Indented::to(usize::MAX), 0).unwrap()).unwrap(),
                theirs
            );
        }
    }
    #[test]
    fn what_lies_deeper_stands_on_one_line() {
        let value = json!({"a": [{"b": [1, 2], "c": {}}, {"b": []}], "d": {"e": {"f": 1}, "g": []}, "h": []});
        let wanted = "{\n  \"a\": [\n    {\"b\":[1,2],\"c\":{}},\n    {\"b\":[]}\n  ],\n  \"d\": {\n    \"e\": {\"f\":1},\n    \"g\": []\n  },\n  \"h\": []\n}\n";
        assert_eq!(String::from_utf8(text(&value, Indented::to(2), 0).unwrap()).unwrap(), wanted);
    }
}
