//! The next OUT while it is written, and the exchange that publishes it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{self, BufWriter, Write as _},
    path::{Component, Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::SystemTime,
};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::{
    interrupt,
    keep::{Known, Strangers},
    manifest::{self, OutputEntry},
    publish::{Found, OutputError, check_ours, io_error},
    reuse::Kept,
    stamps::{self, Stamps},
};
use crate::intake::steady::Stamp;

/// A folder that becomes OUT when it is published, and is removed when it is dropped before.
#[derive(Debug)]
pub struct Build {
    path: PathBuf,
    out: PathBuf,
    previous: PathBuf,
    written: Mutex<Written>,
    stamps: Arc<Stamps>,
    found: Found,
    /// See [`Self::begin_flush`].
    flushing: Mutex<Option<JoinHandle<Result<(), OutputError>>>>,
    published: bool,
}

#[derive(Debug, Default)]
struct Written {
    /// Paths below the build.
    folders: BTreeSet<String>,
    files: BTreeMap<String, Option<Done>>,
}

/// A file that stands complete in the build.
#[derive(Debug)]
struct Done {
    entry: OutputEntry,
    stamp: Option<Stamp>,
    /// Taken over: the stamp of the file of that name in the previous OUT, after it was linked or copied.
    origin: Option<Stamp>,
    /// Linked, and looked at again: not even its time of change has moved.
    untouched: AtomicBool,
}

/// What publishing did beside replacing OUT.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Published {
    /// Where files were copied that stood in the previous OUT but are not a run's own (added or edited by hand); `None` when there were none.
    pub kept: Option<PathBuf>,
    /// How many they are.
    pub kept_files: u64,
}

impl Build {
    /// The build's own folder, OUT, and where OUT goes while it is replaced.
    pub(super) fn create(
        (path, out, previous): (PathBuf, PathBuf, PathBuf),
        stamps: Arc<Stamps>,
        found: Found,
    ) -> Result<Self, OutputError> {
        fs::create_dir(&path).map_err(io_error("creating", &path))?;
        Ok(Self {
            stamps,
            found,
            path,
            out,
            previous,
            written: Mutex::new(Written::default()),
            flushing: Mutex::default(),
            published: false,
        })
    }

    /// The folder being written.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes one file, creating its folders; `relative` uses `/`. May be called from many threads. Returns the SHA-256 as hex.
    ///
    /// # Errors
    /// The file system refuses, or the name leaves the folder or was written before.
    pub fn write(&self, relative: &str, bytes: &[u8]) -> Result<String, OutputError> {
        let entry = self.stream(relative, |to| to.write_all(bytes).map_err(io_error("writing", Path::new(relative))))?;
        Ok(entry.sha256)
    }

    /// Writes one file piece by piece: a report of hundreds of megabytes is never held whole. `make` is given a buffered writer.
    ///
    /// # Errors
    /// As [`Self::write`], and what `make` says where the file system did not refuse first.
    pub fn stream<E: From<OutputError>>(
        &self,
        relative: &str,
        make: impl FnOnce(&mut BufWriter<Sink>) -> Result<(), E>,
    ) -> Result<OutputEntry, E> {
        let target = self.target(relative)?;
        self.claim(relative, &target)?;
        // `create_new`: two names that the file system takes for one are an error, not a lost report.
        let file = File::create_new(&target).map_err(io_error("writing", &target))?;
        let mut to = BufWriter::with_capacity(BUFFER, Sink::new(file));
        let made = make(&mut to);
        let flushed = to.flush();
        let (sink, _) = to.into_parts();
        // A full disk is told as that, not as what it did to the format.
        if let Some(error) = sink.failed {
            return Err(io_error("writing", &target)(error).into());
        }
        made?;
        flushed.map_err(io_error("writing", &target))?;
        let entry = OutputEntry {
            path: relative.to_owned(),
            sha256: hex(&sink.hash.finalize()),
            size: sink.size,
        };
        // run.json cannot hold its own hash.
        if relative != manifest::FILE_NAME {
            let done = Done {
                entry: entry.clone(),
                stamp: sink.file.metadata().map(|meta| Stamp::of(&meta)).ok(),
                origin: None,
                untouched: AtomicBool::new(false),
            };
            self.lock().files.insert(relative.to_owned(), Some(done));
        }
        Ok(entry)
    }

