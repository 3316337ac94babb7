//! Prices and contracts that were given, and which of them hold for a purchase.

use std::{collections::HashMap, path::Path, sync::Arc};

use rust_decimal::Decimal;

use crate::{
    model::{Line, UnmatchedReason},
    prices::{
        given::{Contract, PriceRow, PriceSheet},
        measure::Measure,
    },
    text::{Fault, normal_name},
};

/// All prices and contracts of a run.
#[derive(Debug, Default)]
pub struct PriceList {
    pub(super) rows: Vec<PriceRow>,
    pub(super) contracts: Vec<Contract>,
    by_name: HashMap<String, Vec<usize>>,
}

/// Whose purchase it is.
#[derive(Clone, Copy)]
pub(crate) struct Buyer<'a> {
    pub(crate) unit: &'a str,
    pub(crate) county: Option<&'a str>,
}

/// A price that holds for a line.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    /// Yuan for the line's own measure.
    pub(super) price: Decimal,
    /// A price that must not be exceeded (指导价), not one that others paid.
    pub(super) is_limit: bool,
    pub(super) source: String,
}

impl PriceList {
    /// What the files say together; `path` is the first of them.
    ///
    /// # Errors
    /// Two prices of one thing, each named.
    pub(crate) fn new(sheets: Vec<PriceSheet>, path: &Path) -> Result<Self, Fault> {
        let mut list = Self::default();
        for sheet in sheets {
            list.rows.extend(sheet.prices);
            list.contracts.extend(sheet.contracts);
        }
        for (at, row) in list.rows.iter().enumerate() {
            for name in &row.names {
                list.by_name.entry(name.clone()).or_default().push(at);
            }
        }
        list.refuse_twice(path)?;
        Ok(list)
    }

    /// One price for one item, measure, place and day: two that differ are an error naming both.
    fn refuse_twice(&self, path: &Path) -> Result<(), Fault> {
        let mut problems = Vec::new();
        for rows in self.by_name.values() {
            for (n, a) in rows.iter().enumerate() {
                for b in rows.iter().skip(n + 1) {
                    let (a, b) = (&self.rows[*a], &self.rows[*b]);
                    let same = (&a.spec, &a.measure, &a.county) == (&b.spec, &b.measure, &b.county) && a.span.overlaps(b.span);
                    if same && (a.market, a.guide) != (b.market, b.guide) {
                        problems.push((a.place.clone(), b.place.clone()));
                    }
                }
            }
        }
        problems.sort();
        problems.dedup();
        if problems.is_empty() {
            return Ok(());
        }
        let each = problems
            .into_iter()
            .map(|(a, b)| Fault::usage("prices.twice").with("place", a).with("other", b));
        Err(Fault::usage("prices.wrong").at(path).each(each.collect()))
    }

    /// The price for a line.
    pub(super) fn price(&self, line: &Line, buyer: Buyer<'_>) -> Result<Reference, UnmatchedReason> {
        let item = normal_name(line.item.as_deref().unwrap_or_default());
        let rows = self.by_name.get(&item).ok_or(UnmatchedReason::NoItem)?;
        let text = |t: &Option<Arc<str>>| t.clone().unwrap_or_default();
        let (measure, spec) = (text(&line.measure), text(&line.spec));
        let measure = Measure::of(&measure, &spec).ok_or(UnmatchedReason::NoMeasure)?;
        let (spec, county) = (normal_name(&spec), normal_name(buyer.county.unwrap_or_default()));
        let of_goods = rows
            .iter()
            .map(|at| &self.rows[*at])
            .filter(|r| r.spec.is_empty() || r.spec == spec);
        let holds = |r: &&PriceRow| (r.county.is_empty() || r.county == county) && r.span.holds(line.date, line.period);
        let mut holding: Vec<&PriceRow> = of_goods.filter(holds).collect();
        if holding.is_empty() {
            return Err(UnmatchedReason::NoPrice);
        }
        // The county's own before the region's, of that specification before any, in the line's own measure before one that converts.
        holding.sort_by_key(|r| (r.county.is_empty(), r.spec.is_empty(), r.measure != measure));
        let found = holding.iter().find_map(|r| {
            let factor = measure.in_units_of(&r.measure)?;
            let (price, is_limit) = r.guide.map(|p| (p, true)).or(r.market.map(|p| (p, false)))?;
            Some(Reference {
                price: price.checked_mul(factor)?,
                is_limit,
                source: format!("{}（{}）", r.source, r.place),
            })
        });
        found.ok_or(UnmatchedReason::MeasureUnlike)
    }

    /// The cut that a contract gives for a line, with where it stands.
    pub(super) fn cut(&self, line: &Line, buyer: Buyer<'_>) -> Result<Option<(i64, String)>, UnmatchedReason> {
        if self.contracts.is_empty() {
            return Ok(None);
        }
        let of = |t: &Option<Arc<str>>| normal_name(t.as_deref().unwrap_or_default());
        let own = [of(&line.supplier), normal_name(buyer.unit), of(&line.category)];
        let rank = |c: &Contract| {
            let said = [&c.supplier, &c.unit, &c.category];
            let fits = said.iter().zip(&own).all(|(said, own)| said.is_empty() || *said == own) && c.span.holds(line.date, line.period);
            fits.then(|| said.iter().filter(|s| !s.is_empty()).count())
        };
        let ranked: Vec<(usize, &Contract)> = self.contracts.iter().filter_map(|c| Some((rank(c)?, c))).collect();
        // The contract that names most of what the line says.
        let Some(best) = ranked.iter().map(|(rank, _)| *rank).max() else {
            return Ok(None);
        };
        let mut cuts = ranked.iter().filter(|(rank, _)| *rank == best).map(|(_, c)| *c);
        let Some(first) = cuts.next() else { return Ok(None) };
        if cuts.any(|c| c.cut_bp != first.cut_bp) {
            return Err(UnmatchedReason::ContractsDiffer);
        }
        Ok(Some((first.cut_bp, format!("{}（{}）", first.source, first.place))))
    }
}
