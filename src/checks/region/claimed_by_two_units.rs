//! One order or invoice number in the ledgers of two units: it can be only one's.

use crate::{
    checks::{
        check::{Meta, NotApplicableReason},
        finding::PLACES_SHOWN,
        region::{
            check::{RegionCheck, RegionFlag, RegionOutcome},
            columns::{CrossUnit, NumberRow, numbers_of_several_units},
        },
        settings::CheckSettings,
    },
    model::finding::Severity,
};

/// Numbers of one kind.
pub struct ClaimedByTwoUnits {
    meta: Meta,
    rows: fn(&CrossUnit) -> &[NumberRow],
}

/// Order numbers.
pub const ORDER_CLAIMED: ClaimedByTwoUnits = ClaimedByTwoUnits {
    meta: Meta::new("order_claimed_by_two_units", Severity::Error),
    rows: |all| &all.orders,
};
/// Invoice numbers.
pub const INVOICE_CLAIMED: ClaimedByTwoUnits = ClaimedByTwoUnits {
    meta: Meta::new("invoice_claimed_by_two_units", Severity::Error),
    rows: |all| &all.invoices,
};

impl RegionCheck for ClaimedByTwoUnits {
    fn meta(&self) -> Meta {
        self.meta
    }

    fn nothing(&self) -> NotApplicableReason {
        NotApplicableReason::TooFewNumbers
    }

    fn run(&self, all: &CrossUnit, _: &CheckSettings) -> RegionOutcome {
        let rows = (self.rows)(all);
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
}
