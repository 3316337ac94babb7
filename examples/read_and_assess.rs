//! A run without its reports: every workbook is read, every unit classified, assessed and checked, across units too, and nothing of it rendered,
//! written or hashed. For measuring (`contrib/bench/run.py`): what takes the time beside writing.
//!
//! `read_and_assess INBOX --period 2024-01 [--registry FILE] [--jobs N]` prints what it found of each unit, in the shape of a corpus's
//! `truth.json`.

use std::{collections::BTreeMap, error::Error, path::PathBuf, process::ExitCode, time::SystemTime};

use bangfu::{
    checks::settings::CheckSettings,
    formats::limits::Limits,
    inbox::{discover::discover, outputs::ReservedPaths},
    model::unit_report::{RunInfo, UnitReport},
    policy::pack::Policy,
    run::{
        RunEvents,
        assess_units::assess_unit,
        context::{Grouped, UnitContext},
        cross_unit::cross_unit,
        inputs::{
            ReadContext,
            files::read_files,
            readings::{BoundedCache, Readings, SourceReader},
        },
    },
    tables::vocabulary::Vocabulary,
    text::catalog::{Catalog, Lang},
    units::{placing::Placer, registry::Registry},
};
use rayon::prelude::*;
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Nobody watches.
struct Silent(SystemTime);

impl RunEvents for Silent {
    fn started(&self) -> SystemTime {
        self.0
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome<()> {
    let (mut inbox, mut options) = (None, BTreeMap::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.strip_prefix("--") {
            Some(name) => drop(options.insert(name.to_owned(), arguments.next().ok_or(format!("{argument} needs a value"))?)),
            None => inbox = Some(PathBuf::from(argument)),
        }
    }
    let inbox = inbox.ok_or("usage: read_and_assess INBOX --period 2024-01 [--registry FILE] [--jobs N]")?;
    if let Some(jobs) = options.get("jobs") {
        rayon::ThreadPoolBuilder::new().num_threads(jobs.parse()?).build_global()?;
    }
    let period = options.get("period").ok_or("--period is missing")?.parse()?;
    let policy = Policy::load("yuncheng-2023-31-24")?.at(period, false)?;
    let registry = options.get("registry").map(|path| Registry::load(path.as_ref(), policy.counties()));
    let registry = registry.transpose()?;
    let (limits, layouts, catalog) = (Limits::default(), Vocabulary::embedded(), Catalog::new(Lang::Zh));
    let placer = Placer::new(registry.as_ref(), policy.counties(), &layouts);
    let cache = BoundedCache::default();
    let mut inputs = discover(&[inbox], &limits, &ReservedPaths::default())?;
    let cx = ReadContext {
        limits: &limits,
        layouts: &layouts,
        placer: &placer,
        cache: &cache,
        events: &Silent(SystemTime::now()),
    };
    let mut files = read_files(&inputs.files, &mut inputs.ignored, cx)?;
    let source = SourceReader::Files {
        files: &inputs.files,
        limits: &limits,
        layouts: &layouts,
    };
    let readings = Readings::new(cache, source);
    let grouped = Grouped::of(&mut files, registry.as_ref(), &placer);
    let cx = UnitContext {
        run: &RunInfo {
            period,
            policy: "yuncheng-2023-31-24".to_owned(),
            tool: String::new(),
            policy_pending: policy.pending().to_vec(),
        },
        policy: &policy,
        registry: registry.as_ref(),
        overrides: None,
        prices: None,
        placer: &placer,
        grouped: &grouped,
        layouts: &layouts,
        readings: &readings,
        files: &files,
        catalog: &catalog,
        checks: &CheckSettings::default(),
        reconciled: None,
    };
    let cross = cross_unit(&grouped.works, &cx, &|| false)?;
    let units: BTreeMap<String, Value> = grouped
        .works
        .par_iter()
        .with_max_len(8)
        .map(|work| assess_unit(work, &cross, &cx).map(|report| (report.unit.to_string(), found(&report))))
        .collect::<Result<_, _>>()?;
    println!("{}", json!({ "units": units }));
    Ok(())
}

/// What the corpus knows of a unit.
fn found(report: &UnitReport) -> Value {
    let scope = &report.scopes.ytd;
    let mut unit = json!({ "base_fen": scope.base_fen, "verdict": report.verdict });
    for r in &scope.requirements {
        unit[&*r.id] = json!({ "counted_fen": r.counted_fen, "disputed_fen": r.disputed_fen, "verdict": r.verdict });
    }
    unit
}
