//! A month in which a person ate several times as much grain, meat or oil as in the unit's other months.

use crate::checks::{
    meals::diet::{Bought, Diet, STAPLES, in_grams},
    prelude::*,
};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let lines: Vec<&Line> = cx.purchases().filter(|l| !l.is_counted_elsewhere()).collect();
    if !lines.iter().any(|l| l.details.as_deref().is_some_and(|d| d.headcount.is_some())) {
        return Outcome::NotApplicable(NotApplicableReason::TooFewMealMonths);
    }
    let mut diet = Diet::default();
    for (at, line) in (0_u32..).zip(&lines) {
        diet.add(&Bought {
            month: line.period,
            date: line.date,
            item: line.item.as_deref(),
            spec: line.spec.as_deref(),
            measure: line.measure.as_deref(),
            quantity: line.quantity,
            details: line.details.as_deref(),
            line: at,
        });
    }
    let (mut passed, mut flags) = (0, Vec::new());
    for (staple, name) in STAPLES.iter().enumerate() {
        let months = diet.by_month(staple, cx.settings.meals_full_days);
        if months.len() <= cx.settings.per_head_min_months {
            continue;
        }
        for (month, portion) in &months {
            let mut others: Vec<i64> = months.iter().filter(|(m, _)| m != month).map(|(_, p)| p.milligrams).collect();
            others.sort_unstable();
            // The lower middle: with an even count no value is made up.
            let median = others[(others.len() - 1) / 2];
            let times = i128::from(portion.milligrams) * 10_000 / i128::from(median.max(1));
            if times < i128::from(cx.settings.per_head_own_factor_bp) {
                passed += 1;
                continue;
            }
            let own: Vec<&Line> = portion.lines.iter().filter_map(|at| lines.get(*at as usize).copied()).collect();
            let args = [
                ("month", month.to_string()),
                ("kind", (*name).to_owned()),
                ("portion", in_grams(portion.milligrams)),
                ("median", in_grams(median)),
                ("measured", percent(i64::try_from(times).unwrap_or(i64::MAX))),
                ("threshold", percent(cx.settings.per_head_own_factor_bp)),
            ];
            flags.push(Flag::new(format!("{month}|{name}"), args).worth(sum(&own)).shown_by(sources(&own)));
        }
    }
    Outcome::Examined { passed, flags }.unless_nothing(NotApplicableReason::TooFewMealMonths)
}
