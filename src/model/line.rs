//! A line of a ledger, and a row that could not become one.

use std::{collections::BTreeMap, sync::Arc};

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{
    cell::{AmountFormula, Term},
    dates::Month,
    field::Field,
    goods::details::Details,
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

codes! {
    /// What a table is for.
    pub enum Role {
        /// Purchases.
        Purchases = "purchases",
        /// Goods that went back: lines with the sign turned.
        Returns = "returns",
        /// Payments and balances.
        Payments = "payments",
        /// Income and top-ups.
        Income = "income",
        /// Losses, issues, stock-taking.
        Losses = "losses",
        /// Plans, prices, contracts, menus.
        Plans = "plans",
        /// What was asked for: ordered perhaps, not yet bought.
        Requests = "requests",
        /// Assets and services: no food.
        Assets = "assets",
        /// Sums of a ledger.
        Summary = "summary",
        /// Void.
        Void = "void",
        /// An older or spare state of a ledger.
        Copy = "copy",
        /// Examples of how to fill in a form.
        Example = "example",
        /// Money without goods, and nothing says what for.
        Unnamed = "unnamed",
    }
}

codes! {
    /// What decided a table's role.
    pub enum RoleEvidence {
        /// Its columns.
        Columns = "columns",
        /// The title of its section.
        Section = "section",
        /// Its title.
        Title = "title",
        /// The tab.
        Tab = "tab",
        /// The file's name.
        File = "file",
    }
}

/// What a table is for, and what decided it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRole {
    /// Role.
    pub role: Role,
    /// What decided.
    pub by: RoleEvidence,
    /// The text that decided; empty where the columns did.
    pub found: Arc<str>,
    /// Nothing else of the table speaks against it.
    pub sure: bool,
}

impl TableRole {
    /// By the columns alone.
    pub fn by_columns(role: Role) -> Self {
        Self {
            role,
            by: RoleEvidence::Columns,
            found: Arc::default(),
            sure: true,
        }
    }
}

codes! {
    /// What told the channel of a line whose table has no channel column.
    pub enum ChannelSource {
        /// The title of its section.
        Section = "section",
        /// The sheet's name.
        Sheet = "sheet",
        /// A pair above the table.
        Head = "head",
        /// The title above the table.
        Title = "title",
        /// The supplier's name.
        Supplier = "supplier",
        /// Other lines of the same supplier in the file, where the line's own cell is blank.
        SameSupplier = "same_supplier",
        /// The remark.
        Remark = "remark",
        /// The header of the order number, which names the platform.
        OrderNo = "order_no",
    }
}

/// What, beside the line's own cells, tells the channel, what its table is for, and whether it is the unit's at all. Not part of the JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChannelEvidence {
    /// The table has a channel column, or the amount stands in a channel's own column.
    pub has_column: bool,
    /// All texts of the table's channel column, each once: what a blank in it means.
    pub column_texts: Option<Arc<[Arc<str>]>>,
    /// The column may be written once over the lines of a group: a blank in it is what stands above it, or nothing.
    pub column_grouped: bool,
    /// Title of the section or table above the line, e.g. `一、832平台采购`.
    pub section: Option<Arc<str>>,
    /// The sheet's name.
    pub sheet: Option<Arc<str>>,
    /// Why it is open whose line it is.
    pub whose: Option<Reason>,
    /// Index of the table in its sheet.
    pub table: u16,
    /// What the table is for, and what decided it.
    pub role: Option<(Role, RoleEvidence)>,
    /// The first title above the table.
    pub title: Option<Arc<str>>,
    /// Header of the column that the line's order number stands in.
    pub order_header: Option<Arc<str>>,
}

