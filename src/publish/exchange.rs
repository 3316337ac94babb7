//! Folders as one thing: put on the disk, exchanged in one step, removed.

use crate::text::Fault;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

/// Name, in the hidden folder, of the build when it is complete. By exchanging the two folders the previous OUT gets this name.
pub(crate) const EXCHANGED: &str = "exchanged";
/// Name of the previous OUT where folders cannot be exchanged.
pub(crate) const PREVIOUS: &str = "previous";

/// Puts the build on the disk before it becomes OUT. On Linux one call for the whole file system: 20,000 single calls take minutes.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(crate) fn flush(folder: &Path) -> Result<(), Fault> {
    let failed = Fault::io("file.write", folder);
    fs::File::open(folder)
        .and_then(|f| rustix::fs::syncfs(&f).map_err(io::Error::from))
        .map_err(failed)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(crate) fn flush(folder: &Path) -> Result<(), Fault> {
    for entry in walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.file_type().is_file())
    {
        // Windows flushes only what is open for writing.
        let file = fs::OpenOptions::new().write(true).open(entry.path());
        file.and_then(|f| f.sync_all()).map_err(Fault::io("file.write", entry.path()))?;
    }
    Ok(())
}

/// Removes a folder of many unit folders, side by side: on a slow disk each file waits for it.
pub(crate) fn remove(folder: &Path) -> io::Result<()> {
    // What fails here fails again below, and is told there.
    let folders_in = |folder: PathBuf| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        let folders = entries.filter(|e| e.file_type().is_ok_and(|kind| kind.is_dir()));
        folders.map(|e| e.path()).collect()
    };
    let counties = folders_in(folder.to_owned()).into_iter().flat_map(folders_in);
    let units: Vec<PathBuf> = counties.flat_map(folders_in).collect();
    units.par_iter().for_each(|unit| drop(fs::remove_dir_all(unit)));
    match fs::remove_dir_all(folder) {
        Err(_) if cfg!(windows) => {
            make_writable(folder);
            fs::remove_dir_all(folder)
        }
        ended => ended,
    }
}

/// The first path of this name, or with `-2`, `-3` …, at which nothing stands: what an earlier run left there may be held open.
pub(crate) fn free(folder: &Path, name: &str) -> PathBuf {
    let numbered = (2..).map(|n| format!("{name}-{n}"));
    let mut paths = std::iter::once(name.to_owned()).chain(numbered).map(|name| folder.join(name));
    paths
        .find(|path| fs::symlink_metadata(path).is_err())
        .unwrap_or_else(|| folder.join(name))
}

/// Windows removes no file that somebody marked read-only.
fn make_writable(folder: &Path) {
    for entry in walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok) {
        if let Ok(mut permissions) = entry.metadata().map(|m| m.permissions())
            && permissions.readonly()
        {
            // Only Windows comes here: elsewhere this would let everybody write.
            #[allow(clippy::permissions_set_readonly_false)]
            permissions.set_readonly(false);
            let _ = fs::set_permissions(entry.path(), permissions);
        }
    }
}

/// Who may read OUT stays as somebody set it: the new folder takes mode and group of the old one, as far as the system lets it.
#[cfg(unix)]
pub(crate) fn inherit(out: &Path, new: &Path) {
    use std::os::unix::fs::{MetadataExt as _, chown};
    if let Ok(old) = fs::metadata(out) {
        // Group first: changing it takes set-id bits away.
        let _ = chown(new, None, Some(old.gid()));
        let _ = fs::set_permissions(new, old.permissions());
    }
}

#[cfg(not(unix))]
pub(crate) fn inherit(_: &Path, _: &Path) {}

/// Puts `new` where `out` is; returns where the previous one went: to the path of `new`, or to `previous` where the system needs two renames.
pub(crate) fn swap(new: &Path, out: &Path, previous: &Path) -> io::Result<Option<PathBuf>> {
    // An empty folder is nothing that would have to be set aside. Any other refuses to be removed so.
    let _ = fs::remove_dir(out);
    if !out.exists() {
        return fs::rename(new, out).map(|()| None);
    }
    if exchange(new, out)? {
        return Ok(Some(new.to_owned()));
    }
    set_aside(new, out, previous).map(Some)
}

/// `Ok(false)` when this system or file system cannot exchange two folders.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn exchange(new: &Path, out: &Path) -> io::Result<bool> {
    use rustix::{
        fs::{CWD, RenameFlags, renameat_with},
        io::Errno,
    };
    match renameat_with(CWD, new, CWD, out, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) => Ok(false),
        Err(e) => Err(e.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Two renames: between them OUT is not there, and a process killed there leaves it to the next run to put it back.
pub(crate) fn set_aside(new: &Path, out: &Path, previous: &Path) -> io::Result<PathBuf> {
    fs::rename(out, previous)?;
    if let Err(error) = fs::rename(new, out) {
        // Put it back at once; should that fail too, the next run does.
        let _ = fs::rename(previous, out);
        return Err(error);
    }
    Ok(previous.to_owned())
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    #[test]
    fn setting_aside_replaces_where_there_is_no_exchange() {
        let dir = TempDir::new().unwrap();
        let (new, out, previous) = (dir.path().join("new"), dir.path().join("out"), dir.path().join("previous"));
        for (folder, text) in [(&new, "new"), (&out, "old")] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join("a"), text).unwrap();
        }
        assert_eq!(set_aside(&new, &out, &previous).unwrap(), previous);
        assert_eq!(fs::read_to_string(out.join("a")).unwrap(), "new");
        assert_eq!(fs::read_to_string(previous.join("a")).unwrap(), "old");
        // The new one vanished: the old one is put back.
        fs::remove_dir_all(&previous).unwrap();
        assert!(set_aside(&dir.path().join("missing"), &out, &previous).is_err());
        assert_eq!(fs::read_to_string(out.join("a")).unwrap(), "new");
    }
}
