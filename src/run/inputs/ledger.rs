//! From a ledger back to readings: `assess` begins here instead of with workbooks.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use crate::{
    inbox::discover::{Discovery, Ignored},
    ledger::{
        entry::{Content, Entry},
        load::{load, records},
        parallel::each,
    },
    run::{
        inputs::{ReadContext, files::mark_duplicates, readings::SourceReader},
        load::Loaded,
    },
    text::{Fault, hex::hex},
    units::{file_record::FileRecord, records::OpenedFile},
};

/// What a part of a ledger holds.
#[derive(Default)]
struct Part {
    files: Vec<FileRecord>,
    others: Discovery,
}

/// Everything of a ledger: its files, held as if they had just been read, with where to read them again; and `inputs`, what was found beside them. A
/// platform export (by its SHA-256) that was read with the ledgers is none of them.
///
/// # Errors
/// A part is missing or damaged, two records hold different contents of one path, or the run was interrupted.
pub(crate) fn read_ledger<'a>(
    folder: &'a Path,
    loaded: &'a Loaded,
    inputs: &mut Discovery,
    cx: ReadContext<'_>,
) -> Result<(Vec<FileRecord>, SourceReader<'a>), Fault> {
    let layouts = loaded.layouts_sha256.as_str();
    let names = records(folder)?;
    let parts = each(&names, &|| cx.events.stopped(), |record| {
        let mut part = Part::default();
        for entry in load(folder, record, layouts)? {
            part.add(entry, cx);
        }
        Ok::<_, Fault>(part)
    })?;
    let (mut files, mut records) = (Vec::new(), BTreeMap::new());
    for (name, part) in names.into_iter().map(Arc::new).zip(parts) {
        records.extend(part.files.iter().map(|file| (file.path.clone(), Arc::clone(&name))));
        files.extend(part.files);
        inputs.quarantined.extend(part.others.quarantined);
        inputs.ignored.extend(part.others.ignored);
    }
    let given: BTreeMap<&str, &str> = loaded.provenance.no_ledgers().collect();
    files.retain(|file: &FileRecord| {
        let sha256 = file.hex();
        let Some(reason) = given.get(sha256.as_str()) else {
            return true;
        };
        inputs.ignored.push(Ignored {
            path: file.path.clone(),
            reason: (*reason).to_owned(),
            sha256,
        });
        false
    });
    files.sort_by(|a, b| a.path.cmp(&b.path));
    inputs.ignored.sort_by(|a, b| a.path.cmp(&b.path));
    inputs.quarantined.sort_by(|a, b| a.0.cmp(&b.0));
    inputs.ignored.dedup();
    inputs.quarantined.dedup();
    // Lists that overlap leave one input in two parts: it counts once. Two contents of one path are for a person to sort out.
    if let Some(pair) = files.windows(2).find(|w| w[0].path == w[1].path && w[0].sha256 != w[1].sha256) {
        return Err(Fault::usage("ledger.two_contents").with("path", &pair[0].path));
    }
    files.dedup_by(|b, a| a.path == b.path);
    mark_duplicates(&mut files, cx.placer);
    let source = SourceReader::Ledger { folder, layouts, records };
    Ok((files, source))
}

impl Part {
    fn add(&mut self, entry: Entry, cx: ReadContext<'_>) {
        let reading = match entry.content {
            Content::Read(reading) => Ok(reading),
            Content::Unreadable(why) => Err(why),
            Content::Unopened(why) => return self.others.quarantined.push((entry.path, why)),
            Content::Ignored(reason) => {
                let read = Some(hex(&entry.sha256)).filter(|_| entry.sha256 != [0; 32]);
                return self.others.ignored.push(Ignored {
                    path: entry.path,
                    reason,
                    sha256: read.unwrap_or_default(),
                });
            }
        };
        if let Ok(reading) = &reading {
            cx.cache.hold(&entry.sha256, reading);
        }
        let opened = OpenedFile {
            path: entry.path,
            sha256: entry.sha256,
            size: entry.size,
            reading: reading.as_deref(),
        };
        let record = opened.record(cx.placer);
        cx.events.file_done(&record);
        self.files.push(record);
    }
}
