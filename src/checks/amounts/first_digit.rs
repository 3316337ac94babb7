//! First digits of amounts beside Benford's law (Nigrini, *Benford's Law*, 2012): figures that were made up start with 5 and 6 too often.

use crate::checks::prelude::*;

/// Expected share of the first digits 1 to 9, basis points: log10(1 + 1/d).
const EXPECTED_BP: [i64; 9] = [3010, 1761, 1249, 969, 792, 669, 580, 512, 458];
/// Amounts below 10 yuan say nothing: prices decide their digits.
const LEAST: i64 = 1_000;

fn first_digit(mut fen: i64) -> Option<usize> {
    while fen >= 10 {
        fen /= 10;
    }
    usize::try_from(fen - 1).ok().filter(|d| *d < 9)
}

/// Mean absolute deviation from the expected shares, basis points, rounded down.
fn deviation_bp(counts: &[i64; 9]) -> i64 {
    let all: i64 = counts.iter().sum();
    let off: i128 = counts
        .iter()
        .zip(EXPECTED_BP)
        .map(|(n, bp)| (i128::from(*n) * 10_000 - i128::from(bp) * i128::from(all)).abs())
        .sum();
    i64::try_from(off / (9 * i128::from(all.max(1)))).unwrap_or(i64::MAX)
}

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let lines: Vec<(&Line, usize)> = cx
        .purchases()
        .filter_map(|l| Some((l, first_digit(l.amount_fen.filter(|f| *f >= LEAST)?)?)))
        .collect();
    if lines.len() < cx.settings.first_digit_min_lines {
        return Outcome::NotApplicable(NotApplicableReason::TooFewForDigits);
    }
    let mut counts = [0_i64; 9];
    for (_, digit) in &lines {
        counts[*digit] += 1;
    }
    let measured = deviation_bp(&counts);
    if measured < cx.settings.first_digit_deviation_bp {
        return Outcome::passed(1);
    }
    // The digit that is furthest above its share: there is where to look.
    let all: i64 = counts.iter().sum();
    let over = |d: &usize| counts[*d] * 10_000 - EXPECTED_BP[*d] * all;
    let worst = (0..9).max_by_key(over).unwrap_or(0);
    let args = [
        ("count", lines.len().to_string()),
        ("measured", percent(measured)),
        ("threshold", percent(cx.settings.first_digit_deviation_bp)),
        ("digit", (worst + 1).to_string()),
        ("share", percent(counts[worst] * 10_000 / all.max(1))),
        ("expected", percent(EXPECTED_BP[worst])),
    ];
    let flag = Flag::new(cx.period.year().to_string(), args)
        .shown_by(lines.iter().filter(|(_, d)| *d == worst).map(|(l, _)| l.source.clone()).collect());
    Outcome::flagged(flag, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_deviation_are_whole_numbers() {
        assert_eq!([1_000, 1_999, 99_999, 500].map(first_digit), [Some(0), Some(0), Some(8), Some(4)]);
        assert_eq!(first_digit(0), None);
        assert_eq!(EXPECTED_BP.iter().sum::<i64>(), 10_000);
        // All ones: 69.90 % too many there, as many too few elsewhere; twice 6990 over nine digits.
        assert_eq!(deviation_bp(&[100, 0, 0, 0, 0, 0, 0, 0, 0]), 2 * 6_990 / 9);
        assert_eq!(deviation_bp(&EXPECTED_BP), 0);
    }
}
