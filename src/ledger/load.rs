//! From a ledger back to readings: `assess` begins here instead of with workbooks.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    ledger::{
        entry::{Content, Entry, Partition, lines_path},
        parquet::read_table,
        rows::{FILES, LINES, entry_at, line_at, partitions},
        table::Table,
    },
    rows::reading::{READER_VERSION, RawLine},
    text::Fault,
};

/// The records of a ledger, sorted.
pub(crate) fn records(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let files = folder.join("files");
    let entries = std::fs::read_dir(&files).map_err(|_| Fault::usage("ledger.none").at(folder))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(Fault::io("file.use", &files))?.path();
        if path.extension().is_some_and(|e| e == "parquet") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Parts that a record names, each with its partitions.
pub(crate) fn parts_of(record: &Path) -> Result<Vec<(String, Vec<Partition>)>, Fault> {
    let table = read_table(record, FILES)?;
    Ok(parts_in(&table).into_iter().collect())
}

fn parts_in(table: &Table) -> BTreeMap<String, Vec<Partition>> {
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
pub(crate) fn load(folder: &Path, record: &Path, layouts: &str) -> Result<Vec<Entry>, Fault> {
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
            return Err(Fault::usage("ledger.other_version").with("path", path));
        }
        if table.text("layouts", row) != Some(layouts) {
            return Err(Fault::usage("ledger.other_layouts").with("path", path));
        }
        let mut entry = entry_at(&table, row)?;
        if let Content::Read(reading) = &mut entry.content {
            let mine = lines.remove(&(part.to_owned(), path.to_owned())).unwrap_or_default();
            let stated = table.int("lines", row);
            let whole = (0_i64..).zip(mine.keys()).all(|(i, k)| i == *k);
            if !whole || i64::try_from(mine.len()).ok() != stated {
                let wrong = Fault::stopped("ledger.lines_missing").with("path", path).with("found", mine.len());
                return Err(wrong.with("stated", stated.unwrap_or(0)));
            }
            Arc::make_mut(reading).lines = mine.into_values().collect();
        }
        entries.push(entry);
    }
    Ok(entries)
}
