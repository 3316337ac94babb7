//! Exports of platforms, as given on the command line: loaded before anything is written.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use sha2::{Digest, Sha256};

use crate::{
    formats::limits::Limits,
    model::line::LineKind,
    policy::at::PolicyAt,
    reconcile::words,
    rows::{reading::Reading, workbook::read_bytes},
    tables::vocabulary::Vocabulary,
    text::names::nfkc_tight,
    units::{file_record::FileRecord, placing::Placer},
};

/// An export that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("--platform-export {kind}={}: {why}", path.display())]
pub struct ExportError {
    /// KIND as given.
    kind: String,
    /// File.
    path: PathBuf,
    /// What is wrong with either.
    why: String,
}

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

fn refused(kind: &str, path: &Path, why: impl std::fmt::Display) -> ExportError {
    ExportError {
        kind: kind.to_owned(),
        path: path.to_owned(),
        why: why.to_string(),
    }
}

/// Reads the exports. A bad one stops the run before it starts: orders that cannot be read would make honest claims look false.
pub fn load(
    given: &[(String, PathBuf)],
    policy: &PolicyAt,
    limits: &Limits,
    layouts: &Vocabulary,
    placer: &Placer<'_>,
) -> Result<Vec<Export>, ExportError> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    given
        .iter()
        .map(|(kind, path)| {
            let channel = channel_of(kind, policy).ok_or_else(|| refused(kind, path, unknown_kind(policy)))?;
            let bytes = std::fs::read(path).map_err(|e| refused(kind, path, e))?;
            let reading = read_bytes(&bytes, limits, &layouts.of_orders()).map_err(|e| refused(kind, path, e))?;
            complete(&reading).map_err(|why| refused(kind, path, why))?;
            let name = path.file_name().map_or_else(|| kind.clone(), |n| n.to_string_lossy().into_owned());
            let same = names.entry(name.clone()).or_insert(0);
            *same += 1;
            let shown = if *same == 1 { name } else { format!("{name} ({same})") };
            let mut file = FileRecord::new(Arc::from(shown.as_str()), placer.path_hints(&shown));
            file.sha256 = Sha256::digest(&bytes).into();
            file.size = bytes.len() as u64;
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
            channels
                .iter()
                .find(|c| nfkc_tight(&c.title).to_lowercase() == wanted)
                .map(|c| c.id.clone())
        })
}

fn unknown_kind(policy: &PolicyAt) -> String {
    let ids: Vec<String> = policy.info().channels.into_iter().map(|c| c.id.to_string()).collect();
    let short: Vec<&str> = words::aliases().collect();
    format!(
        "no channel of that name; there are {}, and for short {}",
        ids.join(", "),
        short.join(", ")
    )
}

/// An export must give orders with amounts, and numbers or dates to know them by.
fn complete(reading: &Reading) -> Result<(), String> {
    let headers = || {
        let tables = reading.sheets.iter().flat_map(|s| &s.tables);
        let found: Vec<&str> = tables
            .flat_map(|t| {
                t.columns
                    .iter()
                    .map(|c| c.header.as_ref())
                    .chain(t.unmapped.iter().map(|u| u.text.as_ref()))
            })
            .take(30)
            .collect();
        if found.is_empty() {
            "no table was found".to_owned()
        } else {
            format!("headers found: {}", found.join(", "))
        }
    };
    let lines: Vec<_> = reading.lines.iter().filter(|l| l.kind == LineKind::Detail).collect();
    if lines.is_empty() {
        return Err(format!("no orders could be read; {}", headers()));
    }
    if lines.iter().all(|l| l.date.is_none() && l.rare().other_dates.is_empty()) {
        return Err(format!("no order has a date that can be read; {}", headers()));
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
