//! One run per OUT: an advisory lock that the system takes back when the process ends, however it ends.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
};

use super::publish::OutputError;

/// A lock held until it is dropped. The file stays: removing it would let two runs lock two files of one name.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock at once or says who holds it.
    ///
    /// # Errors
    /// [`OutputError::Busy`] when another run holds it, [`OutputError::Io`] when the file cannot be opened or the file system has no locks.
    pub fn take(path: &Path, out: &Path) -> Result<Self, OutputError> {
        let io = |source| OutputError::Io {
            doing: "locking",
            path: path.to_owned(),
            source,
        };
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(path)
            .map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(OutputError::Busy {
                    out: PathBuf::from(out),
                    holder: holder(&file),
                });
            }
            Err(TryLockError::Error(source)) => return Err(io(source)),
        }
        // Who holds it is a courtesy to the next run; a full disk must not hinder this one.
        let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| {
            writeln!(
                file,
                "pid {} since {}",
                std::process::id(),
                super::manifest::utc(std::time::SystemTime::now())
            )
        });
        Ok(Self { file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

/// What the holder wrote, where it can be read (Windows locks the bytes too).
fn holder(file: &File) -> String {
    let mut text = String::new();
    let _ = file.take(200).read_to_string(&mut text);
    text.trim().to_owned()
}
