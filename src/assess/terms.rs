//! What the requirements ask of one unit: thresholds with its approved exceptions, and its reserves.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    assess::reservation::reservation,
    model::{Month, UnitTerms, percent},
    policy::at::PolicyAt,
};

/// What one requirement asks of a unit: its threshold with exceptions in force, and what it has reserved for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Requirement id.
    pub requirement: Arc<str>,
    pub threshold_bp: i64,
    /// Reserved, fen; `None` where no reservation is assessed.
    pub reserved_fen: Option<i64>,
}

/// The terms of a unit, in the policy's order.
pub fn terms(policy: &PolicyAt, terms: &UnitTerms, period: Month) -> Vec<Term> {
    let thresholds = Thresholds::of(policy, terms, period).by_requirement;
    let reserved = reservation(policy, terms, &thresholds);
    let of = |id: &Arc<str>| reserved.iter().flat_map(|r| &r.requirements).find(|r| r.id == *id);
    policy
        .requirements
        .iter()
        .map(|r| &r.requirement.id)
        .map(|id| Term {
            requirement: id.clone(),
            threshold_bp: thresholds.get(id).copied().unwrap_or(0),
            reserved_fen: of(id).and_then(|r| r.reserved_fen),
        })
        .collect()
}

/// Thresholds of one unit in a month.
#[derive(Debug)]
pub(super) struct Thresholds {
    /// Bp, by requirement id: the policy's, or the unit's approved exception.
    pub by_requirement: BTreeMap<Arc<str>, i64>,
    /// The exceptions in force, as text.
    pub exceptions: Vec<String>,
}

impl Thresholds {
    pub fn of(policy: &PolicyAt, terms: &UnitTerms, period: Month) -> Self {
        let mut by_requirement: BTreeMap<Arc<str>, i64> = policy
            .requirements
            .iter()
            .map(|r| (r.requirement.id.clone(), r.threshold_bp))
            .collect();
        let mut exceptions = Vec::new();
        for e in &terms.exceptions {
            let in_force = e.from <= period && e.to.is_none_or(|to| period <= to);
            if let Some(t) = by_requirement.get_mut(&e.requirement).filter(|_| in_force) {
                exceptions.push(format!(
                    "{} {} → {}: {}",
                    e.requirement,
                    percent(*t),
                    percent(e.threshold_bp),
                    e.document
                ));
                *t = e.threshold_bp;
            }
        }
        Self {
            by_requirement,
            exceptions,
        }
    }
}
