//! The findings that matter most, of all units.

use crate::model::{Finding, RegionFinding, Severity, UnitSummary};

/// Findings kept for the region's pages.
pub(crate) const REGION_FINDINGS: usize = 100;

/// The findings that matter most, of all units.
#[derive(Debug, Default)]
pub(crate) struct TopFindings {
    kept: Vec<RegionFinding>,
    total: u64,
    /// So many findings come before this one that what ranks behind it is not kept.
    cutoff: Option<Rank>,
}

/// What orders findings: the worst first.
type Rank = (Severity, std::cmp::Reverse<u64>, String, String);

impl TopFindings {
    /// Adds a unit's open findings.
    pub fn add(&mut self, unit: &UnitSummary, findings: &[Finding]) {
        for finding in findings.iter().filter(|f| f.waived.is_none()) {
            self.total += 1;
            if self.cutoff.as_ref().is_none_or(|cutoff| rank(&unit.path, finding) <= *cutoff) {
                self.kept.push(RegionFinding {
                    unit: unit.unit.clone(),
                    county: unit.county.clone(),
                    path: unit.path.clone(),
                    finding: finding.clone(),
                });
            }
        }
        if self.kept.len() > REGION_FINDINGS * 2 {
            self.cut();
        }
    }

    fn cut(&mut self) {
        let of = |f: &RegionFinding| rank(&f.path, &f.finding);
        self.kept.sort_by_cached_key(of);
        self.kept.truncate(REGION_FINDINGS);
        if self.kept.len() == REGION_FINDINGS {
            self.cutoff = self.kept.last().map(of);
        }
    }

    /// The worst, and how many there are in all.
    pub fn finish(mut self) -> (Vec<RegionFinding>, u64) {
        self.cut();
        (self.kept, self.total)
    }
}

fn rank(path: &str, finding: &Finding) -> Rank {
    (
        finding.severity,
        std::cmp::Reverse(finding.amount_fen.map_or(0, i64::unsigned_abs)),
        path.to_owned(),
        finding.key.clone(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Any unit with a finding.
    fn sample() -> crate::model::unit_report::UnitReport {
        serde_json::from_str(include_str!("../../../tests/support/report.json")).unwrap()
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
        let worst = |units: &mut dyn Iterator<Item = &(UnitSummary, Finding)>| {
            let mut top = TopFindings::default();
            units.for_each(|(unit, finding)| top.add(unit, std::slice::from_ref(finding)));
            top.finish()
        };
        let (forth, total) = worst(&mut units.iter());
        assert_eq!((forth.len(), total), (REGION_FINDINGS, 2_500));
        assert_eq!(worst(&mut units.iter().rev()), (forth.clone(), total));
        let largest: Vec<Option<i64>> = forth.iter().map(|f| f.finding.amount_fen).collect();
        // 2,499 ÷ 3 = 833: once; then 832, 831 … three times each.
        let expected: Vec<Option<i64>> = (0..100).map(|i| Some(833 - (i + 2) / 3)).collect();
        assert_eq!(largest, expected);
    }
}
