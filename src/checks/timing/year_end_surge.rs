//! November or December far above the months before: money spent because the year ends (年底突击采购).

use crate::checks::prelude::*;

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let year = cx.period.year();
    let of = |month: i8| -> Vec<&Line> { cx.purchases().filter(|l| Month::new(year, month) == Some(l.period)).collect() };
    let late: Vec<i8> = (11..=cx.period.month()).collect();
    if late.is_empty() {
        return Outcome::NotApplicable(NotApplicableReason::NoYearEnd);
    }
    let before: Vec<i64> = (1..=10).map(|m| sum(&of(m))).filter(|fen| *fen > 0).collect();
    if before.len() < cx.settings.surge_min_months {
        return Outcome::NotApplicable(NotApplicableReason::NoYearEnd);
    }
    let count = i64::try_from(before.len()).unwrap_or(i64::MAX);
    let total = before.iter().fold(0_i64, |a, b| a.saturating_add(*b));
    let (mut passed, mut flags) = (0, Vec::new());
    for month in late {
        let lines = of(month);
        let fen = sum(&lines);
        // fen / (total / count) in basis points, without dividing twice.
        let times = i128::from(fen) * i128::from(count) * 10_000 / i128::from(total.max(1));
        let times = i64::try_from(times).unwrap_or(i64::MAX);
        if times < cx.settings.surge_factor_bp {
            passed += 1;
            continue;
        }
        let args = [
            ("month", format!("{year}-{month:02}")),
            ("amount", Fen(fen).yuan()),
            ("average", Fen(total / count).yuan()),
            ("months", count.to_string()),
            ("measured", percent(times)),
            ("threshold", percent(cx.settings.surge_factor_bp)),
        ];
        flags.push(
            Flag::new(format!("{year}-{month:02}"), args)
                .worth(fen.saturating_sub(total / count))
                .shown_by(sources(&lines)),
        );
    }
    Outcome::Examined { passed, flags }
}
