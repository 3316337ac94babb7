//! What reading a workbook yields: lines as written, and every other row's fate.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    formats::cells::{DateSystem, Format, Visibility},
    model::{
        cell::AmountFormula,
        cell::CellRef,
        dates::PartialDate,
        field::Field,
        finding::Issue,
        goods::details::Details,
        goods::stock::StockFigures,
        line::{LineKind, Role, TableRole},
        source::FieldCells,
    },
    tables::region::{Located, TableKind},
    values::money_unit::MoneyUnit,
};

pub use crate::rows::stated_total::{RawOpenAmount, StatedTotal};

/// Raise by one whenever the same bytes could give another [`Reading`]: kept readings of older versions are then read anew.
pub const READER_VERSION: u32 = 14;

/// All that one workbook says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Format found by content.
    pub format: Format,
    /// Date system.
    pub date_system: DateSystem,
    /// Sheets in tab order, hidden ones included (they carry no lines).
    pub sheets: Vec<SheetReading>,
    /// Lines in reading order (sheet, table, row, column).
    pub lines: Vec<RawLine>,
    /// Rows of stock books with their quantities; those that bought something are lines as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stock: Vec<RawStock>,
    /// Rows that look like data but cannot be used.
    pub rejected: Vec<RejectedRaw>,
    /// Data-quality issues, in reading order.
    pub issues: Vec<Issue>,
}

/// One sheet's share of a reading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SheetReading {
    /// Tab name.
    pub name: Arc<str>,
    /// Visibility.
    pub visibility: Visibility,
    /// Tables found, top to bottom, left to right.
    pub tables: Vec<TableReading>,
    /// Fate of every row that holds a cell, in row order, as runs. Their lengths add up to `rows`.
    pub fates: Vec<RowFate>,
    /// Rows that hold at least one non-empty cell.
    pub rows: u32,
    /// How many of them are hidden rows.
    pub hidden_rows: u32,
    /// Rows with figures that were taken for words, or for stock.
    #[serde(default)]
    pub passed_over: u32,
    /// First title text above the sheet's first table (or the sheet's first text), a hint at unit and month.
    pub title: Option<Located>,
    /// What `填报单位：…` lines outside every table name, those above before those below.
    pub unit_names: Vec<Located>,
    /// Title texts that may name the unit.
    pub titles: Vec<Located>,
    /// Year that a title of the sheet gives.
    pub year: Option<i16>,
    /// Month (with or without year) that a title or the tab's name gives; the tab's name counts last.
    pub month: Option<PartialDate>,
}

impl SheetReading {
    /// What the table of these rows is for, where they are no purchases for that reason.
    #[must_use]
    pub(crate) fn role_set_aside(&self, run: RowFate) -> Option<Role> {
        let table = self.tables.iter().rev().find(|t| t.header.0 <= run.first)?;
        let role = table.role.role;
        (run.fate == Fate::NotPurchase && !matches!(role, Role::Purchases)).then_some(role)
    }
}

/// A run of rows with one fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFate {
    /// First row, zero-based.
    pub first: u32,
    /// Last row, included. Rows between that hold no cell do not count.
    pub last: u32,
    /// Rows of the run that hold a cell.
    pub rows: u32,
    /// What became of them.
    pub fate: Fate,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// One or more lines.
    Line,
    /// Header of a table.
    Header,
    /// Title, section title, 填报单位 line, anything above a header.
    Title,
    /// 小计.
    Subtotal,
    /// 合计, 总计, 累计.
    Total,
    /// Footer (制表人, 说明 …).
    Footer,
    /// Styled, numbered in advance, or only blanks.
    Blank,
    /// Looks like data, cannot be used; in [`Reading::rejected`] with its reason.
    Rejected,
    /// Stock rows that are no purchase: 上月结存, 期初, rows with 出库 alone, tables of issues and stock-taking.
    NotPurchase,
    /// Cancelled, refunded or written off in its status.
    Void,
    /// An example that the form's author left in it.
    Example,
    /// Further row of a purchase whose one amount is merged over several rows; its line stands in the first of them.
    Continuation,
    /// In a sheet that is not counted because it is hidden.
    Hidden,
    /// Text outside any table (a sheet of instructions).
    Prose,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableReading {
    /// Kind.
    pub kind: TableKind,
    /// What it is for.
    pub role: TableRole,
    /// First and last header row, zero-based.
    pub header: (u32, u32),
    /// Columns understood, in column order.
    pub columns: Vec<ColumnMap>,
    /// Headers in the table that no field matches, with their column.
    pub unmapped: Vec<UnknownColumn>,
    /// Section or table title, e.g. `一、832平台采购`.
    pub section: Option<Located>,
    /// The first title above the table.
    pub title: Option<Located>,
    /// The table's own `填报单位：…` lines.
    pub unit_names: Vec<Located>,
    /// Its own title texts, where they may name the unit.
    pub titles: Vec<Located>,
    /// Year of the table's title or section.
    pub year: Option<i16>,
    /// Year of a day above it that no word says is the purchases'.
    pub passing_year: Option<i16>,
    /// Month of the table's title or section.
    pub month: Option<PartialDate>,
    /// Money unit (a column's own bracket goes before it).
    pub money: MoneyUnit,
    /// The table stands on its side: its "columns" are rows of the sheet.
    pub sideways: bool,
    /// Totals that the table states.
    pub totals: Vec<StatedTotal>,
    /// Amounts that it leaves open.
    pub open_amounts: Vec<RawOpenAmount>,
}

