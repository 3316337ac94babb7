//! What was paid beside what it should have cost: market and guide prices, a contract's cut.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{dates::Month, source::Source};

/// A unit's purchases of the year to date beside prices. Amounts are fen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PriceComparison {
    /// How much, in all.
    pub totals: PriceTotals,
    /// Purchases above their price, the most over-paid first.
    pub lines: Vec<OverpaidLine>,
    /// The same by item, then by supplier, the most over-paid first.
    pub items: Vec<OverpaidSum>,
    /// By supplier.
    pub suppliers: Vec<OverpaidSum>,
    /// Goods that could not be compared, by item, measure and reason.
    pub unmatched: Vec<Unmatched>,
}

/// Sums over compared purchases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PriceTotals {
    /// Purchases that could be compared.
    pub compared: u64,
    /// Paid for them, fen.
    pub compared_fen: i64,
    /// Of them those above their price.
    pub overpaid: u64,
    /// How much above, fen.
    pub overpaid_fen: i64,
    /// Purchases that could not be compared.
    pub unmatched: u64,
    /// Paid for them, fen.
    pub unmatched_fen: i64,
}

impl PriceTotals {
    /// With those of another unit.
    pub fn and(self, other: Self) -> Self {
        Self {
            compared: self.compared + other.compared,
            compared_fen: self.compared_fen.saturating_add(other.compared_fen),
            overpaid: self.overpaid + other.overpaid,
            overpaid_fen: self.overpaid_fen.saturating_add(other.overpaid_fen),
            unmatched: self.unmatched + other.unmatched,
            unmatched_fen: self.unmatched_fen.saturating_add(other.unmatched_fen),
        }
    }
}

/// A purchase above its price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OverpaidLine {
    /// Id of the line.
    pub line: String,
    /// Month.
    pub period: Month,
    /// 品名.
    pub item: Arc<str>,
    /// 计量单位.
    pub measure: Arc<str>,
    /// 供应商.
    pub supplier: Option<Arc<str>>,
    /// 数量, a decimal as text.
    pub quantity: String,
    /// Paid, fen.
    pub paid_fen: i64,
    /// The price that it is compared with, yuan for the line's own measure, rounded up to the fen, as text; a contract's cut is taken off.
    pub price: String,
    /// Quantity at that price, rounded up to the fen.
    pub allowed_fen: i64,
    /// Paid beyond it, fen.
    pub overpaid_fen: i64,
    /// 下浮率, basis points, where a contract or the ledger has one.
    pub cut_bp: Option<i64>,
    /// Where the price comes from, in words.
    pub basis: String,
    /// Where the line stands.
    pub source: Source,
}

/// Over-paid purchases of one item or supplier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OverpaidSum {
    /// Item or supplier, as first written; empty where a line names none.
    pub name: Arc<str>,
    /// Lines.
    pub lines: u64,
    /// Paid for them, fen.
    pub paid_fen: i64,
    /// Over-paid, fen.
    pub overpaid_fen: i64,
}

/// Goods without a price to compare with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unmatched {
    /// 品名.
    pub item: Arc<str>,
    /// 计量单位; empty where none stands.
    pub measure: Arc<str>,
    /// 规格; empty where none stands.
    pub spec: Arc<str>,
    /// Reason code: `no_item`, `no_price`, `no_measure`, `measure_unlike`, `contracts_differ`.
    pub reason: UnmatchedReason,
    /// Lines.
    pub lines: u64,
    /// Paid for them, fen.
    pub paid_fen: i64,
}

codes! {
    /// Why a purchase could not be compared.
    pub enum UnmatchedReason as "unmatched" {
        /// No price of that item.
        NoItem = "no_item",
        /// The item has prices, and none of that month or county.
        NoPrice = "no_price",
        /// The line names no measure or no quantity.
        NoMeasure = "no_measure",
        /// Its measure does not plainly convert to a price's (a box, a bag of another size).
        MeasureUnlike = "measure_unlike",
        /// Several contracts hold for it alike, with different cuts.
        ContractsDiffer = "contracts_differ",
    }
}

/// Prices over all units.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RegionPrices {
    /// Over all units.
    pub totals: PriceTotals,
    /// By item over all units, the most over-paid first (at most 100).
    pub items: Vec<OverpaidSum>,
    /// By supplier over all units (at most 100).
    pub suppliers: Vec<OverpaidSum>,
}
