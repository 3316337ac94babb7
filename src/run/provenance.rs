//! What the run used and found, for the manifest: hashes of everything that a figure rests on.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::SystemTime,
};

use sha2::{Digest, Sha256};

use crate::{
    inbox::discover::Discovery,
    model::region_summary::RegionSummary,
    policy::pack::Policy,
    publish::manifest::{HashedFile, InputEntry, Manifest, utc},
    reconcile::exports::Export,
    run::{error::AuditError, options::AuditOptions},
    tables::vocabulary::Vocabulary,
    text::hex::hex,
    units::assemble::{FileOutcome, FileRecord, UnitWork},
};

/// The manifest, but for its outputs and its end, which [`crate::publish::build::Build::write_manifest`] adds.
pub fn record(
    options: &AuditOptions,
    policy: &Policy,
    layouts: &Vocabulary,
    (files, works): (&[FileRecord], &[UnitWork]),
    (inputs, basis): (&Discovery, &Basis),
    summary: &RegionSummary,
    started: SystemTime,
) -> Manifest {
    let mut folders: Vec<Vec<String>> = vec![Vec::new(); files.len()];
    for work in works {
        for i in &work.files {
            folders[*i].push(work.path.clone());
        }
    }
    folders.iter_mut().for_each(|f| f.sort());
    let mut entries: Vec<InputEntry> = files.iter().zip(folders).map(|(f, units)| input(f, units, files)).collect();
    entries.extend(
        inputs
            .quarantined
            .iter()
            .map(|(path, reason)| plain(path, "quarantined", reason.code())),
    );
    entries.extend(inputs.ignored.iter().map(|i| plain(&i.path, "ignored", &i.reason)));
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    let mut totals: BTreeMap<String, u64> = summary.groups.first().map(|region| region.verdicts.clone()).unwrap_or_default();
    for (name, n) in [
        ("units", summary.units.len() as u64),
        ("files", summary.inputs.files),
        ("lines", summary.inputs.lines),
    ] {
        totals.insert(name.to_owned(), n);
    }
    Manifest {
        schema: String::new(),
        tool: summary.run.tool.clone(),
        target: format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS),
        started: utc(started),
        finished: String::new(),
        period: options.period,
        options: option_values(options),
        policy: HashedFile {
            path: options.policy.clone(),
            sha256: policy.fingerprint().to_string(),
        },
        registry: basis.registry.clone(),
        overrides: basis.overrides.clone(),
        layouts_sha256: layouts.fingerprint().to_string(),
        others: basis.layouts.iter().chain(&basis.exports).cloned().collect(),
        inboxes: options.inboxes.iter().map(|p| absolute(p).display().to_string()).collect(),
        inputs: entries,
        outputs: Vec::new(),
        totals,
    }
}

pub(crate) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The files that the figures rest on, as they were when they were loaded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Basis {
    /// Registry.
    pub registry: Option<HashedFile>,
    /// Overrides.
    pub overrides: Option<HashedFile>,
    /// Further header names.
    pub layouts: Option<HashedFile>,
    /// Platform exports, in the order given.
    pub exports: Vec<HashedFile>,
}

/// Loads a file that was given and notes its hash. A run may take an hour: hashing at its end could record a file that nobody used.
///
/// # Errors
/// What `load` says, or a file that changes under way.
pub fn used<T, E>(path: Option<&Path>, note: &mut Option<HashedFile>, load: impl Fn(&Path) -> Result<T, E>) -> Result<Option<T>, AuditError>
where
    AuditError: From<E>,
{
    let Some(path) = path else { return Ok(None) };
    let before = hashed(path);
    let loaded = load(path)?;
    let before = before?;
    if hashed(path)? != before {
        return Err(AuditError::Io {
            path: path.to_owned(),
            source: std::io::Error::other("changed while it was read; save, close and run again"),
        });
    }
    *note = Some(before);
    Ok(Some(loaded))
}

/// A platform's export: the bytes that were read.
pub(crate) fn hashed_export(export: &Export) -> HashedFile {
    HashedFile {
        path: absolute(export.path()).display().to_string(),
        sha256: export.sha256(),
    }
}

fn hashed(path: &Path) -> Result<HashedFile, AuditError> {
    let bytes = std::fs::read(path).map_err(|source| AuditError::Io {
        path: path.to_owned(),
        source,
    })?;
    Ok(HashedFile {
        path: absolute(path).display().to_string(),
        sha256: hex(&Sha256::digest(&bytes)),
    })
}

fn plain(path: &str, outcome: &str, reason: &str) -> InputEntry {
    InputEntry {
        path: path.to_owned(),
        size: 0,
        sha256: String::new(),
        outcome: outcome.to_owned(),
        reason: Some(reason.to_owned()),
        rows: 0,
        lines: 0,
        units: Vec::new(),
    }
}

fn input(file: &FileRecord, units: Vec<String>, files: &[FileRecord]) -> InputEntry {
    let (outcome, reason) = match &file.outcome {
        FileOutcome::Read => ("read", None),
        FileOutcome::Duplicate(original) => ("duplicate", Some(files[*original].path.to_string())),
        FileOutcome::Quarantined(reason) => ("quarantined", Some(reason.code().to_owned())),
    };
    InputEntry {
        path: file.path.to_string(),
        size: file.size,
        sha256: if file.sha256 == [0; 32] { String::new() } else { file.hex() },
        outcome: outcome.to_owned(),
        reason,
        rows: file.rows,
        lines: file.lines,
        units,
    }
}

/// The formats by name.
pub(crate) fn formats(f: crate::report::render::Formats) -> serde_json::Value {
    let names: Vec<&str> = [("xlsx", f.xlsx), ("html", f.html), ("docx", f.docx), ("json", f.json)]
        .into_iter()
        .filter(|(_, on)| *on)
        .map(|(n, _)| n)
        .collect();
    serde_json::json!(names)
}

fn option_values(options: &AuditOptions) -> BTreeMap<String, serde_json::Value> {
    let ledgers = [("from_ledger", &options.from_ledger), ("ledger", &options.ledger)];
    let ledgers = ledgers.into_iter().filter_map(|(name, path)| {
        let path = absolute(path.as_deref()?).display().to_string();
        Some((name.to_owned(), serde_json::json!(path)))
    });
    ledgers
        .chain([
            ("format".to_owned(), formats(options.formats)),
            ("lang".to_owned(), serde_json::json!(options.lang)),
            ("extend_policy".to_owned(), serde_json::json!(options.extend_policy)),
            ("max_cells".to_owned(), serde_json::json!(options.limits.cells)),
            (
                "platform_export".to_owned(),
                serde_json::json!(options.platform_exports.iter().map(|(kind, _)| kind).collect::<Vec<_>>()),
            ),
            ("reconcile".to_owned(), serde_json::json!(options.reconcile)),
        ])
        .collect()
}
