//! What a run is given beside its inputs. All of it is loaded before the first workbook is read: a mistake here costs nothing and writes nothing.

use std::path::{Path, PathBuf};

use crate::{
    decisions::{
        overrides::{self, Overrides},
        overrides_sheet::Sheet,
    },
    inbox::discover::{self, Discovery},
    model::RunInfo,
    policy::{at::PolicyAt, pack::Policy},
    prices::{price_list::PriceList, sheet},
    reconcile::exports::{self, Export},
    report::{
        render::{Beside, Rendering},
        since::Previous,
        templates::Templates,
    },
    run::{
        history::past::Past,
        options::AuditOptions,
        provenance::{Provenance, hashed_export, hashed_paper, load_hashed},
    },
    tables::vocabulary::Vocabulary,
    text::{Catalog, Fault},
    units::{placing::Placer, registry::Registry},
};

/// What was given, loaded.
pub(crate) struct Loaded {
    pub policy: Policy,
    /// The policy at the run's month.
    pub at: PolicyAt,
    pub registry: Option<Registry>,
    pub overrides: Option<Overrides>,
    /// Market prices and contracts.
    pub prices: Option<PriceList>,
    pub layouts: Vocabulary,
    /// SHA-256 of the header data, hex.
    pub layouts_sha256: String,
    pub templates: Templates,
    pub exports: Vec<Export>,
    /// The run that this one is compared with.
    pub previous: Option<Previous>,
    /// What earlier runs said, where it is asked for.
    pub past: Option<Past>,
    /// The hashes of all that.
    pub provenance: Provenance,
}

impl Loaded {
    /// Loads what was given, and looks through the inboxes.
    pub fn load(options: &AuditOptions) -> Result<(Self, Discovery), Fault> {
        let policy = Policy::load(&options.policy)?;
        let at = policy.at(options.period, options.strict_policy)?;
        let mut provenance = Provenance::default();
        let registry = options.registry.as_deref();
        let registry = registry.map(|path| load_hashed(path, |path| Registry::load(path, at.counties())));
        let (registry, hash) = registry.transpose()?.unzip();
        provenance.registry = hash;
        let overrides = decisions(&options.overrides, &at, &mut provenance)?;
        let prices = prices(&options.prices, &mut provenance)?;
        let own = options.layouts.as_deref();
        let own = own.map(|path| load_hashed(path, |path| Vocabulary::embedded().with_file(path)));
        let (own, hash) = own.transpose()?.unzip();
        provenance.layouts = hash;
        let layouts = own.unwrap_or_else(Vocabulary::embedded);
        let mut templates = match &options.templates {
            Some(dir) => Templates::load(dir, options.lang)?,
            None => Templates::embedded(options.lang)?,
        };
        provenance.papers = templates.papers.iter().map(hashed_paper).collect();
        templates.letterhead.clone_from(&options.letterhead);
        let previous = options.previous.as_deref().map(Previous::read).transpose()?;
        let past = options.history.as_deref().map(|dir| Past::read(dir, options.period)).transpose()?;
        let mut inputs = match &options.from_ledger {
            Some(_) => Discovery::default(),
            None => discover::discover(&options.inboxes, &options.limits, &options.places())?,
        };
        let overrides_read = provenance.overrides.iter().map(|f| (PathBuf::from(&f.path), "overrides"));
        let exports_given = options.platform_exports.iter().map(|(_, path)| (path.clone(), "platform_export"));
        let registry_given = options.registry.iter().map(|path| (path.clone(), "registry"));
        let prices_given = options.prices.iter().map(|path| (path.clone(), "prices"));
        inputs.set_aside_given(
            registry_given.chain(overrides_read).chain(prices_given).chain(exports_given),
            &options.limits,
        );
        if inputs.files.is_empty() && inputs.quarantined.is_empty() && options.from_ledger.is_none() && !options.allow_empty {
            let inboxes: Vec<String> = options.inboxes.iter().map(|path| path.display().to_string()).collect();
            return Err(Fault::stopped("inbox.no_workbook").with("inboxes", inboxes.join(" ")));
        }
        let placer = Placer::new(registry.as_ref(), at.counties(), &layouts);
        let exports = exports::load(&options.platform_exports, &at, &options.limits, &layouts, &placer)?;
        provenance.exports = exports.iter().map(hashed_export).collect();
        let loaded = Self {
            layouts_sha256: layouts.fingerprint().to_string(),
            policy,
            at,
            registry,
            overrides,
            prices,
            layouts,
            templates,
            exports,
            previous,
            past,
            provenance,
        };
        Ok((loaded, inputs))
    }

    /// Places lines by registry and counties.
    pub fn placer(&self) -> Placer<'_> {
        Placer::new(self.registry.as_ref(), self.at.counties(), &self.layouts)
    }

    /// What reports are rendered with; whether there is a register is known when all units are.
    pub fn rendering<'a>(&'a self, options: &'a AuditOptions, catalog: &'a Catalog) -> Rendering<'a> {
        Rendering {
            catalog,
            templates: &self.templates,
            beside: Beside {
                formats: options.formats.as_slice(),
                previous: self.previous.as_ref(),
                papers: Some(&self.templates.papers),
                ..Beside::default()
            },
        }
    }

    /// What every report says of the run.
    pub fn run_info(&self, options: &AuditOptions) -> RunInfo {
        RunInfo {
            period: options.period,
            policy: self.policy.id().to_owned(),
            tool: concat!("bangfu ", env!("CARGO_PKG_VERSION")).to_owned(),
            policy_pending: self.at.pending().to_vec(),
        }
    }
}

/// What tables are called, with what a file adds.
pub(crate) fn vocabulary(layouts: Option<&Path>) -> Result<Vocabulary, Fault> {
    let embedded = Vocabulary::embedded();
    layouts.map_or_else(|| Ok(embedded.clone()), |path| embedded.with_file(path))
}

/// The prices of all files together, each file with its hash.
fn prices(given: &[PathBuf], provenance: &mut Provenance) -> Result<Option<PriceList>, Fault> {
    if given.is_empty() {
        return Ok(None);
    }
    let mut sheets = Vec::new();
    for path in given {
        let (loaded, hash) = load_hashed(path, sheet::load)?;
        sheets.push(loaded);
        provenance.prices.push(hash);
    }
    PriceList::new(sheets, &given[0]).map(Some)
}

/// The decisions of all files together, each file with its hash.
fn decisions(given: &[PathBuf], policy: &PolicyAt, provenance: &mut Provenance) -> Result<Option<Overrides>, Fault> {
    let mut sheets = Vec::new();
    for (path, label) in overrides::files(given)? {
        let (loaded, hash) = load_hashed(&path, |path| Sheet::load(path, &label))?;
        sheets.push(loaded);
        provenance.overrides.push(hash);
    }
    if sheets.is_empty() {
        return Ok(None);
    }
    Ok(Some(Overrides::new(sheets, policy)?))
}
