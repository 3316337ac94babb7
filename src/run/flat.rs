//! The flat tables of the region (`--format lines`), in the order of the units whoever was assessed first: each unit's rows wait in a file aside, piece by
//! piece, as CSV, and are written when all are there, so that memory does not grow with the region.

use std::{
    fs::File,
    io::{Read as _, Seek as _, SeekFrom, Write as _},
    path::Path,
    sync::{Mutex, PoisonError},
};

use csv::StringRecord;
use tempfile::{NamedTempFile, TempPath};

use crate::{
    ledger::{parquet::RowGroups, table},
    model::{dates::Month, policy_info::PolicyInfo, unit_report::UnitReport},
    publish::build::Build,
    report::flat::{
        Column, FlatTable, Kind,
        csv::{CsvEncoding, CsvFile, Rows, each},
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
    index: Vec<Piece>,
    end: u64,
}

/// Some rows of a unit.
#[derive(Clone, Copy)]
struct Piece {
    /// The unit, and the number among its own.
    place: (usize, u32),
    /// Where they stand, and their bytes.
    plain: (u64, u64),
    /// The same of what a CSV may hold of them.
    safe: (u64, u64),
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
        for (table, columns, spool) in &self.tables {
            let (mut number, mut rows) = (0, Rows::new(columns));
            for record in table.records(unit, catalog) {
                rows.push(&record)?;
                if rows.len() >= PIECE {
                    spool.add((index, number), std::mem::replace(&mut rows, Rows::new(columns)))?;
                    number += 1;
                }
            }
            spool.add((index, number), rows)?;
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
        build.stream(&name("xlsx"), |to| xlsx::write(columns, |act| spool.rows(act), making, to))
    };
    let csv = || {
        let mut missing = 0;
        build.stream(&name("csv"), |to| {
            let mut file = CsvFile::new(columns, how.encoding, to)?;
            spool.pieces(|piece| piece.safe, |rows| file.write(rows))?;
            missing = file.missing;
            Ok::<_, Fault>(())
        })?;
        Ok::<_, Fault>(missing)
    };
    let parquet = || {
        build.stream(&name("parquet"), |to| {
            let mut groups = RowGroups::new(columns.iter().map(|c| (c.name.clone(), kind(c.kind))).collect(), to)?;
            spool.rows(&mut |row| groups.push(row.iter()))?;
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

    fn add(&self, place: (usize, u32), rows: Rows<'_>) -> Result<(), Fault> {
        let (plain, safe) = rows.finish()?;
        if plain.is_empty() {
            return Ok(());
        }
        let mut pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
        let mut put = |text: &str| {
            pieces.file.write_all(text.as_bytes()).map_err(failed(&self.path))?;
            let at = (pieces.end, text.len() as u64);
            pieces.end += at.1;
            Ok::<_, Fault>(at)
        };
        let plain = put(&plain)?;
        let safe = safe.map_or(Ok(plain), |safe| put(&safe))?;
        pieces.index.push(Piece { place, plain, safe });
        Ok(())
    }

    /// All pieces by unit, each unit's in their order.
    fn pieces(&self, part: fn(&Piece) -> (u64, u64), mut act: impl FnMut(&str) -> Result<(), Fault>) -> Result<(), Fault> {
        let mut index = self.pieces.lock().unwrap_or_else(PoisonError::into_inner).index.clone();
        index.sort_unstable_by_key(|piece| piece.place);
        let mut file = File::open(&self.path).map_err(failed(&self.path))?;
        for (from, size) in index.iter().map(part) {
            let mut rows = vec![0; usize::try_from(size).unwrap_or(usize::MAX)];
            let read = file.seek(SeekFrom::Start(from)).and_then(|_| file.read_exact(&mut rows));
            read.map_err(failed(&self.path))?;
            let rows = String::from_utf8(rows).map_err(|e| Fault::stopped("report.write").with("what", "csv").because(Foreign::of(e)))?;
            act(&rows)?;
        }
        Ok(())
    }

    fn rows(&self, act: &mut dyn FnMut(&StringRecord) -> Result<(), Fault>) -> Result<(), Fault> {
        self.pieces(|piece| piece.plain, |rows| each(rows, &mut *act))
    }
}
