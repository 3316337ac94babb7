//! What the ledgers of a unit say was bought: whether a table beside them may list what was used of it.

use std::collections::HashMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{model::line::Line, text::names::normal_word};

/// Quantities that the ledgers say were bought, by goods and day.
#[derive(Default)]
pub(super) struct CameIn(HashMap<String, Vec<Bought>>);

struct Bought {
    date: Option<Date>,
    quantity: Decimal,
    price: Option<Decimal>,
}

impl CameIn {
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a Line>) -> Self {
        let mut bought = Self::default();
        for line in lines {
            if let (Some(item), Some(quantity)) = (&line.item, line.quantity) {
                bought.0.entry(normal_word(item)).or_default().push(Bought {
                    date: line.date,
                    quantity,
                    price: line.unit_price,
                });
            }
        }
        bought
    }

    /// What was bought of an item up to the day of a line.
    fn before<'t>(&'t self, item: &str, line: &Line) -> impl Iterator<Item = &'t Bought> {
        let used = line.date;
        let until = move |bought: &&Bought| bought.date.zip(used).is_none_or(|(bought, used)| bought <= used);
        self.0.get(item).into_iter().flatten().filter(until)
    }

    /// Whether it covers what a table lists, at prices that were paid.
    pub(super) fn holds_at_price(&self, lines: &[&Line]) -> bool {
        let paid = |line: &&Line| {
            let item = line.item.as_deref().map(normal_word).unwrap_or_default();
            line.unit_price.is_some() && self.before(&item, line).any(|bought| bought.price == line.unit_price)
        };
        lines.iter().all(paid) && self.covers(lines)
    }

    /// Whether all that a table lists was bought, and no less of it: so it may be what was used of it.
    pub(super) fn covers(&self, lines: &[&Line]) -> bool {
        let mut used: HashMap<String, Decimal> = HashMap::new();
        lines.iter().all(|line| {
            let (Some(item), Some(quantity)) = (&line.item, line.quantity) else {
                return false;
            };
            let item = normal_word(item);
            let before = self.before(&item, line);
            let bought = before.fold(Decimal::ZERO, |sum, bought| sum.saturating_add(bought.quantity));
            let used = used.entry(item).or_default();
            *used = used.saturating_add(quantity);
            *used <= bought
        })
    }
}
