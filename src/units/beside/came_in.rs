//! What the ledgers of a unit say was bought: whether a table beside them may list what was used of it.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{model::line::Line, text::names::normal_word};

/// What the ledgers say was bought, by goods.
#[derive(Default)]
pub(super) struct CameIn(HashMap<String, Bought>);

/// What was bought of some goods. A purchase without a day may have been the first.
#[derive(Default)]
struct Bought {
    /// The quantity up to each day, the undated ones before all.
    until: BTreeMap<Option<Date>, Decimal>,
    /// The first day of each price.
    prices: HashMap<Decimal, Option<Date>>,
}

impl CameIn {
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a Line>) -> Self {
        let mut bought: HashMap<String, Bought> = HashMap::new();
        for line in lines {
            let (Some(item), Some(quantity)) = (&line.item, line.quantity) else {
                continue;
            };
            let of_item = bought.entry(normal_word(item)).or_default();
            let of_day = of_item.until.entry(line.date).or_default();
            *of_day = of_day.saturating_add(quantity);
            if let Some(price) = line.unit_price {
                let first = of_item.prices.entry(price).or_insert(line.date);
                *first = (*first).min(line.date);
            }
        }
        for of_item in bought.values_mut() {
            let mut sum = Decimal::ZERO;
            for quantity in of_item.until.values_mut() {
                sum = sum.saturating_add(*quantity);
                *quantity = sum;
            }
        }
        Self(bought)
    }

    /// Whether it covers what a table lists, at prices that were paid.
    pub(super) fn holds_at_price(&self, lines: &[&Line]) -> bool {
        let paid = |line: &&Line| {
            let of_item = line.item.as_deref().and_then(|item| self.0.get(&normal_word(item)));
            let first = of_item.zip(line.unit_price).and_then(|(of_item, price)| of_item.prices.get(&price));
            first.is_some_and(|first| line.date.is_none() || *first <= line.date)
        };
        lines.iter().all(paid) && self.covers(lines, true)
    }

    /// Whether all that a table lists was bought (`before` its days), and no less of it: so it may be what was used of it, or what was asked for.
    pub(super) fn covers(&self, lines: &[&Line], before: bool) -> bool {
        let mut used: HashMap<String, Decimal> = HashMap::new();
        lines.iter().all(|line| {
            let (Some(item), Some(quantity)) = (&line.item, line.quantity) else {
                return false;
            };
            let item = normal_word(item);
            let until = self.0.get(&item).map(|of_item| &of_item.until);
            let bought = until.and_then(|until| match line.date {
                Some(_) if before => until.range(..=line.date).next_back(),
                _ => until.last_key_value(),
            });
            let bought = bought.map_or(Decimal::ZERO, |(_, sum)| *sum);
            let used = used.entry(item).or_default();
            *used = used.saturating_add(quantity);
            *used <= bought
        })
    }
}
