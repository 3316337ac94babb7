//! 单位名册: who must report, under which names, with which plan and reserves. [`Registry::load`] stands in `registry_sheet`.

use std::sync::Arc;

use crate::model::unit::{ApprovedException, Canteen, Contact, Sector};

/// A unit as registered (预算单位).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredUnit {
    /// Name, trimmed, as written.
    pub name: Arc<str>,
    /// Code.
    pub code: Option<Arc<str>>,
    /// County.
    pub county: Option<Arc<str>>,
    /// Sector.
    pub sector: Option<Sector>,
    /// Canteen; `Own` when the column is missing or blank.
    pub canteen: Canteen,
    /// The unit that reports for a shared canteen.
    pub representative: Option<Arc<str>>,
    /// The bureau that it belongs to (主管部门).
    pub parent: Option<Arc<str>>,
    /// To whom a letter goes.
    pub contact: Contact,
    /// Aliases and former names.
    pub aliases: Vec<Arc<str>>,
    /// Planned annual canteen food procurement, fen.
    pub plan_fen: Option<i64>,
    /// Canteen food purchases of the year before, fen.
    pub previous_year_fen: Option<i64>,
    /// The union's funds of the year, fen; 0: it has none of its own.
    pub union_funds_fen: Option<i64>,
    /// Members of its staff.
    pub staff: Option<i64>,
    /// Reserved, fen, by requirement id.
    pub reserved_fen: Vec<(Arc<str>, i64)>,
    /// Approved exceptions with document and date.
    pub exceptions: Vec<ApprovedException>,
    /// One-based row in the registry.
    pub row: u32,
}

/// All registered units, in the registry's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Registry {
    /// Units.
    pub units: Vec<RegisteredUnit>,
}
