//! One order or invoice number in the ledgers of two units: it can be only one's.

use crate::checks::region::{
    check::{RegionFlag, RegionOutcome},
    columns::{NumberRow, numbers_of_several_units},
};

/// See the module; `rows`: numbers of one kind.
pub(super) fn run(rows: &[NumberRow]) -> RegionOutcome {
    let mut outcome = RegionOutcome::default();
    for of_unit in rows.chunk_by(|a, b| a.unit == b.unit) {
        *outcome.examined.entry(of_unit[0].unit).or_insert(0) += of_unit.len() as u64;
    }
    for group in numbers_of_several_units(rows) {
        let mut units: Vec<u32> = group.iter().map(|(unit, _)| *unit).collect();
        units.dedup();
        for unit in units {
            let (own, others): (Vec<_>, Vec<_>) = group.iter().partition(|(u, _)| *u == unit);
            outcome.flags.entry(unit).or_default().push(RegionFlag {
                lines: own.into_iter().map(|(_, line)| line).collect(),
                others,
                ..RegionFlag::default()
            });
        }
    }
    outcome
}