/// A decision by an auditor that was applied to a line (overrides).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// Stable id: the first 16 hex digits of the file's SHA-256, sheet number, and the amount's cell, e.g. `9f2c01ab34e5d678-1-F17`.
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
    /// How the amount follows from cells, where it is not simply the yuan that its own cell says, e.g. `C5*D5`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<AmountFormula>")]
    pub amount_formula: Option<Arc<AmountFormula>>,
    /// 供应商.
    pub supplier: Option<Arc<str>>,
    /// 供应商的统一社会信用代码, as its column writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplier_code: Option<Arc<str>>,
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
    /// What told the channel, where the table has no channel column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_source: Option<ChannelSource>,
    /// Place in the base: the canteen's, or the union's where `union` says so.
    pub base: BaseStanding,
    /// Paid by the union, under a policy that asks for a share of what the union buys or has: no part of the canteen's base.
    #[serde(default, skip_serializing_if = "is_false")]
    pub union: bool,
    /// Per requirement id of the policy.
    #[schemars(with = "BTreeMap<Arc<str>, Standing>")]
    pub requirements: Standings,
    /// Reason codes of every dispute and exclusion on this line, sorted.
    #[schemars(with = "Vec<Arc<str>>")]
    pub reasons: Vec<Reason>,
    /// What an auditor decided, where an override applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// What few ledgers say beside: production, acceptance, headcount, market prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Details>")]
    pub details: Option<Box<Details>>,
    /// Codes of data-quality notes from reading this line (`amount_rounded`, `date_ambiguous` …), sorted.
    pub notes: Vec<Arc<str>>,
    /// Provenance.
    pub source: Source,
    /// Channel evidence beside the line's cells.
    #[serde(skip)]
    pub evidence: ChannelEvidence,
    /// The open amount of its table that touches this line, see [`OpenAmount`]. Index into the unit's list.
    #[serde(skip)]
    pub open: Option<usize>,
}

impl Line {
    /// Whether it is open through which channel it was bought. Where the base is disputed as well, two things are open that do not hang
    /// together: it may be a purchase through another channel, in the base and in no numerator.
    pub fn is_open_in_channel(&self) -> bool {
        self.reasons.iter().any(|r| r.is_of_channel() && !r.is_of_known_channel())
    }

    /// The amount counts with its sign turned.
    pub(crate) fn turn_formula(&mut self) {
        let own = self
            .source
            .cells
            .get(Field::Amount)
            .map(|cell| AmountFormula(vec![Term::cell(cell, 100)]));
        let formula = self.amount_formula.as_deref().cloned().or(own);
        self.amount_formula = formula.map(|f| Arc::new(f.negated()));
    }

    /// Whether a person has to look at this line: disputed in the base or in any numerator.
    pub fn is_disputed(&self) -> bool {
        self.base == BaseStanding::Disputed || self.requirements.values().any(|s| *s == Standing::Disputed)
    }

    /// Whether it repeats a line of another sheet or file, which counts for both.
    pub fn is_counted_elsewhere(&self) -> bool {
        let copied = |r: &Reason| matches!(r, Reason::DuplicateFile | Reason::DuplicateSheet);
        self.reasons.iter().any(copied)
    }
}

codes! {
    /// Why an amount of a table is open.
    pub enum OpenKind as "open" {
        /// Amounts of lines cannot be read; so much the table's total leaves for them together.
        Unreadable = "amount_unreadable",
        /// The table's total differs from its lines.
        Total = "total_differs",
        /// The total of one channel's column differs from its lines, though the table's total agrees: the base is certain.
        Share = "share_differs",
        /// Two amount columns of equal rank differ.
        Columns = "columns_differ",
        /// Another statement of the month says another amount.
        Statements = "statements_differ",
    }
}

/// An amount that a table leaves open: anything from nothing to this may belong to its lines ([`Line::open`]), or be taken from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenAmount {
    /// As a line's: file, sheet and cell of the figure.
    pub id: String,
    /// Why.
    pub kind: OpenKind,
    /// What the figure says beyond the lines, fen; less than nothing where the lines hold more.
    pub fen: i64,
    /// Where the figure stands.
    pub source: Source,
    /// What an auditor decided, where an override applied.
    pub decision: Option<Decision>,
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

fn is_false(flag: &bool) -> bool {
    !flag
}
