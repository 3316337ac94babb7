//! The report as data: `summary.json` (`bangfu/summary/1`) and `report.json` (`bangfu/unit/1`), keys in the order of contract.md.

use std::{collections::BTreeMap, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Finding, LegalRef, Line, RejectedRow, Severity, Source, dates::Month, money::Ratio};

/// Schema id of `summary.json`.
pub const SUMMARY_SCHEMA: &str = "bangfu/summary/1";
/// Schema id of `report.json`.
pub const UNIT_SCHEMA: &str = "bangfu/unit/1";

/// Verdict of a requirement or a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 达标: even with every dispute counted against the unit.
    Pass,
    /// 未达标: even with every dispute counted for the unit.
    Fail,
    /// 待核实: the disputes decide.
    Undetermined,
    /// 无数据: nothing bought or submitted in the scope.
    NoData,
    /// 不适用: no canteen, or another unit reports for a shared one.
    Exempt,
}

impl Verdict {
    /// Worst first: `fail > undetermined > no_data > pass`; `exempt` stands alone (never combined).
    #[must_use]
    pub fn worst(verdicts: impl IntoIterator<Item = Verdict>) -> Option<Verdict> {
        let rank = |v: &Verdict| match v {
            Verdict::Fail => 4,
            Verdict::Undetermined => 3,
            Verdict::NoData => 2,
            Verdict::Pass => 1,
            Verdict::Exempt => 0,
        };
        verdicts.into_iter().max_by_key(rank)
    }

    /// The word used in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Undetermined => "undetermined",
            Self::NoData => "no_data",
            Self::Exempt => "exempt",
        }
    }
}

/// The five sectors (五进).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sector {
    /// 机关.
    Agency,
    /// 企业.
    Enterprise,
    /// 学校.
    School,
    /// 医院.
    Hospital,
    /// 军营.
    Military,
}

impl Sector {
    /// The word used in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Enterprise => "enterprise",
            Self::School => "school",
            Self::Hospital => "hospital",
            Self::Military => "military",
        }
    }
}

/// The unit's canteen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Canteen {
    /// 自办食堂 (also assumed where nothing says otherwise).
    Own,
    /// 外包食堂: the unit still reports.
    Outsourced,
    /// 共用食堂: another unit reports for it.
    Shared,
    /// 无食堂.
    None,
}

/// What identifies the run in deterministic output: no clock, host or path.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct RunInfo {
    /// `--period`.
    pub period: Month,
    /// Policy id.
    pub policy: String,
    /// `bangfu 0.1.0`.
    pub tool: String,
    /// Set when `--extend-policy` carried a value past its last dated period: the notice every report shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_extended: Option<String>,
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

/// One end of the interval for one requirement.
pub type Bound = Ratio;

/// A disputed line that decides an `undetermined` verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DecidingLine {
    /// [`Line::id`].
    pub line: String,
    /// Fen; `null` when unreadable.
    pub amount_fen: Option<i64>,
    /// Reason codes.
    pub reasons: Vec<Arc<str>>,
    /// Interval (floor bp) if the line is settled for the unit, all else as before.
    pub if_counted_bp: (Option<i64>, Option<i64>),
    /// Verdict in that case.
    pub if_counted: Verdict,
    /// Interval if it is settled against the unit.
    pub if_not_bp: (Option<i64>, Option<i64>),
    /// Verdict in that case.
    pub if_not: Verdict,
    /// Where the line stands.
    pub source: Source,
}

/// One requirement in one scope (达标测算).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RequirementResult {
    /// Requirement id, e.g. `platform_832`.
    pub id: Arc<str>,
    /// Threshold, bp; the unit's approved exception where one is in force.
    pub threshold_bp: i64,
    /// Lines certainly in the numerator, fen.
    pub counted_fen: i64,
    /// Lines disputed in the numerator, fen.
    pub disputed_fen: i64,
    /// Floor; `null` when the base is 0.
    pub ratio_low_bp: Option<i64>,
    /// Floor; `null` when the base is 0.
    pub ratio_high_bp: Option<i64>,
    /// Verdict.
    pub verdict: Verdict,
    /// Least amount of planned purchases to move into the channel, fen, from the low end; 0 when met.
    pub shortfall_substitute_fen: i64,
    /// Least extra purchase through the channel, fen, from the low end; 0 when met.
    pub shortfall_additional_fen: i64,
    /// The two integers of the low end.
    pub low: Bound,
    /// The two integers of the high end.
    pub high: Bound,
    /// An unreadable amount without a stated total touches this requirement: the interval has no end, the verdict is open.
    pub unbounded: bool,
    /// For `undetermined`: the lines that decide, largest first (at most 20).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deciding: Vec<DecidingLine>,
}

/// A scope: the month, or January to the month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScopeResult {
    /// Lines certainly in the base, fen.
    pub base_fen: i64,
    /// Lines disputed in the base, fen.
    pub base_disputed_fen: i64,
    /// In the policy's order.
    pub requirements: Vec<RequirementResult>,
}

