//! The ledger as columns: normalised lines of all units as a polars frame, and as Parquet. The one file that imports polars.
//!
//! In: classified lines, unit by unit. Out: Parquet parts under `year=2024/month=03/` (docs/ledger.md has the schema), and group sums for
//! cross-unit questions. Amounts are INT64 fen; ratios are never divided here. polars sums wrap silently in release builds, so
//! [`sums`] refuses frames whose sums could leave `i64`.

use std::{
    collections::BTreeMap,
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
};

use polars::prelude::*;
use polars_io::parquet::write::ParquetWriter;

use crate::{
    dates::Month,
    model::{BaseStanding, Field, Line, LineKind},
    money::LARGEST_AMOUNT,
};

/// Lines kept in memory before a part is written.
const PART_LINES: usize = 200_000;

/// Why the ledger cannot be written or summed.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// A file.
    #[error("{}: {source}", path.display())]
    Io {
        /// File.
        path: PathBuf,
        /// Cause.
        source: std::io::Error,
    },
    /// polars.
    #[error("ledger frame: {0}")]
    Frame(#[from] PolarsError),
    /// Amounts that could overflow a 64-bit sum.
    #[error("{lines} lines of up to {largest} fen could add up beyond 64 bits")]
    TooLarge {
        /// Lines.
        lines: usize,
        /// Largest absolute amount, fen.
        largest: i64,
    },
}

/// Unit columns of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerUnit {
    /// Name.
    pub unit: Arc<str>,
    /// Code.
    pub code: Option<Arc<str>>,
    /// County.
    pub county: Option<Arc<str>>,
    /// Sector code.
    pub sector: Option<&'static str>,
    /// Folder below OUT.
    pub path: String,
}

#[derive(Debug, Default)]
struct Columns {
    texts: BTreeMap<&'static str, Vec<Option<String>>>,
    amount_fen: Vec<Option<i64>>,
    date: Vec<Option<i32>>,
    row: Vec<u32>,
    requirements: BTreeMap<String, Vec<Option<String>>>,
    lines: usize,
}

/// Text columns in the order of the file.
const TEXTS: [&str; 26] = [
    "unit",
    "unit_code",
    "county",
    "sector",
    "unit_path",
    "line_id",
    "kind",
    "item",
    "category",
    "spec",
    "measure",
    "quantity",
    "unit_price",
    "supplier",
    "origin",
    "order_no",
    "invoice_no",
    "funding",
    "remark",
    "channel_text",
    "channel",
    "base",
    "reasons",
    "file",
    "sheet",
    "amount_cell",
];

impl Columns {
    fn push(&mut self, unit: &LedgerUnit, line: &Line) {
        let text = |t: &Option<Arc<str>>| t.as_deref().map(str::to_owned);
        let values: [Option<String>; 26] = [
            Some(unit.unit.to_string()),
            text(&unit.code),
            text(&unit.county),
            unit.sector.map(str::to_owned),
            Some(unit.path.clone()),
            Some(line.id.clone()),
            Some(if line.kind == LineKind::Detail { "detail" } else { "statement" }.to_owned()),
            text(&line.item),
            text(&line.category),
            text(&line.spec),
            text(&line.measure),
            line.quantity.map(|d| d.normalize().to_string()),
            line.unit_price.map(|d| d.normalize().to_string()),
            text(&line.supplier),
            text(&line.origin),
            text(&line.order_no),
            text(&line.invoice_no),
            text(&line.funding),
            text(&line.remark),
            text(&line.channel_text),
            text(&line.channel),
            Some(
                match line.base {
                    BaseStanding::In => "in",
                    BaseStanding::Disputed => "disputed",
                    BaseStanding::Out => "out",
                }
                .to_owned(),
            ),
            Some(line.reasons.join(",")),
            Some(line.source.file.to_string()),
            Some(line.source.sheet.to_string()),
            line.source.cells.get(&Field::Amount).cloned(),
        ];
        for (name, value) in TEXTS.into_iter().zip(values) {
            self.texts.entry(name).or_default().push(value);
        }
        self.amount_fen.push(line.amount_fen);
        self.date.push(line.date.map(days_since_epoch));
        self.row.push(line.source.row);
        for (id, standing) in &line.requirements {
            let column = self.requirements.entry(id.to_string()).or_default();
            column.resize(self.lines, None);
            column.push(Some(standing.code().to_owned()));
        }
        self.lines += 1;
    }

