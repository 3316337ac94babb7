//! The ledger as columns: normalised lines of all units as a polars frame, and as Parquet. The one file that imports polars.
//!
//! In: tables that `batch::lake` fills (docs/ledger.md has their columns). Out: Parquet files, each written aside and renamed, and group sums
//! for cross-unit questions. Amounts are INT64 fen; ratios are never divided here. polars sums wrap silently in release builds, so
//! [`sums`] refuses frames whose sums could leave `i64`.

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use polars_core::prelude::*;
use polars_io::parquet::write::{ParquetCompression, ParquetWriter};

use crate::{
    ledger::table::{Kind, Schema, Table, Values},
    model::money::LARGEST_AMOUNT,
};

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

/// Writes one table as a Parquet file at `path`: aside first, then renamed, so that nobody reads half of it and writing it again changes
/// nothing. Folders are made as needed.
///
/// # Errors
/// The file system or polars refuses.
pub fn write_table(path: &Path, table: Table) -> Result<(), LedgerError> {
    static ASIDE: AtomicU64 = AtomicU64::new(0);
    let rows = table.rows();
    let columns = table
        .into_columns()
        .map(|(name, values)| {
            Ok(match values {
                Values::Text(v) => Column::new(name.into(), v),
                Values::Int(v) => Column::new(name.into(), v),
                Values::Day(v) => Column::new(name.into(), v).cast(&DataType::Date)?,
            })
        })
        .collect::<PolarsResult<Vec<Column>>>()?;
    let mut frame = DataFrame::new(rows, columns)?;
    let io = |source| LedgerError::Io {
        path: path.to_owned(),
        source,
    };
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(io)?;
    // Two processes may write the same part at once (a task tried again): each has its own file aside. The name begins with a dot, which
    // Spark and DuckDB's `*.parquet` pass over.
    let aside = folder.join(format!(".{}-{}.tmp", std::process::id(), ASIDE.fetch_add(1, Ordering::Relaxed)));
    let mut write = || -> Result<(), LedgerError> {
        // polars writes a value at a time: some 7,000 calls of the system for a part of 120 lines.
        let mut to = BufWriter::with_capacity(1 << 16, File::create(&aside).map_err(io)?);
        ParquetWriter::new(&mut to)
            .with_compression(ParquetCompression::Snappy)
            .finish(&mut frame)?;
        to.flush().map_err(io)?;
        std::fs::rename(&aside, path).map_err(io)
    };
    write().inspect_err(|_| drop(std::fs::remove_file(&aside)))
}

/// Reads the columns of `schema` from a Parquet file.
///
/// # Errors
/// The file cannot be read, or lacks one of the columns.
pub fn read_table(path: &Path, schema: Schema) -> Result<Table, LedgerError> {
    use polars_io::{SerReader as _, parquet::read::ParquetReader};
    let file = File::open(path).map_err(|source| LedgerError::Io {
        path: path.to_owned(),
        source,
    })?;
    let names: Vec<String> = schema.iter().map(|(n, _)| (*n).to_owned()).collect();
    let frame = ParquetReader::new(file).with_columns(Some(names)).finish()?;
    let columns = schema
        .iter()
        .map(|(name, kind)| {
            let column = frame.column(name)?;
            Ok(match kind {
                Kind::Text => Values::Text(column.str()?.iter().map(|v| v.map(str::to_owned)).collect()),
                Kind::Int => Values::Int(column.i64()?.iter().collect()),
                Kind::Day => Values::Day(column.cast(&DataType::Int32)?.i32()?.iter().collect()),
            })
        })
        .collect::<PolarsResult<Vec<Values>>>()?;
    Table::of(schema, columns).ok_or_else(|| LedgerError::Frame(polars_err!(ComputeError: "{}: columns do not fit", path.display())))
}

/// Sum of `amount_fen` by `keys` over parts of the ledger's lines; keys sorted.
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
