//! What a run makes beside its reports, where it is asked for: flat tables (`--format lines`), suppliers (`--format suppliers`) and what became of
//! earlier runs (`--history`). Each unit gives its part while it is assessed; nothing is gathered where nobody asks.

use crate::{
    decisions::supplier_rows::{SupplierRegisterRow, decided},
    model::{HistoryReport, RegionSummary, SupplierReport, UnitPast, UnitReport},
    publish::build::Build,
    report::{render::Extra, tables},
    run::{
        flat::{FlatTables, Writing},
        history::{self, follow::Following, past::Past},
        load::Loaded,
        options::AuditOptions,
        region::{RegionFacts, urgency},
        suppliers::{self, purchases::Purchases},
    },
    text::{Catalog, Fault},
};

/// While units are assessed.
pub(crate) struct Extras<'a> {
    options: &'a AuditOptions,
    build: &'a Build,
    catalog: &'a Catalog,
    flat: Option<FlatTables>,
    purchases: Option<Purchases>,
    following: Option<Following<'a>>,
}

/// What is made of it.
#[derive(Default)]
pub(crate) struct Made {
    pub suppliers: Option<SupplierReport>,
    pub history: Option<HistoryReport>,
    /// Names of suppliers to decide on, and what was decided, whether suppliers are looked at or not.
    pub names: Vec<SupplierRegisterRow>,
}

impl<'a> Extras<'a> {
    /// As the options ask.
    pub fn new(options: &'a AuditOptions, build: &'a Build, loaded: &'a Loaded, catalog: &'a Catalog) -> Result<Self, Fault> {
        let has = |extra| options.formats.has(extra);
        let flat = || FlatTables::new(build, &loaded.at.info(), catalog);
        Ok(Self {
            options,
            build,
            catalog,
            flat: has(Extra::Lines).then(flat).transpose()?,
            purchases: has(Extra::Suppliers).then(Purchases::default),
            following: loaded.past.as_ref().map(|past| Following::new(past, loaded.overrides.as_ref())),
        })
    }

    /// Takes what the unit of that index gives, from whatever thread; gives what its page says of earlier runs.
    pub fn add(&self, index: usize, unit: &UnitReport) -> Result<Option<UnitPast>, Fault> {
        if let Some(purchases) = &self.purchases {
            purchases.add(index, unit);
        }
        self.flat.as_ref().map_or(Ok(()), |flat| flat.add(index, unit, self.catalog))?;
        Ok(self.following.as_ref().map(|following| following.add(unit)))
    }

    /// All units are in: the flat tables come to their end.
    pub fn close(&self) {
        self.flat.iter().for_each(FlatTables::close);
    }

    /// What all units give together; the summary gets its order of urgency.
    pub fn finish(&self, facts: &RegionFacts<'_>, summary: &mut RegionSummary) -> Made {
        let overrides = facts.loaded.overrides.as_ref();
        let making = suppliers::Making {
            run: facts.run,
            units: &summary.units,
            counties: facts.loaded.at.counties(),
            overrides,
            checks: &self.options.checks,
            catalog: facts.catalog,
        };
        let suppliers = self.purchases.as_ref().map(|purchases| suppliers::report(purchases, &making));
        let open = suppliers
            .iter()
            .flat_map(|report| &report.proposals)
            .map(|pair| SupplierRegisterRow {
                supplier: pair.name.clone(),
                other: pair.other.clone(),
                score: Some(pair.score),
                differences: tables::suppliers::differences(pair, self.catalog),
                base_fen: Some(pair.base_fen),
                other_base_fen: Some(pair.other_base_fen),
                decision: None,
            });
        let names = open.chain(overrides.into_iter().flat_map(|o| decided(o.suppliers()))).collect();
        let history = self.following.as_ref().map(|following| history::report(following, summary));
        summary.urgent = match &history {
            Some(history) => urgency::order(summary, &history.units, &history.findings),
            None => urgency::order(summary, &history::series::units(&Past::default(), summary), &[]),
        };
        Made { suppliers, history, names }
    }

    /// Does the work, and writes the flat tables meanwhile; gives how many characters their encoding does not have.
    pub fn with_tables<T>(&self, work: impl FnOnce() -> Result<T, Fault>) -> Result<(T, u64), Fault> {
        let Some(flat) = &self.flat else {
            return Ok((work()?, 0));
        };
        let writing = Writing {
            period: self.options.period,
            encoding: self.options.csv_encoding,
            catalog: self.catalog,
        };
        flat.write_beside(self.build, writing, work)
    }
}
