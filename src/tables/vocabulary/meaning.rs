//! What the words of a table can mean.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{model::field::Field, text::normal::Normal};

/// What a header text means by itself.
#[derive(Debug, Clone)]
pub(crate) struct Meaning {
    /// Normalised text.
    pub(crate) normal: Normal,
    /// Field by name, and the name that matched.
    pub(crate) field: Option<(Field, Arc<str>)>,
    /// Channel by name.
    pub(crate) channel: Option<Arc<str>>,
    /// Side of a stock book, for a group or a whole header.
    pub(crate) side: Option<StockSide>,
    /// `出库金额`: side and field in one, and the name that matched.
    pub(crate) stock: Option<(StockSide, Field, Arc<str>)>,
    /// Groups channel columns.
    pub(crate) group: bool,
    /// Rank as an amount among several; lower is better.
    pub(crate) rank: usize,
    /// Of money that was spent (`true`), or came in.
    pub(crate) cash: Option<bool>,
}

impl Meaning {
    /// Whether the text is a header word at all.
    #[must_use]
    pub(crate) fn known(&self) -> bool {
        self.field.is_some() || self.channel.is_some() || self.side.is_some() || self.stock.is_some()
    }
}

/// Which side of a stock book a group title names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StockSide {
    /// 入库.
    Incoming,
    /// 出库, 结存, 期初.
    Outgoing,
}

/// What a row's label says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowLabel {
    /// A total.
    Total(TotalKind),
    /// 本月合计: a total of the month.
    MonthTotal,
    /// 其中: part of a total.
    Part,
    /// 上月结存, 期初.
    Opening,
    /// 制表人, 备注.
    Footer,
}

/// What a stated total covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TotalKind {
    /// 小计: lines since the last subtotal or header.
    Subtotal,
    /// 合计, 总计: lines of the table (or of the month for 本月合计).
    Total,
    /// 累计: not compared.
    Running,
}

/// Kind of a label in a title line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TitleLabel {
    /// 填报单位.
    ReportingUnit,
    /// 单位: an organisation's name or a unit of money follows.
    UnitOrMoney,
    /// 金额单位.
    Money,
    /// 填报日期, 合同期限: no month of purchases.
    OtherDate,
    /// 起始日期, 终止日期: the first and the last day of a range.
    RangeStart,
    RangeEnd,
    /// A word that is not known with 日期: a day of something.
    SomeDay,
    /// 供应商, 采购平台, 日期, 单号: holds for the lines below.
    Head(Field),
    /// 月份, 制表人 and the like.
    Other,
}
