//! The report for people.

use std::fmt::Write as _;

use crate::{
    model::{finding::Issue, line::TableRole, money::Fen},
    rows::{
        describe::words::{SHOWN_LINES, code, date_words, issue_words, place_of_column, place_of_issue},
        reading::{ColumnMap, Fate, RawAmount, RawLine, Reading, RejectedRaw, RowFate, SheetReading, StatedTotal, TableReading},
    },
    text::catalog::Catalog,
    text::visible::one_line,
};

/// The report for people.
#[must_use]
pub fn inspect_text(reading: &Reading, catalog: &Catalog) -> String {
    let mut text = Text {
        out: String::new(),
        catalog,
    };
    text.put("format", &[("format", &code(reading.format))]);
    text.put("date_system", &[("system", code(reading.date_system).trim_start_matches('d'))]);
    for (sheet, number) in reading.sheets.iter().zip(0_u16..) {
        text.sheet(reading, sheet, number);
    }
    if reading.issues.is_empty() {
        text.put("no_issues", &[]);
    } else {
        text.put("issues", &[("count", &reading.issues.len().to_string())]);
    }
    for issue in &reading.issues {
        text.issue(issue);
    }
    text.out
}

/// A header on one line.
fn flat(header: &str) -> String {
    header.replace(['\n', '\r'], "")
}

struct Text<'a> {
    out: String,
    catalog: &'a Catalog,
}

