//! What the run used and found, for `run.json`.

use std::{collections::BTreeMap, path::PathBuf, time::SystemTime};

use serde_json::{Value, json};

use crate::{
    model::RegionSummary,
    publish::manifest::{HashedFile, InputEntry, Manifest, utc},
    report::render::Extra,
    run::{options::AuditOptions, provenance::absolute, region::RegionFacts},
    units::{
        assemble::UnitWork,
        file_record::{FileOutcome, FileRecord},
    },
};

/// The manifest, but for its outputs and its end, which [`crate::publish::build::Build::write_manifest`] adds.
pub(crate) fn manifest(
    options: &AuditOptions,
    facts: &RegionFacts<'_>,
    works: &[UnitWork],
    summary: &RegionSummary,
    started: SystemTime,
) -> Manifest {
    let RegionFacts { loaded, files, inputs, .. } = facts;
    let provenance = &loaded.provenance;
    let more_overrides = provenance.overrides.iter().skip(1);
    let others = more_overrides.chain(&provenance.layouts).chain(&provenance.exports);
    let others = others.chain(&provenance.prices).chain(&provenance.papers);
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
    entries.extend(inputs.ignored.iter().map(|i| InputEntry {
        sha256: i.sha256.clone(),
        ..plain(&i.path, "ignored", &i.reason)
    }));
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
            sha256: loaded.policy.fingerprint().to_string(),
        },
        registry: provenance.registry.clone(),
        overrides: provenance.overrides.first().cloned(),
        layouts_sha256: loaded.layouts_sha256.clone(),
        others: others.cloned().collect(),
        inboxes: options.inboxes.iter().map(|p| absolute(p).display().to_string()).collect(),
        inputs: entries,
        outputs: Vec::new(),
        totals,
    }
}

fn plain(path: &str, outcome: &str, reason: &str) -> InputEntry {
    InputEntry {
        path: path.to_owned(),
        outcome: outcome.to_owned(),
        reason: Some(reason.to_owned()),
        ..InputEntry::default()
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

fn option_values(options: &AuditOptions) -> BTreeMap<String, Value> {
    let formats = options.formats.names();
    let exports: Vec<&String> = options.platform_exports.iter().map(|(kind, _)| kind).collect();
    let folder = |path: &Option<PathBuf>| path.as_deref().map(|path| json!(absolute(path).display().to_string()));
    let values = [
        ("format", Some(json!(formats))),
        (
            "csv_encoding",
            options.formats.has(Extra::Lines).then(|| json!(options.csv_encoding)),
        ),
        ("lang", Some(json!(options.lang))),
        ("strict_policy", Some(json!(options.strict_policy))),
        (Manifest::LIMITS, Some(json!(options.limits))),
        ("platform_export", Some(json!(exports))),
        ("reconcile", Some(json!(options.reconcile))),
        ("from_ledger", folder(&options.from_ledger)),
        ("history", folder(&options.history)),
        ("ledger", folder(&options.ledger)),
    ];
    values
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
}
