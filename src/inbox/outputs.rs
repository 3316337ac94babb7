//! What runs have written, as a search of inboxes asks for it.

use std::path::Path;

/// What to do with something that a run may have written. A report must never be read as a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skip {
    /// Look into it.
    No,
    /// Pass over it without a word: this run's own places, whether or not they exist yet.
    Silent,
    /// Another run's output: pass over it and list it.
    Listed,
}

/// Knows what runs have written.
pub trait Outputs: Sync {
    /// Whether to look into a folder, or at a file that a link names.
    fn skip(&self, path: &Path) -> Skip;
    /// Name of a run's manifest.
    fn manifest_name(&self) -> &str;
    /// Whether a file of that name that starts so is the manifest of a run: its folder is an output.
    fn is_manifest(&self, head: &[u8]) -> bool;
}

/// Nothing was ever written: for callers that name single files.
#[derive(Debug, Clone, Copy)]
pub struct NoOutputs;

impl Outputs for NoOutputs {
    fn skip(&self, _: &Path) -> Skip {
        Skip::No
    }
    fn manifest_name(&self) -> &str {
        ""
    }
    fn is_manifest(&self, _: &[u8]) -> bool {
        false
    }
}
