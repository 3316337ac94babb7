//! `history.json` (`bangfu/history/1`): what became of earlier runs' points, and how shares went over months and years; its keys in the order of the fields
//! here. Written with `--history`. All amounts are fen, all shares bp, rounded down.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{dates::Month, results::Verdict, unit_report::RunInfo};

/// Schema id of `history.json`.
pub const HISTORY_SCHEMA: &str = "bangfu/history/1";

/// `history.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HistoryReport {
    /// `bangfu/history/1`.
    pub schema: String,
    /// Run.
    pub run: RunInfo,
    /// Months of the earlier runs, oldest first.
    pub earlier: Vec<Month>,
    /// Of these, the months of which the units' own reports are there: only they tell of points.
    pub with_points: Vec<Month>,
    /// Points and disputes by what became of them.
    pub counts: Vec<StateCount>,
    /// Findings (疑点), those that are open longest first.
    pub findings: Vec<Followed>,
    /// Disputed purchases (待核实), in the same way.
    pub disputes: Vec<Followed>,
    /// The region, a point a month, this run's last.
    pub region: Vec<Point>,
    /// Every unit of this run in its order.
    pub units: Vec<UnitHistory>,
}

codes! {
    /// What became of a point.
    pub enum State as "state" {
        /// No earlier run of the year had it.
        New = "new",
        /// An earlier run had it, and it is there still.
        Open = "open",
        /// It is there still, and a person has looked into it.
        Settled = "settled",
        /// A person says that it has been put right.
        Rectified = "rectified",
        /// The run before had it, this one has it no more, and nobody said why.
        Gone = "gone",
        /// A run of an earlier year had it last, and nobody has settled it: this year's ledgers do not show it any more.
        LeftOver = "left_over",
    }
}

/// Points of one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StateCount {
    /// What became of them.
    pub state: State,
    /// Findings.
    pub findings: u64,
    /// Disputed purchases.
    pub disputes: u64,
}

/// A finding or a disputed purchase over the runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Followed {
    /// Unit.
    pub unit: Arc<str>,
    /// County.
    pub county: Option<Arc<str>>,
    /// The unit's folder; `null` for a unit that this run does not have.
    pub path: Option<String>,
    /// What became of it.
    pub state: State,
    /// Key of the finding; of a dispute a key of its own by unit, month, day, goods, supplier, order and amount, for the id of a line changes with its file.
    pub key: String,
    /// A finding's title; of a dispute its goods.
    pub title: String,
    /// A finding's check; of a dispute its reasons.
    pub about: Vec<String>,
    /// What a finding says; of a dispute its day, supplier and order.
    pub detail: String,
    /// Amount at stake.
    pub amount_fen: Option<i64>,
    /// First month whose run had it.
    pub first: Month,
    /// Last month whose run had it.
    pub last: Month,
    /// Months from the first to this run's, both counted, while it is open.
    pub months_open: Option<u32>,
    /// Who answered it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
}

/// What a person said of a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The decision's word; empty of a finding that was explained.
    pub decision: String,
    /// Who.
    pub by: String,
    /// On what evidence.
    pub evidence: String,
    /// When, as written.
    pub date: String,
}

/// How a unit or the region stood in one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Point {
    /// Month of the run.
    pub period: Month,
    /// Policy of the run.
    pub policy: String,
    /// Verdict; `null` for the region.
    pub verdict: Option<Verdict>,
    /// Certainly in the base, year to date.
    pub base_fen: i64,
    /// Year to date, by requirement.
    pub requirements: Vec<PointShare>,
}

/// A share in one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PointShare {
    /// Requirement.
    pub id: Arc<str>,
    /// At least.
    pub threshold_bp: i64,
    /// Counted.
    pub counted_fen: i64,
    /// Low end.
    pub ratio_low_bp: Option<i64>,
    /// High end.
    pub ratio_high_bp: Option<i64>,
}

/// A unit over the months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnitHistory {
    /// Unit.
    pub unit: Arc<str>,
    /// County.
    pub county: Option<Arc<str>>,
    /// The unit's folder.
    pub path: String,
    /// A point a month, this run's last.
    pub points: Vec<Point>,
}

/// What a unit's page says of earlier months. Not part of any JSON.
#[derive(Debug, Clone, Default)]
pub struct UnitPast {
    /// A point a month, this run's last.
    pub points: Vec<Point>,
    /// Its findings.
    pub findings: Vec<Followed>,
    /// Its disputed purchases.
    pub disputes: Vec<Followed>,
}
