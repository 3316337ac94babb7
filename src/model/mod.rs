//! The nouns that all rooms share: where a value stands, what went wrong, a line, a finding.
//!
//! Nothing here computes. A [`Line`] is one row of a unit's ledger after placing (unit, month) and, later, classification;
//! serialised it is one entry of `report.json`'s `lines` (contract.md).

pub mod cell;
pub mod dates;
pub(crate) mod money;
pub(crate) mod reconciliation;
pub mod report;
pub mod standings;
pub mod terms;

pub use cell::{CellRef, FieldCells, NoCell, column_letters};
pub use standings::Standings;

use std::{collections::BTreeMap, fmt, sync::Arc};

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::dates::Month;

/// A field of a ledger, as layouts.md names them.
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

/// How bad an issue or a finding is; drives the order in reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Touches a figure or a verdict: must be cleared up.
    Error,
    /// Probably touches a figure.
    Warning,
    /// Worth knowing; no figure depends on it.
    Info,
}

impl Severity {
    /// The word used in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// A data quality issue (数据质量问题) found while reading: file › sheet › cell, what was found, what was done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Stable code, e.g. `amount_rounded`, `unparsed_date`, `total_mismatch`.
    pub code: String,
    /// Severity.
    pub severity: Severity,
    /// Sheet name, where the issue has a place.
    pub sheet: Option<Arc<str>>,
    /// Cell, where the issue has one.
    pub cell: Option<CellRef>,
    /// The raw text found there (cut to 200 characters).
    pub found: String,
    /// Values for the message template of this code (`data/text/*.toml`), e.g. `expected`, `stated`.
    pub args: BTreeMap<String, String>,
}

/// Where a line or a finding comes from (出处); shows as `台账.xlsx › 3月 › F17`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Path below the inbox, `/` as separator; a zip's member as `inbox.zip/台账.xlsx`.
    pub file: Arc<str>,
    /// Sheet name (for CSV the file's stem).
    pub sheet: Arc<str>,
    /// One-based row, as a spreadsheet shows it; 0 for the whole sheet or (without a sheet) the whole file.
    pub row: u32,
    /// Cell of each value used, by field, e.g. `{"amount": "F17"}`.
    #[schemars(with = "BTreeMap<Field, String>")]
    pub cells: FieldCells,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.row == 0 {
            return if self.sheet.is_empty() {
                f.write_str(&self.file)
            } else {
                write!(f, "{} › {}", self.file, self.sheet)
            };
        }
        let cell = self
            .cells
            .get(Field::Amount)
            .or_else(|| self.cells.iter().next().map(|(_, cell)| cell));
        match cell {
            Some(cell) => write!(f, "{} › {} › {cell}", self.file, self.sheet),
            None => write!(f, "{} › {} › {}", self.file, self.sheet, self.row),
        }
    }
}

/// What decided a line's month (semantics.md, Scopes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeriodSource {
    /// The line's own date.
    Date,
    /// The section's, table's title or the sheet's name.
    Section,
    /// The file's name (or a folder's).
    FileName,
    /// The run's `--period`.
    Run,
}

impl PeriodSource {
    /// The word used in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Section => "section",
            Self::FileName => "file_name",
            Self::Run => "run",
        }
    }
}

/// Whether a line is part of the base (the denominator).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BaseStanding {
    /// Certainly canteen food.
    In,
    /// A person has to look.
    Disputed,
    /// Plainly not canteen food.
    Out,
}

impl BaseStanding {
    /// The word used in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Disputed => "disputed",
            Self::Out => "out",
        }
    }
}

/// What a line contributes to one requirement's numerator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The evidence supports it.
    Counted,
    /// A person has to look.
    Disputed,
    /// Plainly does not qualify.
    NotCounted,
}

impl Standing {
    /// The word used in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::Disputed => "disputed",
            Self::NotCounted => "not_counted",
        }
    }
}

/// Whether a line comes from a detail ledger or from a monthly statement (统计表).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// One purchase (采购明细).
    Detail,
    /// One part of a month's statement (统计表).
    Statement,
}

impl LineKind {
    /// The word used in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Detail => "detail",
            Self::Statement => "statement",
        }
    }
}

/// What, beside the line's own cells, tells the channel. Not part of the JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChannelEvidence {
    /// The table has a channel column (or the amount stands in a channel's own column): a blank there is an ordinary purchase.
    pub has_column: bool,
    /// Title of the section or table above the line, e.g. `一、832平台采购`.
    pub section: Option<Arc<str>>,
    /// The sheet's name.
    pub sheet: Option<Arc<str>>,
}

/// A decision by an auditor that was applied to a line (overrides).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// What was decided, in the words of the overrides file.
    pub decision: String,
    /// By whom.
    pub by: String,
    /// On what evidence.
    pub evidence: String,
    /// When, as written.
    pub date: String,
    /// Where in the overrides file, e.g. `待核实.xlsx › 待核实 › 4`.
    pub source: String,
}

