//! A school's canteen that buys in the middle of the school holidays.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::checks::prelude::*;

/// Days of every year, both included, as `MM-DD`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    name: String,
    from: String,
    to: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Calendar {
    #[serde(default)]
    holiday: Vec<Holiday>,
}

static CALENDAR: LazyLock<Calendar> =
    LazyLock::new(|| toml::from_str(include_str!("../../data/checks/school_holidays.toml")).unwrap_or_default());

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    if let Some(reason) = cx.not_a_school() {
        return Outcome::NotApplicable(reason);
    }
    let of_year = |l: &Line| l.date.filter(|d| d.year() == cx.period.year());
    let dated: Vec<(&Line, (i8, i8))> = cx
        .purchases()
        .filter(|l| l.amount_fen > Some(0))
        .filter_map(|l| of_year(l).map(|d| (l, (d.month(), d.day()))))
        .collect();
    if dated.is_empty() {
        return Outcome::NotApplicable(NotApplicableReason::TooFewDatedLines);
    }
    let (mut passed, mut flags) = (0, Vec::new());
    for holiday in &CALENDAR.holiday {
        let (Some(from), Some(to)) = (day(&holiday.from), day(&holiday.to)) else {
            continue;
        };
        let within: Vec<&Line> = dated.iter().filter(|(_, d)| (from..=to).contains(d)).map(|(l, _)| *l).collect();
        if within.len() < cx.settings.holiday_min_lines {
            passed += 1;
            continue;
        }
        let args = [
            ("holiday", holiday.name.clone()),
            ("from", holiday.from.clone()),
            ("to", holiday.to.clone()),
            ("count", within.len().to_string()),
            ("threshold", cx.settings.holiday_min_lines.to_string()),
        ];
        flags.push(Flag::of_lines(format!("{}-{}", cx.period.year(), holiday.from), &within, args));
    }
    Outcome::Examined { passed, flags }
}

/// `MM-DD` as month and day.
fn day(text: &str) -> Option<(i8, i8)> {
    let (month, day) = text.split_once('-')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_is_data_that_reads() {
        assert_eq!(CALENDAR.holiday.len(), 2);
        assert!(CALENDAR.holiday.iter().all(|h| day(&h.from).is_some() && day(&h.from) < day(&h.to)));
    }
}
