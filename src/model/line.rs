//! A line of a ledger, and a row that could not become one.

use std::{collections::BTreeMap, sync::Arc};

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{
    dates::Month,
    reasons::Reason,
    source::Source,
    standing::{BaseStanding, Standing, Standings},
};

codes! {
    /// Whether a line comes from a detail ledger or from a monthly statement (统计表).
    pub enum LineKind {
        /// One purchase (采购明细).
        Detail = "detail",
        /// One part of a month's statement (统计表).
        Statement = "statement",
    }
}

codes! {
    /// What decided a line's month.
    pub enum PeriodSource {
        /// The line's own date.
        Date = "date",
        /// The section's, table's title or the sheet's name.
        Section = "section",
        /// The file's name (or a folder's).
        FileName = "file_name",
        /// The run's `--period`.
        Run = "run",
    }
}

/// What, beside the line's own cells, tells the channel, and whether it is the unit's at all. Not part of the JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChannelEvidence {
    /// The table has a channel column (or the amount stands in a channel's own column): a blank there is an ordinary purchase.
    pub has_column: bool,
    /// Title of the section or table above the line, e.g. `一、832平台采购`.
    pub section: Option<Arc<str>>,
    /// The sheet's name.
    pub sheet: Option<Arc<str>>,
    /// Why it is open whose line it is.
    pub whose: Option<Reason>,
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
    /// Reason codes of every dispute and exclusion on this line, sorted.
    #[schemars(with = "Vec<Arc<str>>")]
    pub reasons: Vec<Reason>,
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

    /// Whether it repeats a line of another sheet or file, which counts for both.
    #[must_use]
    pub fn is_counted_elsewhere(&self) -> bool {
        let copied = |r: &Reason| matches!(r, Reason::DuplicateFile | Reason::DuplicateSheet);
        self.reasons.iter().any(copied)
    }
}

/// The bound that a table's stated total gives to all its unreadable amounts together: what is left of the total when the readable ones are taken off.
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
