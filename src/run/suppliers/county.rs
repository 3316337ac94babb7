//! Kinds of food by county, and what is in few hands.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    checks::{
        finding::{Checked, sort_findings},
        region::category_in_few_hands,
    },
    model::{CountyCategory, CountyFinding, Seller, Supplier},
    run::suppliers::{Making, purchases::Row, share},
    suppliers::category::Category,
};

/// Suppliers of a kind of food that are named.
const LARGEST: usize = 5;

/// By county and kind of food, what the market sold, but for the white list.
pub(super) fn categories(suppliers: &[(Supplier, Vec<&Row>)], rows: &[Row], making: &Making<'_>) -> Vec<CountyCategory> {
    #[derive(Default)]
    struct Sum {
        fen: i64,
        units: BTreeSet<usize>,
        sellers: BTreeMap<usize, (i64, BTreeSet<usize>)>,
    }
    let county = |unit: usize| making.units.get(unit).and_then(|u| u.county.clone());
    let mut sums: BTreeMap<(Option<Arc<str>>, Category), Sum> = BTreeMap::new();
    let named = suppliers.iter().enumerate().filter(|(_, (s, _))| s.unified.is_none());
    let named = named.flat_map(|(at, (_, rows))| rows.iter().map(move |row| (Some(at), *row)));
    let unnamed = rows.iter().filter(|row| row.name.is_none()).map(|row| (None, row));
    for (seller, row) in named.chain(unnamed) {
        let fen = row.bought.on_the_market();
        if fen == 0 {
            continue;
        }
        let sum = sums.entry((county(row.unit), row.category)).or_default();
        sum.fen = sum.fen.saturating_add(fen);
        sum.units.insert(row.unit);
        if let Some(seller) = seller {
            let (of, units) = sum.sellers.entry(seller).or_default();
            *of = of.saturating_add(fen);
            units.insert(row.unit);
        }
    }
    let place = |name: Option<&str>| {
        making
            .counties
            .iter()
            .position(|c| Some(&**c) == name)
            .unwrap_or(making.counties.len())
    };
    let mut out: Vec<((bool, usize), Category, CountyCategory)> = sums
        .into_iter()
        .map(|((county, kind), sum)| {
            let count = sum.sellers.len() as u64;
            let mut largest: Vec<Seller> = sum
                .sellers
                .into_iter()
                .map(|(at, (fen, units))| Seller {
                    name: suppliers[at].0.name.clone(),
                    fen,
                    share_bp: share(fen, sum.fen),
                    units: units.len() as u64,
                })
                .collect();
            largest.sort_by(|a, b| (std::cmp::Reverse(a.fen), &a.name).cmp(&(std::cmp::Reverse(b.fen), &b.name)));
            largest.truncate(LARGEST.max(making.checks.category_hands));
            let order = (county.is_none(), place(county.as_deref()));
            let found = CountyCategory {
                county,
                category: kind.id().to_owned(),
                fen: sum.fen,
                units: sum.units.len() as u64,
                suppliers: count,
                largest,
            };
            (order, kind, found)
        })
        .collect();
    out.sort_by_key(|(order, kind, _)| (*order, *kind));
    out.into_iter().map(|(.., found)| found).collect()
}

/// Of each county of which the policy or a unit tells; one that nobody knows is none.
pub(super) fn findings(counties: &[CountyCategory], making: &Making<'_>) -> Vec<CountyFinding> {
    let mut out = Vec::new();
    for county in counties.chunk_by(|a, b| a.county == b.county) {
        let Some(name) = county.first().and_then(|c| c.county.clone()) else {
            continue;
        };
        let kinds: Vec<&CountyCategory> = county.iter().filter(|c| c.category != "other").collect();
        let outcome = category_in_few_hands::run(&kinds, making.checks, making.catalog);
        let mut checked = Checked::default();
        checked.add(category_in_few_hands::META, outcome, &name, making.catalog);
        if let Some(overrides) = making.overrides {
            overrides.waivers().apply(&mut checked.findings, making.run.period, making.catalog);
        }
        sort_findings(&mut checked.findings);
        out.extend(checked.findings.into_iter().map(|finding| CountyFinding {
            county: Some(name.clone()),
            finding,
        }));
    }
    out
}
