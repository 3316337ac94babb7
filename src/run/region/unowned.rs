//! Rejected rows of workbooks of several units that belong to none of them: no unit's report shows them, so the region's list does.

use rayon::prelude::*;

use crate::{
    model::region_summary::InputProblem,
    report::words,
    run::{PIECE, context::UnitContext},
    text::fault::Fault,
    units::{
        file_record::{FileOutcome, FileRecord},
        owners::{owners, rejected_row},
    },
};

/// Each of them, in the order of files, sheets and rows.
pub(crate) fn unowned_rows(cx: &UnitContext<'_>) -> Result<Vec<InputProblem>, Fault> {
    let may_hold = |f: &&FileRecord| f.outcome == FileOutcome::Read && f.rejected > 0 && (f.units.len() != 1 || f.unplaced > 0);
    let files: Vec<&FileRecord> = cx.files.iter().filter(may_hold).collect();
    let problems = files.par_iter().with_max_len(PIECE).map(|file| {
        let reading = cx.reading(file)?;
        let owners = owners(&reading, file, cx.assemble());
        let rows = reading.rejected.iter().zip(owners).filter(|(_, owner)| owner.is_none());
        let problem = |(raw, _)| {
            let row = rejected_row(raw, &reading, file);
            let said = [("reason", words::rejection(cx.catalog, &row.reason)), ("text", row.text)];
            InputProblem {
                path: row.source.to_string(),
                kind: "rejected_rows".to_owned(),
                reason: "row_of_no_unit".to_owned(),
                message: cx
                    .catalog
                    .say("problem.row_of_no_unit", &said.each_ref().map(|(k, v)| (*k, v.as_str()))),
            }
        };
        Ok(rows.map(problem).collect::<Vec<_>>())
    });
    let problems: Vec<Vec<InputProblem>> = problems.collect::<Result<_, Fault>>()?;
    Ok(problems.into_iter().flatten().collect())
}
