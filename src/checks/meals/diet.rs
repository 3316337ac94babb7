//! Grain, meat and oil a person and meal: what was bought of them beside the headcount, in months that are recorded day by day.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::{Decimal, prelude::ToPrimitive as _};

use crate::{
    checks::meals::goods::KINDS,
    model::{Details, Month},
    prices::measure::grams,
};

/// Kinds that everybody eats each day, by their names in `data/checks/goods.toml`.
pub(crate) const STAPLES: [&str; 3] = ["粮食", "畜禽肉", "食用油"];

/// What a purchase says.
pub(crate) struct Bought<'a> {
    pub(crate) month: Month,
    pub(crate) date: Option<Date>,
    pub(crate) item: Option<&'a str>,
    pub(crate) spec: Option<&'a str>,
    pub(crate) measure: Option<&'a str>,
    pub(crate) quantity: Option<Decimal>,
    pub(crate) details: Option<&'a Details>,
    /// Index among the unit's lines.
    pub(crate) line: u32,
}

#[derive(Default)]
struct OfMonth {
    /// The most persons that any line of the meal names.
    meals: BTreeMap<(Date, String), u32>,
    grams: [Decimal; STAPLES.len()],
    lines: [Vec<u32>; STAPLES.len()],
}

impl OfMonth {
    fn days(&self) -> usize {
        let mut days: Vec<Date> = self.meals.keys().map(|(day, _)| *day).collect();
        days.dedup();
        days.len()
    }

    fn persons(&self) -> u64 {
        self.meals.values().map(|n| u64::from(*n)).sum()
    }
}

/// A unit's purchases beside its meals.
#[derive(Default)]
pub(crate) struct Diet {
    months: BTreeMap<Month, OfMonth>,
}

/// What a person ate of a staple at a meal.
pub(crate) struct Portion {
    /// Milligrams, rounded down.
    pub(crate) milligrams: i64,
    /// The purchases that it is made of.
    pub(crate) lines: Vec<u32>,
}

impl Diet {
    pub(crate) fn add(&mut self, bought: &Bought<'_>) {
        let of = self.months.entry(bought.month).or_default();
        if let Some(details) = bought.details
            && let (Some(day), Some(persons)) = (bought.date, details.headcount)
        {
            let meal = of
                .meals
                .entry((day, details.meal.as_deref().unwrap_or_default().to_owned()))
                .or_insert(0);
            *meal = persons.max(*meal);
        }
        let kind = bought.item.and_then(|item| KINDS.of_item(item)).map(|kind| KINDS.name(kind));
        let Some(at) = STAPLES.iter().position(|staple| Some(*staple) == kind) else {
            return;
        };
        let weight = bought
            .quantity
            .zip(grams(bought.measure.unwrap_or_default(), bought.spec.unwrap_or_default()));
        if let Some(weight) = weight.and_then(|(quantity, grams)| quantity.checked_mul(grams)) {
            of.grams[at] = of.grams[at].saturating_add(weight);
            of.lines[at].push(bought.line);
        }
    }

    /// By staple, in the months with headcounts of so many days or more.
    pub(crate) fn by_month(&self, staple: usize, days: usize) -> Vec<(Month, Portion)> {
        let full = self.months.iter().filter(|(_, of)| of.days() >= days);
        full.filter_map(|(month, of)| Some((*month, portion([of].into_iter(), staple)?)))
            .collect()
    }

    /// The same over all such months of the year to date.
    pub(crate) fn of_year(&self, staple: usize, days: usize, period: Month) -> Option<Portion> {
        let in_year = self
            .months
            .iter()
            .filter(|(month, of)| month.in_year_to_date(period) && of.days() >= days);
        portion(in_year.map(|(_, of)| of), staple)
    }
}

fn portion<'m>(months: impl Iterator<Item = &'m OfMonth>, staple: usize) -> Option<Portion> {
    let (mut grams, mut persons, mut lines) = (Decimal::ZERO, 0_u64, Vec::new());
    for of in months {
        grams = grams.saturating_add(of.grams[staple]);
        persons += of.persons();
        lines.extend_from_slice(&of.lines[staple]);
    }
    let a_meal = grams.checked_mul(Decimal::ONE_THOUSAND)?.checked_div(Decimal::from(persons))?;
    let milligrams = a_meal.trunc().to_i64().filter(|n| *n > 0)?;
    Some(Portion { milligrams, lines })
}

/// `123.4`: grams, to a tenth, rounded down.
pub(crate) fn in_grams(milligrams: i64) -> String {
    Decimal::new(milligrams / 100, 1).normalize().to_string()
}
