//! Where the lines, the rows set aside, the issues and the fates of a workbook's rows are gathered while it is read.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    formats::cells::Cell,
    model::{cell::CellRef, finding::Issue, finding::Severity, source::Shapes},
    rows::{
        fates::Fates,
        reading::{Fate, RawAmount, RawLine, RawStock, RejectedRaw},
    },
    text::normal,
    values,
};

/// Note of a line whose month and day may stand in each other's place: for whoever finds its month, and for no report.
pub(crate) const MONTH_FOR_DAY: &str = "month_for_day";

/// Notes of the same kind: of days alone before the first of their month (26日 … 31日 over 1日 … 25日), and of yearless days before and after the turn
/// of the year (12月 over 1月).
pub(crate) const MONTH_BEFORE: &str = "month_before";
pub(crate) const BEFORE_NEW_YEAR: &str = "before_new_year";
pub(crate) const AFTER_NEW_YEAR: &str = "after_new_year";

/// Whether a note is of that kind.
pub(crate) fn is_of_month(note: &str) -> bool {
    [MONTH_FOR_DAY, MONTH_BEFORE, BEFORE_NEW_YEAR, AFTER_NEW_YEAR].contains(&note)
}

/// Cells of a rejected row that are shown, and characters of their text.
const SHOWN_CELLS: usize = 40;
const SHOWN_CHARACTERS: usize = 300;
/// Sheets that a total of several may go back: the days of a month and more.
const SHEETS_BEFORE: usize = 64;

/// What was gathered so far.
#[derive(Default)]
pub(crate) struct Sink {
    /// Lines of all sheets so far.
    pub(crate) lines: Vec<RawLine>,
    /// Rows of stock books.
    pub(crate) stock: Vec<RawStock>,
    /// Rejected rows.
    pub(crate) rejected: Vec<RejectedRaw>,
    /// Issues.
    pub(crate) issues: Vec<Issue>,
    /// Fates of the rows of the grid that is being read.
    pub(crate) fates: Fates,
    /// Name of the sheet that is being read, where there is one.
    pub(crate) sheet: Option<Arc<str>>,
    /// Its index in the book.
    pub(crate) sheet_number: u16,
    /// First lines of the last sheets, with what all lines from there up to the present sheet come to, fen.
    pub(crate) sheets_before: Vec<(usize, i128)>,
    notes: BTreeSet<Arc<str>>,
    /// Columns that lines have their values in.
    pub(crate) shapes: Shapes,
}

/// The first line of one of these sheets from which on all lines before the present sheet come to `fen`, and what they come to.
pub(crate) fn add_up(sheets: &[(usize, i128)], fen: i128, slack: i64) -> Option<(usize, i128)> {
    let equal = |(_, before): &(usize, i128)| *before != 0 && (before - fen).abs() <= i128::from(slack);
    sheets.iter().rev().copied().find(equal)
}

/// How much was gathered at some time: what came later can be taken back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) lines: usize,
    pub(crate) stock: usize,
    pub(crate) rejected: usize,
    pub(crate) issues: usize,
}

impl Sink {
    /// What was gathered so far.
    #[must_use]
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            lines: self.lines.len(),
            stock: self.stock.len(),
            rejected: self.rejected.len(),
            issues: self.issues.len(),
        }
    }

    /// Takes back all that was gathered since.
    pub(crate) fn take_back(&mut self, mark: Mark) {
        self.lines.truncate(mark.lines);
        self.stock.truncate(mark.stock);
        self.rejected.truncate(mark.rejected);
        self.issues.truncate(mark.issues);
    }

    /// A sheet whose lines begin at `first_line` was read. With an amount that cannot be read nothing adds up over it.
    pub(crate) fn close_sheet(&mut self, first_line: usize) {
        let lines = self.lines.get(first_line..).unwrap_or_default();
        let fen = |line: &RawLine| match line.amount {
            RawAmount::Fen(fen) => Some(i128::from(fen)),
            RawAmount::Unreadable(_) => None,
        };
        let Some(sum) = lines.iter().map(fen).sum::<Option<i128>>() else {
            self.sheets_before.clear();
            return;
        };
        self.sheets_before.push((first_line, 0));
        let over = self.sheets_before.len().saturating_sub(SHEETS_BEFORE);
        self.sheets_before.drain(..over);
        self.sheets_before.iter_mut().for_each(|(_, before)| *before += sum);
    }

    /// A shared text for a note's code.
    pub(crate) fn note(&mut self, code: &str) -> Arc<str> {
        if let Some(known) = self.notes.get(code) {
            return Arc::clone(known);
        }
        let fresh: Arc<str> = code.into();
        self.notes.insert(Arc::clone(&fresh));
        fresh
    }

    /// Records an issue of the current sheet. Arguments without a value are left out.
    pub(crate) fn issue(&mut self, code: &str, severity: Severity, cell: Option<CellRef>, found: &str, args: &[(&str, &str)]) {
        let args: BTreeMap<String, String> = args
            .iter()
            .filter(|(_, v)| !v.is_empty())
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        self.issues.push(Issue {
            code: code.to_owned(),
            severity,
            sheet: self.sheet.clone(),
            cell,
            found: normal::cut(found, 200),
            args,
        });
    }

    /// Sets a row of the current sheet aside with its reason.
    pub(crate) fn reject<'a>(&mut self, row: u32, cells: impl Iterator<Item = &'a Cell>, reason: &str) -> Fate {
        let texts: Vec<String> = cells.take(SHOWN_CELLS).map(|c| values::show(&c.value)).collect();
        self.rejected.push(RejectedRaw {
            sheet: self.sheet_number,
            row,
            reason: reason.to_owned(),
            text: normal::cut(&texts.join(" | "), SHOWN_CHARACTERS),
        });
        Fate::Rejected
    }
}
