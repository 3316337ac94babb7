//! Too many round amounts: weighed food does not cost whole hundreds; invented figures do.

use crate::{
    checks::{Check, CheckContext, Flag, Meta, Outcome, args, purchases, share_bp, sum},
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
        Meta {
            id: "round_amounts",
            severity: Severity::Info,
            since: "0.1.0",
        }
    }

    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        let large: Vec<&Line> = purchases(cx).filter(|l| l.amount_fen >= Some(ROUND)).collect();
        if large.len() < cx.settings.round_min_lines {
            return Outcome::NotApplicable("too_few_large_lines");
        }
        let round: Vec<&Line> = large
            .iter()
            .filter(|l| l.amount_fen.is_some_and(|f| f % ROUND == 0))
            .copied()
            .collect();
        let count = |lines: &[&Line]| i64::try_from(lines.len()).unwrap_or(i64::MAX);
        let share = share_bp(count(&round), count(&large));
        if share < cx.settings.round_share_bp {
            return Outcome::Examined {
                passed: 1,
                flags: Vec::new(),
            };
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
            evidence: round.iter().map(|l| l.source.clone()).collect(),
        };
        Outcome::Examined {
            passed: 0,
            flags: vec![flag],
        }
    }
}
