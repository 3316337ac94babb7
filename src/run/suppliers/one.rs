//! One supplier: all of its names, and what was bought from it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    decisions::supplier_rows::{Says, SupplierDecisions},
    model::{Bought, CategoryFen, Decision, JoinedBy, Spelling, Supplier, UnitPart, region::suppliers::Part},
    run::suppliers::{
        Making, Totals,
        names::{Groups, Name},
        purchases::Row,
        share,
    },
    suppliers::{category::Category, key},
};

/// A supplier of these names, with its rows.
pub(super) fn supplier<'r>(
    members: &[usize],
    names: &[Name<'r>],
    groups: &Groups,
    totals: &Totals,
    decisions: &SupplierDecisions,
    making: &Making<'_>,
) -> (Supplier, Vec<&'r Row>) {
    let mut of: Vec<&Name<'_>> = members.iter().map(|at| &names[*at]).collect();
    of.sort_by(|a, b| (std::cmp::Reverse(a.base()), a.shown()).cmp(&(std::cmp::Reverse(b.base()), b.shown())));
    let is_company = |name: &&&Name<'_>| name.key.contains("公司");
    let shown = of.iter().find(is_company).or(of.first()).map_or("", |name| name.shown());
    let keys: BTreeSet<&str> = of.iter().map(|name| name.key.as_str()).collect();
    let speaks = |text: &str| keys.contains(key(text).as_str());
    let rows: Vec<&'r Row> = members.iter().flat_map(|at| names[*at].rows.iter().copied()).collect();
    let mut bought = Bought::default();
    let (mut units, mut categories): (BTreeMap<usize, i64>, BTreeMap<Category, i64>) = Default::default();
    for row in &rows {
        bought.add(&row.bought);
        *units.entry(row.unit).or_default() += row.bought.base_fen;
        *categories.entry(row.category).or_default() += row.bought.base_fen;
    }
    let mut counties: BTreeMap<Option<Arc<str>>, (i64, u64)> = BTreeMap::new();
    for (unit, fen) in &units {
        let sum = counties.entry(making.units.get(*unit).and_then(|u| u.county.clone())).or_default();
        *sum = (sum.0 + fen, sum.1 + 1);
    }
    let part = |(county, (fen, units)): (Option<Arc<str>>, (i64, u64))| Part {
        share_bp: share(fen, totals.counties.get(&county).copied().unwrap_or(0)),
        county,
        base_fen: fen,
        units,
    };
    let mut counties: Vec<Part> = counties.into_iter().map(part).collect();
    counties.sort_by_key(|part| std::cmp::Reverse(part.base_fen));
    let unit_part = |(unit, fen): (usize, i64)| {
        let summary = making.units.get(unit)?;
        Some(UnitPart {
            unit: summary.unit.clone(),
            county: summary.county.clone(),
            path: summary.path.clone(),
            base_fen: fen,
            share_bp: share(fen, totals.units.get(&unit).copied().unwrap_or(0)),
        })
    };
    let mut unit_parts: Vec<UnitPart> = units.into_iter().filter_map(unit_part).collect();
    unit_parts.sort_by_key(|part| std::cmp::Reverse(part.base_fen));
    let months = rows.iter().map(|row| row.month);
    let joined = [(JoinedBy::CreditCode, &groups.by_code), (JoinedBy::Decision, &groups.by_decision)];
    let joined = joined
        .into_iter()
        .filter(|(_, by)| members.len() > 1 && members.iter().any(|at| by.contains(at)));
    let decided: Vec<Decision> = decisions
        .rows
        .iter()
        .filter(|row| matches!(row.says, Says::Same(_)) && speaks(&row.supplier) && speaks(row.other()))
        .map(|row| row.decision.clone())
        .collect();
    let unified = decisions.rows.iter().find(|row| row.says == Says::Unified && speaks(&row.supplier));
    let spelling = |name: &Name<'_>| Spelling {
        name: name.shown().to_owned(),
        base_fen: name.base(),
        lines: name.written.values().map(|b| b.lines).sum(),
    };
    let category_fen = |(kind, base_fen): (Category, i64)| CategoryFen {
        category: kind.id().to_owned(),
        base_fen,
    };
    let found = Supplier {
        name: shown.to_owned(),
        code: of.iter().flat_map(|name| &name.codes).min().map(|code| (*code).to_owned()),
        spellings: of.iter().copied().map(spelling).collect(),
        joined_by: joined.map(|(by, _)| by).collect(),
        decisions: decided,
        unified: unified.map(|row| row.decision.clone()),
        share_bp: share(bought.base_fen, totals.all.base_fen),
        bought,
        first: months.clone().min().unwrap_or(making.run.period),
        last: months.max().unwrap_or(making.run.period),
        counties,
        categories: categories.into_iter().map(category_fen).collect(),
        units: unit_parts,
    };
    (found, rows)
}
