//! A registered unit that must report and sent nothing.

use crate::{
    checks::{
        check::{Check, CheckContext, Flag, Meta, NotApplicableReason, Outcome},
        figures::args,
    },
    model::{finding::Severity, results::Verdict},
};

/// See the module.
pub struct NotSubmitted;

impl Check for NotSubmitted {
    fn meta(&self) -> Meta {
        Meta::new("not_submitted", Severity::Error)
    }
    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
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
}
