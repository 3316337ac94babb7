//! Lines dated outside the month that their file or sheet states: kept, in their own month.

use std::collections::BTreeSet;

use crate::{checks::prelude::*, model::PeriodSource};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let stated = |l: &Line| cx.data.stated_months.get(&(l.source.file.clone(), l.source.sheet.clone())).copied();
    let dated: Vec<&Line> = cx.data.lines.iter().filter(|l| l.period_source == PeriodSource::Date).collect();
    let compared: Vec<_> = dated.iter().filter_map(|l| stated(l).map(|m| (*l, m))).collect();
    let late: Vec<&Line> = dated
        .iter()
        .copied()
        .filter(|l| l.period > cx.period && stated(l).is_none_or(|m| m == l.period))
        .collect();
    if compared.is_empty() && late.is_empty() {
        return Outcome::NotApplicable(NotApplicableReason::NoStatedMonth);
    }
    let mut flags = Vec::new();
    let months: BTreeSet<(Month, Month)> = compared
        .iter()
        .filter(|(l, m)| l.period != *m)
        .map(|(l, m)| (*m, l.period))
        .collect();
    let mut outside = 0;
    for (month, actual) in months {
        let lines: Vec<&Line> = compared
            .iter()
            .filter(|(l, m)| *m == month && l.period == actual)
            .map(|(l, _)| *l)
            .collect();
        outside += lines.len();
        let args = [
            ("stated", month.to_string()),
            ("actual", actual.to_string()),
            ("count", lines.len().to_string()),
        ];
        flags.push(Flag::of_lines(format!("{month}|{actual}"), &lines, args));
    }
    if !late.is_empty() {
        let args = [
            ("stated", cx.period.to_string()),
            ("actual", late.iter().map(|l| l.period).max().unwrap_or(cx.period).to_string()),
            ("count", late.len().to_string()),
        ];
        flags.push(Flag::of_lines(format!("after|{}", cx.period), &late, args));
    }
    Outcome::Examined {
        passed: (dated.len().saturating_sub(outside + late.len())) as u64,
        flags,
    }
}
