//! A month with the goods and quantities of an earlier one on the same days, at other prices: a ledger that was copied, and its prices put right.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::checks::{
    patterns::{
        month_copied,
        months::{Repeats, repeats},
    },
    prelude::*,
};

/// Where in its month a day stands.
type Place = fn(Date) -> i8;

/// Where in its month a day stands, and what that is called: as the 5th, or in weeks from the month's first Monday, or from the one before its first day.
const PLACES: [(&str, Place); 3] = [
    ("day", Date::day),
    ("weekday", |date| date.day() - (7 - before(date)) % 7),
    ("weekday", |date| date.day() + before(date)),
];

/// Days of the month's first week that are the month before's.
fn before(date: Date) -> i8 {
    date.first_of_month().weekday().to_monday_zero_offset()
}

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let long = |lines: &Vec<Bought<'_>>| lines.len() >= cx.settings.copied_min_lines;
    let mut bought = bought(cx);
    bought.retain(|_, lines| long(lines));
    if bought.len() > 1 {
        bought.values_mut().for_each(keep_single);
        bought.retain(|_, lines| long(lines));
    }
    if bought.len() < 2 {
        return Outcome::NotApplicable(NotApplicableReason::NoTwoLongMonths);
    }
    // By month, the place by which most of it repeats another.
    let mut most: BTreeMap<Month, (&str, Repeats<'_>)> = BTreeMap::new();
    for (name, place) in PLACES {
        let at = bought.iter().map(|(month, lines)| {
            let placed = lines.iter().map(|(what, date, line)| ((place(*date), *what), *line));
            (*month, placed.collect())
        });
        for one in repeats(&at.collect()) {
            if most.get(&one.month).is_none_or(|(_, known)| known.share < one.share) {
                most.insert(one.month, (name, one));
            }
        }
    }
    // Where the money is the same too, that check has said so.
    let said = month_copied::months(cx);
    let compared = most.len();
    let flags: Vec<_> = most
        .into_values()
        .filter(|(_, one)| one.share >= cx.settings.copied_share_bp && !said.contains(&one.month))
        .map(|(name, one)| {
            let place = cx.catalog.get(&format!("checks.quantities_copied.{name}")).to_owned();
            one.flag(cx, [("place", place)])
        })
        .collect();
    Outcome::of(compared, flags)
}

/// Item and quantity, the day, and the line.
type Bought<'a> = ((&'a str, Decimal), Date, &'a Line);

/// Dated purchases of goods and quantities, by month.
fn bought<'a>(cx: &CheckContext<'a>) -> BTreeMap<Month, Vec<Bought<'a>>> {
    let mut months: BTreeMap<Month, Vec<Bought<'_>>> = BTreeMap::new();
    for line in cx.purchases().filter(|l| !l.is_counted_elsewhere()) {
        if let (Some(item), Some(quantity), Some(date)) = (line.item.as_deref(), line.quantity, line.date) {
            months.entry(line.period).or_default().push(((item, quantity), date, line));
        }
    }
    months
}

/// Keeps the goods and quantities that their month holds once. What comes again within the month is a standing order, and may come again in the next.
fn keep_single(lines: &mut Vec<Bought<'_>>) {
    let mut times: HashMap<(&str, Decimal), usize> = HashMap::new();
    for (what, ..) in lines.iter() {
        *times.entry(*what).or_insert(0) += 1;
    }
    lines.retain(|(what, ..)| times.get(what) == Some(&1));
}
