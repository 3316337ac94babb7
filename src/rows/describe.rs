//! How one workbook was understood, for people and for programs: `bangfu inspect`, and `bangfu check` for the unit itself.
//!
//! In: a [`Reading`]. Out: text by the catalog's language, or a serialisable report. Computes nothing.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    model::{
        cell::column_letters,
        dates::PartialDate,
        field::Field,
        finding::{Issue, Severity},
        money::Fen,
    },
    rows::reading::{Fate, RawAmount, RawLine, Reading, TableReading},
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
    /// Lines understood, all of them counted, the first ones shown.
    pub lines: usize,
    /// First lines as understood.
    pub first_lines: Vec<InspectLine>,
    /// Rejected rows.
    pub rejected: Vec<InspectRejected>,
    /// Issues.
    pub issues: Vec<InspectIssue>,
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
    /// First and last header row, one-based.
    pub header_rows: (u32, u32),
    /// Money unit.
    pub money_unit: String,
    /// Section title.
    pub section: Option<String>,
    /// Columns understood.
    pub columns: Vec<InspectColumn>,
    /// Headers not understood, `cell: text`.
    pub unmapped: Vec<String>,
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
    pub cells: std::collections::BTreeMap<Field, String>,
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

/// Lines shown of a workbook.
const SHOWN: usize = 10;

fn code<T: Serialize>(value: T) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// A partial date as people read it.
#[must_use]
pub fn show_date(date: PartialDate) -> String {
    match date {
        PartialDate::Full(d) => d.to_string(),
        PartialDate::MonthDay { month, day } => format!("--{month:02}-{day:02}"),
        PartialDate::YearMonth(m) => m.to_string(),
        PartialDate::MonthOnly { month } | PartialDate::MonthAmbiguousDay { month } => format!("--{month:02}"),
        PartialDate::DayOnly { day } => format!("---{day:02}"),
    }
}

/// Message of an issue with `{found}` and its arguments filled in; and what to do.
#[must_use]
pub fn issue_words(issue: &Issue, catalog: &Catalog) -> (String, String, String) {
    let mut args = issue.args.clone();
    args.entry("found".into()).or_insert_with(|| issue.found.clone());
    let say = |part: &str| {
        let key = format!("issue.{}.{part}", issue.code);
        if catalog.has(&key) {
            catalog.format(&key, &args)
        } else {
            String::new()
        }
    };
    let title = say("title");
    (
        if title.is_empty() { issue.code.clone() } else { title },
        say("message"),
        say("fix"),
    )
}

fn place(issue: &Issue) -> String {
    let mut parts: Vec<String> = issue.sheet.iter().map(ToString::to_string).collect();
    parts.extend(issue.cell.map(|c| c.to_string()));
    parts.join(" › ")
}

fn amount(line: &RawLine) -> Option<i64> {
    match line.amount {
        RawAmount::Fen(f) => Some(f),
        RawAmount::Unreadable(_) => None,
    }
}

/// The report for programs.
#[must_use]
pub fn inspect_report(reading: &Reading, catalog: &Catalog) -> InspectReport {
    let sheet_name = |i: u16| reading.sheets.get(usize::from(i)).map(|s| s.name.to_string()).unwrap_or_default();
    InspectReport {
        schema: "bangfu/inspect/1",
        format: code(reading.format),
        date_system: code(reading.date_system),
        sheets: reading.sheets.iter().map(sheet).collect(),
        lines: reading.lines.len(),
        first_lines: reading
            .lines
            .iter()
            .take(SHOWN)
            .map(|l| InspectLine {
                sheet: sheet_name(l.sheet),
                row: l.row + 1,
                date: l.date.map(show_date),
                item: l.item.as_deref().map(str::to_owned),
                amount_fen: amount(l),
                supplier: l.supplier.as_deref().map(str::to_owned),
                channel: l.channel.as_deref().map(str::to_owned),
                cells: l.cells.iter().map(|(f, c)| (f, c.to_string())).collect(),
                notes: l.notes.iter().map(ToString::to_string).collect(),
            })
            .collect(),
        rejected: reading
            .rejected
            .iter()
            .map(|r| InspectRejected {
                sheet: sheet_name(r.sheet),
                row: r.row + 1,
                reason: r.reason.clone(),
                text: r.text.clone(),
            })
            .collect(),
        issues: reading
            .issues
            .iter()
            .map(|i| {
                let (_, message, fix) = issue_words(i, catalog);
                InspectIssue {
                    code: i.code.clone(),
                    severity: i.severity,
                    sheet: i.sheet.as_deref().map(str::to_owned),
                    cell: i.cell.map(|c| c.to_string()),
                    found: i.found.clone(),
                    message,
                    fix,
                }
            })
            .collect(),
    }
}

