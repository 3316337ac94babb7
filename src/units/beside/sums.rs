//! Sums of the ledgers' lines by supplier, item, category, channel, day and month, that other tables may state; and what a row of such a table says.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use jiff::civil::Date;

use crate::{
    model::{dates::Month, line::Line},
    text::names::normal_word,
};

/// How many of [`KEYS`] sums to the fen are compared by; goods by channel tell only where all of a list is rounded.
const EXACT: usize = 7;
/// What sums are made by.
const KEYS: [fn(&Line) -> Option<Key>; 8] = [
    |l| l.supplier.as_deref().map(|t| Key::Text(0, normal_word(t))),
    |l| l.item.as_deref().map(|t| Key::Text(1, normal_word(t))),
    |l| l.category.as_deref().map(|t| Key::Text(2, normal_word(t))),
    |l| l.channel_text.as_deref().map(|t| Key::Text(3, normal_word(t))),
    |l| l.date.map(Key::Day),
    |l| l.date.zip(l.channel.clone()).map(|(day, channel)| Key::DayThrough(day, channel)),
    |l| Some(Key::Month(l.period)),
    |l| {
        let item = l.item.as_deref().map(normal_word);
        item.zip(l.channel.clone()).map(|(item, channel)| Key::ItemThrough(item, channel))
    },
];

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Text(u8, String),
    Day(Date),
    DayThrough(Date, Arc<str>),
    ItemThrough(String, Arc<str>),
    Month(Month),
}

/// What a row says, with its amount, fen: its parts by channel are one amount.
pub(super) type Stated<'l> = (&'l Line, Option<i64>);

/// A table's lines as its rows, zero ones left out.
pub(super) fn rows<'l>(lines: &[&'l Line]) -> Vec<Stated<'l>> {
    let mut rows: BTreeMap<u32, Stated<'l>> = BTreeMap::new();
    for line in lines {
        let row = rows.entry(line.source.row).or_insert((line, Some(0)));
        row.1 = row.1.zip(line.amount_fen).and_then(|(sum, fen)| sum.checked_add(fen));
    }
    rows.into_values().filter(|row| row.1 != Some(0)).collect()
}

/// A ledger's sum under one key: of one month, or of all.
type Place = (Option<Month>, Key);

/// Sums of the ledgers' lines, with how many lines each is of.
#[derive(Default)]
pub(super) struct Sums {
    by_place: HashMap<Place, (i64, usize)>,
    /// How often a sum of this kind of key comes to an amount in a month.
    by_amount: HashMap<(usize, Month, i64), usize>,
    by_month: BTreeMap<Month, i64>,
}

impl Sums {
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a Line>) -> Self {
        let mut sums = Self::default();
        let mut kinds: HashMap<Place, usize> = HashMap::new();
        for line in lines {
            let Some(fen) = line.amount_fen else { continue };
            let month = sums.by_month.entry(line.period).or_insert(0);
            *month = month.saturating_add(fen);
            for (kind, key) in KEYS.iter().enumerate().filter_map(|(kind, key)| Some((kind, key(line)?))) {
                for scope in [Some(line.period), None] {
                    let place = (scope, key.clone());
                    kinds.entry(place.clone()).or_insert(kind);
                    let (sum, count) = sums.by_place.entry(place).or_insert((0, 0));
                    *sum = sum.saturating_add(fen);
                    *count += 1;
                }
            }
        }
        for (place, kind) in kinds {
            if let (Some(month), Some((sum, _))) = (place.0, sums.by_place.get(&place)) {
                *sums.by_amount.entry((kind, month, *sum)).or_insert(0) += 1;
            }
        }
        sums
    }

    /// How many of a table's amounts are these sums by its own keys, at best; and whether one of them is of several lines.
    pub(super) fn hits(&self, lines: &[Stated<'_>]) -> (usize, bool) {
        self.hits_within(&KEYS[..EXACT], lines, 0)
    }

    /// Whether all of a table's amounts, that are in whole yuan or hundreds of them (0.01 万元), are these sums by its own keys rounded so.
    pub(super) fn are_rounded(&self, lines: &[Stated<'_>]) -> bool {
        let whole = |unit: &i64| lines.iter().all(|(_, fen)| fen.is_some_and(|fen| fen % unit == 0));
        let unit = [1_000_000, 100_000, 10_000, 1_000, 100].into_iter().find(whole);
        unit.is_some_and(|unit| self.hits_within(&KEYS, lines, unit / 2).0 == lines.len())
    }

    /// The same, of amounts that may be so many fen off.
    fn hits_within(&self, keys: &[fn(&Line) -> Option<Key>], lines: &[Stated<'_>], off: i64) -> (usize, bool) {
        let off = off.unsigned_abs();
        let of_key = |key: &fn(&Line) -> Option<Key>| {
            let mut seen = HashSet::new();
            let mut found = [(0, false); 2];
            for (line, fen) in lines {
                let (key, fen) = (key(line)?, (*fen)?);
                for (scope, found) in [Some(line.period), None].into_iter().zip(&mut found) {
                    if let Some((_, count)) = self.by_place.get(&(scope, key.clone())).filter(|(sum, _)| sum.abs_diff(fen) <= off) {
                        *found = (found.0 + 1, found.1 || *count > 1);
                    }
                }
                // A sum stands once.
                if !seen.insert((line.period, key)) {
                    return None;
                }
            }
            found.into_iter().max()
        };
        keys.iter().filter_map(of_key).max().unwrap_or((0, false))
    }

    /// Whether a table's amounts, whatever their labels, are all sums by one kind of key, and come to as much as the month's ledgers.
    pub(super) fn covers(&self, lines: &[Stated<'_>]) -> bool {
        let Some(month) = lines.first().map(|(l, _)| l.period) else {
            return false;
        };
        let amounts: Option<Vec<i64>> = lines.iter().map(|(l, fen)| fen.filter(|_| l.period == month)).collect();
        let Some(amounts) = amounts.filter(|a| a.len() > 1) else {
            return false;
        };
        let whole = amounts.iter().fold(0_i64, |sum, fen| sum.saturating_add(*fen));
        let fits = |kind: usize| {
            let mut left: HashMap<i64, usize> = HashMap::new();
            amounts.iter().all(|fen| {
                let used = left.entry(*fen).or_insert(0);
                *used += 1;
                self.by_amount.get(&(kind, month, *fen)).is_some_and(|n| *n >= *used)
            })
        };
        self.by_month.get(&month) == Some(&whole) && (0..EXACT).any(fits)
    }
}
