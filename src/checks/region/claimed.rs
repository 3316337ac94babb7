//! One order or invoice number in the ledgers of two units: it can be only one's.

use crate::{
    checks::{Meta, region::RegionCheck},
    model::finding::Severity,
};

/// Numbers of one kind.
pub struct Claimed {
    meta: Meta,
    rows: fn(&crate::checks::region::CrossUnit) -> &[crate::checks::region::NumberRow],
}

/// Order numbers.
pub const ORDER_CLAIMED: Claimed = Claimed {
    meta: Meta {
        id: "order_claimed_by_two_units",
        severity: Severity::Error,
        since: "0.1.0",
    },
    rows: |all| &all.orders,
};
/// Invoice numbers.
pub const INVOICE_CLAIMED: Claimed = Claimed {
    meta: Meta {
        id: "invoice_claimed_by_two_units",
        severity: Severity::Error,
        since: "0.1.0",
    },
    rows: |all| &all.invoices,
};

impl RegionCheck for Claimed {
    fn meta(&self) -> Meta {
        self.meta
    }

    fn nothing(&self) -> &'static str {
        "too_few_numbers"
    }

    fn run(
        &self,
        all: &crate::checks::region::CrossUnit,
        _: &crate::checks::region::CheckSettings,
    ) -> crate::checks::region::RegionOutcome {
        let rows = (self.rows)(all);
        let mut outcome = crate::checks::region::RegionOutcome::default();
        for of_unit in rows.chunk_by(|a, b| a.unit == b.unit) {
            *outcome.examined.entry(of_unit[0].unit).or_insert(0) += of_unit.len() as u64;
        }
        for group in crate::ledger::parquet::numbers_of_several_units(rows) {
            let mut units: Vec<u32> = group.iter().map(|(unit, _)| *unit).collect();
            units.dedup();
            for unit in units {
                let (own, others): (Vec<_>, Vec<_>) = group.iter().partition(|(u, _)| *u == unit);
                outcome.flags.entry(unit).or_default().push(crate::checks::region::RegionFlag {
                    lines: own.into_iter().map(|(_, line)| line).collect(),
                    others,
                    slip: "none",
                    ..crate::checks::region::RegionFlag::default()
                });
            }
        }
        outcome
    }
}
