//! Limits on single purchases that a policy gives (a contract or a tender is needed from there on). None of the embedded packs
//! has one: the clause names none, and each city sets its own.

use serde::Deserialize;

use crate::{
    model::{dates::Month, policy_info::LegalRef},
    policy::{at::PolicyAt, pack::Policy},
};

/// A dated limit: `[[limit]]` of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurchaseLimit {
    /// First month.
    pub from: Month,
    /// From this amount on, fen.
    pub fen: i64,
    /// What it rests on.
    #[serde(rename = "ref")]
    pub reference: LegalRef,
}

impl PolicyAt {
    /// The limit in force in a month.
    #[must_use]
    pub fn purchase_limit(&self, month: Month) -> Option<&PurchaseLimit> {
        self.policy.limits.iter().filter(|l| l.from <= month).max_by_key(|l| l.from)
    }
}

impl Policy {
    pub(crate) fn lint_limits(&self, problems: &mut Vec<String>) {
        for limit in &self.limits {
            if limit.fen <= 0 {
                problems.push(format!("limit from {}: {} fen is no limit", limit.from, limit.fen));
            }
            if limit.reference.doc.is_empty() {
                problems.push(format!("limit from {}: names no document", limit.from));
            }
        }
    }
}
