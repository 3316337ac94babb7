//! From a ledger back to readings: `assess` begins here instead of with workbooks.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    inbox::discover::{Discovery, Ignored},
    ledger::{
        Content, Entry, lines_path, read_table,
        rows::{FILES, LINES, Partition, entry_at, line_at, partitions},
    },
    rows::reading::{READER_VERSION, RawLine},
    run::{
        error::AuditError,
        read_inputs::{IngestContext, mark_duplicates, record_of},
    },
    units::assemble::FileRecord,
};

/// The records of a ledger, sorted.
///
/// # Errors
/// The folder is no ledger.
pub fn records(folder: &Path) -> Result<Vec<PathBuf>, AuditError> {
    let files = folder.join("files");
    let entries = std::fs::read_dir(&files)
        .map_err(|_| AuditError::Usage(format!("--ledger: {} is no ledger: it has no folder `files`", folder.display())))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(crate::ledger::failed(&files))?.path();
        if path.extension().is_some_and(|e| e == "parquet") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Parts that a record names, each with its partitions.
///
/// # Errors
/// The record cannot be read.
pub fn parts_of(record: &Path) -> Result<Vec<(String, Vec<Partition>)>, AuditError> {
    let table = read_table(record, FILES)?;
    Ok(parts_in(&table).into_iter().collect())
}

fn parts_in(table: &crate::ledger::table::Table) -> BTreeMap<String, Vec<Partition>> {
    let mut parts: BTreeMap<String, Vec<Partition>> = BTreeMap::new();
    for row in 0..table.rows() {
        let months = parts.entry(table.text("part", row).unwrap_or_default().to_owned()).or_default();
        months.extend(partitions(table.text("months", row).unwrap_or_default()));
    }
    for months in parts.values_mut() {
        months.sort_unstable();
        months.dedup();
    }
    parts
}

/// The inputs of one record, with their lines in reading order. A line that is missing is an error: in silence it would be a wrong figure.
///
/// # Errors
/// A part is missing or damaged, or was written by another version of the reader.
pub fn load(folder: &Path, record: &Path, layouts: &str) -> Result<Vec<Entry>, AuditError> {
    let table = read_table(record, FILES)?;
    let mut lines: BTreeMap<(String, String), BTreeMap<i64, RawLine>> = BTreeMap::new();
    for (part, months) in parts_in(&table) {
        for month in months {
            let path = lines_path(folder, month, &part);
            let of = read_table(&path, LINES)?;
            for row in 0..of.rows() {
                let key = (part.clone(), of.text("path", row).unwrap_or_default().to_owned());
                let index = of.int("line_index", row).unwrap_or(-1);
                lines.entry(key).or_default().insert(index, line_at(&of, row)?);
            }
        }
    }
    let mut entries = Vec::with_capacity(table.rows());
    for row in 0..table.rows() {
        let version = table.int("reader_version", row);
        let (part, path) = (
            table.text("part", row).unwrap_or_default(),
            table.text("path", row).unwrap_or_default(),
        );
        if version != Some(i64::from(READER_VERSION)) {
            return Err(AuditError::Usage(format!(
                "{path}: read by another version of bangfu; read it again into the ledger"
            )));
        }
        if table.text("layouts", row) != Some(layouts) {
            return Err(AuditError::Usage(format!(
                "{path}: read with other header names; give the same --layouts, or read it again into the ledger"
            )));
        }
        let mut entry = entry_at(&table, row)?;
        if let Content::Read(reading) = &mut entry.content {
            let mine = lines.remove(&(part.to_owned(), path.to_owned())).unwrap_or_default();
            let stated = table.int("lines", row);
            let whole = (0_i64..).zip(mine.keys()).all(|(i, k)| i == *k);
            if !whole || i64::try_from(mine.len()).ok() != stated {
                return Err(AuditError::Ledger(format!(
                    "{path}: {} of its {} lines are in the ledger; read it again",
                    mine.len(),
                    stated.unwrap_or(0)
                )));
            }
            reading.lines = mine.into_values().collect();
        }
        entries.push(entry);
    }
    Ok(entries)
}

/// What a ledger holds: files, what was found beside them, and the record that holds each input, by its path.
pub type Loaded = (Vec<FileRecord>, Discovery, BTreeMap<Arc<str>, Arc<PathBuf>>);

/// Everything of a ledger: its readings are held as if they had just been read. A platform export (by its SHA-256) that was read with
/// the ledgers is none of them.
///
/// # Errors
/// A part is missing or damaged, two records hold different contents of one path, or the run was interrupted.
pub fn ingest_ledger(folder: &Path, layouts: &str, exports: &BTreeSet<&str>, cx: IngestContext<'_>) -> Result<Loaded, AuditError> {
    let parts = crate::ledger::each(&records(folder)?, |record| {
        if cx.events.stopped() {
            return Err(AuditError::Interrupted);
        }
        let mut found = (Vec::new(), Discovery::default());
        for entry in load(folder, record, layouts)? {
            keep(entry, &mut found, cx);
        }
        Ok((Arc::new(record.clone()), found))
    })?;
    let (mut files, mut inputs, mut records) = (Vec::new(), Discovery::default(), BTreeMap::new());
    for (record, (more, rest)) in parts {
        records.extend(more.iter().map(|file: &FileRecord| (file.path.clone(), record.clone())));
        files.extend(more);
        inputs.quarantined.extend(rest.quarantined);
        inputs.ignored.extend(rest.ignored);
    }
    files.retain(|file: &FileRecord| {
        let is_export = exports.contains(file.hex().as_str());
        if is_export {
            inputs.ignored.push(Ignored {
                path: file.path.clone(),
                reason: "platform_export".to_owned(),
            });
        }
        !is_export
    });
    files.sort_by(|a, b| a.path.cmp(&b.path));
    inputs.ignored.sort_by(|a, b| a.path.cmp(&b.path));
    inputs.quarantined.sort_by(|a, b| a.0.cmp(&b.0));
    inputs.ignored.dedup();
    inputs.quarantined.dedup();
    // Lists that overlap leave one input in two parts: it counts once. Two contents of one path are for a person to sort out.
    if let Some(pair) = files.windows(2).find(|w| w[0].path == w[1].path && w[0].sha256 != w[1].sha256) {
        return Err(AuditError::Usage(format!(
            "--ledger: {} stands in it twice with different contents; read its present content into a new ledger",
            pair[0].path
        )));
    }
    files.dedup_by(|b, a| a.path == b.path);
    mark_duplicates(&mut files);
    Ok((files, inputs, records))
}

fn keep(entry: Entry, found: &mut (Vec<FileRecord>, Discovery), cx: IngestContext<'_>) {
    let kept = match entry.content {
        Content::Read(reading) => Ok(Arc::from(reading)),
        Content::Unreadable(why) => Err(why),
        Content::Unopened(why) => {
            found.1.quarantined.push((entry.path, why));
            return;
        }
        Content::Ignored(reason) => {
            found.1.ignored.push(Ignored { path: entry.path, reason });
            return;
        }
    };
    if let Ok(reading) = &kept {
        cx.cache.hold(&entry.sha256, reading);
    }
    let record = record_of((Arc::clone(&entry.path), entry.sha256, entry.size), kept.as_deref(), cx.placer);
    cx.events.file_done(&record);
    found.0.push(record);
}