    /// Takes over a file of the previous OUT under its own name: a link where the file system has links, else a copy. The previous OUT goes when
    /// this build is published, so no two readers share the file.
    ///
    /// # Errors
    /// As [`Self::write`], and [`OutputError::Changed`] when it is no longer what was looked at.
    pub fn adopt(&self, kept: &Kept<'_>) -> Result<(), OutputError> {
        let (relative, from) = (kept.entry.path.as_str(), kept.path.as_path());
        let target = self.target(relative)?;
        self.claim(relative, &target)?;
        let linked = fs::hard_link(from, &target).is_ok();
        if !linked {
            fs::copy(from, &target).map_err(io_error("writing", &target))?;
        }
        let origin = stamps::stamp(from);
        // Linked they are one file.
        let stamp = if linked {
            origin.as_ref().ok().copied()
        } else {
            stamps::stamp(&target).ok()
        };
        // What was linked or copied lies between the two looks at it.
        let origin = origin
            .ok()
            .filter(|now| now.same_but_for_links(&kept.stamp))
            .ok_or_else(|| OutputError::Changed { path: from.to_owned() })?;
        let done = Done {
            entry: kept.entry.clone(),
            stamp,
            origin: Some(origin),
            untouched: AtomicBool::new(false),
        };
        self.lock().files.insert(relative.to_owned(), Some(done));
        Ok(())
    }

    /// A file that is still written while others are (the run log); it is not among [`Self::outputs`].
    ///
    /// # Errors
    /// As [`Self::write`].
    pub fn open_log(&self, relative: &str) -> Result<File, OutputError> {
        let target = self.target(relative)?;
        self.claim(relative, &target)?;
        File::create_new(&target).map_err(io_error("writing", &target))
    }

    /// Begins to put what is written so far on the disk, while the rest is made: publishing then waits for little. A failure is told when it publishes.
    pub fn begin_flush(&self) {
        let path = self.path.clone();
        // One call for the whole file system; file by file all would be opened twice.
        if cfg!(any(target_os = "linux", target_os = "android")) {
            let flushing = std::thread::spawn(move || flush(&path));
            *self.flushing.lock().unwrap_or_else(PoisonError::into_inner) = Some(flushing);
        }
    }

    /// Files written so far with their hashes, sorted by path.
    #[must_use]
    pub fn outputs(&self) -> Vec<OutputEntry> {
        self.lock().files.values().flatten().map(|done| done.entry.clone()).collect()
    }

    /// Replaces OUT by this build in one step, where the system has one (Linux), and removes what stood there. Files in the previous OUT that
    /// no run wrote are copied aside first.
    ///
    /// # Errors
    /// [`OutputError`]; OUT is then as it was.
    pub fn publish(mut self) -> Result<Published, OutputError> {
        let found = check_ours(&self.out, &self.found)?;
        self.check_adopted()?;
        let outputs = found.written().map(|written| written.outputs.as_slice());
        let strangers = Strangers::copy(&self.out, outputs, &self.path.with_extension("kept"), &self)?;
        if let Some(flushing) = self.flushing.lock().unwrap_or_else(PoisonError::into_inner).take() {
            flushing
                .join()
                .map_err(|_| io::Error::other("flushing"))
                .map_err(io_error("writing", &self.path))??;
        }
        flush(&self.path)?;
        inherit(&self.out, &self.path);
        if !interrupt::commit() {
            return Err(OutputError::Interrupted);
        }
        let published = strangers.settle(&self.out)?;
        let moment = SystemTime::now();
        let aside = swap(&self.path, &self.out, &self.previous)?;
        self.published = true;
        if let Some(parent) = self.out.parent() {
            // The exchange is done for every reader; only a power cut could still undo it.
            let _ = File::open(parent).and_then(|f| f.sync_all());
        }
        if let Some(aside) = aside {
            // The next run removes what stays.
            if let Err(error) = remove(&aside) {
                tracing::warn!(event = "previous_not_removed", path = %aside.display(), %error);
            }
        }
        self.note_stamps(moment);
        Ok(published)
    }

