//! A unit's lines by supplier.

use std::collections::{BTreeMap, HashMap};

use crate::{model::line::Line, text::names::normal_name};

/// Lines by the normalised name of their supplier, in the order of the lines.
pub type BySupplier<'a> = BTreeMap<String, Vec<&'a Line>>;

/// Purchases by supplier.
pub(crate) fn by_supplier<'a>(lines: impl Iterator<Item = &'a Line>) -> BySupplier<'a> {
    // By the text as written first: a handful of suppliers fill a ledger, and each text is normalised once.
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<&Line>> = Vec::new();
    for line in lines {
        let Some(supplier) = &line.supplier else { continue };
        let place = *places.entry(supplier).or_insert_with(|| {
            *names.entry(normal_name(supplier)).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            })
        });
        groups[place].push(line);
    }
    names
        .into_iter()
        .map(|(name, place)| (name, std::mem::take(&mut groups[place])))
        .collect()
}