/// A column whose header no field matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownColumn {
    /// Header as written.
    pub text: Arc<str>,
    /// Cell of the header.
    pub cell: CellRef,
    /// The first different values in it.
    pub samples: Vec<Arc<str>>,
}

/// A header understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnMap {
    /// Zero-based column.
    pub col: u32,
    /// Field.
    pub field: Field,
    /// Header text as written, two rows joined by ` / `.
    pub header: Arc<str>,
    /// Name in the layout data that matched.
    pub matched: Arc<str>,
    /// Money unit from the header's bracket.
    pub money: Option<MoneyUnit>,
    /// For [`TableKind::ChannelColumns`] and [`TableKind::Statement`]: the channel text that the column stands for.
    pub channel: Option<Arc<str>>,
}

/// An amount cell as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RawAmount {
    /// Fen.
    Fen(i64),
    /// Neither a number nor quantity × price; with the text found.
    Unreadable(Arc<str>),
}

/// A line as written, before placing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RawLine {
    /// Index into [`Reading::sheets`].
    pub sheet: u16,
    /// Index into that sheet's tables.
    pub table: u16,
    /// Detail or statement part.
    pub kind: LineKind,
    /// Zero-based row.
    pub row: u32,
    /// Date as far as the line's own cells tell; `None` when blank all the way up, or unreadable (see the issues).
    pub date: Option<PartialDate>,
    /// 品名.
    pub item: Option<Arc<str>>,
    /// 类别.
    pub category: Option<Arc<str>>,
    /// 规格.
    pub spec: Option<Arc<str>>,
    /// 计量单位.
    pub measure: Option<Arc<str>>,
    /// 供应商.
    pub supplier: Option<Arc<str>>,
    /// 产地.
    pub origin: Option<Arc<str>>,
    /// Channel cell, or the header of the channel's amount column.
    pub channel: Option<Arc<str>>,
    /// The table has a channel column, or the amount stands in a channel's column.
    pub has_channel_column: bool,
    /// 订单编号.
    pub order_no: Option<Arc<str>>,
    /// 数量.
    pub quantity: Option<Decimal>,
    /// 单价, yuan.
    pub unit_price: Option<Decimal>,
    /// Amount.
    pub amount: RawAmount,
    /// Cell of each value used; merged and carried-down values point to where they stand.
    pub cells: FieldCells,
    /// Codes of notes on this line, e.g. `amount_rounded`, `amount_from_product`, `amount_mismatch`, `date_unparsed`.
    pub notes: Vec<Arc<str>>,
    /// What few lines have, apart: a run holds a quarter of a million lines, and empty fields were a third of that.
    #[serde(rename = "rest")]
    pub rare: Option<Box<RareFields>>,
}

/// The column of no sheet by which [`RareFields::names`] has the text of a band between the rows.
pub(crate) const OF_BANDS: u32 = u32::MAX;
/// The same of the name in the label of a total.
pub(crate) const OF_TOTALS: u32 = OF_BANDS - 1;
/// The same of a line's remark.
pub(crate) const OF_REMARKS: u32 = OF_BANDS - 2;

