//! One unit from its files to its report: assemble, classify, apply decisions, assess, check.

use std::{cell::OnceCell, collections::BTreeMap, sync::Arc};

use crate::{
    checks::{self, check::CheckContext, finding::sort_findings, settings::CheckSettings},
    decisions::overrides::Overrides,
    model::{
        finding::{Issue, IssueView},
        line::{Line, LineKind},
        reasons::{Reason, UnitNote},
        standing::{BaseStanding, Standing},
        unit::{Canteen, UnitTerms},
        unit_report::{RunInfo, UNIT_SCHEMA, UnitReport},
    },
    policy::{self, at::PolicyAt},
    reconcile::session::Reconciled,
    rows::{
        describe::{IssueWords, issue_words},
        reading::Reading,
    },
    run::{cross_unit::CrossFindings, error::AuditError, readings::Readings},
    text::catalog::Catalog,
    units::{
        assemble::{AssembleContext, FileRecord, UnitData, UnitWork},
        overlap::{FileOverlap, overlaps},
        placing::{Placer, UnitKey},
        registry::{RegisteredUnit, Registry},
    },
};

/// Run-wide facts for assessing units.
#[derive(Clone, Copy)]
pub struct UnitContext<'a> {
    /// Run.
    pub run: &'a RunInfo,
    /// Policy at the run's month.
    pub policy: &'a PolicyAt,
    /// Registry.
    pub registry: Option<&'a Registry>,
    /// Decisions.
    pub overrides: Option<&'a Overrides>,
    /// Placer.
    pub placer: &'a Placer<'a>,
    /// Keys that turned out to be another's.
    pub merged: &'a BTreeMap<UnitKey, UnitKey>,
    /// Readings.
    pub readings: &'a Readings<'a>,
    /// Byte-identical copies by the index of the file that counts.
    pub copies: &'a BTreeMap<usize, Vec<std::sync::Arc<str>>>,
    /// Files of the run.
    pub files: &'a [FileRecord],
    /// Words.
    pub catalog: &'a Catalog,
    /// Thresholds of the checks.
    pub checks: &'a CheckSettings,
    /// What platform exports say, where some were given and all units' claims are known.
    pub reconciled: Option<&'a Reconciled>,
}

impl<'a> UnitContext<'a> {
    /// The reading of a file of the run.
    ///
    /// # Errors
    /// It has to be read again, and the file is not there or not the same any more.
    pub fn reading(&self, file: &FileRecord) -> Result<Arc<Reading>, AuditError> {
        self.readings.get(file)
    }

    /// What of it assembling needs.
    #[must_use]
    pub fn assemble(&self) -> AssembleContext<'a> {
        AssembleContext {
            placer: self.placer,
            merged: self.merged,
            run: self.run.period,
            date_field: self.policy.date_field(),
        }
    }
}

/// Gathers a unit's lines.
///
/// # Errors
/// A file has changed.
pub fn gather(work: &UnitWork, cx: &UnitContext<'_>) -> Result<UnitData, AuditError> {
    let mut data = UnitData::default();
    let assemble = cx.assemble();
    for index in &work.files {
        let file = &cx.files[*index];
        // One that is gone must stop the run: its lines would be missing in silence.
        data.add_file(work, file, &*cx.reading(file)?, assemble);
    }
    Ok(data)
}

/// Classifies the lines, applies what the folder (overlapping files, statements beside details) and the auditors say.
#[must_use]
pub fn classify(work: &UnitWork, data: &mut UnitData, cx: &UnitContext<'_>) -> Vec<FileOverlap> {
    policy::classify::classify(cx.policy, &mut data.lines);
    supersede_statements(&mut data.lines);
    let overlapping = overlaps(&data.lines);
    for i in overlapping.iter().flat_map(|o| &o.lines) {
        policy::classify::dispute(&mut data.lines[*i], Reason::DuplicateAcrossFiles);
    }
    if let Some(reconciled) = cx.reconciled {
        reconciled.dispute(&work.key, &mut data.lines);
    }
    if let Some(overrides) = cx.overrides {
        overrides.apply(cx.policy, &work.name, &mut data.lines);
    }
    overlapping
}

/// Where a unit and month have both, the detail counts and the statement is only compared (layouts.md, kind 3).
fn supersede_statements(lines: &mut [Line]) {
    let detailed: std::collections::BTreeSet<_> = lines.iter().filter(|l| l.kind == LineKind::Detail).map(|l| l.period).collect();
    for line in lines
        .iter_mut()
        .filter(|l| l.kind == LineKind::Statement && detailed.contains(&l.period))
    {
        line.base = BaseStanding::Out;
        for standing in line.requirements.values_mut() {
            *standing = Standing::NotCounted;
        }
        line.reasons = vec![Reason::StatementSuperseded];
    }
}

