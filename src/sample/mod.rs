//! Audit samples (审计抽样) from a published OUT, and what the errors found in them say about the whole.
//!
//! In: the lines of the year to date as `report.json` holds them. Out: the lines to check, drawn so that anybody with the seed draws the same
//! ones, and later the projection of the errors. Pure but for [`sheet`] and [`filled`], which write and read the worksheet.
//!
//! Monetary-unit sampling (MUS): the population is every fen; each `interval`-th is drawn from a seeded start, and with it its line. A line of
//! the interval or more is always taken. Bounds after Stringer, factors as in the AICPA Audit Guide *Audit Sampling*, appendix C.
//! Stratified: by channel and amount, a number of lines drawn in each stratum; errors projected by ratio and by difference.

pub(crate) mod evaluate;
pub(crate) mod factors;
pub(crate) mod filled;
pub(crate) mod mus;
pub(crate) mod population;
pub(crate) mod sheet;
pub(crate) mod stratified;

use std::sync::Arc;

use crate::model::{BaseStanding, Line, Standing, UnitReport, codes};

/// One line of the population, as small as drawing needs it: a region has millions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Unit, in the order of the summary.
    pub unit: u32,
    /// Line, in the order of the report.
    pub line: u32,
    /// Fen, above zero.
    pub fen: i64,
    /// Channel, as an index into the policy's channels; the number of channels for none.
    pub channel: u32,
}

codes! {
    /// How a line came into the sample.
    pub enum Taken {
        /// Always: it is of the interval or more, or its stratum is checked whole.
        Certain = "certain",
        /// Drawn.
        Drawn = "drawn",
    }
}

/// A line of the sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pick {
    /// Index into the population.
    pub item: usize,
    /// Certain or drawn.
    pub taken: Taken,
    pub stratum: u32,
}

/// What of a unit's lines is population, what is listed apart, and how many are no part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sorted {
    /// Lines above zero.
    pub items: Vec<Item>,
    /// Lines of zero, below zero, or unreadable: `(line, reason)`. They cannot be drawn by amount and must be looked at apart.
    pub apart: Vec<(u32, Apart)>,
    /// Lines that carry no figure in question: outside the year to date, out of the base, or not of the requirement asked for.
    pub outside: u64,
}

codes! {
    /// Why a line stands apart.
    pub enum Apart {
        /// A return or correction.
        Negative = "negative",
        /// Nothing.
        Zero = "zero",
        /// Amount not readable.
        Unreadable = "unreadable",
    }
}

/// Sorts a unit's lines. `requirement`: only lines that count, or might count, towards it.
pub fn sort(report: &UnitReport, unit: u32, requirement: Option<&str>) -> Sorted {
    let mut sorted = Sorted::default();
    for (index, line) in (0_u32..).zip(&report.lines) {
        if !belongs(line, report, requirement) {
            sorted.outside += 1;
            continue;
        }
        match line.amount_fen {
            None => sorted.apart.push((index, Apart::Unreadable)),
            Some(0) => sorted.apart.push((index, Apart::Zero)),
            Some(fen) if fen < 0 => sorted.apart.push((index, Apart::Negative)),
            Some(fen) => sorted.items.push(Item {
                unit,
                line: index,
                fen,
                channel: channel_index(report, line.channel.as_ref()),
            }),
        }
    }
    sorted
}

fn belongs(line: &Line, report: &UnitReport, requirement: Option<&str>) -> bool {
    line.period.in_year_to_date(report.run.period)
        && match requirement {
            None => line.base != BaseStanding::Out && !line.union,
            Some(id) => line.requirements.get(id).is_some_and(|s| *s != Standing::NotCounted),
        }
}

fn channel_index(report: &UnitReport, channel: Option<&Arc<str>>) -> u32 {
    let channels = &report.policy.channels;
    let at = channels.iter().position(|c| Some(&c.id) == channel).unwrap_or(channels.len());
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// SplitMix64 (Steele, Lea, Flood: *Fast splittable pseudorandom number generators*, OOPSLA 2014): the same numbers on every machine and in
/// every version of this program.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// From a seed; `stream` keeps draws apart that must not follow each other.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut rng = Self(seed);
        rng.0 ^= Self(stream).next();
        rng
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// One of `0..n`, each as likely as the others; 0 for `n` of 0.
    pub fn below(&mut self, n: u64) -> u64 {
        if n == 0 {
            return 0;
        }
        // Numbers above the last whole multiple of n would favour the small ones.
        let zone = u64::MAX - (u64::MAX % n + 1) % n;
        loop {
            let z = self.next();
            if z <= zone {
                return z % n;
            }
        }
    }
}

#[cfg(test)]
mod tests;
