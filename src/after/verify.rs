//! `bangfu verify OUT`: what has changed since a run, inputs or outputs, and whose figures that touches. Everything is hashed; dates are not trusted.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
};

use crate::{
    after::recount::difference::Recount,
    ledger::folder::Standing,
    model::codes,
    publish::{
        hash::hash_file,
        manifest::{self, HashedFile, Manifest},
    },
    text::{Catalog, one_line},
};
use serde::Serialize;

/// An input as it is now, from discovering the inboxes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputNow {
    /// Path below the inbox, as in the manifest.
    pub path: String,
    /// SHA-256, hex; the reason when it cannot be read.
    pub sha256: Result<String, String>,
}

codes! {
    /// Kind of file.
    pub enum FileKind {
        /// Policy, registry, overrides and the like.
        Basis = "basis",
        /// A workbook.
        Input = "input",
        /// A report.
        Output = "output",
        /// The ledger as Parquet.
        Ledger = "ledger",
    }
}

codes! {
    /// What happened to it.
    pub enum What {
        /// Other bytes.
        Changed = "changed",
        /// Not there any more.
        Vanished = "vanished",
        /// Was not there.
        New = "new",
        /// There, but it cannot be read.
        Unreadable = "unreadable",
        /// The ledger stands complete beside its place: the run died in between.
        NotInPlace = "not_in_place",
        /// The ledger of another run.
        OfAnotherRun = "of_another_run",
    }
}

/// Which published figures it touches.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case", tag = "scope", content = "units")]
pub enum Touches {
    /// All.
    Everything,
    /// The region's files.
    Region,
    /// These units (folders below OUT), and with them the region's sums.
    Units(Vec<String>),
    /// None: an input that no figure rests on, or a file that no run wrote.
    Nothing,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// Kind of file.
    pub kind: FileKind,
    /// Path as in the manifest.
    pub path: String,
    /// What happened.
    pub what: What,
    /// Whose figures rest on it.
    pub touches: Touches,
}

/// What `verify` found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerifyReport {
    /// When the run finished.
    pub finished: String,
    /// Inputs compared; `None` when there was no inbox to compare with.
    pub inputs: Option<u64>,
    /// Outputs compared.
    pub outputs: u64,
    /// Differences, sorted by kind and path.
    pub changes: Vec<Change>,
    /// What adding up again found; `None` where it was not asked for, or OUT holds no JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recount: Option<Recount>,
}

impl VerifyReport {
    /// 0 when all is as the manifest has it, 3 when something differs or the inputs could not be compared.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        let counted = self.recount.as_ref().is_none_or(|r| r.differences.is_empty());
        if self.changes.is_empty() && self.inputs.is_some() && counted {
            0
        } else {
            3
        }
    }

    /// For people, one line a difference.
    #[must_use]
    pub fn text(&self, catalog: &Catalog) -> String {
        let finished = ("finished", self.finished.as_str());
        let mut lines = Vec::new();
        match (self.inputs, self.changes.len()) {
            (None, _) => lines.push(catalog.get("verify.inputs_skipped").to_owned()),
            (Some(inputs), 0) => lines.push(catalog.say(
                "verify.unchanged",
                &[("inputs", &inputs.to_string()), ("outputs", &self.outputs.to_string()), finished],
            )),
            _ => {}
        }
        if !self.changes.is_empty() {
            lines.push(catalog.say("verify.changed", &[("count", &self.changes.len().to_string()), finished]));
        }
        lines.extend(self.changes.iter().map(|c| one_line(&c.line(catalog)).into_owned()));
        let recount = self.recount.as_ref().map(|r| r.text(catalog)).unwrap_or_default();
        lines.join("\n") + "\n" + &recount
    }
}

impl Change {
    fn line(&self, catalog: &Catalog) -> String {
        let touches = match &self.touches {
            Touches::Everything => catalog.get("verify.touches.everything").to_owned(),
            Touches::Region => catalog.get("verify.touches.region").to_owned(),
            Touches::Nothing => catalog.get("verify.touches.nothing").to_owned(),
            Touches::Units(units) => catalog.say("verify.touches.units", &[("units", &units.join(", "))]),
        };
        catalog.say(
            "verify.line",
            &[
                ("kind", catalog.get(&format!("verify.kind.{}", self.kind.code()))),
                ("what", catalog.get(&format!("verify.what.{}", self.what.code()))),
                ("path", &self.path),
                ("touches", &touches),
            ],
        )
    }
}

/// Compares `out` and, where the caller could find them, the inputs with the manifest in `out`.
///
/// # Errors
/// `run.json` cannot be read, or OUT cannot be walked.
pub fn verify(out: &Path, inputs: Option<&[InputNow]>) -> io::Result<VerifyReport> {
    let manifest = Manifest::read(&out.join(manifest::FILE_NAME))?;
    let mut changes = changed_basis(&manifest);
    if let Some(inputs) = inputs {
        changes.extend(changed_inputs(&manifest, inputs));
    }
    changes.extend(changed_outputs(&manifest, out)?);
    changes.extend(changed_ledger(&manifest, out)?);
    changes.sort();
    Ok(VerifyReport {
        finished: manifest.finished.clone(),
        inputs: inputs.map(|_| manifest.inputs.len() as u64),
        outputs: manifest.outputs.len() as u64,
        changes,
        recount: None,
    })
}

