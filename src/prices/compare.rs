//! A unit's purchases beside prices.

use std::{collections::BTreeMap, sync::Arc};

use rust_decimal::{Decimal, RoundingStrategy};

use crate::{
    model::{
        BaseStanding, Line, LineKind, Month, OverpaidLine, OverpaidSum, PriceComparison, PriceTotals, RegionPrices, Unmatched,
        UnmatchedReason, percent,
    },
    prices::price_list::{Buyer, PriceList, Reference},
    text::{Catalog, normal_name},
    values::{money_unit::MoneyUnit, to_fen},
};

/// Sums that the region shows.
const SHOWN: usize = 100;

/// What a comparison needs beside the lines.
pub(crate) struct Comparing<'a> {
    pub(crate) list: Option<&'a PriceList>,
    pub(crate) buyer: Buyer<'a>,
    pub(crate) period: Month,
    /// Above a market price by less than this is what markets do, basis points.
    pub(crate) margin_bp: i64,
    pub(crate) catalog: &'a Catalog,
}

/// The unit's purchases of the year to date beside prices; `None` without any price.
pub(crate) fn compare(lines: &[Line], cx: &Comparing<'_>) -> Option<PriceComparison> {
    let own = |line: &Line| {
        line.details
            .as_deref()
            .is_some_and(|d| d.market_price.is_some() || d.guide_price.is_some())
    };
    if cx.list.is_none() && !lines.iter().any(own) {
        return None;
    }
    let mut found = PriceComparison::default();
    let mut unmatched: BTreeMap<(String, String, String, UnmatchedReason), Unmatched> = BTreeMap::new();
    for line in lines.iter().filter(|l| is_compared(l, cx.period)) {
        let Some(paid) = line.amount_fen else { continue };
        match judge(line, cx) {
            Ok(judged) => {
                found.totals.compared += 1;
                found.totals.compared_fen = found.totals.compared_fen.saturating_add(paid);
                found.lines.extend(judged);
            }
            // Without a list only lines that name a price themselves are spoken of.
            Err(_) if cx.list.is_none() => {}
            Err(reason) => {
                found.totals.unmatched += 1;
                found.totals.unmatched_fen = found.totals.unmatched_fen.saturating_add(paid);
                let text = |t: &Option<Arc<str>>| t.clone().unwrap_or_default();
                let texts = [text(&line.item), text(&line.measure), text(&line.spec)];
                let [item, measure, spec] = [0, 1, 2].map(|i: usize| normal_name(&texts[i]));
                let [i, m, s] = texts;
                let entry = unmatched.entry((item, measure, spec, reason)).or_insert(Unmatched {
                    item: i,
                    measure: m,
                    spec: s,
                    reason,
                    lines: 0,
                    paid_fen: 0,
                });
                entry.lines += 1;
                entry.paid_fen = entry.paid_fen.saturating_add(paid);
            }
        }
    }
    found.totals.overpaid = found.lines.len() as u64;
    found.totals.overpaid_fen = found.lines.iter().fold(0, |all, l| all.saturating_add(l.overpaid_fen));
    found
        .lines
        .sort_by(|a, b| b.overpaid_fen.cmp(&a.overpaid_fen).then_with(|| a.source.cmp(&b.source)));
    found.items = sums(found.lines.iter().map(|l| (Some(&l.item), l)));
    found.suppliers = sums(found.lines.iter().map(|l| (l.supplier.as_ref(), l)));
    found.unmatched = unmatched.into_values().collect();
    found.unmatched.sort_by_key(|u| std::cmp::Reverse(u.paid_fen));
    Some(found)
}

/// A purchase of the year to date with a quantity and an amount; what came back is none.
fn is_compared(line: &Line, period: Month) -> bool {
    line.kind == LineKind::Detail
        && line.base != BaseStanding::Out
        && line.amount_fen > Some(0)
        && line.period.in_year_to_date(period)
        && !line.is_counted_elsewhere()
}

