//! One run per OUT and per ledger: an advisory lock that the system takes back when the process ends, however it ends.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read as _, Seek as _, Write as _},
    path::Path,
};

use crate::publish::work_folder::{OutputError, io_error};

/// A lock held until it is dropped. The file stays: removing it would let two runs lock two files of one name.
#[derive(Debug)]
pub struct Lock {
    file: File,
    shared: bool,
}

impl Lock {
    /// Takes the lock at once or says who holds it.
    ///
    /// # Errors
    /// [`OutputError::Busy`] when another run holds it, [`OutputError::Io`] when the file cannot be opened or the file system has no locks.
    pub fn take(path: &Path, out: &Path) -> Result<Self, OutputError> {
        let mut file = open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(busy(&file, out)),
            Err(TryLockError::Error(source)) => return Err(io_error("locking", path)(source)),
        }
        sign(&mut file, "");
        Ok(Self { file, shared: false })
    }

    /// Takes part in the lock beside any number of others: whoever wants it alone is refused until the last of them ends.
    ///
    /// # Errors
    /// As [`Self::take`].
    pub fn share(path: &Path, out: &Path) -> Result<Self, OutputError> {
        let mut file = open(path)?;
        match file.try_lock_shared() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(busy(&file, out)),
            Err(TryLockError::Error(source)) => return Err(io_error("locking", path)(source)),
        }
        sign(&mut file, ", perhaps with others");
        Ok(Self { file, shared: true })
    }
}

/// Who holds it is a courtesy to the next run; a full disk must not hinder this one.
fn sign(file: &mut File, more: &str) {
    let now = crate::publish::manifest::utc(std::time::SystemTime::now());
    let _ = file
        .set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| writeln!(file, "pid {} since {now}{more}", std::process::id()));
}

fn open(path: &Path) -> Result<File, OutputError> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    options.open(path).map_err(io_error("locking", path))
}

fn busy(file: &File, out: &Path) -> OutputError {
    OutputError::Busy {
        out: out.to_owned(),
        holder: holder(file),
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if !self.shared {
            let _ = self.file.set_len(0);
        }
        let _ = self.file.unlock();
    }
}

/// What the holder wrote, where it can be read (Windows locks the bytes too).
fn holder(file: &File) -> String {
    let mut text = String::new();
    let _ = file.take(200).read_to_string(&mut text);
    text.trim().to_owned()
}
