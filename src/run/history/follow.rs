//! What became of a unit's points: its findings by their keys, its disputed lines by keys of their own, beside those of earlier runs.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    decisions::overrides::Overrides,
    model::{Answer, Followed, Month, State, UnitPast, UnitReport},
    run::history::{
        past::{Past, PastPoint, PastPoints, blank, unit_key},
        points::{detail, dispute_key, of_decision, of_waiver},
        series,
    },
};

/// Follows units while they are assessed.
pub(crate) struct Following<'a> {
    pub past: &'a Past,
    pub overrides: Option<&'a Overrides>,
    /// Findings and disputes, in whatever order units come.
    pub followed: Mutex<(Vec<Followed>, Vec<Followed>)>,
}

/// Months from the first to the last, both counted.
fn months(first: Month, last: Month) -> u32 {
    let number = |m: Month| i32::from(m.year()) * 12 + i32::from(m.month());
    u32::try_from(number(last) - number(first) + 1).unwrap_or(0)
}

impl<'a> Following<'a> {
    /// Beside these runs.
    pub fn new(past: &'a Past, overrides: Option<&'a Overrides>) -> Self {
        Self {
            past,
            overrides,
            followed: Mutex::default(),
        }
    }

    /// Takes a unit's points; gives what became of them, and its months.
    pub fn add(&self, report: &UnitReport) -> UnitPast {
        let (findings, disputes) = self.of(report);
        let mut followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        followed.0.extend(findings.iter().cloned());
        followed.1.extend(disputes.iter().cloned());
        UnitPast {
            points: series::of_report(self.past, report),
            findings,
            disputes,
        }
    }

    /// A unit's findings and disputes with what became of them.
    fn of(&self, report: &UnitReport) -> (Vec<Followed>, Vec<Followed>) {
        let none = PastPoints::default();
        let past = self
            .past
            .points
            .get(&unit_key(report.code.as_deref(), &report.path))
            .unwrap_or(&none);
        let subject = Subject(report);
        let now = report.run.period;
        let mut findings: Vec<Followed> = Vec::new();
        for finding in &report.findings {
            let answer = finding.waived.clone().map(|w| (w.rectified, of_waiver(w)));
            let state = answer
                .as_ref()
                .map(|(rectified, _)| if *rectified { State::Rectified } else { State::Settled });
            let followed = subject.followed(
                &finding.key,
                past.findings.get(&finding.key),
                state,
                answer.map(|(_, answer)| answer),
            );
            findings.push(Followed {
                title: finding.title.clone(),
                detail: finding.detail.clone(),
                about: vec![finding.check.to_string()],
                amount_fen: finding.amount_fen,
                ..followed
            });
        }
        let mut disputes: Vec<Followed> = Vec::new();
        let mut seen = HashMap::new();
        for line in report.lines.iter().filter(|l| l.is_disputed() || l.decision.is_some()) {
            let date = line.date.map(|d| d.to_string());
            let texts = [
                date.as_deref(),
                line.item.as_deref(),
                line.supplier.as_deref(),
                line.order_no.as_deref(),
            ];
            let key = dispute_key(&report.unit, line.period, texts, line.amount_fen, &mut seen);
            let answer = line.decision.clone().map(of_decision);
            let state = answer.is_some().then_some(State::Settled);
            let followed = subject.followed(&key, past.disputes.get(&key), state, answer);
            disputes.push(Followed {
                title: line.item.as_deref().unwrap_or_default().to_owned(),
                about: line.reasons.iter().map(|r| r.code().to_owned()).collect(),
                detail: detail(texts),
                amount_fen: line.amount_fen,
                ..followed
            });
        }
        let waivers = self.overrides.map(|o| o.waivers());
        let given = |key: &str| waivers.and_then(|w| w.of(key)).map(|w| (of_waiver(w.clone()), w.rectified));
        let span = (self.past.last(), now);
        for (mine, theirs) in [(&mut findings, &past.findings), (&mut disputes, &past.disputes)] {
            let here: std::collections::HashSet<String> = mine.iter().map(|f| f.key.clone()).collect();
            let gone = theirs.iter().filter(|(key, _)| !here.contains(*key));
            let gone = gone.filter_map(|(key, point)| past.no_more(point, given(key), span));
            mine.extend(gone.map(|f| Followed {
                unit: report.unit.clone(),
                county: report.county.clone(),
                path: Some(report.path.clone()),
                ..f
            }));
        }
        (findings, disputes)
    }
}

struct Subject<'a>(&'a UnitReport);

impl Subject<'_> {
    /// A point that this run has; `answered`: what a person made of it.
    fn followed(&self, key: &str, before: Option<&PastPoint>, answered: Option<State>, answer: Option<Answer>) -> Followed {
        let now = self.0.run.period;
        // A point of an earlier year that comes back is a point of this year's ledgers.
        let first = before.map_or(now, |before| before.point.first);
        let state = answered.unwrap_or(if before.is_some() { State::Open } else { State::New });
        Followed {
            unit: Arc::clone(&self.0.unit),
            county: self.0.county.clone(),
            path: Some(self.0.path.clone()),
            state,
            first,
            months_open: answered.is_none().then(|| months(first, now)),
            answer,
            ..blank(key.to_owned(), now)
        }
    }
}
