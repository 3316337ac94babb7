//! Why a file is not read.

use serde::{Deserialize, Serialize};

/// Why a file could not be read as a workbook: it is quarantined, the run goes on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
pub enum Unreadable {
    /// Zero bytes.
    #[error("empty file")]
    Empty,
    /// Protected by a password.
    #[error("encrypted")]
    Encrypted,
    /// The container or a needed part is broken.
    #[error("damaged: {0}")]
    Damaged(String),
    /// A limit was passed.
    #[error("over the limit {limit}: {found} > {allowed}")]
    OverLimit {
        /// Name of the limit as its command-line option spells it, e.g. `max-cells`.
        limit: String,
        /// What was found (at least).
        found: u64,
        /// What is allowed.
        allowed: u64,
    },
    /// Content is no workbook.
    #[error("not a workbook: {0}")]
    NotAWorkbook(String),
    /// A format that is known but not read (e.g. Numbers, SYLK).
    #[error("format not supported: {0}")]
    Unsupported(String),
    /// The reader failed inside; a bug of ours or of a library.
    #[error("the reader failed: {0}")]
    Internal(String),
    /// The file could not be opened or changed while it was read.
    #[error("cannot be opened: {0}")]
    Io(String),
    /// A report or list that the program itself wrote: passed over and listed, never quarantined.
    #[error("an output of bangfu")]
    OwnOutput,
}

impl Unreadable {
    /// A limit was passed; `limit` as its option spells it.
    pub(crate) fn over_limit(limit: &str, found: u64, allowed: u64) -> Self {
        Self::OverLimit {
            limit: limit.to_owned(),
            found,
            allowed,
        }
    }

    /// Stable code for manifest and messages.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty_file",
            Self::Encrypted => "encrypted",
            Self::Damaged(_) => "damaged",
            Self::OverLimit { .. } => "over_limit",
            Self::NotAWorkbook(_) => "not_a_workbook",
            Self::Unsupported(_) => "unsupported_format",
            Self::Internal(_) => "reader_failed",
            Self::Io(_) => "cannot_open",
            Self::OwnOutput => "own_output",
        }
    }
}
