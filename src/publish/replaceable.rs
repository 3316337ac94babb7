//! Whether a folder can be replaced as a whole, told before an hour of reading. Publishing writes the next one beside it and renames: the parent has
//! to be writable, and the folder must be none that the system holds in its place.

use std::{fs, io, path::Path};

use crate::{
    inbox::outputs::{has_manifest, real},
    publish::manifest::previous_outputs,
    text::{Fault, shown_path},
};

/// OUT may be replaced when it is not there, is empty, or was written by a run.
pub(crate) fn ensure_ours(out: &Path) -> Result<(), Fault> {
    let not_ours = |key| Err(Fault::usage(key).at(out));
    match fs::metadata(out) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(Fault::io("file.open", out)(e)),
        Ok(meta) if !meta.is_dir() => not_ours("out.is_file"),
        // Without its list of files nothing tells a report from somebody's notes.
        Ok(_) if has_manifest(out) => match previous_outputs(out) {
            Ok(_) => Ok(()),
            Err(_) => not_ours("out.damaged_list"),
        },
        Ok(_) => match fs::read_dir(out).map_err(Fault::io("file.read", out))?.next() {
            None => Ok(()),
            Some(_) => not_ours("out.not_ours"),
        },
    }
}

/// Whether the system lets a folder be renamed, and another take its place. Looks only; nothing is written. Symbolic links are followed.
pub(crate) fn ensure_replaceable(folder: &Path) -> Result<(), Fault> {
    let Some(folder) = real(folder) else {
        return Ok(());
    };
    let refuse = |key| Fault::usage(key).at(&folder);
    if is_mount_point(&folder).map_err(Fault::io("file.open", &folder))? {
        return Err(refuse("out.mount_point"));
    }
    // Moving a folder to another parent needs the right to write into the folder, too.
    if folder.exists()
        && let Some(error) = not_writable(&folder)
    {
        return Err(refuse("out.not_writable").because(error));
    }
    // What does not exist yet is made: the nearest that does has to let it.
    let Some(parent) = folder.ancestors().skip(1).find(|p| p.exists()) else {
        return Ok(());
    };
    if !parent.is_dir() {
        return Err(refuse("out.parent_is_file").with("parent", shown_path(parent)));
    }
    match not_writable(parent) {
        Some(error) => Err(refuse("out.parent_not_writable").with("parent", shown_path(parent)).because(error)),
        None => Ok(()),
    }
}

#[cfg(unix)]
fn not_writable(path: &Path) -> Option<io::Error> {
    use rustix::{
        fs::{Access, access},
        io::Errno,
    };
    access(path, Access::WRITE_OK | Access::EXEC_OK)
        .err()
        .filter(|e| *e != Errno::NOENT)
        .map(io::Error::from)
}

#[cfg(not(unix))]
fn not_writable(_: &Path) -> Option<io::Error> {
    None
}

/// A mount point cannot be renamed. Linux says what is one; a folder bound from the same disk has its parent's device.
fn is_mount_point(folder: &Path) -> io::Result<bool> {
    if !folder.is_dir() {
        return Ok(false);
    }
    Ok(match said_to_be_mounted(folder) {
        Some(said) => said,
        None => on_another_device(folder)?,
    })
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn said_to_be_mounted(folder: &Path) -> Option<bool> {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    let found = statx(CWD, folder, AtFlags::empty(), StatxFlags::TYPE).ok()?;
    let said = found.stx_attributes_mask.contains(StatxAttributes::MOUNT_ROOT);
    said.then(|| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn said_to_be_mounted(_: &Path) -> Option<bool> {
    None
}

#[cfg(unix)]
fn on_another_device(folder: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let Some(parent) = folder.parent() else { return Ok(true) };
    Ok(fs::metadata(folder)?.dev() != fs::metadata(parent)?.dev())
}

#[cfg(not(unix))]
fn on_another_device(_: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_there_or_is_not_yet_may_be_replaced() {
        let dir = tempfile::TempDir::new().unwrap();
        fs::create_dir(dir.path().join("out")).unwrap();
        for name in ["out", "new", "new/deep/out"] {
            ensure_replaceable(&dir.path().join(name)).unwrap();
        }
        assert!(!dir.path().join("new").exists(), "it only looks");
        fs::write(dir.path().join("file"), "").unwrap();
        let error = ensure_replaceable(&dir.path().join("file/deep/out")).unwrap_err().to_string();
        assert!(error.contains("file is not a folder"), "{error}");
    }

    /// Every Linux has these two; neither needs a right.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_mount_point_is_refused_and_so_is_what_lies_in_a_folder_that_takes_nothing() {
        let refused = |path: &str| {
            let error = ensure_replaceable(Path::new(path)).unwrap_err();
            assert_eq!(error.exit_status(), 2);
            error.to_string()
        };
        assert!(refused("/proc").contains("is a mount point"), "{}", refused("/proc"));
        // `access` says yes to root whatever the folder: the file system has to say no.
        if not_writable(Path::new("/proc/self")).is_some() {
            assert!(refused("/proc/self/new").contains("the parent"), "{}", refused("/proc/self/new"));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_on_another_device_than_its_parent_is_taken_for_a_mount_point_where_the_system_does_not_say() {
        let dir = tempfile::TempDir::new().unwrap();
        assert!(!on_another_device(dir.path().join(".").as_path()).unwrap());
        assert!(on_another_device(Path::new("/proc")).unwrap_or(true));
    }
}
