//! What was read before: readings by content hash, kept between runs beside OUT, and the place where this run's readings wait for their unit.
//!
//! A store holds readings of one reader version, layout data and limits; any other gives an empty store. Every value carries a checksum over
//! key and content, so a damaged one is read anew, never believed. The whole file may be deleted at any time. Safe against a kill: redb
//! commits are atomic.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use redb::{Database, ReadableDatabase as _};
use sha2::{Digest as _, Sha256};

pub use crate::run::database::KEPT_RUNS;
use crate::{
    formats::{limits::Limits, unreadable::Unreadable},
    publish::work_folder::WorkFolder,
    rows::reading::{READER_VERSION, Reading},
    run::{
        bounded_cache::Held,
        database::{Kind, USED, damage_mark, fresh, last_run, opened, remove, tidy},
        seal::{sealed, unsealed},
    },
};

/// What became of a file's content: its reading, or why there is none.
pub type Kept = Result<Reading, Unreadable>;

const FILE_NAME: &str = "readings.redb";
/// Encoded readings gathered before one commit; a commit waits for the disk.
const BATCH_BYTES: usize = 16 << 20;
/// Readings of this run that wait in memory as they are, some 2,200 workbooks of 120 lines.
const READINGS_BYTES: usize = 128 << 20;
/// Encoded readings that a temporary store holds in memory beyond them, some 3,000 workbooks.
const ENCODED_BYTES: usize = 48 << 20;
/// The store failed in the middle of a run (disk full, damaged under way). The run stops; the next one starts with a new store where that helps.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// redb or the file system.
    #[error("{}: the store of readings failed: {detail}. It is safe to delete", path.display())]
    Failed {
        /// Store file.
        path: PathBuf,
        /// Cause.
        detail: String,
    },
    /// A reading that this run put is not there.
    #[error("{}: a reading of this run is missing or damaged; run again", path.display())]
    Missing {
        /// Store file.
        path: PathBuf,
    },
}

/// Readings by content. All methods may be called from many threads.
#[derive(Debug)]
pub struct ReadingStore {
    database: Database,
    path: PathBuf,
    temporary: bool,
    /// This run's number.
    run: u64,
    pending: Mutex<Pending>,
    /// This run's readings, as far as they fit.
    readings: Held<Arc<Kept>>,
    /// Those of a temporary store that did not fit, encoded, as far as they fit.
    encoded: Option<Held<Arc<[u8]>>>,
}

/// A value on its way into its table.
type Waiting = (Kind, [u8; 32], Vec<u8>);

#[derive(Debug, Default)]
struct Pending {
    /// Readings and notes, encoded, that wait for a commit.
    values: Vec<Waiting>,
    bytes: usize,
    /// A reading is among them that does not wait in memory as well.
    wanted: bool,
    /// Keys that this run used without putting them.
    reused: Vec<[u8; 32]>,
}

impl ReadingStore {
    /// Opens the store in `work`, or with `keep == false` a temporary one that goes with this value. A store that is damaged, or of another reader
    /// version, layout `fingerprint` or `limits`, is replaced by an empty one.
    ///
    /// # Errors
    /// Not even an empty store can be created.
    pub fn open(work: &WorkFolder, fingerprint: impl AsRef<[u8]>, limits: &Limits, keep: bool) -> Result<Self, StoreError> {
        let name = if keep {
            FILE_NAME.to_owned()
        } else {
            format!("scratch-{}.redb", std::process::id())
        };
        Self::open_at(&work.path().join(name), fingerprint.as_ref(), limits, keep)
    }

    fn open_at(path: &Path, fingerprint: &[u8], limits: &Limits, keep: bool) -> Result<Self, StoreError> {
        let version = version(fingerprint, limits);
        if !keep || damage_mark(path).exists() {
            remove(path)?;
        }
        let database = match opened(path, &version) {
            Ok(Some(database)) => database,
            Ok(None) => fresh(path, &version)?,
            Err(detail) => {
                tracing::warn!(event = "store_rebuilt", path = %path.display(), %detail);
                fresh(path, &version)?
            }
        };
        let mut store = Self {
            database,
            path: path.to_owned(),
            temporary: !keep,
            run: 0,
            pending: Mutex::default(),
            readings: Held::new(READINGS_BYTES),
            encoded: (!keep).then(|| Held::new(ENCODED_BYTES)),
        };
        store.run = store.guard("counting runs", || last_run(&store.database))?.saturating_add(1);
        Ok(store)
    }

