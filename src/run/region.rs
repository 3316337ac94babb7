//! The region: counts, counties, sectors, the findings worth most. Everything is added up here, once.

use std::{collections::BTreeMap, sync::Arc};

use crate::model::{
    finding::{Finding, Severity},
    region_summary::{GroupSummary, RegionFinding},
    results::Verdict,
    unit::Sector,
    unit_report::UnitSummary,
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
        ytd: crate::assess::intervals::combine(&scopes),
    }
}

/// The findings that matter most, of all units.
#[derive(Debug, Default)]
pub struct FindingBoard {
    kept: Vec<RegionFinding>,
    total: u64,
    /// What at least so many findings come before need not be looked at.
    bar: Option<Rank>,
}

/// What orders findings: the worst first.
type Rank = (Severity, std::cmp::Reverse<u64>, String, String);

/// A finding that an earlier run noted: what ranks it, and all of it where the board asks.
pub trait NotedFinding {
    /// Not waived.
    fn is_open(&self) -> bool;
    /// Severity, amount at stake and key.
    fn rank(&self) -> (Severity, Option<i64>, &str);
    /// All of it; `None` when the note is damaged.
    fn whole(&self) -> Option<Finding>;
}

impl NotedFinding for Finding {
    fn is_open(&self) -> bool {
        self.waived.is_none()
    }
    fn rank(&self) -> (Severity, Option<i64>, &str) {
        (self.severity, self.amount_fen, &self.key)
    }
    fn whole(&self) -> Option<Finding> {
        Some(self.clone())
    }
}

impl FindingBoard {
    /// Adds a unit's open findings. `false`: one of them is damaged, and nothing was added.
    pub fn add(&mut self, unit: &UnitSummary, findings: &[impl NotedFinding]) -> bool {
        let open = || findings.iter().filter(|f| f.is_open());
        let wanted = open().filter(|f| self.bar.as_ref().is_none_or(|bar| rank(&unit.path, f.rank()) <= *bar));
        let wanted: Option<Vec<RegionFinding>> = wanted
            .map(|finding| {
                Some(RegionFinding {
                    unit: unit.unit.clone(),
                    county: unit.county.clone(),
                    path: unit.path.clone(),
                    finding: finding.whole()?,
                })
            })
            .collect();
        let Some(wanted) = wanted else { return false };
        self.total += open().count() as u64;
        self.kept.extend(wanted);
        if self.kept.len() > REGION_FINDINGS * 2 {
            self.cut();
        }
        true
    }

    fn cut(&mut self) {
        let of = |f: &RegionFinding| rank(&f.path, f.finding.rank());
        self.kept.sort_by_cached_key(of);
        self.kept.truncate(REGION_FINDINGS);
        if self.kept.len() == REGION_FINDINGS {
            self.bar = self.kept.last().map(of);
        }
    }

    /// The worst, and how many there are in all.
    #[must_use]
    pub fn finish(mut self) -> (Vec<RegionFinding>, u64) {
        self.cut();
        (self.kept, self.total)
    }
}

fn rank(path: &str, (severity, amount_fen, key): (Severity, Option<i64>, &str)) -> Rank {
    (
        severity,
        std::cmp::Reverse(amount_fen.map_or(0, i64::unsigned_abs)),
        path.to_owned(),
        key.to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Any unit with a finding.
    fn sample() -> crate::model::unit_report::UnitReport {
        serde_json::from_str(include_str!("../../tests/support/report.json")).unwrap()
    }

    /// Units come in as threads finish them, and most findings are forgotten before the last unit is in.
    #[test]
    fn the_worst_findings_do_not_depend_on_the_order_of_units() {
        let (summary, pattern) = (sample().summary(), sample().findings.remove(0));
        let units: Vec<(UnitSummary, Finding)> = (0..2_500_i64)
            .map(|i| {
                let path = format!("units/{i:04}");
                // Every amount three times; 7 has no divisor in common with 2,500, so they come in no order.
                let amount_fen = Some(i * 7 % 2_500 / 3);
                let (summary, finding) = (summary.clone(), pattern.clone());
                (
                    UnitSummary { path, ..summary },
                    Finding {
                        amount_fen,
                        waived: None,
                        ..finding
                    },
                )
            })
            .collect();
        let board = |units: &mut dyn Iterator<Item = &(UnitSummary, Finding)>| {
            let mut board = FindingBoard::default();
            units.for_each(|(unit, finding)| assert!(board.add(unit, std::slice::from_ref(finding))));
            board.finish()
        };
        let (forth, total) = board(&mut units.iter());
        assert_eq!((forth.len(), total), (REGION_FINDINGS, 2_500));
        assert_eq!(board(&mut units.iter().rev()), (forth.clone(), total));
        let largest: Vec<Option<i64>> = forth.iter().map(|f| f.finding.amount_fen).collect();
        // 2,499 ÷ 3 = 833: once; then 832, 831 … three times each.
        let expected: Vec<Option<i64>> = (0..100).map(|i| Some(833 - (i + 2) / 3)).collect();
        assert_eq!(largest, expected);
    }

    /// Only what ranks it and whether it was asked for in full; the whole of some is damaged.
    struct Note<'a> {
        finding: &'a Finding,
        asked: &'a std::cell::Cell<u32>,
        damaged: bool,
    }

    impl NotedFinding for Note<'_> {
        fn is_open(&self) -> bool {
            self.finding.is_open()
        }
        fn rank(&self) -> (Severity, Option<i64>, &str) {
            self.finding.rank()
        }
        fn whole(&self) -> Option<Finding> {
            self.asked.set(self.asked.get() + 1);
            (!self.damaged).then(|| self.finding.clone())
        }
    }

    #[test]
    fn a_finding_that_cannot_be_among_the_worst_is_counted_and_not_decoded() {
        let (summary, pattern) = (sample().summary(), sample().findings.remove(0));
        let finding = |amount| Finding {
            amount_fen: Some(amount),
            waived: None,
            ..pattern.clone()
        };
        let asked = std::cell::Cell::new(0);
        let mut board = FindingBoard::default();
        let mut add = |amount, damaged| {
            let finding = finding(amount);
            let (finding, asked) = (&finding, &asked);
            board.add(&summary, &[Note { finding, asked, damaged }])
        };
        // After one cut the hundredth is the bar.
        for amount in 1_000..=1_000 + 2 * REGION_FINDINGS as i64 {
            assert!(add(amount, false));
        }
        let (before, bar) = (asked.get(), 1_000 + REGION_FINDINGS as i64 + 1);
        assert!(add(bar - 1, true), "not looked at, so its damage does not matter");
        assert_eq!(asked.get(), before);
        assert!(add(bar, false) && add(bar + 1, false));
        assert_eq!(asked.get(), before + 2, "one that ties with the bar is looked at");
        assert!(!add(bar + 1, true), "damaged and wanted");
        let (kept, total) = board.finish();
        assert_eq!((kept.len(), total), (REGION_FINDINGS, 2 * REGION_FINDINGS as u64 + 1 + 3));
    }
}
