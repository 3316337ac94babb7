//! The readings of one run, by content: in memory up to a limit of bytes. What does not fit is read again from its file when its unit needs it,
//! and must be the same content then: a run never mixes two versions of a file.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::{
    formats::{Limits, Unreadable, limits::memory_bytes, within_memory},
    inbox::input_file::InputFile,
    ledger::{entry::Content, load::load, parallel::each},
    rows::{reading::Reading, workbook::read_bytes},
    tables::vocabulary::Vocabulary,
    text::{Fault, hex::hex},
    units::file_record::FileRecord,
};

/// SHA-256 of a file's bytes.
type ContentHash = [u8; 32];

/// Readings that stay in memory from the first time they are read: some 3,300 workbooks of 120 lines.
const HELD_BYTES: usize = 192 << 20;
/// Those that were read again last, for each thread: one part of a ledger, or one workbook that many units share.
const RECENT_BYTES: usize = 24 << 20;

/// Readings by content, up to a limit of bytes. All methods may be called from many threads.
#[derive(Debug)]
pub struct BoundedCache {
    most_held: usize,
    most_recent: usize,
    values: Mutex<Values>,
}

#[derive(Debug, Default)]
struct Values {
    by_content: HashMap<ContentHash, Arc<Reading>>,
    held: usize,
    /// What goes when more is read again, the oldest first, with its size.
    recent: VecDeque<(ContentHash, usize)>,
    recent_bytes: usize,
}

impl Default for BoundedCache {
    fn default() -> Self {
        let eighth = usize::try_from(memory_bytes() / 8).unwrap_or(usize::MAX);
        let recent = RECENT_BYTES.saturating_mul(rayon::current_num_threads());
        Self::new(HELD_BYTES.min(eighth), recent.min(eighth))
    }
}

impl BoundedCache {
    fn new(most_held: usize, most_recent: usize) -> Self {
        Self {
            most_held,
            most_recent,
            values: Mutex::default(),
        }
    }

    /// Holds a reading to the end where there is room.
    pub fn hold(&self, sha256: &ContentHash, reading: &Arc<Reading>) {
        let mut values = self.lock();
        let held = values.held.saturating_add(reading.bytes());
        if held <= self.most_held && !values.by_content.contains_key(sha256) {
            values.held = held;
            values.by_content.insert(*sha256, Arc::clone(reading));
        }
    }

    /// Holds a reading that was read again until others take its place; the last one stays whatever its size.
    fn remember(&self, sha256: &ContentHash, reading: &Arc<Reading>) {
        let mut values = self.lock();
        if values.by_content.insert(*sha256, Arc::clone(reading)).is_some() {
            return;
        }
        let bytes = reading.bytes();
        values.recent.push_back((*sha256, bytes));
        values.recent_bytes = values.recent_bytes.saturating_add(bytes);
        while values.recent_bytes > self.most_recent && values.recent.len() > 1 {
            let Some((oldest, bytes)) = values.recent.pop_front() else { return };
            values.recent_bytes -= bytes;
            values.by_content.remove(&oldest);
        }
    }

    /// The reading of this content, where it is held.
    pub fn get(&self, sha256: &ContentHash) -> Option<Arc<Reading>> {
        self.lock().by_content.get(sha256).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, Values> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a reading that was not held is read again.
#[derive(Debug)]
pub enum SourceReader<'a> {
    /// The files of the inboxes.
    Files {
        /// Sorted by path.
        files: &'a [InputFile],
        /// Limits of one workbook.
        limits: &'a Limits,
        /// Header data.
        layouts: &'a Vocabulary,
    },
    /// The parts of a ledger.
    Ledger {
        /// The ledger.
        folder: &'a Path,
        /// SHA-256 of the header data, hex.
        layouts: &'a str,
        /// The record that holds each input, by its path.
        records: BTreeMap<Arc<str>, Arc<PathBuf>>,
    },
}

impl SourceReader<'_> {
    /// All that is read along with the file, the file's own reading among it, by content.
    fn read(&self, file: &FileRecord) -> Result<Vec<(ContentHash, Arc<Reading>)>, Fault> {
        let changed = |key| Fault::stopped(key).with("path", &file.path);
        let gone = || changed("run.changed_gone");
        match self {
            Self::Files { files, limits, layouts } => {
                let at = files.binary_search_by(|f| f.path.cmp(&file.path)).map_err(|_| gone())?;
                let unreadable = |why: Unreadable| changed("run.changed_unreadable").because(why);
                let read = within_memory(limits, |limits| {
                    let bytes = files[at].bytes(limits)?;
                    let now: ContentHash = Sha256::digest(&bytes).into();
                    let same = now == file.sha256;
                    Ok((now, same.then(|| read_bytes(&bytes, limits, layouts)).transpose()?))
                });
                match read.map_err(unreadable)? {
                    (now, Some(reading)) => Ok(vec![(now, Arc::new(reading))]),
                    (now, None) => Err(changed("run.changed").with("before", file.hex()).with("now", hex(&now))),
                }
            }
            Self::Ledger { folder, layouts, records } => {
                let record = records.get(&file.path).ok_or_else(gone)?;
                // Not on this thread: see `each`.
                let part = each(std::slice::from_ref(record), &|| false, |record| load(folder, record, layouts))?;
                let read = part.into_iter().flatten().filter_map(|entry| match entry.content {
                    Content::Read(reading) => Some((entry.sha256, reading)),
                    _ => None,
                });
                Ok(read.collect())
            }
        }
    }
}

