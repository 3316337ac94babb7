//! The flat tables of the region (`--format lines`), in the order of the units whoever was assessed first: each unit's rows wait in a file aside, piece by
//! piece, and are written when all are there, so that memory does not grow with the region.

use std::{
    fs::File,
    io::{Read as _, Seek as _, SeekFrom, Write as _},
    path::Path,
    sync::{Mutex, PoisonError},
};

use csv::{Reader, ReaderBuilder, StringRecord, Writer};
use tempfile::{NamedTempFile, TempPath};

use crate::{
    ledger::{
        parquet::RowGroups,
        table::{self, Value},
    },
    model::{dates::Month, policy_info::PolicyInfo, unit_report::UnitReport},
    publish::build::Build,
    report::flat::{
        Column, FlatTable, Kind,
        csv::{CsvEncoding, CsvTable, yuan},
        xlsx,
    },
    text::catalog::Catalog,
    text::fault::{Fault, Foreign},
};

/// Bytes of a piece; one row may be more.
const PIECE: usize = 1 << 20;

/// Both tables while they fill.
pub(crate) struct FlatTables {
    tables: [(FlatTable, Vec<Column>, Spool); 2],
}

/// How they are written.
#[derive(Clone, Copy)]
pub(crate) struct Writing<'a> {
    pub period: Month,
    pub encoding: CsvEncoding,
    pub catalog: &'a Catalog,
}

/// Rows that wait.
struct Spool {
    path: TempPath,
    pieces: Mutex<Pieces>,
}

struct Pieces {
    file: File,
    /// By unit and number among the unit's own: where a piece stands, and its bytes.
    index: Vec<((usize, u32), u64, u64)>,
    end: u64,
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> Fault {
    Fault::io("file.write", path)
}

impl FlatTables {
    /// Empty ones; their rows wait beside the build.
    pub fn new(build: &Build, policy: &PolicyInfo, catalog: &Catalog) -> Result<Self, Fault> {
        let aside = aside(build);
        let [lines, findings] = FlatTable::ALL.map(|t| Ok::<_, Fault>((t, t.columns(policy, catalog), Spool::new(aside)?)));
        Ok(Self {
            tables: [lines?, findings?],
        })
    }

    /// The rows of the unit of that index; from whatever thread.
    pub fn add(&self, index: usize, unit: &UnitReport, catalog: &Catalog) -> Result<(), Fault> {
        for (table, _, spool) in &self.tables {
            let (mut number, mut rows) = (0, Writer::from_writer(Vec::new()));
            for record in table.records(unit, catalog) {
                rows.write_record(record.iter().map(|text| text.as_bytes()))?;
                if rows.get_ref().len() >= PIECE {
                    spool.add((index, number), &bytes(rows)?)?;
                    (number, rows) = (number + 1, Writer::from_writer(Vec::new()));
                }
            }
            spool.add((index, number), &bytes(rows)?)?;
        }
        Ok(())
    }