    /// Linked files are the previous OUT's own: what somebody wrote into one since is in the build too.
    fn check_adopted(&self) -> Result<(), OutputError> {
        let written = self.lock();
        let adopted = written.files.iter().filter_map(|(relative, done)| {
            let done = done.as_ref().filter(|d| d.origin.is_some())?;
            Some((relative, done))
        });
        let adopted: Vec<_> = adopted.collect();
        adopted.into_par_iter().try_for_each(|(relative, done)| {
            let now = stamps::stamp(&self.path.join(relative)).ok();
            done.untouched.store(now.is_some() && now == done.origin, Ordering::Relaxed);
            match (done.stamp, now) {
                (Some(before), Some(now)) if now.same_but_for_links(&before) => Ok(()),
                _ => Err(OutputError::Changed {
                    path: self.out.join(relative),
                }),
            }
        })
    }

    /// Last, for removing the previous OUT changes the stamps of what was linked.
    fn note_stamps(&self, published: SystemTime) {
        if let Some(work) = self.path.parent() {
            let written = self.lock();
            let files = written.files.iter();
            let files = files.filter_map(|(relative, done)| Some((relative.as_str(), done.as_ref()?.stamp?)));
            stamps::note(work, &self.out, files, published);
        }
    }

    fn target(&self, relative: &str) -> Result<PathBuf, OutputError> {
        let inside =
            !relative.is_empty() && !relative.contains('\\') && Path::new(relative).components().all(|c| matches!(c, Component::Normal(_)));
        if inside {
            Ok(self.path.join(relative))
        } else {
            Err(OutputError::BadName {
                path: relative.to_owned(),
                what: "is no path below OUT",
            })
        }
    }

