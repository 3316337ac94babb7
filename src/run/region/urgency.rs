//! Which units come first, and why. There is no score: units stand by what weighs most, then by how long it has lasted, then by the amount.

use std::{cmp::Reverse, collections::HashMap};

use crate::model::{Followed, Month, PaceState, Point, RegionSummary, UnitHistory, UnitSummary, Urgent, UrgentReason, Verdict};

/// Findings that are open for fewer months are no reason of their own.
const OLD: u32 = 3;

/// Orders the units; those of which there is nothing to say are left out.
pub(crate) fn order(summary: &RegionSummary, histories: &[UnitHistory], findings: &[Followed]) -> Vec<Urgent> {
    let mut old: HashMap<&str, (u64, u32)> = HashMap::new();
    for finding in findings {
        let months = finding.months_open.unwrap_or(0);
        if let Some(path) = finding.path.as_deref().filter(|_| months >= OLD) {
            let of = old.entry(path).or_default();
            *of = (of.0 + 1, of.1.max(months));
        }
    }
    let mut ranked: Vec<_> = summary
        .units
        .iter()
        .zip(histories)
        .filter(|(unit, _)| unit.verdict != Verdict::Exempt)
        .filter_map(|(unit, history)| {
            let in_a_row = in_a_row(&history.points);
            let old = old.get(unit.path.as_str()).copied();
            let reasons = reasons(unit, history, in_a_row, old);
            let class = class(unit, &reasons)?;
            let gap = gap(unit);
            let rank = (class, Reverse(in_a_row), Reverse(gap), Reverse(old.map_or(0, |(_, months)| months)));
            let urgent = Urgent {
                unit: unit.unit.clone(),
                county: unit.county.clone(),
                path: unit.path.clone(),
                verdict: unit.verdict,
                reasons,
            };
            Some((rank, urgent))
        })
        .collect();
    ranked.sort_by(|(a, x), (b, y)| (a, &x.path).cmp(&(b, &y.path)));
    ranked.into_iter().map(|(_, urgent)| urgent).collect()
}

/// What weighs most; `None` where there is nothing.
fn class(unit: &UnitSummary, reasons: &[UrgentReason]) -> Option<u8> {
    let is = |of: fn(&UrgentReason) -> bool| reasons.iter().any(of);
    match unit.verdict {
        _ if is(|r| matches!(r, UrgentReason::Unreachable { .. })) => Some(0),
        Verdict::Fail => Some(1),
        Verdict::Undetermined => Some(2),
        Verdict::NoData => Some(3),
        _ if is(|r| matches!(r, UrgentReason::Behind { .. })) => Some(4),
        _ if is(|r| matches!(r, UrgentReason::OldFindings { .. })) => Some(5),
        _ => None,
    }
}

fn gap(unit: &UnitSummary) -> i64 {
    let gaps = unit.scopes.ytd.requirements.iter().map(|r| r.shortfall_substitute_fen);
    gaps.max().unwrap_or(0)
}

fn reasons(unit: &UnitSummary, history: &UnitHistory, in_a_row: u32, old: Option<(u64, u32)>) -> Vec<UrgentReason> {
    let mut out = Vec::new();
    let paces = || unit.pace.iter().flatten();
    let of_state = |state: PaceState| paces().filter(move |p| p.state == state).map(|p| p.id.clone());
    out.extend(of_state(PaceState::Unreachable).map(|requirement| UrgentReason::Unreachable { requirement }));
    let failing = unit.scopes.ytd.requirements.iter().filter(|r| r.verdict == Verdict::Fail);
    out.extend(failing.map(|r| UrgentReason::Fails {
        requirement: r.id.clone(),
        gap_fen: r.shortfall_substitute_fen,
    }));
    match unit.verdict {
        Verdict::Undetermined => out.push(UrgentReason::Undetermined {
            lines: unit.disputed_lines,
        }),
        Verdict::NoData => out.push(UrgentReason::NoData),
        _ => {}
    }
    if in_a_row > 1 && unit.verdict != Verdict::Pass {
        out.push(UrgentReason::InARow {
            verdict: unit.verdict,
            months: in_a_row,
        });
    }
    out.extend(of_state(PaceState::Behind).map(|requirement| UrgentReason::Behind { requirement }));
    out.extend(fallen(&history.points));
    out.extend(old.map(|(count, months)| UrgentReason::OldFindings { count, months }));
    out
}

/// Months in a row, up to the last, of the last verdict; a month without a run ends the row.
fn in_a_row(points: &[Point]) -> u32 {
    let Some(last) = points.last() else { return 0 };
    let mut expected = last.period;
    let mut count = 0;
    for point in points.iter().rev() {
        if point.verdict != last.verdict || point.period != expected {
            break;
        }
        count += 1;
        expected = expected.previous();
    }
    count
}

/// Requirements whose certain share is lower than at the end of the same month of the year before.
fn fallen(points: &[Point]) -> Vec<UrgentReason> {
    let Some(now) = points.last() else { return Vec::new() };
    let Some(then) = Month::new(now.period.year() - 1, now.period.month()) else {
        return Vec::new();
    };
    let Some(then) = points.iter().find(|p| p.period == then) else {
        return Vec::new();
    };
    let pair = |share: &crate::model::region::history::PointShare| {
        let old = then.requirements.iter().find(|r| r.id == share.id)?;
        let (before_bp, now_bp) = (old.ratio_low_bp?, share.ratio_high_bp?);
        (now_bp < before_bp).then(|| UrgentReason::FellWithinAYear {
            requirement: share.id.clone(),
            before_bp,
            now_bp,
        })
    };
    now.requirements.iter().filter_map(pair).collect()
}
