//! Files in OUT that no run wrote, or that somebody edited: an auditor's notes, a filled-in 待核实.xlsx. A scheduled run cannot ask, so they are
//! moved beside OUT once it was replaced. Not before: what is saved until the moment of the exchange is in the folder that was set aside.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::{
    publish::{
        exchange::{EXCHANGED, PREVIOUS, free, remove},
        hash::hash_file,
        held::is_refused_by_holder,
        manifest::{self, OutputEntry, previous_outputs},
    },
    text::{Fault, shown_path},
};

/// Name, in the hidden folder, of an OUT that holds nobody's files any more and only has to be removed.
const DISCARDED: &str = "discarded";

/// Files that were moved out of an OUT that was replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFiles {
    /// `<OUT>.kept-<n>`.
    pub folder: PathBuf,
    /// How many they are.
    pub files: u64,
}

/// A previous OUT that holds people's files and could not be cleared.
#[derive(Debug)]
pub struct LeftBehind {
    /// Where it stands.
    pub folder: PathBuf,
    /// Why.
    pub error: Fault,
}

/// OUTs that were set aside in the hidden folder `work` and replaced, sorted.
pub(crate) fn set_aside_in(work: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(work).into_iter().flatten().filter_map(Result::ok);
    let is_aside = |name: &str| name.starts_with(EXCHANGED) || name.starts_with(PREVIOUS);
    let mut found: Vec<PathBuf> = entries
        .filter(|e| is_aside(&e.file_name().to_string_lossy()))
        .map(|e| e.path())
        .collect();
    found.sort_unstable();
    found
}

/// Retires all that was set aside; the last that could not be is told. It stays where it is, and every later run tries again.
pub(crate) fn retire_all(work: &Path, out: &Path, kept: &mut Vec<KeptFiles>) -> Option<LeftBehind> {
    let mut left = None;
    for folder in set_aside_in(work) {
        if let Err(error) = retire(&folder, out, kept) {
            tracing::error!(event = "files_left_behind", folder = %shown_path(&folder), detail = %error);
            left = Some(LeftBehind { folder, error });
        }
    }
    left
}

/// Removes `aside`, an OUT that was set aside in the hidden folder when `out` took its place, after people's files were moved out of it. `kept` is told
/// of those, also where not all could be moved.
pub(crate) fn retire(aside: &Path, out: &Path, kept: &mut Vec<KeptFiles>) -> Result<(), Fault> {
    move_beside(out, aside, &find(aside)?, kept)?;
    // Half removed it would have lost its list of files, and its reports would pass for somebody's.
    let discarded = free(aside.parent().unwrap_or(aside), DISCARDED);
    fs::rename(aside, &discarded).map_err(Fault::io("out.set_aside", aside))?;
    // The next run removes what stays.
    if let Err(error) = remove(&discarded) {
        tracing::warn!(event = "previous_not_removed", path = %shown_path(&discarded), %error);
    }
    Ok(())
}

/// People's files in an OUT that was set aside, as paths below it, sorted: what is not as its `run.json` lists it. Where that cannot be read nothing
/// tells a report from somebody's notes: all files count. What another program holds open cannot be told either, and is an error.
fn find(tree: &Path) -> Result<Vec<PathBuf>, Fault> {
    let outputs = match previous_outputs(tree) {
        Err(error) if is_refused_by_holder(&error) => return Err(Fault::io("file.read", &tree.join(manifest::FILE_NAME))(error)),
        read => read.unwrap_or_default(),
    };
    let own: HashMap<&Path, &OutputEntry> = outputs.iter().map(|o| (Path::new(&o.path), o)).collect();
    let mut candidates = Vec::new();
    for entry in WalkDir::new(tree) {
        let entry = entry.map_err(|e| Fault::io("file.read", e.path().unwrap_or(tree))(e.into()))?;
        if let Ok(relative) = entry.path().strip_prefix(tree)
            && !entry.file_type().is_dir()
            && relative != Path::new(manifest::FILE_NAME)
            && relative != Path::new(manifest::LOG_NAME)
            && !is_litter(relative)
        {
            candidates.push(relative.to_owned());
        }
    }
    let somebody_s = |relative: PathBuf| {
        let Some(output) = own.get(relative.as_path()) else {
            return Ok(Some(relative));
        };
        let path = tree.join(&relative);
        let is_own = is_as_written(&path, output).map_err(Fault::io("file.read", &path))?;
        Ok((!is_own).then_some(relative))
    };
    let found: Result<Vec<Option<PathBuf>>, Fault> = candidates.into_par_iter().map(somebody_s).collect();
    let mut files: Vec<PathBuf> = found?.into_iter().flatten().collect();
    files.sort_unstable();
    Ok(files)
}

/// Moves files of `tree` to `<OUT>.kept-<n>`, the first such folder that does not exist. By renames: they need no room on the disk, and nobody ever
/// finds half a file.
fn move_beside(out: &Path, tree: &Path, files: &[PathBuf], kept: &mut Vec<KeptFiles>) -> Result<(), Fault> {
    if files.is_empty() {
        return Ok(());
    }
    let folder = free_folder(out)?;
    let mut moved = 0;
    let result = files.iter().try_for_each(|relative| {
        let (from, to) = (tree.join(relative), folder.join(relative));
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).map_err(Fault::io("file.create", parent))?;
        }
        fs::rename(&from, &to).map_err(Fault::io("out.move_aside", &from))?;
        moved += 1;
        Ok(())
    });
    if moved > 0 {
        tracing::warn!(event = "files_kept", folder = %shown_path(&folder), files = moved);
        kept.push(KeptFiles { folder, files: moved });
    } else {
        let _ = fs::remove_dir_all(folder);
    }
    result
}

/// Lock files of an open workbook and what file managers leave: nobody misses them.
fn is_litter(relative: &Path) -> bool {
    let name = relative.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("~$") || name.starts_with(".~") || matches!(&*name, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

/// By size and bytes, never by the clock: it may have been set back since. What cannot be read, or is a link by now, is not as it was written.
fn is_as_written(path: &Path, output: &OutputEntry) -> io::Result<bool> {
    if !fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() == output.size) {
        return Ok(false);
    }
    match hash_file(path) {
        Err(error) if is_refused_by_holder(&error) => Err(error),
        hashed => Ok(hashed.is_ok_and(|now| now == output.sha256)),
    }
}

fn free_folder(out: &Path) -> Result<PathBuf, Fault> {
    let name = out.file_name().unwrap_or_default();
    for n in 1..10_000_u32 {
        let mut kept = name.to_owned();
        kept.push(format!(".kept-{n}"));
        let folder = out.with_file_name(kept);
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(Fault::io("file.create", &folder)(e)),
        }
    }
    Err(Fault::stopped("out.too_many_kept").at(out))
}
