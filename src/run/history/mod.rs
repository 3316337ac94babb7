//! What became of earlier runs (`--history DIR`): their summaries and units' reports are read once, before anything else ([`past`]); while units are assessed
//! their points are followed by their keys ([`follow`]); shares over months and years ([`series`]) are made at the end.

pub(crate) mod follow;
pub(crate) mod past;
mod points;
pub(crate) mod series;
mod stored;

use std::sync::PoisonError;

use crate::{
    model::{HISTORY_SCHEMA, HistoryReport, RegionSummary, State, StateCount},
    run::history::follow::Following,
};

/// The whole of it.
pub(crate) fn report(following: &Following<'_>, summary: &RegionSummary) -> HistoryReport {
    use State::{Gone, LeftOver, New, Open, Rectified, Settled};
    let past = following.past;
    let (mut findings, mut disputes) = std::mem::take(&mut *following.followed.lock().unwrap_or_else(PoisonError::into_inner));
    let (gone_findings, gone_disputes) = past.of_absent_units(&summary.units, summary.run.period);
    findings.extend(gone_findings);
    disputes.extend(gone_disputes);
    for list in [&mut findings, &mut disputes] {
        // What is open longest, then the largest; the rest by what became of it.
        list.sort_by(|a, b| {
            let rank = |f: &crate::model::region::history::Followed| {
                let amount = f.amount_fen.map_or(0, i64::unsigned_abs);
                (std::cmp::Reverse(f.months_open.unwrap_or(0)), f.state, std::cmp::Reverse(amount))
            };
            (rank(a), &a.unit, &a.key).cmp(&(rank(b), &b.unit, &b.key))
        });
    }
    let count = |state: State| StateCount {
        state,
        findings: findings.iter().filter(|f| f.state == state).count() as u64,
        disputes: disputes.iter().filter(|f| f.state == state).count() as u64,
    };
    let units = series::units(past, summary);
    HistoryReport {
        schema: HISTORY_SCHEMA.to_owned(),
        run: summary.run.clone(),
        earlier: past.runs.iter().map(|run| run.period).collect(),
        with_points: past.runs.iter().filter(|run| run.has_points).map(|run| run.period).collect(),
        counts: [New, Open, Settled, Rectified, Gone, LeftOver].map(count).into(),
        findings,
        disputes,
        region: series::region(past, summary),
        units,
    }
}
