//! One order or invoice number in the ledgers of two units: it can be only one's.

use crate::checks::{
    finding::PLACES_SHOWN,
    region::{
        check::{RegionFlag, RegionOutcome},
        columns::{NumberRow, numbers_of_several_units},
    },
};

/// See the module; `rows`: numbers of one kind.
pub(super) fn run(rows: &[NumberRow]) -> RegionOutcome {
    let mut outcome = RegionOutcome::default();
    for of_unit in rows.chunk_by(|a, b| a.unit == b.unit) {
        *outcome.examined.entry(of_unit[0].unit).or_insert(0) += of_unit.len() as u64;
    }
    for group in numbers_of_several_units(rows) {
        for own in group.chunk_by(|a, b| a.0 == b.0) {
            let unit = own[0].0;
            let others = group.iter().filter(|(u, _)| *u != unit);
            outcome.flags.entry(unit).or_default().push(RegionFlag {
                lines: own.iter().map(|(_, line)| *line).collect(),
                others: others.take(PLACES_SHOWN).copied().collect(),
                others_total: group.len() - own.len(),
                ..RegionFlag::default()
            });
        }
    }
    outcome
}
