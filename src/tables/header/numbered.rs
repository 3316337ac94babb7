//! Headers that are numbered: `品名1 | 金额1 | 品名2 | 金额2`, as forms export their repeated parts.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::field::Field,
    tables::{columns::path::HeadCell, header::HeaderFinder},
    text::normal::{self, nfkc},
};

impl HeaderFinder<'_> {
    /// Where an amount and another header stand again under the same numbers, each means what it does without its number.
    pub(super) fn without_numbers(&self, cells: &mut [HeadCell]) {
        // 食材金额, or 金额 alone.
        let numbered = |header: &str| {
            let (whole, behind, number) = numbered(header)?;
            let known = self.meaning(&whole).known() || behind.is_empty();
            Some((if known { whole } else { behind }, number))
        };
        let mut series: BTreeMap<String, BTreeSet<u8>> = BTreeMap::new();
        for (name, number) in cells.iter().filter_map(|cell| numbered(&cell.text)) {
            series.entry(name).or_default().insert(number);
        }
        let of_amount = |name: &str| matches!(self.meaning(name).field, Some((Field::Amount, _)));
        let Some(numbers) = series.iter().find(|(name, of)| of.len() > 1 && of_amount(name)).map(|(_, of)| of) else {
            return;
        };
        let names: BTreeSet<String> = series
            .iter()
            .filter(|(_, of)| *of == numbers)
            .map(|(name, _)| name.clone())
            .collect();
        if names.len() > 1 {
            for cell in cells {
                if let Some((name, _)) = numbered(&cell.text).filter(|(name, _)| names.contains(name)) {
                    cell.meaning = self.meaning(&name);
                }
            }
        }
    }
}

/// A header without its only number, what stands behind that, and the number: `金额1`, `食材1金额`, `金额（1）`.
fn numbered(header: &str) -> Option<(String, String, u8)> {
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
