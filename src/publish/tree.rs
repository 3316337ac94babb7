//! What stands below a folder, looked at side by side: a file server takes its time for each folder.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use crate::publish::work_folder::{OutputError, io_error};

/// Paths below a folder, in no order. Links are not followed.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Files, each with its number on the device where the folder tells it.
    pub files: Vec<(PathBuf, Option<u64>)>,
    /// Folders, at any depth.
    pub folders: Vec<PathBuf>,
    /// Links and whatever else there may be.
    pub others: Vec<PathBuf>,
}

impl Tree {
    /// All below `root`.
    ///
    /// # Errors
    /// A folder cannot be read.
    pub fn below(root: &Path) -> Result<Self, OutputError> {
        Self::of(root, Path::new(""))
    }

    fn of(root: &Path, folder: &Path) -> Result<Self, OutputError> {
        let mut tree = Self::default();
        let failed = |e| io_error("reading", &root.join(folder))(e);
        for entry in fs::read_dir(root.join(folder)).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            let relative = folder.join(entry.file_name());
            if kind.is_dir() {
                tree.folders.push(relative);
            } else if kind.is_file() {
                tree.files.push((relative, inode(&entry)));
            } else {
                tree.others.push(relative);
            }
        }
        let below: Vec<Self> = tree
            .folders
            .par_iter()
            .map(|folder| Self::of(root, folder))
            .collect::<Result<_, _>>()?;
        for part in below {
            tree.files.extend(part.files);
            tree.folders.extend(part.folders);
            tree.others.extend(part.others);
        }
        Ok(tree)
    }
}

#[cfg(unix)]
fn inode(entry: &fs::DirEntry) -> Option<u64> {
    use std::os::unix::fs::DirEntryExt as _;
    Some(entry.ino())
}

#[cfg(not(unix))]
fn inode(_: &fs::DirEntry) -> Option<u64> {
    None
}
