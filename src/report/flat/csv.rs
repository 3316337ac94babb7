//! A flat table as CSV: UTF-8 with a mark, which spreadsheets ask for, or GBK, which older audit programs do. CRLF; amounts in yuan with two decimals.

use std::{borrow::Cow, io::Write};

use csv::{Terminator, Writer, WriterBuilder};
use encoding_rs::GBK;

use crate::{
    report::{
        RenderError,
        csv::{BOM, guarded},
        flat::{Column, Kind},
    },
    text::fault::{Fault, Foreign},
};

/// How the letters of a CSV are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CsvEncoding {
    /// With a byte order mark.
    #[default]
    #[value(name = "utf-8", alias = "utf8")]
    #[serde(rename = "utf-8")]
    Utf8,
    /// As Windows in China has it.
    Gbk,
}

/// What stands for a character that GBK does not have, as printers do it.
const MISSING: char = '〓';

/// Rows of a table in memory, in UTF-8.
pub(crate) struct Rows<'a> {
    columns: &'a [Column],
    plain: Writer<Vec<u8>>,
    /// Whether a spreadsheet would take a text for a formula.
    risky: bool,
}

fn writer() -> Writer<Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new())
}

fn failed(e: Foreign) -> RenderError {
    Fault::stopped("report.write").with("what", "csv").because(e)
}

fn bytes(rows: Writer<Vec<u8>>) -> Result<Vec<u8>, RenderError> {
    rows.into_inner().map_err(|e| failed(Foreign::of(e)))
}

impl<'a> Rows<'a> {
    /// None yet.
    pub fn new(columns: &'a [Column]) -> Self {
        Self {
            columns,
            plain: writer(),
            risky: false,
        }
    }

    /// One more.
    pub fn push(&mut self, row: &[Cow<'_, str>]) -> Result<(), RenderError> {
        let mut texts = self.columns.iter().zip(row).filter(|(column, _)| column.kind == Kind::Text);
        self.risky = self.risky || texts.any(|(_, value)| matches!(guarded(Cow::Borrowed(value)), Cow::Owned(_)));
        Ok(self.plain.write_record(row.iter().map(|value| value.as_bytes()))?)
    }

    /// Bytes so far.
    pub fn len(&self) -> usize {
        self.plain.get_ref().len()
    }

    /// As they are, and as a CSV may hold them where that differs.
    pub fn finish(self) -> Result<(Vec<u8>, Option<Vec<u8>>), RenderError> {
        let plain = bytes(self.plain)?;
        if !self.risky {
            return Ok((plain, None));
        }
        let mut safe = writer();
        each(&plain, |row| {
            for (column, value) in self.columns.iter().zip(row) {
                match column.kind {
                    Kind::Text => safe.write_field(&*guarded(Cow::Borrowed(value)))?,
                    Kind::Day | Kind::Whole | Kind::Decimal | Kind::Yuan => safe.write_field(value)?,
                }
            }
            Ok(safe.write_record(None::<&[u8]>)?)
        })?;
        Ok((plain, Some(bytes(safe)?)))
    }
}

/// Each of some rows.
pub(crate) fn each(rows: &[u8], mut act: impl FnMut(&csv::StringRecord) -> Result<(), RenderError>) -> Result<(), RenderError> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(rows);
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row)? {
        act(&row)?;
    }
    Ok(())
}

/// A file on its way out.
pub(crate) struct CsvFile<W: Write> {
    to: W,
    encoding: CsvEncoding,
    /// Characters that GBK does not have.
    pub missing: u64,
}

impl<W: Write> CsvFile<W> {
    /// With the head of its table.
    pub fn new(columns: &[Column], encoding: CsvEncoding, to: W) -> Result<Self, RenderError> {
        let mut file = Self { to, encoding, missing: 0 };
        if encoding == CsvEncoding::Utf8 {
            file.write(BOM.as_bytes())?;
        }
        let mut head = writer();
        head.write_record(columns.iter().map(|column| column.name.as_bytes()))?;
        file.write(&bytes(head)?)?;
        Ok(file)
    }

    /// Some rows, whole.
    pub fn write(&mut self, rows: &[u8]) -> Result<(), RenderError> {
        // No second byte of GBK is a quote, a comma or the end of a line.
        let rows = match self.encoding {
            CsvEncoding::Utf8 => Cow::Borrowed(rows),
            CsvEncoding::Gbk => self.in_gbk(std::str::from_utf8(rows).map_err(|e| failed(Foreign::of(e)))?),
        };
        self.to
            .write_all(&rows)
            .map_err(|e| Fault::stopped("report.write").with("what", "csv").because(e))
    }

    fn in_gbk<'t>(&mut self, text: &'t str) -> Cow<'t, [u8]> {
        let (bytes, _, failed) = GBK.encode(text);
        if !failed {
            return bytes;
        }
        let mut signs = [0; 4];
        let known = |c: char| {
            let known = c.is_ascii() || !GBK.encode(c.encode_utf8(&mut signs)).2;
            self.missing += u64::from(!known);
            if known { c } else { MISSING }
        };
        let text: String = text.chars().map(known).collect();
        Cow::Owned(GBK.encode(&text).0.into_owned())
    }
}
