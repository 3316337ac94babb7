//! What other programs hold open. Windows renames no folder while a file in it is open, or while it is a shell's working directory: there a report
//! that is looked at in WPS is in the way of the next ones. Other systems do not mind.

use std::{
    io,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::text::Fault;

/// What Windows says of a file that another program has open, or has locked a part of.
const SHARING: i32 = 32;
#[cfg(windows)]
const LOCKED: i32 = 33;

/// How long a rename waits for whoever holds something: virus scanners look into new files for seconds.
const PATIENCE: Duration = Duration::from_secs(8);
/// Between two attempts.
const PAUSE: Duration = Duration::from_millis(200);

/// Names each file below `folder` that another program has open, and each folder that some program stands in; nothing where all is free.
pub(crate) fn held(folder: &Path) -> Option<Fault> {
    if cfg!(not(windows)) {
        return None;
    }
    let all: Vec<(PathBuf, bool)> = entries(folder).collect();
    let problems: Vec<Fault> = all
        .into_par_iter()
        .filter(|(path, is_folder)| is_held(path, *is_folder))
        .map(|(path, is_folder)| Fault::stopped(if is_folder { "out.held_folder" } else { "out.held_file" }).at(&path))
        .collect();
    (!problems.is_empty()).then(|| Fault::stopped("out.held").at(folder).each(problems))
}

/// Refuses, as the system would, while anything below `folder` is held. Not every file system refuses by itself (Samba, Wine): the file would go to the
/// hidden folder under the hands of whoever has it open, and could not be removed there.
pub(crate) fn ensure_free(folder: &Path) -> io::Result<()> {
    if cfg!(not(windows)) || !entries(folder).par_bridge().any(|(path, is_folder)| is_held(&path, is_folder)) {
        return Ok(());
    }
    Err(io::Error::from_raw_os_error(SHARING))
}

/// All that stands below a folder, it too, and what of it are folders.
fn entries(folder: &Path) -> impl Iterator<Item = (PathBuf, bool)> + Send {
    let found = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    found.map(|entry| (entry.path().to_owned(), entry.file_type().is_dir()))
}

/// Opens it as nobody may have it open who lets it be renamed. Nothing is written.
#[cfg(windows)]
fn is_held(path: &Path, is_folder: bool) -> bool {
    use std::os::windows::fs::OpenOptionsExt as _;
    const READ: u32 = 0x8000_0000;
    const DELETE: u32 = 0x0001_0000;
    const SHARE_ALL: u32 = 7;
    const OPEN_FOLDERS: u32 = 0x0200_0000;
    let mut how = std::fs::OpenOptions::new();
    if is_folder {
        // Explorer watches folders and lets them go; a shell does not.
        how.access_mode(DELETE).share_mode(SHARE_ALL).custom_flags(OPEN_FOLDERS);
    } else {
        how.access_mode(READ).share_mode(0);
    }
    how.open(path).is_err_and(|e| matches!(e.raw_os_error(), Some(SHARING | LOCKED)))
}

#[cfg(not(windows))]
fn is_held(_: &Path, _: bool) -> bool {
    false
}

/// Whether a rename or a removal was refused, or a file could not be read, because somebody has something open.
#[cfg(windows)]
pub(crate) fn is_refused_by_holder(error: &io::Error) -> bool {
    // What a folder says of a file in it that is open.
    const ACCESS_DENIED: i32 = 5;
    matches!(error.raw_os_error(), Some(ACCESS_DENIED | SHARING | LOCKED))
}

#[cfg(not(windows))]
pub(crate) fn is_refused_by_holder(_: &io::Error) -> bool {
    false
}

/// Tries again for some seconds while somebody holds what is to be renamed.
pub(crate) fn patiently<T>(mut act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let started = Instant::now();
    loop {
        match act() {
            Err(error) if is_refused_by_holder(&error) && started.elapsed() < PATIENCE => std::thread::sleep(PAUSE),
            ended => return ended,
        }
    }
}
