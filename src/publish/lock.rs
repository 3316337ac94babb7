//! One run per OUT and per ledger: an advisory lock that the system takes back when the process ends, however it ends.
//!
//! The lock's file goes with its holder. So a lock counts only while its path still names the file that was locked: who waited at the door
//! while the holder removed it has locked a file that nobody else will find, and tries again.

use std::{
    fs::{self, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use same_file::Handle;

use crate::{publish::manifest::utc, text::Fault};

/// Name of the lock's file in the hidden folder.
pub(crate) const FILE_NAME: &str = "lock";
/// Name of the file that says who holds it: another one where nobody can read what is locked.
const HOLDER: &str = if cfg!(windows) { "holder" } else { FILE_NAME };
/// A file system that never says twice that a path names the same file must not hold a run up for ever.
const ATTEMPTS: u32 = 1000;

/// Another run writes the same OUT or ledger.
pub(crate) const BUSY: &str = "out.busy";

/// A lock held until it is dropped: then its file goes, and with it the hidden folder, unless something else stands there.
#[derive(Debug)]
pub struct Lock {
    folder: PathBuf,
    path: PathBuf,
    /// Until it is dropped.
    file: Option<Handle>,
    shared: bool,
}

/// Whether a file of this name in the hidden folder is the lock's.
pub(crate) fn is_own(name: &str) -> bool {
    name == FILE_NAME || name == HOLDER
}

impl Lock {
    /// Takes the lock at once or says who holds it. `folder`: the hidden folder beside `target`, made where it is missing.
    ///
    /// # Errors
    /// [`Fault`] when another run holds it, [`Fault`] when the file cannot be made or the file system has no locks.
    pub fn take(folder: &Path, target: &Path) -> Result<Self, Fault> {
        Self::acquire(folder, target, false)
    }

    /// Takes part in the lock beside any number of others: whoever wants it alone is refused until the last of them ends.
    pub fn share(folder: &Path, target: &Path) -> Result<Self, Fault> {
        Self::acquire(folder, target, true)
    }

    fn acquire(folder: &Path, target: &Path, shared: bool) -> Result<Self, Fault> {
        let path = folder.join(FILE_NAME);
        for _ in 0..ATTEMPTS {
            let Some(file) = open(folder, &path)? else { continue };
            let locked = if shared {
                file.as_file().try_lock_shared()
            } else {
                file.as_file().try_lock()
            };
            match locked {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let fault = busy(folder, target);
                    drop(file);
                    // Where a file goes only when it is closed (Windows), the holder may have ended and left the folder to whoever looked at the lock.
                    let _ = fs::remove_dir(folder);
                    return Err(fault);
                }
                Err(TryLockError::Error(source)) => return Err(Fault::io("out.lock", &path)(source)),
            }
            if names(&path, &file) {
                sign(folder);
                return Ok(Self {
                    folder: folder.to_owned(),
                    path,
                    file: Some(file),
                    shared,
                });
            }
        }
        Err(Fault::io("out.lock", &path)(io::Error::from(io::ErrorKind::ResourceBusy)))
    }
}

/// Who holds it is a courtesy to the next run; a full disk must not hinder this one.
fn sign(folder: &Path) {
    let now = utc(SystemTime::now());
    let _ = fs::write(folder.join(HOLDER), format!("pid {}, {now}\n", std::process::id()));
}

impl Drop for Lock {
    fn drop(&mut self) {
        let Some(file) = self.file.take() else { return };
        let locked = file.as_file();
        // The last of those who share it removes it.
        let alone = !self.shared || {
            let _ = locked.unlock();
            locked.try_lock().is_ok()
        };
        let is_mine = alone && names(&self.path, &file);
        if is_mine {
            // Once: as soon as it is gone, the path may name another's.
            if HOLDER != FILE_NAME {
                let _ = fs::remove_file(self.folder.join(HOLDER));
            }
            let _ = fs::remove_file(&self.path);
        }
        let _ = locked.unlock();
        // On Windows a file is gone when it is closed, not when it is removed.
        drop(file);
        if is_mine {
            // Refused where something is left to be mended, or the next run has its lock there already.
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

/// `None` when the holder removed the folder meanwhile.
fn open(folder: &Path, path: &Path) -> Result<Option<Handle>, Fault> {
    match fs::create_dir(folder) {
        Ok(()) => hide(folder),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
        Err(e) => return Err(Fault::io("file.create", folder)(e)),
    }
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    match options.open(path).and_then(Handle::from_file) {
        Ok(file) => Ok(Some(file)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        // Windows says so of a file that is being removed.
        Err(e) if cfg!(windows) && e.kind() == io::ErrorKind::PermissionDenied && fs::symlink_metadata(path).is_err() => Ok(None),
        Err(e) => Err(Fault::io("out.lock", path)(e)),
    }
}

/// The dot hides it everywhere else.
#[cfg(windows)]
fn hide(folder: &Path) {
    let _ = winsafe::SetFileAttributes(&folder.to_string_lossy(), winsafe::co::FILE_ATTRIBUTE::HIDDEN);
}

#[cfg(not(windows))]
fn hide(_: &Path) {}

/// Whether `path` still names `file`.
fn names(path: &Path, file: &Handle) -> bool {
    Handle::from_path(path).is_ok_and(|now| now == *file)
}

fn busy(folder: &Path, target: &Path) -> Fault {
    let holder = fs::read_to_string(folder.join(HOLDER)).unwrap_or_default();
    Fault::stopped(BUSY).at(target).with("holder", holder.trim())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[test]
    fn of_many_who_come_and_go_one_alone_holds_the_lock_and_nothing_is_left() {
        let dir = tempfile::TempDir::new().unwrap();
        let folder = dir.path().join(".out.bangfu");
        let (inside, held) = (AtomicU32::new(0), AtomicU32::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    while held.load(Ordering::SeqCst) < 2000 {
                        match Lock::take(&folder, dir.path()) {
                            Ok(_lock) => {
                                assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "two hold it");
                                held.fetch_add(1, Ordering::SeqCst);
                                std::thread::yield_now();
                                inside.fetch_sub(1, Ordering::SeqCst);
                            }
                            Err(fault) if fault.key() == BUSY => std::thread::yield_now(),
                            Err(other) => panic!("{other}"),
                        }
                    }
                });
            }
        });
        assert!(!folder.exists());
    }

    #[test]
    fn a_shared_lock_goes_with_the_last_who_holds_it() {
        let dir = tempfile::TempDir::new().unwrap();
        let folder = dir.path().join(".ledger.bangfu");
        let first = Lock::share(&folder, dir.path()).unwrap();
        let second = Lock::share(&folder, dir.path()).unwrap();
        drop(first);
        assert_eq!(Lock::take(&folder, dir.path()).unwrap_err().key(), BUSY);
        drop(second);
        assert!(!folder.exists());
        drop(Lock::take(&folder, dir.path()).unwrap());
        assert!(!folder.exists());
    }

    #[test]
    fn a_folder_in_which_something_is_left_stays_without_the_lock() {
        let dir = tempfile::TempDir::new().unwrap();
        let folder = dir.path().join(".out.bangfu");
        let lock = Lock::take(&folder, dir.path()).unwrap();
        fs::create_dir(folder.join("previous")).unwrap();
        drop(lock);
        let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["previous"]);
    }
}
