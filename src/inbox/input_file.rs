//! A workbook of an inbox and its bytes.

use std::{
    cell::RefCell,
    fs,
    io::{self, BufReader, Read as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    formats::{Limits, Unreadable},
    inbox::stable_read::{self, ReadError, Stamp},
};

/// Reason of a file that went on changing; the catalogue words it by its name.
const CHANGED: &str = "changed while it was read";

/// Where a file's bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// On disk.
    Disk(PathBuf),
    /// Member of a zip, by its index.
    Member {
        /// Archive.
        archive: PathBuf,
        /// Index in the archive's directory.
        index: usize,
        /// The archive as it was when its directory was read.
        stamp: Stamp,
    },
}

/// A workbook to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Path below the inbox, `/` as separator; a zip's member as `inbox.zip/台账.xlsx`.
    pub path: Arc<str>,
    /// Where it is.
    pub origin: Origin,
}

impl InputFile {
    /// The file's bytes. A file that changes while it is read is read again, and refused when it goes on changing: half of it would be old.
    pub fn bytes(&self, limits: &Limits) -> Result<Vec<u8>, Unreadable> {
        match &self.origin {
            Origin::Disk(path) => stable_read::read(path, limits.file_bytes).map_err(|e| match e {
                ReadError::Io(e) => io(e),
                ReadError::TooLarge(bytes) => limits.file_too_large(bytes),
                ReadError::Changing => Unreadable::Io(CHANGED.to_owned()),
            }),
            Origin::Member { archive, index, stamp } => member(archive, *index, *stamp, limits),
        }
    }
}

/// The bytes of a member of an archive. Members are known by their place: in another archive of the same name it would be another workbook's.
fn member(archive: &Path, index: usize, stamp: Stamp, limits: &Limits) -> Result<Vec<u8>, Unreadable> {
    let unchanged = |meta: fs::Metadata| {
        let same = Stamp::of(&meta) == stamp;
        same.then_some(()).ok_or_else(|| Unreadable::Io(CHANGED.to_owned()))
    };
    let known = OPEN.with_borrow_mut(|open| open.take_if(|open| open.archive == archive && open.stamp == stamp));
    let mut open = match known {
        Some(open) => open,
        None => {
            let file = fs::File::open(archive).map_err(io)?;
            unchanged(file.metadata().map_err(io)?)?;
            let zip = zip::ZipArchive::new(BufReader::new(file)).map_err(|e| Unreadable::Damaged(format!("zip: {e}")))?;
            let archive = archive.to_owned();
            Open { archive, stamp, zip }
        }
    };
    let bytes = bytes_of(&mut open.zip, index, limits)?;
    unchanged(fs::metadata(archive).map_err(io)?)?;
    OPEN.set(Some(open));
    Ok(bytes)
}

/// An archive whose directory was read: its members are read one after the other, and the directory of each of 10,000 would take 10,000 times as long.
struct Open {
    archive: PathBuf,
    stamp: Stamp,
    zip: zip::ZipArchive<BufReader<fs::File>>,
}

thread_local! {
    /// The archive that this thread has read from last.
    static OPEN: RefCell<Option<Open>> = const { RefCell::new(None) };
}

fn bytes_of(zip: &mut zip::ZipArchive<BufReader<fs::File>>, index: usize, limits: &Limits) -> Result<Vec<u8>, Unreadable> {
    let member = zip.by_index(index).map_err(|e| {
        let text = e.to_string();
        if text.to_lowercase().contains("password") {
            Unreadable::Encrypted
        } else {
            Unreadable::Damaged(text)
        }
    })?;
    let mut bytes = Vec::new();
    member
        .take(limits.file_bytes.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|e| Unreadable::Damaged(format!("zip: {e}")))?;
    if bytes.len() as u64 > limits.file_bytes {
        return Err(limits.file_too_large(bytes.len() as u64));
    }
    Ok(bytes)
}

fn io(error: io::Error) -> Unreadable {
    Unreadable::Io(error.to_string())
}