/// What few lines say ([`RawLine::rare`]).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RareFields {
    /// Other dates of the row (receipt, payment), where the table has several.
    pub other_dates: Vec<(Field, PartialDate)>,
    /// Month of a section row inside the table (`3月份`), where there is one.
    pub section_month: Option<PartialDate>,
    /// Section title inside the table that governs this line, where it differs from the table's.
    pub section: Option<Arc<str>>,
    /// Reporting unit from a unit column.
    pub unit_name: Option<Arc<str>>,
    /// Texts of columns that nobody knows and that may hold units, with the column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<(u32, Arc<str>)>,
    /// The supplier's credit code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplier_code: Option<Arc<str>>,
    /// 发票号.
    pub invoice_no: Option<Arc<str>>,
    /// 资金来源.
    pub funding: Option<Arc<str>>,
    /// 备注.
    pub remark: Option<Arc<str>>,
    /// 订单状态, in platform exports.
    pub status: Option<Arc<str>>,
    /// How the amount follows from cells, where it is not simply the yuan that its own cell says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_formula: Option<Arc<AmountFormula>>,
    /// What no figure follows from: production, acceptance, headcount, market prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<Box<Details>>,
}

impl RareFields {
    /// Nothing of all that.
    const NONE: Self = Self {
        other_dates: Vec::new(),
        section_month: None,
        section: None,
        unit_name: None,
        names: Vec::new(),
        supplier_code: None,
        invoice_no: None,
        funding: None,
        remark: None,
        status: None,
        amount_formula: None,
        details: None,
    };
}

impl RawLine {
    /// What few lines say; of most it is empty.
    #[must_use]
    pub fn rare(&self) -> &RareFields {
        static NONE: RareFields = RareFields::NONE;
        self.rare.as_deref().unwrap_or(&NONE)
    }

    /// The same, to be filled.
    pub fn rare_mut(&mut self) -> &mut RareFields {
        self.rare.get_or_insert_default()
    }
}

/// A row of a stock book before placing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RawStock {
    /// Its texts and its day; no amount.
    pub line: RawLine,
    /// The book has a column of what was there before.
    pub has_opening: bool,
    /// Quantities.
    pub figures: StockFigures,
}

/// A rejected row before placing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedRaw {
    /// Index into [`Reading::sheets`].
    pub sheet: u16,
    /// Zero-based row.
    pub row: u32,
    /// Reason code, e.g. `no_amount`, `no_amount_column`, `outside_table`.
    pub reason: String,
    /// Cells of the row joined by ` | `, cut to 300 characters.
    pub text: String,
}

/// Texts and lists of a line beside its own size: a note, a text that no other line has.
const LINE_PARTS: usize = 96;
/// The same of an issue or a rejected row.
const OTHER_PARTS: usize = 400;

impl Reading {
    /// Memory that it takes, about: to bound how many wait in memory at once.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let tables = self.sheets.iter().map(|s| 1 + s.tables.len() + s.fates.len()).sum::<usize>();
        let lines = (self.lines.len() + self.stock.len()).saturating_mul(size_of::<RawLine>() + LINE_PARTS);
        let others = self.issues.len() + self.rejected.len() + tables;
        lines.saturating_add(others.saturating_mul(OTHER_PARTS))
    }

    /// Rows of the sheets by fate; the sum is the rows read.
    #[must_use]
    pub fn fate_counts(&self) -> std::collections::BTreeMap<Fate, u64> {
        let mut counts = std::collections::BTreeMap::new();
        for run in self.sheets.iter().flat_map(|s| &s.fates) {
            *counts.entry(run.fate).or_insert(0) += u64::from(run.rows);
        }
        counts
    }
}

impl Fate {
    /// The word used in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Header => "header",
            Self::Title => "title",
            Self::Subtotal => "subtotal",
            Self::Total => "total",
            Self::Footer => "footer",
            Self::Blank => "blank",
            Self::Rejected => "rejected",
            Self::Hidden => "hidden",
            Self::Prose => "prose",
            Self::NotPurchase => "not_purchase",
            Self::Void => "void",
            Self::Example => "example",
            Self::Continuation => "continuation",
        }
    }
}
