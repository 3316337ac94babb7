//! Rejected rows of workbooks of several units that belong to none of them: no unit's report shows them, so the region's list does.

use rayon::prelude::*;

use crate::{
    report::words,
    run::{PIECE, context::UnitContext},
    text::Fault,
    units::{
        file_record::{FileOutcome, FileRecord},
        owners::{owners, rejected_row},
    },
};

/// Such a row.
pub(crate) struct UnownedRow {
    /// `台账.xlsx › 3月 › 17`.
    pub place: String,
    /// In words.
    pub reason: String,
    pub text: String,
}

/// Each of them, in the order of files, sheets and rows.
pub(crate) fn unowned_rows(cx: &UnitContext<'_>) -> Result<Vec<UnownedRow>, Fault> {
    let may_hold = |f: &&FileRecord| f.outcome == FileOutcome::Read && f.rejected > 0 && (f.units.len() != 1 || f.unplaced > 0);
    let files: Vec<&FileRecord> = cx.files.iter().filter(may_hold).collect();
    let problems = files.par_iter().with_max_len(PIECE).map(|file| {
        let reading = cx.readings.get(file)?;
        let owners = owners(&reading, file, cx.assemble());
        let rows = reading.rejected.iter().zip(owners).filter(|(_, owner)| owner.is_none());
        let problem = |(raw, _)| {
            let row = rejected_row(raw, &reading, file);
            UnownedRow {
                place: row.source.to_string(),
                reason: words::word(cx.catalog, "rejection", &row.reason),
                text: row.text,
            }
        };
        Ok(rows.map(problem).collect::<Vec<_>>())
    });
    let problems: Vec<Vec<UnownedRow>> = problems.collect::<Result<_, Fault>>()?;
    Ok(problems.into_iter().flatten().collect())
}
