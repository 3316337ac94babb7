//! What a run has replaced, as the frame of the next build. A run in which little has changed takes nearly every report over as a link; where the
//! OUT before the last one stands ready with those links in its folders, only what has changed is written. Two trees then take turns.
//!
//! A frame is kept only where nearly all of its files are links to files of OUT, so it holds little of its own. Nothing in it is believed: a
//! file counts as the one in OUT when it has the same number on the device, and what nobody claims is removed before the build is published. A run
//! that fails removes its build, frame and all; the next one then begins with an empty folder.

use std::{
    collections::{BTreeSet, HashSet},
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use crate::{
    publish::{
        tree::Tree,
        work_folder::{OutputError, io_error},
    },
    text::hash::HashMap,
};

/// Name of the frame in the work folder.
const NAME: &str = "frame";

/// What stands in a build that nobody has claimed yet.
#[derive(Debug, Default)]
pub(crate) struct Frame {
    root: PathBuf,
    /// Numbers of the files by path below the build.
    files: Mutex<HashMap<String, Option<u64>>>,
    folders: BTreeSet<String>,
}

impl Frame {
    /// Moves the frame that the last run left in `work` to `build`; none where there is none.
    pub fn take(work: &Path, build: &Path) -> Option<Self> {
        fs::rename(work.join(NAME), build).ok()?;
        let frame = Tree::below(build).ok().and_then(|tree| Self::of(build, tree));
        if frame.is_none() {
            let _ = fs::remove_dir_all(build);
        }
        frame
    }

    /// Of what stands in `root`; a tree that no run can have written is none.
    fn of(root: &Path, tree: Tree) -> Option<Self> {
        let name = |path: PathBuf| path.into_os_string().into_string().ok();
        if !tree.others.is_empty() {
            return None;
        }
        let files = tree.files.into_iter().map(|(path, inode)| Some((name(path)?, inode)));
        Some(Self {
            root: root.to_owned(),
            files: Mutex::new(files.collect::<Option<_>>()?),
            folders: tree.folders.into_iter().map(name).collect::<Option<_>>()?,
        })
    }

    /// Keeps `aside`, which a run has replaced, in `work` for the next build.
    ///
    /// # Errors
    /// The file system refuses: then it has to be removed.
    pub fn keep(aside: &Path, work: &Path) -> io::Result<()> {
        fs::rename(aside, work.join(NAME))
    }

    /// Folders that stand already.
    pub fn folders(&self) -> &BTreeSet<String> {
        &self.folders
    }

    /// Whether a file stands at `relative`, and its number; it is not the frame's any more.
    pub fn claim(&self, relative: &str) -> Option<Option<u64>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).remove(relative)
    }

    /// Removes what nobody has claimed; `written`: paths of all that was.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn sweep<'w>(&self, written: impl Iterator<Item = &'w str>) -> Result<(), OutputError> {
        let left = std::mem::take(&mut *self.files.lock().unwrap_or_else(PoisonError::into_inner));
        for relative in left.keys() {
            let path = self.root.join(relative);
            fs::remove_file(&path).map_err(io_error("removing", &path))?;
        }
        let mut used: HashSet<&str> = HashSet::new();
        for path in written {
            let mut folder = path;
            while let Some((above, _)) = folder.rsplit_once('/') {
                if !used.insert(above) {
                    break;
                }
                folder = above;
            }
        }
        // A folder sorts before what lies in it.
        for folder in self.folders.iter().rev().filter(|folder| !used.contains(folder.as_str())) {
            let path = self.root.join(folder);
            fs::remove_dir(&path).map_err(io_error("removing", &path))?;
        }
        Ok(())
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
#[path = "frame_tests.rs"]
mod tests;
