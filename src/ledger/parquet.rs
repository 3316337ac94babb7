//! Tables as Parquet files, and back: the one file that imports polars. Nothing is computed in a frame.

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

use polars::prelude::*;

use crate::{
    checks::region::{NumberRow, PriceRow},
    ledger::{
        error::{LedgerError, failed},
        table::{Kind, Schema, Table, Values},
    },
};

/// Writes one table as a Parquet file at `path`: aside first, then renamed, so that nobody reads half of it and writing it again changes
/// nothing. Folders are made as needed.
///
/// # Errors
/// The file system or polars refuses.
pub(crate) fn write_table(path: &Path, table: Table) -> Result<(), LedgerError> {
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
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(failed(path))?;
    // Two processes may write the same part at once (a task tried again): each has its own file aside. The name begins with a dot, which
    // Spark and DuckDB's `*.parquet` pass over.
    let aside = folder.join(format!(".{}-{}.tmp", std::process::id(), ASIDE.fetch_add(1, Ordering::Relaxed)));
    let mut write = || -> Result<(), LedgerError> {
        // polars writes a value at a time: some 7,000 calls of the system for a part of 120 lines.
        let mut to = BufWriter::with_capacity(1 << 16, File::create(&aside).map_err(failed(path))?);
        ParquetWriter::new(&mut to)
            .with_compression(ParquetCompression::Snappy)
            .finish(&mut frame)?;
        to.flush().map_err(failed(path))?;
        std::fs::rename(&aside, path).map_err(failed(path))
    };
    write().inspect_err(|_| drop(std::fs::remove_file(&aside)))
}

/// Reads the columns of `schema` from a Parquet file.
///
/// # Errors
/// The file cannot be read, or lacks one of the columns.
pub(crate) fn read_table(path: &Path, schema: Schema) -> Result<Table, LedgerError> {
    let file = File::open(path).map_err(failed(path))?;
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

/// The rows by key, those of one key beside each other in the order of `rest`. One column is sorted as a whole: four at once took ten times as long.
fn by_key<R: Copy, O: Ord>(rows: &[R], key: impl Fn(&R) -> u64, rest: impl Fn(&R) -> O) -> Vec<R> {
    let keys: Vec<u64> = rows.iter().map(key).collect();
    let order = UInt64Chunked::from_vec("key".into(), keys.clone()).arg_sort(SortOptions::default());
    let order: Vec<usize> = order.iter().flatten().map(|at| at as usize).collect();
    let mut sorted: Vec<R> = Vec::with_capacity(rows.len());
    for same in order.chunk_by(|a, b| keys[*a] == keys[*b]) {
        let from = sorted.len();
        sorted.extend(same.iter().map(|at| rows[*at]));
        sorted[from..].sort_unstable_by_key(&rest);
    }
    sorted
}

/// Numbers that lines of two or more units bear: `(unit, line)` of each, sorted; the groups in the order of their first line.
pub(crate) fn numbers_of_several_units(rows: &[NumberRow]) -> Vec<Vec<(u32, u32)>> {
    let rows = perhaps_repeated(rows);
    let sorted = by_key(&rows, |r| r.number.0, |r| (r.number.1, r.unit, r.line));
    let groups = sorted.chunk_by(|a, b| a.number == b.number);
    let several = groups.filter(|g| g.first().map(|r| r.unit) != g.last().map(|r| r.unit));
    let mut out: Vec<Vec<(u32, u32)>> = several.map(|g| g.iter().map(|r| (r.unit, r.line)).collect()).collect();
    // Hashes must not decide the order of a report.
    out.sort();
    out
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
pub(crate) fn each_goods(rows: &[PriceRow], visit: impl FnMut(&[PriceRow])) {
    let sorted = by_key(rows, |r| r.goods.0, |r| (r.month, r.goods.1, r.unit));
    sorted.chunk_by(|a, b| (a.month, a.goods) == (b.month, b.goods)).for_each(visit);
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
        let groups = numbers_of_several_units(&rows);
        assert_eq!(groups, [vec![(0, 3), (1, 1)], vec![(1, 4), (1, 5), (2, 0)]]);
        assert!(numbers_of_several_units(&[]).is_empty());
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
        assert_eq!(numbers_of_several_units(&rows), [vec![(0, 0), (9_999, 0)]]);
        let spread: Vec<NumberRow> = rows
            .iter()
            .map(|r| NumberRow {
                number: (r.number.0.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31), 0),
                ..*r
            })
            .collect();
        assert_eq!(numbers_of_several_units(&spread), [vec![(0, 0), (9_999, 0)]]);
        let left = perhaps_repeated(&spread).len();
        assert!((2..5_000).contains(&left), "{left}");
    }
}
