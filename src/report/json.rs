//! `report.json` and `summary.json`: the report itself, two spaces of indent, keys in the order of its fields, a newline at the end. In `report.json`
//! every line of the ledger (finding, rejected row, file …) is one line of text: half the bytes, and `grep` and `diff` speak of ledger lines.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Serializer, ser::Formatter};

use crate::{model::UnitReport, report::RenderError};

/// Writes `report.json` of a unit, piece by piece: that of 200,000 lines is 200 MB. `to` gets many short pieces and should gather them.
///
/// # Errors
/// [`RenderError`] when `to` refuses.
pub fn write_unit(report: &UnitReport, to: &mut impl Write) -> Result<(), RenderError> {
    report.serialize(&mut Serializer::with_formatter(&mut *to, RecordLines::default()))?;
    end(to)
}

/// Writes `summary.json` or another file of the region, piece by piece: that of 20,000 units is 130 MB. `to` gets many short pieces and should gather them.
///
/// # Errors
/// [`RenderError`] when `to` refuses.
pub fn write_whole(whole: &impl Serialize, to: &mut impl Write) -> Result<(), RenderError> {
    serde_json::to_writer_pretty(&mut *to, whole)?;
    end(to)
}

fn end(to: &mut impl Write) -> Result<(), RenderError> {
    Ok(to.write_all(b"\n").map_err(serde_json::Error::io)?)
}

/// Containers nested deeper than this stand on one line with what is in them.
const BROKEN: usize = 2;

/// The keys of the whole begin a line, and so do the elements of its lists and objects; what lies deeper follows on the same line, without blanks.
#[derive(Debug, Default)]
struct RecordLines {
    depth: usize,
    filled: bool,
}

impl RecordLines {
    fn open<W: ?Sized + Write>(&mut self, to: &mut W, sign: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.filled = false;
        to.write_all(sign)
    }

    fn close<W: ?Sized + Write>(&mut self, to: &mut W, sign: &[u8]) -> io::Result<()> {
        let broken = self.filled && self.depth <= BROKEN;
        self.depth -= 1;
        if broken {
            self.new_line(to)?;
        }
        to.write_all(sign)
    }

    fn next<W: ?Sized + Write>(&self, to: &mut W, first: bool) -> io::Result<()> {
        if !first {
            to.write_all(b",")?;
        }
        if self.depth <= BROKEN { self.new_line(to) } else { Ok(()) }
    }

    fn new_line<W: ?Sized + Write>(&self, to: &mut W) -> io::Result<()> {
        to.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| to.write_all(b"  "))
    }
}

impl Formatter for RecordLines {
    fn begin_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.open(to, b"[")
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
        self.open(to, b"{")
    }
    fn end_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.close(to, b"}")
    }
    fn begin_object_key<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.next(to, first)
    }
    fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        to.write_all(if self.depth <= BROKEN { b": " } else { b":" })
    }
    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn text(value: &Value) -> String {
        let mut bytes = Vec::new();
        value
            .serialize(&mut Serializer::with_formatter(&mut bytes, RecordLines::default()))
            .unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_elements_of_the_lists_stand_on_one_line_each() {
        let value = json!({"a": [{"b": [1, 2], "c": {}}, {"b": []}], "d": {"e": {"f": 1}, "g": []}, "h": [], "i": "大\n\"白\""});
        let wanted = r#"{
  "a": [
    {"b":[1,2],"c":{}},
    {"b":[]}
  ],
  "d": {
    "e": {"f":1},
    "g": []
  },
  "h": [],
  "i": "大\n\"白\""
}"#;
        assert_eq!(text(&value), wanted);
    }

    #[test]
    fn an_empty_whole_is_closed_at_once() {
        assert_eq!([text(&json!({})), text(&json!([]))], ["{}", "[]"]);
    }
}
