//! What the other rooms need of a policy, resolved at a date.

use std::sync::Arc;

use crate::model::{
    dates::Month,
    report::{PolicyInfo, Reservation, Scopes, Verdict},
};

/// A unit's standing data from the registry, as far as assessing needs it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnitTerms {
    /// Planned annual canteen food procurement, fen.
    pub plan_fen: Option<i64>,
    /// Reserved per requirement id, fen.
    pub reserved_fen: Vec<(Arc<str>, i64)>,
    /// Approved exceptions.
    pub exceptions: Vec<ApprovedException>,
    /// `no_canteen` or `shared_canteen` when the unit is exempt.
    pub exempt: Option<&'static str>,
    /// Whether any workbook of the unit was read.
    pub submitted: bool,
}

/// An approved exception (经批准的例外): the unit's own lower threshold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovedException {
    /// Requirement id.
    pub requirement: Arc<str>,
    /// Threshold, bp.
    pub threshold_bp: i64,
    /// First month in force.
    pub from: Month,
    /// Last month in force; open when `None`.
    pub to: Option<Month>,
    /// Document (文号) that approved it, with its date.
    pub document: String,
}

/// What assessing a unit gives (達標测算).
#[derive(Debug, Clone, PartialEq)]
pub struct UnitAssessment {
    /// Month and year to date.
    pub scopes: Scopes,
    /// Reservation.
    pub reservation: Option<Reservation>,
    /// Pace.
    pub pace: Option<Vec<crate::model::report::Pace>>,
    /// Month by month.
    pub months: Vec<crate::model::report::MonthResult>,
    /// Verdict of the unit.
    pub verdict: Verdict,
    /// Why exempt or without data.
    pub note: Option<String>,
    /// Exceptions in force, as text.
    pub exceptions: Vec<String>,
}

/// For readers: see [`PolicyInfo`].
pub type Shown = PolicyInfo;
