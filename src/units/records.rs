//! What a run keeps of a file when its reading is put away.

use std::sync::Arc;

use crate::{
    formats::{cells::breaks_off, unreadable::Unreadable},
    model::line::Role,
    rows::reading::{Fate, Reading},
    tables::role::is_purchase,
    units::{
        file_record::{FileOutcome, FileRecord},
        grouping::units_of,
        placing::Placer,
    },
};

/// A file whose content is known.
#[derive(Debug, Clone)]
pub(crate) struct OpenedFile<'a> {
    /// Path below the inbox.
    pub path: Arc<str>,
    /// Content hash; zeros when it could not be opened.
    pub sha256: [u8; 32],
    /// Bytes.
    pub size: u64,
    /// What reading it gave.
    pub reading: Result<&'a Reading, &'a Unreadable>,
}

impl OpenedFile<'_> {
    /// What a run keeps of it.
    #[must_use]
    pub fn record(self, placer: &Placer<'_>) -> FileRecord {
        let hints = placer.path_hints(&self.path);
        let mut record = FileRecord {
            path: self.path,
            hints,
            sha256: self.sha256,
            size: self.size,
            ..FileRecord::default()
        };
        match self.reading {
            Ok(reading) => describe(&mut record, reading, placer),
            Err(reason) => {
                record.broken_off = matches!(reason, Unreadable::Damaged(_));
                record.outcome = FileOutcome::Quarantined(reason.clone());
            }
        }
        record
    }
}

fn describe(record: &mut FileRecord, reading: &Reading, placer: &Placer<'_>) {
    record.rows = reading.sheets.iter().map(|s| u64::from(s.rows)).sum();
    record.lines = reading.lines.len() as u64;
    record.rejected = reading.rejected.len() as u64;
    record.holds_rejected_money = holds_rejected_money(reading);
    record.broken_off = reading.issues.iter().any(|issue| breaks_off(&issue.code));
    record.fates = reading
        .fate_counts()
        .into_iter()
        .map(|(fate, n)| (fate.code().to_owned(), n))
        .collect();
    record.nothing_taken = nothing_taken(reading);
    let untold = reading.lines.is_empty() && reading.rejected.is_empty() && record.nothing_taken.is_none();
    record.passed_over = untold && reading.sheets.iter().any(|s| s.passed_over > 0);
    let counts;
    (record.units, counts) = units_of(reading, record, placer);
    (record.unplaced, record.shared) = (counts.unplaced, counts.shared);
}

/// Whether a rejected row may be a purchase: below a header of money, or where no header was found at all.
fn holds_rejected_money(reading: &Reading) -> bool {
    let no_table = |sheet: u16| reading.sheets.get(usize::from(sheet)).is_some_and(|s| s.tables.is_empty());
    let of_no_money = |reason: &str| matches!(reason, "outside_table" | "no_amount_column");
    reading.rejected.iter().any(|r| !of_no_money(&r.reason) || no_table(r.sheet))
}

/// Why nothing was taken from a workbook that holds money: what its tables are for instead, with the text that says so.
fn nothing_taken(reading: &Reading) -> Option<(Role, Arc<str>)> {
    if !reading.lines.is_empty() {
        return None;
    }
    let rows = |fate: Fate| reading.sheets.iter().flat_map(|s| &s.fates).any(|run| run.fate == fate);
    let tables = reading.sheets.iter().flat_map(|s| &s.tables).map(|t| &t.role);
    let of_tables = tables
        .filter(|r| !is_purchase(r.role))
        .map(|r| (r.role, Arc::clone(&r.found)))
        .next();
    let of_rows = [(Fate::Void, Role::Void), (Fate::Example, Role::Example)];
    of_tables.or_else(|| {
        of_rows
            .into_iter()
            .find(|(fate, _)| rows(*fate))
            .map(|(_, role)| (role, Arc::default()))
    })
}
