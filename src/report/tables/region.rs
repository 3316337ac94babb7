//! Tables of the whole region.

use crate::{
    model::{
        money::percent,
        region_summary::{GroupSummary, RegionSummary},
        results::{RequirementResult, Verdict},
    },
    report::{
        rank::VERDICTS,
        tables::{Cell, Column, Kind, Table, columns, unit},
        words,
    },
    text::catalog::Catalog,
};

/// Units of the group with that verdict.
pub(crate) fn verdict_count(group: &GroupSummary, verdict: Verdict) -> u64 {
    group.verdicts.get(verdict.code()).copied().unwrap_or(0)
}

/// Both ends and the verdict of every requirement.
pub(crate) fn requirement_columns(summary: &RegionSummary, catalog: &Catalog) -> Vec<Column> {
    let of = |r: &crate::model::policy_info::RequirementInfo| {
        // A unit's approved exception may lie below this; its own report shows the threshold it is held to.
        let title = format!("{}（{}）", r.title, percent(r.threshold_bp));
        [
            ("low", 10.0, Kind::Percent),
            ("high", 10.0, Kind::Percent),
            ("req_verdict", 10.0, Kind::Centre),
        ]
        .map(|(key, width, kind)| {
            let word = catalog.get(&format!("xlsx.calc.{}", key.trim_start_matches("req_"))).to_owned();
            Column {
                key,
                ..Column::new(format!("{title} {word}"), width, kind)
            }
        })
    };
    summary.policy.requirements.iter().flat_map(of).collect()
}

/// The cells of [`requirement_columns`].
pub(crate) fn requirement_cells<'a>(
    summary: &RegionSummary,
    results: &[RequirementResult],
    catalog: &Catalog,
) -> impl Iterator<Item = Cell<'a>> {
    let cells: Vec<Cell<'a>> = summary
        .policy
        .requirements
        .iter()
        .flat_map(|info| match results.iter().find(|r| r.id == info.id) {
            Some(r) => [
                Cell::percent(r.ratio_low_bp),
                Cell::percent(r.ratio_high_bp),
                Cell::owned(words::verdict(catalog, r.verdict)),
            ],
            None => [const { Cell::Empty }; 3],
        })
        .collect();
    cells.into_iter()
}

/// Counties or sectors, in the order of the summary.
pub(crate) fn groups<'a>(summary: &'a RegionSummary, by: &'a str, catalog: &'a Catalog) -> Table<'a> {
    let head = |key: &str| catalog.get(&format!("xlsx.region.{key}")).to_owned();
    let column = |key, head, width, kind| Column {
        key,
        ..Column::new(head, width, kind)
    };
    let mut columns = vec![
        column("name", head(by), 16.0, Kind::Text),
        column("units", head("units"), 8.0, Kind::Count),
    ];
    columns.extend(VERDICTS.map(|v| column(v.code(), words::verdict(catalog, v), 8.0, Kind::Count)));
    columns.extend([
        column("base", head("base"), 16.0, Kind::Yuan),
        column("base_disputed", head("base_disputed"), 14.0, Kind::Yuan),
    ]);
    columns.extend(requirement_columns(summary, catalog));
    let rows = summary.groups.iter().filter(move |g| g.by == by).map(move |g| {
        let unknown = || catalog.get("xlsx.region.unknown").to_owned();
        let name = g.name.as_deref().map_or_else(unknown, |n| words::group(catalog, by, n));
        let mut row = vec![Cell::owned(name), Cell::Count(g.units)];
        row.extend(VERDICTS.map(|v| Cell::Count(verdict_count(g, v))));
        row.extend([Cell::Yuan(g.ytd.base_fen), Cell::Yuan(g.ytd.base_disputed_fen)]);
        row.extend(requirement_cells(summary, &g.ytd.requirements, catalog));
        row
    });
    Table::new(columns, rows)
}

/// The findings that matter most.
pub(crate) fn findings<'a>(summary: &'a RegionSummary, catalog: &'a Catalog) -> Table<'a> {
    let mut all = columns(catalog, "region", [("unit", 22.0, Kind::Wrap), ("county", 10.0, Kind::Text)]);
    all.extend(unit::finding_columns(catalog));
    // The key is for the unit's own page, where a finding is answered.
    all.pop();
    let rows = summary.findings.iter().map(|f| {
        let mut row = vec![Cell::text(Some(&f.unit)), Cell::text(f.county.as_deref())];
        row.extend(unit::finding(&f.finding, catalog));
        row.pop();
        row
    });
    Table::new(all, rows)
}

/// Inputs that need a look.
pub(crate) fn problems<'a>(summary: &'a RegionSummary, catalog: &'a Catalog) -> Table<'a> {
    let columns = columns(
        catalog,
        "column",
        [
            ("kind", 14.0, Kind::Centre),
            ("file", 50.0, Kind::Wrap),
            ("message", 80.0, Kind::Wrap),
        ],
    );
    let rows = summary.problems.iter().map(|p| {
        vec![
            Cell::owned(words::problem(catalog, &p.kind)),
            Cell::text(Some(&p.path)),
            Cell::text(Some(&p.message)),
        ]
    });
    Table::new(columns, rows)
}
