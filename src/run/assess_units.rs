//! Second pass: every unit is assessed, rendered and forgotten but for its summary.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::{
    decisions::open_disputes::{OpenDispute, open_disputes},
    model::unit_report::{UnitReport, UnitSummary},
    publish::build::Build,
    report::{self, templates::Templates},
    run::{
        PIECE, RunEvents,
        context::{UnitContext, assess_unit},
        cross_unit::cross_unit,
        error::AuditError,
        options::AuditOptions,
        region::TopFindings,
    },
    units::assemble::UnitWork,
};

pub(crate) type Assessed = (Vec<UnitSummary>, TopFindings, Vec<OpenDispute>);

/// Second pass: every unit is assessed, rendered and forgotten but for its summary.
pub(crate) fn assess_all(
    works: &[UnitWork],
    cx: &UnitContext<'_>,
    build: &Build,
    (options, templates): (&AuditOptions, &Templates),
    events: &dyn RunEvents,
) -> Result<Assessed, AuditError> {
    let all = Mutex::new((Vec::with_capacity(works.len()), TopFindings::default()));
    // The worst findings of all are the same whatever the order: the others' evidence is forgotten at once, or 20,000 units would hold gigabytes.
    let board = || all.lock().unwrap_or_else(PoisonError::into_inner);
    let cross = cross_unit(works, cx, &|| events.stopped())?;
    works.par_iter().enumerate().with_max_len(PIECE).try_for_each(|(index, work)| {
        if events.stopped() {
            return Err(AuditError::Interrupted);
        }
        let unit = assess_unit(work, &cross, cx)?;
        write_unit(&unit, work, cx, build, (options, templates))?;
        let open = open_disputes(&unit, cx.catalog);
        let summary = unit.summary();
        board().1.add(&summary, &unit.findings);
        let verdict = summary.verdict.code();
        board().0.push((index, summary, open));
        events.unit_done(&work.name, verdict);
        Ok(())
    })?;
    let (mut all, findings) = all.into_inner().unwrap_or_default();
    all.sort_by_key(|(index, ..)| *index);
    let mut units = Vec::with_capacity(all.len());
    let mut disputes = Vec::new();
    for (_, summary, open) in all {
        units.push(summary);
        disputes.extend(open);
    }
    Ok((units, findings, disputes))
}

fn write_unit(
    unit: &UnitReport,
    work: &UnitWork,
    cx: &UnitContext<'_>,
    build: &Build,
    (options, templates): (&AuditOptions, &Templates),
) -> Result<(), AuditError> {
    if options.formats.json {
        let path = format!("{}/report.json", work.path);
        build.stream(&path, |to| report::json::write_unit(unit, to).map_err(AuditError::from))?;
    }
    // One at a time: none waits in memory for another.
    for format in options.formats.others() {
        for (name, bytes) in report::render::render_unit(unit, format, cx.catalog, templates)? {
            build.write(&format!("{}/{name}", work.path), &bytes)?;
        }
    }
    Ok(())
}
