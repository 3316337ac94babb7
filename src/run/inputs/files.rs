//! Every workbook of the inboxes, read once, in parallel.

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::{
    formats::unreadable::Unreadable,
    inbox::{discover::Ignored, input_file::InputFile},
    rows::workbook::read_bytes,
    run::{PIECE, error::AuditError, inputs::ReadContext},
    units::{
        assemble::{FileOutcome, FileRecord},
        records::OpenedFile,
    },
};

/// Reads every file; the result is in the order of `files` (sorted by path). A byte-identical copy is read once: the first by path counts.
///
/// # Errors
/// [`AuditError::Interrupted`].
pub fn read_files(files: &[InputFile], ignored: &mut Vec<Ignored>, cx: ReadContext<'_>) -> Result<Vec<FileRecord>, AuditError> {
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

fn read_one(file: &InputFile, cx: ReadContext<'_>) -> FileRecord {
    let (mut sha256, mut size) = ([0; 32], 0);
    let reading = file.bytes(cx.limits).and_then(|bytes| {
        (sha256, size) = (Sha256::digest(&bytes).into(), bytes.len() as u64);
        if let Some(held) = cx.cache.get(&sha256) {
            return Ok(held);
        }
        let reading = Arc::new(read_bytes(&bytes, cx.limits, cx.layouts)?);
        cx.cache.hold(&sha256, &reading);
        Ok(reading)
    });
    let opened = OpenedFile {
        path: file.path.clone(),
        sha256,
        size,
        reading: reading.as_deref(),
    };
    opened.record(cx.placer)
}

/// Takes what the program itself wrote out of the files that were read: it is listed as passed over, as a whole OUT is.
fn set_own_aside(files: &mut Vec<FileRecord>, ignored: &mut Vec<Ignored>) {
    let own = |file: &mut FileRecord| file.outcome == FileOutcome::Quarantined(Unreadable::OwnOutput);
    let found: Vec<FileRecord> = files.extract_if(.., own).collect();
    ignored.extend(found.into_iter().map(|file| Ignored {
        reason: Unreadable::OwnOutput.code().to_owned(),
        sha256: file.hex(),
        path: file.path,
    }));
    ignored.sort_by(|a, b| a.path.cmp(&b.path));
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
