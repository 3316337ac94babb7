//! The hidden folder beside OUT: locked for one run, mended when it is opened, gone when the run ends.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    inbox::outputs::{has_manifest, work_folder},
    publish::{
        beside,
        build::Build,
        exchange::{PREVIOUS, remove},
        foreign_files::{KeptFiles, retire_all, set_aside_in},
        held::patiently,
        lock::{self, Lock},
        manifest::{self, Manifest},
        replaceable::{ensure_ours, ensure_replaceable},
    },
    text::{Fault, shown_path},
};

/// The hidden folder beside OUT, locked for one run.
#[derive(Debug)]
pub struct WorkFolder {
    out: PathBuf,
    folder: PathBuf,
    /// People's files in an OUT that a killed run had replaced.
    kept: Vec<KeptFiles>,
    _lock: Lock,
}

impl WorkFolder {
    /// Locks OUT for this run, mends what a killed run left behind and removes its remains. Symbolic links are followed: the folder that
    /// OUT points to is replaced, the link stays.
    ///
    /// # Errors
    /// [`Fault`]: OUT is not ours, another run has it, or the file system refuses.
    pub fn open(out: &Path) -> Result<Self, Fault> {
        let out = resolve(out)?;
        ensure_ours(&out)?;
        ensure_replaceable(&out)?;
        let folder = work_folder(&out).ok_or_else(|| nameless(&out))?;
        let lock = Lock::take(&folder, &out)?;
        let mut work = Self {
            out,
            folder,
            kept: Vec::new(),
            _lock: lock,
        };
        work.mend()?;
        Ok(work)
    }

    /// Whether OUT can be written at all, told before anything is read; nothing is made.
    ///
    /// # Errors
    /// [`Fault`]: OUT is not ours, or could not be replaced.
    pub fn look(out: &Path) -> Result<(), Fault> {
        ensure_replaceable(out)?;
        ensure_ours(out)
    }

    /// The real path of OUT; it need not exist yet.
    #[must_use]
    pub fn out(&self) -> &Path {
        &self.out
    }

    /// The run's build, empty. There is one at a time, and it ends before this folder is dropped.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn build(&self) -> Result<Build, Fault> {
        Build::create(&self.folder, &self.out, self.kept.clone())
    }

    /// Under the lock: puts an OUT back that was set aside and not replaced, retires one that was, and removes what else is left of other runs. What
    /// somebody holds open stays, and stops nothing: this run gives its folders other names.
    fn mend(&mut self) -> Result<(), Fault> {
        let read = || Fault::io("file.read", &self.folder);
        let mut asides = set_aside_in(&self.folder);
        for entry in fs::read_dir(&self.folder).map_err(read())? {
            let entry = entry.map_err(read())?;
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if asides.contains(&path) || lock::is_own(&name) || name == beside::FILE_NAME {
                continue;
            }
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            let removed = if is_folder { remove(&path) } else { fs::remove_file(&path) };
            if let Err(error) = removed {
                tracing::warn!(event = "previous_not_removed", path = %shown_path(&path), %error);
            }
        }
        if !has_manifest(&self.out)
            && let Some(at) = latest_previous(&asides)
        {
            let previous = asides.remove(at);
            // An empty OUT is all that a rename can replace: exactly what must not stay in the way.
            let _ = fs::remove_dir(&self.out);
            patiently(|| fs::rename(&previous, &self.out)).map_err(Fault::io("out.put_back", &self.out))?;
        }
        // Not yet exchanged it is a build that nobody has seen: as its own list has it, so nothing in it is anybody's. What cannot be retired is told
        // when this run is published, and tries again.
        let _ = retire_all(&self.folder, &self.out, &mut self.kept);
        Ok(())
    }
}

/// Where the OUT that was set aside last stands among what is left of other runs.
fn latest_previous(asides: &[PathBuf]) -> Option<usize> {
    let is_previous = |path: &Path| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(PREVIOUS));
    let ended = |path: &Path| Manifest::read(&path.join(manifest::FILE_NAME)).map_or_else(|_| String::new(), |m| m.finished);
    let previous = asides.iter().enumerate().filter(|(_, path)| is_previous(path));
    previous.max_by_key(|(_, path)| ended(path)).map(|(at, _)| at)
}

fn nameless(out: &Path) -> Fault {
    Fault::usage("out.nameless").at(out)
}

/// The real path of OUT. Its parents are created; a link that points nowhere is an error, for nobody can tell what it should be.
pub(crate) fn resolve(out: &Path) -> Result<PathBuf, Fault> {
    let real = match fs::canonicalize(out) {
        Ok(real) => real,
        Err(e) if e.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(out).is_err() => {
            let name = out.file_name().ok_or_else(|| nameless(out))?;
            let parent = match out.parent() {
                Some(p) if !p.as_os_str().is_empty() => p,
                _ => Path::new("."),
            };
            fs::create_dir_all(parent).map_err(Fault::io("file.create", parent))?;
            fs::canonicalize(parent).map_err(Fault::io("file.open", parent))?.join(name)
        }
        Err(e) => return Err(Fault::io("file.open", out)(e)),
    };
    real.file_name().ok_or_else(|| nameless(out))?;
    Ok(real)
}
