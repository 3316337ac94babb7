//! OUT as one thing: written aside, then exchanged in one step, so that a reader never sees half a run.
//!
//! ```text
//! <parent>/OUT                      what readers see
//! <parent>/.OUT.bangfu/lock         one run at a time
//! <parent>/.OUT.bangfu/build-…      the next OUT, while it is written
//! <parent>/.OUT.bangfu/previous     OUT set aside, only where the system cannot exchange two folders in one step
//! ```
//!
//! A process that is killed at any point leaves OUT as it was or the new one whole; what it leaves in the work folder is removed by the
//! next [`WorkFolder::open`], which alone holds the lock.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use crate::publish::{
    lock::Lock,
    manifest::{self, Written},
    replaceable,
    reserved_paths::work_folder,
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
    _lock: Lock,
}

impl WorkFolder {
    /// Locks OUT for this run, mends what a killed run left behind and removes its remains. Symbolic links are followed: the folder that
    /// OUT points to is replaced, the link stays.
    ///
    /// # Errors
    /// [`OutputError`]: OUT is not ours, another run has it, or the file system refuses.
    pub fn open(out: &Path) -> Result<Self, OutputError> {
        let out = resolve(out)?;
        check_ours(&out)?;
        replaceable::check(&out)?;
        let folder = work_folder(&out).ok_or_else(|| nameless(&out))?;
        fs::create_dir_all(&folder).map_err(io_error("creating", &folder))?;
        let lock = Lock::take(&folder.join("lock"), &out)?;
        let work = Self {
            out,
            folder,
            builds: AtomicU32::new(0),
            _lock: lock,
        };
        work.mend()?;
        Ok(work)
    }

    /// Whether OUT can be written at all, told before anything is read; nothing is made.
    ///
    /// # Errors
    /// [`OutputError`]: OUT is not ours, or could not be replaced.
    pub fn look(out: &Path) -> Result<(), OutputError> {
        replaceable::check(out)?;
        check_ours(out).map(drop)
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
        Build::create(places)
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

/// OUT may be replaced when it is not there, is empty, or was written by a run: then what its manifest says.
pub(crate) fn check_ours(out: &Path) -> Result<Option<Written>, OutputError> {
    let not_ours = |what| Err(OutputError::NotOurs { out: out.to_owned(), what });
    match fs::metadata(out) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(io_error("opening", out)(e)),
        Ok(meta) if !meta.is_dir() => not_ours("is a file"),
        // Without its list of files nothing tells a report from somebody's notes.
        Ok(_) if has_manifest(out) => match Written::read(&out.join(manifest::FILE_NAME)) {
            Ok(written) => Ok(Some(written)),
            Err(_) => not_ours("holds a run.json that is damaged"),
        },
        Ok(_) => match fs::read_dir(out).map_err(io_error("reading", out))?.next() {
            None => Ok(None),
            Some(_) => not_ours("is not empty and holds no run.json of bangfu"),
        },
    }
}
