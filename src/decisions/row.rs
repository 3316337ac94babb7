//! A decision as a row says it.

use std::sync::{
    OnceLock,
    atomic::{AtomicBool, Ordering},
};

use crate::{model::Decision, policy::classify::Settlement, text::Fault};

/// What a decision speaks of; names and words as they are compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    Line(String),
    Supplier(String),
    ChannelText(String),
}

/// The refusal of two rows that decide one thing differently.
pub(super) fn contradict(a: &Decision, b: &Decision) -> Fault {
    let wrong = Fault::usage("decisions.contradict")
        .with("first", &a.source)
        .with("said", &a.decision);
    wrong.with("second", &b.source).with("differs", &b.decision)
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
