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
    checks::region::{NumberRow, PriceRow},
    money::LARGEST_AMOUNT,
    table::{Kind, Schema, Table, Values},
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

/// The rows' places sorted by the columns, so that equal keys stand together.
fn order_of(columns: Vec<Column>, rows: usize) -> Result<Vec<u32>, LedgerError> {
    let names: Vec<PlSmallStr> = columns.iter().map(|c| c.name().clone()).collect();
    let place: Vec<u32> = (0..u32::try_from(rows).unwrap_or(u32::MAX)).collect();
    let mut columns = columns;
    columns.push(Column::new("place".into(), place));
    let sorted = DataFrame::new(rows, columns)?.sort(names, SortMultipleOptions::default().with_maintain_order(true))?;
    Ok(sorted.column("place")?.u32()?.iter().flatten().collect())
}

/// Numbers that lines of two or more units bear: `(unit, line)` of each, sorted; the groups in the order of their first line.
///
/// # Errors
/// The columns cannot be sorted.
pub fn numbers_of_several_units(rows: &[NumberRow]) -> Result<Vec<Vec<(u32, u32)>>, LedgerError> {
    let rows = perhaps_repeated(rows);
    let digest = |name: &str, f: fn(&NumberRow) -> u64| Column::new(name.into(), rows.iter().map(f).collect::<Vec<u64>>());
    let place = |name: &str, f: fn(&NumberRow) -> u32| Column::new(name.into(), rows.iter().map(f).collect::<Vec<u32>>());
    let columns = vec![
        digest("a", |r| r.number.0),
        digest("b", |r| r.number.1),
        place("unit", |r| r.unit),
        place("line", |r| r.line),
    ];
    let order = order_of(columns, rows.len())?;
    let at = |i: usize| &rows[order[i] as usize];
    let mut out = Vec::new();
    let mut from = 0;
    while from < order.len() {
        let mut to = from + 1;
        while to < order.len() && at(to).number == at(from).number {
            to += 1;
        }
        if at(from).unit != at(to - 1).unit {
            out.push((from..to).map(|i| (at(i).unit, at(i).line)).collect::<Vec<_>>());
        }
        from = to;
    }
    // Hashes must not decide the order of a report.
    out.sort();
    Ok(out)
}

/// The rows but for numbers that certainly stand once, as nearly all do: sorting those took a twentieth of a run. A sieve of bits tells: a number
/// alone in its place stands once; what shares a place, repeated or not, stays.
fn perhaps_repeated(rows: &[NumberRow]) -> Vec<NumberRow> {
    const PLACES_A_ROW: usize = 8;
    let places = rows.len().saturating_mul(PLACES_A_ROW).next_power_of_two().max(64);
    let place = |row: &NumberRow| {
        let place = usize::try_from(row.number.0 & (places as u64 - 1)).unwrap_or_default();
        (place / 64, 1_u64 << (place % 64))
    };
    let (mut once, mut again) = (vec![0_u64; places / 64], vec![0_u64; places / 64]);
    for row in rows {
        let (word, bit) = place(row);
        again[word] |= once[word] & bit;
        once[word] |= bit;
    }
    let shared = |row: &&NumberRow| {
        let (word, bit) = place(row);
        again[word] & bit != 0
    };
    rows.iter().filter(shared).copied().collect()
}

/// Walks over the rows of the same goods in the same month, each group in the order of units.
///
/// # Errors
/// The columns cannot be sorted.
pub fn each_goods(rows: &[PriceRow], mut visit: impl FnMut(&[PriceRow])) -> Result<(), LedgerError> {
    let digest = |name: &str, f: fn(&PriceRow) -> u64| Column::new(name.into(), rows.iter().map(f).collect::<Vec<u64>>());
    let columns = vec![
        Column::new("month".into(), rows.iter().map(|r| r.month).collect::<Vec<i32>>()),
        digest("a", |r| r.goods.0),
        digest("b", |r| r.goods.1),
        Column::new("unit".into(), rows.iter().map(|r| r.unit).collect::<Vec<u32>>()),
    ];
    let order = order_of(columns, rows.len())?;
    let mut group: Vec<PriceRow> = Vec::new();
    for row in order.into_iter().map(|i| rows[i as usize]) {
        if group.first().is_some_and(|g| g.goods != row.goods || g.month != row.month) {
            visit(&group);
            group.clear();
        }
        group.push(row);
    }
    if !group.is_empty() {
        visit(&group);
    }
    Ok(())
}

#[cfg(test)]
mod cross_tests {
    use super::*;

    #[test]
    fn only_numbers_of_several_units_are_grouped() {
        let row = |unit, line, n| NumberRow {
            unit,
            line,
            number: (n, n),
        };
        let rows = [
            row(2, 0, 9),
            row(0, 3, 7),
            row(1, 1, 7),
            row(0, 1, 8),
            row(0, 2, 8),
            row(1, 5, 9),
            row(1, 4, 9),
        ];
        let groups = numbers_of_several_units(&rows).unwrap();
        assert_eq!(groups, [vec![(0, 3), (1, 1)], vec![(1, 4), (1, 5), (2, 0)]]);
        assert!(numbers_of_several_units(&[]).unwrap().is_empty());
    }

    #[test]
    fn among_many_numbers_that_stand_once_the_repeated_are_found() {
        // Numbers that share their low bits share a place of the sieve, and are still told apart.
        let number = |n: u32| u64::from(n) << 20;
        let rows: Vec<NumberRow> = (0..10_000_u32)
            .map(|n| NumberRow {
                unit: n,
                line: 0,
                number: (number(n % 9_999), 0),
            })
            .collect();
        assert_eq!(numbers_of_several_units(&rows).unwrap(), [vec![(0, 0), (9_999, 0)]]);
        let spread: Vec<NumberRow> = rows
            .iter()
            .map(|r| NumberRow {
                number: (r.number.0.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31), 0),
                ..*r
            })
            .collect();
        assert_eq!(numbers_of_several_units(&spread).unwrap(), [vec![(0, 0), (9_999, 0)]]);
        let left = perhaps_repeated(&spread).len();
        assert!((2..5_000).contains(&left), "{left}");
    }
}
