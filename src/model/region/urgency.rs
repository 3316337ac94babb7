//! Which units want attention first, and why (`summary.json`).

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::results::Verdict;

/// A unit that wants attention; its place in the list is its only rank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Urgent {
    /// Unit.
    pub unit: Arc<str>,
    /// County.
    pub county: Option<Arc<str>>,
    /// The unit's folder.
    pub path: String,
    /// Verdict of this run.
    pub verdict: Verdict,
    /// Why, the weightiest first.
    pub reasons: Vec<UrgentReason>,
}

/// Why a unit wants attention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum UrgentReason {
    /// By its plan the requirement cannot be met any more.
    Unreachable {
        /// Requirement.
        requirement: Arc<str>,
    },
    /// A requirement fails by so much.
    Fails {
        /// Requirement.
        requirement: Arc<str>,
        /// To move.
        gap_fen: i64,
    },
    /// The verdict hangs on disputed purchases.
    Undetermined {
        /// Disputed lines.
        lines: u64,
    },
    /// Nothing was sent, or nothing bought.
    NoData,
    /// The same verdict in a row.
    InARow {
        /// Verdict.
        verdict: Verdict,
        /// Months, this one counted.
        months: u32,
    },
    /// Behind the year's time.
    Behind {
        /// Requirement.
        requirement: Arc<str>,
    },
    /// A share fell beside the same month of the year before.
    FellWithinAYear {
        /// Requirement.
        requirement: Arc<str>,
        /// Then.
        before_bp: i64,
        /// Now.
        now_bp: i64,
    },
    /// Findings that have been open for months.
    OldFindings {
        /// How many.
        count: u64,
        /// Months of the oldest.
        months: u32,
    },
}
