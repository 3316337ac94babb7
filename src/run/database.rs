//! The store's file: its tables, how it is opened, mended and tidied.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use redb::{Database, ReadableDatabase as _, ReadableTable as _, TableDefinition};

use crate::run::store::StoreError;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A reading, by SHA-256 of the content.
    Reading,
    /// A note (`memo.rs`), by a hash of what it rests on.
    Note,
}

impl Kind {
    /// A table for each: a run in which little has changed looks at all notes and at few readings, which are ten times their size.
    pub(crate) const fn table(self) -> TableDefinition<'static, &'static [u8], &'static [u8]> {
        TableDefinition::new(match self {
            Self::Reading => "readings",
            Self::Note => "notes",
        })
    }
}

/// The last run (counted, not dated: clocks jump) that used a reading or a note.
pub(crate) const USED: TableDefinition<'_, &[u8], u64> = TableDefinition::new("used");
/// `version` of the contents, and `run`, the count of runs.
pub(crate) const META: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("meta");

/// A reading that no run has used for so many runs is dropped: a year of monthly runs.
pub const KEPT_RUNS: u64 = 12;
/// Pages that redb keeps in memory.
const CACHE_BYTES: usize = 16 << 20;

pub(crate) fn damage_mark(path: &Path) -> PathBuf {
    path.with_extension("damaged")
}

pub(crate) fn builder() -> redb::Builder {
    let mut builder = Database::builder();
    builder.set_cache_size(CACHE_BYTES);
    builder
}

/// The store at `path` if it is there and of this version. A panic inside redb on a damaged file is an error like others.
pub(crate) fn opened(path: &Path, version: &[u8; 32]) -> Result<Option<Database>, String> {
    if !path.exists() {
        return Ok(None);
    }
    let open = || -> Result<Option<Database>, redb::Error> {
        let database = builder().open(path)?;
        let same = {
            let transaction = database.begin_read()?;
            let meta = transaction.open_table(META)?;
            let same = meta.get("version")?.is_some_and(|v| v.value() == version);
            if same {
                transaction.open_table(Kind::Reading.table())?;
                transaction.open_table(Kind::Note.table())?;
                transaction.open_table(USED)?;
            }
            same
        };
        Ok(same.then_some(database))
    };
    catch_unwind(AssertUnwindSafe(open))
        .map_err(|_| "damaged".to_owned())?
        .map_err(|e| e.to_string())
}

pub(crate) fn fresh(path: &Path, version: &[u8; 32]) -> Result<Database, StoreError> {
    remove(path)?;
    let create = || -> Result<Database, redb::Error> {
        let database = builder().create(path)?;
        let transaction = database.begin_write()?;
        transaction.open_table(Kind::Reading.table())?;
        transaction.open_table(Kind::Note.table())?;
        transaction.open_table(USED)?;
        transaction.open_table(META)?.insert("version", version.as_slice())?;
        transaction.commit()?;
        Ok(database)
    };
    create().map_err(|e| StoreError::Failed {
        path: path.to_owned(),
        detail: format!("creating: {e}"),
    })
}

pub(crate) fn remove(path: &Path) -> Result<(), StoreError> {
    // The mark goes last: a kill in between must not leave a damaged store without it.
    for file in [path.to_owned(), damage_mark(path)] {
        let gone = if file.is_dir() {
            fs::remove_dir_all(&file)
        } else {
            fs::remove_file(&file)
        };
        match gone {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::Failed {
                    path: file,
                    detail: format!("removing: {e}"),
                });
            }
            _ => {}
        }
    }
    Ok(())
}

pub(crate) fn last_run(database: &Database) -> Result<u64, redb::Error> {
    let meta = database.begin_read()?.open_table(META)?;
    let run = meta.get("run")?.and_then(|v| v.value().try_into().ok().map(u64::from_le_bytes));
    Ok(run.unwrap_or(0))
}

pub(crate) fn tidy(database: &Database, run: u64, reused: &[[u8; 32]]) -> Result<(), redb::Error> {
    let transaction = database.begin_write()?;
    {
        let mut used = transaction.open_table(USED)?;
        for key in reused {
            used.insert(key.as_slice(), run)?;
        }
        let mut old = Vec::new();
        for entry in used.iter()? {
            let (key, last) = entry?;
            if last.value().saturating_add(KEPT_RUNS) <= run {
                old.push(key.value().to_vec());
            }
        }
        let (mut readings, mut notes) = (
            transaction.open_table(Kind::Reading.table())?,
            transaction.open_table(Kind::Note.table())?,
        );
        for key in old {
            readings.remove(key.as_slice())?;
            notes.remove(key.as_slice())?;
            used.remove(key.as_slice())?;
        }
        transaction.open_table(META)?.insert("run", run.to_le_bytes().as_slice())?;
    }
    transaction.commit()?;
    Ok(())
}
