//! Files in OUT that no run wrote, or that somebody edited: an auditor's notes, a filled-in 待核实.xlsx. They are copied beside OUT before OUT is
//! replaced, for a scheduled run cannot ask.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use crate::{
    after::verify::hash_file,
    publish::{
        build::Published,
        manifest::{self, OutputEntry},
        tree::Tree,
        work_folder::{OutputError, io_error},
    },
};

/// Copies that wait in the work folder until the run is sure to publish; removed when it does not.
#[derive(Debug)]
pub(crate) struct Strangers {
    aside: PathBuf,
    files: u64,
}

impl Strangers {
    /// Copies them to `aside`, a folder beside the build. `outputs`: what a run wrote into `out`; none where no run did.
    ///
    /// # Errors
    /// A file cannot be read or copied: then OUT must not be replaced.
    pub(crate) fn copy(out: &Path, outputs: Option<&[OutputEntry]>, aside: &Path) -> Result<Self, OutputError> {
        let found = outputs.map_or_else(|| Ok(Vec::new()), |outputs| strangers(out, outputs))?;
        let copies = Self {
            aside: aside.to_owned(),
            files: found.len() as u64,
        };
        for relative in &found {
            let (from, to) = (out.join(relative), aside.join(relative));
            if let Some(parent) = to.parent() {
                fs::create_dir_all(parent).map_err(io_error("creating", parent))?;
            }
            fs::copy(&from, &to).map_err(io_error("copying aside", &from))?;
        }
        Ok(copies)
    }

    /// Puts the copies at `<OUT>.kept-<n>`, the first such folder that does not exist.
    ///
    /// # Errors
    /// The folder cannot be made: then OUT must not be replaced.
    pub(crate) fn settle(self, out: &Path) -> Result<Published, OutputError> {
        if self.files == 0 {
            return Ok(Published::default());
        }
        let folder = free_folder(out)?;
        // Its name is taken; Windows renames to nothing that exists.
        let _ = fs::remove_dir(&folder);
        fs::rename(&self.aside, &folder).map_err(io_error("creating", &folder))?;
        tracing::warn!(event = "files_kept", folder = %folder.display(), files = self.files);
        Ok(Published {
            kept_files: self.files,
            kept: Some(folder),
        })
    }
}

impl Drop for Strangers {
    fn drop(&mut self) {
        if self.files > 0 {
            let _ = fs::remove_dir_all(&self.aside);
        }
    }
}

/// Paths below `out`, sorted. Links are neither followed nor named.
fn strangers(out: &Path, outputs: &[OutputEntry]) -> Result<Vec<PathBuf>, OutputError> {
    let own: HashMap<&Path, &OutputEntry> = outputs.iter().map(|o| (Path::new(&o.path), o)).collect();
    let mut candidates = Tree::below(out)?.files;
    candidates
        .retain(|relative| relative != Path::new(manifest::FILE_NAME) && relative != Path::new(manifest::LOG_NAME) && !is_litter(relative));
    let edited = |relative: &PathBuf| {
        let path = out.join(relative);
        let edited = match own.get(relative.as_path()) {
            None => Ok(true),
            Some(output) => is_edited(&path, output).map_err(io_error("reading", &path)),
        };
        edited.map(|edited| edited.then(|| relative.clone())).transpose()
    };
    let mut found: Vec<PathBuf> = candidates.par_iter().filter_map(edited).collect::<Result<_, _>>()?;
    found.sort_unstable();
    Ok(found)
}

/// Lock files of an open workbook and what file managers leave: nobody misses them.
fn is_litter(relative: &Path) -> bool {
    let name = relative.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("~$") || name.starts_with(".~") || matches!(&*name, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

/// The size of many files tells that they were edited; the rest is read. Never the clock: it may have been set back since.
fn is_edited(path: &Path, output: &OutputEntry) -> io::Result<bool> {
    Ok(fs::metadata(path)?.len() != output.size || hash_file(path)? != output.sha256)
}

fn free_folder(out: &Path) -> Result<PathBuf, OutputError> {
    let name = out.file_name().unwrap_or_default();
    for n in 1..10_000_u32 {
        let mut kept = name.to_owned();
        kept.push(format!(".kept-{n}"));
        let folder = out.with_file_name(kept);
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(io_error("creating", &folder)(e)),
        }
    }
    Err(io_error("creating", out)(io::Error::other(
        "10,000 folders of kept files stand beside it",
    )))
}