/// The inboxes of the manifest, when all of them are still there.
#[must_use]
pub fn known_inboxes(manifest: &Manifest) -> Option<Vec<PathBuf>> {
    let inboxes: Vec<PathBuf> = manifest.inboxes.iter().map(PathBuf::from).collect();
    (!inboxes.is_empty() && inboxes.iter().all(|i| i.exists())).then_some(inboxes)
}

fn changed_basis(manifest: &Manifest) -> Vec<Change> {
    // An embedded policy has an id for a path; it changes with the program alone.
    let is_file = |f: &&HashedFile| Path::new(&f.path).is_absolute();
    let given = [Some(&manifest.policy), manifest.registry.as_ref(), manifest.overrides.as_ref()];
    given
        .into_iter()
        .flatten()
        .chain(&manifest.others)
        .filter(is_file)
        .filter_map(|f| {
            let what = compare(Path::new(&f.path), &f.sha256)?;
            Some(Change {
                kind: FileKind::Basis,
                path: f.path.clone(),
                what,
                touches: Touches::Everything,
            })
        })
        .collect()
}

fn changed_inputs(manifest: &Manifest, inputs: &[InputNow]) -> Vec<Change> {
    let now: BTreeMap<&str, &Result<String, String>> = inputs.iter().map(|i| (i.path.as_str(), &i.sha256)).collect();
    let mut changes = Vec::new();
    for input in &manifest.inputs {
        let what = match now.get(input.path.as_str()) {
            // What is passed over without being read is not discovered as an input again.
            None if input.outcome == "ignored" && input.sha256.is_empty() => continue,
            None => What::Vanished,
            Some(Ok(sha256)) if *sha256 == input.sha256 => continue,
            Some(Ok(_)) => What::Changed,
            Some(Err(_)) if input.sha256.is_empty() => continue,
            Some(Err(_)) => What::Unreadable,
        };
        let touches = if input.units.is_empty() {
            Touches::Nothing
        } else {
            Touches::Units(input.units.clone())
        };
        changes.push(Change {
            kind: FileKind::Input,
            path: input.path.clone(),
            what,
            touches,
        });
    }
    let known: BTreeSet<&str> = manifest.inputs.iter().map(|i| i.path.as_str()).collect();
    let new = now.keys().filter(|p| !known.contains(*p));
    changes.extend(new.map(|p| Change {
        kind: FileKind::Input,
        path: (*p).to_owned(),
        what: What::New,
        touches: Touches::Nothing,
    }));
    changes
}

fn changed_outputs(manifest: &Manifest, out: &Path) -> io::Result<Vec<Change>> {
    let change = |path: &str, what, touches| Change {
        kind: FileKind::Output,
        path: path.to_owned(),
        what,
        touches,
    };
    let mut changes: Vec<Change> = manifest
        .outputs
        .iter()
        // A manifest may have been edited: it must not make us read elsewhere.
        .filter(|o| {
            Path::new(&o.path)
                .components()
                .all(|c| matches!(c, std::path::Component::Normal(_)))
        })
        .filter_map(|o| compare(&out.join(&o.path), &o.sha256).map(|what| change(&o.path, what, owner(&o.path))))
        .collect();
    let known: BTreeSet<&str> = manifest.outputs.iter().map(|o| o.path.as_str()).collect();
    for entry in walkdir::WalkDir::new(out).min_depth(1) {
        let entry = entry.map_err(io::Error::other)?;
        let Ok(relative) = entry.path().strip_prefix(out) else { continue };
        let path: Vec<_> = relative.components().map(|c| c.as_os_str().to_string_lossy()).collect();
        let path = path.join("/");
        if !entry.file_type().is_dir() && !known.contains(path.as_str()) && path != manifest::FILE_NAME && path != manifest::LOG_NAME {
            changes.push(change(&path, What::New, Touches::Nothing));
        }
    }
    Ok(changes)
}

/// Which run it is of, not its bytes: `read` and `assess --classified` may have written into it since.
fn changed_ledger(manifest: &Manifest, out: &Path) -> io::Result<Option<Change>> {
    let Some(path) = manifest.options.get("ledger").and_then(|path| path.as_str()) else {
        return Ok(None);
    };
    let what = match Standing::of(Path::new(path), &hash_file(&out.join(manifest::FILE_NAME))?) {
        Standing::InPlace => return Ok(None),
        Standing::Due => What::NotInPlace,
        Standing::Other => What::OfAnotherRun,
        Standing::Gone => What::Vanished,
    };
    Ok(Some(Change {
        kind: FileKind::Ledger,
        path: path.to_owned(),
        what,
        touches: Touches::Nothing,
    }))
}

/// `units/夏县/一中/report.html` belongs to `units/夏县/一中`; everything else to the region.
fn owner(path: &str) -> Touches {
    match path.rsplit_once('/') {
        Some((unit, _)) if unit.starts_with("units/") => Touches::Units(vec![unit.to_owned()]),
        _ => Touches::Region,
    }
}

fn compare(path: &Path, sha256: &str) -> Option<What> {
    match hash_file(path) {
        Ok(now) if now == sha256 => None,
        Ok(_) => Some(What::Changed),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Some(What::Vanished),
        Err(_) => Some(What::Unreadable),
    }
}

#[cfg(test)]
#[path = "verify_tests.rs"]
mod tests;
