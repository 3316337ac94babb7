//! Intervals and verdicts (docs/figures.md). All comparisons are exact, in `i128`.
//!
//! Every disputed line has a few consistent answers, each an amount in the numerator and one in the base. `low` takes for every line the
//! answer that is worst for the unit, `high` the best: the one with the least, or greatest, `10_000·n − t·d`. For purchases that means
//! counting what is disputed against, or for, the unit; for returns (negative amounts) it is the same rule with the signs turned.

use std::sync::Arc;

use crate::{
    assess::gap::shortfalls,
    model::{BaseStanding, Line, Overflow, Ratio, RequirementResult, Standing, Verdict},
};

/// Amount in the numerator and in the base.
pub(super) type Answer = (i64, i64);

/// Whose answers they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Of {
    /// Index of a line.
    Line(usize),
    /// Index among the scope's open amounts.
    Open(usize),
}

/// What one line, or one open amount of a table, may contribute: the worst and the best of its answers for the unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice {
    pub worst: Answer,
    pub best: Answer,
    /// There is more than one answer.
    pub open: bool,
    pub of: Of,
}

impl Choice {
    pub fn certain(only: Answer, line: usize) -> Self {
        Self {
            worst: only,
            best: only,
            open: false,
            of: Of::Line(line),
        }
    }

    /// Part of the sum whatever the lines say.
    pub fn fixed(only: Answer) -> Self {
        Self::certain(only, usize::MAX)
    }

    /// `t`: the threshold, bp.
    pub fn new(answers: &[Answer], t: i64, of: Of) -> Self {
        let each = || answers.iter().copied();
        Self {
            // Of equal ones the first is the worst and the last the best: so the SQL has it too.
            worst: each().min_by_key(|a| margin(*a, t)).unwrap_or((0, 0)),
            best: each().max_by_key(|a| margin(*a, t)).unwrap_or((0, 0)),
            open: answers.len() != 1,
            of,
        }
    }
}

/// By how much an answer is above the threshold, in ten-thousandths of a fen.
fn margin((n, d): Answer, t: i64) -> i128 {
    i128::from(n) * 10_000 - i128::from(t) * i128::from(d)
}

/// One answer, or two; a certain line has no second.
pub(super) fn answers(line: &Line, standing: Standing, a: i64) -> (Answer, Option<Answer>) {
    match (line.base, standing) {
        (BaseStanding::Out, _) => ((0, 0), None),
        (BaseStanding::In, Standing::Counted) => ((a, a), None),
        (BaseStanding::In, Standing::NotCounted) => ((0, a), None),
        (BaseStanding::In, Standing::Disputed) => ((0, a), Some((a, a))),
        (BaseStanding::Disputed, Standing::NotCounted) => ((0, a), Some((0, 0))),
        // That it is nothing lies between these two.
        (BaseStanding::Disputed, Standing::Disputed) if line.is_open_in_channel() => ((0, a), Some((a, a))),
        (BaseStanding::Disputed, Standing::Disputed | Standing::Counted) => ((0, 0), Some((a, a))),
    }
}

/// With one more answer.
pub(super) fn plus(sum: Ratio, (n, d): Answer) -> Result<Ratio, Overflow> {
    let numerator = sum.numerator_fen.checked_add(n).ok_or(Overflow)?;
    Ok(Ratio::of(numerator, sum.denominator_fen.checked_add(d).ok_or(Overflow)?))
}

/// A requirement of threshold `t` (bp) between two ends; with `nothing` there is no share to speak of.
pub(super) fn result(id: Arc<str>, t: i64, (low, high): (Ratio, Ratio), nothing: bool, unbounded: bool) -> RequirementResult {
    let (verdict, (substitute, additional)) = if nothing {
        (Verdict::NoData, (0, 0))
    } else {
        (verdict(low, high, t, unbounded), shortfalls(low, t))
    };
    RequirementResult {
        id,
        threshold_bp: t,
        counted_fen: 0,
        disputed_fen: 0,
        ratio_low_bp: low.floor_bp(),
        ratio_high_bp: high.floor_bp(),
        verdict,
        shortfall_substitute_fen: substitute,
        shortfall_additional_fen: additional,
        low,
        high,
        unbounded,
        own_base: None,
        deciding: Vec::new(),
    }
}

/// Verdict of an interval. A base that is not positive at one end leaves that end open.
pub(super) fn verdict(low: Ratio, high: Ratio, t: i64, open: bool) -> Verdict {
    if open {
        return Verdict::Undetermined;
    }
    match (low.meets(t), high.meets(t)) {
        (Some(true), Some(true)) => Verdict::Pass,
        (Some(false), Some(false)) => Verdict::Fail,
        _ => Verdict::Undetermined,
    }
}
