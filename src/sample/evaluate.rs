//! What the errors found say about the whole. Money stays in fen; what is rounded is rounded up where it bounds, half up where it estimates.

use serde::Serialize;

use crate::sample::{Taken, factors};

/// A checked line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// Fen in the ledger, above zero.
    pub book_fen: i64,
    /// Fen found.
    pub actual_fen: i64,
    /// Certain or drawn.
    pub taken: Taken,
    pub stratum: u32,
}

/// Both directions of error, never netted: what is claimed too much, and what is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Errors {
    pub lines: u64,
    /// Book above what was found, fen.
    pub over_fen: i64,
    /// Book below what was found, fen.
    pub under_fen: i64,
}

impl Errors {
    fn add(&mut self, c: &Checked) {
        let difference = c.book_fen.saturating_sub(c.actual_fen);
        self.lines += u64::from(difference != 0);
        self.over_fen = self.over_fen.saturating_add(difference.max(0));
        self.under_fen = self.under_fen.saturating_add((-difference.min(0)).max(0));
    }
}

/// Evaluation of a monetary-unit sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MusResult {
    /// Percent.
    pub confidence: u8,
    pub interval_fen: i64,
    pub population_fen: i64,
    /// In lines that were certain: known, not projected.
    pub certain: Errors,
    /// In lines that were drawn, as found.
    pub drawn: Errors,
    /// Projected overstatement of the whole: the known, and for each drawn line its taint times the interval.
    pub projected_over_fen: i64,
    /// Projected understatement, the same way.
    pub projected_under_fen: i64,
    /// R(0) times the interval: what even a sample without error leaves open.
    pub basic_precision_fen: i64,
    /// What the errors found add to that beyond their projection.
    pub incremental_allowance_fen: i64,
    /// With the confidence stated, the overstatement is not above this (Stringer bound).
    pub upper_limit_over_fen: i64,
    /// Factors used, hundredths, R(0) first.
    pub factors_hundredths: Vec<i64>,
    /// Lines with a taint above 100 % (found below zero): taken as found, beyond what the bound was proved for.
    pub taints_above_whole: u64,
}

/// Evaluates. `None` when the confidence is out of range or errors are too many for a bound.
pub fn mus(checked: &[Checked], interval_fen: i64, population_fen: i64, confidence: u8) -> Option<MusResult> {
    let (mut certain, mut drawn) = (Errors::default(), Errors::default());
    let mut over: Vec<&Checked> = Vec::new();
    let mut under: Vec<&Checked> = Vec::new();
    for c in checked {
        match c.taken {
            Taken::Certain => certain.add(c),
            Taken::Drawn => {
                drawn.add(c);
                if c.actual_fen < c.book_fen {
                    over.push(c);
                } else if c.actual_fen > c.book_fen {
                    under.push(c);
                }
            }
        }
    }
    // The largest taint first: (book − found) ÷ book, compared exactly.
    let difference = |c: &Checked| i128::from(c.book_fen) - i128::from(c.actual_fen);
    over.sort_by(|a, b| (difference(b) * i128::from(a.book_fen)).cmp(&(difference(a) * i128::from(b.book_fen))));
    let factors: Vec<i64> = (0..=u32::try_from(over.len()).ok()?)
        .map(|k| factors::reliability(confidence, k))
        .collect::<Option<_>>()?;
    let interval = i128::from(interval_fen);
    let project = |c: &Checked| half_up(interval * difference(c).abs(), i128::from(c.book_fen));
    let projected: i128 = over.iter().map(|c| project(c)).sum();
    let basic = ceil(interval * i128::from(factors[0]), 100);
    let mut bound = basic;
    for (c, step) in over.iter().zip(factors.windows(2)) {
        bound += ceil(
            interval * i128::from(step[1] - step[0]) * difference(c),
            100 * i128::from(c.book_fen),
        );
    }
    let fen = |v: i128| i64::try_from(v).ok();
    Some(MusResult {
        confidence,
        interval_fen,
        population_fen,
        projected_over_fen: fen(projected + i128::from(certain.over_fen))?,
        projected_under_fen: fen(under.iter().map(|c| project(c)).sum::<i128>() + i128::from(certain.under_fen))?,
        basic_precision_fen: fen(basic)?,
        incremental_allowance_fen: fen((bound - basic - projected).max(0))?,
        upper_limit_over_fen: fen(bound + i128::from(certain.over_fen))?,
        taints_above_whole: over.iter().filter(|c| c.actual_fen < 0).count() as u64,
        factors_hundredths: factors,
        certain,
        drawn,
    })
}

/// A stratum as the worksheet states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StratumFacts {
    pub name: String,
    pub lines: u64,
    pub fen: i64,
}

/// Evaluation of a stratum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StratumResult {
    /// Name.
    pub stratum: String,
    /// Lines in all.
    pub lines: u64,
    /// Fen in all.
    pub population_fen: i64,
    /// Lines checked.
    pub checked: u64,
    /// Fen of the lines checked.
    pub checked_fen: i64,
    /// As found.
    pub errors: Errors,
    /// Net error per yuan checked, times the stratum's fen.
    pub projected_ratio_fen: i64,
    /// Net error per line checked, times the stratum's lines.
    pub projected_difference_fen: i64,
}

/// Evaluation of a stratified sample. Estimates, no bounds: too few lines a stratum for one that could be defended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StratifiedResult {
    pub population_fen: i64,
    /// By stratum.
    pub strata: Vec<StratumResult>,
    /// Sum of the strata's.
    pub projected_ratio_fen: i64,
    /// Sum of the strata's.
    pub projected_difference_fen: i64,
}

