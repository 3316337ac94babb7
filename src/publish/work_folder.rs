//! OUT as one thing: written aside, then exchanged in one step, so that a reader never sees half a run.
//!
//! ```text
//! <parent>/OUT                      what readers see
//! <parent>/.OUT.bangfu/lock         one run at a time
//! <parent>/.OUT.bangfu/readings.redb   store.rs
//! <parent>/.OUT.bangfu/published.stamps   stamps.rs
//! <parent>/.OUT.bangfu/build-…      the next OUT, while it is written
//! <parent>/.OUT.bangfu/frame        what the last run replaced, where it found little new (frame.rs)
//! <parent>/.OUT.bangfu/previous     OUT set aside, only where the system cannot exchange two folders in one step
//! ```
//!
//! A process that is killed at any point leaves OUT as it was or the new one whole; what it leaves in the work folder is removed by the
//! next [`WorkFolder::open`], which alone holds the lock.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use crate::{
    inbox::stable_read::Stamp,
    publish::{
        lock::Lock,
        manifest::{self, Written},
        replaceable,
        reserved_paths::work_folder,
        stamps::{self, Stamps},
    },
};
pub use crate::{
    publish::build::Build,
    text::file_names::{LONGEST_NAME, UniqueNames, safe_name},
};

/// Why OUT cannot be written. OUT is then as it was.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// OUT exists and is not a folder that a run wrote.
    #[error("{}: {what}; bangfu replaces OUT as a whole and only replaces what it wrote itself. Name an empty or a new folder", out.display())]
    NotOurs {
        /// OUT.
        out: PathBuf,
        /// What stands there.
        what: &'static str,
    },
    /// An input lies inside OUT or the ledger's folder, which are replaced as a whole.
    #[error("{}: {} {}, which every run replaces as a whole. Name another folder for one of them", input.display(), if input == out { "is" } else { "lies inside" }, out.display())]
    InputInside {
        /// The input, or the ledger's folder.
        input: PathBuf,
        /// The folder that is replaced.
        out: PathBuf,
    },
    /// Renaming it is refused already now.
    #[error("{}: {why}; the next output is written beside it and takes its place by a rename", out.display())]
    NotReplaceable {
        /// OUT, or the ledger's folder.
        out: PathBuf,
        /// Why not.
        why: String,
    },
    /// Another run writes the same OUT or ledger.
    #[error("{}: another run is writing it ({}). Wait until it ends", out.display(), if holder.is_empty() { "process unknown" } else { holder })]
    Busy {
        /// OUT, or the ledger's folder.
        out: PathBuf,
        /// What the other run wrote into the lock: process id and start.
        holder: String,
    },
    /// A name that leaves OUT, or one that was written before: a fault of the program, never of the user.
    #[error("internal: `{path}` {what}")]
    BadName {
        /// Path below OUT.
        path: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// Somebody wrote into a report while the run took it over.
    #[error("{}: was changed while the run took it over; nothing was published. Run again", path.display())]
    Changed {
        /// The report.
        path: PathBuf,
    },
    /// A signal came before OUT was exchanged.
    #[error("interrupted; the previous output is as it was")]
    Interrupted,
    /// The file system.
    #[error("{doing} {}: {source}", path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// Path.
        path: PathBuf,
        /// Cause.
        source: io::Error,
    },
}

impl OutputError {
    /// 2 where the command line names a folder that cannot be used, 1 for the rest (contract.md).
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::NotOurs { .. } | Self::NotReplaceable { .. } | Self::InputInside { .. } => 2,
            _ => 1,
        }
    }
}

