//! Stratified sampling: by channel and band of amount, lines drawn without replacement in each stratum.

use std::collections::BTreeMap;

use crate::sample::{Item, Pick, Rng, Taken};

/// Lower ends of the bands above the first, fen: 1,000 and 10,000 yuan.
pub const BANDS_FEN: [i64; 2] = [100_000, 1_000_000];
/// Lines in each stratum at the least (all, where it has fewer): one line gives no ratio to speak of.
pub const LEAST: usize = 2;

/// One stratum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stratum {
    /// Channel, as an index into the policy's channels.
    pub channel: u32,
    /// Band: 0 below the first of [`BANDS_FEN`].
    pub band: usize,
    pub lines: usize,
    pub fen: i64,
    /// Lines in the sample.
    pub size: usize,
}

/// Draws `size` lines over all strata, shared out by amount (largest remainder), at least [`LEAST`] a stratum: so there may be more than asked for.
pub fn draw(items: &[Item], size: usize, seed: u64) -> (Vec<Stratum>, Vec<Pick>) {
    let mut groups: BTreeMap<(u32, usize), Vec<usize>> = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        let band = BANDS_FEN.iter().filter(|b| item.fen >= **b).count();
        groups.entry((item.channel, band)).or_default().push(index);
    }
    let mut strata: Vec<Stratum> = groups
        .iter()
        .map(|((channel, band), members)| Stratum {
            channel: *channel,
            band: *band,
            lines: members.len(),
            fen: members.iter().fold(0, |sum, i| sum.saturating_add(items[*i].fen)),
            size: 0,
        })
        .collect();
    allocate(&mut strata, size);
    let mut picks = Vec::new();
    for (number, (stratum, members)) in (0_u32..).zip(strata.iter().zip(groups.into_values())) {
        let taken = if stratum.size == stratum.lines {
            Taken::Certain
        } else {
            Taken::Drawn
        };
        // A stream of its own by channel and band: another stratum's size does not change what is drawn here.
        let stream = (u64::from(stratum.channel) << 8) | stratum.band as u64;
        let chosen = choose(members, stratum.size, &mut Rng::new(seed, stream + 1));
        picks.extend(chosen.into_iter().map(|item| Pick {
            item,
            taken,
            stratum: number,
        }));
    }
    picks.sort_by_key(|p| p.item);
    (strata, picks)
}

fn allocate(strata: &mut [Stratum], size: usize) {
    let total: i128 = strata.iter().map(|s| i128::from(s.fen)).sum();
    if total == 0 {
        return;
    }
    let mut rest: Vec<(i128, usize)> = Vec::with_capacity(strata.len());
    let mut given = 0;
    for (index, stratum) in strata.iter_mut().enumerate() {
        let share = i128::from(stratum.fen) * size as i128;
        stratum.size = usize::try_from(share / total).unwrap_or(usize::MAX);
        given += stratum.size;
        rest.push((share % total, index));
    }
    rest.sort_by_key(|(remainder, index)| (std::cmp::Reverse(*remainder), *index));
    for (_, index) in rest.iter().take(size.saturating_sub(given)) {
        strata[*index].size += 1;
    }
    for stratum in strata {
        stratum.size = stratum.size.max(LEAST).min(stratum.lines);
    }
}

/// `n` of the members, each set as likely as any other: the first steps of a Fisher–Yates shuffle.
fn choose(mut members: Vec<usize>, n: usize, rng: &mut Rng) -> Vec<usize> {
    let n = n.min(members.len());
    for i in 0..n {
        let left = (members.len() - i) as u64;
        let j = i + usize::try_from(rng.below(left)).unwrap_or(0);
        members.swap(i, j);
    }
    members.truncate(n);
    members
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(line: u32, fen: i64, channel: u32) -> Item {
        Item {
            unit: 0,
            line,
            fen,
            channel,
        }
    }

    #[test]
    fn bands_begin_on_their_amount_and_sizes_follow_the_money() {
        let mut items = vec![item(0, 99_999, 0), item(1, 100_000, 0), item(2, 999_999, 0), item(3, 1_000_000, 0)];
        items.extend((4..104).map(|i| item(i, 50_000, 1)));
        let (strata, picks) = draw(&items, 20, 1);
        let of: Vec<_> = strata.iter().map(|s| (s.channel, s.band, s.lines, s.fen)).collect();
        assert_eq!(
            of,
            [
                (0, 0, 1, 99_999),
                (0, 1, 2, 1_099_999),
                (0, 2, 1, 1_000_000),
                (1, 0, 100, 5_000_000)
            ]
        );
        // Shares of 20 by 7,199,998 fen: 0.278, 3.056, 2.778, 13.889 → 0+3+2+13, the two left to the largest remainders (.889, .778);
        // no stratum gives more than it has, and none fewer than two (or all).
        assert_eq!(strata.iter().map(|s| s.size).collect::<Vec<_>>(), [1, 2, 1, 14]);
        assert_eq!(picks.len(), 18);
        assert!(picks.iter().filter(|p| p.item < 4).all(|p| p.taken == Taken::Certain));
        assert!(picks.windows(2).all(|w| w[0].item < w[1].item));
    }

    #[test]
    fn every_line_of_a_stratum_has_the_same_chance() {
        let items: Vec<Item> = (0..8).map(|i| item(i, 10_000, 0)).collect();
        let mut times = [0_u32; 8];
        for seed in 0..8_000 {
            for pick in draw(&items, 2, seed).1 {
                times[pick.item] += 1;
            }
        }
        // 8,000 × 2 / 8 = 2,000 each; five standard deviations are 194.
        assert!(times.iter().all(|t| t.abs_diff(2_000) < 194), "{times:?}");
    }
}
