//! What runs have written, and where this run writes: OUT, the ledger's folder, and the work folder of each. They are replaced as a whole and hold
//! reports, so nothing in them is ever read as a ledger, not even where they lie inside an inbox.

use std::{
    fs::{self, File},
    io::Read as _,
    path::{Component, Path, PathBuf},
};

/// Name of a run's manifest below its OUT.
pub const MANIFEST: &str = "run.json";
/// What [`starts_manifest`] needs of a file.
pub(super) const MANIFEST_BYTES: u64 = 200;

/// Whether a file that starts so is a manifest of any version: it may be of 20,000 inputs, or of a later version.
pub(super) fn starts_manifest(head: &[u8]) -> bool {
    let compact: String = String::from_utf8_lossy(head).chars().filter(|c| !c.is_whitespace()).collect();
    compact.starts_with("{\"schema\":\"bangfu/run/")
}

/// Whether `folder` is an OUT: it holds the manifest of a run. Its workbooks are reports, never ledgers.
pub(crate) fn has_manifest(folder: &Path) -> bool {
    let mut head = Vec::new();
    let Ok(file) = File::open(folder.join(MANIFEST)) else {
        return false;
    };
    file.take(MANIFEST_BYTES).read_to_end(&mut head).is_ok() && starts_manifest(&head)
}

/// What to do with something that a run may have written. A report must never be read as a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Skip {
    /// Look into it.
    No,
    /// Pass over it without a word: this run's own places, whether or not they exist yet.
    Silent,
    /// Another run's output: pass over it and list it.
    Listed,
}

/// Where a run writes, by real paths; they need not exist yet. Without any: a search that writes nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReservedPaths {
    /// OUT and its work folder.
    pub(crate) out: Vec<PathBuf>,
    /// The ledger's folder and its work folder.
    pub(crate) ledger: Vec<PathBuf>,
}

impl ReservedPaths {
    /// The places of a run that writes `out` and, where given, `ledger`.
    pub fn of(out: &Path, ledger: Option<&Path>) -> Self {
        let with_work = |path: &Path| -> Vec<PathBuf> {
            let path = real(path);
            let work = path.as_deref().and_then(work_folder);
            path.into_iter().chain(work).collect()
        };
        Self {
            out: with_work(out),
            ledger: ledger.map(with_work).unwrap_or_default(),
        }
    }

    /// Whether to look into a folder, or at a file that a link names.
    pub(super) fn skip(&self, path: &Path) -> Skip {
        let Ok(path) = fs::canonicalize(path) else { return Skip::No };
        let is_here = self.out.iter().chain(&self.ledger).any(|place| path.starts_with(place));
        if is_here || self.out.first().is_some_and(|out| is_kept(&path, out)) {
            Skip::Silent
        } else if has_manifest(&path) || path.is_file() && path.ancestors().skip(1).any(has_manifest) {
            Skip::Listed
        } else {
            Skip::No
        }
    }
}

/// The hidden folder beside OUT, or beside a ledger.
pub(crate) fn work_folder(out: &Path) -> Option<PathBuf> {
    let mut name = std::ffi::OsString::from(".");
    name.push(out.file_name()?);
    name.push(".bangfu");
    Some(out.with_file_name(name))
}

/// Whether `path` lies in a folder `<OUT>.kept-<n>`.
fn is_kept(path: &Path, out: &Path) -> bool {
    let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else {
        return false;
    };
    let Ok(below) = path.strip_prefix(parent) else { return false };
    let Some(Component::Normal(first)) = below.components().next() else {
        return false;
    };
    let (first, name) = (first.to_string_lossy(), name.to_string_lossy());
    let number = first.strip_prefix(&*name).and_then(|rest| rest.strip_prefix(".kept-"));
    number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// The real path of something whose last parts need not exist yet; `None` where even that cannot be told.
pub(crate) fn real(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    let mut missing = Vec::new();
    let mut at = path.as_path();
    loop {
        match fs::canonicalize(at) {
            Ok(real) => return Some(missing.iter().rev().fold(real, |p, name| p.join(name))),
            Err(_) => {
                missing.push(at.file_name()?);
                at = at.parent()?;
            }
        }
    }
}
