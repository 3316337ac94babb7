//! Tables whose rows are the sums of the ledgers' days, each from its own day up to the next row's: a summary by day, by week, by ten days.

use std::collections::BTreeMap;

use jiff::{ToSpan as _, civil::Date};

use crate::{
    model::line::Line,
    units::beside::sums::{Stated, rows},
};

/// Days after the last row's that may still be its own.
const LONGEST: i64 = 30;
/// Rows of which most, not all, are such sums.
const FEWEST: usize = 3;

/// The ledgers' amounts by day, fen, with how many lines they are of.
pub(super) struct Days(BTreeMap<Date, (i64, usize)>);

impl Days {
    pub(super) fn of<'l>(lines: impl Iterator<Item = &'l Line>) -> Self {
        let mut days: BTreeMap<Date, (i64, usize)> = BTreeMap::new();
        for (day, fen) in lines.filter_map(|l| l.date.zip(l.amount_fen)) {
            let sum = days.entry(day).or_default();
            *sum = (sum.0.saturating_add(fen), sum.1 + 1);
        }
        Self(days)
    }

    /// Whether all rows of a table are such sums, or most of them; nothing where most are none, or each is of one line.
    pub(super) fn states(&self, own: &[&Line]) -> Option<bool> {
        // A column beside the channels' that nobody knows may be their whole.
        let whole = |l: &&Line| l.notes.iter().any(|n| &**n == "purchase_suspected");
        let wholes: Vec<&Line> = own.iter().copied().filter(whole).collect();
        self.stated(own).or_else(|| self.stated(&wholes))
    }

    fn stated(&self, own: &[&Line]) -> Option<bool> {
        let mut stated: Vec<(Date, i64)> = rows(own)
            .into_iter()
            .map(|(line, fen): Stated<'_>| line.date.zip(fen))
            .collect::<Option<_>>()?;
        stated.sort_unstable();
        if stated.len() < 2 || stated.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return None;
        }
        let (mut found, mut several) = (0, false);
        for (at, (day, fen)) in stated.iter().enumerate() {
            let next = stated.get(at + 1).map(|(day, _)| *day);
            if let Some(lines) = self.lines_of(*day, next, *fen) {
                found += 1;
                several |= lines > 1;
            }
        }
        match found {
            _ if !several => None,
            all if all == stated.len() => Some(true),
            most if most * 2 > stated.len() && stated.len() >= FEWEST => Some(false),
            _ => None,
        }
    }

    /// Of how many lines that amount is the sum: those from a day up to the next row's, or (behind the last row) up to any day.
    fn lines_of(&self, day: Date, next: Option<Date>, fen: i64) -> Option<usize> {
        let end = next.or_else(|| day.checked_add((LONGEST + 1).days()).ok())?;
        let (mut sum, mut lines) = (0_i64, 0);
        let mut reached = None;
        for (_, (of_day, count)) in self.0.range(day..end) {
            sum = sum.saturating_add(*of_day);
            lines += count;
            if sum == fen {
                reached = Some(lines);
            }
        }
        reached.filter(|_| next.is_none() || sum == fen)
    }
}
