//! A stock book in which opening + in − out is not what it says is left, or less than nothing is left.

use rust_decimal::Decimal;

use crate::checks::{
    prelude::*,
    stock::books::{Wrong, by_month, entries, number},
};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let (mut passed, mut wrong) = (0, Vec::new());
    for entry in entries(&cx.data.stock) {
        let (Some(closing), Some(computed)) = (entry.row.figures.closing, entry.computed()) else {
            continue;
        };
        if closing == computed && closing >= Decimal::ZERO {
            passed += 1;
            continue;
        }
        let of = |value: Option<Decimal>| number(value.unwrap_or_default());
        let figures = &entry.row.figures;
        wrong.push(Wrong {
            row: entry.row,
            args: vec![
                ("before", of(entry.before)),
                ("incoming", of(figures.incoming)),
                ("issued", of(figures.issued)),
                ("computed", number(computed)),
                ("closing", number(closing)),
            ],
            beside: None,
        });
    }
    by_month(passed, wrong).unless_nothing(NotApplicableReason::NoStockBook)
}
