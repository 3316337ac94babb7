//! `run.json` (`bangfu/run/1`): what a run read and wrote, with SHA-256, so that anybody can tell later what has changed.
//!
//! With the run log the only output that holds a clock, a host's paths or how a run went; every other file depends on inputs, policy and options alone.

use std::{collections::BTreeMap, fs, io, path::Path, time::SystemTime};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{formats::Limits, model::Month, text::Lang};

/// Schema id.
pub const RUN_SCHEMA: &str = "bangfu/run/1";
/// Name of the manifest below OUT.
pub use crate::inbox::outputs::MANIFEST as FILE_NAME;
/// Name of the run log below OUT.
pub const LOG_NAME: &str = "run.log";

/// `run.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// [`RUN_SCHEMA`].
    pub schema: String,
    /// `bangfu 0.1.0`.
    pub tool: String,
    /// The machine that the program was built for, e.g. `x86_64-linux`.
    #[serde(default)]
    pub target: String,
    /// Start, RFC 3339, UTC.
    pub started: String,
    /// When the manifest was written, RFC 3339, UTC.
    pub finished: String,
    /// `--period`.
    pub period: Month,
    /// Options that change what is written, by name.
    pub options: BTreeMap<String, serde_json::Value>,
    /// The policy; `path` is an id or a file.
    pub policy: HashedFile,
    /// The registry, where one was given.
    pub registry: Option<HashedFile>,
    /// The overrides, where some were given: the first file.
    pub overrides: Option<HashedFile>,
    /// SHA-256 of the header data, hex.
    pub layouts_sha256: String,
    /// Other files that figures rest on: further overrides, layouts, platform exports, prices.
    #[serde(default)]
    pub others: Vec<HashedFile>,
    /// Inboxes as absolute paths.
    pub inboxes: Vec<String>,
    /// Every input, sorted by path.
    pub inputs: Vec<InputEntry>,
    /// Every file written but `run.json` and `run.log`, sorted by path.
    pub outputs: Vec<OutputEntry>,
    /// Counts, e.g. `units`, `files`, `lines`, `pass`.
    pub totals: BTreeMap<String, u64>,
}

/// A file that the run was told to use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HashedFile {
    /// Absolute path, or the id of an embedded policy.
    pub path: String,
    /// SHA-256, hex.
    pub sha256: String,
}

/// One input.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InputEntry {
    /// Path below the inbox, `/` as separator; a zip's member as `inbox.zip/台账.xlsx`.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256, hex; empty when the file could not be opened.
    pub sha256: String,
    /// `read`, `duplicate`, `quarantined` or `ignored`.
    pub outcome: String,
    /// Reason code of a quarantine, or the path that a duplicate copies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Rows that hold a cell.
    pub rows: u64,
    /// Lines.
    pub lines: u64,
    /// Folders below OUT of the units whose figures rest on it, sorted: what a change of this file touches.
    #[serde(default)]
    pub units: Vec<String>,
}

/// One file written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OutputEntry {
    /// Path below OUT, `/` as separator.
    pub path: String,
    /// SHA-256, hex.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

impl Manifest {
    /// The option that holds the limits of a workbook.
    pub(crate) const LIMITS: &'static str = "limits";

    /// The limits that the run read its inputs with; those of a run that has not noted them are the usual ones.
    #[must_use]
    pub fn limits(&self) -> Limits {
        let noted = self.options.get(Self::LIMITS);
        noted
            .and_then(|limits| serde_json::from_value(limits.clone()).ok())
            .unwrap_or_default()
    }

    /// Whether the run wrote its units' reports as JSON.
    #[must_use]
    pub fn has_json(&self) -> bool {
        let formats = self.options.get("format").and_then(serde_json::Value::as_array);
        formats.is_some_and(|formats| formats.iter().any(|f| f == "json"))
    }

    /// The language that the run wrote its reports in.
    #[must_use]
    pub fn lang(&self) -> Lang {
        let noted = self.options.get("lang");
        noted.and_then(|lang| serde_json::from_value(lang.clone()).ok()).unwrap_or_default()
    }

    /// Reads `run.json`.
    ///
    /// # Errors
    /// The file cannot be read, is no JSON of this shape, or of another schema.
    pub fn read(path: &Path) -> io::Result<Self> {
        let manifest: Self = serde_json::from_slice(&fs::read(path)?)?;
        if manifest.schema == RUN_SCHEMA {
            Ok(manifest)
        } else {
            Err(io::Error::other(format!("schema `{}`, expected `{RUN_SCHEMA}`", manifest.schema)))
        }
    }
}

/// `run.json` as bytes: the manifest of a run that ends now and has written these files.
pub(crate) fn write(mut manifest: Manifest, outputs: Vec<OutputEntry>) -> serde_json::Result<Vec<u8>> {
    RUN_SCHEMA.clone_into(&mut manifest.schema);
    manifest.outputs = outputs;
    manifest.finished = utc(SystemTime::now());
    let mut json = serde_json::to_vec_pretty(&manifest)?;
    json.push(b'\n');
    Ok(json)
}

/// A moment as RFC 3339 in UTC, to the second.
#[must_use]
pub fn utc(moment: SystemTime) -> String {
    jiff::Timestamp::try_from(moment)
        .and_then(|t| t.round(jiff::Unit::Second))
        .map_or_else(|_| "unknown".to_owned(), |t| t.to_string())
}

/// The files that the run of an OUT wrote, as far as a manifest of any version tells.
///
/// # Errors
/// It cannot be read, or lists no outputs.
pub(crate) fn previous_outputs(folder: &Path) -> io::Result<Vec<OutputEntry>> {
    #[derive(Deserialize)]
    struct Listed {
        outputs: Vec<OutputEntry>,
    }
    let listed: Listed = serde_json::from_slice(&fs::read(folder.join(FILE_NAME))?)?;
    Ok(listed.outputs)
}

#[cfg(test)]
impl Manifest {
    /// One that says as little as one can.
    pub(crate) fn least() -> Self {
        Self {
            schema: String::new(),
            tool: "bangfu test".into(),
            target: String::new(),
            started: "2024-04-01T00:00:00Z".into(),
            finished: String::new(),
            period: "2024-03".parse().unwrap(),
            options: BTreeMap::new(),
            policy: HashedFile {
                path: "p".into(),
                sha256: "00".into(),
            },
            registry: None,
            overrides: None,
            layouts_sha256: String::new(),
            others: vec![],
            inboxes: vec![],
            inputs: vec![],
            outputs: vec![],
            totals: BTreeMap::new(),
        }
    }
}
