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
    /// Files.
    pub files: Vec<PathBuf>,
    /// Folders, at any depth.
    pub folders: Vec<PathBuf>,
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
                tree.files.push(relative);
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
        }
        Ok(tree)
    }
}
