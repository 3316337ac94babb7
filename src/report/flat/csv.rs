//! A flat table as CSV: UTF-8 with a mark, which spreadsheets ask for, or GBK, which older audit programs do. CRLF; amounts in yuan with two decimals.

use std::{borrow::Cow, io::Write};

use csv::{Terminator, Writer, WriterBuilder};
use encoding_rs::GBK;

use crate::{
    report::{
        RenderError,
        csv::{BOM, guarded},
        flat::{Column, Kind, Rows},
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

/// A file on its way out.
pub(crate) struct CsvFile<'a, W: Write> {
    columns: &'a [Column],
    to: W,
    encoding: CsvEncoding,
    /// Taken up again for each piece.
    piece: Vec<u8>,
    /// Characters that GBK does not have.
    pub missing: u64,
}

fn writer(to: Vec<u8>) -> Writer<Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(to)
}

fn failed(e: Foreign) -> RenderError {
    Fault::stopped("report.write").with("what", "csv").because(e)
}

fn bytes(rows: Writer<Vec<u8>>) -> Result<Vec<u8>, RenderError> {
    rows.into_inner().map_err(|e| failed(Foreign::of(e)))
}

impl<'a, W: Write> CsvFile<'a, W> {
    /// With the head of its table.
    pub fn new(columns: &'a [Column], encoding: CsvEncoding, to: W) -> Result<Self, RenderError> {
        let mut file = Self {
            columns,
            to,
            encoding,
            piece: Vec::new(),
            missing: 0,
        };
        if encoding == CsvEncoding::Utf8 {
            file.put(BOM.as_bytes())?;
        }
        let mut head = writer(Vec::new());
        head.write_record(columns.iter().map(|column| column.name.as_bytes()))?;
        file.put(&bytes(head)?)?;
        Ok(file)
    }

    /// Some rows; no text of them is one that a spreadsheet takes for a formula.
    pub fn write(&mut self, rows: &Rows) -> Result<(), RenderError> {
        let mut csv = writer(std::mem::take(&mut self.piece));
        rows.each(self.columns.len(), |row| {
            for (column, value) in self.columns.iter().zip(row) {
                match column.kind {
                    Kind::Text => csv.write_field(&*guarded(Cow::Borrowed(value)))?,
                    Kind::Day | Kind::Whole | Kind::Decimal | Kind::Yuan => csv.write_field(value)?,
                }
            }
            csv.write_record(None::<&[u8]>)
        })?;
        let mut piece = bytes(csv)?;
        self.put(&piece)?;
        piece.clear();
        self.piece = piece;
        Ok(())
    }

    fn put(&mut self, rows: &[u8]) -> Result<(), RenderError> {
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
