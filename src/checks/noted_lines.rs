//! Six checks on what is noted on single lines: one finding a check and unit, evidence line by line. What tells them apart is the codes.

use crate::checks::prelude::*;

/// Lines that carry one of the `codes` as a note or a reason are flagged together, as one point to clear up.
pub(super) fn run(cx: &CheckContext<'_>, codes: &[&str]) -> Outcome {
    let has =
        |line: &Line| line.notes.iter().any(|note| codes.contains(&&**note)) || line.reasons.iter().any(|r| codes.contains(&r.code()));
    if cx.data.lines.is_empty() {
        return Outcome::NotApplicable(NotApplicableReason::NoLines);
    }
    let found: Vec<&Line> = cx.data.lines.iter().filter(|l| has(l)).collect();
    let passed = (cx.data.lines.len() - found.len()) as u64;
    if found.is_empty() {
        return Outcome::passed(passed);
    }
    let amount = found
        .iter()
        .filter_map(|l| l.amount_fen)
        .fold(0_i64, |a, b| a.saturating_add(b.saturating_abs()));
    let places: Vec<String> = found.iter().take(3).map(|l| l.source.to_string()).collect();
    let args = [
        ("count", found.len().to_string()),
        ("amount", Fen(amount).yuan()),
        ("places", places.join("；")),
    ];
    let flag = Flag::new(cx.period.to_string(), args).worth(amount).shown_by(sources(&found));
    Outcome::flagged(flag, passed)
}
