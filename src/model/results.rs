//! What assessing a unit gives: shares of each requirement, verdicts, reservation and pace.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{
    dates::Month,
    line::{Decision, OpenKind},
    money::Ratio,
    policy_info::BaseKind,
    reasons::{Reason, UnitNote},
    source::Source,
};

codes! {
    /// Verdict of a requirement or a unit.
    pub enum Verdict as "verdict" {
        /// 达标: even with every dispute counted against the unit.
        Pass = "pass",
        /// 未达标: even with every dispute counted for the unit.
        Fail = "fail",
        /// 待核实: the disputes decide.
        Undetermined = "undetermined",
        /// 无数据: nothing bought or submitted in the scope.
        NoData = "no_data",
        /// 不适用: no canteen, or another unit reports for a shared one.
        Exempt = "exempt",
    }
}

impl Verdict {
    /// All of them, in the order of the summaries.
    pub(crate) const ALL: [Self; 5] = [Self::Pass, Self::Fail, Self::Undetermined, Self::NoData, Self::Exempt];

    /// Worst first: `fail > undetermined > no_data > pass`; `exempt` stands alone (never combined).
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
}

/// What persons decided about a unit's year to date, and what it did to the verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decided {
    /// Lines on which somebody decided.
    pub lines: u64,
    /// Their readable amounts, fen.
    pub amount_fen: i64,
    /// Who decided, each once, sorted.
    pub by: Vec<String>,
    /// The unit's verdict without any decision.
    pub verdict_without: Verdict,
}

/// A disputed line, or an open amount of a table, that decides an `undetermined` verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DecidingLine {
    /// [`Line::id`]; of an open amount [`OpenShare::id`].
    pub line: String,
    /// Fen; `null` when unreadable.
    pub amount_fen: Option<i64>,
    /// Reason codes.
    #[schemars(with = "Vec<Arc<str>>")]
    pub reasons: Vec<Reason>,
    /// Of an open amount: why it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<OpenKind>,
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

impl DecidingLine {
    /// Whether one of its answers alone settles the verdict.
    pub fn settles(&self) -> bool {
        (self.if_counted, self.if_not) != (Verdict::Undetermined, Verdict::Undetermined)
    }
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
    pub low: Ratio,
    /// The two integers of the high end.
    pub high: Ratio,
    /// An unreadable amount without a stated total touches this requirement: the interval has no end, the verdict is open.
    pub unbounded: bool,
    /// What it is a share of, where that is not the canteen's purchases of the scope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_base: Option<OwnBase>,
    /// For `undetermined`: the lines that decide, largest first (at most 20).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deciding: Vec<DecidingLine>,
}

/// The base of a requirement that is no share of the canteen's purchases of the scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OwnBase {
    /// What it is.
    pub kind: BaseKind,
    /// Certainly in it, fen: purchases of the scope, or the year's amount by the months of the scope, rounded up; 0 where the registry gives none.
    pub base_fen: i64,
    /// Lines disputed in it, fen.
    pub base_disputed_fen: i64,
    /// The amount of the whole year, fen, where the registry gives the base; `null` where it should and does not.
    pub year_fen: Option<i64>,
}

impl RequirementResult {
    /// The same over a base of its own. An amount of the year does not grow by what is bought: there the two gaps are one.
    pub fn over(mut self, own_base: Option<OwnBase>) -> Self {
        if own_base.is_some_and(|b| b.kind.is_registered()) {
            self.shortfall_additional_fen = self.shortfall_substitute_fen;
        }
        self.own_base = own_base;
        self
    }
}

impl OwnBase {
    /// Whether the registry should give it and does not.
    pub fn is_missing(&self) -> bool {
        self.kind.is_registered() && self.year_fen.is_none()
    }
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
    /// Amounts that tables leave open: part of `base_disputed_fen` and of `disputed_fen`, beside the lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open_amounts: Vec<OpenShare>,
}

