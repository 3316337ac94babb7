//! A person ate several times as much grain, meat or oil as in the other units of the sector.

use crate::{
    checks::{
        meals::diet::{STAPLES, in_grams},
        region::{
            check::{RegionFlag, RegionOutcome},
            columns::{CrossUnit, DietRow},
            price_far_from_others::median_without,
        },
        settings::CheckSettings,
    },
    model::percent,
};

/// See the module.
pub(crate) fn run(all: &CrossUnit, settings: &CheckSettings) -> RegionOutcome {
    let mut outcome = RegionOutcome::default();
    let mut rows: Vec<&DietRow> = all.diets.iter().collect();
    rows.sort_by_key(|r| (r.sector, r.staple, r.unit));
    for units in rows.chunk_by(|a, b| (a.sector, a.staple) == (b.sector, b.staple)) {
        if units.len() <= settings.others_min_units {
            continue;
        }
        let mut sorted: Vec<i64> = units.iter().map(|u| u.milligrams).collect();
        sorted.sort_unstable();
        for row in units {
            *outcome.examined.entry(row.unit).or_insert(0) += 1;
            let median = median_without(&sorted, row.milligrams);
            let times = i128::from(row.milligrams) * 10_000 / i128::from(median.max(1));
            if times < i128::from(settings.per_head_sector_factor_bp) {
                continue;
            }
            let args = [
                ("kind", STAPLES[row.staple].to_owned()),
                ("portion", in_grams(row.milligrams)),
                ("median", in_grams(median)),
                ("units", (units.len() - 1).to_string()),
                ("measured", percent(i64::try_from(times).unwrap_or(i64::MAX))),
                ("threshold", percent(settings.per_head_sector_factor_bp)),
            ];
            outcome.flags.entry(row.unit).or_default().push(RegionFlag {
                lines: row.lines.clone(),
                args: args.into_iter().collect(),
                ..RegionFlag::default()
            });
        }
    }
    outcome
}
