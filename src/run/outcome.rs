//! What came of a run, for the closing lines and the exit status.

use crate::{
    model::{InputCounts, InputProblem, RegionSummary, UnitSummary, Verdict},
    publish::build::Published,
    units::{assemble::UnitWork, file_record::FileRecord, placing::UnitKey},
};

/// What came of it.
#[derive(Debug)]
pub struct AuditOutcome {
    pub inputs: InputCounts,
    /// Units by verdict, in the order pass, fail, undetermined, no_data, exempt.
    pub verdicts: [(Verdict, u64); 5],
    /// Inputs or rows that could not be read or placed.
    pub incomplete: bool,
    /// Some unit, or some bureau that answers for its units together, fails or is undetermined.
    pub failing: bool,
    /// Whether no input holds a line.
    pub no_lines: bool,
    /// Registered units that must report, and how many of them have lines in the month.
    pub reporting: (u64, u64),
    /// Problems, for the closing lines.
    pub problems: Vec<InputProblem>,
    /// How long it took.
    pub seconds: f64,
    /// Characters of the flat tables that their encoding does not have.
    pub not_encoded: u64,
    /// What publishing did beside replacing OUT.
    pub published: Published,
}

impl AuditOutcome {
    /// Of a run that took so many seconds, as far as is known before OUT is published.
    pub(crate) fn of(summary: &RegionSummary, works: &[UnitWork], files: &[FileRecord], seconds: f64) -> Self {
        let registered = works
            .iter()
            .zip(&summary.units)
            .filter(|(work, _)| matches!(work.key, UnitKey::Registered(_)));
        let must_report = || registered.clone().filter(|(_, unit)| unit.verdict != Verdict::Exempt);
        let has_month = |unit: &UnitSummary| unit.scopes.month.requirements.iter().any(|r| r.verdict != Verdict::NoData);
        let reporting = (
            must_report().count() as u64,
            must_report().filter(|(_, unit)| has_month(unit)).count() as u64,
        );
        let no_lines = summary.inputs.lines == 0;
        let verdicts = Verdict::ALL.map(|v| (v, summary.units.iter().filter(|u| u.verdict == v).count() as u64));
        let unplaced: u64 = files.iter().map(|f| f.unplaced).sum();
        let kinds = ["unplaced", "platform_export", "broken_off", "nothing_taken"];
        let is_told = |p: &InputProblem| kinds.contains(&p.kind.as_str()) || p.reason == "override_unmatched";
        let homeless = summary.problems.iter().any(is_told);
        let unread = summary.inputs.quarantined > 0 || summary.inputs.rejected_rows > 0;
        let fails = |v: Verdict| matches!(v, Verdict::Fail | Verdict::Undetermined);
        let alone = summary.units.iter().filter(|u| u.system.is_none()).map(|u| u.verdict);
        let together = summary.groups.iter().filter_map(|g| g.verdict);
        Self {
            failing: alone.chain(together).any(fails),
            incomplete: unread || unplaced > 0 || homeless || no_lines || is_too_few(reporting),
            no_lines,
            reporting,
            inputs: summary.inputs.clone(),
            verdicts,
            problems: summary.problems.clone(),
            seconds,
            not_encoded: 0,
            published: Published::default(),
        }
    }

    /// Whether fewer than half of the registered units that must report have lines in the month.
    pub fn is_thin(&self) -> bool {
        is_too_few(self.reporting)
    }

    /// 0, 3 (something could not be read or placed), or 4 with `fail_on_noncompliance` (3 wins over 4).
    pub fn exit_status(&self, fail_on_noncompliance: bool) -> u8 {
        // Whoever reads OUT reads the old ones.
        if self.incomplete || self.published.beside.is_some() {
            3
        } else if fail_on_noncompliance && self.failing {
            4
        } else {
            0
        }
    }
}

/// Of registered units that must report, whether fewer than half have lines.
fn is_too_few((registered, with_lines): (u64, u64)) -> bool {
    with_lines * 2 < registered
}