/// An amount that a table leaves open: its unreadable amounts share it, or its total differs from its lines by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OpenShare {
    /// As a line's: file, sheet and cell of the figure.
    pub id: String,
    /// Why it is open.
    pub kind: OpenKind,
    /// What it may add to the base, fen; less than nothing where the lines hold more than the total.
    pub base_fen: i64,
    /// What it may add to each numerator that its lines touch, by requirement id.
    #[schemars(with = "std::collections::BTreeMap<Arc<str>, i64>")]
    pub requirements: std::collections::BTreeMap<Arc<str>, i64>,
    /// The other end of what each numerator may hold of it when it holds at all, where that is not nothing: `requirements` has the one that is shown.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    #[schemars(with = "std::collections::BTreeMap<Arc<str>, i64>")]
    pub other_ends: std::collections::BTreeMap<Arc<str>, i64>,
    /// Where the figure stands.
    pub source: Source,
    /// What an auditor decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}

impl OpenShare {
    /// The amount, fen: what it may add to the base, else to the numerators.
    pub fn fen(&self) -> i64 {
        let numerators = self.requirements.values().copied().max_by_key(|fen| fen.unsigned_abs());
        if self.base_fen == 0 {
            numerators.unwrap_or(0)
        } else {
            self.base_fen
        }
    }
}

/// The two scopes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Scopes {
    /// The run's month.
    pub month: ScopeResult,
    /// January to the run's month.
    pub ytd: ScopeResult,
}

/// One month of the unit, for the month-by-month view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MonthResult {
    /// Month.
    pub period: Month,
    /// The same computation as a scope, over this month alone.
    pub result: ScopeResult,
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

codes! {
    /// How the year is going: what was bought so far, against the share of the plan and the months gone (docs/figures.md).
    pub enum PaceState as "pace" {
        /// N ≥ r·P already.
        Met = "met",
        /// Completion is not behind the time gone.
        OnTrack = "on_track",
        /// Behind the time gone.
        Behind = "behind",
        /// N + (P − D) < r·P.
        Unreachable = "unreachable",
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

/// What assessing a unit gives (達標测算).
#[derive(Debug, Clone, PartialEq)]
pub struct UnitAssessment {
    /// Month and year to date.
    pub scopes: Scopes,
    /// Reservation.
    pub reservation: Option<Reservation>,
    /// Pace.
    pub pace: Option<Vec<Pace>>,
    /// What to buy until December so that every gap is closed.
    pub purchase_plan: Option<PurchasePlan>,
    /// Month by month.
    pub months: Vec<MonthResult>,
    /// Months of the year to date without a line, where others have some.
    pub months_without_lines: Vec<Month>,
    /// Verdict of the unit.
    pub verdict: Verdict,
    /// Why exempt or without data.
    pub note: Option<UnitNote>,
    /// Exceptions in force, as text.
    pub exceptions: Vec<String>,
}

codes! {
    /// How much will be bought in the months left rests on this.
    pub enum Remaining {
        /// The registry's plan of the year, less what was bought.
        Plan = "plan",
        /// The average of the months gone.
        Average = "average",
    }
}

/// Purchases of the months left that close every gap of the year to date by December.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PurchasePlan {
    /// The months left.
    pub months: Vec<Month>,
    /// What is expected to be bought in them anyway, fen.
    pub remaining_fen: i64,
    /// What that rests on.
    pub remaining_by: Remaining,
    /// Beyond that, fen: the least that no shifting of purchases spares.
    pub extra_fen: i64,
    /// What has to go through the channels of a requirement, in the policy's order; what a narrower requirement asks for counts for the wider
    /// one and is not said twice.
    pub parts: Vec<PlanPart>,
    /// What may be bought anywhere, fen.
    pub other_fen: i64,
    /// The same by month.
    pub other_monthly_fen: Vec<i64>,
    /// Each requirement in December, if all goes so.
    pub december: Vec<PlannedShare>,
}

/// Purchases through the channels of one requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlanPart {
    /// Requirement id.
    pub id: Arc<str>,
    /// All months together, fen.
    pub fen: i64,
    /// By month.
    pub monthly_fen: Vec<i64>,
}

/// A requirement at the year's end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlannedShare {
    /// Requirement id.
    pub id: Arc<str>,
    /// Least numerator, and base.
    pub share: Ratio,
}
