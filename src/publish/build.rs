//! The next OUT while it is written, and the exchange that publishes it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{self, BufWriter, Write as _},
    path::{Component, Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    thread::JoinHandle,
};

use crate::{
    publish::{
        beside::{publish_beside, retire_beside},
        exchange::{EXCHANGED, PREVIOUS, flush, free, inherit, swap},
        foreign_files::{KeptFiles, LeftBehind, retire_all},
        hash::{BUFFER, HashingFile},
        held::{ensure_free, held, is_refused_by_holder, patiently},
        manifest::{self, Manifest, OutputEntry},
        replaceable::ensure_ours,
    },
    text::{Fault, INTERRUPTED},
};

/// Name of the build in the hidden folder.
const BUILD: &str = "build";

/// A folder that becomes OUT when it is published, and is removed when it is dropped before.
#[derive(Debug)]
pub struct Build {
    path: PathBuf,
    out: PathBuf,
    contents: Mutex<Contents>,
    /// See [`Self::begin_flush`].
    flushing: Mutex<Option<JoinHandle<Result<(), Fault>>>>,
    /// What was moved out of earlier OUTs when the hidden folder was mended.
    kept: Vec<KeptFiles>,
    published: bool,
}

/// Paths below the build.
#[derive(Debug, Default)]
struct Contents {
    folders: BTreeSet<String>,
    /// `None` while the file is written, and for the run log and `run.json`.
    files: BTreeMap<String, Option<OutputEntry>>,
}

/// What publishing did beside replacing OUT.
#[derive(Debug, Default)]
pub struct Published {
    /// Files that people had put into a previous OUT, or edited there, and where they are now.
    pub kept: Vec<KeptFiles>,
    /// Set where OUT was held open and could not be replaced.
    pub beside: Option<Beside>,
    /// Set where not all of them could be moved: then the previous OUT still stands in the hidden folder, and the next run tries again.
    pub left: Option<LeftBehind>,
}

/// Reports that are whole, beside the OUT that they could not replace.
#[derive(Debug)]
pub struct Beside {
    /// Where they are.
    pub folder: PathBuf,
    /// What is open, where that could be told.
    pub held: Option<Fault>,
}

impl Build {
    /// An empty build in the hidden folder `work`. `kept`: what was moved out of earlier OUTs before.
    pub(crate) fn create(work: &Path, out: &Path, kept: Vec<KeptFiles>) -> Result<Self, Fault> {
        let path = free(work, BUILD);
        fs::create_dir(&path).map_err(Fault::io("file.create", &path))?;
        Ok(Self {
            path,
            out: out.to_owned(),
            contents: Mutex::default(),
            flushing: Mutex::default(),
            kept,
            published: false,
        })
    }

    /// The folder being written.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes one file, creating its folders; `relative` uses `/`. May be called from many threads. Returns the SHA-256 as hex.
    ///
    /// # Errors
    /// The file system refuses, or the name leaves the folder or was written before.
    pub fn write(&self, relative: &str, bytes: &[u8]) -> Result<String, Fault> {
        let entry = self.stream(relative, |to| {
            to.write_all(bytes).map_err(Fault::io("file.write", Path::new(relative)))
        })?;
        Ok(entry.sha256)
    }

    /// Writes one file piece by piece: a report of hundreds of megabytes is never held whole. `make` is given a buffered writer.
    ///
    /// # Errors
    /// As [`Self::write`], and what `make` says where the file system did not refuse first.
    pub fn stream<E: From<Fault>>(
        &self,
        relative: &str,
        make: impl FnOnce(&mut BufWriter<HashingFile>) -> Result<(), E>,
    ) -> Result<OutputEntry, E> {
        let (target, file) = self.open_file(relative)?;
        let mut to = BufWriter::with_capacity(BUFFER, HashingFile::new(file));
        let made = make(&mut to);
        let flushed = to.flush();
        let (mut file, _) = to.into_parts();
        // A full disk is told as that, not as what it did to the format.
        if let Some(error) = file.failed.take() {
            return Err(Fault::io("file.write", &target)(error).into());
        }
        made?;
        flushed.map_err(Fault::io("file.write", &target))?;
        let (sha256, size) = file.finish();
        let entry = OutputEntry {
            path: relative.to_owned(),
            sha256,
            size,
        };
        // run.json cannot hold its own hash.
        if relative != manifest::FILE_NAME {
            self.lock().files.insert(relative.to_owned(), Some(entry.clone()));
        }
        Ok(entry)
    }

