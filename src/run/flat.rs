//! The flat tables of the region (`--format lines`), in the order of the units whoever was assessed first: each unit's rows wait in a file aside, piece by
//! piece, as CSV, until those of all units before it are written, so that memory does not grow with the region. They are written while units are still
//! assessed.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{ErrorKind, Read as _, Seek as _, SeekFrom, Write as _},
    path::Path,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

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
    text::fault::Fault,
};

/// Bytes of a piece, and of what is written at once; one row may be more.
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
    waiting: Mutex<Waiting>,
    /// One more unit is there, or none will come.
    more: Condvar,
}

struct Waiting {
    file: File,
    end: u64,
    /// By unit, those that are whole.
    units: BTreeMap<usize, Vec<Piece>>,
    closed: bool,
}

/// Some rows of a unit.
#[derive(Clone, Copy)]
struct Piece {
    /// Where they stand, and their bytes.
    plain: (u64, u64),
    /// The same of what a CSV may hold of them.
    safe: (u64, u64),
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> Fault {
    Fault::io("file.write", path)
}

/// No more rows come, however the work that gives them ended.
struct Closing<'a>(&'a FlatTables);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        for (_, _, spool) in &self.0.tables {
            spool.lock().closed = true;
            spool.more.notify_all();
        }
    }
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
            let (mut pieces, mut rows) = (Vec::new(), Rows::new(columns));
            for record in table.records(unit, catalog) {
                rows.push(&record)?;
                if rows.len() >= PIECE {
                    pieces.push(spool.put(std::mem::replace(&mut rows, Rows::new(columns)))?);
                }
            }
            pieces.push(spool.put(rows)?);
            spool.lock().units.insert(index, pieces);
            spool.more.notify_all();
        }
        Ok(())
    }

    /// Writes every file of both while `work` adds units, from the first on; gives how many characters the encoding does not have. Where the work fails
    /// the files are of no use.
    pub fn write_beside<T>(&self, build: &Build, how: Writing<'_>, work: impl FnOnce() -> Result<T, Fault>) -> Result<(T, u64), Fault> {
        thread::scope(|scope| {
            let writers = self.tables.each_ref().map(|table| scope.spawn(move || write(table, build, how)));
            let closing = Closing(self);
            let made = work();
            drop(closing);
            let written = writers.map(|writer| writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            let made = made?;
            let [lines, findings] = written;
            Ok((made, lines? + findings?))
        })
    }
}

/// Beside the build in the hidden folder: what a killed run leaves there the next one removes.
fn aside(build: &Build) -> &Path {
    build.path().parent().unwrap_or_else(|| build.path())
}

fn write((table, columns, spool): &(FlatTable, Vec<Column>, Spool), build: &Build, how: Writing<'_>) -> Result<u64, Fault> {
    let name = |ending: &str| format!("{}.{ending}", table.name());
    let sheet = format!("flat.sheet.{}", table.name());
    let making = xlsx::Making {
        sheet: how.catalog.get(&sheet),
        period: how.period,
        aside: aside(build),
        rows: xlsx::ROWS,
        catalog: how.catalog,
    };
    let schema = columns.iter().map(|c| (c.name.clone(), kind(c.kind))).collect();
    let mut missing = 0;
    build.stream(&name("csv"), |csv| {
        let mut csv = CsvFile::new(columns, how.encoding, csv)?;
        build.stream(&name("parquet"), |parquet| {
            let mut groups = RowGroups::new(schema, parquet)?;
            build.stream(&name("xlsx"), |workbook| {
                let rows = |act: &mut xlsx::Act<'_>| {
                    spool.follow(|plain, safe| {
                        csv.write(safe)?;
                        each(plain, |row| groups.push(row.iter()).and_then(|()| act(row)))
                    })
                };
                xlsx::write(columns, rows, making, workbook)
            })?;
            groups.finish()
        })?;
        missing = csv.missing;
        Ok::<_, Fault>(())
    })?;
    Ok(missing)
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
            waiting: Mutex::new(Waiting {
                file,
                end: 0,
                units: BTreeMap::new(),
                closed: false,
            }),
            more: Condvar::new(),
        })
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, rows: Rows<'_>) -> Result<Piece, Fault> {
        let (plain, safe) = rows.finish()?;
        let mut waiting = self.lock();
        let mut put = |rows: &[u8]| {
            waiting.file.write_all(rows).map_err(failed(&self.path))?;
            let at = (waiting.end, rows.len() as u64);
            waiting.end += at.1;
            Ok::<_, Fault>(at)
        };
        let plain = put(&plain)?;
        let safe = safe.map_or(Ok(plain), |safe| put(&safe))?;
        Ok(Piece { plain, safe })
    }

    /// The pieces of a unit as soon as it is there; nothing where it does not come any more.
    fn take(&self, unit: usize) -> Option<Vec<Piece>> {
        let mut waiting = self.lock();
        loop {
            match waiting.units.remove(&unit) {
                None if !waiting.closed => waiting = self.more.wait(waiting).unwrap_or_else(PoisonError::into_inner),
                pieces => return pieces,
            }
        }
    }

    /// All rows by unit, each unit's in their order, some at a time: as they are, and as a CSV may hold them.
    fn follow(&self, mut act: impl FnMut(&[u8], &[u8]) -> Result<(), Fault>) -> Result<(), Fault> {
        let mut file = File::open(&self.path).map_err(failed(&self.path))?;
        let mut read = |(from, size): (u64, u64), rows: &mut Vec<u8>| {
            let read = file
                .seek(SeekFrom::Start(from))
                .and_then(|_| (&mut file).take(size).read_to_end(rows));
            let all = read.and_then(|bytes| {
                if bytes as u64 == size {
                    Ok(())
                } else {
                    Err(ErrorKind::UnexpectedEof.into())
                }
            });
            all.map_err(failed(&self.path))
        };
        let (mut plain, mut safe) = (Vec::new(), Vec::new());
        for piece in (0..).map_while(|unit| self.take(unit)).flatten() {
            let before = plain.len();
            read(piece.plain, &mut plain)?;
            if piece.safe == piece.plain {
                safe.extend_from_slice(&plain[before..]);
            } else {
                read(piece.safe, &mut safe)?;
            }
            if plain.len() >= PIECE {
                act(&plain, &safe)?;
                plain.clear();
                safe.clear();
            }
        }
        act(&plain, &safe)
    }
}
