//! The flat tables of the region (`--format lines`), in the order of the units whoever was assessed first: each unit's rows wait, piece by piece, until those
//! of all units before it are written; in a file aside where they are many, so that memory does not grow with the region. They are written while units are
//! still assessed, and finished while the region's reports are made.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _},
    mem,
    path::Path,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

use tempfile::{NamedTempFile, TempPath};

use crate::{
    ledger::{parquet::RowGroups, table},
    model::{Month, PolicyInfo, UnitReport},
    publish::build::Build,
    report::flat::{
        Column, FlatTable, Kind, Rows,
        csv::{CsvEncoding, CsvFile},
        xlsx,
    },
    text::{Catalog, Fault},
};

/// Bytes of a piece, one row may be more; and of what whoever writes the tables is woken for.
const PIECE: usize = 1 << 20;

/// Bytes of a table that wait in memory.
const HELD: usize = 4 << 20;

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
    /// Bytes in memory, and in the file.
    held: usize,
    file: File,
    end: u64,
    /// By unit, those that are whole.
    units: BTreeMap<usize, Vec<Piece>>,
    closed: bool,
}

/// Some rows of a unit.
enum Piece {
    Held(Rows),
    /// In the file, from there, so many bytes.
    Aside(u64, u64),
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> Fault {
    Fault::io("file.write", path)
}

/// No more rows come, however the work that gives them ended.
struct Closing<'a>(&'a FlatTables);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.close();
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
        for (table, _, spool) in &self.tables {
            let (mut pieces, mut rows) = (Vec::new(), Rows::default());
            table.add(unit, catalog, &mut rows, &mut |rows| {
                if rows.len() >= PIECE {
                    pieces.push(spool.put(mem::take(rows))?);
                }
                Ok(())
            })?;
            pieces.push(spool.put(rows)?);
            spool.add(index, pieces);
        }
        Ok(())
    }

    /// All units are in.
    pub fn close(&self) {
        for (_, _, spool) in &self.tables {
            spool.lock().closed = true;
            spool.more.notify_all();
        }
    }

    /// Writes every file of both while `work` adds units, from the first on, closes both and goes on with what else there is to do; gives how many
    /// characters the encoding does not have. Where the work fails the files are of no use.
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
                    spool.follow(|rows| {
                        csv.write(rows)?;
                        rows.each(columns.len(), |row| groups.push(row.iter().copied()).and_then(|()| act(row)))
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
                held: 0,
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

    fn put(&self, rows: Rows) -> Result<Piece, Fault> {
        let mut waiting = self.lock();
        if waiting.held < HELD {
            waiting.held += rows.len();
            return Ok(Piece::Held(rows));
        }
        drop(waiting);
        let bytes = rows.to_bytes();
        let (mut waiting, size) = (self.lock(), bytes.len() as u64);
        waiting.file.write_all(&bytes).map_err(failed(&self.path))?;
        waiting.end += size;
        Ok(Piece::Aside(waiting.end - size, size))
    }

    /// A unit's pieces are all there.
    fn add(&self, unit: usize, pieces: Vec<Piece>) {
        let mut waiting = self.lock();
        waiting.units.insert(unit, pieces);
        if waiting.held >= PIECE {
            self.more.notify_all();
        }
    }

    /// The pieces of each unit from that one on that is there, once there are many; nothing when no more come.
    fn take(&self, next: usize) -> Vec<Vec<Piece>> {
        let few = |waiting: &mut Waiting| !waiting.closed && (waiting.held < PIECE || !waiting.units.contains_key(&next));
        let waiting = self.more.wait_while(self.lock(), few);
        let mut waiting = waiting.unwrap_or_else(PoisonError::into_inner);
        let units: Vec<Vec<Piece>> = (next..).map_while(|unit| waiting.units.remove(&unit)).collect();
        let held = units.iter().flatten().map(|piece| match piece {
            Piece::Held(rows) => rows.len(),
            Piece::Aside(..) => 0,
        });
        waiting.held -= held.sum::<usize>();
        units
    }

    /// All rows by unit, each unit's in their order, some at a time.
    fn follow(&self, mut act: impl FnMut(&Rows) -> Result<(), Fault>) -> Result<(), Fault> {
        let mut file = File::open(&self.path).map_err(failed(&self.path))?;
        let mut next = 0;
        loop {
            let units = self.take(next);
            if units.is_empty() {
                return Ok(());
            }
            next += units.len();
            for piece in units.into_iter().flatten() {
                match piece {
                    Piece::Held(rows) => act(&rows)?,
                    Piece::Aside(from, size) => act(&read(&mut file, from, size).map_err(failed(&self.path))?)?,
                }
            }
        }
    }
}

fn read(file: &mut File, from: u64, size: u64) -> io::Result<Rows> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(from))?;
    file.take(size).read_to_end(&mut bytes)?;
    Rows::of_bytes(&bytes).ok_or_else(|| ErrorKind::UnexpectedEof.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_by_unit_whether_they_waited_in_memory_or_in_the_file() {
        let aside = tempfile::tempdir().unwrap();
        let spool = Spool::new(aside.path()).unwrap();
        let row = |unit: usize| {
            let mut rows = Rows::default();
            rows.word(&"菜".repeat(PIECE / 3));
            rows.value(Some(unit));
            rows
        };
        for unit in (0..9).rev() {
            let pieces = [row(unit), Rows::default()].map(|rows| spool.put(rows).unwrap());
            spool.add(unit, pieces.into());
        }
        assert!(spool.lock().end > 4 * PIECE as u64 && spool.lock().held >= HELD);
        spool.lock().closed = true;
        let mut units = 0..9;
        let follow = spool.follow(|rows| {
            assert!(*rows == Rows::default() || *rows == row(units.next().unwrap()));
            Ok(())
        });
        follow.unwrap();
        assert!(units.is_empty() && spool.lock().held == 0);
    }
}
