//! Gap: what is missing to a threshold (docs/figures.md). Exact, in `i128`; figures for people are rounded once, at the end.

use crate::model::Ratio;

/// The nearest number of 64 bits.
pub(super) fn to_i64(v: i128) -> i64 {
    i64::try_from(v).unwrap_or(if v < 0 { i64::MIN } else { i64::MAX })
}

/// Ceiling of `a / b` for positive `b`.
pub(super) fn ceil_div(a: i128, b: i128) -> i128 {
    a.div_euclid(b) + i128::from(a.rem_euclid(b) != 0)
}

/// `ceil(r·D − N)` and `ceil((r·D − N) / (1 − r))`, fen; 0 when the threshold is met. With a threshold of 100 % no extra purchase
/// closes a gap: the second figure is then the first.
pub fn shortfalls(ratio: Ratio, threshold_bp: i64) -> (i64, i64) {
    let missing = i128::from(threshold_bp) * i128::from(ratio.denominator_fen) - i128::from(ratio.numerator_fen) * 10_000;
    if missing <= 0 {
        return (0, 0);
    }
    let substitute = ceil_div(missing, 10_000);
    let rest = i128::from(10_000 - threshold_bp);
    let additional = if rest > 0 { ceil_div(missing, rest) } else { substitute };
    (to_i64(substitute), to_i64(additional))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortfalls_are_those_of_the_contract_and_round_up() {
        for (ratio, gaps) in [
            (Ratio::of(120_000, 1_234_500), (3450, 3834)),
            (Ratio::of(10, 100), (0, 0)),
            (Ratio::of(9, 91), (1, 1)),
        ] {
            assert_eq!(shortfalls(ratio, 1000), gaps, "{ratio:?}");
        }
    }
}
