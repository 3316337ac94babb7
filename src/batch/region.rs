//! The region: counts, counties, sectors, the findings worth most. Everything is added up here, once.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    model::Finding,
    policy,
    report::{GroupSummary, RegionFinding, Sector, UnitSummary, Verdict},
};

/// Findings kept for the region's pages.
pub const REGION_FINDINGS: usize = 100;

/// The region, then counties by name, then sectors.
#[must_use]
pub fn groups(units: &[UnitSummary]) -> Vec<GroupSummary> {
    let mut out = vec![group("region", None, &units.iter().collect::<Vec<_>>())];
    let mut counties: BTreeMap<Option<Arc<str>>, Vec<&UnitSummary>> = BTreeMap::new();
    let mut sectors: BTreeMap<Option<Sector>, Vec<&UnitSummary>> = BTreeMap::new();
    for unit in units {
        counties.entry(unit.county.clone()).or_default().push(unit);
        sectors.entry(unit.sector).or_default().push(unit);
    }
    // What is not known comes last.
    let known_first = |name: Option<&str>| (name.is_none(), name.unwrap_or_default().to_owned());
    let mut counties: Vec<_> = counties.into_iter().collect();
    counties.sort_by_key(|(c, _)| known_first(c.as_deref()));
    out.extend(counties.into_iter().map(|(c, u)| group("county", c, &u)));
    let mut sectors: Vec<_> = sectors.into_iter().collect();
    sectors.sort_by_key(|(s, _)| (s.is_none(), *s));
    out.extend(
        sectors
            .into_iter()
            .map(|(s, u)| group("sector", s.map(|s| Arc::from(s.code())), &u)),
    );
    out
}

fn group(by: &str, name: Option<Arc<str>>, units: &[&UnitSummary]) -> GroupSummary {
    let mut verdicts: BTreeMap<String, u64> = [
        Verdict::Pass,
        Verdict::Fail,
        Verdict::Undetermined,
        Verdict::NoData,
        Verdict::Exempt,
    ]
    .map(|v| (v.code().to_owned(), 0))
    .into();
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
        ytd: policy::combine(&scopes),
    }
}

/// The findings that matter most, of all units.
#[derive(Debug, Default)]
pub struct FindingBoard {
    kept: Vec<RegionFinding>,
    total: u64,
}

impl FindingBoard {
    /// Adds a unit's open findings.
    pub fn add(&mut self, unit: &UnitSummary, findings: &[Finding]) {
        let open = || findings.iter().filter(|f| f.waived.is_none());
        self.total += open().count() as u64;
        self.kept.extend(open().map(|finding| RegionFinding {
            unit: unit.unit.clone(),
            county: unit.county.clone(),
            path: unit.path.clone(),
            finding: finding.clone(),
        }));
        if self.kept.len() > REGION_FINDINGS * 8 {
            self.cut();
        }
    }

    fn cut(&mut self) {
        let key = |f: &RegionFinding| {
            (
                f.finding.severity,
                std::cmp::Reverse(f.finding.amount_fen.map_or(0, i64::unsigned_abs)),
                f.path.clone(),
                f.finding.key.clone(),
            )
        };
        self.kept.sort_by_cached_key(key);
        self.kept.truncate(REGION_FINDINGS);
    }

    /// The worst, and how many there are in all.
    #[must_use]
    pub fn finish(mut self) -> (Vec<RegionFinding>, u64) {
        self.cut();
        (self.kept, self.total)
    }
}
