//! Who sells to the units (`--format suppliers`): what each unit bought in the year to date by supplier, kind of food and month ([`purchases`]), gathered while
//! units are assessed; then names are joined by credit codes and decisions ([`names`]), and everything is added up, once.

mod county;
mod names;
mod one;
pub(crate) mod purchases;

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, PoisonError},
};

use crate::{
    checks::settings::CheckSettings,
    decisions::{
        overrides::Overrides,
        supplier_rows::{Says, SupplierDecisions},
    },
    model::{Bought, NamePair, RunInfo, SUPPLIERS_SCHEMA, Supplier, SupplierReport, UnitSummary},
    run::suppliers::{
        names::{Groups, by_name},
        purchases::{Purchases, Row},
    },
    suppliers::{
        key,
        parts::Parting,
        proposals::{Candidate, Proposal, propose},
    },
    text::Catalog,
};

/// What the report is made with.
pub(crate) struct Making<'a> {
    pub run: &'a RunInfo,
    pub units: &'a [UnitSummary],
    pub counties: &'a [Arc<str>],
    pub overrides: Option<&'a Overrides>,
    pub checks: &'a CheckSettings,
    pub catalog: &'a Catalog,
}

/// The whole of it.
pub(crate) fn report(purchases: &Purchases, making: &Making<'_>) -> SupplierReport {
    let mut rows = std::mem::take(&mut *purchases.0.lock().unwrap_or_else(PoisonError::into_inner));
    // In whatever order they came.
    rows.sort_by(|a, b| (a.unit, &a.name, &a.code, a.category, a.month).cmp(&(b.unit, &b.name, &b.code, b.category, b.month)));
    let names = by_name(&rows);
    let none = SupplierDecisions::default();
    let decisions = making.overrides.map_or(&none, |o| o.suppliers());
    let groups = Groups::of(&names, decisions);
    let market = Totals::of(&rows, making.units);
    let parting = Parting::new(making.counties.iter().map(AsRef::as_ref));
    let mut suppliers: Vec<(Supplier, Vec<&Row>)> = groups
        .members
        .iter()
        .map(|of| one::supplier(of, &names, &groups, &market, decisions, making))
        .collect();
    suppliers
        .sort_by(|(a, _), (b, _)| (std::cmp::Reverse(a.bought.base_fen), &a.name).cmp(&(std::cmp::Reverse(b.bought.base_fen), &b.name)));
    let proposals = pairs(&suppliers, &parting, decisions);
    let counties = county::categories(&suppliers, &rows, making);
    let findings = county::findings(&counties, making);
    let mut unnamed = Bought::default();
    rows.iter().filter(|r| r.name.is_none()).for_each(|r| unnamed.add(&r.bought));
    SupplierReport {
        schema: SUPPLIERS_SCHEMA.to_owned(),
        run: making.run.clone(),
        all: market.all,
        unnamed,
        suppliers: suppliers.into_iter().map(|(supplier, _)| supplier).collect(),
        counties,
        proposals,
        findings,
    }
}

/// What was bought in all, of which suppliers have shares.
#[derive(Default)]
struct Totals {
    all: Bought,
    units: BTreeMap<usize, i64>,
    counties: BTreeMap<Option<Arc<str>>, i64>,
}

impl Totals {
    fn of(rows: &[Row], units: &[UnitSummary]) -> Self {
        let mut totals = Self::default();
        for row in rows {
            totals.all.add(&row.bought);
            let county = units.get(row.unit).and_then(|u| u.county.clone());
            for sum in [
                totals.units.entry(row.unit).or_default(),
                totals.counties.entry(county).or_default(),
            ] {
                *sum = sum.saturating_add(row.bought.base_fen);
            }
        }
        totals
    }
}

/// Rounded down; `None` of nothing.
fn share(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| i64::try_from(i128::from(part) * 10_000 / i128::from(whole)).unwrap_or(i64::MAX))
}

/// Names that may be one supplier's and on which nobody decided.
fn pairs(suppliers: &[(Supplier, Vec<&Row>)], parting: &Parting, decisions: &SupplierDecisions) -> Vec<NamePair> {
    let candidates: Vec<Candidate> = suppliers
        .iter()
        .map(|(s, _)| Candidate {
            parts: parting.part(&s.name),
            code: s.code.clone(),
            weight: s.bought.base_fen,
        })
        .collect();
    let spelt = suppliers
        .iter()
        .enumerate()
        .flat_map(|(at, (s, _))| s.spellings.iter().map(move |name| (at, name)));
    let at: HashMap<String, usize> = spelt.map(|(at, name)| (key(&name.name), at)).collect();
    let find = |text: &str| at.get(&key(text)).copied();
    let different = decisions.rows.iter().filter(|row| matches!(row.says, Says::Different(_)));
    let settled = different.filter_map(|row| {
        let (a, b) = (find(&row.supplier)?, find(row.other())?);
        Some((a.min(b), a.max(b)))
    });
    let pair = |proposal: Proposal| {
        let [(small, _), (large, _)] = [&suppliers[proposal.pair.0], &suppliers[proposal.pair.1]];
        NamePair {
            name: small.name.clone(),
            other: large.name.clone(),
            score: proposal.score,
            differences: proposal.differences.iter().map(|d| d.code().to_owned()).collect(),
            base_fen: small.bought.base_fen,
            other_base_fen: large.bought.base_fen,
        }
    };
    propose(&candidates, &settled.collect()).into_iter().map(pair).collect()
}