/// Every reading of the run, held or read again.
#[derive(Debug)]
pub struct Readings<'a> {
    cache: BoundedCache,
    source: SourceReader<'a>,
}

impl<'a> Readings<'a> {
    /// What reading the inputs left in `cache`, and where they are.
    pub fn new(cache: BoundedCache, source: SourceReader<'a>) -> Self {
        Self { cache, source }
    }

    /// The reading of a file of the run.
    ///
    /// # Errors
    /// [`Fault`] where it has to be read again and is not what it was.
    pub fn get(&self, file: &FileRecord) -> Result<Arc<Reading>, Fault> {
        if let Some(reading) = self.cache.get(&file.sha256) {
            return Ok(reading);
        }
        let mut found = None;
        for (sha256, reading) in self.source.read(file)? {
            self.cache.remember(&sha256, &reading);
            if sha256 == file.sha256 {
                found = Some(reading);
            }
        }
        found.ok_or_else(|| Fault::stopped("run.changed_ledger").with("path", &file.path))
    }

    /// Lets go of all that is held.
    pub fn release(&self) {
        // Of a million lines that is work.
        let values = std::mem::take(&mut *self.cache.lock());
        values.by_content.into_par_iter().for_each(drop);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        inbox::input_file::Origin,
        ledger::{
            entry::{Entry, PartName},
            write::LedgerWriter,
        },
    };

    fn reading(amount: &str) -> (Vec<u8>, Arc<Reading>) {
        let bytes = format!("日期,品名,金额\n2024-01-02,大米,{amount}\n").into_bytes();
        let read = read_bytes(&bytes, &Limits::default(), &Vocabulary::embedded()).unwrap();
        (bytes, Arc::new(read))
    }

    #[test]
    fn what_does_not_fit_is_not_held_and_what_was_read_again_goes_first() {
        let (_, reading) = reading("12.50");
        let size = reading.bytes();
        let cache = BoundedCache::new(size * 2, size * 2);
        (1..=3).for_each(|n| cache.hold(&[n; 32], &reading));
        let known = |cache: &BoundedCache| (1..=6).filter(|n| cache.get(&[*n; 32]).is_some()).collect::<Vec<u8>>();
        assert_eq!(known(&cache), [1, 2]);
        (3..=5).for_each(|n| cache.remember(&[n; 32], &reading));
        assert_eq!(known(&cache), [1, 2, 4, 5]);
        // One that is larger than all the room stays alone.
        let cache = BoundedCache::new(0, 0);
        (1..=2).for_each(|n| cache.remember(&[n; 32], &reading));
        assert_eq!(known(&cache), [2]);
    }

    #[test]
    fn a_file_is_read_again_while_it_holds_what_was_read_and_a_changed_one_is_an_error() {
        let dir = tempfile::TempDir::new().unwrap();
        let place = dir.path().join("甲.csv");
        let (bytes, first) = reading("12.50");
        std::fs::write(&place, &bytes).unwrap();
        let files = [InputFile {
            path: "甲.csv".into(),
            origin: Origin::Disk(place.clone()),
        }];
        let (limits, layouts) = (Limits::default(), Vocabulary::embedded());
        let record = FileRecord {
            path: "甲.csv".into(),
            sha256: Sha256::digest(&bytes).into(),
            ..FileRecord::default()
        };
        let readings = |held| {
            let cache = BoundedCache::new(if held { HELD_BYTES } else { 0 }, 0);
            cache.hold(&record.sha256, &first);
            let source = SourceReader::Files {
                files: &files,
                limits: &limits,
                layouts: &layouts,
            };
            Readings::new(cache, source)
        };
        assert_eq!(readings(false).get(&record).unwrap(), first);
        std::fs::write(&place, reading("12.60").0).unwrap();
        let error = readings(false).get(&record).unwrap_err().to_string();
        assert!(
            error.starts_with("甲.csv ") && error.contains("SHA-256") && error.contains("run again"),
            "{error}"
        );
        assert_eq!(readings(true).get(&record).unwrap(), first, "what is held is not read again");
        std::fs::remove_file(&place).unwrap();
        assert_eq!(readings(false).get(&record).unwrap_err().key(), "run.changed_unreadable");
    }

    #[test]
    fn a_part_of_a_ledger_is_read_again_and_another_content_of_the_path_is_an_error() {
        let dir = tempfile::TempDir::new().unwrap();
        let path: Arc<str> = "甲.csv".into();
        let write = |amount| {
            let (bytes, reading) = reading(amount);
            let entry = Entry {
                path: Arc::clone(&path),
                sha256: Sha256::digest(&bytes).into(),
                size: bytes.len() as u64,
                content: Content::Read(reading),
            };
            let writer = LedgerWriter {
                folder: dir.path(),
                layouts: "l",
                view: None,
                stopped: &|| false,
            };
            writer
                .write_part(&PartName::of_one(&entry, "l"), std::slice::from_ref(&entry))
                .unwrap();
            entry
        };
        let first = write("12.50");
        let record = FileRecord {
            path: Arc::clone(&path),
            sha256: first.sha256,
            ..FileRecord::default()
        };
        let parts = crate::ledger::load::records(dir.path()).unwrap();
        let readings = || {
            let source = SourceReader::Ledger {
                folder: dir.path(),
                layouts: "l",
                records: [(Arc::clone(&path), Arc::new(parts[0].clone()))].into(),
            };
            Readings::new(BoundedCache::new(0, 0), source)
        };
        assert_eq!(Content::Read(readings().get(&record).unwrap()), first.content);
        write("12.60");
        assert_eq!(readings().get(&record).unwrap_err().key(), "run.changed_ledger");
    }
}