    /// A file that is still written while others are (the run log); it is not among [`Self::outputs`].
    pub fn open_log(&self, relative: &str) -> Result<File, Fault> {
        Ok(self.open_file(relative)?.1)
    }

    /// Writes `run.json` with all that was written so far and the time: the last file. Returns its SHA-256 as hex.
    pub fn write_manifest(&self, manifest: Manifest) -> Result<String, Fault> {
        let failed = Fault::io("file.write", &self.path.join(manifest::FILE_NAME));
        let json = manifest::write(manifest, self.outputs()).map_err(|e| failed(e.into()))?;
        self.write(manifest::FILE_NAME, &json)
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
    pub fn outputs(&self) -> Vec<OutputEntry> {
        self.lock().files.values().flatten().cloned().collect()
    }

    /// Replaces OUT by this build, in one step where the system has one (Linux). Then moves people's files out of the previous OUT and removes
    /// it. `may_exchange` is asked right before: after that nothing stops the run any more.
    pub fn publish(mut self, may_exchange: impl FnOnce() -> bool) -> Result<Published, Fault> {
        ensure_ours(&self.out)?;
        let flushing = self.flushing.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(flushing) = flushing {
            let flushed = flushing.join().map_err(|_| io::Error::other("flushing"));
            flushed.map_err(Fault::io("file.write", &self.path))??;
        }
        flush(&self.path)?;
        inherit(&self.out, &self.path);
        if !may_exchange() {
            return Err(Fault::stopped(INTERRUPTED));
        }
        let work = self.path.parent().unwrap_or(&self.path).to_owned();
        let (exchanged, previous) = (free(&work, EXCHANGED), free(&work, PREVIOUS));
        patiently(|| fs::rename(&self.path, &exchanged)).map_err(Fault::io("out.publish", &self.out))?;
        self.path = exchanged;
        let beside = match patiently(|| ensure_free(&self.out).and_then(|()| swap(&self.path, &self.out, &previous))) {
            Ok(_) => None,
            Err(error) if is_refused_by_holder(&error) => {
                let (held, folder) = (held(&self.out), publish_beside(&self.path, &self.out, &work)?);
                Some(Beside { folder, held })
            }
            Err(error) => return Err(Fault::io("out.publish", &self.out)(error)),
        };
        self.published = true;
        if let Some(parent) = self.out.parent() {
            // The exchange is done for every reader; only a power cut could still undo it.
            let _ = File::open(parent).and_then(|f| f.sync_all());
        }
        let mut kept = std::mem::take(&mut self.kept);
        let left = retire_all(&work, &self.out, &mut kept);
        retire_beside(&work, &self.out, beside.as_ref().map(|b| &*b.folder), &mut kept);
        Ok(Published { kept, beside, left })
    }

    /// Takes a name, makes its folder and the file.
    fn open_file(&self, relative: &str) -> Result<(PathBuf, File), Fault> {
        let bad_name = |key| Fault::stopped(key).with("path", relative);
        let is_inside =
            !relative.is_empty() && !relative.contains('\\') && Path::new(relative).components().all(|c| matches!(c, Component::Normal(_)));
        if !is_inside {
            return Err(bad_name("out.bad_name"));
        }
        let target = self.path.join(relative);
        let folder = relative.rsplit_once('/').map(|(folder, _)| folder);
        let is_made = {
            let mut contents = self.lock();
            if contents.files.insert(relative.to_owned(), None).is_some() {
                return Err(bad_name("out.written_twice"));
            }
            folder.is_none_or(|folder| contents.folders.contains(folder))
        };
        // Not under the lock: the file system takes its time.
        if let Some((name, folder)) = folder.zip(target.parent()).filter(|_| !is_made) {
            fs::create_dir_all(folder).map_err(Fault::io("file.create", folder))?;
            self.lock().folders.insert(name.to_owned());
        }
        // `create_new`: two names that the file system takes for one are an error, not a lost report.
        let file = File::create_new(&target).map_err(Fault::io("file.write", &target))?;
        Ok((target, file))
    }

    fn lock(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Build {
    fn drop(&mut self) {
        if !self.published {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}
