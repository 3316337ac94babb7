//! `report.json` and `summary.json`: the report itself, two spaces of indent, keys in the declared order, a newline at the end. In `report.json`
//! every line of the ledger (finding, rejected row, file …) is one line of text: half the bytes, and `grep` and `diff` speak of ledger lines.

pub(crate) mod lines;
pub(crate) mod place;

use std::io::{self, Write};

use serde::{Serialize, ser::Error as _};
use sonic_rs::{Serializer, format::Formatter};

use crate::{
    model::{region_summary::RegionSummary, unit_report::UnitReport},
    report::RenderError,
};

/// `report.json` of a unit.
///
/// # Errors
/// [`RenderError::Json`] when a value cannot be serialised.
pub fn render_unit(report: &UnitReport) -> Result<Vec<u8>, RenderError> {
    // Room at once, or the text is moved a dozen times while it grows.
    let mut bytes = Vec::with_capacity(report.lines.len().saturating_mul(1_200) + 4096);
    write_unit(report, &mut bytes)?;
    Ok(bytes)
}

/// The same, piece by piece: that of 200,000 lines is 200 MB. Every key is named here, so that a new one cannot be forgotten; tests hold the
/// result equal to what serde makes of the report.
///
/// # Errors
/// [`RenderError::Json`] when a value cannot be serialised or `to` refuses.
pub fn write_unit<W: Write>(report: &UnitReport, to: &mut W) -> Result<(), RenderError> {
    let UnitReport {
        schema,
        run,
        unit,
        code,
        county,
        sector,
        canteen,
        path,
        verdict,
        scopes,
        reservation,
        pace,
        findings,
        note,
        represented_by,
        exceptions,
        policy,
        months,
        lines,
        rejected,
        files,
        issues,
        checks,
        reconciliation,
    } = report;
    let mut top = Object::begin(to);
    top.field("schema", schema)?;
    top.field("run", run)?;
    top.field("unit", unit)?;
    top.field("code", code)?;
    top.field("county", county)?;
    top.field("sector", sector)?;
    top.field("canteen", canteen)?;
    top.field("path", path)?;
    top.field("verdict", verdict)?;
    top.field("scopes", scopes)?;
    top.field("reservation", reservation)?;
    top.field("pace", pace)?;
    let mut place = place::Place::default();
    top.each("findings", findings, |finding, text| {
        lines::write_finding(finding, &mut place, text);
        Ok(())
    })?;
    note.as_ref().map_or(Ok(()), |note| top.field("note", note))?;
    represented_by.as_ref().map_or(Ok(()), |unit| top.field("represented_by", unit))?;
    if !exceptions.is_empty() {
        top.list("exceptions", exceptions)?;
    }
    top.field("policy", policy)?;
    top.list("months", months)?;
    top.each("lines", lines, |line, text| {
        lines::write(line, &mut place, text);
        Ok(())
    })?;
    top.list("rejected", rejected)?;
    top.list("files", files)?;
    top.list("issues", issues)?;
    top.list("checks", checks)?;
    if !reconciliation.is_empty() {
        top.list("reconciliation", reconciliation)?;
    }
    top.end()
}

/// `summary.json` of the region.
///
/// # Errors
/// [`RenderError::Json`] when a value cannot be serialised.
pub fn render_summary(summary: &RegionSummary) -> Result<Vec<u8>, RenderError> {
    let mut bytes = Vec::new();
    write_summary(summary, &mut bytes)?;
    Ok(bytes)
}

/// The same, piece by piece: that of 20,000 units is 130 MB.
///
/// # Errors
/// [`RenderError::Json`] when a value cannot be serialised or `to` refuses.
pub fn write_summary<W: Write>(summary: &RegionSummary, to: &mut W) -> Result<(), RenderError> {
    serde_json::to_writer_pretty(&mut *to, summary)?;
    to.write_all(b"\n").map_err(serde_json::Error::io)?;
    Ok(())
}

/// Bytes gathered before they are handed on.
const PIECE: usize = 1 << 16;

/// The outermost object, handed on in pieces.
struct Object<'w, W> {
    to: &'w mut W,
    text: Vec<u8>,
    first: bool,
}

impl<'w, W: Write> Object<'w, W> {
    fn begin(to: &'w mut W) -> Self {
        let mut text = Vec::with_capacity(PIECE + PIECE / 4);
        text.push(b'{');
        Self { to, text, first: true }
    }

    fn key(&mut self, key: &str) {
        if !self.first {
            self.text.push(b',');
        }
        self.first = false;
        self.text.extend_from_slice(b"\n  \"");
        self.text.extend_from_slice(key.as_bytes());
        self.text.extend_from_slice(b"\": ");
    }

    fn field(&mut self, key: &str, value: &impl Serialize) -> Result<(), RenderError> {
        self.key(key);
        let within = ByLine { depth: 1, filled: false };
        let mut serializer = Serializer::with_formatter(&mut self.text, within);
        value.serialize(&mut serializer).map_err(serde_json::Error::custom)?;
        self.hand_on(PIECE)
    }

