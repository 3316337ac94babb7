//! Monetary-unit sampling with a fixed interval.

use crate::sample::{Item, Pick, Rng, Taken};

/// The plan and what it drew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Fen from one drawn fen to the next.
    pub interval_fen: i64,
    /// The first drawn fen, 1 to the interval, of the lines below the interval laid end to end.
    pub start_fen: i64,
    /// Fen of the lines of the interval or more.
    pub certain_fen: i64,
    /// In the order of the population.
    pub picks: Vec<Pick>,
}

/// Interval for a number of draws: the population's fen over it, rounded down, so that there are no fewer.
pub fn interval_for_size(total_fen: i64, size: u32) -> i64 {
    (total_fen / i64::from(size.max(1))).max(1)
}

/// Interval for a tolerable error at a confidence, no error being expected: tolerable ÷ R(0), rounded down.
pub fn interval_for_tolerable(tolerable_fen: i64, factor_hundredths: i64) -> i64 {
    let fen = i128::from(tolerable_fen) * 100 / i128::from(factor_hundredths.max(1));
    i64::try_from(fen).unwrap_or(i64::MAX).max(1)
}

/// Draws. Every fen of the lines below the interval has the same chance, 1 in `interval_fen`; so a line's chance is its amount over the interval.
pub fn draw(items: &[Item], interval_fen: i64, seed: u64) -> Drawn {
    let interval = interval_fen.max(1);
    let mut rng = Rng::new(seed, 0);
    let start = i64::try_from(rng.below(interval.unsigned_abs())).unwrap_or(0) + 1;
    draw_from(items, interval, start)
}

fn draw_from(items: &[Item], interval: i64, start: i64) -> Drawn {
    let mut drawn = Drawn {
        interval_fen: interval,
        start_fen: start,
        certain_fen: 0,
        picks: Vec::new(),
    };
    // Fen still to pass before the next drawn one.
    let mut to_go = start;
    for (index, item) in items.iter().enumerate() {
        let taken = if item.fen >= interval {
            drawn.certain_fen = drawn.certain_fen.saturating_add(item.fen);
            Some(Taken::Certain)
        } else if item.fen >= to_go {
            to_go += interval - item.fen;
            Some(Taken::Drawn)
        } else {
            to_go -= item.fen;
            None
        };
        drawn.picks.extend(taken.map(|taken| Pick {
            item: index,
            taken,
            stratum: 0,
        }));
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(fen: &[i64]) -> Vec<Item> {
        (0_u32..)
            .zip(fen)
            .map(|(line, fen)| Item {
                unit: 0,
                line,
                fen: *fen,
                channel: 0,
            })
            .collect()
    }

    fn taken(fen: &[i64], interval: i64, start: i64) -> Vec<(usize, Taken)> {
        draw_from(&items(fen), interval, start)
            .picks
            .iter()
            .map(|p| (p.item, p.taken))
            .collect()
    }

    #[test]
    fn the_hand_worked_walk() {
        // Without the 1,000 (certain): 300 | 200 | 400 | 100, running 300, 500, 900, 1000; interval 400, start 300 → fen 300 and 700.
        let population = [300, 1_000, 200, 400 - 1, 100];
        assert_eq!(
            taken(&population, 400, 300),
            [(0, Taken::Drawn), (1, Taken::Certain), (3, Taken::Drawn)]
        );
        // One fen further the first line is passed: 301 and 701.
        assert_eq!(
            taken(&population, 400, 301),
            [(1, Taken::Certain), (2, Taken::Drawn), (3, Taken::Drawn)]
        );
        // A line of exactly the interval is certain, one fen less is not.
        assert_eq!(taken(&[400], 400, 1), [(0, Taken::Certain)]);
        assert_eq!(taken(&[399], 400, 400), []);
    }

    /// Over all starts each line is drawn as often as it has fen: that is its chance.
    #[test]
    fn every_fen_has_the_same_chance() {
        let population = [7, 31, 1, 16, 44, 3, 25, 49];
        let interval = 50;
        for (index, fen) in population.iter().enumerate() {
            let times = (1..=interval)
                .filter(|start| taken(&population, interval, *start).iter().any(|(i, _)| *i == index))
                .count();
            assert_eq!(i64::try_from(times).unwrap(), *fen, "line {index}");
        }
    }

    #[test]
    fn intervals() {
        assert_eq!(interval_for_size(1_000, 3), 333);
        assert_eq!(interval_for_size(2, 5), 1);
        // Tolerable 15,000.00 at R = 3.00: an interval of 5,000.00.
        assert_eq!(interval_for_tolerable(1_500_000, 300), 500_000);
    }

    #[test]
    fn a_seed_draws_the_same_for_ever() {
        let population: Vec<i64> = (1..=40).map(|i| i * 13).collect();
        let drawn = draw(&items(&population), 1_000, 20_240_331);
        assert_eq!(drawn.start_fen, draw(&items(&population), 1_000, 20_240_331).start_fen);
        assert_ne!(drawn.start_fen, draw(&items(&population), 1_000, 20_240_332).start_fen);
        let total: i64 = population.iter().sum();
        let times = i64::try_from(drawn.picks.len()).unwrap();
        assert!(times == total / 1_000 || times == total / 1_000 + 1, "{times} of {total}");
    }
}
