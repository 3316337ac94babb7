//! A registered unit that must report and sent nothing.

use crate::{
    checks::{
        check::{CheckContext, Flag, NotApplicableReason, Outcome},
        figures::args,
    },
    model::results::Verdict,
};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    if cx.assessment.verdict == Verdict::Exempt {
        return Outcome::NotApplicable(NotApplicableReason::Exempt);
    }
    if cx.data.files.is_empty() {
        let flag = Flag {
            subject: cx.period.to_string(),
            args: args([("period", cx.period.to_string())]),
            amount_fen: None,
            evidence: Vec::new(),
            ..Flag::default()
        };
        return Outcome::flagged(flag);
    }
    Outcome::passed(1)
}
