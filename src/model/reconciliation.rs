//! Reconciliation as the reports show it: one table of matches and two sides that add up, per platform.

use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{dates::Month, source::Source};

codes! {
    /// What came of an order or a claim.
    pub enum Outcome as "reconcile" {
        /// 相符: both sides, the same amount.
        Confirmed = "confirmed",
        /// 金额不符.
        AmountDiffers = "amount_differs",
        /// 平台未见: claimed, and the platform does not hold it.
        Unconfirmed = "unconfirmed",
        /// 订单属其他单位: the platform's order is another unit's.
        OtherUnit = "other_unit",
        /// 平台已取消或退款.
        Cancelled = "cancelled",
        /// 无法唯一对应: fits more than one way.
        Ambiguous = "ambiguous",
        /// 重复列报: the order is confirmed by other lines of the unit already.
        ClaimedAgain = "claimed_again",
        /// 不在导出范围: no export covers the claim's date.
        NotCovered = "not_covered",
        /// 台账未见: on the platform, not in the ledger.
        NotInLedger = "not_in_ledger",
        /// 平台订单不在本期: an order outside the year to date.
        OutOfScope = "out_of_scope",
        /// 单位不明: an order of a unit that the run does not have, or of none.
        UnitUnknown = "unit_unknown",
    }
}

impl Outcome {
    /// All of them, in the order of the reports.
    pub const ALL: [Self; 11] = [
        Self::Confirmed,
        Self::AmountDiffers,
        Self::Unconfirmed,
        Self::NotInLedger,
        Self::OtherUnit,
        Self::Cancelled,
        Self::Ambiguous,
        Self::ClaimedAgain,
        Self::NotCovered,
        Self::OutOfScope,
        Self::UnitUnknown,
    ];
}

codes! {
    /// What decided a match.
    pub enum Way as "reconcile_way" {
        /// 订单号.
        OrderNo = "order_no",
        /// 单位、日期、金额.
        DateAmount = "date_amount",
        /// A month's statement against the month's orders.
        Statement = "statement",
    }
}

codes! {
    /// What else is to be known of a match.
    pub enum MatchNote as "reconcile_note" {
        /// An order number has lost digits; it was not matched by it.
        DamagedId = "damaged_id",
        /// The ledger does not book it as this platform.
        NotBookedAsPlatform = "not_booked_as_platform",
        /// The order numbers of both sides differ.
        OrderNoDiffers = "order_no_differs",
        /// As many on either side, and more than one way to pair them.
        PairingOpen = "pairing_open",
    }
}

/// One outcome's share of a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// Outcome.
    pub outcome: Outcome,
    /// Lines (ledger side) or orders (platform side).
    pub count: u64,
    /// Fen; an unreadable amount adds nothing.
    pub fen: i64,
}

/// One side. `fen` and `count` are summed from the lines or orders themselves, the parts from the matches: they add up, or no report is
/// written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Side {
    /// Lines or orders.
    pub count: u64,
    /// Fen.
    pub fen: i64,
    /// By outcome; outcomes that did not come about are left out.
    pub parts: Vec<Part>,
}

impl Side {
    /// Whether the parts are the whole.
    pub fn adds_up(&self) -> bool {
        let fen: i128 = self.parts.iter().map(|p| i128::from(p.fen)).sum();
        let count: u64 = self.parts.iter().map(|p| p.count).sum();
        fen == i128::from(self.fen) && count == self.count
    }
}

/// An order as the table of matches shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OrderView {
    /// Number as written.
    pub order_no: Option<Arc<str>>,
    /// Unit as the export writes it.
    pub unit: Option<Arc<str>>,
    /// Order date.
    #[schemars(with = "Option<String>")]
    pub date: Option<Date>,
    /// State as written.
    pub status: Option<Arc<str>>,
    /// Fen; `null` when a row of it cannot be read.
    pub amount_fen: Option<i64>,
    /// Its rows in the export (at most 20).
    pub sources: Vec<Source>,
}

/// A ledger line as the table of matches shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LineRef {
    /// Line id.
    pub line: String,
    /// The unit whose ledger holds it, where it is another than the report's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Arc<str>>,
    /// Order number as written.
    pub order_no: Option<Arc<str>>,
    /// Month that the line belongs to.
    pub period: Month,
    /// Date.
    #[schemars(with = "Option<String>")]
    pub date: Option<Date>,
    /// Item.
    pub item: Option<Arc<str>>,
    /// Fen.
    pub amount_fen: Option<i64>,
    /// Where it stands.
    pub source: Source,
}

/// A row of the table of matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MatchView {
    /// Outcome.
    pub outcome: Outcome,
    /// What decided it; `null` where one side stands alone.
    pub way: Option<Way>,
    /// Orders.
    pub orders: Vec<OrderView>,
    /// Lines.
    pub lines: Vec<LineRef>,
    /// Sum of the lines, fen; `null` when one cannot be read.
    pub ledger_fen: Option<i64>,
    /// Sum of the orders, fen; `null` when one cannot be read.
    pub platform_fen: Option<i64>,
    /// `damaged_id`, `order_no_differs`, `pairing_open`, `not_booked_as_platform`.
    #[schemars(with = "Vec<String>")]
    pub notes: Vec<MatchNote>,
}

/// One platform against one unit's ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reconciliation {
    /// Channel id.
    pub channel: Arc<str>,
    /// Channel's name.
    pub title: String,
    /// Exports, as the evidence names them.
    pub exports: Vec<Arc<str>>,
    /// First and last day that each export covers.
    pub covered: Vec<String>,
    /// The unit's lines.
    pub ledger: Side,
    /// The platform's orders of the unit.
    pub platform: Side,
    /// Every match; the confirmed ones last.
    pub matches: Vec<MatchView>,
}

/// One platform over the region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RegionReconciliation {
    /// Channel id.
    pub channel: Arc<str>,
    /// Channel's name.
    pub title: String,
    /// Exports.
    pub exports: Vec<Arc<str>>,
    /// First and last day that each export covers.
    pub covered: Vec<String>,
    /// All units' lines.
    pub ledger: Side,
    /// All orders of the exports.
    pub platform: Side,
    /// Orders of units that the run does not have (at most 100; the platform side says how many there are).
    pub unit_unknown: Vec<OrderView>,
}
