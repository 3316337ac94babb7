//! The run: load what is given, read, assess unit by unit, render, publish.

use std::collections::BTreeSet;

use crate::{
    cli::log,
    decisions::overrides::Overrides,
    inbox::discover::{self, Discovery},
    ledger::{
        self,
        facts::{View, run_key},
        folder::{LedgerFolder, SharedLedger},
        load::ingest_ledger,
    },
    model::{
        region_summary::{InputCounts, InputProblem, RegionSummary, SUMMARY_SCHEMA},
        results::Verdict,
        unit_report::{RunInfo, UnitSummary},
    },
    policy::{at::PolicyAt, pack::Policy},
    publish::{
        build::{Build, Published},
        manifest,
        work_folder::WorkFolder,
    },
    reconcile::exports::{self, Export},
    report::{self, templates::Templates},
    run::{
        RunEvents,
        assess_units::assess_all,
        claims,
        context::UnitContext,
        error::AuditError,
        options::AuditOptions,
        provenance::{Basis, hashed_export, used},
        read_inputs::{IngestContext, copies, ingest},
        readings::{BoundedCache, Readings, SourceReader},
        region::{TopFindings, groups},
    },
    tables::vocabulary::Vocabulary,
    text::catalog::Catalog,
    units::{
        assemble::{FileOutcome, FileRecord},
        grouping::group,
        placing::Placer,
        registry::Registry,
    },
};

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditOutcome {
    /// Input counts.
    pub inputs: InputCounts,
    /// Units by verdict, in the order pass, fail, undetermined, no_data, exempt.
    pub verdicts: [(Verdict, u64); 5],
    /// Inputs or rows that could not be read or placed.
    pub incomplete: bool,
    /// Problems, for the closing lines.
    pub problems: Vec<InputProblem>,
    /// How long it took.
    pub seconds: f64,
    /// What publishing did beside replacing OUT.
    pub published: Published,
}

impl AuditOutcome {
    /// 0, 3 (something could not be read or placed), or 4 with `fail_on_noncompliance` (3 wins over 4).
    #[must_use]
    pub fn exit_status(&self, fail_on_noncompliance: bool) -> u8 {
        let failing = self
            .verdicts
            .iter()
            .any(|(v, n)| *n > 0 && matches!(v, Verdict::Fail | Verdict::Undetermined));
        if self.incomplete {
            3
        } else if fail_on_noncompliance && failing {
            4
        } else {
            0
        }
    }
}

/// Everything that is loaded before the first workbook is read: a mistake here costs nothing and writes nothing.
struct Loaded {
    policy: Policy,
    at: PolicyAt,
    registry: Option<Registry>,
    overrides: Option<Overrides>,
    layouts: Vocabulary,
    templates: Templates,
    basis: Basis,
    inputs: Discovery,
    exports: Vec<Export>,
}

fn load(options: &AuditOptions) -> Result<Loaded, AuditError> {
    let policy = Policy::load(&options.policy)?;
    let at = policy.at(options.period, options.extend_policy)?;
    let mut basis = Basis::default();
    let registry = used(options.registry.as_deref(), &mut basis.registry, Registry::load)?;
    let overrides = used(options.overrides.as_deref(), &mut basis.overrides, Overrides::load)?;
    overrides.iter().try_for_each(|o| o.validate(&at))?;
    let own = used(options.layouts.as_deref(), &mut basis.layouts, |path| {
        Vocabulary::embedded().with_file(path)
    })?;
    let layouts = own.unwrap_or_else(Vocabulary::embedded);
    let templates = match &options.templates {
        Some(dir) => Templates::load(dir, options.lang)?,
        None => Templates::embedded(options.lang),
    };
    let mut inputs = match &options.from_ledger {
        Some(_) => Discovery::default(),
        None => discover::discover(&options.inboxes, &options.limits, &options.places())?,
    };
    exports::keep_out(&mut inputs, &options.platform_exports);
    let placer = Placer::new(registry.as_ref(), at.counties());
    let exports = exports::load(&options.platform_exports, &at, &options.limits, &layouts, &placer)?;
    basis.exports = exports.iter().map(hashed_export).collect();
    Ok(Loaded {
        policy,
        at,
        registry,
        overrides,
        layouts,
        templates,
        basis,
        inputs,
        exports,
    })
}

