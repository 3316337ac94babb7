//! The files that a run was given beside its inputs, with their hashes: what a figure rests on.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::{
    publish::manifest::HashedFile,
    reconcile::exports::Export,
    report::paper::Paper,
    text::{Fault, hex::hex},
};

pub(crate) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The files that the figures rest on, as they were when they were loaded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Provenance {
    pub registry: Option<HashedFile>,
    /// Overrides, in the order read.
    pub overrides: Vec<HashedFile>,
    /// Prices and contracts, in the order given.
    pub prices: Vec<HashedFile>,
    /// Further header names.
    pub layouts: Option<HashedFile>,
    /// Platform exports, in the order given.
    pub exports: Vec<HashedFile>,
    /// Templates of papers.
    pub papers: Vec<HashedFile>,
}

impl Provenance {
    /// Hashes of the files that are no ledgers, with the reason code for one that lies among them.
    pub fn no_ledgers(&self) -> impl Iterator<Item = (&str, &'static str)> {
        let registry = self.registry.iter().map(|f| (f, "registry"));
        let overrides = self.overrides.iter().map(|f| (f, "overrides"));
        let prices = self.prices.iter().map(|f| (f, "prices"));
        let exports = self.exports.iter().map(|f| (f, "platform_export"));
        registry
            .chain(overrides)
            .chain(prices)
            .chain(exports)
            .map(|(f, reason)| (f.sha256.as_str(), reason))
    }
}

/// Loads a file that was given, with its hash. A run may take an hour: hashing at its end could record a file that nobody used.
pub(crate) fn load_hashed<T>(path: &Path, load: impl Fn(&Path) -> Result<T, Fault>) -> Result<(T, HashedFile), Fault> {
    let before = hashed(path);
    let loaded = load(path)?;
    let before = before?;
    if hashed(path)? != before {
        return Err(Fault::stopped("run.changed_while_read").at(path));
    }
    Ok((loaded, before))
}

/// A template: the bytes that were read.
pub(crate) fn hashed_paper(paper: &Paper) -> HashedFile {
    named(&paper.path, hex(&Sha256::digest(paper.template())))
}

/// A platform's export: the bytes that were read.
pub(crate) fn hashed_export(export: &Export) -> HashedFile {
    named(export.path(), export.sha256())
}

fn hashed(path: &Path) -> Result<HashedFile, Fault> {
    let bytes = std::fs::read(path).map_err(Fault::io("file.read", path))?;
    Ok(named(path, hex(&Sha256::digest(&bytes))))
}

fn named(path: &Path, sha256: String) -> HashedFile {
    HashedFile {
        path: absolute(path).display().to_string(),
        sha256,
    }
}