impl Text<'_> {
    /// A line by its key in the catalog.
    fn put(&mut self, key: &str, args: &[(&str, &str)]) {
        let _ = writeln!(self.out, "{}", one_line(&self.catalog.say(&format!("inspect.{key}"), args)));
    }

    fn sheet(&mut self, reading: &Reading, sheet: &SheetReading, number: u16) {
        self.put("sheet", &[("name", &sheet.name), ("rows", &sheet.rows.to_string())]);
        if sheet.fates.iter().all(|f| f.fate == Fate::Hidden) && sheet.rows > 0 {
            self.put("hidden", &[]);
            return;
        }
        for unit in &sheet.unit_names {
            self.put("unit", &[("text", &unit.text), ("cell", &unit.cell.to_string())]);
        }
        for (table, number) in sheet.tables.iter().zip(1..) {
            self.table(table, number);
        }
        let lines = || reading.lines.iter().filter(|l| l.sheet == number).take(SHOWN_LINES);
        if lines().next().is_some() {
            self.put("lines", &[("count", &lines().count().to_string())]);
        }
        lines().for_each(|l| self.line(l));
        sheet.fates.iter().for_each(|f| self.fates(sheet, *f));
        reading.rejected.iter().filter(|r| r.sheet == number).for_each(|r| self.rejected(r));
    }

    fn table(&mut self, table: &TableReading, number: usize) {
        let kind = format!("table_kind.{}", code(table.kind));
        let money = format!("money_unit.{}", code(table.money));
        self.put(
            "table",
            &[
                ("number", &number.to_string()),
                ("kind", self.catalog.get(&kind)),
                ("header", &span(table.header.0, table.header.1)),
                ("money", self.catalog.get(&money)),
            ],
        );
        self.role(&table.role);
        if let Some(section) = &table.section {
            self.put("section", &[("text", &section.text), ("cell", &section.cell.to_string())]);
        }
        for column in &table.columns {
            self.column(table, column);
        }
        for u in &table.unmapped {
            let samples: Vec<&str> = u.samples.iter().map(AsRef::as_ref).collect();
            let key = if samples.is_empty() { "unmapped_blank" } else { "unmapped" };
            let args = [
                ("cell", &*u.cell.to_string()),
                ("header", &flat(&u.text)),
                ("samples", &flat(&samples.join("、"))),
            ];
            self.put(key, &args);
        }
        for total in &table.totals {
            self.total(total);
        }
    }

    /// What it is for, and what decided that.
    fn role(&mut self, role: &TableRole) {
        let found = if role.found.is_empty() {
            String::new()
        } else {
            format!("“{}”", flat(&role.found))
        };
        let sure = if role.sure { "" } else { self.catalog.get("inspect.role_unsure") }.to_owned();
        self.put(
            "role",
            &[
                ("role", self.catalog.get(&format!("role.{}", role.role.code()))),
                ("by", self.catalog.get(&format!("role_by.{}", role.by.code()))),
                ("found", &found),
                ("sure", &sure),
            ],
        );
    }

    fn column(&mut self, table: &TableReading, column: &ColumnMap) {
        let mut extra = String::new();
        if column.matched != column.header {
            extra.push_str(&self.catalog.say("inspect.matched", &[("name", &column.matched)]));
        }
        if let Some(channel) = &column.channel {
            extra.push_str(&self.catalog.say("inspect.channel", &[("name", channel)]));
        }
        self.put(
            "column",
            &[
                ("col", &place_of_column(table, column.col)),
                ("header", &flat(&column.header)),
                ("field", self.catalog.get(&format!("field.{}", column.field.code()))),
                ("extra", &extra),
            ],
        );
    }

    fn total(&mut self, total: &StatedTotal) {
        let stated = total.stated_fen.map(|f| Fen(f).yuan()).unwrap_or_default();
        let proof = match total.difference() {
            Some(0) => self.catalog.get("inspect.total_proves").to_owned(),
            Some(fen) => self.catalog.say("inspect.total_differs", &[("difference", &Fen(fen).yuan())]),
            None => self.catalog.get("inspect.total_open").to_owned(),
        };
        self.put(
            "total",
            &[
                ("label", &total.label),
                ("cell", &total.cell.to_string()),
                ("stated", &stated),
                ("sum", &Fen(total.lines_fen).yuan()),
                ("proof", &proof),
            ],
        );
    }

    fn line(&mut self, line: &RawLine) {
        let amount = match &line.amount {
            RawAmount::Fen(fen) => Fen(*fen).yuan(),
            RawAmount::Unreadable(found) => self.catalog.say("inspect.unreadable", &[("found", found)]),
        };
        self.put(
            "line",
            &[
                ("row", &(line.row + 1).to_string()),
                ("date", &line.date.map(|d| date_words(d, self.catalog)).unwrap_or_default()),
                ("item", line.item.as_deref().unwrap_or("")),
                ("amount", &amount),
                ("supplier", line.supplier.as_deref().unwrap_or("")),
                ("channel", line.channel.as_deref().unwrap_or("")),
            ],
        );
    }

    fn fates(&mut self, sheet: &SheetReading, run: RowFate) {
        let fate = match sheet.role_set_aside(run) {
            Some(role) => {
                let role = format!("role.{}", role.code());
                let role = self.catalog.get(&role);
                self.catalog.say("inspect.fate_role", &[("role", role)])
            }
            None => self.catalog.get(&format!("fate.{}", run.fate.code())).to_owned(),
        };
        self.put(
            "fate_run",
            &[
                ("span", &span(run.first, run.last)),
                ("fate", &fate),
                ("rows", &run.rows.to_string()),
            ],
        );
    }

    fn rejected(&mut self, rejected: &RejectedRaw) {
        self.put(
            "rejected",
            &[
                ("row", &(rejected.row + 1).to_string()),
                ("reason", self.catalog.get(&format!("reject.{}", rejected.reason))),
                ("text", &rejected.text),
            ],
        );
    }

    fn issue(&mut self, issue: &Issue) {
        let words = issue_words(issue, self.catalog);
        self.put(
            "issue",
            &[
                ("place", &place_of_issue(issue)),
                ("title", &words.title),
                ("message", &words.message),
                ("fix", &words.fix),
            ],
        );
    }
}

/// Rows as a sheet counts them: `3`, `3–5`.
fn span(first: u32, last: u32) -> String {
    let (first, last) = (first + 1, last + 1);
    if first == last {
        first.to_string()
    } else {
        format!("{first}–{last}")
    }
}