fn sheet(s: &crate::rows::reading::SheetReading) -> InspectSheet {
    InspectSheet {
        name: s.name.to_string(),
        visibility: code(s.visibility),
        rows: s.rows,
        hidden_rows: s.hidden_rows,
        unit: s.unit_name.as_ref().map(|u| u.text.to_string()),
        tables: s
            .tables
            .iter()
            .map(|t| InspectTable {
                kind: code(t.kind),
                header_rows: (t.header.0 + 1, t.header.1 + 1),
                money_unit: code(t.money),
                section: t.section.as_ref().map(|s| s.text.to_string()),
                columns: t
                    .columns
                    .iter()
                    .map(|c| InspectColumn {
                        column: place_of(t, c.col),
                        header: c.header.to_string(),
                        field: c.field,
                        matched: c.matched.to_string(),
                        channel: c.channel.as_deref().map(str::to_owned),
                    })
                    .collect(),
                unmapped: t.unmapped.iter().map(|u| format!("{}: {}", u.cell, u.text)).collect(),
                totals: t
                    .totals
                    .iter()
                    .map(|t| InspectTotal {
                        label: t.label.to_string(),
                        cell: t.cell.to_string(),
                        stated_fen: t.stated_fen,
                        lines_fen: t.lines_fen,
                    })
                    .collect(),
            })
            .collect(),
        fates: s
            .fates
            .iter()
            .map(|f| InspectFate {
                first: f.first + 1,
                last: f.last + 1,
                rows: f.rows,
                fate: code(f.fate),
            })
            .collect(),
    }
}

/// The report for people.
#[must_use]
pub fn inspect_text(reading: &Reading, catalog: &Catalog) -> String {
    let mut out = String::new();
    let mut put = |key: &str, args: &[(&str, &str)]| {
        let _ = writeln!(out, "{}", catalog.say(&format!("inspect.{key}"), args));
    };
    put("format", &[("format", &code(reading.format))]);
    put("date_system", &[("system", &code(reading.date_system)[1..])]);
    for (at, s) in reading.sheets.iter().enumerate() {
        put("sheet", &[("name", &s.name), ("rows", &s.rows.to_string())]);
        if s.fates.iter().all(|f| f.fate == Fate::Hidden) && s.rows > 0 {
            put("hidden", &[]);
            continue;
        }
        if let Some(unit) = &s.unit_name {
            put("unit", &[("text", &unit.text), ("cell", &unit.cell.to_string())]);
        }
        for (number, t) in s.tables.iter().enumerate() {
            table_text(number, t, catalog, &mut put);
        }
        let lines: Vec<&RawLine> = reading.lines.iter().filter(|l| usize::from(l.sheet) == at).collect();
        if !lines.is_empty() {
            put("lines", &[("count", &lines.len().min(SHOWN).to_string())]);
        }
        for l in lines.iter().take(SHOWN) {
            let amount = match &l.amount {
                RawAmount::Fen(f) => Fen(*f).yuan(),
                RawAmount::Unreadable(found) => catalog.say("inspect.unreadable", &[("found", found)]),
            };
            let row = (l.row + 1).to_string();
            let date = l.date.map(show_date).unwrap_or_default();
            put(
                "line",
                &[
                    ("row", &row),
                    ("date", &date),
                    ("item", l.item.as_deref().unwrap_or("")),
                    ("amount", &amount),
                    ("supplier", l.supplier.as_deref().unwrap_or("")),
                    ("channel", l.channel.as_deref().unwrap_or("")),
                ],
            );
        }
        for f in &s.fates {
            let fate = format!("fate.{}", code(f.fate));
            put(
                "fate_run",
                &[
                    ("first", &(f.first + 1).to_string()),
                    ("last", &(f.last + 1).to_string()),
                    ("fate", catalog.get(&fate)),
                    ("rows", &f.rows.to_string()),
                ],
            );
        }
        for r in reading.rejected.iter().filter(|r| usize::from(r.sheet) == at) {
            let reason = format!("reject.{}", r.reason);
            put(
                "rejected",
                &[
                    ("row", &(r.row + 1).to_string()),
                    ("reason", catalog.get(&reason)),
                    ("text", &r.text),
                ],
            );
        }
    }
    if reading.issues.is_empty() {
        put("no_issues", &[]);
    } else {
        put("issues", &[("count", &reading.issues.len().to_string())]);
    }
    for issue in &reading.issues {
        let (title, message, fix) = issue_words(issue, catalog);
        put(
            "issue",
            &[("place", &place(issue)), ("title", &title), ("message", &message), ("fix", &fix)],
        );
    }
    out
}

