//! A unit as the registry describes it.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::dates::Month;

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

impl Canteen {
    /// The word used in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Outsourced => "outsourced",
            Self::Shared => "shared",
            Self::None => "none",
        }
    }
}

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
