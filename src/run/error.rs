//! What stops a run, by exit status (docs/outputs.md). A bad file or row never does: it becomes an outcome or an issue.

use std::path::PathBuf;

use crate::{
    decisions::row::OverridesError,
    inbox::discover::DiscoverError,
    ledger::error::LedgerError,
    model::money::Overflow,
    policy::pack::PolicyError,
    publish::error::OutputError,
    reconcile::{exports::ExportError, views::ReconcileError},
    report::{RenderError, published::PublishedError},
    tables::vocabulary::VocabularyError,
    units::registry::RegistryError,
};

/// Why `audit` stopped.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// Bad usage: exit 2.
    #[error("{0}")]
    Usage(String),
    /// A platform's export: exit 2.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The inbox: exit 2.
    #[error(transparent)]
    Inbox(#[from] DiscoverError),
    /// The policy: exit 2.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The registry: exit 2.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// The overrides: exit 2.
    #[error(transparent)]
    Overrides(#[from] OverridesError),
    /// The earlier run of `--previous`: exit 2.
    #[error("--previous: {0}")]
    Previous(#[from] PublishedError),
    /// The layouts: exit 2.
    #[error(transparent)]
    Vocabulary(#[from] VocabularyError),
    /// OUT cannot be written, is locked, or is not ours: exit 1 (exit 2 when it is refused before the run).
    #[error(transparent)]
    Output(#[from] OutputError),
    /// No workbook in any inbox, as when a share is not mounted: exit 1.
    #[error(
        "no workbook in {inboxes}: the last reports stay as they are. Is the folder the right one, and is it mounted? --allow-empty goes on all the same"
    )]
    NoWorkbook { inboxes: String },
    /// A workbook is not what this run has read any more: exit 1.
    #[error("{path}: was changed while the run was on: {found}. Nothing is published; save and close the file, then run again")]
    Changed {
        /// Path below the inbox.
        path: String,
        /// What is found of it now.
        found: String,
    },
    /// A report: exit 1; an own template that cannot be used: exit 2.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// Amounts beyond 64 bits: exit 1.
    #[error("{unit}")]
    Overflow {
        unit: String,
        /// Cause.
        source: Overflow,
    },
    /// Reading a needed file: exit 1.
    #[error("{}", path.display())]
    Io {
        /// File.
        path: PathBuf,
        /// Cause.
        source: std::io::Error,
    },
    /// The ledger as Parquet: exit 1 or 2.
    #[error(transparent)]
    Ledger(LedgerError),
    /// A bug of ours: better no report than one with lines missing. Exit 1.
    #[error(
        "{read} lines were read, but {placed} belong to units and {unplaced} are listed as unplaced; nothing is published, please report this"
    )]
    LinesLost {
        /// Lines read.
        read: u64,
        /// Lines of units.
        placed: u64,
        /// Lines that name no unit.
        unplaced: u64,
    },
    /// The recount before publishing found differences: exit 1.
    #[error("{0}")]
    Recount(String),
    /// The tables of matches: exit 1.
    #[error(transparent)]
    Reconcile(#[from] ReconcileError),
    /// Ctrl-C or a signal: exit 1.
    #[error("interrupted; the previous output is as it was")]
    Interrupted,
}

impl AuditError {
    /// Exit status: 2 for what the caller can mend before a run, 1 for the rest.
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Usage(_)
            | Self::Export(_)
            | Self::Inbox(_)
            | Self::Policy(_)
            | Self::Registry(_)
            | Self::Overrides(_)
            | Self::Previous(_)
            | Self::Vocabulary(_) => 2,
            Self::Render(RenderError::Template { .. }) => 2,
            Self::Output(refused) => refused.exit_status(),
            Self::Ledger(error) => error.exit_status(),
            _ => 1,
        }
    }
}

impl From<LedgerError> for AuditError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Interrupted => Self::Interrupted,
            error => Self::Ledger(error),
        }
    }
}
