//! What a stock book (进销存) says of an item: what was there, came in, went out, is left and was counted.

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::model::{dates::Month, source::Source};

/// The sides of a stock book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StockPart {
    /// 期初, 上月结存.
    Opening,
    /// 入库.
    Incoming,
    /// 出库, 领用.
    Issued,
    /// 结存, 期末.
    Closing,
    /// 盘点: what was counted.
    Counted,
}

/// One figure a side; a blank one is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StockFigures {
    /// 期初.
    pub opening: Option<Decimal>,
    /// 入库.
    pub incoming: Option<Decimal>,
    /// 出库; several columns of it are added.
    pub issued: Option<Decimal>,
    /// 结存.
    pub closing: Option<Decimal>,
    /// 盘点.
    pub counted: Option<Decimal>,
}

/// A row of a stock book, placed.
#[derive(Debug, Clone, PartialEq)]
pub struct StockRow {
    /// Month.
    pub month: Month,
    /// Day, where the book has days.
    pub date: Option<Date>,
    /// 品名, 规格 and 计量单位 as written.
    pub item: Arc<str>,
    /// 规格.
    pub spec: Option<Arc<str>>,
    /// 计量单位.
    pub measure: Option<Arc<str>>,
    /// The book says what was there before (a column 期初).
    pub has_opening: bool,
    /// Quantities.
    pub figures: StockFigures,
    /// The cell of what is left.
    pub source: Source,
}
