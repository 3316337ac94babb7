//! Too many round amounts: weighed food does not cost whole hundreds; invented figures do.

use crate::{
    checks::{
        check::{Check, CheckContext, Flag, Meta, NotApplicableReason, Outcome},
        figures::{args, share_bp, sources, sum},
    },
    model::{
        finding::Severity,
        line::Line,
        money::{Fen, percent},
    },
};

/// See the module.
pub struct RoundAmounts;

/// Whole hundreds of yuan, in fen.
const ROUND: i64 = 10_000;

impl Check for RoundAmounts {
    fn meta(&self) -> Meta {
        Meta::new("round_amounts", Severity::Info)
    }

    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        let large: Vec<&Line> = cx.purchases().filter(|l| l.amount_fen >= Some(ROUND)).collect();
        if large.len() < cx.settings.round_min_lines {
            return Outcome::NotApplicable(NotApplicableReason::TooFewLargeLines);
        }
        let round: Vec<&Line> = large
            .iter()
            .filter(|l| l.amount_fen.is_some_and(|f| f % ROUND == 0))
            .copied()
            .collect();
        let count = |lines: &[&Line]| i64::try_from(lines.len()).unwrap_or(i64::MAX);
        let share = share_bp(count(&round), count(&large));
        if share < cx.settings.round_share_bp {
            return Outcome::passed(1);
        }
        let flag = Flag {
            subject: cx.period.year().to_string(),
            args: args([
                ("count", round.len().to_string()),
                ("of", large.len().to_string()),
                ("share", percent(share)),
                ("threshold", percent(cx.settings.round_share_bp)),
                ("amount", Fen(sum(&round)).yuan()),
            ]),
            amount_fen: Some(sum(&round)),
            evidence: sources(&round),
            ..Flag::default()
        };
        Outcome::flagged(flag)
    }
}
