//! What was counted (盘点) differs from the book by more than what dries up and is weighed anew.

use rust_decimal::Decimal;

use crate::checks::{
    prelude::*,
    stock::books::{Wrong, by_month, entries, number},
};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let (mut passed, mut wrong) = (0, Vec::new());
    for entry in entries(&cx.data.stock) {
        let figures = &entry.row.figures;
        let (Some(counted), Some(book)) = (figures.counted, figures.closing.or(entry.computed())) else {
            continue;
        };
        let off = (counted - book).abs();
        // What went through the store can dry up, not only what is left of it.
        let there = entry.before.unwrap_or_default() + figures.incoming.unwrap_or_default();
        let allowed = there.abs().max(book.abs()) * Decimal::new(cx.settings.stock_count_bp, 4);
        if off <= allowed {
            passed += 1;
            continue;
        }
        wrong.push(Wrong {
            row: entry.row,
            args: vec![
                ("counted", number(counted)),
                ("book", number(book)),
                ("threshold", percent(cx.settings.stock_count_bp)),
            ],
            beside: None,
        });
    }
    by_month(passed, wrong).unless_nothing(NotApplicableReason::NoStockCount)
}
