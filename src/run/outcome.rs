//! What came of a run, for the closing lines and the exit status.

use crate::{
    model::{
        region_summary::{InputCounts, InputProblem, RegionSummary},
        results::Verdict,
    },
    publish::build::Published,
    units::assemble::FileRecord,
};

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditOutcome {
    /// Input counts.
    pub inputs: InputCounts,
    /// Units by verdict, in the order pass, fail, undetermined, no_data, exempt.
    pub verdicts: [(Verdict, u64); 5],
    /// Inputs or rows that could not be read or placed.
    pub incomplete: bool,
    /// Problems, for the closing lines.
    pub problems: Vec<InputProblem>,
    /// How long it took.
    pub seconds: f64,
    /// What publishing did beside replacing OUT.
    pub published: Published,
}

impl AuditOutcome {
    /// Of a run that took so many seconds, as far as is known before OUT is published.
    pub(crate) fn of(summary: &RegionSummary, files: &[FileRecord], seconds: f64) -> Self {
        let verdicts = [
            Verdict::Pass,
            Verdict::Fail,
            Verdict::Undetermined,
            Verdict::NoData,
            Verdict::Exempt,
        ]
        .map(|v| (v, summary.units.iter().filter(|u| u.verdict == v).count() as u64));
        let unplaced: u64 = files.iter().map(|f| f.unplaced).sum();
        let homeless = summary
            .problems
            .iter()
            .any(|p| matches!(p.kind.as_str(), "unplaced" | "platform_export" | "nothing_taken"));
        Self {
            incomplete: summary.inputs.quarantined > 0 || summary.inputs.rejected_rows > 0 || unplaced > 0 || homeless,
            inputs: summary.inputs.clone(),
            verdicts,
            problems: summary.problems.clone(),
            seconds,
            published: Published::default(),
        }
    }

    /// 0, 3 (something could not be read or placed), or 4 with `fail_on_noncompliance` (3 wins over 4).
    #[must_use]
    pub fn exit_status(&self, fail_on_noncompliance: bool) -> u8 {
        let failing = self
            .verdicts
            .iter()
            .any(|(v, n)| *n > 0 && matches!(v, Verdict::Fail | Verdict::Undetermined));
        if self.incomplete {
            3
        } else if fail_on_noncompliance && failing {
            4
        } else {
            0
        }
    }
}