/// Evaluates; `None` when sums overflow.
pub fn stratified(checked: &[Checked], strata: &[StratumFacts]) -> Option<StratifiedResult> {
    let results: Vec<StratumResult> = (0_u32..)
        .zip(strata)
        .map(|(number, facts)| {
            let own: Vec<&Checked> = checked.iter().filter(|c| c.stratum == number).collect();
            let mut errors = Errors::default();
            own.iter().for_each(|c| errors.add(c));
            let book: i128 = own.iter().map(|c| i128::from(c.book_fen)).sum();
            let net = i128::from(errors.over_fen) - i128::from(errors.under_fen);
            let n = own.len() as i128;
            Some(StratumResult {
                stratum: facts.name.clone(),
                lines: facts.lines,
                population_fen: facts.fen,
                checked: own.len() as u64,
                checked_fen: i64::try_from(book).ok()?,
                errors,
                projected_ratio_fen: i64::try_from(half_up(net * i128::from(facts.fen), book)).ok()?,
                projected_difference_fen: i64::try_from(half_up(net * i128::from(facts.lines), n)).ok()?,
            })
        })
        .collect::<Option<_>>()?;
    let sum = |of: fn(&StratumResult) -> i64| results.iter().try_fold(0_i64, |sum, r| sum.checked_add(of(r)));
    Some(StratifiedResult {
        population_fen: sum(|r| r.population_fen)?,
        projected_ratio_fen: sum(|r| r.projected_ratio_fen)?,
        projected_difference_fen: sum(|r| r.projected_difference_fen)?,
        strata: results,
    })
}

fn ceil(n: i128, d: i128) -> i128 {
    if d == 0 {
        0
    } else {
        n.div_euclid(d) + i128::from(n.rem_euclid(d) != 0)
    }
}

fn half_up(n: i128, d: i128) -> i128 {
    if d == 0 {
        return 0;
    }
    let magnitude = (n.abs() * 2 + d) / (2 * d);
    if n < 0 { -magnitude } else { magnitude }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(book: i64, actual: i64) -> Checked {
        Checked {
            book_fen: book,
            actual_fen: actual,
            taken: Taken::Drawn,
            stratum: 0,
        }
    }

    /// In the style of the AICPA guide's example: interval 5,000.00, 95 %. Taints 100 %, 50 % and 20 %.
    ///
    /// ```text
    ///   taint   × interval = projected   × (R(k) − R(k−1))
    ///   1.00      5,000.00               1.75 (4.75 − 3.00)   8,750.00
    ///   0.50      2,500.00               1.55 (6.30 − 4.75)   3,875.00
    ///   0.20      1,000.00               1.46 (7.76 − 6.30)   1,460.00
    ///             8,500.00                                   14,085.00
    ///   basic precision 3.00 × 5,000 = 15,000.00; upper limit 29,085.00; incremental allowance 14,085 − 8,500 = 5,585.00
    ///   certain line: 6,000.00 in the ledger, 5,400.00 found: 600.00 known
    /// ```
    #[test]
    fn the_bound_worked_by_hand() {
        let checked = [
            drawn(100_000, 80_000),
            drawn(30_000, 0),
            drawn(40_000, 20_000),
            drawn(25_000, 25_000),
            Checked {
                taken: Taken::Certain,
                ..drawn(600_000, 540_000)
            },
        ];
        let r = mus(&checked, 500_000, 10_000_000, 95).unwrap();
        assert_eq!(r.projected_over_fen, 850_000 + 60_000);
        assert_eq!(r.basic_precision_fen, 1_500_000);
        assert_eq!(r.incremental_allowance_fen, 558_500);
        assert_eq!(r.upper_limit_over_fen, 2_908_500 + 60_000);
        assert_eq!(r.factors_hundredths, [300, 475, 630, 776]);
        assert_eq!((r.certain.over_fen, r.drawn.over_fen, r.drawn.lines), (60_000, 70_000, 3));
        assert_eq!(r.projected_under_fen, 0);
    }

    #[test]
    fn no_error_leaves_the_basic_precision_and_missing_amounts_do_not_offset() {
        let clean = mus(&[drawn(100, 100)], 500_000, 10_000_000, 90).unwrap();
        assert_eq!((clean.projected_over_fen, clean.upper_limit_over_fen), (0, 1_155_000));
        // 100.00 in the ledger, 150.00 found: 50 % of the interval is missing; the bound on overstatement stays.
        let under = mus(&[drawn(10_000, 15_000)], 500_000, 10_000_000, 90).unwrap();
        assert_eq!((under.projected_under_fen, under.upper_limit_over_fen), (250_000, 1_155_000));
        assert!(mus(&[], 1, 1, 100).is_none());
    }

    /// Stratum of 40 lines and 8,000.00; four checked, 1,000.00 in the ledger, 900.00 found.
    /// Ratio: 100 ÷ 1,000 × 8,000 = 800.00. Difference: 100 ÷ 4 × 40 = 1,000.00.
    #[test]
    fn ratio_and_difference_by_hand() {
        let checked = [
            drawn(40_000, 40_000),
            drawn(30_000, 20_000),
            drawn(20_000, 20_000),
            drawn(10_000, 10_000),
        ];
        let facts = StratumFacts {
            name: "A".into(),
            lines: 40,
            fen: 800_000,
        };
        let r = stratified(&checked, &[facts]).unwrap();
        assert_eq!((r.projected_ratio_fen, r.projected_difference_fen), (80_000, 100_000));
        assert_eq!((r.strata[0].checked, r.strata[0].checked_fen), (4, 100_000));
    }

    #[test]
    fn rounding() {
        assert_eq!((half_up(5, 2), half_up(-5, 2), half_up(4, 3), half_up(1, 0)), (3, -3, 1, 0));
        assert_eq!((ceil(4, 2), ceil(5, 2), ceil(-5, 2)), (2, 3, -2));
    }
}
