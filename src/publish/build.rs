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

use crate::{
    cli::interrupt,
    inbox::stable_read::Stamp,
    publish::{
        exchange::{flush, inherit, remove, swap},
        foreign_files::{Known, Strangers},
        frame::Frame,
        manifest::{self, OutputEntry},
        stamps::{self, Stamps},
        work_folder::{Found, OutputError, check_ours, io_error},
    },
    run::reuse::Kept,
};

/// A folder that becomes OUT when it is published, and is removed when it is dropped before.
#[derive(Debug)]
pub struct Build {
    path: PathBuf,
    out: PathBuf,
    previous: PathBuf,
    written: Mutex<Written>,
    stamps: Arc<Stamps>,
    found: Found,
    frame: Frame,
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

impl Done {
    fn taken_over(kept: &Kept<'_>, origin: Stamp, stamp: Option<Stamp>) -> Self {
        Self {
            entry: kept.entry.clone(),
            stamp,
            origin: Some(origin),
            untouched: AtomicBool::new(false),
        }
    }
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
    pub(crate) fn create(
        (path, out, previous): (PathBuf, PathBuf, PathBuf),
        stamps: Arc<Stamps>,
        found: Found,
    ) -> Result<Self, OutputError> {
        let frame = match path.parent().and_then(|work| Frame::take(work, &path)) {
            Some(frame) => frame,
            None => {
                fs::create_dir(&path).map_err(io_error("creating", &path))?;
                Frame::default()
            }
        };
        let written = Written {
            folders: frame.folders().clone(),
            ..Written::default()
        };
        Ok(Self {
            stamps,
            found,
            frame,
            path,
            out,
            previous,
            written: Mutex::new(written),
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
        self.clear(relative, &target)?;
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
        let stands = self.claim(relative, &target)?;
        let done = if stands.flatten().is_some_and(|inode| kept.stamp.inode() == Some(inode)) {
            // It was looked at just now, and nothing has been done to it since.
            Done::taken_over(kept, kept.stamp, Some(kept.stamp))
        } else {
            if stands.is_some() {
                fs::remove_file(&target).map_err(io_error("removing", &target))?;
            }
            let linked = fs::hard_link(from, &target).is_ok();
            if !linked {
                fs::copy(from, &target).map_err(io_error("writing", &target))?;
            }
            // What was linked or copied lies between the two looks at it.
            let origin = stamps::stamp(from)
                .ok()
                .filter(|now| now.same_but_for_links(&kept.stamp))
                .ok_or_else(|| OutputError::Changed { path: from.to_owned() })?;
            // Linked they are one file.
            let stamp = if linked { Some(origin) } else { stamps::stamp(&target).ok() };
            Done::taken_over(kept, origin, stamp)
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
        self.clear(relative, &target)?;
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
        self.frame.sweep(self.lock().files.keys().map(String::as_str))?;
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
        let replaced = outputs.map_or(0, <[OutputEntry]>::len);
        let kept = aside.is_some_and(|aside| self.dispose(&aside, replaced));
        self.note_stamps(moment, kept);
        Ok(published)
    }

    /// Keeps what was replaced as the next build's frame where nearly all of its files are links to what stands in OUT, else removes it.
    fn dispose(&self, aside: &Path, replaced: usize) -> bool {
        let linked = |done: &&Done| done.untouched.load(Ordering::Relaxed) && done.origin.is_some_and(|o| o.inode().is_some());
        let linked = self.lock().files.values().flatten().filter(linked).count();
        let shared = linked > 0 && linked.saturating_mul(10) >= replaced.saturating_mul(9);
        if shared && self.path.parent().is_some_and(|work| Frame::keep(aside, work).is_ok()) {
            return true;
        }
        // The next run removes what stays.
        if let Err(error) = remove(aside) {
            tracing::warn!(event = "previous_not_removed", path = %aside.display(), %error);
        }
        false
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

    /// Last, for removing the previous OUT changes the stamps of what was linked; where it was `kept`, they are as they were.
    fn note_stamps(&self, published: SystemTime, kept: bool) {
        if let Some(work) = self.path.parent() {
            let written = self.lock();
            let files = written.files.iter();
            let files = files.filter_map(|(relative, done)| Some((relative.as_str(), done.as_ref()?.stamp?)));
            stamps::note((work, &self.out), files, published, kept);
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

    /// Takes a name and makes its folder. Where the frame has a file of that name, its number.
    fn claim(&self, relative: &str, target: &Path) -> Result<Option<Option<u64>>, OutputError> {
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
        Ok(self.frame.claim(relative))
    }

    /// The same for a file that is made anew.
    fn clear(&self, relative: &str, target: &Path) -> Result<(), OutputError> {
        match self.claim(relative, target)? {
            None => Ok(()),
            Some(_) => fs::remove_file(target).map_err(io_error("removing", target)),
        }
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
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

#[cfg(test)]
#[path = "build_tests.rs"]
mod tests;
