//! The ledger as a lake (docs/ledger.md): what reading gives, as Parquet, written by any number of machines and assessed later.
//!
//! ```text
//! DIR/files/part-P.parquet                      one row an input: its fate, and all of its reading but the lines (JSON)
//! DIR/lines/year=2024/month=3/part-Q.parquet    one row a line, as read
//! DIR/facts|submitted|units|terms/run=R/…       one policy's and month's view of them, for SQL
//! DIR/_run.json                                 the audit that wrote the whole of it (folder.rs)
//! ```
//!
//! A row of `files` is the record that a reading is complete: it is renamed into place after the lines. Lines whose part no row of `files`
//! names do not count. Nothing here depends on who else writes: a list read twice, or a task that was killed and tried again, leaves the
//! same files with the same bytes.

pub(crate) mod facts;
pub(crate) mod folder;
pub(crate) mod load;
pub mod parquet;
pub(crate) mod read_task;
pub(crate) mod rows;
pub(crate) mod sql;
pub(crate) mod table;

pub use folder::{LedgerFolder, SharedLedger, recover};

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use sha2::{Digest, Sha256};

use crate::{
    cli::interrupt,
    formats::unreadable::Unreadable,
    inbox::discover::Discovery,
    ledger::{
        rows::{files_table, lines_tables},
        table::{Schema, Table},
    },
    rows::reading::{READER_VERSION, Reading},
    run::{error::AuditError, readings::Readings},
    text::hex::hex,
    units::assemble::{FileOutcome, FileRecord},
};

/// Tables of a ledger, by their folders.
pub const TABLES: [&str; 6] = ["files", "lines", "facts", "submitted", "units", "terms"];
/// Lines that an audit gathers into one part.
const PART_LINES: u64 = 50_000;
/// Of a thread that reads or writes parts.
const STACK_BYTES: usize = 8 << 20;

/// What an input came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Read.
    Read(Box<Reading>),
    /// Opened, and no workbook that can be read.
    Unreadable(Unreadable),
    /// Could not even be looked into while searching the inbox.
    Unopened(Unreadable),
    /// No workbook; the reason's code.
    Ignored(String),
}

/// One input of the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Path below the inbox.
    pub path: Arc<str>,
    /// Content hash; zeros when it could not be opened.
    pub sha256: [u8; 32],
    /// Bytes.
    pub size: u64,
    /// What came of it.
    pub content: Content,
}

impl Entry {
    /// The word in the column `outcome`.
    #[must_use]
    pub fn outcome(&self) -> &'static str {
        match self.content {
            Content::Read(_) => "read",
            Content::Unreadable(_) => "quarantined",
            Content::Unopened(_) => "unopened",
            Content::Ignored(_) => "ignored",
        }
    }
}

/// Name of a part: which record it replaces, and under which name its lines stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartName {
    /// `files/part-<record>.parquet`.
    pub record: String,
    /// `lines/…/part-<part>.parquet`, and the column `part`.
    pub part: String,
}

impl PartName {
    /// Of one input: the record by its path, so that a changed file replaces what was read of it before; the lines by the content too, so that
    /// the old ones stand until the new record does.
    #[must_use]
    pub fn of_one(entry: &Entry, layouts: &str) -> Self {
        let record = short(&[entry.path.as_bytes(), entry.outcome().as_bytes()]);
        let content = short(&[&entry.sha256, &READER_VERSION.to_le_bytes(), layouts.as_bytes()]);
        Self {
            part: format!("{record}-{}", &content[..12]),
            record,
        }
    }

    /// Of many inputs in path order.
    #[must_use]
    pub fn of_many(entries: &[Entry], layouts: &str) -> Self {
        let mut hash = Sha256::new();
        for e in entries {
            hash.update(e.path.as_bytes());
            hash.update([0]);
            hash.update(e.sha256);
        }
        let all = hash.finalize();
        let name = short(&[&all, &READER_VERSION.to_le_bytes(), layouts.as_bytes()]);
        Self {
            record: name.clone(),
            part: name,
        }
    }
}

fn short(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for p in parts {
        hash.update((p.len() as u64).to_le_bytes());
        hash.update(p);
    }
    hex(&hash.finalize())[..20].to_owned()
}

pub(crate) fn write_table(path: &Path, table: Table) -> Result<(), AuditError> {
    crate::ledger::parquet::write_table(path, table).map_err(|e| AuditError::Ledger(e.to_string()))
}

pub(crate) fn read_table(path: &Path, schema: Schema) -> Result<Table, AuditError> {
    crate::ledger::parquet::read_table(path, schema).map_err(|e| AuditError::Ledger(e.to_string()))
}

/// `f` of each item on threads of their own, in the items' order. Not on rayon's: polars has a pool of its own, and a rayon thread that waits for it
/// takes up further items meanwhile, one on top of the other, until its stack is full.
///
/// # Errors
/// The first error by the items' order; the items that were not begun by then are left out.
pub fn each<T: Sync, R: Send>(items: &[T], f: impl Fn(&T) -> Result<R, AuditError> + Sync) -> Result<Vec<R>, AuditError> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, Result<R, AuditError>)>> = Mutex::new(Vec::with_capacity(items.len()));
    let work = || {
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(i) else { return };
            let result = if interrupt::requested() {
                Err(AuditError::Interrupted)
            } else {
                f(item)
            };
            if result.is_err() {
                next.store(items.len(), Ordering::Relaxed);
            }
            results.lock().unwrap_or_else(PoisonError::into_inner).push((i, result));
        }
    };
    let stopped = |_| AuditError::Ledger("a thread of the ledger failed".to_owned());
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..rayon::current_num_threads().min(items.len()))
            .map(|_| std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work))
            .collect();
        threads.into_iter().try_for_each(|thread| match thread {
            Ok(thread) => thread.join().map_err(stopped),
            Err(e) => Err(failed(Path::new("thread"))(e)),
        })
    })?;
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(i, _)| *i);
    results.into_iter().map(|(_, r)| r).collect()
}

