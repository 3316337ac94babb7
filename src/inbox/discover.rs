//! Which files of an inbox are workbooks: folders at any depth, files, zips of workbooks (one level).

use std::{
    collections::{BTreeSet, HashMap},
    ffi::OsStr,
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::{
    formats::{
        Limits, Unreadable,
        sniff::{Sniffed, sniff},
    },
    inbox::{
        archive,
        file_kinds::{Outcome, extension, is_package, is_workbook, is_workbook_name, not_read, passed_over, set_aside},
        input_file::{InputFile, Origin},
        outputs::{ReservedPaths, Skip},
    },
    text::{Fault, hex::hex, shown_path},
};

/// A file that is no workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// Path below the inbox.
    pub path: Arc<str>,
    /// Reason code: `not_a_workbook`, `own_output`, `registry` …
    pub reason: String,
    /// SHA-256, hex; empty where nobody read it.
    pub sha256: String,
}

/// What the inboxes hold, each list sorted by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Discovery {
    /// Workbooks.
    pub files: Vec<InputFile>,
    /// Other files.
    pub ignored: Vec<Ignored>,
    /// What could not be looked into.
    pub quarantined: Vec<(Arc<str>, Unreadable)>,
}

impl Discovery {
    /// Takes the files that a run was given for what they are (registry, decisions, exports), each with the reason code of its kind, out of the
    /// workbooks that were found: none of them is a ledger.
    pub fn set_aside_given(&mut self, given: impl IntoIterator<Item = (PathBuf, &'static str)>, limits: &Limits) {
        let real = |(path, reason): (PathBuf, &'static str)| Some((fs::canonicalize(path).ok()?, reason));
        let given: HashMap<PathBuf, &'static str> = given.into_iter().filter_map(real).collect();
        if given.is_empty() {
            return;
        }
        let ignored = &mut self.ignored;
        self.files.retain(|file| {
            let Origin::Disk(path) = &file.origin else { return true };
            let reason = fs::canonicalize(path).ok().and_then(|path| given.get(&path));
            ignored.extend(reason.map(|reason| Ignored {
                path: file.path.clone(),
                reason: (*reason).to_owned(),
                sha256: file.bytes(limits).map(|b| hex(&Sha256::digest(&b))).unwrap_or_default(),
            }));
            reason.is_none()
        });
        self.ignored.sort_by(|a, b| a.path.cmp(&b.path));
    }

    fn add_all(&mut self, outcomes: impl IntoIterator<Item = (Arc<str>, Outcome)>) {
        for (path, outcome) in outcomes {
            match outcome {
                Outcome::Workbook(origin) => self.files.push(InputFile { path, origin }),
                Outcome::Ignored(reason) => self.ignored.push(Ignored {
                    path,
                    reason: reason.to_owned(),
                    sha256: String::new(),
                }),
                Outcome::Unreadable(reason) => self.quarantined.push((path, reason)),
            }
        }
    }
}

/// Searches the inboxes.
///
/// # Errors
/// An inbox that is not there. What cannot be read below one is quarantined, and the search goes on.
pub fn discover(inboxes: &[PathBuf], limits: &Limits, outputs: &ReservedPaths) -> Result<Discovery, Fault> {
    let mut found = Discovery::default();
    let mut prefixes = BTreeSet::new();
    for inbox in inboxes {
        refuse_output(inbox, outputs)?;
        let meta = fs::metadata(inbox).map_err(|e| Fault::usage("inbox.not_there").at(inbox).because(e))?;
        // With several inboxes each path starts with its inbox's own name, made unique.
        let prefix = if inboxes.len() > 1 {
            let name = inbox.file_name().map_or_else(|| "inbox".to_owned(), lossless);
            let unique = (1..)
                .map(|i| if i == 1 { name.clone() } else { format!("{name}~{i}") })
                .find(|n| prefixes.insert(n.clone()));
            format!("{}/", unique.unwrap_or(name))
        } else {
            String::new()
        };
        if meta.is_dir() {
            search(inbox, &prefix, limits, outputs, &mut found);
        } else {
            let name = inbox.file_name().map(lossless).unwrap_or_default();
            let label = if prefix.is_empty() {
                name
            } else {
                prefix.trim_end_matches('/').to_owned()
            };
            found.add_all(consider(inbox, label, true, limits));
        }
    }
    found.files.sort_by(|a, b| a.path.cmp(&b.path));
    found.ignored.sort_by(|a, b| a.path.cmp(&b.path));
    found.quarantined.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}

/// What one path of a list is: a workbook, an archive of workbooks, a folder of them, or nothing of the kind. Named as a search of `base`
/// names it; without a base (or outside it) by its own parts. Nothing at all for what a search passes over.
///
/// # Errors
/// It is not there.
pub fn listed(base: Option<&Path>, path: &Path, limits: &Limits) -> Result<Discovery, Fault> {
    let meta = fs::metadata(path).map_err(|e| Fault::usage("inbox.not_there").at(path).because(e))?;
    let below = base.and_then(|b| path.strip_prefix(b).ok()).unwrap_or(path);
    let parts: Vec<String> = below
        .components()
        .filter(|c| matches!(c, std::path::Component::Normal(_)))
        .map(|c| lossless(c.as_os_str()))
        .collect();
    let mut found = Discovery::default();
    if parts.iter().any(|p| passed_over(p)) {
        return Ok(found);
    }
    let label = parts.join("/");
    if meta.is_dir() {
        let prefix = if label.is_empty() { label } else { format!("{label}/") };
        search(path, &prefix, limits, &ReservedPaths::default(), &mut found);
    } else {
        found.add_all(consider(path, label, false, limits));
    }
    Ok(found)
}

/// An inbox that is or lies in a run's output, by its real path.
fn refuse_output(inbox: &Path, outputs: &ReservedPaths) -> Result<(), Fault> {
    let Ok(real) = fs::canonicalize(inbox) else { return Ok(()) };
    match real.ancestors().find(|a| outputs.skip(a) != Skip::No) {
        None => Ok(()),
        Some(output) => Err(Fault::usage("inbox.is_output").at(inbox).with("out", shown_path(output))),
    }
}

/// A name as text; what is no text in it as `%FF`, so that two such names stay two.
fn lossless(name: &OsStr) -> String {
    let mut out = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(chunk.invalid().iter().map(|byte| format!("%{byte:02X}")));
    }
    out
}

fn search(root: &Path, prefix: &str, limits: &Limits, outputs: &ReservedPaths, found: &mut Discovery) {
    let label_of = |path: &Path| {
        let below = path.strip_prefix(root).unwrap_or(path);
        let parts: Vec<String> = below.components().map(|c| lossless(c.as_os_str())).collect();
        format!("{prefix}{}", parts.join("/"))
    };
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    let mut walk = walkdir::WalkDir::new(root).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        match entry {
            Ok(entry) if entry.depth() > 0 && passed_over(&entry.file_name().to_string_lossy()) => {
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
            }
            Ok(entry) => {
                let kind = entry.file_type();
                let skip = if entry.depth() > 0 && !kind.is_file() {
                    outputs.skip(entry.path())
                } else {
                    Skip::No
                };
                if skip == Skip::Listed {
                    found.add_all([(label_of(entry.path()).into(), Outcome::Ignored("own_output"))]);
                }
                if skip != Skip::No {
                    if kind.is_dir() {
                        walk.skip_current_dir();
                    }
                } else if kind.is_file() || kind.is_symlink() && entry.path().is_file() {
                    let label = label_of(entry.path());
                    files.push((entry.into_path(), label));
                }
            }
            Err(e) => {
                let label = e
                    .path()
                    .map(|p| lossless(p.strip_prefix(root).unwrap_or(p).as_os_str()))
                    .unwrap_or_default();
                let reason = Unreadable::Io(e.to_string());
                found.add_all([(format!("{prefix}{label}").into(), Outcome::Unreadable(reason))]);
            }
        }
    }
    // Each is opened: on a file server that is where the time goes.
    let outcomes = files.into_par_iter().map(|(path, label)| consider(&path, label, false, limits));
    outcomes
        .collect::<Vec<_>>()
        .into_iter()
        .for_each(|outcomes| found.add_all(outcomes));
}

