//! The run: load what is given, read, assess unit by unit, render, publish.

use rayon::prelude::*;

use crate::{
    inbox::discover::Discovery,
    ledger::{
        facts::{View, run_key},
        folder::{LedgerFolder, SharedLedger, recover},
        write::LedgerWriter,
    },
    prices::compare::of_region,
    publish::{held::held, manifest::LOG_NAME, work_folder::WorkFolder},
    reconcile::{
        ReconcileSettings,
        exports::Export,
        session::{PlacedOrders, Reconciled, UnitClaims},
    },
    report::since::Previous,
    run::{
        PIECE, RunEvents,
        assess_units::assess_units,
        context::{Grouped, UnitContext, classify, gather},
        extras::Extras,
        inputs::read::Read,
        load::Loaded,
        manifest::manifest,
        options::AuditOptions,
        outcome::AuditOutcome,
        region::{self, RegionFacts, unowned::unowned_rows},
        reports::Reports,
    },
    text::{Catalog, Fault, INTERRUPTED},
    units::assemble::UnitWork,
};

/// Runs an audit and publishes OUT, all at once.
pub(crate) fn audit(options: &AuditOptions, events: &dyn RunEvents) -> Result<AuditOutcome, Fault> {
    options.places().refuse_inside(options.inputs())?;
    // Neither writes, and a manifest of thousands of files takes as long as looking through the inboxes.
    let (looked, loaded) = rayon::join(|| WorkFolder::look(&options.out), || Loaded::load(options));
    looked?;
    options.ledger.as_deref().map_or(Ok(()), LedgerFolder::look)?;
    let (mut loaded, mut inputs) = loaded?;
    let work_folder = WorkFolder::open(&options.out)?;
    // Whatever stands in the place of OUT is compared with, where it can be.
    loaded.previous = loaded.previous.or_else(|| Previous::read(&options.out).ok());
    let mut ledger = options.ledger.as_deref().map(LedgerFolder::open).transpose()?;
    options.from_ledger.as_deref().map_or(Ok(()), recover)?;
    held(work_folder.out()).iter().for_each(|fault| events.held(fault));
    let build = work_folder.build()?;
    let catalog = Catalog::new(options.lang);
    begin(options, &loaded, &inputs, events);
    events.log_into(build.open_log(LOG_NAME)?);

    let input_files = std::mem::take(&mut inputs.files);
    events.phase(catalog.get("cli.audit.reading"), input_files.len());
    let placer = loaded.placer();
    let mut read = Read::all(&input_files, inputs, options, &loaded, &placer, events)?;
    write_ledger(options, &loaded, &read, ledger.as_ref(), events)?;

    let grouped = Grouped::of(&mut read.files, loaded.registry.as_ref(), &placer);
    let works = &grouped.works;
    events.phase(catalog.get("cli.audit.assessing"), works.len());
    let run = loaded.run_info(options);
    let cx = UnitContext::new(&run, (&loaded, &read), &grouped, &placer, &options.checks, &catalog);
    let reconciled = match loaded.exports.as_slice() {
        [] => None,
        exports => Some(reconcile(exports, works, &cx, options.reconcile)?),
    };
    let cx = UnitContext {
        reconciled: reconciled.as_ref(),
        ..cx
    };
    let extras = Extras::new(options, &build, &loaded, &catalog)?;
    let reports = Reports {
        build: &build,
        formats: &options.formats,
        with: loaded.rendering(options, &catalog),
        extras: &extras,
    };
    // The last of the flat tables, a workbook of all lines, takes as long as what is made of all units.
    let ((facts, summary), not_encoded) = extras.with_tables(|| {
        let assessed = assess_units(works, &cx, reports, events)?;
        extras.close();
        let unowned = unowned_rows(&cx)?;
        // Nearly all of it stands: the disk writes while the region's files are made.
        build.begin_flush();
        read.readings.release();
        let facts = RegionFacts {
            run: &run,
            loaded: &loaded,
            files: &read.files,
            inputs: &read.inputs,
            placer: &placer,
            unowned,
            catalog: &catalog,
        };
        let mut summary = region::summarise(&facts, assessed.units, assessed.findings)?;
        summary.reconciliation = reconciled.as_ref().map_or_else(|| Ok(Vec::new()), |r| r.region())?;
        summary.prices = of_region(assessed.prices.into_iter());
        let made = extras.finish(&facts, &mut summary);
        reports.write_region(&summary, &assessed.register, &made)?;
        Ok((facts, summary))
    })?;
    let manifest = manifest(options, &facts, works, &summary, events.started());
    let outcome = AuditOutcome::of(&summary, works, &read.files, seconds(events));
    events.run_ended(&outcome);
    let run_sha256 = build.write_manifest(manifest)?;
    events.built(build.path(), &input_files)?;
    if events.stopped() {
        return Err(Fault::stopped(INTERRUPTED));
    }
    if let Some(ledger) = &mut ledger {
        ledger.seal(work_folder.out(), &run_sha256)?;
    }
    let published = build.publish(|| events.may_publish())?;
    ledger.map_or(Ok(()), LedgerFolder::publish)?;
    Ok(AuditOutcome {
        published,
        not_encoded,
        seconds: seconds(events),
        ..outcome
    })
}

