//! The next OUT while it is written, and the exchange that publishes it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{self, BufWriter, Write as _},
    path::{Component, Path, PathBuf},
    sync::{Mutex, PoisonError},
    thread::JoinHandle,
};

use sha2::{Digest as _, Sha256};

use crate::{
    cli::interrupt,
    publish::{
        exchange::{flush, inherit, remove, swap},
        foreign_files::Strangers,
        manifest::{self, OutputEntry},
        work_folder::{OutputError, check_ours, io_error},
    },
};

/// A folder that becomes OUT when it is published, and is removed when it is dropped before.
#[derive(Debug)]
pub struct Build {
    path: PathBuf,
    out: PathBuf,
    previous: PathBuf,
    written: Mutex<Written>,
    /// See [`Self::begin_flush`].
    flushing: Mutex<Option<JoinHandle<Result<(), OutputError>>>>,
    published: bool,
}

#[derive(Debug, Default)]
struct Written {
    /// Paths below the build.
    folders: BTreeSet<String>,
    files: BTreeMap<String, Option<OutputEntry>>,
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
    pub(crate) fn create((path, out, previous): (PathBuf, PathBuf, PathBuf)) -> Result<Self, OutputError> {
        fs::create_dir(&path).map_err(io_error("creating", &path))?;
        Ok(Self {
            path,
            out,
            previous,
            written: Mutex::default(),
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
            self.lock().files.insert(relative.to_owned(), Some(entry.clone()));
        }
        Ok(entry)
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
        self.lock().files.values().flatten().cloned().collect()
    }

    /// Replaces OUT by this build in one step, where the system has one (Linux), and removes what stood there. Files in the previous OUT that
    /// no run wrote are copied aside first.
    ///
    /// # Errors
    /// [`OutputError`]; OUT is then as it was.
    pub fn publish(mut self) -> Result<Published, OutputError> {
        let found = check_ours(&self.out)?;
        let outputs = found.as_ref().map(|written| written.outputs.as_slice());
        let strangers = Strangers::copy(&self.out, outputs, &self.path.with_extension("kept"))?;
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
        let aside = swap(&self.path, &self.out, &self.previous)?;
        self.published = true;
        if let Some(parent) = self.out.parent() {
            // The exchange is done for every reader; only a power cut could still undo it.
            let _ = File::open(parent).and_then(|f| f.sync_all());
        }
        // The next run removes what stays.
        if let Some(aside) = aside
            && let Err(error) = remove(&aside)
        {
            tracing::warn!(event = "previous_not_removed", path = %aside.display(), %error);
        }
        Ok(published)
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

    /// Takes a name and makes its folder.
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
