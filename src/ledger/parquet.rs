//! Tables as Parquet files, and back: the one file of the room that imports polars. Nothing is computed in a frame.

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

use polars::prelude::*;

use crate::{
    ledger::table::{Kind, Schema, Table, Value},
    text::fault::{Fault, Foreign},
};

impl From<PolarsError> for Fault {
    fn from(error: PolarsError) -> Self {
        Self::stopped("ledger.frame").because(Foreign::of(error))
    }
}

/// Writes one table as a Parquet file at `path`: aside first, then renamed, so that nobody reads half of it and writing it again changes
/// nothing. Folders are made as needed.
pub(crate) fn write_table(path: &Path, table: Table) -> Result<(), Fault> {
    static ASIDE: AtomicU64 = AtomicU64::new(0);
    let rows = table.rows();
    let columns = table
        .into_columns()
        .map(|(name, kind, values)| {
            let values = values.into_iter();
            Ok(match kind {
                Kind::Text => Column::new(name.into(), values.map(Value::into_text).collect::<Vec<_>>()),
                Kind::Int => Column::new(name.into(), values.map(Value::into_int).collect::<Vec<_>>()),
                Kind::Day => {
                    let days = values.map(Value::into_day).collect::<Vec<_>>();
                    Column::new(name.into(), days).cast(&DataType::Date)?
                }
            })
        })
        .collect::<PolarsResult<Vec<Column>>>()?;
    let mut frame = DataFrame::new(rows, columns)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(Fault::io("file.use", path))?;
    // Two processes may write the same part at once (a task tried again): each has its own file aside. The name begins with a dot, which
    // Spark and DuckDB's `*.parquet` pass over.
    let aside = folder.join(format!(".{}-{}.tmp", std::process::id(), ASIDE.fetch_add(1, Ordering::Relaxed)));
    let mut write = || -> Result<(), Fault> {
        // polars writes a value at a time: some 7,000 calls of the system for a part of 120 lines.
        let mut to = BufWriter::with_capacity(1 << 16, File::create(&aside).map_err(Fault::io("file.use", path))?);
        ParquetWriter::new(&mut to)
            .with_compression(ParquetCompression::Snappy)
            .finish(&mut frame)?;
        to.flush().map_err(Fault::io("file.use", path))?;
        std::fs::rename(&aside, path).map_err(Fault::io("file.use", path))
    };
    write().inspect_err(|_| drop(std::fs::remove_file(&aside)))
}

/// Reads the columns of `schema` from a Parquet file.
pub(crate) fn read_table(path: &Path, schema: Schema) -> Result<Table, Fault> {
    let file = File::open(path).map_err(Fault::io("file.use", path))?;
    let names: Vec<String> = schema.iter().map(|(n, _)| (*n).to_owned()).collect();
    let frame = ParquetReader::new(file).with_columns(Some(names)).finish()?;
    let columns = schema
        .iter()
        .map(|(name, kind)| {
            let column = frame.column(name)?;
            Ok(match kind {
                Kind::Text => column.str()?.iter().map(Value::from).collect(),
                Kind::Int => column.i64()?.iter().map(Value::Int).collect(),
                Kind::Day => column.cast(&DataType::Int32)?.i32()?.iter().map(Value::Day).collect(),
            })
        })
        .collect::<PolarsResult<Vec<Vec<Value>>>>()?;
    Ok(Table::of(schema, columns))
}
