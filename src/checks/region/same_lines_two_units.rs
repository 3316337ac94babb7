//! Two units' ledgers that are the same line for line: one of them may be the other's under another name.

use std::collections::BTreeMap;

use crate::checks::{
    finding::PLACES_SHOWN,
    region::{
        check::{RegionFlag, RegionOutcome},
        columns::{CrossUnit, Digest, LedgerRow},
    },
    settings::CheckSettings,
};

/// Lines of a ledger, at least, for which chance is no explanation.
pub(crate) const FEWEST: u32 = 10;

/// See the module.
pub(crate) fn run(all: &CrossUnit, _: &CheckSettings) -> RegionOutcome {
    let mut outcome = RegionOutcome::default();
    let mut same: BTreeMap<Digest, Vec<&LedgerRow>> = BTreeMap::new();
    for ledger in &all.ledgers {
        *outcome.examined.entry(ledger.unit).or_insert(0) += 1;
        same.entry(ledger.lines).or_default().push(ledger);
    }
    for ledgers in same.into_values().filter(|l| l.iter().any(|x| x.unit != l[0].unit)) {
        let mut of_unit: BTreeMap<u32, usize> = BTreeMap::new();
        for ledger in &ledgers {
            *of_unit.entry(ledger.unit).or_default() += 1;
        }
        for own in &ledgers {
            let others = ledgers.iter().filter(|l| l.unit != own.unit).map(|l| (l.unit, l.first));
            outcome.flags.entry(own.unit).or_default().push(RegionFlag {
                lines: (own.first..own.first.saturating_add(own.count)).collect(),
                others: others.take(PLACES_SHOWN).collect(),
                others_total: ledgers.len() - of_unit.get(&own.unit).copied().unwrap_or(0),
                args: [("lines", own.count.to_string())].into(),
                ..RegionFlag::default()
            });
        }
    }
    // Hashes must not decide the order of a report.
    outcome
        .flags
        .values_mut()
        .for_each(|flags| flags.sort_by_key(|f| f.lines.first().copied()));
    outcome
}