/// One line of a unit's ledger (采购明细). Serialised in this order into `report.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    /// Stable id: the first 8 hex digits of the file's SHA-256, sheet number, and the amount's cell, e.g. `9f2c01ab-1-F17`.
    /// Names the line in an overrides file.
    pub id: String,
    /// Month that the line belongs to.
    pub period: Month,
    /// What decided the month.
    pub period_source: PeriodSource,
    /// Purchase date, `null` when it could not be read to the day.
    #[schemars(with = "Option<String>")]
    pub date: Option<Date>,
    /// Detail or statement.
    pub kind: LineKind,
    /// 品名.
    pub item: Option<Arc<str>>,
    /// 类别.
    pub category: Option<Arc<str>>,
    /// 规格.
    pub spec: Option<Arc<str>>,
    /// 计量单位.
    pub measure: Option<Arc<str>>,
    /// 数量, a decimal as text.
    #[schemars(with = "Option<String>")]
    pub quantity: Option<Decimal>,
    /// 单价, yuan per measure, a decimal as text.
    #[schemars(with = "Option<String>")]
    pub unit_price: Option<Decimal>,
    /// Amount, fen; `null` when it could not be read (`amount_unreadable`).
    pub amount_fen: Option<i64>,
    /// The text found where an amount should be, when it could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_text: Option<Arc<str>>,
    /// 供应商.
    pub supplier: Option<Arc<str>>,
    /// 产地.
    pub origin: Option<Arc<str>>,
    /// 订单编号.
    pub order_no: Option<Arc<str>>,
    /// 发票号.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_no: Option<Arc<str>>,
    /// 资金来源.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub funding: Option<Arc<str>>,
    /// 备注.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<Arc<str>>,
    /// The channel cell's text (or the channel column's header), as written.
    pub channel_text: Option<Arc<str>>,
    /// Channel id of the policy, e.g. `platform_832`; `null` when the evidence names none or several.
    pub channel: Option<Arc<str>>,
    /// Place in the base.
    pub base: BaseStanding,
    /// Per requirement id of the policy.
    #[schemars(with = "BTreeMap<Arc<str>, Standing>")]
    pub requirements: Standings,
    /// Reason codes of every dispute and exclusion on this line (semantics.md), sorted.
    pub reasons: Vec<Arc<str>>,
    /// What an auditor decided, where an override applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// Codes of data-quality notes from reading this line (`amount_rounded`, `date_ambiguous` …), sorted.
    pub notes: Vec<Arc<str>>,
    /// Provenance.
    pub source: Source,
    /// Channel evidence beside the line's cells.
    #[serde(skip)]
    pub evidence: ChannelEvidence,
    /// Group of lines whose unreadable amounts a stated total bounds together, see [`UnreadableBound`]. Index into the unit's list.
    #[serde(skip)]
    pub bound: Option<usize>,
}

impl Line {
    /// Whether a person has to look at this line: disputed in the base or in any numerator.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        self.base == BaseStanding::Disputed || self.requirements.values().any(|s| *s == Standing::Disputed)
    }
}

/// The bound that a table's stated total gives to all its unreadable amounts together (semantics.md).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableBound {
    /// Stated total minus the readable lines, fen.
    pub remainder_fen: i64,
    /// Where the total stands.
    pub source: Source,
}

/// A row that could not be used, with its place and the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RejectedRow {
    /// Where.
    pub source: Source,
    /// Reason code.
    pub reason: String,
    /// What stands in the row, cells joined by ` | `, cut to 300 characters.
    pub text: String,
}

/// A document that a figure rests on (依据).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalRef {
    /// Title of the document.
    pub doc: String,
    /// Document number (文号).
    pub number: String,
    /// Article or measure.
    pub article: String,
    /// The words that bind.
    pub quote: String,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A point to clear up (疑点), never a conclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Check id, e.g. `total_mismatch`.
    pub check: Arc<str>,
    /// Severity.
    pub severity: Severity,
    /// Short title, Chinese or English by `--lang`.
    pub title: String,
    /// One or two sentences: what, where, measured value and threshold.
    pub detail: String,
    /// Stable key: hash of check, unit and subject, not of row numbers.
    pub key: String,
    /// Amount at stake, fen, where one can be named.
    pub amount_fen: Option<i64>,
    /// Evidence: the cells that show it (at most 50; `evidence_total` says how many there are).
    pub evidence: Vec<Source>,
    /// How many places there are in all.
    pub evidence_total: usize,
    /// The clause or literature that the check rests on.
    pub clause: Option<String>,
    /// What a person has found out about it; it is then not counted as open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived: Option<Waived>,
}

/// A finding that was looked into (已核实说明).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Waived {
    /// Why it is no point any more.
    pub reason: String,
    /// Who says so.
    pub by: String,
    /// Last month for which that holds, as written; empty for good.
    pub until: String,
    /// When, as written.
    pub date: String,
    /// Where in the overrides file.
    pub source: String,
}
