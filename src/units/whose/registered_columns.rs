//! Columns and bands whose texts the registry knows as units.

use std::{
    cell::LazyCell,
    collections::{BTreeSet, HashMap},
};

use crate::{
    rows::reading::{OF_BANDS, OF_REMARKS},
    units::whose::Whose,
};

impl Whose<'_> {
    /// Columns that nobody knows, where most texts are registered names.
    pub(super) fn registered_columns(&self) -> BTreeSet<(u16, u16, u32)> {
        let mut counts: HashMap<(u16, u16, u32), (u64, u64)> = HashMap::new();
        let mut known: HashMap<(bool, &str), bool> = HashMap::new();
        if self.placer.registry.is_none() {
            return BTreeSet::new();
        }
        for line in &self.reading.lines {
            for (col, text) in &line.rare().names {
                let county = self.hints.county.as_ref();
                let registered = *known
                    .entry((*col == OF_BANDS, text))
                    .or_insert_with(|| self.placer.of_guess(*col, text, county).is_some());
                let (all, of_registry) = counts.entry((line.sheet, line.table, *col)).or_default();
                *all += 1;
                *of_registry += u64::from(registered);
            }
        }
        let lines = LazyCell::new(|| {
            let mut lines: HashMap<(u16, u16), u64> = HashMap::new();
            let of_reading = self.reading.lines.iter();
            of_reading.for_each(|l| *lines.entry((l.sheet, l.table)).or_default() += 1);
            lines
        });
        // A remark on a few lines may name whom they were passed on to.
        let of_most = |(sheet, table, col): &(u16, u16, u32), n: u64| {
            *col != OF_REMARKS || lines.get(&(*sheet, *table)).is_some_and(|all| n * 2 > *all)
        };
        // Of two bands one may be called by another name than the registry's.
        let most = |column: &(u16, u16, u32), all: u64, n: u64| n * 2 > all || (column.2 == OF_BANDS && n * 2 == all);
        counts.retain(|column, (all, of_registry)| most(column, *all, *of_registry) && of_most(column, *of_registry));
        counts.into_keys().collect()
    }
}
