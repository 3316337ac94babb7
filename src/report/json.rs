//! `report.json` and `summary.json`: the report itself, two spaces of indent, keys in the declared order, a newline at the end.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::{RegionSummary, RenderError, UnitReport};

/// `report.json` of a unit.
///
/// # Errors
/// [`RenderError::Json`] when a value cannot be serialised.
pub fn render_unit(report: &UnitReport) -> Result<Vec<u8>, RenderError> {
    // A line takes some 1,200 bytes: room at once, or the text is moved a dozen times while it grows.
    pretty(report, report.lines.len().saturating_mul(1_500))
}

/// The same, piece by piece: that of 200,000 lines is 300 MB.
///
/// # Errors
/// [`RenderError::Json`] when a value cannot be serialised or `to` refuses.
pub fn write_unit<W: Write>(report: &UnitReport, to: &mut W) -> Result<(), RenderError> {
    write(report, to)
}

/// `summary.json` of the region.
///
/// # Errors
/// [`RenderError::Json`] when a value cannot be serialised.
pub fn render_summary(summary: &RegionSummary) -> Result<Vec<u8>, RenderError> {
    pretty(summary, 0)
}

fn pretty(value: &impl Serialize, room: usize) -> Result<Vec<u8>, RenderError> {
    let mut bytes = Vec::with_capacity(room + 4096);
    write(value, &mut bytes)?;
    Ok(bytes)
}

fn write<W: Write>(value: &impl Serialize, to: &mut W) -> Result<(), RenderError> {
    value.serialize(&mut Serializer::with_formatter(&mut *to, Indented::default()))?;
    to.write_all(b"\n").map_err(serde_json::Error::io)?;
    Ok(())
}

/// What `serde_json::to_vec_pretty` writes, with each line's indent as one piece.
#[derive(Debug, Clone, Copy, Default)]
struct Indented {
    depth: usize,
    filled: bool,
}

const BLANKS: &[u8] = b"\n                                                                ";

impl Indented {
    fn open(&mut self) {
        self.depth += 1;
        self.filled = false;
    }

    fn close<W: ?Sized + Write>(&mut self, to: &mut W, sign: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.filled {
            self.line(to, b"")?;
        }
        to.write_all(sign)
    }

    /// What ends the line before, then a new line with its indent.
    fn line<W: ?Sized + Write>(&self, to: &mut W, before: &[u8]) -> io::Result<()> {
        to.write_all(before)?;
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
        self.line(to, if first { b"" } else { b"," })
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
        self.line(to, if first { b"" } else { b"," })
    }
    fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        to.write_all(b": ")
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
            assert_eq!(String::from_utf8(pretty(&value, 0).unwrap()).unwrap(), theirs);
        }
    }
}
