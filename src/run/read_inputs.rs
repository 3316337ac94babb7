//! First pass: every workbook is read once, in parallel, and its reading held as far as memory allows.

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::{
    formats::{limits::Limits, unreadable::Unreadable},
    inbox::{discover::Ignored, input_file::InputFile},
    rows::reading::Reading,
    run::{PIECE, RunEvents, error::AuditError, readings::BoundedCache},
    tables::vocabulary::Vocabulary,
    units::{
        assemble::{FileOutcome, FileRecord},
        grouping::units_of,
        placing::Placer,
    },
};

/// How to read.
#[derive(Clone, Copy)]
pub struct IngestContext<'a> {
    /// Limits of one workbook.
    pub limits: &'a Limits,
    /// Header data.
    pub layouts: &'a Vocabulary,
    /// Units and counties.
    pub placer: &'a Placer<'a>,
    /// Where readings wait for their unit.
    pub cache: &'a BoundedCache,
    /// Who is told.
    pub events: &'a dyn RunEvents,
}

/// Reads every file; the result is in the order of `files` (sorted by path). A byte-identical copy is read once: the first by path counts.
///
/// # Errors
/// [`AuditError::Interrupted`].
pub fn ingest(files: &[InputFile], ignored: &mut Vec<Ignored>, cx: IngestContext<'_>) -> Result<Vec<FileRecord>, AuditError> {
    let mut records: Vec<FileRecord> = files
        .par_iter()
        .with_max_len(PIECE)
        .map(|file| {
            if cx.events.stopped() {
                return Err(AuditError::Interrupted);
            }
            let record = read_one(file, cx);
            cx.events.file_done(&record);
            Ok(record)
        })
        .collect::<Result<_, _>>()?;
    set_own_aside(&mut records, ignored);
    mark_duplicates(&mut records);
    Ok(records)
}

fn read_one(file: &InputFile, cx: IngestContext<'_>) -> FileRecord {
    let bytes = match file.bytes(cx.limits) {
        Ok(bytes) => bytes,
        Err(reason) => return record_of((file.path.clone(), [0; 32], 0), Err(&reason), cx.placer),
    };
    let sha256: [u8; 32] = Sha256::digest(&bytes).into();
    let reading = cx.cache.get(&sha256).map_or_else(
        || {
            let fresh = Arc::new(read_bytes(&bytes, cx.limits, cx.layouts)?);
            cx.cache.hold(&sha256, &fresh);
            Ok(fresh)
        },
        Ok,
    );
    record_of((file.path.clone(), sha256, bytes.len() as u64), reading.as_deref(), cx.placer)
}

/// Takes what the program itself wrote out of the files that were read: it is listed as passed over, as a whole OUT is.
fn set_own_aside(files: &mut Vec<FileRecord>, ignored: &mut Vec<Ignored>) {
    let own = |file: &mut FileRecord| file.outcome == FileOutcome::Quarantined(Unreadable::OwnOutput);
    let found: Vec<FileRecord> = files.extract_if(.., own).collect();
    ignored.extend(found.into_iter().map(|file| Ignored {
        reason: Unreadable::OwnOutput.code().to_owned(),
        path: file.path,
    }));
    ignored.sort_by(|a, b| a.path.cmp(&b.path));
}

/// What a run keeps of a file with this path, hash and size.
#[must_use]
pub fn record_of(
    (path, sha256, size): (Arc<str>, [u8; 32], u64),
    reading: Result<&Reading, &Unreadable>,
    placer: &Placer<'_>,
) -> FileRecord {
    let hints = placer.path_hints(&path);
    let mut record = FileRecord {
        sha256,
        size,
        ..FileRecord::new(path, hints)
    };
    match reading {
        Ok(reading) => describe(&mut record, reading, placer),
        Err(reason) => record.outcome = FileOutcome::Quarantined(reason.clone()),
    }
    record
}

/// Bytes to reading; a panic inside is the file's outcome, not the run's end.
///
/// # Errors
/// Why the workbook cannot be read.
pub fn read_bytes(bytes: &[u8], limits: &Limits, layouts: &Vocabulary) -> Result<Reading, Unreadable> {
    // A container that makes this panic has no mark; its reader says what is wrong with it.
    if std::panic::catch_unwind(|| crate::inbox::own_output::is_output(bytes)).unwrap_or(false) {
        return Err(Unreadable::OwnOutput);
    }
    let book = crate::formats::read(bytes, limits)?;
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| crate::rows::sheets::read_book(&book, layouts)))
        .map_err(|_| Unreadable::Internal("finding the tables".to_owned()))
}

fn describe(record: &mut FileRecord, reading: &Reading, placer: &Placer<'_>) {
    record.rows = reading.sheets.iter().map(|s| u64::from(s.rows)).sum();
    record.lines = reading.lines.len() as u64;
    record.rejected = reading.rejected.len() as u64;
    record.fates = reading
        .fate_counts()
        .into_iter()
        .map(|(fate, n)| (fate.code().to_owned(), n))
        .collect();
    (record.units, record.unplaced) = units_of(reading, record, placer);
}

/// The first copy by path counts; the others are listed (`duplicate_file`).
pub(crate) fn mark_duplicates(records: &mut [FileRecord]) {
    let mut first: BTreeMap<[u8; 32], usize> = BTreeMap::new();
    for (i, record) in records
        .iter_mut()
        .enumerate()
        .filter(|(_, r)| matches!(r.outcome, FileOutcome::Read))
    {
        match first.get(&record.sha256) {
            Some(original) => {
                record.outcome = FileOutcome::Duplicate(*original);
                record.units.clear();
                record.unplaced = 0;
            }
            None => {
                first.insert(record.sha256, i);
            }
        }
    }
}

/// Paths of byte-identical copies, by the index of the file that counts.
#[must_use]
pub fn copies(records: &[FileRecord]) -> BTreeMap<usize, Vec<Arc<str>>> {
    let mut out: BTreeMap<usize, Vec<Arc<str>>> = BTreeMap::new();
    for record in records {
        if let FileOutcome::Duplicate(original) = record.outcome {
            out.entry(original).or_default().push(record.path.clone());
        }
    }
    out
}
