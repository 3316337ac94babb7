//! Tables of the whole region.

use crate::{
    model::{GroupSummary, RegionSummary, RequirementResult, Verdict, percent},
    report::{
        rank::VERDICTS,
        tables::{Described, Kind, Table, unit::with_finding},
        words,
    },
    text::Catalog,
};

/// Units of the group with that verdict.
pub(crate) fn verdict_count(group: &GroupSummary, verdict: Verdict) -> u64 {
    group.verdicts.get(verdict.code()).copied().unwrap_or(0)
}

/// With both ends and the verdict of every requirement; `of` finds the results.
pub(crate) fn with_requirements<'a, S: Copy + 'a>(
    mut table: Described<'a, S>,
    of: impl Fn(S) -> &'a [RequirementResult] + Copy + 'a,
    summary: &'a RegionSummary,
    catalog: &'a Catalog,
) -> Described<'a, S> {
    for info in &summary.policy.requirements {
        // A unit's approved exception may lie below this; its own report shows the threshold it is held to.
        let head = |key: &str| {
            let word = catalog.get(&format!("xlsx.calc.{key}")).to_owned();
            format!("{}（{}） {word}", info.title, percent(info.threshold_bp))
        };
        let result = move |s| of(s).iter().find(|r| r.id == info.id);
        table = table
            .headed("low", head("low"), 10.0, Kind::Percent, move |s| result(s)?.ratio_low_bp)
            .headed("high", head("high"), 10.0, Kind::Percent, move |s| result(s)?.ratio_high_bp)
            .headed("req_verdict", head("verdict"), 10.0, Kind::Centre, move |s| {
                Some(result(s)?.verdict.word(catalog))
            });
    }
    table
}

/// Counties or sectors, in the order of the summary.
pub(crate) fn groups<'a>(summary: &'a RegionSummary, by: &'a str, catalog: &'a Catalog) -> Table<'a> {
    let name = |g: &GroupSummary| {
        let unknown = || catalog.get("xlsx.region.unknown").to_owned();
        g.name.as_deref().map_or_else(unknown, |n| words::group(catalog, by, n))
    };
    let of_kind = summary.groups.iter().filter(move |g| g.by == by);
    let head = catalog.get(&format!("xlsx.region.{by}")).to_owned();
    let mut table = Table::of(catalog, "region", of_kind)
        .headed("name", head, 16.0, Kind::Text, name)
        .column("units", 8.0, Kind::Count, |g| g.units);
    for v in VERDICTS {
        table = table.headed(v.code(), v.word(catalog), 8.0, Kind::Count, move |g| verdict_count(g, v));
    }
    table = table
        .column("base", 16.0, Kind::Yuan, |g| g.ytd.base_fen)
        .column("base_disputed", 14.0, Kind::Yuan, |g| g.ytd.base_disputed_fen);
    with_requirements(table, |g| &g.ytd.requirements, summary, catalog).table()
}

/// The findings that matter most; their keys are for the unit's own page, where a finding is answered.
pub(crate) fn findings<'a>(summary: &'a RegionSummary, catalog: &'a Catalog) -> Table<'a> {
    let table = Table::of(catalog, "region", &summary.findings)
        .column("unit", 22.0, Kind::Wrap, |f| &*f.unit)
        .column("county", 10.0, Kind::Text, |f| f.county.as_deref());
    with_finding(table.heads_of("column"), |f| &f.finding, catalog).table()
}

/// Inputs that need a look.
pub(crate) fn problems<'a>(summary: &'a RegionSummary, catalog: &'a Catalog) -> Table<'a> {
    Table::of(catalog, "column", &summary.problems)
        .column("kind", 14.0, Kind::Centre, |p| words::word(catalog, "problem", &p.kind))
        .column("file", 50.0, Kind::Wrap, |p| &*p.path)
        .column("message", 80.0, Kind::Wrap, |p| &*p.message)
        .table()
}