/// Whether too much was paid, where a price holds for the line.
fn judge(line: &Line, cx: &Comparing<'_>) -> Result<Option<OverpaidLine>, UnmatchedReason> {
    let (Some(paid), Some(item)) = (line.amount_fen, &line.item) else {
        return Err(UnmatchedReason::NoItem);
    };
    let quantity = line.quantity.filter(|q| *q > Decimal::ZERO).ok_or(UnmatchedReason::NoMeasure)?;
    let (reference, cut) = reference(line, cx)?;
    let left = Decimal::new(10_000 - cut.as_ref().map_or(0, |(bp, _)| *bp), 4);
    // Rounded in the seller's favour, at the price and at the sum.
    let up = |value: Decimal| value.round_dp_with_strategy(2, RoundingStrategy::AwayFromZero);
    let too_large = UnmatchedReason::NoMeasure;
    let price = up(reference.price.checked_mul(left).ok_or(too_large)?);
    let allowed = up(price.checked_mul(quantity).ok_or(too_large)?);
    let (allowed, _) = to_fen(allowed, MoneyUnit::Yuan).ok_or(too_large)?;
    let overpaid = paid.saturating_sub(allowed);
    let margin = if reference.is_limit || cut.is_some() { 0 } else { cx.margin_bp };
    if i128::from(paid) * 10_000 <= i128::from(allowed) * i128::from(10_000 + margin) {
        return Ok(None);
    }
    let mut basis = reference.source;
    if let Some((bp, source)) = &cut {
        basis.push_str(
            &cx.catalog
                .say("checks.paid_above_price.cut", &[("cut", &percent(*bp)), ("source", source)]),
        );
    }
    Ok(Some(OverpaidLine {
        line: line.id.clone(),
        period: line.period,
        item: Arc::clone(item),
        measure: line.measure.clone().unwrap_or_default(),
        supplier: line.supplier.clone(),
        quantity: quantity.normalize().to_string(),
        paid_fen: paid,
        price: price.to_string(),
        allowed_fen: allowed,
        overpaid_fen: overpaid,
        cut_bp: cut.map(|(bp, _)| bp),
        basis,
        source: line.source.clone(),
    }))
}

/// The price with its cut: of the auditor's list; else of the ledger's own columns.
fn reference(line: &Line, cx: &Comparing<'_>) -> Result<(Reference, Option<(i64, String)>), UnmatchedReason> {
    let details = line.details.as_deref();
    let own = || {
        let (guide, market) = (details?.guide_price, details?.market_price);
        let key = if guide.is_some() {
            "checks.paid_above_price.own_guide"
        } else {
            "checks.paid_above_price.own_market"
        };
        Some(Reference {
            price: guide.or(market)?,
            is_limit: guide.is_some(),
            source: cx.catalog.get(key).to_owned(),
        })
    };
    let own_cut = || Some((details?.price_cut_bp?, cx.catalog.get("checks.paid_above_price.own_cut").to_owned()));
    let listed = cx.list.map_or(Err(UnmatchedReason::NoItem), |list| list.price(line, cx.buyer));
    let reference = listed.or_else(|reason| own().ok_or(reason))?;
    let cut = cx.list.map_or(Ok(None), |list| list.cut(line, cx.buyer))?;
    Ok((reference, cut.or_else(own_cut)))
}

/// The over-paid lines by a name, the most over-paid first.
fn sums<'l>(lines: impl Iterator<Item = (Option<&'l Arc<str>>, &'l OverpaidLine)>) -> Vec<OverpaidSum> {
    added(lines.map(|(name, l)| OverpaidSum {
        name: name.cloned().unwrap_or_default(),
        lines: 1,
        paid_fen: l.paid_fen,
        overpaid_fen: l.overpaid_fen,
    }))
}

fn added(sums: impl Iterator<Item = OverpaidSum>) -> Vec<OverpaidSum> {
    let mut by_name: BTreeMap<String, OverpaidSum> = BTreeMap::new();
    for one in sums {
        let entry = by_name.entry(normal_name(&one.name)).or_insert_with(|| OverpaidSum {
            lines: 0,
            paid_fen: 0,
            overpaid_fen: 0,
            ..one.clone()
        });
        entry.lines += one.lines;
        entry.paid_fen = entry.paid_fen.saturating_add(one.paid_fen);
        entry.overpaid_fen = entry.overpaid_fen.saturating_add(one.overpaid_fen);
    }
    let mut all: Vec<OverpaidSum> = by_name.into_values().collect();
    all.sort_by_key(|s| std::cmp::Reverse(s.overpaid_fen));
    all
}

/// What the region needs of a unit's comparison.
pub(crate) fn of_unit(comparison: &PriceComparison) -> RegionPrices {
    RegionPrices {
        totals: comparison.totals,
        items: comparison.items.clone(),
        suppliers: comparison.suppliers.clone(),
    }
}

/// All units together; `None` where none was compared.
pub(crate) fn of_region(units: impl Iterator<Item = RegionPrices>) -> Option<RegionPrices> {
    let units: Vec<RegionPrices> = units.collect();
    if units.is_empty() {
        return None;
    }
    let totals = units.iter().fold(PriceTotals::default(), |all, u| all.and(u.totals));
    let sum = |of: fn(&RegionPrices) -> &Vec<OverpaidSum>| {
        let mut all = added(units.iter().flat_map(|u| of(u).iter().cloned()));
        all.truncate(SHOWN);
        all
    };
    Some(RegionPrices {
        totals,
        items: sum(|u| &u.items),
        suppliers: sum(|u| &u.suppliers),
    })
}
