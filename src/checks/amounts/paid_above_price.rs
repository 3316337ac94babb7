//! Paid above a market or guide price, or above the price that a contract's cut leaves of it.

use crate::checks::prelude::*;

/// See the module. What is compared, and how, stands in [`crate::prices::compare`].
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let Some(prices) = cx.prices.filter(|p| p.totals.compared > 0) else {
        return Outcome::NotApplicable(NotApplicableReason::NoPrices);
    };
    let passed = prices.totals.compared - prices.totals.overpaid;
    let Some(first) = prices.lines.first() else {
        return Outcome::passed(passed);
    };
    let args = [
        ("count", prices.totals.overpaid.to_string()),
        ("compared", prices.totals.compared.to_string()),
        ("amount", Fen(prices.totals.overpaid_fen).yuan()),
        ("item", first.item.to_string()),
        ("measure", first.measure.to_string()),
        ("price", first.price.clone()),
        ("basis", first.basis.clone()),
        ("quantity", first.quantity.clone()),
        ("paid", Fen(first.paid_fen).yuan()),
        ("over", Fen(first.overpaid_fen).yuan()),
        ("margin", percent(cx.settings.market_margin_bp)),
    ];
    let flag = Flag::new(cx.period.year().to_string(), args)
        .worth(prices.totals.overpaid_fen)
        .shown_by(prices.lines.iter().map(|l| l.source.clone()).collect());
    Outcome::flagged(flag, passed)
}