    fn list(&mut self, key: &str, values: &[impl Serialize]) -> Result<(), RenderError> {
        self.each(key, values, |value, text| {
            sonic_rs::to_writer(text, value).map_err(serde_json::Error::custom)
        })
    }

    fn each<T>(
        &mut self,
        key: &str,
        values: &[T],
        mut write: impl FnMut(&T, &mut Vec<u8>) -> Result<(), serde_json::Error>,
    ) -> Result<(), RenderError> {
        self.key(key);
        self.text.push(b'[');
        for (at, value) in values.iter().enumerate() {
            self.text.extend_from_slice(if at == 0 { b"\n    " } else { b",\n    " });
            write(value, &mut self.text)?;
            self.hand_on(PIECE)?;
        }
        self.text.extend_from_slice(if values.is_empty() { b"]" } else { b"\n  ]" });
        Ok(())
    }

    fn hand_on(&mut self, from: usize) -> Result<(), RenderError> {
        if self.text.len() >= from {
            self.to.write_all(&self.text).map_err(serde_json::Error::io)?;
            self.text.clear();
        }
        Ok(())
    }

    fn end(mut self) -> Result<(), RenderError> {
        self.text.extend_from_slice(b"\n}\n");
        self.hand_on(0)
    }
}

/// The whole's keys, and the elements of its lists and objects, begin a line; what lies deeper follows on it.
#[derive(Debug, Clone, Copy, Default)]
struct ByLine {
    depth: usize,
    filled: bool,
}

impl ByLine {
    fn open<W: ?Sized + Write>(&mut self, to: &mut W, sign: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.filled = false;
        to.write_all(sign)
    }

    fn close<W: ?Sized + Write>(&mut self, to: &mut W, sign: &[u8]) -> io::Result<()> {
        let indent = indent(self.depth - 1).filter(|_| self.filled && self.depth <= 2);
        self.depth -= 1;
        indent.map_or(Ok(()), |blanks| to.write_all(blanks))?;
        to.write_all(sign)
    }

    /// Before a key or an element: what ends the one before, and a new line with its indent.
    fn next<W: ?Sized + Write>(&self, to: &mut W, first: bool) -> io::Result<()> {
        if !first {
            to.write_all(b",")?;
        }
        indent(self.depth).map_or(Ok(()), |blanks| to.write_all(blanks))
    }
}

/// A new line and the blanks of its depth; none where everything stays on the line.
fn indent(depth: usize) -> Option<&'static [u8]> {
    const LINES: [&[u8]; 3] = [b"\n", b"\n  ", b"\n    "];
    LINES.get(depth).copied()
}

impl Formatter for ByLine {
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
        to.write_all(if self.depth <= 2 { b": " } else { b":" })
    }
    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn text(value: &Value) -> String {
        let mut bytes = Vec::new();
        let mut serializer = Serializer::with_formatter(&mut bytes, ByLine::default());
        value.serialize(&mut serializer).unwrap();
        bytes.push(b'\n');
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_report_is_what_serde_makes_of_it() {
        for report in [crate::report::sample::unit(), crate::report::sample::unreadable()] {
            let mut wanted = Vec::new();
            let mut serializer = Serializer::with_formatter(&mut wanted, ByLine::default());
            report.serialize(&mut serializer).unwrap();
            wanted.push(b'\n');
            let made = render_unit(&report).unwrap();
            assert_eq!(String::from_utf8(made).unwrap(), String::from_utf8(wanted).unwrap());
        }
    }

    #[test]
    fn the_elements_of_the_lists_stand_on_one_line_each() {
        let value = json!({"a": [{"b": [1, 2], "c": {}}, {"b": []}], "d": {"e": {"f": 1}, "g": []}, "h": []});
        let wanted = "{\n  \"a\": [\n    {\"b\":[1,2],\"c\":{}},\n    {\"b\":[]}\n  ],\n  \"d\": {\n    \"e\": {\"f\":1},\n    \"g\": []\n  },\n  \"h\": []\n}\n";
        assert_eq!(text(&value), wanted);
    }

    #[test]
    fn every_sign_is_escaped_as_serde_json_does_wherever_it_stands() {
        for sign in ('\0'..='\u{ff}').chain(['\u{2028}', '\u{fffd}', '大', '😀', '\u{10ffff}']) {
            for before in [0, 1, 31, 32, 33, 64, 200] {
                let held = format!("{}{sign}{}", "山".repeat(before / 3) + &"x".repeat(before % 3), "y".repeat(40));
                // On one line with its brackets, as deep values are.
                assert_eq!(text(&json!([[[held]]])), format!("[\n  [\n    [{}]\n  ]\n]\n", json!(held)));
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(texts in proptest::collection::vec(any::<String>(), 0..8), n in any::<i64>(), u in any::<u64>()) {
            let value = json!({"lines": [{"texts": texts, "n": n, "u": u, "none": null, "yes": true}], "empty": {}});
            prop_assert_eq!(serde_json::from_str::<Value>(&text(&value)).unwrap(), value);
        }
    }
}
