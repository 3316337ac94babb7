//! The report for programs.

use std::{collections::BTreeMap, sync::Arc};

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    model::{
        field::Field,
        finding::{Issue, Severity},
        line::{Role, RoleEvidence},
    },
    rows::{
        describe::words::{IssueWords, SHOWN_LINES, code, issue_words, place_of_column, show_date},
        reading::{ColumnMap, RawAmount, RawLine, Reading, RejectedRaw, RowFate, SheetReading, StatedTotal, TableReading, UnknownColumn},
    },
    text::catalog::Catalog,
};

/// `bangfu inspect --format json`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct InspectReport {
    /// Schema id, `bangfu/inspect/1`.
    pub schema: &'static str,
    /// Format found by content.
    pub format: String,
    /// `d1900` or `d1904`.
    pub date_system: String,
    /// Sheets in tab order.
    pub sheets: Vec<InspectSheet>,
    /// Whose the lines are, and what named each unit; empty where nothing does.
    pub units: Vec<InspectUnit>,
    /// Lines understood, all of them counted, the first ones shown.
    pub lines: usize,
    /// First lines as understood.
    pub first_lines: Vec<InspectLine>,
    /// Rejected rows.
    pub rejected: Vec<InspectRejected>,
    /// Issues.
    pub issues: Vec<InspectIssue>,
}

/// A unit that lines of the workbook belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct InspectUnit {
    /// Sheet.
    pub sheet: String,
    /// Name.
    pub unit: String,
    /// The registry knows it; `null` without a registry.
    pub registered: Option<bool>,
    /// What named it: `column`, `unit_line`, `title`, `tab`, `book` (another sheet), `file_name`, `folder`.
    pub by: String,
    /// The text that did.
    pub text: String,
    /// Where it stands.
    pub cell: Option<String>,
    /// Lines of the sheet that are the unit's.
    pub lines: u64,
    /// Other evidence contradicts it: the lines are disputed.
    pub contested: bool,
    /// Registered names near to one that is not registered.
    pub nearest: Vec<String>,
}

/// One sheet.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct InspectSheet {
    /// Tab.
    pub name: String,
    /// `visible`, `hidden`, `very_hidden`.
    pub visibility: String,
    /// Rows that hold a cell.
    pub rows: u32,
    /// Of them hidden.
    pub hidden_rows: u32,
    /// Reporting unit of a title line.
    pub unit: Option<String>,
    /// Tables.
    pub tables: Vec<InspectTable>,
    /// Runs of rows with one fate, one-based.
    pub fates: Vec<InspectFate>,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct InspectTable {
    /// Kind.
    pub kind: String,
    /// What it is for.
    pub role: Role,
    /// What decided that: `columns`, `section`, `title`, `tab`.
    pub role_by: RoleEvidence,
    /// The text that decided; empty where the columns did.
    pub role_found: String,
    /// Nothing else of the table speaks against it.
    pub role_sure: bool,
    /// First and last header row, one-based.
    pub header_rows: (u32, u32),
    /// Money unit.
    pub money_unit: String,
    /// Section title.
    pub section: Option<String>,
    /// Columns understood.
    pub columns: Vec<InspectColumn>,
    /// Columns not understood.
    pub unmapped: Vec<InspectUnknown>,
    /// Totals stated.
    pub totals: Vec<InspectTotal>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct InspectColumn {
    /// Letters.
    pub column: String,
    /// Header as written.
    pub header: String,
    /// Field.
    pub field: Field,
    /// Name of the layout data that matched.
    pub matched: String,
    /// Channel that the column stands for.
    pub channel: Option<String>,
}

/// One column not understood.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct InspectUnknown {
    /// Cell of the header.
    pub cell: String,
    /// Header as written.
    pub header: String,
    /// The first different values in it.
    pub samples: Vec<String>,
}

/// One stated total.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct InspectTotal {
    /// Label.
    pub label: String,
    /// Cell.
    pub cell: String,
    /// Stated, fen.
    pub stated_fen: Option<i64>,
    /// Sum of its lines, fen.
    pub lines_fen: i64,
    /// What it says beyond them, fen: 0 proves the lines, anything else contradicts them; `null` where they cannot be compared.
    pub difference_fen: Option<i64>,
}

/// A run of rows.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct InspectFate {
    /// First row, one-based.
    pub first: u32,
    /// Last row.
    pub last: u32,
    /// Rows of the run that hold a cell.
    pub rows: u32,
    /// Fate.
    pub fate: String,
    /// Rows that are no purchase because of what their table is for: that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct InspectLine {
    /// Sheet.
    pub sheet: String,
    /// One-based row.
    pub row: u32,
    /// Date as far as it was read.
    pub date: Option<String>,
    /// Item.
    pub item: Option<String>,
    /// Fen; `null` when unreadable.
    pub amount_fen: Option<i64>,
    /// Supplier.
    pub supplier: Option<String>,
    /// Channel text.
    pub channel: Option<String>,
    /// Cell of each value.
    pub cells: BTreeMap<Field, String>,
    /// Notes.
    pub notes: Vec<String>,
}

