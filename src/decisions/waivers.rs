//! Waivers (已核实说明): a finding that a person has looked into and explained. It stays listed, marked, with the reason; it is not counted
//! as open. A waiver that has expired, or that fits no finding, is told.

use std::{
    collections::HashMap,
    sync::atomic::{AtomicBool, Ordering},
};

use crate::{
    model::{Finding, Month, Waived},
    text::{Catalog, Fault},
};

/// One waiver.
#[derive(Debug)]
pub(crate) struct Waiver {
    /// The finding's key, in lower case.
    pub key: String,
    /// Last month for which it holds; without one it holds for good.
    pub until: Option<Month>,
    /// What is shown beside the finding.
    pub waived: Waived,
    /// A finding had this key.
    pub used: AtomicBool,
    /// It was after its last month then.
    pub expired: AtomicBool,
}

/// All waivers of an overrides file.
#[derive(Debug, Default)]
pub struct Waivers {
    pub(super) rows: Vec<Waiver>,
    by_key: HashMap<String, usize>,
}

impl Waivers {
    /// Each once; two that say different things of one finding are a problem that names both.
    pub(super) fn new(given: Vec<Waiver>, problems: &mut Vec<Fault>) -> Self {
        let mut all = Self::default();
        for waiver in given {
            match all.by_key.get(&waiver.key).and_then(|i| all.rows.get(*i)) {
                None => {
                    all.by_key.insert(waiver.key.clone(), all.rows.len());
                    all.rows.push(waiver);
                }
                Some(other) if (&other.waived.reason, other.until) == (&waiver.waived.reason, waiver.until) => {}
                Some(other) => {
                    let wrong = Fault::usage("decisions.waivers_differ").with("first", &other.waived.source);
                    problems.push(wrong.with("second", &waiver.waived.source));
                }
            }
        }
        all
    }

    /// Marks the findings that are waived in `period`; of an expired waiver the finding tells, and stays open.
    pub fn apply(&self, findings: &mut [Finding], period: Month, catalog: &Catalog) {
        for finding in findings {
            if let Some(waiver) = self.by_key.get(&finding.key).and_then(|i| self.rows.get(*i)) {
                waiver.used.store(true, Ordering::Relaxed);
                let until = waiver.until.map(|m| m.to_string()).unwrap_or_default();
                let w = &waiver.waived;
                let args = [
                    ("title", finding.title.as_str()),
                    ("detail", finding.detail.as_str()),
                    ("reason", w.reason.as_str()),
                    ("by", w.by.as_str()),
                    ("until", until.as_str()),
                ];
                if waiver.until.is_some_and(|last| last < period) {
                    waiver.expired.store(true, Ordering::Relaxed);
                    finding.detail = catalog.say("word.waiver.expired", &args);
                    continue;
                }
                let how = if waiver.until.is_some() { "detail_until" } else { "detail" };
                let detail = catalog.say(&format!("word.waiver.{how}"), &args);
                let title = if w.rectified { "title_rectified" } else { "title" };
                let title = catalog.say(&format!("word.waiver.{title}"), &args);
                (finding.detail, finding.title) = (detail, title);
                finding.waived = Some(w.clone());
            }
        }
    }

    /// What was said of the finding of that key.
    pub fn of(&self, key: &str) -> Option<&Waived> {
        self.by_key.get(key).and_then(|i| self.rows.get(*i)).map(|waiver| &waiver.waived)
    }

    /// Waivers to report, with a reason code: `waiver_unmatched`, `waiver_expired`.
    pub fn stale(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.rows.iter().filter_map(|w| {
            let code = if w.expired.load(Ordering::Relaxed) {
                "waiver_expired"
            } else if w.used.load(Ordering::Relaxed) {
                return None;
            } else {
                "waiver_unmatched"
            };
            Some((w.waived.source.as_str(), code))
        })
    }
}
