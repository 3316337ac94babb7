//! Exports of platforms, as given on the command line: loaded before anything is written.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use sha2::{Digest, Sha256};

use crate::{
    formats::Limits,
    model::LineKind,
    policy::at::PolicyAt,
    reconcile::words,
    rows::{reading::Reading, workbook::read_bytes},
    tables::vocabulary::Vocabulary,
    text::{Fault, names::nfkc_tight},
    units::{file_record::FileRecord, placing::Placer},
};

/// One export, read.
#[derive(Debug)]
pub struct Export {
    /// Channel id.
    pub(super) channel: Arc<str>,
    path: PathBuf,
    pub(super) file: FileRecord,
    pub(super) reading: Reading,
}

impl Export {
    /// The file, as given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// SHA-256 of the bytes that were read, hex.
    pub fn sha256(&self) -> String {
        self.file.hex()
    }
}

fn refused(key: &'static str, kind: &str, path: &Path) -> Fault {
    Fault::usage(key).with("kind", kind).at(path)
}

/// Reads the exports. A bad one stops the run before it starts: orders that cannot be read would make honest claims look false.
pub fn load(
    given: &[(String, PathBuf)],
    policy: &PolicyAt,
    limits: &Limits,
    layouts: &Vocabulary,
    placer: &Placer<'_>,
) -> Result<Vec<Export>, Fault> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    given
        .iter()
        .map(|(kind, path)| {
            let channel = channel_of(kind, policy).ok_or_else(|| unknown_kind(policy, kind, path))?;
            let bytes = std::fs::read(path).map_err(|e| refused("export.read", kind, path).because(e))?;
            let reading =
                read_bytes(&bytes, limits, &layouts.of_orders()).map_err(|why| refused("export.read", kind, path).because(why))?;
            complete(&reading).map_err(|key| refused(key, kind, path).with("headers", headers(&reading)))?;
            let name = path.file_name().map_or_else(|| kind.clone(), |n| n.to_string_lossy().into_owned());
            let same = names.entry(name.clone()).or_insert(0);
            *same += 1;
            let shown = if *same == 1 { name } else { format!("{name} ({same})") };
            let file = FileRecord {
                path: Arc::from(shown.as_str()),
                hints: placer.path_hints(&shown),
                sha256: Sha256::digest(&bytes).into(),
                size: bytes.len() as u64,
                ..FileRecord::default()
            };
            Ok(Export {
                channel,
                path: path.clone(),
                file,
                reading,
            })
        })
        .collect()
}

fn channel_of(kind: &str, policy: &PolicyAt) -> Option<Arc<str>> {
    let channels = policy.info().channels;
    let wanted = nfkc_tight(kind).to_lowercase();
    let is = |id: &str| channels.iter().find(|c| c.id.as_ref() == id).map(|c| c.id.clone());
    is(kind)
        .or_else(|| words::aliased(&wanted).iter().find_map(|id| is(id)))
        .or_else(|| {
            let titled = channels.iter().find(|c| nfkc_tight(&c.title).to_lowercase() == wanted);
            titled.map(|c| c.id.clone())
        })
}

fn unknown_kind(policy: &PolicyAt, kind: &str, path: &Path) -> Fault {
    let ids: Vec<String> = policy.info().channels.into_iter().map(|c| c.id.to_string()).collect();
    let short: Vec<&str> = words::aliases().collect();
    let refused = refused("export.unknown_channel", kind, path);
    refused.with("ids", ids.join(" ")).with("short", short.join(" "))
}

/// Headers of an export that are told when it holds no orders.
const HEADERS_TOLD: usize = 30;

fn headers(reading: &Reading) -> String {
    let mut found: Vec<&str> = Vec::new();
    for table in reading.sheets.iter().flat_map(|s| &s.tables) {
        found.extend(table.columns.iter().map(|c| &*c.header));
        found.extend(table.unmapped.iter().map(|u| &*u.text));
    }
    found.truncate(HEADERS_TOLD);
    found.join(" | ")
}

/// An export must give orders with amounts, and numbers or dates to know them by; the key of what it lacks.
pub(super) fn complete(reading: &Reading) -> Result<(), &'static str> {
    let lines: Vec<_> = reading.lines.iter().filter(|l| l.kind == LineKind::Detail).collect();
    if lines.is_empty() {
        return Err("export.no_orders");
    }
    if lines.iter().all(|l| l.date.is_none() && l.rare().other_dates.is_empty()) {
        return Err("export.no_dates");
    }
    Ok(())
}

/// Rows of the exports that could not be used, by export: what they hold is unknown, so a line that seems unconfirmed may stand in them.
pub fn rejected(exports: &[Export]) -> Vec<(Arc<str>, u64)> {
    exports
        .iter()
        .map(|e| (e.file.path.clone(), e.reading.rejected.len() as u64))
        .filter(|(_, n)| *n > 0)
        .collect()
}