pub(crate) fn failed(path: &Path) -> impl Fn(std::io::Error) -> AuditError + '_ {
    |source| AuditError::Io {
        path: path.to_owned(),
        source,
    }
}

fn record_path(folder: &Path, record: &str) -> PathBuf {
    folder.join("files").join(format!("part-{record}.parquet"))
}

pub(crate) fn lines_path(folder: &Path, (year, month): (i16, i8), part: &str) -> PathBuf {
    folder
        .join("lines")
        .join(format!("year={year}"))
        .join(format!("month={month}"))
        .join(format!("part-{part}.parquet"))
}

/// Writes one part: lines first, then the record that makes them count, then removes lines that an older record of the same input named.
///
/// # Errors
/// The file system refuses.
pub fn write_part(folder: &Path, name: &PartName, entries: &[Entry], layouts: &str) -> Result<(), AuditError> {
    let record = record_path(folder, &name.record);
    let before = if record.exists() { load::parts_of(&record)? } else { Vec::new() };
    let mut months = BTreeSet::new();
    for (month, table) in lines_tables(entries, &name.part)? {
        write_table(&lines_path(folder, month, &name.part), table)?;
        months.insert(month);
    }
    write_table(&record, files_table(entries, &name.part, layouts)?)?;
    for (part, months) in before.into_iter().filter(|(part, _)| *part != name.part) {
        for month in months {
            // What stays is harmless: no record names it any more.
            let _ = std::fs::remove_file(lines_path(folder, month, &part));
        }
        facts::remove(folder, &part);
    }
    Ok(())
}

/// Writes every input of the run into a new ledger, as many together as make a part of a handy size, and `facts` where they are wanted.
///
/// # Errors
/// The file system refuses, a file has changed, or the run was interrupted.
pub fn write(
    folder: &Path,
    (files, inputs): (&[FileRecord], &Discovery),
    readings: &Readings<'_>,
    layouts: &str,
    view: &facts::View<'_>,
) -> Result<(), AuditError> {
    view.write_units(folder)?;
    let part = |entries: Vec<Entry>| {
        let name = PartName::of_many(&entries, layouts);
        write_part(folder, &name, &entries, layouts)?;
        view.write(folder, &name.part, &entries)
    };
    let others = unread(inputs);
    if !others.is_empty() {
        part(others)?;
    }
    each(&batches(files), |batch| {
        let entries = batch.iter().map(|f| entry_of(f, readings)).collect::<Result<Vec<_>, _>>()?;
        part(entries)
    })
    .map(drop)
}

/// Writes a view of a ledger that is there: `assess --classified`.
///
/// # Errors
/// A part is missing or damaged, or the file system refuses.
pub fn classify(folder: &Path, layouts: &str, view: &facts::View<'_>) -> Result<(), AuditError> {
    view.write_units(folder)?;
    each(&load::records(folder)?, |record| {
        let entries = load::load(folder, record, layouts)?;
        let parts = load::parts_of(record)?;
        parts.iter().try_for_each(|(part, _)| view.write(folder, part, &entries))
    })
    .map(drop)
}

/// What was found in an inbox and not read.
#[must_use]
pub fn unread(inputs: &Discovery) -> Vec<Entry> {
    let entry = |path: &Arc<str>, content| Entry {
        path: path.clone(),
        sha256: [0; 32],
        size: 0,
        content,
    };
    let unopened = inputs.quarantined.iter().map(|(p, why)| entry(p, Content::Unopened(why.clone())));
    let ignored = inputs.ignored.iter().map(|i| entry(&i.path, Content::Ignored(i.reason.clone())));
    unopened.chain(ignored).collect()
}

fn entry_of(file: &FileRecord, readings: &Readings<'_>) -> Result<Entry, AuditError> {
    let content = match &file.outcome {
        FileOutcome::Quarantined(why) => Content::Unreadable(why.clone()),
        FileOutcome::Read | FileOutcome::Duplicate(_) => Content::Read(Box::new((*readings.get(file)?).clone())),
    };
    Ok(Entry {
        path: file.path.clone(),
        sha256: file.sha256,
        size: file.size,
        content,
    })
}

/// Runs of files with some [`PART_LINES`] lines each.
fn batches(files: &[FileRecord]) -> Vec<&[FileRecord]> {
    let (mut out, mut start, mut lines) = (Vec::new(), 0, 0);
    for (i, file) in files.iter().enumerate() {
        lines += file.lines + 1;
        if lines >= PART_LINES {
            out.push(&files[start..=i]);
            (start, lines) = (i + 1, 0);
        }
    }
    if start < files.len() {
        out.push(&files[start..]);
    }
    out
}