/// Says that the run begins, and what could not be opened.
fn begin(options: &AuditOptions, loaded: &Loaded, inputs: &Discovery, events: &dyn RunEvents) {
    events.run_started(options.period, loaded.policy.id(), inputs.files.len());
    for (path, reason) in &inputs.quarantined {
        events.not_opened(path, reason);
    }
}

/// `--ledger`: the readings as Parquet, beside their place until OUT is published; and `--classified`: what SQL needs.
fn write_ledger(
    options: &AuditOptions,
    loaded: &Loaded,
    read: &Read<'_>,
    ledger: Option<&LedgerFolder>,
    events: &dyn RunEvents,
) -> Result<(), Fault> {
    let registry = loaded.provenance.registry.as_ref().map(|r| r.sha256.as_str());
    let key = run_key(&loaded.policy, options.period, registry);
    let view = View::new(&loaded.at, loaded.registry.as_ref(), &loaded.layouts, options.period, key);
    let stopped = || events.stopped();
    let writer = |folder| LedgerWriter {
        folder,
        layouts: &loaded.layouts_sha256,
        view: Some(&view),
        stopped: &stopped,
    };
    if let Some(folder) = options.from_ledger.as_deref().filter(|_| options.classified) {
        let _shared = SharedLedger::open(folder)?;
        writer(folder).classify()?;
    }
    match ledger {
        Some(ledger) => writer(&ledger.build()).write_all(&read.files, &read.inputs, &|file| read.readings.get(file)),
        None => Ok(()),
    }
}

/// Since the start of the run; none when the clock was set back meanwhile.
fn seconds(events: &dyn RunEvents) -> f64 {
    events.started().elapsed().map_or(0.0, |d| d.as_secs_f64())
}

/// Places the exports' orders, gathers every unit's claims and matches them.
fn reconcile(exports: &[Export], works: &[UnitWork], cx: &UnitContext<'_>, settings: ReconcileSettings) -> Result<Reconciled, Fault> {
    let placed = PlacedOrders::new(exports, works, cx.policy, cx.assemble(), settings);
    let claims: Vec<UnitClaims> = works
        .par_iter()
        .enumerate()
        .with_max_len(PIECE)
        .map(|(unit, work)| {
            let mut data = gather(work, cx)?;
            let _ = classify(work, &mut data, cx);
            Ok(placed.claims(u32::try_from(unit).unwrap_or(u32::MAX), work, &data.lines))
        })
        .collect::<Result<_, Fault>>()?;
    Ok(placed.matched(claims, cx.run.period))
}