    fn frame(&mut self) -> PolarsResult<DataFrame> {
        let n = self.lines;
        let mut columns: Vec<Column> = Vec::with_capacity(TEXTS.len() + 4 + self.requirements.len());
        for name in TEXTS {
            let values = self.texts.remove(name).unwrap_or_default();
            columns.push(Column::new(name.into(), values));
        }
        columns.push(Column::new("amount_fen".into(), std::mem::take(&mut self.amount_fen)));
        columns.push(Column::new("date".into(), std::mem::take(&mut self.date)).cast(&DataType::Date)?);
        columns.push(Column::new("row".into(), std::mem::take(&mut self.row)));
        for (id, mut values) in std::mem::take(&mut self.requirements) {
            values.resize(n, None);
            columns.push(Column::new(format!("standing_{id}").into(), values));
        }
        self.lines = 0;
        DataFrame::new(n, columns)
    }
}

fn days_since_epoch(date: jiff::civil::Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.until(date).map_or(0, |span| span.get_days())
}

/// Writes lines as Parquet parts, month by month.
#[derive(Debug)]
pub struct LedgerWriter {
    folder: PathBuf,
    months: BTreeMap<Month, (Columns, u32)>,
}

impl LedgerWriter {
    /// Parts go below `folder`, which must be new or empty: a part of an earlier run would be counted twice by whoever reads the folder.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn new(folder: &Path) -> Result<Self, LedgerError> {
        std::fs::create_dir_all(folder).map_err(|source| LedgerError::Io {
            path: folder.to_owned(),
            source,
        })?;
        Ok(Self {
            folder: folder.to_owned(),
            months: BTreeMap::new(),
        })
    }

    /// Adds a unit's lines.
    ///
    /// # Errors
    /// A part cannot be written.
    pub fn add(&mut self, unit: &LedgerUnit, lines: &[Line]) -> Result<(), LedgerError> {
        for line in lines {
            let (columns, _) = self.months.entry(line.period).or_default();
            columns.push(unit, line);
            if columns.lines >= PART_LINES {
                self.write_part(line.period)?;
            }
        }
        Ok(())
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// A part cannot be written.
    pub fn finish(mut self) -> Result<(), LedgerError> {
        let months: Vec<Month> = self.months.keys().copied().collect();
        months.into_iter().try_for_each(|m| self.write_part(m))
    }

    fn write_part(&mut self, month: Month) -> Result<(), LedgerError> {
        let Some((columns, part)) = self.months.get_mut(&month).filter(|(c, _)| c.lines > 0) else {
            return Ok(());
        };
        let folder = self
            .folder
            .join(format!("year={:04}", month.year()))
            .join(format!("month={:02}", month.month()));
        let path = folder.join(format!("part-{part:05}.parquet"));
        *part += 1;
        let mut frame = columns.frame()?;
        let io = |source| LedgerError::Io {
            path: path.clone(),
            source,
        };
        std::fs::create_dir_all(&folder).map_err(io)?;
        let file = File::create(&path).map_err(io)?;
        ParquetWriter::new(&file)
            .with_compression(ParquetCompression::Snappy)
            .finish(&mut frame)?;
        file.sync_all().map_err(io)
    }
}

/// Sum of `amount_fen` by `keys` over parts that [`LedgerWriter`] wrote; keys sorted.
///
/// # Errors
/// A part cannot be read, or the sums could leave 64 bits.
pub fn sums(frame: &DataFrame, keys: &[&str]) -> Result<DataFrame, LedgerError> {
    let amounts = frame.column("amount_fen")?.i64()?;
    let largest = amounts.iter().flatten().map(i64::saturating_abs).max().unwrap_or(0).max(1);
    if largest >= LARGEST_AMOUNT.0 || i64::try_from(frame.height()).map_or(true, |n| n.checked_mul(largest).is_none()) {
        return Err(LedgerError::TooLarge {
            lines: frame.height(),
            largest,
        });
    }
    let names: Vec<PlSmallStr> = keys.iter().map(|k| PlSmallStr::from_str(k)).collect();
    #[allow(deprecated)]
    let summed = frame.group_by_stable(names.clone())?.select(["amount_fen"]).sum()?;
    Ok(summed.sort(names, SortMultipleOptions::default())?)
}

/// Reads every part below `folder`, in path order.
///
/// # Errors
/// A part cannot be read.
pub fn read(folder: &Path) -> Result<DataFrame, LedgerError> {
    use polars_io::{SerReader as _, parquet::read::ParquetReader};
    let mut all: Option<DataFrame> = None;
    let parts = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    for part in parts.filter(|p| p.path().extension().is_some_and(|e| e == "parquet")) {
        let file = File::open(part.path()).map_err(|source| LedgerError::Io {
            path: part.path().to_owned(),
            source,
        })?;
        let frame = ParquetReader::new(file).finish()?;
        match &mut all {
            Some(all) => {
                all.vstack_mut(&frame)?;
            }
            None => all = Some(frame),
        }
    }
    Ok(all.unwrap_or_default())
}
