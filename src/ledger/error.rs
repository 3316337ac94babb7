//! Why a ledger cannot be written or read.

use std::{
    io,
    path::{Path, PathBuf},
};

use polars::error::PolarsError;

use crate::publish::error::OutputError;

/// Why a ledger cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The folder, or what it holds, is not what the command needs: exit 2.
    #[error("{0}")]
    Usage(String),
    /// A part is damaged, or was written by another version: exit 1.
    #[error("{0}")]
    Damaged(String),
    /// A file: exit 1.
    #[error("{}", path.display())]
    Io {
        /// File or folder.
        path: PathBuf,
        /// Cause.
        source: io::Error,
    },
    /// polars: exit 1.
    #[error("ledger frame")]
    Frame(#[from] PolarsError),
    /// The folder cannot be replaced, or another run writes it.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// OUT stands, its ledger does not: exit 1.
    #[error("OUT is published, but its ledger could not take its place. The next run or `bangfu assess` puts it there")]
    NotInPlace(#[source] Box<LedgerError>),
    /// A panic: exit 1.
    #[error("a thread of the ledger failed")]
    Thread,
    /// Ctrl-C or a signal: exit 1.
    #[error("interrupted; the previous output is as it was")]
    Interrupted,
}

impl LedgerError {
    /// 2 where the command line names a folder that cannot be used, 1 for the rest (docs/outputs.md).
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Output(refused) => refused.exit_status(),
            _ => 1,
        }
    }
}

/// Names the file that the system refused.
pub(crate) fn failed(path: &Path) -> impl Fn(io::Error) -> LedgerError + '_ {
    |source| LedgerError::Io {
        path: path.to_owned(),
        source,
    }
}
