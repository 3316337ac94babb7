//! Reliability factors: the Poisson means that leave a given risk of seeing no more than so many errors.
//!
//! `R(k)` solves `e^-R · Σ R^i / i! (i = 0..k) = risk`. Rounded up to two decimals these are the factors of the AICPA Audit Guide *Audit
//! Sampling*, table C-1 (overstatements): at 5 % risk 3.00, 4.75, 6.30, 7.76, 9.16; at 10 % 2.31, 3.89, 5.33, 6.69, 8.00.
//! Only sums, products and quotients of IEEE doubles are used, which every machine rounds alike, and no function of a mathematics library.

/// Confidence levels that may be asked for, percent.
pub const CONFIDENCE: std::ops::RangeInclusive<u8> = 50..=99;
/// Errors beyond this are more than a bound is of use for.
pub const MOST_ERRORS: u32 = 200;

/// `R(errors)` in hundredths, rounded up. `None` outside [`CONFIDENCE`] or beyond [`MOST_ERRORS`].
#[allow(clippy::cast_possible_truncation)]
pub fn reliability(confidence: u8, errors: u32) -> Option<i64> {
    if !CONFIDENCE.contains(&confidence) || errors > MOST_ERRORS {
        return None;
    }
    let risk = f64::from(100 - confidence) / 100.0;
    // The smallest hundredth whose chance of so few errors is within the risk: found by halving, no rounding of a root.
    let (mut low, mut high) = (0_i64, 40_000);
    while high - low > 1 {
        let middle = (low + high) / 2;
        if chance_of_at_most(errors, middle) <= risk {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}

/// `P(X ≤ errors)` for a Poisson mean of so many hundredths: the first terms of e^mean over the whole of it.
#[allow(clippy::cast_precision_loss)]
fn chance_of_at_most(errors: u32, hundredths: i64) -> f64 {
    let mean = hundredths as f64 / 100.0;
    let (mut term, mut head, mut whole) = (1.0_f64, 0.0, 0.0);
    for i in 0..=4_000_u32 {
        if i > 0 {
            term *= mean / f64::from(i);
        }
        if i <= errors {
            head += term;
        }
        whole += term;
        if f64::from(i) > mean && i > errors && term < whole * 1e-18 {
            break;
        }
    }
    head / whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_tables() {
        // AICPA Audit Guide Audit Sampling, table C-1, number of overstatements 0 to 10.
        let tables: [(u8, [i64; 11]); 3] = [
            (95, [300, 475, 630, 776, 916, 1052, 1185, 1315, 1444, 1571, 1697]),
            (90, [231, 389, 533, 669, 800, 928, 1054, 1178, 1300, 1421, 1541]),
            (80, [161, 300, 428, 552, 673, 791, 908, 1024, 1138, 1252, 1366]),
        ];
        for (confidence, factors) in tables {
            for (k, factor) in (0..).zip(factors) {
                assert_eq!(reliability(confidence, k), Some(factor), "{confidence}% {k}");
            }
        }
    }

    #[test]
    fn the_ends_of_the_range() {
        // ln 2 = 0.693…, ln 100 = 4.605….
        assert_eq!(reliability(50, 0), Some(70));
        assert_eq!(reliability(99, 0), Some(461));
        assert_eq!((reliability(49, 0), reliability(100, 0), reliability(95, 201)), (None, None, None));
        let all: Vec<i64> = (0..=MOST_ERRORS).filter_map(|k| reliability(95, k)).collect();
        assert!(all.windows(2).all(|w| w[0] < w[1]));
    }
}
