//! What stands on lines of a unit, by the texts that name it.

use std::collections::{BTreeMap, HashMap};

use crate::{model::Line, text::normal_name};

/// Lines by the normalised name of their supplier, in the order of the lines.
pub type BySupplier<'a> = BTreeMap<[String; 1], Vec<&'a Line>>;

/// Purchases by supplier.
pub(super) fn by_supplier<'a>(lines: impl Iterator<Item = &'a Line>) -> BySupplier<'a> {
    by_texts(lines.filter_map(|line| Some(([line.supplier.as_deref()?], line))))
}

/// By texts, normalised; each group in the order that it came in.
pub(super) fn by_texts<'a, T, const N: usize>(items: impl Iterator<Item = ([&'a str; N], T)>) -> BTreeMap<[String; N], Vec<T>> {
    // By the texts as written first: a ledger repeats them, and each is then normalised once.
    let mut written: HashMap<[&str; N], usize> = HashMap::new();
    let mut named: BTreeMap<[String; N], usize> = BTreeMap::new();
    let mut groups: Vec<Vec<T>> = Vec::new();
    for (texts, item) in items {
        let place = *written.entry(texts).or_insert_with(|| {
            *named.entry(texts.map(normal_name)).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            })
        });
        groups[place].push(item);
    }
    named
        .into_iter()
        .map(|(names, place)| (names, std::mem::take(&mut groups[place])))
        .collect()
}