/// The unit's report.
///
/// # Errors
/// A file has changed, or amounts overflow.
pub fn assess_unit(work: &UnitWork, cross: &CrossFindings, cx: &UnitContext<'_>) -> Result<UnitReport, AuditError> {
    let mut data = gather(work, cx)?;
    let overlapping = classify(work, &mut data, cx);
    let registered = match work.key {
        UnitKey::Registered(i) => cx.registry.and_then(|r| r.units.get(i)),
        UnitKey::Found { .. } => None,
    };
    let terms = terms_of(registered, !data.files.is_empty());
    let assessment = crate::assess::unit::assess(cx.policy, &terms, &data.lines, &data.bounds, cx.run.period).map_err(|source| {
        AuditError::Overflow {
            unit: work.name.to_string(),
            source,
        }
    })?;
    let copies: Vec<_> = work
        .files
        .iter()
        .flat_map(|i| {
            cx.copies
                .get(i)
                .into_iter()
                .flatten()
                .map(|copy| (cx.files[*i].path.clone(), copy.clone()))
        })
        .collect();
    let reconciliation = cx.reconciled.map_or_else(|| Ok(Vec::new()), |r| r.views(work, &data.lines))?;
    let mut checked = checks::run_unit(&CheckContext {
        unit: &work.name,
        registered,
        in_registry_run: cx.registry.is_some(),
        data: &data,
        copies: &copies,
        overlaps: &overlapping,
        reconciliation: cx.reconciled.map(|_| reconciliation.as_slice()),
        assessment: &assessment,
        policy: cx.policy,
        period: cx.run.period,
        settings: cx.checks,
        catalog: cx.catalog,
        by_supplier: &OnceCell::new(),
    });
    cross.add_to(&mut checked, work, &data, cx);
    if let Some(overrides) = cx.overrides {
        overrides.waivers().apply(&mut checked.findings, cx.run.period, cx.catalog);
        sort_findings(&mut checked.findings);
    }
    Ok(UnitReport {
        schema: UNIT_SCHEMA.to_owned(),
        run: cx.run.clone(),
        unit: work.name.clone(),
        code: registered.and_then(|r| r.code.clone()),
        county: work.county.clone(),
        sector: registered.and_then(|r| r.sector),
        canteen: registered.map_or(Canteen::Own, |r| r.canteen),
        path: work.path.clone(),
        verdict: assessment.verdict,
        scopes: assessment.scopes,
        reservation: assessment.reservation,
        pace: assessment.pace,
        findings: checked.findings,
        note: assessment.note,
        represented_by: registered.and_then(|r| r.representative.clone()),
        exceptions: assessment.exceptions,
        policy: cx.policy.info(),
        months: assessment.months,
        lines: data.lines,
        rejected: data.rejected,
        files: data.files,
        issues: data
            .issues
            .iter()
            .map(|(file, issue)| issue_view(file, issue, cx.catalog))
            .collect(),
        checks: checked.views,
        reconciliation,
    })
}

pub(crate) fn terms_of(registered: Option<&RegisteredUnit>, submitted: bool) -> UnitTerms {
    let Some(unit) = registered else {
        return UnitTerms {
            submitted,
            ..UnitTerms::default()
        };
    };
    UnitTerms {
        plan_fen: unit.plan_fen,
        reserved_fen: unit.reserved_fen.clone(),
        exceptions: unit.exceptions.clone(),
        exempt: match unit.canteen {
            Canteen::None => Some(UnitNote::NoCanteen),
            Canteen::Shared => Some(UnitNote::SharedCanteen),
            Canteen::Own | Canteen::Outsourced => None,
        },
        submitted,
    }
}

/// An issue in words: place, what is wrong, what to do.
#[must_use]
pub fn issue_view(file: &str, issue: &Issue, catalog: &Catalog) -> IssueView {
    let mut place = file.to_owned();
    for part in [issue.sheet.as_deref().map(str::to_owned), issue.cell.map(|c| c.to_string())]
        .into_iter()
        .flatten()
    {
        place.push_str(" › ");
        place.push_str(&part);
    }
    let IssueWords { message, fix, .. } = issue_words(issue, catalog);
    IssueView {
        code: issue.code.clone(),
        severity: issue.severity,
        place,
        message,
        found: issue.found.clone(),
        fix,
    }
}
