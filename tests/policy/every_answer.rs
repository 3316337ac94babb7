//! `low`, `high` and the verdict of small ledgers against every way in which their disputed lines could be settled.

use bangfu::{
    assess::unit::assess,
    model::{
        line::Line,
        results::{RequirementResult, Verdict},
        standing::{BaseStanding, Standing},
        unit::UnitTerms,
    },
};
use proptest::prelude::*;

use super::{blank_line, yuncheng};

/// A line's (base, numerator) and amount for the oracle.
type Small = (BaseStanding, Standing, i64);

/// A line disputed in both has only two answers: out of both, or in both.
fn answers((base, standing, a): Small) -> Vec<(i128, i128)> {
    let a = i128::from(a);
    match (base, standing) {
        (BaseStanding::Out, _) => vec![(0, 0)],
        (BaseStanding::In, Standing::Counted) => vec![(a, a)],
        (BaseStanding::In, Standing::NotCounted) => vec![(0, a)],
        (BaseStanding::In, Standing::Disputed) => vec![(0, a), (a, a)],
        (BaseStanding::Disputed, Standing::NotCounted) => vec![(0, a), (0, 0)],
        (BaseStanding::Disputed, _) => vec![(0, 0), (a, a)],
    }
}

fn every_assignment(lines: &[Small]) -> Vec<(i128, i128)> {
    lines.iter().fold(vec![(0, 0)], |sums, line| {
        sums.iter()
            .flat_map(|(n, d)| answers(*line).into_iter().map(move |(x, y)| (n + x, d + y)))
            .collect()
    })
}

fn assessed(lines: &[Small]) -> RequirementResult {
    let (at, period) = yuncheng();
    let lines: Vec<Line> = lines
        .iter()
        .enumerate()
        .map(|(i, (base, standing, fen))| Line {
            base: *base,
            requirements: [("platform_832".into(), *standing)].into_iter().collect(),
            ..blank_line(i, period, Some(*fen))
        })
        .collect();
    let terms = UnitTerms {
        submitted: true,
        ..UnitTerms::default()
    };
    let all = assess(&at, &terms, &lines, &[], false, period).unwrap().scopes.ytd.requirements;
    all.into_iter().find(|r| r.id.as_ref() == "platform_832").unwrap()
}

fn small(amounts: std::ops::RangeInclusive<i64>) -> impl Strategy<Value = Vec<Small>> {
    let kinds = prop::sample::select(vec![
        (BaseStanding::Out, Standing::NotCounted),
        (BaseStanding::In, Standing::Counted),
        (BaseStanding::In, Standing::NotCounted),
        (BaseStanding::In, Standing::Disputed),
        (BaseStanding::Disputed, Standing::NotCounted),
        (BaseStanding::Disputed, Standing::Disputed),
    ]);
    prop::collection::vec((kinds, amounts).prop_map(|((b, s), a)| (b, s, a)), 1..=8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Purchases only: pass when every assignment meets the threshold, fail when none does.
    #[test]
    fn verdict_and_ends_equal_the_extremes_of_every_assignment(lines in small(1..=60)) {
        let got = assessed(&lines);
        let all = every_assignment(&lines);
        let met: Vec<Option<bool>> = all.iter().map(|(n, d)| (*d > 0).then(|| n * 10 >= *d)).collect();
        let want = if lines.iter().all(|l| l.0 == BaseStanding::Out) {
            Verdict::NoData
        } else if met.iter().all(|m| *m == Some(true)) {
            Verdict::Pass
        } else if met.iter().all(|m| *m == Some(false)) {
            Verdict::Fail
        } else {
            Verdict::Undetermined
        };
        prop_assert_eq!(got.verdict, want);
        if met.iter().all(Option::is_some) {
            let bp = |(n, d): &(i128, i128)| i64::try_from((n * 10_000).div_euclid(*d)).unwrap();
            // The ends are one assignment each, taken where the threshold is missed or exceeded most.
            let low = (i128::from(got.low.numerator_fen), i128::from(got.low.denominator_fen));
            let high = (i128::from(got.high.numerator_fen), i128::from(got.high.denominator_fen));
            prop_assert!(all.contains(&low) && all.contains(&high));
            let margin = |(n, d): &(i128, i128)| n * 10 - d;
            prop_assert_eq!(margin(&low), all.iter().map(margin).min().unwrap());
            prop_assert_eq!(margin(&high), all.iter().map(margin).max().unwrap());
            prop_assert_eq!((got.ratio_low_bp, got.ratio_high_bp), (Some(bp(&low)), Some(bp(&high))));
        }
    }

    /// With returns among the lines no assignment of the disputes contradicts a settled verdict.
    #[test]
    fn returns_never_make_a_settled_verdict_wrong(lines in small(-40..=60)) {
        let got = assessed(&lines);
        for (n, d) in every_assignment(&lines) {
            match got.verdict {
                Verdict::Pass => prop_assert!(d <= 0 || n * 10 >= d),
                Verdict::Fail => prop_assert!(d <= 0 || n * 10 < d),
                _ => {}
            }
        }
    }

    /// The order of rows changes no figure.
    #[test]
    fn order_changes_nothing(lines in small(-40..=60)) {
        let turned: Vec<Small> = lines.iter().rev().copied().collect();
        let (a, b) = (assessed(&lines), assessed(&turned));
        prop_assert_eq!((a.counted_fen, a.disputed_fen, a.low, a.high, a.verdict), (b.counted_fen, b.disputed_fen, b.low, b.high, b.verdict));
    }
}