/// The two scopes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Scopes {
    /// The run's month.
    pub month: ScopeResult,
    /// January to the run's month.
    pub ytd: ScopeResult,
}

/// Reservation (预留) against the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reservation {
    /// Planned annual canteen food procurement, fen.
    pub plan_fen: i64,
    /// Per requirement for which a reserve is registered, in the policy's order.
    pub requirements: Vec<ReservationResult>,
}

/// One requirement's reserve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReservationResult {
    /// Requirement id.
    pub id: Arc<str>,
    /// Threshold, bp.
    pub threshold_bp: i64,
    /// Reserved, fen; `null` when the registry gives none.
    pub reserved_fen: Option<i64>,
    /// Floor bp.
    pub ratio_bp: Option<i64>,
    /// Verdict.
    pub verdict: Verdict,
}

/// How the year is going (semantics.md, Gap and pace).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaceState {
    /// N ≥ r·P already.
    Met,
    /// Completion is not behind the time gone.
    OnTrack,
    /// Behind the time gone.
    Behind,
    /// N + (P − D) < r·P.
    Unreachable,
}

impl PaceState {
    /// The word used in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::OnTrack => "on_track",
            Self::Behind => "behind",
            Self::Unreachable => "unreachable",
        }
    }
}

/// Pace of one requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Pace {
    /// Requirement id.
    pub id: Arc<str>,
    /// N/(r·P), floor bp.
    pub completion_bp: Option<i64>,
    /// m/12, floor bp.
    pub time_bp: i64,
    /// Per month over the rest of the year, fen, rounded up; `null` in December.
    pub needed_monthly_fen: Option<i64>,
    /// Straight-line forecast of the year's ratio N·(12/m)/P, floor bp.
    pub forecast_bp: Option<i64>,
    /// State.
    pub state: PaceState,
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

/// One month of the unit, for the month-by-month view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MonthResult {
    /// Month.
    pub period: Month,
    /// The same computation as a scope, over this month alone.
    pub result: ScopeResult,
}

/// A requirement of the policy at the run's date, for readers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RequirementInfo {
    /// Id.
    pub id: Arc<str>,
    /// Short name, e.g. `832 平台采购`.
    pub title: String,
    /// Threshold, bp.
    pub threshold_bp: i64,
    /// Channel ids in the numerator.
    pub channels: Vec<Arc<str>>,
    /// The clause.
    pub reference: LegalRef,
    /// First month from which the threshold holds.
    pub from: Month,
}

/// A channel of the policy, for readers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChannelInfo {
    /// Id, e.g. `platform_832`.
    pub id: Arc<str>,
    /// Name for people.
    pub title: String,
}

/// The policy as the reports show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyInfo {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Requirements in order.
    pub requirements: Vec<RequirementInfo>,
    /// Channels in order.
    pub channels: Vec<ChannelInfo>,
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
    pub note: Option<String>,
    /// The unit that reports for the shared canteen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub represented_by: Option<Arc<str>>,
    /// Lines, of which disputed.
    pub lines: u64,
    /// Lines with at least one dispute.
    pub disputed_lines: u64,
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
    /// Findings in full, worst first.
    pub findings: Vec<Finding>,
    /// Why exempt or without data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The unit that reports for the shared canteen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub represented_by: Option<Arc<str>>,
    /// Approved exceptions in force: requirement, threshold, document, date, as text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<String>,
    /// Policy at the run's date.
    pub policy: PolicyInfo,
    /// Month by month, January to the period.
    pub months: Vec<MonthResult>,
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
    pub reconciliation: Vec<crate::model::reconciliation::Reconciliation>,
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

/// An issue as text: `FILE › SHEET › CELL: what is wrong`, what was found, what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IssueView {
    /// Code.
    pub code: String,
    /// Severity.
    pub severity: Severity,
    /// Place, `台账.xlsx › 3月 › F17`.
    pub place: String,
    /// What is wrong and what was done.
    pub message: String,
    /// Raw text found.
    pub found: String,
    /// What to do about it.
    pub fix: String,
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
    /// Inputs that need a look.
    pub problems: Vec<InputProblem>,
    /// Per platform of which an export was given: both sides over all units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reconciliation: Vec<crate::model::reconciliation::RegionReconciliation>,
}

/// A county or sector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GroupSummary {
    /// `region`, `county` or `sector`.
    pub by: String,
    /// County name or sector code; `null` for the region or where none is known.
    pub name: Option<Arc<str>>,
    /// Units.
    pub units: u64,
    /// Units by verdict.
    pub verdicts: BTreeMap<String, u64>,
    /// Year-to-date sums over the group's units that are not exempt.
    pub ytd: ScopeResult,
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

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(n: &u64) -> bool {
    *n == 0
}

impl UnitReport {
    /// The unit's entry in `summary.json`.
    #[must_use]
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
            note: self.note.clone(),
            represented_by: self.represented_by.clone(),
            lines: self.lines.len() as u64,
            disputed_lines: self.lines.iter().filter(|l| l.is_disputed()).count() as u64,
        }
    }
}