fn table_text(number: usize, t: &crate::rows::reading::TableReading, catalog: &Catalog, put: &mut impl FnMut(&str, &[(&str, &str)])) {
    let kind = format!("table_kind.{}", code(t.kind));
    let money = format!("money_unit.{}", code(t.money));
    put(
        "table",
        &[
            ("number", &(number + 1).to_string()),
            ("kind", catalog.get(&kind)),
            ("first", &(t.header.0 + 1).to_string()),
            ("last", &(t.header.1 + 1).to_string()),
            ("money", catalog.get(&money)),
        ],
    );
    if let Some(section) = &t.section {
        put("section", &[("text", &section.text), ("cell", &section.cell.to_string())]);
    }
    for c in &t.columns {
        let field = format!("field.{}", code(c.field));
        let mut extra = if c.matched == c.header {
            String::new()
        } else {
            catalog.say("inspect.matched", &[("name", &c.matched)])
        };
        if let Some(channel) = &c.channel {
            extra.push_str(&catalog.say("inspect.channel", &[("name", channel)]));
        }
        let header = c.header.replace(['\n', '\r'], "");
        put(
            "column",
            &[
                ("col", &place_of(t, c.col)),
                ("header", &header),
                ("field", catalog.get(&field)),
                ("extra", &extra),
            ],
        );
    }
    for u in &t.unmapped {
        put(
            "unmapped",
            &[("cell", &u.cell.to_string()), ("header", &u.text.replace(['\n', '\r'], ""))],
        );
    }
    for total in &t.totals {
        let stated = total.stated_fen.map(|f| Fen(f).yuan()).unwrap_or_default();
        put(
            "total",
            &[
                ("label", &total.label),
                ("cell", &total.cell.to_string()),
                ("stated", &stated),
                ("sum", &Fen(total.lines_fen).yuan()),
            ],
        );
    }
}

/// What a unit has to mend before it submits: every error and warning and rejected row with its cell, in plain words.
/// The second value is how many there are.
#[must_use]
pub fn check_text(reading: &Reading, catalog: &Catalog) -> (String, usize) {
    let mut mend: Vec<[String; 4]> = Vec::new();
    for issue in reading.issues.iter().filter(|i| i.severity != Severity::Info) {
        let (title, message, fix) = issue_words(issue, catalog);
        mend.push([place(issue), title, message, fix]);
    }
    for r in &reading.rejected {
        let sheet = reading
            .sheets
            .get(usize::from(r.sheet))
            .map(|s| s.name.to_string())
            .unwrap_or_default();
        let (reason, fix) = (format!("reject.{}", r.reason), format!("reject_fix.{}", r.reason));
        mend.push([
            format!("{sheet} › {}", r.row + 1),
            catalog.get("fate.rejected").to_owned(),
            format!("{} [{}] ", catalog.get(&reason), r.text),
            catalog.get(&fix).to_owned(),
        ]);
    }
    for (s, t, total) in reading
        .sheets
        .iter()
        .flat_map(|s| s.tables.iter().flat_map(move |t| t.totals.iter().map(move |x| (s, t, x))))
    {
        let _ = t;
        if let Some(stated) = total.stated_fen
            && total.kind != crate::rows::reading::TotalKind::Running
            && total.unreadable == 0
            && stated != total.lines_fen
        {
            let words = catalog.say(
                "inspect.total",
                &[
                    ("label", &total.label),
                    ("cell", &total.cell.to_string()),
                    ("stated", &Fen(stated).yuan()),
                    ("sum", &Fen(total.lines_fen).yuan()),
                ],
            );
            mend.push([
                format!("{} › {}", s.name, total.cell),
                catalog.get("fate.total").to_owned(),
                format!("{} ", words.trim()),
                catalog.get("inspect.check_total_fix").to_owned(),
            ]);
        }
    }
    let lines = reading.lines.len().to_string();
    let notes = reading.issues.iter().filter(|i| i.severity == Severity::Info).count();
    let mut out = String::new();
    let key = if mend.is_empty() {
        "inspect.check_ok"
    } else {
        "inspect.check_mend"
    };
    let _ = writeln!(
        out,
        "{}",
        catalog.say(key, &[("lines", &lines), ("count", &mend.len().to_string())])
    );
    for (i, [place, title, message, fix]) in mend.iter().enumerate() {
        let number = (i + 1).to_string();
        let args = [
            ("number", number.as_str()),
            ("place", place),
            ("title", title),
            ("message", message),
            ("fix", fix),
        ];
        let _ = writeln!(out, "{}", catalog.say("inspect.check_item", &args));
    }
    if notes > 0 {
        let _ = writeln!(out, "{}", catalog.say("inspect.check_note", &[("count", &notes.to_string())]));
    }
    (out, mend.len())
}
/// Letters of a column; of a table on its side the number of the row.
fn place_of(table: &TableReading, at: u32) -> String {
    if table.sideways {
        (u64::from(at) + 1).to_string()
    } else {
        column_letters(at)
    }
}
