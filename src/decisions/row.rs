//! A decision as a row says it, and what is wrong with rows.

use std::{
    path::PathBuf,
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::{formats::unreadable::Unreadable, model::line::Decision, policy::classify::Settlement};

/// Why overrides cannot be used: exit status 2.
#[derive(Debug, thiserror::Error)]
pub enum OverridesError {
    /// Not there or not readable.
    #[error("{}", path.display())]
    Unreadable {
        /// File.
        path: PathBuf,
        /// Reason.
        source: Unreadable,
    },
    /// Rows that cannot be understood, that contradict each other or leave open what they should settle: all of them.
    #[error("--overrides:\n{}", problems.join("\n"))]
    BadRows {
        /// `FILE › SHEET › CELL: what is wrong`.
        problems: Vec<String>,
    },
}

/// What a decision speaks of; names and words as they are compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    Line(String),
    Supplier(String),
    ChannelText(String),
}

/// One decision.
#[derive(Debug)]
pub(super) struct DecisionRow {
    pub subject: Subject,
    /// The subject as it is written.
    pub written: String,
    /// The only unit for which it holds, as written; empty: all.
    pub unit: String,
    /// As the lines that it settles show it.
    pub decision: Decision,
    /// What its words mean under the policy.
    pub settlements: Vec<Settlement>,
    /// It has matched a line.
    pub used: AtomicBool,
    /// A line that it leaves open, though it says that the line counts: through which channel it does not say.
    pub leaves_open: OnceLock<String>,
}

impl DecisionRow {
    pub(super) fn is_used(&self) -> bool {
        self.used.load(Ordering::Relaxed)
    }
}
