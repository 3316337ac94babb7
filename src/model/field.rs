//! The fields of a ledger: what a column can mean.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A field of a ledger (docs/tables.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// 日期: purchase (order) date.
    Date,
    /// 下单日期 where the table has several dates.
    OrderDate,
    /// 验收/入库日期 where the table has several dates.
    ReceiptDate,
    /// 付款日期.
    PaymentDate,
    /// `年` in a column of its own.
    YearColumn,
    /// `月` in a column of its own.
    MonthColumn,
    /// `日` in a column of its own.
    DayColumn,
    /// 品名.
    Item,
    /// 类别.
    Category,
    /// 规格.
    Spec,
    /// 计量单位.
    Measure,
    /// 数量.
    Quantity,
    /// 单价.
    UnitPrice,
    /// 金额.
    Amount,
    /// 供应商.
    Supplier,
    /// 产地.
    Origin,
    /// 采购渠道.
    Channel,
    /// 订单编号.
    OrderNo,
    /// 发票号.
    InvoiceNo,
    /// 资金来源.
    Funding,
    /// 单位名称 (the reporting unit).
    UnitName,
    /// 备注.
    Remark,
    /// 序号.
    Serial,
    /// 订单状态: in platform exports.
    Status,
    /// 脱贫地区/县 of a platform export and other known columns that carry no meaning for the audit (生产日期, 保质期, 验收人 …).
    Ignored,
}

impl Field {
    /// How many there are; [`Self::Ignored`] is the last.
    pub(crate) const COUNT: usize = Self::Ignored as usize + 1;

    /// The word used in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::OrderDate => "order_date",
            Self::ReceiptDate => "receipt_date",
            Self::PaymentDate => "payment_date",
            Self::YearColumn => "year_column",
            Self::MonthColumn => "month_column",
            Self::DayColumn => "day_column",
            Self::Item => "item",
            Self::Category => "category",
            Self::Spec => "spec",
            Self::Measure => "measure",
            Self::Quantity => "quantity",
            Self::UnitPrice => "unit_price",
            Self::Amount => "amount",
            Self::Supplier => "supplier",
            Self::Origin => "origin",
            Self::Channel => "channel",
            Self::OrderNo => "order_no",
            Self::InvoiceNo => "invoice_no",
            Self::Funding => "funding",
            Self::UnitName => "unit_name",
            Self::Remark => "remark",
            Self::Serial => "serial",
            Self::Status => "status",
            Self::Ignored => "ignored",
        }
    }

    /// Whether the field tells when: a date, or a year, month or day in a column of its own.
    #[must_use]
    pub fn is_date(self) -> bool {
        matches!(
            self,
            Self::Date | Self::OrderDate | Self::ReceiptDate | Self::PaymentDate | Self::YearColumn | Self::MonthColumn | Self::DayColumn
        )
    }
}
