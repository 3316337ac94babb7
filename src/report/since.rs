//! What changed since an earlier run: verdicts, shares, open disputes. It stands on the pages only: the data files depend on this run's inputs alone.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    model::{PointShare, RegionSummary, RunInfo, SUMMARY_SCHEMA, UnitSummary, Verdict},
    report::{published, words},
    text::{Catalog, Fault},
};

/// What an earlier `summary.json` says, as far as it is compared.
#[derive(Debug, Deserialize)]
pub struct Previous {
    run: RunInfo,
    #[serde(deserialize_with = "by_path")]
    units: BTreeMap<String, Before>,
}

#[derive(Debug, Deserialize)]
struct Before {
    path: String,
    verdict: Verdict,
    disputed_lines: u64,
    scopes: Scopes,
}

/// The scopes of an earlier unit or group, as far as anybody asks.
#[derive(Debug, Deserialize)]
pub(crate) struct Scopes {
    pub ytd: Scope,
}

/// A scope, the same.
#[derive(Debug, Deserialize)]
pub(crate) struct Scope {
    pub base_fen: i64,
    pub requirements: Vec<PointShare>,
}

fn by_path<'de, D: serde::Deserializer<'de>>(from: D) -> Result<BTreeMap<String, Before>, D::Error> {
    let units = Vec::<Before>::deserialize(from)?;
    Ok(units.into_iter().map(|unit| (unit.path.clone(), unit)).collect())
}

/// Two ends of a share, bp.
type Ends = (Option<i64>, Option<i64>);

/// What changed for one unit; all empty where nothing did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// Verdict before and after.
    pub verdict: Option<(Verdict, Verdict)>,
    /// By requirement: both ends of the year to date's share before and after, bp.
    pub shares: Vec<(Arc<str>, Ends, Ends)>,
    /// Disputed lines before and after.
    pub disputed_lines: Option<(u64, u64)>,
}

impl Previous {
    /// Reads `summary.json` of a published folder.
    ///
    /// # Errors
    /// [`Fault`] when it is not there or not what this version reads.
    pub(crate) fn read(out: &Path) -> Result<Self, Fault> {
        published::read(out.join("summary.json"), SUMMARY_SCHEMA)
    }

    /// The month that the earlier run audited.
    pub(crate) fn run(&self) -> &RunInfo {
        &self.run
    }

    /// What changed for a unit; `None` for one that the earlier run did not hold.
    pub(crate) fn change(&self, unit: &UnitSummary) -> Option<Change> {
        let before = self.units.get(&unit.path)?;
        let differ = |a, b| (a != b).then_some((a, b));
        let shares = unit.scopes.ytd.requirements.iter().filter_map(|r| {
            let was = before.scopes.ytd.requirements.iter().find(|b| b.id == r.id);
            let was = was.map_or((None, None), |b| (b.ratio_low_bp, b.ratio_high_bp));
            let now = (r.ratio_low_bp, r.ratio_high_bp);
            (was != now).then(|| (r.id.clone(), was, now))
        });
        Some(Change {
            verdict: (before.verdict != unit.verdict).then_some((before.verdict, unit.verdict)),
            shares: shares.collect(),
            disputed_lines: differ(before.disputed_lines, unit.disputed_lines),
        })
    }

    /// What changed in the region, in numbers.
    pub(crate) fn counts(&self, summary: &RegionSummary) -> Counts {
        let mut counts = Counts::default();
        let mut known = 0;
        for unit in &summary.units {
            match self.change(unit) {
                None => counts.new += 1,
                Some(change) => {
                    known += 1;
                    counts.changed += u64::from(change != Change::default());
                    counts.verdicts += u64::from(change.verdict.is_some());
                }
            }
        }
        counts.gone = (self.units.len() as u64).saturating_sub(known);
        let before: u64 = self.units.values().map(|u| u.disputed_lines).sum();
        counts.disputed_lines = (before, summary.units.iter().map(|u| u.disputed_lines).sum());
        counts
    }
}

/// What changed between two runs, in numbers of units.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Units of which a verdict, a share or the open disputes changed.
    pub changed: u64,
    /// Units with another verdict.
    pub verdicts: u64,
    /// Units that only the later run holds.
    pub new: u64,
    /// Units that only the earlier run holds.
    pub gone: u64,
    /// Disputed lines of all units before and after.
    pub disputed_lines: (u64, u64),
}

impl Counts {
    /// Whether anything changed.
    pub fn some(&self) -> bool {
        self.changed + self.new + self.gone > 0
    }

    /// In one sentence.
    pub fn say(&self, catalog: &Catalog) -> String {
        let (before, after) = self.disputed_lines;
        let said = [
            ("changed", self.changed),
            ("verdicts", self.verdicts),
            ("new", self.new),
            ("gone", self.gone),
            ("before", before),
            ("after", after),
        ]
        .map(|(key, n)| (key, n.to_string()));
        catalog.say("pages.since.counts", &said.each_ref().map(|(k, v)| (*k, v.as_str())))
    }
}

impl Change {
    /// What changed, each in a phrase: `结论：待核实 → 达标`.
    pub(crate) fn phrases(&self, title: impl Fn(&str) -> String, catalog: &Catalog) -> Vec<String> {
        let phrase = |what: &str, before: &str, after: &str| {
            catalog.say("pages.since.phrase", &[("what", what), ("before", before), ("after", after)])
        };
        let verdict = self.verdict.map(|(a, b)| {
            let what = catalog.get("pages.since.verdict");
            phrase(what, &a.word(catalog), &b.word(catalog))
        });
        let ends = |ends| words::interval(ends, "–");
        let shares = self.shares.iter().map(|(id, a, b)| phrase(&title(id), &ends(*a), &ends(*b)));
        let disputed = self
            .disputed_lines
            .map(|(a, b)| phrase(catalog.get("pages.since.disputed"), &a.to_string(), &b.to_string()));
        verdict.into_iter().chain(shares).chain(disputed).collect()
    }
}