    /// Writes every file of both; gives how many characters the encoding does not have.
    pub fn write(&self, build: &Build, how: Writing<'_>) -> Result<u64, Fault> {
        let [lines, findings] = &self.tables;
        let (lines, findings) = rayon::join(|| write(lines, build, how), || write(findings, build, how));
        Ok(lines? + findings?)
    }
}

/// Beside the build in the hidden folder: what a killed run leaves there the next one removes.
fn aside(build: &Build) -> &Path {
    build.path().parent().unwrap_or_else(|| build.path())
}

fn bytes(rows: Writer<Vec<u8>>) -> Result<Vec<u8>, Fault> {
    rows.into_inner()
        .map_err(|e| Fault::stopped("report.write").with("what", "csv").because(Foreign::of(e)))
}

fn write((table, columns, spool): &(FlatTable, Vec<Column>, Spool), build: &Build, how: Writing<'_>) -> Result<u64, Fault> {
    let name = |ending: &str| format!("{}.{ending}", table.name());
    let sheet = format!("flat.sheet.{}", table.name());
    let workbook = || {
        let making = xlsx::Making {
            sheet: how.catalog.get(&sheet),
            period: how.period,
            aside: aside(build),
            rows: xlsx::ROWS,
            catalog: how.catalog,
        };
        build.stream(&name("xlsx"), |to| xlsx::write(columns, spool.rows()?, making, to))
    };
    let csv = || {
        let mut missing = 0;
        build.stream(&name("csv"), |to| {
            let mut table = CsvTable::new(columns, how.encoding, to)?;
            spool.rows()?.try_for_each(|row| table.push(&row?))?;
            missing = table.finish()?;
            Ok::<_, Fault>(())
        })?;
        Ok::<_, Fault>(missing)
    };
    let parquet = || {
        build.stream(&name("parquet"), |to| {
            let mut groups = RowGroups::new(columns.iter().map(|c| (c.name.clone(), kind(c.kind))).collect(), to)?;
            for row in spool.rows()? {
                groups.push(columns.iter().zip(&row?).map(|(column, text)| value(column.kind, text)))?;
            }
            groups.finish()
        })
    };
    let (workbook, (csv, parquet)) = rayon::join(workbook, || rayon::join(csv, parquet));
    workbook.and(parquet)?;
    csv
}

/// A decimal stays the text that it is: exact, and any engine casts it.
fn kind(kind: Kind) -> table::Kind {
    match kind {
        Kind::Day => table::Kind::Day,
        Kind::Whole => table::Kind::Int,
        Kind::Text | Kind::Decimal | Kind::Yuan => table::Kind::Text,
    }
}

fn value(kind: Kind, text: &str) -> Value {
    match kind {
        Kind::Day => Value::from(text.parse::<jiff::civil::Date>().ok()),
        Kind::Whole => Value::Int(text.parse().ok()),
        Kind::Yuan => Value::Text(Some(yuan(text)).filter(|yuan| !yuan.is_empty())),
        Kind::Text | Kind::Decimal => Value::from(Some(text).filter(|text| !text.is_empty())),
    }
}

impl Spool {
    fn new(aside: &Path) -> Result<Self, Fault> {
        let (file, path) = NamedTempFile::new_in(aside).map_err(failed(aside))?.into_parts();
        Ok(Self {
            path,
            pieces: Mutex::new(Pieces {
                file,
                index: Vec::new(),
                end: 0,
            }),
        })
    }

    fn add(&self, place: (usize, u32), rows: &[u8]) -> Result<(), Fault> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
        pieces.file.write_all(rows).map_err(failed(&self.path))?;
        let (from, size) = (pieces.end, rows.len() as u64);
        pieces.index.push((place, from, size));
        pieces.end += size;
        Ok(())
    }

    /// All rows by unit, each unit's in their order.
    fn rows(&self) -> Result<impl Iterator<Item = Result<StringRecord, Fault>>, Fault> {
        let mut index = self.pieces.lock().unwrap_or_else(PoisonError::into_inner).index.clone();
        index.sort_unstable();
        let mut file = File::open(&self.path).map_err(failed(&self.path))?;
        let path = self.path.to_path_buf();
        let read = move |(_, from, size): ((usize, u32), u64, u64)| -> Result<Reader<std::io::Cursor<Vec<u8>>>, Fault> {
            let mut rows = vec![0; usize::try_from(size).unwrap_or(usize::MAX)];
            let read = file.seek(SeekFrom::Start(from)).and_then(|_| file.read_exact(&mut rows));
            read.map_err(failed(&path))?;
            Ok(ReaderBuilder::new().has_headers(false).from_reader(std::io::Cursor::new(rows)))
        };
        let pieces = index.into_iter().map(read);
        Ok(pieces.flat_map(|piece| -> Box<dyn Iterator<Item = Result<StringRecord, Fault>>> {
            match piece {
                Ok(rows) => Box::new(rows.into_records().map(|row| row.map_err(Fault::from))),
                Err(fault) => Box::new(std::iter::once(Err(fault))),
            }
        }))
    }
}
