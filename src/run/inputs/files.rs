//! Every workbook of the inboxes, read once, in parallel.

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::{
    formats::{Unreadable, within_memory},
    inbox::{discover::Ignored, input_file::InputFile},
    rows::workbook::read_bytes,
    run::{PIECE, inputs::ReadContext},
    text::{Fault, INTERRUPTED},
    units::{
        file_record::{FileOutcome, FileRecord},
        placing::{Placed, Placer, UnitKey},
        records::OpenedFile,
    },
};

/// Reads every file; the result is in the order of `files` (sorted by path). A byte-identical copy is read once: the first by path counts.
pub fn read_files(files: &[InputFile], ignored: &mut Vec<Ignored>, cx: ReadContext<'_>) -> Result<Vec<FileRecord>, Fault> {
    let mut records: Vec<FileRecord> = files
        .par_iter()
        .with_max_len(PIECE)
        .map(|file| {
            if cx.events.stopped() {
                return Err(Fault::stopped(INTERRUPTED));
            }
            let record = read_one(file, cx);
            cx.events.file_done(&record);
            Ok(record)
        })
        .collect::<Result<_, _>>()?;
    set_own_aside(&mut records, ignored);
    mark_duplicates(&mut records, cx.placer);
    Ok(records)
}

fn read_one(file: &InputFile, cx: ReadContext<'_>) -> FileRecord {
    let (mut sha256, mut size) = ([0; 32], 0);
    let reading = within_memory(cx.limits, |limits| {
        let bytes = file.bytes(limits)?;
        (sha256, size) = (Sha256::digest(&bytes).into(), bytes.len() as u64);
        if let Some(held) = cx.cache.get(&sha256) {
            return Ok(held);
        }
        let reading = Arc::new(read_bytes(&bytes, limits, cx.layouts)?);
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

/// Of byte-identical files of one unit the first by path counts; the others are listed (`duplicate_file`). Those that are named for different units
/// stay, each with the paths of the others: whose the ledger is nobody can tell.
pub(crate) fn mark_duplicates(records: &mut [FileRecord], placer: &Placer<'_>) {
    let mut same: BTreeMap<[u8; 32], Vec<usize>> = BTreeMap::new();
    for (i, record) in records.iter().enumerate().filter(|(_, r)| r.outcome == FileOutcome::Read) {
        same.entry(record.sha256).or_default().push(i);
    }
    for files in same.into_values().filter(|files| files.len() > 1) {
        let owners = owners(&files, records, placer);
        for i in &files {
            let is_owner = owners.contains(i);
            let of_same = owners.iter().find(|o| is_same_owner(&records[**o], &records[*i]));
            let original = of_same.or(owners.first()).copied().unwrap_or(*i);
            let record = &mut records[*i];
            if !is_owner {
                record.outcome = FileOutcome::Duplicate(original);
                record.units.clear();
                (record.unplaced, record.shared) = (0, 0);
            }
        }
        for owner in owners.iter().filter(|_| owners.len() > 1) {
            let others = owners.iter().filter(|o| *o != owner).map(|o| records[*o].path.clone());
            records[*owner].twins = others.collect();
        }
    }
}

/// Of files with the same bytes the first of each unit. A name that only looks like one's claims nothing beside a registered unit, and a file that
/// names none nothing at all.
fn owners(files: &[usize], records: &[FileRecord], placer: &Placer<'_>) -> Vec<usize> {
    let sure = |i: &usize| records[*i].units.iter().any(|u| placer.is_sure(u));
    let named = |i: &usize| !records[*i].units.is_empty();
    let mut claiming: Vec<usize> = files.iter().copied().filter(sure).collect();
    if claiming.is_empty() {
        claiming = files.iter().copied().filter(named).collect();
    }
    if claiming.is_empty() {
        claiming.extend(files.first());
    }
    // The file that says that it is a copy is none's first.
    claiming.sort_by_key(|i| (placer.is_copy(&records[*i].hints.stem), *i));
    let mut owners: Vec<usize> = Vec::new();
    for i in claiming {
        if !owners.iter().any(|o| is_same_owner(&records[*o], &records[i])) {
            owners.push(i);
        }
    }
    owners
}

/// Whether two files are of the same units; a unit that is only found may lack its county in one of them.
fn is_same_owner(a: &FileRecord, b: &FileRecord) -> bool {
    let same = |(a, b): (&Placed, &Placed)| match (&a.key, &b.key) {
        (UnitKey::Found { county: x, name: n }, UnitKey::Found { county: y, name: m }) => n == m && (x == y || x.is_none() || y.is_none()),
        (a, b) => a == b,
    };
    a.units.len() == b.units.len() && a.units.iter().zip(&b.units).all(same)
}

/// Paths of byte-identical copies, by the index of the file that counts.
pub fn copies(records: &[FileRecord]) -> BTreeMap<usize, Vec<Arc<str>>> {
    let mut out: BTreeMap<usize, Vec<Arc<str>>> = BTreeMap::new();
    for record in records {
        if let FileOutcome::Duplicate(original) = record.outcome {
            out.entry(original).or_default().push(record.path.clone());
        }
    }
    out
}
