//! What must hold of any reading, whatever the bytes: every row has one fate, lines and rejected rows stand in rows of that fate, and the
//! words for people can be said. Shared by the tests and the fuzz target.

use std::{collections::BTreeSet, sync::LazyLock};

use bangfu::{
    formats::{limits::Limits, unreadable::Unreadable},
    inbox::unreadable_words::unreadable_words,
    rows::{
        describe::{inspect_report, inspect_text},
        reading::{Fate, Reading},
    },
    tables::vocabulary::Vocabulary,
    text::catalog::{Catalog, Lang},
};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::new(Lang::Zh));

/// Small, so that a round is quick and both sides of each limit are met.
#[allow(dead_code)]
pub const NARROW: Limits = Limits {
    file_bytes: 1 << 20,
    inflated_bytes: 4 << 20,
    cells: 20_000,
    sheets: 16,
    xml_depth: 64,
    members: 8,
    memory: None,
};

/// Reads bytes as a run does and checks the reading; a panic of the reader is a failure here.
///
/// # Panics
/// When something does not hold.
pub fn read_accounted(bytes: &[u8], limits: &Limits, layouts: &Vocabulary) -> Result<Reading, Unreadable> {
    let result = bangfu::rows::workbook::read_bytes(bytes, limits, layouts);
    match &result {
        Ok(reading) => accounted(reading),
        Err(reason) => {
            assert!(!matches!(reason, Unreadable::Internal(_)), "the reader failed: {reason:?}");
            let (message, fix) = unreadable_words(reason, &CATALOG);
            assert!(!message.is_empty() && !fix.is_empty());
        }
    }
    result
}

/// Every row of every sheet is accounted for.
///
/// # Panics
/// When one is not.
pub fn accounted(reading: &Reading) {
    for (at, sheet) in reading.sheets.iter().enumerate() {
        let of_sheet = |s: u16| usize::from(s) == at;
        let sum: u64 = sheet.fates.iter().map(|f| u64::from(f.rows)).sum();
        assert_eq!(sum, u64::from(sheet.rows), "rows of sheet {at}");
        assert!(sheet.fates.is_sorted_by(|a, b| a.last < b.first), "fates of sheet {at} overlap");
        let fate_of = |row: u32| sheet.fates.iter().find(|f| f.first <= row && row <= f.last).map(|f| f.fate);
        let lines: BTreeSet<u32> = reading.lines.iter().filter(|l| of_sheet(l.sheet)).map(|l| l.row).collect();
        for row in &lines {
            assert_eq!(fate_of(*row), Some(Fate::Line), "row {row} of sheet {at} holds a line");
        }
        let counted: u64 = sheet.fates.iter().filter(|f| f.fate == Fate::Line).map(|f| u64::from(f.rows)).sum();
        assert_eq!(counted, lines.len() as u64, "rows of sheet {at} with fate `line`");
        let rejected: BTreeSet<u32> = reading.rejected.iter().filter(|r| of_sheet(r.sheet)).map(|r| r.row).collect();
        let counted: u64 = sheet
            .fates
            .iter()
            .filter(|f| f.fate == Fate::Rejected)
            .map(|f| u64::from(f.rows))
            .sum();
        assert_eq!(counted, rejected.difference(&lines).count() as u64, "rejected rows of sheet {at}");
        for total in sheet.tables.iter().flat_map(|t| &t.totals) {
            assert!(total.first_line <= total.end_line && total.end_line as usize <= reading.lines.len());
        }
    }
    for line in &reading.lines {
        let sheet = &reading.sheets[usize::from(line.sheet)];
        assert!(usize::from(line.table) < sheet.tables.len());
    }
    let text = inspect_text(reading, &CATALOG);
    assert!(!text.is_empty());
    let _ = inspect_report(reading, &CATALOG);
}
