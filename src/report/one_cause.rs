//! Where one cause makes nearly all disputes of a unit, a reader is told that cause and what mends it, not hundreds of lines.

use std::collections::BTreeMap;

use crate::{
    model::{Fen, Line, Reason, UnitReport},
    report::tables::{Kind, Table},
    text::Catalog,
};

/// Fewer disputes are read one by one.
const FEWEST: usize = 10;
/// Nearly all: so many of ten.
const OF_TEN: usize = 9;

/// The reason that nearly all disputed lines share.
pub(crate) struct OneCause<'a> {
    pub reason: Reason,
    /// Lines that have it, of all disputed ones.
    pub lines: usize,
    pub of: usize,
    /// Their readable amounts, fen.
    pub amount_fen: i64,
    /// Their sheets, in the order of the report.
    sheets: Vec<Sheet<'a>>,
}

/// A sheet with such lines: first and last row as a spreadsheet shows them.
struct Sheet<'a> {
    file: &'a str,
    sheet: &'a str,
    rows: (u32, u32),
    lines: u64,
    amount_fen: i64,
}

impl<'a> OneCause<'a> {
    pub(crate) fn of(report: &'a UnitReport) -> Option<Self> {
        let disputed: Vec<&Line> = report.lines.iter().filter(|l| l.is_disputed()).collect();
        let mut counts: BTreeMap<&str, (usize, Reason)> = BTreeMap::new();
        for reason in disputed.iter().flat_map(|l| &l.reasons) {
            counts.entry(reason.code()).or_insert((0, *reason)).0 += 1;
        }
        let (lines, reason) = counts.into_values().max_by_key(|(lines, _)| *lines)?;
        if lines < FEWEST || lines * 10 < disputed.len() * OF_TEN {
            return None;
        }
        let mut out = Self {
            reason,
            lines,
            of: disputed.len(),
            amount_fen: 0,
            sheets: Vec::new(),
        };
        for line in disputed.into_iter().filter(|l| l.reasons.contains(&reason)) {
            out.add(line);
        }
        Some(out)
    }

    fn add(&mut self, line: &'a Line) {
        let (row, fen) = (line.source.row, line.amount_fen.unwrap_or(0));
        self.amount_fen = self.amount_fen.saturating_add(fen);
        // Lines stand in the order of files and sheets.
        let last = self.sheets.last_mut();
        match last.filter(|s| (s.file, s.sheet) == (&*line.source.file, &*line.source.sheet)) {
            Some(sheet) => {
                sheet.rows = (sheet.rows.0.min(row), sheet.rows.1.max(row));
                sheet.lines += 1;
                sheet.amount_fen = sheet.amount_fen.saturating_add(fen);
            }
            None => self.sheets.push(Sheet {
                file: &line.source.file,
                sheet: &line.source.sheet,
                rows: (row, row),
                lines: 1,
                amount_fen: fen,
            }),
        }
    }

    /// Whether the ledger lacks a column, so that it goes back to the unit instead of being looked into line by line.
    pub(crate) fn sends_back(&self) -> bool {
        self.reason == Reason::ChannelMissing
    }

    /// What it is, and what to do first.
    pub(crate) fn says(&self, catalog: &Catalog) -> [String; 2] {
        let reason = self.reason.words(catalog);
        let (lines, of, amount) = (self.lines.to_string(), self.of.to_string(), Fen(self.amount_fen).yuan());
        let said = [("reason", reason.as_str()), ("lines", &lines), ("of", &of), ("amount", &amount)];
        let advice = if self.sends_back() {
            catalog.get("pages.cause.send_back").to_owned()
        } else {
            let hint = catalog.find(&format!("html.settle.{}", self.reason.code())).unwrap_or_default();
            catalog.say("pages.cause.look", &[("hint", hint)])
        };
        [catalog.say("pages.cause.is", &said), advice]
    }

    /// Which sheets, and which of their rows.
    pub(crate) fn table<'t>(&'t self, catalog: &'t Catalog) -> Table<'t> {
        let rows = |s: &Sheet<'_>| {
            let (from, to) = (s.rows.0.to_string(), s.rows.1.to_string());
            catalog.say("pages.cause.rows", &[("from", &from), ("to", &to)])
        };
        Table::of(catalog, "column", &self.sheets)
            // Whoever gets the ledger back knows it by its name.
            .column("file", 44.0, Kind::Wrap, |s| s.file.rsplit('/').next())
            .column("sheet", 14.0, Kind::Wrap, |s| s.sheet)
            .column("row_range", 14.0, Kind::Text, rows)
            .column("line_count", 9.0, Kind::Count, |s| s.lines)
            .column("amount", 15.0, Kind::Yuan, |s| s.amount_fen)
            .table()
    }
}
