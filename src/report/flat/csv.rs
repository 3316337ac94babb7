//! A flat table as CSV: UTF-8 with a mark, which spreadsheets ask for, or GBK, which older audit programs do. CRLF; amounts in yuan with two decimals.

use std::{borrow::Cow, io::Write};

use csv::{StringRecord, Terminator, Writer, WriterBuilder};
use encoding_rs::GBK;

use crate::{
    model::money::Fen,
    report::{
        RenderError,
        csv::{BOM, guarded},
        flat::{Column, Kind},
    },
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

/// A table on its way out.
pub(crate) struct CsvTable<'a, W: Write> {
    out: Writer<W>,
    columns: &'a [Column],
    encoding: CsvEncoding,
    /// Characters that GBK does not have.
    pub missing: u64,
}

impl<'a, W: Write> CsvTable<'a, W> {
    /// With its head.
    pub fn new(columns: &'a [Column], encoding: CsvEncoding, mut to: W) -> Result<Self, RenderError> {
        if encoding == CsvEncoding::Utf8 {
            to.write_all(BOM.as_bytes()).map_err(::csv::Error::from)?;
        }
        let out = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(to);
        let mut table = Self {
            out,
            columns,
            encoding,
            missing: 0,
        };
        for column in columns {
            table.field(&column.name)?;
        }
        table.out.write_record(None::<&[u8]>)?;
        Ok(table)
    }

    /// One row.
    pub fn push(&mut self, row: &StringRecord) -> Result<(), RenderError> {
        for (column, value) in self.columns.iter().zip(row) {
            match column.kind {
                Kind::Text => self.field(&guarded(Cow::Borrowed(value)))?,
                Kind::Yuan => self.field(&yuan(value))?,
                Kind::Day | Kind::Whole | Kind::Decimal => self.field(value)?,
            }
        }
        Ok(self.out.write_record(None::<&[u8]>)?)
    }

    /// All is there.
    pub fn finish(mut self) -> Result<u64, RenderError> {
        self.out.flush().map_err(::csv::Error::from)?;
        Ok(self.missing)
    }

    fn field(&mut self, text: &str) -> Result<(), RenderError> {
        // No second byte of GBK is a quote, a comma or the end of a line.
        let bytes = match self.encoding {
            CsvEncoding::Utf8 => Cow::Borrowed(text.as_bytes()),
            CsvEncoding::Gbk => self.in_gbk(text),
        };
        Ok(self.out.write_field(bytes)?)
    }

    fn in_gbk<'t>(&mut self, text: &'t str) -> Cow<'t, [u8]> {
        let (bytes, _, failed) = GBK.encode(text);
        if !failed {
            return bytes;
        }
        let mut signs = [0; 4];
        let known = |c: char| {
            let known = !GBK.encode(c.encode_utf8(&mut signs)).2;
            self.missing += u64::from(!known);
            if known { c } else { MISSING }
        };
        let text: String = text.chars().map(known).collect();
        Cow::Owned(GBK.encode(&text).0.into_owned())
    }
}

/// Fen as a spreadsheet reads yuan.
pub(crate) fn yuan(fen: &str) -> String {
    fen.parse().map_or_else(|_| String::new(), |fen| Fen(fen).plain_yuan())
}
