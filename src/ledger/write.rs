//! Inputs into a ledger, part by part.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    inbox::discover::Discovery,
    ledger::{
        entry::{Content, Entry, PartName, lines_path, unread},
        facts::{self, View},
        load,
        parallel::each,
        parquet::write_table,
        rows::{files_table, lines_tables},
    },
    rows::reading::Reading,
    text::Fault,
    units::file_record::{FileOutcome, FileRecord},
};

/// Lines that an audit gathers into one part.
const PART_LINES: u64 = 50_000;

fn record_path(folder: &Path, record: &str) -> PathBuf {
    folder.join("files").join(format!("part-{record}.parquet"))
}

/// A ledger that is written into.
#[derive(Clone, Copy)]
pub(crate) struct LedgerWriter<'a> {
    pub folder: &'a Path,
    /// SHA-256 of the header data, hex.
    pub layouts: &'a str,
    /// What SQL needs of one policy and month, where it is wanted.
    pub view: Option<&'a View<'a>>,
    /// Whether to stop.
    pub stopped: &'a (dyn Fn() -> bool + Sync),
}

impl LedgerWriter<'_> {
    /// Writes one part: what SQL needs, the lines, then the record that makes them count: who sees the record finds all that belongs to it. Then
    /// removes lines that an older record of the same input named.
    pub fn write_part(&self, name: &PartName, entries: &[Entry]) -> Result<(), Fault> {
        if let Some(view) = self.view {
            view.write(self.folder, &name.part, entries)?;
        }
        let record = record_path(self.folder, &name.record);
        let before = if record.exists() { load::parts_of(&record)? } else { Vec::new() };
        for (month, table) in lines_tables(entries, &name.part)? {
            write_table(&lines_path(self.folder, month, &name.part), table)?;
        }
        write_table(&record, files_table(entries, &name.part, self.layouts)?)?;
        for (part, months) in before.into_iter().filter(|(part, _)| *part != name.part) {
            for month in months {
                // What stays is harmless: no record names it any more.
                let _ = std::fs::remove_file(lines_path(self.folder, month, &part));
            }
            facts::remove(self.folder, &part);
        }
        Ok(())
    }

    /// Writes every input of a run into a new ledger, as many together as make a part of a handy size.
    ///
    /// # Errors
    /// The file system refuses, what `reading` says of a file, or [`Fault`].
    pub fn write_all(
        &self,
        files: &[FileRecord],
        inputs: &Discovery,
        reading: &(dyn Fn(&FileRecord) -> Result<Arc<Reading>, Fault> + Sync),
    ) -> Result<(), Fault> {
        if let Some(view) = self.view {
            view.write_units(self.folder)?;
        }
        let part = |entries: &[Entry]| self.write_part(&PartName::of_many(entries, self.layouts), entries);
        let others = unread(inputs);
        if !others.is_empty() {
            part(&others)?;
        }
        each(&batches(files), self.stopped, |batch| {
            let entries = batch
                .iter()
                .map(|file| entry_of(file, reading))
                .collect::<Result<Vec<_>, Fault>>()?;
            part(&entries)
        })
        .map(drop)
    }

    /// Writes the view of a ledger that is there: `assess --classified`.
    ///
    /// # Errors
    /// A part is missing or damaged, the file system refuses, or [`Fault`].
    pub fn classify(&self) -> Result<(), Fault> {
        let Some(view) = self.view else { return Ok(()) };
        view.write_units(self.folder)?;
        each(&load::records(self.folder)?, self.stopped, |record| {
            let entries = load::load(self.folder, record, self.layouts)?;
            let parts = load::parts_of(record)?;
            parts.iter().try_for_each(|(part, _)| view.write(self.folder, part, &entries))
        })
        .map(drop)
    }
}

fn entry_of(file: &FileRecord, reading: &dyn Fn(&FileRecord) -> Result<Arc<Reading>, Fault>) -> Result<Entry, Fault> {
    let content = match &file.outcome {
        FileOutcome::Quarantined(why) => Content::Unreadable(why.clone()),
        FileOutcome::Read | FileOutcome::Duplicate(_) => Content::Read(reading(file)?),
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
