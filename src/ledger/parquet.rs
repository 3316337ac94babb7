//! Tables as Parquet files, and back: the one file of the room that imports polars. Nothing is computed in a frame.

use std::{
    fs::File,
    io::{BufWriter, Write},
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
    let columns = table.into_columns().map(|(name, kind, values)| column(name, kind, values));
    let columns = columns.collect::<PolarsResult<Vec<Column>>>()?;
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

fn column(name: &str, kind: Kind, values: Vec<Value>) -> PolarsResult<Column> {
    let values = values.into_iter();
    Ok(match kind {
        Kind::Text => Column::new(name.into(), values.map(Value::into_text).collect::<Vec<_>>()),
        Kind::Int => Column::new(name.into(), values.map(Value::into_int).collect::<Vec<_>>()),
        Kind::Day => {
            let days = values.map(Value::into_day).collect::<Vec<_>>();
            Column::new(name.into(), days).cast(&DataType::Date)?
        }
    })
}

/// Rows of a group: of some forty columns they take about 30 MB.
const ROWS: usize = 16_384;

/// A Parquet file of any length, written a group of rows at a time.
pub(crate) struct RowGroups<W: Write> {
    schema: Vec<(String, Kind)>,
    columns: Vec<Vec<Value>>,
    to: BatchedWriter<W>,
}

impl<W: Write> RowGroups<W> {
    /// Without rows; the names of the columns differ.
    pub fn new(schema: Vec<(String, Kind)>, to: W) -> Result<Self, Fault> {
        let empty = schema.iter().map(|(name, kind)| column(name, *kind, Vec::new()));
        let frame = DataFrame::new(0, empty.collect::<PolarsResult<_>>()?)?;
        let writer = ParquetWriter::new(to).with_compression(ParquetCompression::Snappy);
        Ok(Self {
            columns: vec![Vec::new(); schema.len()],
            schema,
            to: writer.batched(frame.schema())?,
        })
    }

    /// Adds a row, in the order of the columns.
    pub fn push(&mut self, row: impl Iterator<Item = Value>) -> Result<(), Fault> {
        for (column, value) in self.columns.iter_mut().zip(row) {
            column.push(value);
        }
        if self.columns.first().is_some_and(|column| column.len() == ROWS) {
            self.write_group()?;
        }
        Ok(())
    }

    /// The rest, and the end of the file.
    pub fn finish(mut self) -> Result<(), Fault> {
        self.write_group()?;
        self.to.finish()?;
        Ok(())
    }

    fn write_group(&mut self) -> Result<(), Fault> {
        let columns = self.schema.iter().zip(&mut self.columns);
        let columns = columns.map(|((name, kind), values)| column(name, *kind, std::mem::take(values)));
        let columns = columns.collect::<PolarsResult<Vec<Column>>>()?;
        let rows = columns.first().map_or(0, Column::len);
        if rows > 0 {
            self.to.write_batch(&DataFrame::new(rows, columns)?)?;
        }
        Ok(())
    }
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
