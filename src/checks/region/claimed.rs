//! One order or invoice number in the ledgers of two units: it can be only one's.

use super::{super::Meta, RegionCheck};
use crate::model::Severity;

/// Numbers of one kind.
pub struct Claimed {
    meta: Meta,
    #[cfg(feature = "region")]
    rows: fn(&super::CrossUnit) -> &[super::NumberRow],
}

/// Order numbers.
pub const ORDER_CLAIMED: Claimed = Claimed {
    meta: Meta {
        id: "order_claimed_by_two_units",
        severity: Severity::Error,
        since: "0.1.0",
    },
    #[cfg(feature = "region")]
    rows: |all| &all.orders,
};
/// Invoice numbers.
pub const INVOICE_CLAIMED: Claimed = Claimed {
    meta: Meta {
        id: "invoice_claimed_by_two_units",
        severity: Severity::Error,
        since: "0.1.0",
    },
    #[cfg(feature = "region")]
    rows: |all| &all.invoices,
};

impl RegionCheck for Claimed {
    fn meta(&self) -> Meta {
        self.meta
    }

    fn nothing(&self) -> &'static str {
        "too_few_numbers"
    }

    #[cfg(feature = "region")]
    fn run(&self, all: &super::CrossUnit, _: &super::CheckSettings) -> super::RegionOutcome {
        let rows = (self.rows)(all);
        let mut outcome = super::RegionOutcome::default();
        for of_unit in rows.chunk_by(|a, b| a.unit == b.unit) {
            *outcome.examined.entry(of_unit[0].unit).or_insert(0) += of_unit.len() as u64;
        }
        for group in crate::ledger::numbers_of_several_units(rows) {
            let mut units: Vec<u32> = group.iter().map(|(unit, _)| *unit).collect();
            units.dedup();
            for unit in units {
                let (own, others): (Vec<_>, Vec<_>) = group.iter().partition(|(u, _)| *u == unit);
                outcome.flags.entry(unit).or_default().push(super::RegionFlag {
                    lines: own.into_iter().map(|(_, line)| line).collect(),
                    others,
                    slip: "none",
                    ..super::RegionFlag::default()
                });
            }
        }
        outcome
    }
}