/// Runs an audit and publishes OUT, all at once.
///
/// # Errors
/// [`AuditError`]; OUT is then as it was.
pub fn audit(options: &AuditOptions, events: &dyn RunEvents) -> Result<AuditOutcome, AuditError> {
    options.places().refuse_inside(options.inputs())?;
    // Neither writes, and a manifest of thousands of files takes as long as looking through the inboxes.
    let (looked, loaded) = rayon::join(|| WorkFolder::look(&options.out), || load(options));
    looked?;
    options.ledger.as_deref().map_or(Ok(()), LedgerFolder::look)?;
    let mut loaded = loaded?;
    let work_folder = WorkFolder::open(&options.out)?;
    let mut ledger = options.ledger.as_deref().map(LedgerFolder::open).transpose()?;
    options.from_ledger.as_deref().map_or(Ok(()), ledger::recover)?;
    let build = work_folder.build()?;
    let catalog = Catalog::new(options.lang);
    let run = RunInfo {
        period: options.period,
        policy: loaded.policy.id().to_owned(),
        tool: concat!("bangfu ", env!("CARGO_PKG_VERSION")).to_owned(),
        policy_extended: loaded.at.extended(),
    };
    let placer = Placer::new(loaded.registry.as_ref(), loaded.at.counties());
    log::run_started(options.period, loaded.policy.id(), loaded.inputs.files.len());
    for (path, reason) in &loaded.inputs.quarantined {
        log::file_quarantined(path, reason.code());
    }
    options.log.attach(build.open_log(manifest::LOG_NAME)?);
    events.phase(catalog.get("cli.audit.reading"), loaded.inputs.files.len());
    let cache = BoundedCache::default();
    let input_files = std::mem::take(&mut loaded.inputs.files);
    let layouts = loaded.layouts.fingerprint();
    let cx = IngestContext {
        limits: &options.limits,
        layouts: &loaded.layouts,
        placer: &placer,
        cache: &cache,
        events,
    };
    let (mut files, source) = match &options.from_ledger {
        Some(folder) => {
            let exports: BTreeSet<&str> = loaded.basis.exports.iter().map(|e| e.sha256.as_str()).collect();
            let (files, inputs, records) = ingest_ledger(folder, &layouts, &exports, cx)?;
            loaded.inputs = inputs;
            let source = SourceReader::Ledger {
                folder,
                layouts: &layouts,
                records,
            };
            (files, source)
        }
        None => {
            let files = ingest(&input_files, &mut loaded.inputs.ignored, cx)?;
            let source = SourceReader::Files {
                files: &input_files,
                limits: &options.limits,
                layouts: &loaded.layouts,
            };
            (files, source)
        }
    };
    let readings = Readings::new(cache, source);
    write_ledger(options, &loaded, &files, (&readings, ledger.as_ref()))?;
    let (works, merged) = group(&mut files, loaded.registry.as_ref());
    events.phase(catalog.get("cli.audit.assessing"), works.len());
    let copies = copies(&files);
    let cx = UnitContext {
        run: &run,
        policy: &loaded.at,
        registry: loaded.registry.as_ref(),
        overrides: loaded.overrides.as_ref(),
        placer: &placer,
        merged: &merged,
        copies: &copies,
        readings: &readings,
        files: &files,
        catalog: &catalog,
        checks: &options.checks,
        reconciled: None,
    };
    let reconciled = if loaded.exports.is_empty() {
        None
    } else {
        Some(claims::reconcile(&loaded.exports, &works, &cx, options.reconcile)?)
    };
    let cx = UnitContext {
        reconciled: reconciled.as_ref(),
        ..cx
    };
    let (units, board, disputes) = assess_all(&works, &cx, &build, (options, &loaded.templates), events)?;
    // Nearly all of it stands: the disk writes while the region's files are made.
    build.begin_flush();
    readings.release();
    let mut summary = region_summary(&run, &loaded, &files, units, board, &catalog);
    if let Some(reconciled) = &reconciled {
        summary.reconciliation = reconciled.region()?;
    }
    nothing_lost(&summary, &files)?;
    let (region, open) = rayon::join(
        || write_region(&summary, &build, &catalog, (options, &loaded.templates)),
        || write_disputes(&disputes, &run, &build, &catalog),
    );
    region.and(open)?;
    let record = crate::run::provenance::record(
        options,
        &loaded.policy,
        &loaded.layouts,
        (&files, &works),
        (&loaded.inputs, &loaded.basis),
        &summary,
        events.started(),
    );
    let outcome = outcome(&summary, &files, seconds(events));
    log::run_published(
        summary.units.len() as u64,
        outcome.verdicts.map(|(_, n)| n),
        &summary.inputs,
        outcome.seconds,
    );
    let run_sha256 = build.write_manifest(record)?;
    options.log.close();
    if events.stopped() {
        return Err(AuditError::Interrupted);
    }
    if let Some(ledger) = &mut ledger {
        ledger.seal(work_folder.out(), &run_sha256)?;
    }
    let published = build.publish(|| events.may_publish())?;
    ledger.map_or(Ok(()), LedgerFolder::publish)?;
    Ok(AuditOutcome {
        published,
        seconds: seconds(events),
        ..outcome
    })
}

/// Since the start of the run; none when the clock was set back meanwhile.
fn seconds(events: &dyn RunEvents) -> f64 {
    events.started().elapsed().map_or(0.0, |d| d.as_secs_f64())
}

