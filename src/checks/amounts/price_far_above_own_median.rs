//! A unit price far above the unit's own median for the same item and measure; ten times and twice (公斤 for 斤) are named as such.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::checks::{by_supplier::by_texts, prelude::*, slip::Slip};

/// Priced lines by item, measure and specification, each group in the order of the lines.
fn by_goods(lines: &[Line]) -> BTreeMap<[String; 3], Vec<(&Line, Decimal)>> {
    by_texts(lines.iter().filter_map(|line| {
        let price = line.unit_price.filter(|p| *p > Decimal::ZERO)?;
        let [measure, spec] = [&line.measure, &line.spec].map(|text| text.as_deref().unwrap_or_default());
        Some(([line.item.as_deref()?, measure, spec], (line, price)))
    }))
}

/// The lower middle value: with an even count no value is made up.
fn median(prices: &mut [Decimal]) -> Decimal {
    let middle = (prices.len() - 1) / 2;
    *prices.select_nth_unstable(middle).1
}

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let mut groups = by_goods(&cx.data.lines);
    groups.retain(|_, lines| lines.len() >= cx.settings.own_price_min_lines);
    if groups.is_empty() {
        return Outcome::NotApplicable(NotApplicableReason::TooFewPrices);
    }
    let (mut passed, mut flags) = (0, Vec::new());
    for ([item, measure, spec], lines) in &groups {
        let mut prices: Vec<Decimal> = lines.iter().map(|(_, p)| *p).collect();
        let middle = median(&mut prices);
        let limit = middle * Decimal::from(cx.settings.own_price_factor);
        let high: Vec<&(&Line, Decimal)> = lines.iter().filter(|(_, p)| *p > limit).collect();
        passed += (lines.len() - high.len()) as u64;
        let Some((_, largest)) = high.iter().max_by_key(|(_, p)| *p) else {
            continue;
        };
        // 18.5 → 185 is a slipped decimal point: name it, the auditor knows where to look.
        let slip = if *largest == middle * Decimal::TEN { Slip::Ten } else { Slip::None };
        let amount = high.iter().filter_map(|(l, _)| l.amount_fen).fold(0_i64, i64::saturating_add);
        let args = [
            ("item", lines[0].0.item.as_deref().unwrap_or_default().to_owned()),
            ("measure", measure.clone()),
            ("count", high.len().to_string()),
            ("price", largest.normalize().to_string()),
            ("median", middle.normalize().to_string()),
            ("factor", cx.settings.own_price_factor.to_string()),
            ("slip", slip.text(cx.catalog)),
            ("amount", Fen(amount).yuan()),
        ];
        flags.push(
            Flag::new(format!("{item}|{measure}|{spec}"), args)
                .worth(amount)
                .shown_by(high.iter().map(|(l, _)| l.source.clone()).collect()),
        );
    }
    Outcome::Examined { passed, flags }
}