    /// What is kept for this content. A damaged value is as good as none. What was [`put`](Self::put) is found after [`flush`](Self::flush).
    ///
    /// # Errors
    /// None today: a store that cannot be read is an empty one, and the file is read anew.
    pub fn get(&self, sha256: &[u8; 32]) -> Result<Option<Arc<Kept>>, StoreError> {
        let found = self.load(sha256);
        if found.is_some() {
            self.pending().reused.push(*sha256);
        }
        Ok(found)
    }

    /// The reading of this content is still of use, whether or not this run decodes it.
    pub fn uses(&self, sha256: &[u8; 32]) {
        self.pending().reused.push(*sha256);
    }

    /// A note of an earlier run (see [`crate::run::memo`]).
    #[must_use]
    pub fn noted<T: serde::de::DeserializeOwned>(&self, key: &[u8; 32]) -> Option<T> {
        let note = self.look(Kind::Note, key, |content| postcard::from_bytes(content).ok());
        if note.is_some() {
            self.pending().reused.push(*key);
        }
        note
    }

    /// Keeps a note. Its types leave no fields out.
    ///
    /// # Errors
    /// The disk is full or the store broke.
    pub fn note<T: serde::Serialize>(&self, key: &[u8; 32], note: &T) -> Result<(), StoreError> {
        let content = postcard::to_stdvec(note).map_err(|e| self.failed("encoding", &e))?;
        self.keep(Kind::Note, key, sealed(key, content))
    }

    /// Every unit is done: what waited in memory for them goes.
    pub fn release(&self) {
        self.readings.close();
        self.encoded.iter().for_each(Held::close);
    }

    /// What this run has put or found before, and flushed; what is not there any more, or damaged, is read `again`.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where it cannot be: leaving the file's lines out in silence would be worse.
    pub fn fetch(&self, sha256: &[u8; 32], again: impl FnOnce() -> Option<Kept>) -> Result<Arc<Kept>, StoreError> {
        if let Some(kept) = self.load(sha256) {
            return Ok(kept);
        }
        self.mark_damaged();
        let Some(kept) = again().map(Arc::new) else {
            return Err(StoreError::Missing { path: self.path.clone() });
        };
        // Other units may want it too. The file that has lost it takes nothing more.
        let bytes = kept.as_ref().as_ref().map_or(64, Reading::bytes);
        let _ = self.readings.put(sha256, Arc::clone(&kept), bytes);
        Ok(kept)
    }

    /// Keeps an outcome. Failures that another try could mend (`Io`, `Internal`) are not kept: they would outlive their cause.
    ///
    /// # Errors
    /// The disk is full or the store broke.
    pub fn put(&self, sha256: &[u8; 32], kept: impl Into<Arc<Kept>>) -> Result<(), StoreError> {
        let kept: Arc<Kept> = kept.into();
        if matches!(*kept, Err(Unreadable::Io(_) | Unreadable::Internal(_))) {
            return Ok(());
        }
        let bytes = kept.as_ref().as_ref().map_or(64, Reading::bytes);
        let held = self.readings.put(sha256, Arc::clone(&kept), bytes).is_ok();
        if held && self.temporary {
            return Ok(());
        }
        let mut content = postcard::to_stdvec(&*kept).map_err(|e| self.failed("encoding", &e))?;
        if let Some(encoded) = &self.encoded {
            let bytes = content.len();
            content = match encoded.put(sha256, content.into(), bytes) {
                Ok(()) => return Ok(()),
                Err(content) => content.to_vec(),
            };
        }
        self.pending().wanted |= !held;
        self.keep(Kind::Reading, sha256, sealed(sha256, content))
    }

    fn keep(&self, kind: Kind, key: &[u8; 32], value: Vec<u8>) -> Result<(), StoreError> {
        let full = {
            let mut pending = self.pending();
            pending.bytes += value.len();
            pending.values.push((kind, *key, value));
            (pending.bytes >= BATCH_BYTES)
                .then(|| std::mem::take(&mut pending.values))
                .inspect(|_| pending.bytes = 0)
        };
        full.map_or(Ok(()), |values| self.commit(&values))
    }

    /// Commits what was put so far where a reading among it is found nowhere else; what waits in memory can be written later.
    ///
    /// # Errors
    /// The disk is full or the store broke.
    pub fn flush_readings(&self) -> Result<(), StoreError> {
        if self.pending().wanted { self.flush() } else { Ok(()) }
    }