pub(crate) fn io_error(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> OutputError + use<> {
    let path = path.to_owned();
    move |source| OutputError::Io { doing, path, source }
}

/// The hidden folder beside OUT, locked for one run.
#[derive(Debug)]
pub struct WorkFolder {
    out: PathBuf,
    folder: PathBuf,
    builds: AtomicU32,
    found: Found,
    stamps: Arc<Stamps>,
    _lock: Lock,
}

impl WorkFolder {
    /// Locks OUT for this run, mends what a killed run left behind and removes its remains. Symbolic links are followed: the folder that
    /// OUT points to is replaced, the link stays.
    ///
    /// # Errors
    /// [`OutputError`]: OUT is not ours, another run has it, or the file system refuses.
    pub fn open(out: &Path) -> Result<Self, OutputError> {
        Self::open_as(out, &Found::default())
    }

    /// The same, where OUT was looked at before.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_as(out: &Path, found: &Found) -> Result<Self, OutputError> {
        let out = resolve(out)?;
        let found = check_ours(&out, found)?;
        replaceable::check(&out)?;
        let folder = work_folder(&out).ok_or_else(|| nameless(&out))?;
        fs::create_dir_all(&folder).map_err(io_error("creating", &folder))?;
        let lock = Lock::take(&folder.join("lock"), &out)?;
        let mut work = Self {
            out,
            folder,
            builds: AtomicU32::new(0),
            found,
            stamps: Arc::default(),
            _lock: lock,
        };
        work.mend()?;
        work.stamps = Arc::new(Stamps::read(&work.folder, &work.out));
        Ok(work)
    }

    /// Whether OUT can be written at all, told before anything is read; nothing is made.
    ///
    /// # Errors
    /// [`OutputError`]: OUT is not ours, or could not be replaced.
    pub fn look(out: &Path) -> Result<Found, OutputError> {
        replaceable::check(out)?;
        check_ours(out, &Found::default())
    }

    /// The real path of OUT; it need not exist yet.
    #[must_use]
    pub fn out(&self) -> &Path {
        &self.out
    }

    /// The work folder itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// A new, empty build.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn build(&self) -> Result<Build, OutputError> {
        let n = self.builds.fetch_add(1, Ordering::Relaxed);
        let path = self.folder.join(format!("build-{}-{n}", std::process::id()));
        let places = (path, self.out.clone(), self.folder.join("previous"));
        Build::create(places, Arc::clone(&self.stamps), self.found.clone())
    }

    /// What stood in OUT when it was locked.
    pub(crate) fn found(&self) -> &Found {
        &self.found
    }

    /// What is known of the files in OUT without reading them.
    pub(crate) fn stamps(&self) -> &Stamps {
        &self.stamps
    }

    /// Under the lock: puts an OUT back that was set aside and not replaced, then removes what is left of other runs.
    fn mend(&self) -> Result<(), OutputError> {
        let previous = self.folder.join("previous");
        if previous.exists() && !has_manifest(&self.out) {
            // An empty OUT is all that a rename can replace: exactly what must not stay in the way.
            let _ = fs::remove_dir(&self.out);
            fs::rename(&previous, &self.out).map_err(io_error("putting back", &self.out))?;
        }
        let entries = fs::read_dir(&self.folder).map_err(io_error("reading", &self.folder))?;
        for entry in entries {
            let entry = entry.map_err(io_error("reading", &self.folder))?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with("build-") || name == "previous" {
                fs::remove_dir_all(entry.path()).map_err(io_error("removing", &entry.path()))?;
            } else if name.starts_with("scratch-") {
                fs::remove_file(entry.path()).map_err(io_error("removing", &entry.path()))?;
            }
        }
        Ok(())
    }
}

fn nameless(out: &Path) -> OutputError {
    OutputError::NotOurs {
        out: out.to_owned(),
        what: "is no folder that can be replaced",
    }
}

/// The real path of OUT. Its parents are created; a link that points nowhere is an error, for nobody can tell what it should be.
pub(crate) fn resolve(out: &Path) -> Result<PathBuf, OutputError> {
    let real = match fs::canonicalize(out) {
        Ok(real) => real,
        Err(e) if e.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(out).is_err() => {
            let name = out.file_name().ok_or_else(|| nameless(out))?;
            let parent = match out.parent() {
                Some(p) if !p.as_os_str().is_empty() => p,
                _ => Path::new("."),
            };
            fs::create_dir_all(parent).map_err(io_error("creating", parent))?;
            fs::canonicalize(parent).map_err(io_error("opening", parent))?.join(name)
        }
        Err(e) => return Err(io_error("opening", out)(e)),
    };
    real.file_name().ok_or_else(|| nameless(out))?;
    Ok(real)
}

/// Whether `folder` is an OUT: it holds the manifest of a run. Its workbooks are reports, never ledgers.
#[must_use]
pub fn has_manifest(folder: &Path) -> bool {
    manifest::is_manifest(&folder.join(manifest::FILE_NAME))
}

/// What a run wrote into OUT, by its manifest. A manifest of thousands of files is read once while its stamp proves that it is the same.
#[derive(Debug, Clone, Default)]
pub struct Found {
    manifest: Option<Stamp>,
    written: Option<Arc<Written>>,
}

impl Found {
    /// Nothing: no run has written there.
    const NONE: Self = Self {
        manifest: None,
        written: None,
    };

    /// What the manifest says; `None` where no run has written any.
    pub(crate) fn written(&self) -> Option<&Written> {
        self.written.as_deref()
    }
}

/// OUT may be replaced when it is not there, is empty, or was written by a run. `known`: what was found there before.
pub(crate) fn check_ours(out: &Path, known: &Found) -> Result<Found, OutputError> {
    let not_ours = |what| Err(OutputError::NotOurs { out: out.to_owned(), what });
    match fs::metadata(out) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Found::NONE),
        Err(e) => Err(io_error("opening", out)(e)),
        Ok(meta) if !meta.is_dir() => not_ours("is a file"),
        // Without its list of files nothing tells a report from somebody's notes.
        Ok(_) if has_manifest(out) => {
            let path = out.join(manifest::FILE_NAME);
            // Taken before it is read: what is written into it meanwhile shows the next time.
            let manifest = stamps::stamp(&path).ok().filter(stamps::tells_a_change);
            if manifest.is_some() && manifest == known.manifest {
                return Ok(known.clone());
            }
            match Written::read(&path) {
                Ok(written) => Ok(Found {
                    manifest,
                    written: Some(Arc::new(written)),
                }),
                Err(_) => not_ours("holds a run.json that is damaged"),
            }
        }
        Ok(_) => match fs::read_dir(out).map_err(io_error("reading", out))?.next() {
            None => Ok(Found::NONE),
            Some(_) => not_ours("is not empty and holds no run.json of bangfu"),
        },
    }
}
