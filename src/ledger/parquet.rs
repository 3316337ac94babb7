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
    text::{Fault, Foreign},
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

/// A column of a group of rows.
enum Building {
    Text(StringChunkedBuilder),
    Int(Vec<Option<i64>>),
    Day(Vec<Option<i32>>),
}

impl Building {
    fn new(name: &str, kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(StringChunkedBuilder::new(name.into(), ROWS)),
            Kind::Int => Self::Int(Vec::with_capacity(ROWS)),
            Kind::Day => Self::Day(Vec::with_capacity(ROWS)),
        }
    }

    /// What the text says; nothing for an empty one and for one that is of another kind.
    fn push(&mut self, text: &str) {
        match self {
            Self::Text(values) => values.append_option(Some(text).filter(|text| !text.is_empty())),
            Self::Int(values) => values.push(text.parse().ok()),
            Self::Day(values) => values.push(Value::from(text.parse::<jiff::civil::Date>().ok()).into_day()),
        }
    }

    fn finish(self, name: &str) -> PolarsResult<Column> {
        Ok(match self {
            Self::Text(values) => values.finish().into_series().into(),
            Self::Int(values) => Column::new(name.into(), values),
            Self::Day(values) => Column::new(name.into(), values).cast(&DataType::Date)?,
        })
    }
}

/// A Parquet file of any length, written a group of rows at a time.
pub(crate) struct RowGroups<W: Write> {
    schema: Vec<(String, Kind)>,
    columns: Vec<Building>,
    rows: usize,
    to: BatchedWriter<W>,
}

fn building(schema: &[(String, Kind)]) -> Vec<Building> {
    schema.iter().map(|(name, kind)| Building::new(name, *kind)).collect()
}

fn frame(schema: &[(String, Kind)], columns: Vec<Building>, rows: usize) -> PolarsResult<DataFrame> {
    let columns = schema.iter().zip(columns).map(|((name, _), column)| column.finish(name));
    DataFrame::new(rows, columns.collect::<PolarsResult<_>>()?)
}

impl<W: Write> RowGroups<W> {
    /// Without rows; the names of the columns differ.
    pub fn new(schema: Vec<(String, Kind)>, to: W) -> Result<Self, Fault> {
        let empty = frame(&schema, building(&schema), 0)?;
        // Whoever writes it has a thread for it; a pool of polars would take the others' cores and memory of its own.
        let writer = ParquetWriter::new(to)
            .with_compression(ParquetCompression::Snappy)
            .set_parallel(false);
        Ok(Self {
            columns: building(&schema),
            schema,
            rows: 0,
            to: writer.batched(empty.schema())?,
        })
    }

    /// Adds a row of texts, in the order of the columns.
    pub fn push<'t>(&mut self, row: impl Iterator<Item = &'t str>) -> Result<(), Fault> {
        self.columns.iter_mut().zip(row).for_each(|(column, text)| column.push(text));
        self.rows += 1;
        if self.rows == ROWS { self.write_group() } else { Ok(()) }
    }

    /// The rest, and the end of the file.
    pub fn finish(mut self) -> Result<(), Fault> {
        self.write_group()?;
        self.to.finish()?;
        Ok(())
    }

    fn write_group(&mut self) -> Result<(), Fault> {
        let columns = std::mem::replace(&mut self.columns, building(&self.schema));
        let rows = std::mem::take(&mut self.rows);
        if rows > 0 {
            self.to.write_batch(&frame(&self.schema, columns, rows)?)?;
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