    /// Commits everything put so far.
    ///
    /// # Errors
    /// The disk is full or the store broke.
    pub fn flush(&self) -> Result<(), StoreError> {
        let values = {
            let mut pending = self.pending();
            (pending.bytes, pending.wanted) = (0, false);
            std::mem::take(&mut pending.values)
        };
        self.commit(&values)
    }

    /// Notes which readings this run used and drops those that none of the last [`KEPT_RUNS`] did. Call once, when the run has succeeded.
    ///
    /// # Errors
    /// The disk is full or the store broke.
    pub fn finish(&self) -> Result<(), StoreError> {
        self.flush()?;
        if self.temporary {
            return Ok(());
        }
        let reused = std::mem::take(&mut self.pending().reused);
        self.guard("tidying", || tidy(&self.database, self.run, &reused))
    }

    fn load(&self, sha256: &[u8; 32]) -> Option<Arc<Kept>> {
        if let Some(kept) = self.readings.get(sha256) {
            return Some(kept);
        }
        if let Some(content) = self.encoded.as_ref().and_then(|h| h.get(sha256)) {
            return postcard::from_bytes(&content).ok().map(Arc::new);
        }
        self.look(Kind::Reading, sha256, |content| postcard::from_bytes(content).ok())
            .map(Arc::new)
    }

    /// What `decode` makes of a value that is whole.
    fn look<T>(&self, kind: Kind, key: &[u8; 32], decode: impl Fn(&[u8]) -> Option<T>) -> Option<T> {
        let read = || -> Result<Option<T>, redb::Error> {
            let table = self.database.begin_read()?.open_table(kind.table())?;
            Ok(table
                .get(key.as_slice())?
                .and_then(|value| unsealed(key, value.value()).and_then(&decode)))
        };
        match catch_unwind(AssertUnwindSafe(read)) {
            Ok(Ok(found)) => found,
            Ok(Err(_)) | Err(_) => {
                self.mark_damaged();
                None
            }
        }
    }

    fn commit(&self, values: &[Waiting]) -> Result<(), StoreError> {
        if values.is_empty() {
            return Ok(());
        }
        self.guard("writing", || {
            let transaction = self.database.begin_write()?;
            {
                let (mut readings, mut notes) = (
                    transaction.open_table(Kind::Reading.table())?,
                    transaction.open_table(Kind::Note.table())?,
                );
                let mut used = transaction.open_table(USED)?;
                for (kind, key, value) in values {
                    let table = match kind {
                        Kind::Reading => &mut readings,
                        Kind::Note => &mut notes,
                    };
                    table.insert(key.as_slice(), value.as_slice())?;
                    used.insert(key.as_slice(), self.run)?;
                }
            }
            transaction.commit()?;
            Ok(())
        })
    }

    /// Runs `work`; a failure or a panic of the store becomes an error and the next run starts with a new store.
    fn guard<T>(&self, doing: &'static str, work: impl FnOnce() -> Result<T, redb::Error>) -> Result<T, StoreError> {
        match catch_unwind(AssertUnwindSafe(work)) {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => {
                // A full disk is no damage: what was committed stays good and is of use to the next run.
                if !matches!(error, redb::Error::Io(_) | redb::Error::PreviousIo) {
                    self.mark_damaged();
                }
                Err(self.failed(doing, &error))
            }
            Err(_) => {
                self.mark_damaged();
                Err(self.failed(doing, &"internal failure"))
            }
        }
    }

    fn failed(&self, doing: &str, cause: &dyn std::fmt::Display) -> StoreError {
        StoreError::Failed {
            path: self.path.clone(),
            detail: format!("{doing}: {cause}"),
        }
    }

    /// The next run starts with an empty store. A mark, for an open file cannot be removed everywhere.
    fn mark_damaged(&self) {
        let _ = fs::write(damage_mark(&self.path), b"");
    }

    fn pending(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for ReadingStore {
    fn drop(&mut self) {
        if self.temporary {
            // Windows refuses while the database is open; the next run removes it then.
            let _ = fs::remove_file(&self.path);
            let _ = fs::remove_file(damage_mark(&self.path));
        }
    }
}

/// Everything beside the content that a reading depends on.
fn version(fingerprint: &[u8], limits: &Limits) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"bangfu readings 4\0");
    hash.update(READER_VERSION.to_le_bytes());
    // The derived text names every limit: a new one changes it without anybody remembering this place.
    hash.update(format!("{limits:?}\0"));
    hash.update(fingerprint);
    hash.finalize().into()
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
