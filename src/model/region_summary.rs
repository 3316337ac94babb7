//! `summary.json` (`bangfu/summary/1`): all units of a run, its keys in the order of the fields here.

use std::{collections::BTreeMap, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{
    finding::Finding,
    goods::prices::RegionPrices,
    policy_info::PolicyInfo,
    reconciliation::RegionReconciliation,
    region::urgency::Urgent,
    results::{ScopeResult, Verdict},
    unit_report::{RunInfo, UnitSummary},
};

/// Schema id of `summary.json`.
pub const SUMMARY_SCHEMA: &str = "bangfu/summary/1";

/// `summary.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RegionSummary {
    /// `bangfu/summary/1`.
    pub schema: String,
    /// Run.
    pub run: RunInfo,
    /// Input counts.
    pub inputs: InputCounts,
    /// Sorted by county, then name, by code point.
    pub units: Vec<UnitSummary>,
    /// Policy at the run's date.
    pub policy: PolicyInfo,
    /// Per county (`null` county last), then per sector.
    pub groups: Vec<GroupSummary>,
    /// Findings over all units that matter most: errors first, then by amount at stake (at most 100; `findings_total` says how many there are).
    pub findings: Vec<RegionFinding>,
    /// How many findings there are in all.
    pub findings_total: u64,
    /// Which units come first, and why: with earlier runs (`--history`) also since when.
    #[serde(default)]
    pub urgent: Vec<Urgent>,
    /// Inputs that need a look.
    pub problems: Vec<InputProblem>,
    /// Per platform of which an export was given: both sides over all units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reconciliation: Vec<RegionReconciliation>,
    /// Purchases of all units beside market prices and contracts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prices: Option<RegionPrices>,
}

/// Counts of the inputs. `rows` = `lines` (rows that are lines) + every other fate, see `fates`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct InputCounts {
    /// Workbooks found.
    pub files: u64,
    /// Workbooks read (byte-identical copies included).
    pub read: u64,
    /// Workbooks that could not be read.
    pub quarantined: u64,
    /// Rows that hold a cell.
    pub rows: u64,
    /// Lines taken (one row of a channel-column table may give several).
    pub lines: u64,
    /// Rows rejected with a reason.
    pub rejected_rows: u64,
    /// Lines with at least one dispute.
    pub disputed_lines: u64,
    /// Rows by fate; adds up to `rows`.
    pub fates: BTreeMap<String, u64>,
}

/// A quarantined or ignored input, or one that was read twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InputProblem {
    /// Path below the inbox.
    pub path: String,
    /// `quarantined`, `unplaced`, `duplicate_file`, `ignored`.
    pub kind: String,
    /// Reason code.
    pub reason: String,
    /// Text for people, with what to do.
    pub message: String,
}

/// A county or sector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GroupSummary {
    /// `region`, `county`, `sector` or, where a bureau answers for its units together, `system`.
    pub by: String,
    /// County name, sector code or the bureau's name; `null` for the region or where none is known.
    pub name: Option<Arc<str>>,
    /// Units.
    pub units: u64,
    /// Units by verdict.
    pub verdicts: BTreeMap<String, u64>,
    /// Of a system: the verdict on its units together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// Year-to-date sums over the group's units that are not exempt.
    pub ytd: ScopeResult,
}

impl GroupSummary {
    /// The worst verdict over the requirements of its units together.
    pub fn verdict_together(&self) -> Verdict {
        let asked = self.ytd.requirements.iter().map(|r| r.verdict);
        Verdict::worst(asked).unwrap_or(Verdict::Exempt)
    }
}

/// A finding with its unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RegionFinding {
    /// Unit.
    pub unit: Arc<str>,
    /// County.
    pub county: Option<Arc<str>>,
    /// The unit's folder.
    pub path: String,
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
}
