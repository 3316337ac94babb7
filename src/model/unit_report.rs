//! `report.json` (`bangfu/unit/1`): a unit in full, its keys in the order of the fields here; and its entry in `summary.json`.

use std::{collections::BTreeMap, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{
    dates::Month,
    finding::{Finding, IssueView, Severity},
    goods::prices::{PriceComparison, PriceTotals},
    line::{Line, RejectedRow},
    policy_info::{PendingThreshold, PolicyInfo},
    reasons::UnitNote,
    reconciliation::Reconciliation,
    results::{Decided, MonthResult, Pace, PurchasePlan, Reservation, Scopes, Verdict},
    unit::{Canteen, Sector},
};

/// Schema id of `report.json`.
pub const UNIT_SCHEMA: &str = "bangfu/unit/1";

/// What identifies the run in deterministic output: no clock, host or path.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct RunInfo {
    /// `--period`.
    pub period: Month,
    /// Policy id.
    pub policy: String,
    /// `bangfu 0.1.0`.
    pub tool: String,
    /// Thresholds that no document settles for the period: the notice every report shows first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policy_pending: Vec<PendingThreshold>,
}

/// `report.json`: the unit in full. Everything that any format prints is here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct UnitReport {
    /// `bangfu/unit/1`.
    pub schema: String,
    /// Run.
    pub run: RunInfo,
    /// Name.
    pub unit: Arc<str>,
    /// Code.
    pub code: Option<Arc<str>>,
    /// County.
    pub county: Option<Arc<str>>,
    /// Sector.
    pub sector: Option<Sector>,
    /// Canteen.
    pub canteen: Canteen,
    /// Folder below OUT.
    pub path: String,
    /// Verdict.
    pub verdict: Verdict,
    /// Month and year to date.
    pub scopes: Scopes,
    /// Reservation.
    pub reservation: Option<Reservation>,
    /// Pace.
    pub pace: Option<Vec<Pace>>,
    /// What to buy until December so that every gap is closed, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_plan: Option<PurchasePlan>,
    /// Findings in full, worst first.
    pub findings: Vec<Finding>,
    /// Why exempt or without data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub note: Option<UnitNote>,
    /// The unit that reports for the shared canteen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub represented_by: Option<Arc<str>>,
    /// The bureau (主管部门) that answers for its units together, where the policy says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<Arc<str>>,
    /// Approved exceptions in force: requirement, threshold, document, date, as text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<String>,
    /// Policy at the run's date.
    pub policy: PolicyInfo,
    /// Month by month, January to the period.
    pub months: Vec<MonthResult>,
    /// Months of the year to date without a line, where others have some: the verdict speaks for the others only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub months_without_lines: Vec<Month>,
    /// What persons decided, and the verdict without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Decided>,
    /// Every line, in the order of file, sheet, row, cell.
    pub lines: Vec<Line>,
    /// Every rejected row.
    pub rejected: Vec<RejectedRow>,
    /// Files.
    pub files: Vec<UnitFile>,
    /// Data-quality issues of the unit's files, ready to read.
    pub issues: Vec<IssueView>,
    /// Checks that were not applicable, with their reason, and counts of what was examined.
    pub checks: Vec<CheckView>,
    /// Per platform of which an export was given: every order and every claim, matched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reconciliation: Vec<Reconciliation>,
    /// Purchases of the year to date beside market prices and contracts, where any were given or the ledger names some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prices: Option<PriceComparison>,
}

impl UnitReport {
    /// Nothing was bought or is to be judged: such a report says why, and shows no figures.
    pub fn is_bare(&self) -> bool {
        self.lines.is_empty() && self.scopes.ytd.open_amounts.is_empty() && matches!(self.verdict, Verdict::Exempt | Verdict::NoData)
    }

    /// The unit's entry in `summary.json`.
    pub fn summary(&self) -> UnitSummary {
        let mut counts: BTreeMap<(Severity, Arc<str>), u64> = BTreeMap::new();
        for f in self.findings.iter().filter(|f| f.waived.is_none()) {
            *counts.entry((f.severity, f.check.clone())).or_insert(0) += 1;
        }
        UnitSummary {
            unit: self.unit.clone(),
            code: self.code.clone(),
            county: self.county.clone(),
            sector: self.sector,
            canteen: self.canteen,
            path: self.path.clone(),
            verdict: self.verdict,
            scopes: self.scopes.clone(),
            reservation: self.reservation.clone(),
            pace: self.pace.clone(),
            findings: counts
                .into_iter()
                .map(|((severity, check), count)| FindingCount { check, severity, count })
                .collect(),
            waived_findings: self.findings.iter().filter(|f| f.waived.is_some()).count() as u64,
            note: self.note,
            represented_by: self.represented_by.clone(),
            system: self.system.clone(),
            months_without_lines: self.months_without_lines.clone(),
            decided: self.decided.clone(),
            prices: self.prices.as_ref().map(|p| p.totals),
            lines: self.lines.len() as u64,
            disputed_lines: self.lines.iter().filter(|l| l.is_disputed()).count() as u64,
        }
    }
}

/// A file that the unit's lines come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnitFile {
    /// Path below the inbox.
    pub path: Arc<str>,
    /// SHA-256, hex.
    pub sha256: String,
    /// Rows that hold a cell.
    pub rows: u64,
    /// Lines of this unit from it.
    pub lines: u64,
    /// Rows by fate.
    pub fates: BTreeMap<String, u64>,
}

/// What a check did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CheckView {
    /// Check id.
    pub check: Arc<str>,
    /// How many subjects passed; `null` when not applicable.
    pub passed: Option<u64>,
    /// How many were flagged.
    pub flagged: Option<u64>,
    /// Why the check could not be run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_applicable: Option<String>,
}

/// A unit in `summary.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct UnitSummary {
    /// Name.
    pub unit: Arc<str>,
    /// Code from the registry.
    pub code: Option<Arc<str>>,
    /// County.
    pub county: Option<Arc<str>>,
    /// Sector.
    pub sector: Option<Sector>,
    /// Canteen.
    pub canteen: Canteen,
    /// Folder below OUT.
    pub path: String,
    /// Worst over the requirements of `ytd` and of the reservation.
    pub verdict: Verdict,
    /// Month and year to date.
    pub scopes: Scopes,
    /// Reservation, where a plan is given.
    pub reservation: Option<Reservation>,
    /// Pace per requirement, where a plan is given.
    pub pace: Option<Vec<Pace>>,
    /// Open findings, counted by check; sorted by severity, then check id.
    pub findings: Vec<FindingCount>,
    /// Findings that were looked into and waived with a reason.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub waived_findings: u64,
    /// Why the unit is exempt or has no data: `no_canteen`, `shared_canteen`, `not_submitted`, `nothing_bought`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub note: Option<UnitNote>,
    /// The unit that reports for the shared canteen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub represented_by: Option<Arc<str>>,
    /// The bureau (主管部门) that answers for its units together, where the policy says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<Arc<str>>,
    /// Months of the year to date without a line, where others have some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub months_without_lines: Vec<Month>,
    /// What persons decided, and the verdict without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Decided>,
    /// Purchases beside market prices and contracts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prices: Option<PriceTotals>,
    /// Lines, of which disputed.
    pub lines: u64,
    /// Lines with at least one dispute.
    pub disputed_lines: u64,
}

/// Findings of one check, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FindingCount {
    /// Check id.
    pub check: Arc<str>,
    /// Severity.
    pub severity: Severity,
    /// How many.
    pub count: u64,
}

fn is_zero(n: &u64) -> bool {
    *n == 0
}
