//! A unit as the registry describes it.

use std::sync::Arc;

use crate::model::{dates::Month, reasons::UnitNote};

codes! {
    /// The five sectors (五进).
    pub enum Sector as "sector" {
        /// 机关.
        Agency = "agency",
        /// 企业.
        Enterprise = "enterprise",
        /// 学校.
        School = "school",
        /// 医院.
        Hospital = "hospital",
        /// 军营.
        Military = "military",
    }
}

codes! {
    /// The unit's canteen.
    pub enum Canteen as "canteen" {
        /// 自办食堂 (also assumed where nothing says otherwise).
        Own = "own",
        /// 外包食堂: the unit still reports.
        Outsourced = "outsourced",
        /// 共用食堂: another unit reports for it.
        Shared = "shared",
        /// 无食堂.
        None = "none",
    }
}

/// To whom a letter to the unit goes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// 联系人.
    pub person: Option<Arc<str>>,
    /// 联系电话.
    pub phone: Option<Arc<str>>,
    /// 电子邮箱.
    pub email: Option<Arc<str>>,
    /// 通讯地址.
    pub address: Option<Arc<str>>,
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
    /// Canteen food purchases of the year before, fen.
    pub previous_year_fen: Option<i64>,
    /// The union's funds of the year, fen; 0: it has none of its own.
    pub union_funds_fen: Option<i64>,
    /// Members of its staff.
    pub staff: Option<i64>,
    /// `no_canteen` or `shared_canteen` when nothing is asked of the unit's canteen.
    pub exempt: Option<UnitNote>,
    /// Whether any workbook of the unit was read.
    pub submitted: bool,
    /// A workbook of it gave rejected rows and not one line: what it bought is open, where nothing else says it.
    pub unread: bool,
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
