//! Shares, verdicts and bases over the months, of the region and of each unit.

use crate::{
    model::{Point, PointShare, RegionSummary, RunInfo, ScopeResult, UnitHistory, UnitReport, UnitSummary, Verdict},
    run::history::past::{Past, unit_key},
};

fn point(run: &RunInfo, verdict: Option<Verdict>, ytd: &ScopeResult) -> Point {
    let share = |r: &crate::model::results::RequirementResult| PointShare {
        id: r.id.clone(),
        threshold_bp: r.threshold_bp,
        counted_fen: r.counted_fen,
        ratio_low_bp: r.ratio_low_bp,
        ratio_high_bp: r.ratio_high_bp,
    };
    Point {
        period: run.period,
        policy: run.policy.clone(),
        verdict,
        base_fen: ytd.base_fen,
        requirements: ytd.requirements.iter().map(share).collect(),
    }
}

/// The region.
pub(super) fn region(past: &Past, summary: &RegionSummary) -> Vec<Point> {
    let now = summary
        .groups
        .iter()
        .find(|g| g.by == "region")
        .map(|g| point(&summary.run, None, &g.ytd));
    past.runs.iter().filter_map(|run| run.region.clone()).chain(now).collect()
}

/// A unit's points, by its code or folder.
fn of_unit(past: &Past, (code, path): (Option<&str>, &str), now: Point) -> Vec<Point> {
    let key = unit_key(code, path);
    let before = past.runs.iter().filter_map(|run| run.units.get(&key).cloned());
    before.chain([now]).collect()
}

/// Those of a unit's report.
pub(super) fn of_report(past: &Past, report: &UnitReport) -> Vec<Point> {
    let now = point(&report.run, Some(report.verdict), &report.scopes.ytd);
    of_unit(past, (report.code.as_deref(), &report.path), now)
}

/// Every unit.
pub(crate) fn units(past: &Past, summary: &RegionSummary) -> Vec<UnitHistory> {
    let unit = |u: &UnitSummary| {
        let now = point(&summary.run, Some(u.verdict), &u.scopes.ytd);
        UnitHistory {
            unit: u.unit.clone(),
            county: u.county.clone(),
            path: u.path.clone(),
            points: of_unit(past, (u.code.as_deref(), &u.path), now),
        }
    };
    summary.units.iter().map(unit).collect()
}