/// One rejected row.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct InspectRejected {
    /// Sheet.
    pub sheet: String,
    /// One-based row.
    pub row: u32,
    /// Reason code.
    pub reason: String,
    /// What stands in the row.
    pub text: String,
}

/// One issue in words.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct InspectIssue {
    /// Code.
    pub code: String,
    /// Severity.
    pub severity: Severity,
    /// Sheet.
    pub sheet: Option<String>,
    /// Cell.
    pub cell: Option<String>,
    /// Text found there.
    pub found: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub fix: String,
}

/// The report for programs.
#[must_use]
pub fn inspect_report(reading: &Reading, catalog: &Catalog) -> InspectReport {
    let name = |sheet: u16| {
        reading
            .sheets
            .get(usize::from(sheet))
            .map(|s| s.name.to_string())
            .unwrap_or_default()
    };
    let rejected = |r: &RejectedRaw| InspectRejected {
        sheet: name(r.sheet),
        row: r.row + 1,
        reason: r.reason.clone(),
        text: r.text.clone(),
    };
    InspectReport {
        schema: "bangfu/inspect/1",
        format: code(reading.format),
        date_system: code(reading.date_system),
        sheets: reading.sheets.iter().map(sheet).collect(),
        units: Vec::new(),
        lines: reading.lines.len(),
        first_lines: reading.lines.iter().take(SHOWN_LINES).map(|l| line(l, name(l.sheet))).collect(),
        rejected: reading.rejected.iter().map(rejected).collect(),
        issues: reading.issues.iter().map(|i| issue(i, catalog)).collect(),
    }
}

fn line(line: &RawLine, sheet: String) -> InspectLine {
    InspectLine {
        sheet,
        row: line.row + 1,
        date: line.date.map(show_date),
        item: owned(&line.item),
        amount_fen: match line.amount {
            RawAmount::Fen(fen) => Some(fen),
            RawAmount::Unreadable(_) => None,
        },
        supplier: owned(&line.supplier),
        channel: owned(&line.channel),
        cells: line.cells.iter().map(|(f, c)| (f, c.to_string())).collect(),
        notes: line.notes.iter().map(ToString::to_string).collect(),
    }
}

fn owned(text: &Option<Arc<str>>) -> Option<String> {
    text.as_deref().map(str::to_owned)
}

fn issue(issue: &Issue, catalog: &Catalog) -> InspectIssue {
    let IssueWords { message, fix, .. } = issue_words(issue, catalog);
    InspectIssue {
        code: issue.code.clone(),
        severity: issue.severity,
        sheet: owned(&issue.sheet),
        cell: issue.cell.map(|c| c.to_string()),
        found: issue.found.clone(),
        message,
        fix,
    }
}

fn sheet(sheet: &SheetReading) -> InspectSheet {
    let fate = |f: &RowFate| InspectFate {
        role: sheet.role_set_aside(*f).map(|role| role.code().to_owned()),
        first: f.first + 1,
        last: f.last + 1,
        rows: f.rows,
        fate: code(f.fate),
    };
    InspectSheet {
        name: sheet.name.to_string(),
        visibility: code(sheet.visibility),
        rows: sheet.rows,
        hidden_rows: sheet.hidden_rows,
        unit: sheet.unit_names.first().map(|u| u.text.to_string()),
        tables: sheet.tables.iter().map(table).collect(),
        fates: sheet.fates.iter().map(fate).collect(),
    }
}

fn table(table: &TableReading) -> InspectTable {
    let column = |c: &ColumnMap| InspectColumn {
        column: place_of_column(table, c.col),
        header: c.header.to_string(),
        field: c.field,
        matched: c.matched.to_string(),
        channel: owned(&c.channel),
    };
    let unknown = |u: &UnknownColumn| InspectUnknown {
        cell: u.cell.to_string(),
        header: u.text.to_string(),
        samples: u.samples.iter().map(ToString::to_string).collect(),
    };
    let total = |t: &StatedTotal| InspectTotal {
        label: t.label.to_string(),
        cell: t.cell.to_string(),
        stated_fen: t.stated_fen,
        lines_fen: t.lines_fen,
        difference_fen: t.difference(),
    };
    InspectTable {
        kind: code(table.kind),
        role: table.role.role,
        role_by: table.role.by,
        role_found: table.role.found.to_string(),
        role_sure: table.role.sure,
        header_rows: (table.header.0 + 1, table.header.1 + 1),
        money_unit: code(table.money),
        section: table.section.as_ref().map(|s| s.text.to_string()),
        columns: table.columns.iter().map(column).collect(),
        unmapped: table.unmapped.iter().map(unknown).collect(),
        totals: table.totals.iter().map(total).collect(),
    }
}
