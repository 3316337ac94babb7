//! Waivers (已核实说明): a finding that a person has looked into and explained. It stays listed, marked, with the reason; it is not counted
//! as open. A waiver that has expired, or that fits no finding, is told.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::{
    model::{
        dates::Month,
        finding::{Finding, Waived},
    },
    text::catalog::Catalog,
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
    pub(crate) rows: Vec<Waiver>,
}

impl Waivers {
    /// Marks the findings that are waived in `period`; of an expired waiver the finding tells, and stays open.
    pub fn apply(&self, findings: &mut [Finding], period: Month, catalog: &Catalog) {
        if self.rows.is_empty() {
            return;
        }
        for finding in findings {
            for waiver in self.rows.iter().filter(|w| w.key == finding.key) {
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
                let title = catalog.say("word.waiver.title", &args);
                (finding.detail, finding.title) = (detail, title);
                finding.waived = Some(w.clone());
            }
        }
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

    /// Two rows that say different things of one finding.
    pub(crate) fn contradictions(&self, problems: &mut Vec<String>) {
        for (i, a) in self.rows.iter().enumerate() {
            for b in self.rows[i + 1..].iter().filter(|b| b.key == a.key) {
                if (&a.waived.reason, a.until) != (&b.waived.reason, b.until) {
                    problems.push(format!(
                        "{} and {} waive one finding in different words",
                        a.waived.source, b.waived.source
                    ));
                }
            }
        }
    }
}
