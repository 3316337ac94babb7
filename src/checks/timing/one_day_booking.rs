//! A month's lines nearly all on one date (突击报账): booked at once, not bought day by day.

use jiff::civil::Date;

use crate::checks::prelude::*;

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let dated = cx.purchases().filter_map(|line| match (line.date, line.amount_fen) {
        (Some(date), Some(1..)) => Some((line.period, date, line)),
        _ => None,
    });
    let mut dated: Vec<(Month, Date, &Line)> = dated.collect();
    dated.sort_by_key(|(month, date, _)| (*month, *date));
    let mut months = dated
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|m| m.len() >= cx.settings.one_day_min_lines)
        .peekable();
    if months.peek().is_none() {
        return Outcome::NotApplicable(NotApplicableReason::TooFewDatedLines);
    }
    let (mut passed, mut flags) = (0, Vec::new());
    for of_month in months {
        let month = of_month[0].0;
        let sum_of = |lines: &[(Month, Date, &Line)]| lines.iter().filter_map(|l| l.2.amount_fen).fold(0_i64, i64::saturating_add);
        let total = sum_of(of_month);
        let days = of_month.chunk_by(|a, b| a.1 == b.1);
        let Some((date, lines)) = days
            .map(|day| (day[0].1, day))
            .max_by_key(|(date, day)| (sum_of(day), std::cmp::Reverse(*date)))
        else {
            continue;
        };
        let lines: Vec<&Line> = lines.iter().map(|(_, _, line)| *line).collect();
        let share = share_bp(sum(&lines), total);
        if share < cx.settings.one_day_share_bp {
            passed += 1;
            continue;
        }
        let args = [
            ("month", month.to_string()),
            ("date", date.to_string()),
            ("count", lines.len().to_string()),
            ("share", percent(share)),
            ("threshold", percent(cx.settings.one_day_share_bp)),
        ];
        flags.push(Flag::of_lines(month.to_string(), &lines, args));
    }
    Outcome::Examined { passed, flags }
}
