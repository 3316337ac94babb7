//! A school's canteen that buys on Saturdays and Sundays as on any other day: nobody eats there then.

use jiff::civil::Weekday;

use crate::{
    checks::{Check, CheckContext, Flag, Meta, Outcome, args, not_a_school, purchases, share_bp, sum},
    model::{
        finding::Severity,
        line::Line,
        money::{Fen, percent},
    },
};

/// See the module.
pub struct WeekendPurchases;

impl Check for WeekendPurchases {
    fn meta(&self) -> Meta {
        Meta {
            id: "weekend_purchases",
            severity: Severity::Info,
            since: "0.1.0",
        }
    }

    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        if let Some(reason) = not_a_school(cx) {
            return Outcome::NotApplicable(reason);
        }
        let dated: Vec<&Line> = purchases(cx).filter(|l| l.date.is_some() && l.amount_fen > Some(0)).collect();
        if dated.len() < cx.settings.weekend_min_lines {
            return Outcome::NotApplicable("too_few_dated_lines");
        }
        let weekend = |l: &&&Line| l.date.is_some_and(|d| matches!(d.weekday(), Weekday::Saturday | Weekday::Sunday));
        let closed: Vec<&Line> = dated.iter().filter(weekend).copied().collect();
        let share = share_bp(sum(&closed), sum(&dated));
        if share < cx.settings.weekend_share_bp {
            return Outcome::Examined {
                passed: 1,
                flags: Vec::new(),
            };
        }
        let flag = Flag {
            subject: cx.period.year().to_string(),
            args: args([
                ("count", closed.len().to_string()),
                ("amount", Fen(sum(&closed)).yuan()),
                ("share", percent(share)),
                ("threshold", percent(cx.settings.weekend_share_bp)),
            ]),
            amount_fen: Some(sum(&closed)),
            evidence: closed.iter().map(|l| l.source.clone()).collect(),
        };
        Outcome::Examined {
            passed: 0,
            flags: vec![flag],
        }
    }
}
