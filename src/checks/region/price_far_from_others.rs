//! The price of the same goods in the same month far from what the other units paid: beside their median, and by their spread.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::{
    checks::{
        region::{
            check::{RegionFlag, RegionOutcome},
            columns::{CrossUnit, PriceRow, by_goods_and_month},
        },
        settings::CheckSettings,
        slip::Slip,
    },
    model::percent,
};

/// See the module.
pub(crate) fn run(all: &CrossUnit, settings: &CheckSettings) -> RegionOutcome {
    let mut outcome = RegionOutcome::default();
    let rows = by_goods_and_month(&all.prices);
    for units in rows.chunk_by(|a, b| (a.month, a.goods) == (b.month, b.goods)) {
        compare(units, settings, &mut outcome);
    }
    // Hashes must not decide the order of a report.
    outcome.flags.values_mut().for_each(|flags| flags.sort_by_key(|f| f.lines.clone()));
    outcome
}

/// What each unit paid for one kind of goods in one month, a row a unit.
fn compare(units: &[PriceRow], settings: &CheckSettings, outcome: &mut RegionOutcome) {
    if units.len() <= settings.others_min_units {
        return;
    }
    // The others' median is one of a few, whoever's price is left out.
    let mut distances: HashMap<i64, Vec<i64>> = HashMap::new();
    let mut medians: Vec<i64> = units.iter().map(|u| u.price).collect();
    medians.sort_unstable();
    for unit in units {
        *outcome.examined.entry(unit.unit).or_insert(0) += 1;
        let middle = median_without(&medians, unit.price);
        if !far(unit.price, middle, (&medians, &mut distances), settings) {
            continue;
        }
        let measured = bp(unit.price, middle);
        let args = [
            ("price", yuan(unit.price)),
            ("median", yuan(middle)),
            ("units", (units.len() - 1).to_string()),
            ("measured", percent(measured)),
            ("threshold", threshold(unit.price > middle, settings)),
        ];
        outcome.flags.entry(unit.unit).or_default().push(RegionFlag {
            lines: vec![unit.line],
            args: args.into_iter().collect(),
            slip: slip(unit.price, middle),
            ..RegionFlag::default()
        });
    }
}

/// Lower middle of the sorted values but one that equals `own`.
pub(super) fn median_without(sorted: &[i64], own: i64) -> i64 {
    let at = sorted.partition_point(|v| *v < own);
    let middle = (sorted.len() - 2) / 2;
    if middle < at { sorted[middle] } else { sorted[middle + 1] }
}

fn bp(price: i64, middle: i64) -> i64 {
    i64::try_from(i128::from(price) * 10_000 / i128::from(middle.max(1))).unwrap_or(i64::MAX)
}

/// Far by its factor, upwards or downwards, and by the others' own spread.
fn far(price: i64, middle: i64, (sorted, distances): (&[i64], &mut HashMap<i64, Vec<i64>>), settings: &CheckSettings) -> bool {
    let factor = i128::from(settings.others_price_factor_bp);
    let times = |a: i64, b: i64| i128::from(a) * 10_000 >= i128::from(b) * factor;
    if !(times(price, middle) || times(middle, price)) {
        return false;
    }
    let own = i64::try_from(price.abs_diff(middle)).unwrap_or(i64::MAX);
    let spread = median_without(distances.entry(middle).or_insert_with(|| sorted_distances(sorted, middle)), own);
    i128::from(own) >= i128::from(spread) * i128::from(settings.others_price_deviations)
}

fn sorted_distances(prices: &[i64], middle: i64) -> Vec<i64> {
    let distances = prices.iter().map(|v| i64::try_from(v.abs_diff(middle)).unwrap_or(i64::MAX));
    let mut off: Vec<i64> = distances.collect();
    off.sort_unstable();
    off
}

fn threshold(high: bool, settings: &CheckSettings) -> String {
    if high {
        percent(settings.others_price_factor_bp)
    } else {
        percent(100_000_000 / settings.others_price_factor_bp.max(1))
    }
}

fn yuan(price: i64) -> String {
    Decimal::new(price, 4).normalize().to_string()
}

/// Ten times (a decimal point) or twice (公斤 for 斤), within 5 %, upwards or downwards.
fn slip(price: i64, middle: i64) -> Slip {
    let ratio = bp(price.max(middle), price.min(middle));
    match ratio {
        95_000..=105_000 => Slip::Ten,
        19_000..=21_000 => Slip::Jin,
        _ => Slip::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(prices: &[(u32, i64)]) -> Vec<PriceRow> {
        (0_u32..)
            .zip(prices)
            .map(|(line, (unit, yuan))| PriceRow {
                unit: *unit,
                line,
                month: 24_291,
                goods: (1, 1),
                price: yuan * 10_000,
            })
            .collect()
    }

    fn flagged(prices: &[(u32, i64)]) -> Vec<(u32, Slip)> {
        let mut outcome = RegionOutcome::default();
        compare(&rows(prices), &CheckSettings::default(), &mut outcome);
        let flags = outcome.flags.into_iter();
        flags.flat_map(|(u, f)| f.into_iter().map(move |f| (u, f.slip))).collect()
    }

    #[test]
    fn a_price_is_far_by_its_factor_and_by_the_others_spread() {
        // Others' median 25: 50 is twice, 49 is not; 13 is more than half, 12 less.
        assert_eq!(flagged(&[(0, 24), (1, 25), (2, 25), (3, 26), (4, 50)]), [(4, Slip::Jin)]);
        assert_eq!(flagged(&[(0, 24), (1, 25), (2, 25), (3, 26), (4, 49)]), []);
        assert_eq!(flagged(&[(0, 24), (1, 25), (2, 25), (3, 26), (4, 250)]), [(4, Slip::Ten)]);
        assert_eq!(flagged(&[(0, 24), (1, 25), (2, 25), (3, 26), (4, 12)]), [(4, Slip::Jin)]);
        assert_eq!(flagged(&[(0, 24), (1, 25), (2, 25), (3, 26), (4, 13)]), []);
        // Three others only.
        assert_eq!(flagged(&[(0, 24), (1, 25), (2, 26), (3, 260)]), []);
        // Where prices scatter that much anyway, far is not far: median 30, spread 20, 62 is 32 away.
        assert_eq!(flagged(&[(0, 10), (1, 20), (2, 30), (3, 50), (4, 62)]), []);
    }

    #[test]
    fn the_others_median_leaves_the_unit_itself_out() {
        assert_eq!(median_without(&[1, 2, 3, 4], 2), 3);
        assert_eq!(median_without(&[1, 2, 3, 4], 4), 2);
        assert_eq!(median_without(&[1, 2, 3], 3), 1);
    }
}