/// Every line read is a unit's line, or listed as unplaced: else nothing is published.
fn nothing_lost(summary: &RegionSummary, files: &[FileRecord]) -> Result<(), AuditError> {
    let placed: u64 = summary.units.iter().map(|u| u.lines).sum();
    let unplaced: u64 = files.iter().map(|f| f.unplaced).sum();
    if placed + unplaced == summary.inputs.lines {
        return Ok(());
    }
    Err(AuditError::LinesLost {
        read: summary.inputs.lines,
        placed,
        unplaced,
    })
}

/// `--ledger`: the readings as Parquet, beside their place until OUT is published; and `--classified`: what SQL needs.
fn write_ledger(
    options: &AuditOptions,
    loaded: &Loaded,
    files: &[FileRecord],
    (readings, ledger): (&Readings<'_>, Option<&LedgerFolder>),
) -> Result<(), AuditError> {
    let registry = loaded.basis.registry.as_ref().map(|r| r.sha256.as_str());
    let key = run_key(&loaded.policy, &loaded.at, options.period, registry);
    let view = View::new(&loaded.at, loaded.registry.as_ref(), options.period, key);
    let layouts = loaded.layouts.fingerprint();
    if let Some(ledger) = options.from_ledger.as_deref().filter(|_| options.classified) {
        let _shared = SharedLedger::open(ledger)?;
        ledger::classify(ledger, &layouts, &view)?;
    }
    ledger.map_or(Ok(()), |ledger| {
        ledger::write(&ledger.build(), (files, &loaded.inputs), readings, &layouts, &view)
    })
}

fn region_summary(
    run: &RunInfo,
    loaded: &Loaded,
    files: &[FileRecord],
    units: Vec<UnitSummary>,
    board: TopFindings,
    catalog: &Catalog,
) -> RegionSummary {
    let (findings, findings_total) = board.finish();
    RegionSummary {
        schema: SUMMARY_SCHEMA.to_owned(),
        run: run.clone(),
        inputs: count_inputs(files, &loaded.inputs, &units),
        groups: groups(&units),
        units,
        policy: loaded.at.info(),
        findings,
        findings_total,
        problems: crate::run::problems::list(
            files,
            &loaded.inputs,
            loaded.overrides.as_ref(),
            &exports::rejected(&loaded.exports),
            catalog,
        ),
        reconciliation: Vec::new(),
    }
}

fn count_inputs(files: &[FileRecord], inputs: &Discovery, units: &[UnitSummary]) -> InputCounts {
    let mut counts = InputCounts {
        files: (files.len() + inputs.quarantined.len()) as u64,
        ..InputCounts::default()
    };
    counts.quarantined = inputs.quarantined.len() as u64;
    for file in files {
        match file.outcome {
            FileOutcome::Quarantined(_) => counts.quarantined += 1,
            FileOutcome::Duplicate(_) => counts.read += 1,
            FileOutcome::Read => {
                counts.read += 1;
                counts.rows += file.rows;
                counts.lines += file.lines;
                counts.rejected_rows += file.rejected;
                for (fate, n) in &file.fates {
                    *counts.fates.entry(fate.clone()).or_insert(0) += n;
                }
            }
        }
    }
    counts.disputed_lines = units.iter().map(|u| u.disputed_lines).sum();
    counts
}

fn write_region(
    summary: &RegionSummary,
    build: &Build,
    catalog: &Catalog,
    (options, templates): (&AuditOptions, &Templates),
) -> Result<(), AuditError> {
    let whole = || {
        build.stream("summary.json", |to| {
            report::json::write_summary(summary, to).map_err(AuditError::from)
        })
    };
    let write = |name, bytes: &[u8]| build.write(name, bytes).map(drop).map_err(AuditError::from);
    let others = || report::render::render_region(summary, options.formats, catalog, templates, &write);
    let (whole, others) = rayon::join(whole, others);
    whole.and(others)
}

fn write_disputes(
    disputes: &[crate::decisions::open_disputes::OpenDispute],
    run: &RunInfo,
    build: &Build,
    catalog: &Catalog,
) -> Result<(), AuditError> {
    if !disputes.is_empty() {
        build.write("待核实.xlsx", &report::xlsx::disputes::render(disputes, run.period, catalog)?)?;
    }
    Ok(())
}

fn outcome(summary: &RegionSummary, files: &[FileRecord], seconds: f64) -> AuditOutcome {
    let verdicts = [
        Verdict::Pass,
        Verdict::Fail,
        Verdict::Undetermined,
        Verdict::NoData,
        Verdict::Exempt,
    ]
    .map(|v| (v, summary.units.iter().filter(|u| u.verdict == v).count() as u64));
    let unplaced: u64 = files.iter().map(|f| f.unplaced).sum();
    let homeless = summary.problems.iter().any(|p| p.kind == "unplaced" || p.kind == "platform_export");
    AuditOutcome {
        incomplete: summary.inputs.quarantined > 0 || summary.inputs.rejected_rows > 0 || unplaced > 0 || homeless,
        inputs: summary.inputs.clone(),
        verdicts,
        problems: summary.problems.clone(),
        seconds,
        published: Published::default(),
    }
}