    fn claim(&self, relative: &str, target: &Path) -> Result<(), OutputError> {
        let folder = relative.rsplit_once('/').map(|(folder, _)| folder);
        let known = {
            let mut written = self.lock();
            if written.files.insert(relative.to_owned(), None).is_some() {
                return Err(OutputError::BadName {
                    path: relative.to_owned(),
                    what: "is written twice",
                });
            }
            folder.is_none_or(|folder| written.folders.contains(folder))
        };
        // Not under the lock: the file system takes its time.
        if let Some((name, folder)) = folder.zip(target.parent()).filter(|_| !known) {
            fs::create_dir_all(folder).map_err(io_error("creating", folder))?;
            self.lock().folders.insert(name.to_owned());
        }
        Ok(())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known for Build {
    fn is_as_written(&self, relative: &str, now: &Stamp) -> bool {
        let origin = self.lock().files.get(relative).and_then(|done| done.as_ref()?.origin);
        now.is_strong() && origin.as_ref() == Some(now) || self.stamps.prove(relative, now)
    }
    fn is_linked(&self, relative: &str, inode: u64) -> bool {
        let written = self.lock();
        let done = written.files.get(relative).and_then(Option::as_ref);
        done.is_some_and(|done| done.untouched.load(Ordering::Relaxed) && done.origin.is_some_and(|o| o.inode() == Some(inode)))
    }
}

impl Drop for Build {
    fn drop(&mut self) {
        if !self.published {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Bytes gathered before one call of the system.
const BUFFER: usize = 1 << 16;

/// A file that is hashed and measured while it is written.
#[derive(Debug)]
pub struct Sink {
    file: File,
    hash: Sha256,
    size: u64,
    failed: Option<io::Error>,
}

impl Sink {
    fn new(file: File) -> Self {
        Self {
            file,
            hash: Sha256::new(),
            size: 0,
            failed: None,
        }
    }
}

impl io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(error) = self.file.write_all(bytes) {
            let told = io::Error::from(error.kind());
            self.failed.get_or_insert(error);
            return Err(told);
        }
        self.hash.update(bytes);
        self.size += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Lower-case hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// Puts the build on the disk before it becomes OUT. On Linux one call for the whole file system: 20,000 single calls take minutes.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn flush(folder: &Path) -> Result<(), OutputError> {
    let failed = io_error("writing", folder);
    File::open(folder)
        .and_then(|f| rustix::fs::syncfs(&f).map_err(io::Error::from))
        .map_err(failed)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(super) fn flush(folder: &Path) -> Result<(), OutputError> {
    for entry in walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.file_type().is_file())
    {
        // Windows flushes only what is open for writing.
        let file = fs::OpenOptions::new().write(true).open(entry.path());
        file.and_then(|f| f.sync_all()).map_err(io_error("writing", entry.path()))?;
    }
    Ok(())
}

/// Removes a folder of many unit folders, side by side: on a slow disk each file waits for it. Stops when a signal comes.
pub(super) fn remove(folder: &Path) -> io::Result<()> {
    // What fails here fails again below, and is told there.
    let folders_in = |folder: PathBuf| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        let folders = entries.filter(|e| e.file_type().is_ok_and(|kind| kind.is_dir()));
        folders.map(|e| e.path()).collect()
    };
    let counties = folders_in(folder.to_owned()).into_iter().flat_map(folders_in);
    let units: Vec<PathBuf> = counties.flat_map(folders_in).collect();
    units
        .par_iter()
        .filter(|_| !interrupt::hurried())
        .for_each(|unit| drop(fs::remove_dir_all(unit)));
    if interrupt::hurried() {
        return Ok(());
    }
    fs::remove_dir_all(folder)
}

/// Who may read OUT stays as somebody set it: the new folder takes mode and group of the old one, as far as the system lets it.
#[cfg(unix)]
pub(super) fn inherit(out: &Path, new: &Path) {
    use std::os::unix::fs::{MetadataExt as _, chown};
    if let Ok(old) = fs::metadata(out) {
        // Group first: changing it takes set-id bits away.
        let _ = chown(new, None, Some(old.gid()));
        let _ = fs::set_permissions(new, old.permissions());
    }
}

#[cfg(not(unix))]
pub(super) fn inherit(_: &Path, _: &Path) {}

/// Puts `new` where `out` is; returns where the previous one went.
pub(super) fn swap(new: &Path, out: &Path, previous: &Path) -> Result<Option<PathBuf>, OutputError> {
    if !out.exists() {
        return fs::rename(new, out).map_err(io_error("publishing", out)).map(|()| None);
    }
    match exchange(new, out) {
        Ok(true) => Ok(Some(new.to_owned())),
        Ok(false) => set_aside(new, out, previous).map(Some),
        Err(e) => Err(io_error("publishing", out)(e)),
    }
}

/// `Ok(false)` when this system or file system cannot exchange two folders.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn exchange(new: &Path, out: &Path) -> io::Result<bool> {
    use rustix::{
        fs::{CWD, RenameFlags, renameat_with},
        io::Errno,
    };
    match renameat_with(CWD, new, CWD, out, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) => Ok(false),
        Err(e) => Err(e.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Two renames: between them OUT is not there, and a process killed there leaves it to the next run to put it back ([`super::publish::WorkFolder`]).
fn set_aside(new: &Path, out: &Path, previous: &Path) -> Result<PathBuf, OutputError> {
    fs::rename(out, previous).map_err(io_error("setting aside", out))?;
    if let Err(error) = fs::rename(new, out) {
        // Put it back at once; should that fail too, the next run does.
        let _ = fs::rename(previous, out);
        return Err(io_error("publishing", out)(error));
    }
    Ok(previous.to_owned())
}

#[cfg(test)]
#[path = "publish_tests.rs"]
mod tests;
