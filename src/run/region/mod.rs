//! The region: counts, counties, sectors, the findings worth most. Everything is added up here, once.

pub(crate) mod problems;
pub(crate) mod top_findings;
pub(crate) mod unowned;
pub(crate) mod urgency;

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    inbox::discover::Discovery,
    model::{GroupSummary, InputCounts, RegionSummary, RunInfo, SUMMARY_SCHEMA, Sector, UnitSummary, Verdict},
    reconcile::exports::rejected,
    run::{
        load::Loaded,
        region::{top_findings::TopFindings, unowned::UnownedRow},
    },
    text::{Catalog, Fault},
    units::{
        file_record::{FileOutcome, FileRecord},
        placing::Placer,
    },
};

/// What the region's summary is made of, beside the units.
pub(crate) struct RegionFacts<'a> {
    pub run: &'a RunInfo,
    pub loaded: &'a Loaded,
    pub files: &'a [FileRecord],
    pub inputs: &'a Discovery,
    pub placer: &'a Placer<'a>,
    /// Rows that are no unit's.
    pub unowned: Vec<UnownedRow>,
    pub catalog: &'a Catalog,
}

/// The region's summary, but for the reconciliation and the order of urgency.
pub(crate) fn summarise(facts: &RegionFacts<'_>, units: Vec<UnitSummary>, findings: TopFindings) -> Result<RegionSummary, Fault> {
    let (findings, findings_total) = findings.finish();
    let RegionFacts { loaded, files, inputs, .. } = facts;
    let summary = RegionSummary {
        schema: SUMMARY_SCHEMA.to_owned(),
        run: facts.run.clone(),
        inputs: count_inputs(files, inputs, &units),
        groups: groups(&units, loaded.at.counties()),
        units,
        policy: loaded.at.info(),
        findings,
        findings_total,
        urgent: Vec::new(),
        problems: problems::list(facts, &rejected(&loaded.exports)),
        reconciliation: Vec::new(),
        prices: None,
    };
    ensure_nothing_lost(&summary, files)?;
    Ok(summary)
}

/// Every line read is a unit's line, or listed as unplaced; one that may be two units' stands in both.
fn ensure_nothing_lost(summary: &RegionSummary, files: &[FileRecord]) -> Result<(), Fault> {
    let placed: u64 = summary.units.iter().map(|u| u.lines).sum();
    let unplaced: u64 = files.iter().map(|f| f.unplaced).sum();
    let shared: u64 = files.iter().map(|f| f.shared).sum();
    if placed + unplaced == summary.inputs.lines + shared {
        return Ok(());
    }
    let lost = Fault::stopped("run.lines_lost").with("read", summary.inputs.lines);
    Err(lost.with("placed", placed).with("unplaced", unplaced))
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

/// The region, then counties as the policy lists them (others by name), then sectors, then the systems that answer for their units together.
pub(crate) fn groups(units: &[UnitSummary], listed: &[Arc<str>]) -> Vec<GroupSummary> {
    let mut out = vec![group("region", None, &units.iter().collect::<Vec<_>>())];
    let mut counties: BTreeMap<Option<Arc<str>>, Vec<&UnitSummary>> = BTreeMap::new();
    let mut sectors: BTreeMap<Option<Sector>, Vec<&UnitSummary>> = BTreeMap::new();
    for unit in units {
        counties.entry(unit.county.clone()).or_default().push(unit);
        sectors.entry(unit.sector).or_default().push(unit);
    }
    // What is not known comes last.
    let place = |name: Option<&str>| listed.iter().position(|c| Some(&**c) == name).unwrap_or(listed.len());
    let mut counties: Vec<_> = counties.into_iter().collect();
    counties.sort_by_key(|(c, _)| (c.is_none(), place(c.as_deref())));
    out.extend(counties.into_iter().map(|(c, u)| group("county", c, &u)));
    let mut sectors: Vec<_> = sectors.into_iter().collect();
    sectors.sort_by_key(|(s, _)| (s.is_none(), *s));
    out.extend(
        sectors
            .into_iter()
            .map(|(s, u)| group("sector", s.map(|s| Arc::from(s.code())), &u)),
    );
    let mut systems: BTreeMap<Arc<str>, Vec<&UnitSummary>> = BTreeMap::new();
    for unit in units {
        if let Some(system) = &unit.system {
            systems.entry(system.clone()).or_default().push(unit);
        }
    }
    out.extend(systems.into_iter().map(|(name, u)| {
        let mut system = group("system", Some(name), &u);
        system.verdict = Some(system.verdict_together());
        system
    }));
    out
}

fn group(by: &str, name: Option<Arc<str>>, units: &[&UnitSummary]) -> GroupSummary {
    let mut verdicts: BTreeMap<String, u64> = Verdict::ALL.map(|v| (v.code().to_owned(), 0)).into();
    for unit in units {
        *verdicts.entry(unit.verdict.code().to_owned()).or_insert(0) += 1;
    }
    let scopes: Vec<_> = units
        .iter()
        .filter(|u| u.verdict != Verdict::Exempt)
        .map(|u| &u.scopes.ytd)
        .collect();
    GroupSummary {
        by: by.to_owned(),
        name,
        units: units.len() as u64,
        verdicts,
        verdict: None,
        ytd: crate::assess::combine::combine(&scopes),
    }
}
