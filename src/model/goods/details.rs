//! What few ledgers say of a purchase beside its amount: when the goods were made and accepted, by whom, for how many, at which price they were to
//! be had. No figure follows from it; checks look at it.

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Of one line. Most ledgers have none of these columns, so that a line holds a pointer at most.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Details {
    /// 生产日期.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub produced: Option<Date>,
    /// 有效期至.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub expires: Option<Date>,
    /// 保质期, as written (`12个月`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shelf_life: Option<Arc<str>>,
    /// Day of the order, where the day of acceptance stands beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub ordered: Option<Date>,
    /// Day of acceptance (验收日期), where the day of the order stands beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub accepted: Option<Date>,
    /// 采购人, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bought_by: Option<Arc<str>>,
    /// 验收人, as written; several columns joined by `、`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_by: Option<Arc<str>>,
    /// 就餐人数.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headcount: Option<u32>,
    /// 餐次, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meal: Option<Arc<str>>,
    /// 餐标, fen a person and meal (or day, as the ledger counts its persons).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meal_standard_fen: Option<i64>,
    /// 市场价, yuan per measure, a decimal as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub market_price: Option<Decimal>,
    /// 指导价, yuan per measure, a decimal as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub guide_price: Option<Decimal>,
    /// 下浮率, basis points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_cut_bp: Option<i64>,
}
