//! Second pass: every unit is assessed, rendered and forgotten but for its summary; what an earlier run made of an unchanged one is taken over.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::{
    decisions::open_disputes::{OpenDispute, open_disputes},
    model::unit_report::UnitSummary,
    publish::{build::Build, manifest::OutputEntry},
    report::{self, templates::Templates},
    run::{
        PIECE, RunEvents,
        context::{UnitContext, assess_unit},
        cross_unit::cross_unit,
        error::AuditError,
        memo::Memos,
        options::AuditOptions,
        region::FindingBoard,
        reuse::{self, Previous},
    },
    units::assemble::UnitWork,
};

pub(crate) type Assessed = (Vec<UnitSummary>, FindingBoard, Vec<OpenDispute>);

/// Second pass: every unit is assessed, rendered and forgotten but for its summary.
pub(crate) fn assess_all(
    works: &[UnitWork],
    cx: &UnitContext<'_>,
    (build, previous): (&Build, &Previous<'_>),
    (options, templates, memos): (&AuditOptions, &Templates, Option<Memos<'_>>),
    events: &dyn RunEvents,
) -> Result<Assessed, AuditError> {
    let all = Mutex::new((Vec::with_capacity(works.len()), FindingBoard::default()));
    // The worst findings of all are the same whatever the order: the others' evidence is forgotten at once, or 20,000 units would hold gigabytes.
    let board = || all.lock().unwrap_or_else(PoisonError::into_inner);
    let cross = cross_unit(works, cx, memos, &|| events.stopped())?;
    works.par_iter().enumerate().with_max_len(PIECE).try_for_each(|(index, work)| {
        if events.stopped() {
            return Err(AuditError::Interrupted);
        }
        let memo = memos.map(|m| (m, m.unit_key("unit", work, cx, cross.of(work))));
        let known = memo.and_then(|(m, key)| m.recall_unit(&key));
        if let Some(known) = known
            && let Some(files) = previous.same(&work.path, &known.outputs)
            && board().1.add(&known.summary, &known.findings)
        {
            adopt(&files, build)?;
            events.unit_done(&work.name, known.summary.verdict.code());
            board().0.push((index, known.summary, known.open));
            return Ok(());
        }
        let unit = assess_unit(work, &cross, cx)?;
        let outputs = write_unit(&unit, work, cx, build, (options, templates), previous)?;
        let open = open_disputes(&unit, cx.catalog);
        let summary = unit.summary();
        board().1.add(&summary, &unit.findings);
        if let Some((memos, key)) = memo {
            memos.note_unit(&key, (&summary, &unit.findings, &open), outputs)?;
        }
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

/// Options that a unit's files depend on beside its report, as the manifest holds them.
pub(crate) fn rendering(options: &AuditOptions) -> [(&'static str, serde_json::Value); 2] {
    [
        ("format", crate::run::provenance::formats(options.formats)),
        ("lang", serde_json::json!(options.lang)),
    ]
}

/// A unit's files: those of the previous run where nothing of the unit changed, else rendered anew. Own templates are not part of the
/// manifest, so with them nothing is taken over.
fn write_unit(
    unit: &crate::model::unit_report::UnitReport,
    work: &UnitWork,
    cx: &UnitContext<'_>,
    build: &Build,
    (options, templates): (&AuditOptions, &Templates),
    previous: &Previous<'_>,
) -> Result<Vec<OutputEntry>, AuditError> {
    let mut outputs = Vec::new();
    if options.formats.json {
        let path = format!("{}/{}", work.path, reuse::JSON);
        let json = build.stream(&path, |to| report::json::write_unit(unit, to).map_err(AuditError::from))?;
        if options.keep_readings
            && options.templates.is_none()
            && let Some(mut files) = previous.unit(&work.path, &json.sha256)
        {
            files.retain(|kept| kept.name != reuse::JSON);
            outputs = adopt(&files, build)?;
            outputs.push(json);
            outputs.sort_by(|a, b| a.path.cmp(&b.path));
            return Ok(outputs);
        }
        outputs.push(json);
    }
    // One at a time: none waits in memory for another.
    for format in options.formats.others() {
        for (name, bytes) in report::render::render_unit(unit, format, cx.catalog, templates)? {
            let path = format!("{}/{name}", work.path);
            outputs.push(OutputEntry {
                sha256: build.write(&path, &bytes)?,
                size: bytes.len() as u64,
                path,
            });
        }
    }
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(outputs)
}

/// Takes the files of an unchanged unit over; returns them, sorted by path.
fn adopt(files: &[reuse::Kept<'_>], build: &Build) -> Result<Vec<OutputEntry>, AuditError> {
    for kept in files {
        build.adopt(kept)?;
    }
    Ok(files.iter().map(|k| k.entry.clone()).collect())
}
