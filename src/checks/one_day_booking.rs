//! A month's lines nearly all on one date (突击报账): booked at once, not bought day by day.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Check, CheckContext, Flag, Meta, Outcome, args, purchases, share_bp, sum};
use crate::{
    dates::Month,
    model::{Line, Severity},
    money::{Fen, percent},
};

/// See the module.
pub struct OneDayBooking;

impl Check for OneDayBooking {
    fn meta(&self) -> Meta {
        Meta {
            id: "one_day_booking",
            severity: Severity::Warning,
            since: "0.1.0",
        }
    }

    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        let mut months: BTreeMap<Month, BTreeMap<Date, Vec<&Line>>> = BTreeMap::new();
        for line in purchases(cx) {
            if let (Some(date), Some(1..)) = (line.date, line.amount_fen) {
                months.entry(line.period).or_default().entry(date).or_default().push(line);
            }
        }
        months.retain(|_, days| days.values().map(Vec::len).sum::<usize>() >= cx.settings.one_day_min_lines);
        if months.is_empty() {
            return Outcome::NotApplicable("too_few_dated_lines");
        }
        let (mut passed, mut flags) = (0, Vec::new());
        for (month, days) in &months {
            let total = days.values().map(|l| sum(l)).fold(0_i64, i64::saturating_add);
            let Some((date, lines)) = days.iter().max_by_key(|(date, lines)| (sum(lines), std::cmp::Reverse(**date))) else {
                continue;
            };
            let share = share_bp(sum(lines), total);
            if share < cx.settings.one_day_share_bp {
                passed += 1;
                continue;
            }
            flags.push(Flag {
                subject: month.to_string(),
                args: args([
                    ("month", month.to_string()),
                    ("date", date.to_string()),
                    ("count", lines.len().to_string()),
                    ("share", percent(share)),
                    ("threshold", percent(cx.settings.one_day_share_bp)),
                    ("amount", Fen(sum(lines)).yuan()),
                ]),
                amount_fen: Some(sum(lines)),
                evidence: lines.iter().map(|l| l.source.clone()).collect(),
            });
        }
        Outcome::Examined { passed, flags }
    }
}