/// A file on disk: a workbook, an archive of workbooks, or neither.
fn consider(path: &Path, label: String, named_by_user: bool, limits: &Limits) -> Vec<(Arc<str>, Outcome)> {
    match outcome_of(path, &label, named_by_user, limits) {
        Some(outcome) => vec![(label.into(), outcome)],
        None => archive::members(path, &label, limits),
    }
}

/// `None` where the file is an archive of workbooks.
fn outcome_of(path: &Path, label: &str, named_by_user: bool, limits: &Limits) -> Option<Outcome> {
    let workbook = Some(Outcome::Workbook(Origin::Disk(path.to_owned())));
    let known = is_workbook_name(label);
    let head = match head_of(path, known) {
        Ok(head) => head,
        Err(e) => return Some(Outcome::Unreadable(Unreadable::Io(e.to_string()))),
    };
    if known && is_package(&head) {
        return workbook;
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        // Only the directory at its end tells an archive from a workbook.
        let small_enough = fs::metadata(path).is_ok_and(|m| m.len() <= limits.file_bytes);
        let content = if small_enough {
            // One that is cut off or broken keeps what its name says: as a workbook it has a reason of its own.
            fs::read(path).map(|b| match sniff(&b) {
                Sniffed::Zip if known && zip::ZipArchive::new(io::Cursor::new(&b)).is_err() => Sniffed::Xlsx,
                content => content,
            })
        } else if known {
            Ok(Sniffed::Xlsx)
        } else {
            Ok(Sniffed::Zip)
        };
        return match content {
            Ok(Sniffed::Zip) => None,
            Ok(content @ Sniffed::Other(_)) if !known => Some(set_aside(label, &content)),
            _ => workbook,
        };
    }
    let content = sniff(&head);
    let extension = extension(label);
    let by_content = is_workbook(&content) && !matches!(extension.as_str(), "doc" | "ppt" | "msi" | "msg" | "wps" | "dps" | "db");
    if known || by_content || (named_by_user && not_read(&extension, &content).is_none()) {
        workbook
    } else {
        Some(set_aside(label, &content))
    }
}

/// Of a file so much is looked at to tell what it is.
const HEAD_BYTES: u64 = 8192;
/// Nearly every workbook is told by less: the first name of a package.
const FIRST_BYTES: u64 = 64;

/// How a file begins.
fn head_of(path: &Path, known: bool) -> io::Result<Vec<u8>> {
    let mut file = fs::File::open(path)?;
    let mut head = Vec::new();
    if known {
        file.by_ref().take(FIRST_BYTES).read_to_end(&mut head)?;
    }
    if !is_package(&head) {
        file.take(HEAD_BYTES.saturating_sub(head.len() as u64)).read_to_end(&mut head)?;
    }
    Ok(head)
}
