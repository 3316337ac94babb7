//! Headers that are numbered: `品名1 | 金额1 | 品名2 | 金额2`, as forms export their repeated parts.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::field::Field,
    tables::{columns::path::HeadCell, header::HeaderFinder},
    text::normal::{self, nfkc},
};

/// Digits of such a number.
const MOST_DIGITS: usize = 2;

/// A header with a number: its place in the row, its text without the number, and the number.
struct Numbered {
    at: usize,
    name: String,
    number: u8,
}

impl HeaderFinder<'_> {
    /// Where an amount and another header stand again under the same numbers, each means what it does without its number.
    pub(super) fn without_numbers(&self, cells: &mut [HeadCell]) {
        let found = cells.iter().enumerate().filter_map(|(at, cell)| self.numbered(at, &cell.text));
        let mut found: Vec<Numbered> = found.collect();
        self.name_by_place(&mut found);
        let mut series: BTreeMap<&str, BTreeSet<u8>> = BTreeMap::new();
        for Numbered { name, number, .. } in &found {
            series.entry(name).or_default().insert(*number);
        }
        let of_amount = |name: &str| matches!(self.meaning(name).field, Some((Field::Amount, _)));
        let Some(numbers) = series.iter().find(|(name, of)| of.len() > 1 && of_amount(name)).map(|(_, of)| of) else {
            return;
        };
        let names: BTreeSet<&str> = series.iter().filter(|(_, of)| *of == numbers).map(|(name, _)| *name).collect();
        if names.len() > 1 {
            for Numbered { at, name, .. } in found.iter().filter(|of| names.contains(&*of.name)) {
                cells[*at].meaning = self.meaning(name);
            }
        }
    }

    /// `金额1`, `食材1金额`, `金额（1）`; 食材金额 is an amount, or 金额 alone.
    fn numbered(&self, at: usize, header: &str) -> Option<Numbered> {
        // Of most texts this tells without a look at their words: 2024-03-05, 832平台.
        let numbers = || header.split(|c: char| !normal::is_numeric(c)).filter(|run| !run.is_empty());
        if numbers().count() != 1 || numbers().any(|run| run.chars().count() > MOST_DIGITS) {
            return None;
        }
        let (whole, behind, number) = parts(header)?;
        let known = behind.is_empty() || self.meaning(&whole).known();
        let name = if known { whole } else { behind };
        Some(Numbered { at, name, number })
    }

    /// A header that nobody knows means what stands in its place under another number, where all the others there are the same.
    fn name_by_place(&self, found: &mut [Numbered]) {
        let mut parts: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
        for (at, Numbered { number, .. }) in found.iter().enumerate() {
            parts.entry(*number).or_default().push(at);
        }
        for own in parts.values().filter(|own| own.len() > 1) {
            for (place, at) in own.iter().enumerate() {
                if self.meaning(&found[*at].name).known() {
                    continue;
                }
                let beside = parts.values().filter(|of| of.len() == own.len());
                let alike = |of: &&Vec<usize>| (0..own.len()).all(|p| p == place || found[own[p]].name == found[of[p]].name);
                let mut names = beside.filter(alike).map(|of| found[of[place]].name.clone());
                if let Some(name) = names.find(|name| self.meaning(name).known()) {
                    found[*at].name = name;
                }
            }
        }
    }
}

/// A header without its only number, what stands behind that, and the number.
fn parts(header: &str) -> Option<(String, String, u8)> {
    let text = nfkc(normal::trim(header));
    let digit = |c: char| c.is_ascii_digit();
    let from = text.find(digit)?;
    let behind = text[from..].trim_start_matches(digit);
    let number = text[from..text.len() - behind.len()].parse().ok()?;
    let mark = ['(', ')', '_', '-', '.', ' ', ':'];
    let behind = behind.trim_start_matches(mark);
    let name = format!("{}{behind}", text[..from].trim_end_matches(mark));
    (!name.is_empty() && !name.contains(digit)).then(|| (name, behind.to_owned(), number))
}
