//! A month's purchases beside headcount × standard: more than was paid to be eaten, or so little that the standard cannot have been kept.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::checks::prelude::*;

/// A month's purchases, and what was to be eaten each day and meal.
#[derive(Default)]
struct Eaten<'a> {
    lines: Vec<&'a Line>,
    /// The most persons that any line of that meal names, with what each paid, fen.
    meals: BTreeMap<(Date, Option<&'a str>), (i64, i64)>,
    evidence: Vec<&'a Line>,
}

impl<'a> Eaten<'a> {
    fn add(&mut self, line: &'a Line) {
        self.lines.push(line);
        let Some(details) = line.details.as_deref() else { return };
        if let (Some(date), Some(persons), Some(fen)) = (line.date, details.headcount, details.meal_standard_fen) {
            let meal = self.meals.entry((date, details.meal.as_deref())).or_insert((0, 0));
            if i64::from(persons) > meal.0 {
                *meal = (i64::from(persons), fen);
                self.evidence.push(line);
            }
        }
    }

    /// Headcount × standard over the days that are recorded, fen.
    fn paid(&self) -> i64 {
        self.meals
            .values()
            .fold(0_i64, |all, (persons, fen)| all.saturating_add(persons.saturating_mul(*fen)))
    }

    fn days(&self) -> usize {
        let mut days: Vec<Date> = self.meals.keys().map(|(date, _)| *date).collect();
        days.dedup();
        days.len()
    }
}

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let mut months: BTreeMap<Month, Eaten<'_>> = BTreeMap::new();
    for line in cx.purchases().filter(|l| !l.is_counted_elsewhere()) {
        months.entry(line.period).or_default().add(line);
    }
    months.retain(|_, eaten| !eaten.meals.is_empty());
    if months.is_empty() {
        return Outcome::NotApplicable(NotApplicableReason::NoMealStandard);
    }
    let (mut passed, mut flags) = (0, Vec::new());
    for (month, eaten) in &months {
        let (paid, bought, days) = (eaten.paid(), sum(&eaten.lines), eaten.days());
        // Where only days of purchases are recorded, as many may have eaten on each day of the month: that bounds it from above.
        let all_days = usize::try_from(month.last_day().day()).unwrap_or(days);
        let full = days >= cx.settings.meals_full_days;
        let most = if full {
            paid
        } else {
            paid.saturating_mul(all_days as i64) / (days.max(1) as i64)
        };
        let over = share_bp(bought, most) > cx.settings.meals_over_bp;
        // What was eaten on a few days may have been bought before them.
        let under = full && share_bp(bought, paid) < cx.settings.meals_under_bp;
        if !over && !under {
            passed += 1;
            continue;
        }
        let (beside, threshold) = if over {
            (most, cx.settings.meals_over_bp)
        } else {
            (paid, cx.settings.meals_under_bp)
        };
        let side = if over { "over" } else { "under" };
        let args = [
            ("month", month.to_string()),
            ("bought", Fen(bought).yuan()),
            ("days", if over && !full { all_days } else { days }.to_string()),
            ("paid", Fen(beside).yuan()),
            ("measured", percent(share_bp(bought, beside))),
            ("threshold", percent(threshold)),
            ("side", cx.catalog.get(&format!("checks.purchases_beside_meals.{side}")).to_owned()),
        ];
        flags.push(
            Flag::new(format!("{month}|{side}"), args)
                .worth(bought.saturating_sub(beside).saturating_abs())
                .shown_by(sources(&eaten.evidence)),
        );
    }
    Outcome::Examined { passed, flags }
}
