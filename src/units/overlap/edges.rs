//! Papers of days that follow each other and share some: 第1周 to the 12th, 第2周 from the 8th, with the same purchases on the days between.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    model::line::Line,
    units::overlap::{Digest, signature},
};

/// Papers before one that are asked.
const MOST_ASKED: usize = 16;

/// The lines that a paper shares with an earlier one, where all of both on the days that both have are the same and each has days beyond the other's.
pub(super) fn shared_edges(lines: &[Line], records: &[Vec<usize>]) -> Vec<usize> {
    let by_day = |record: &Vec<usize>| -> Option<BTreeMap<Date, Vec<usize>>> {
        let mut days: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
        for at in record {
            days.entry(lines[*at].date?).or_default().push(*at);
        }
        Some(days).filter(|days| days.len() > 1)
    };
    let ends = |days: &BTreeMap<Date, Vec<usize>>| days.keys().next().copied().zip(days.keys().next_back().copied());
    let mut papers: Vec<_> = records.iter().filter_map(by_day).collect();
    papers.sort_by_key(ends);
    let mut found = Vec::new();
    for (at, paper) in papers.iter().enumerate() {
        for earlier in papers[..at].iter().rev().take(MOST_ASKED) {
            let (own, theirs) = (ends(paper), ends(earlier));
            let goes_on = own
                .zip(theirs)
                .is_some_and(|((first, last), (before, until))| before < first && until < last);
            let shared: Vec<usize> = paper
                .iter()
                .filter(|(day, _)| earlier.contains_key(day))
                .flat_map(|(_, of)| of.iter().copied())
                .collect();
            let same = || {
                let mut days = paper.iter().filter_map(|(day, of)| Some((of, earlier.get(day)?)));
                days.all(|(own, theirs)| purchases(lines, own) == purchases(lines, theirs))
            };
            if goes_on && shared.iter().all(|at| is_told(&lines[*at])) && same() {
                found.extend(shared);
            }
        }
    }
    found
}

/// Lines by what two of one purchase share, with how many there are of each.
fn purchases(lines: &[Line], of: &[usize]) -> BTreeMap<Digest, usize> {
    let mut purchases = BTreeMap::new();
    of.iter().for_each(|at| *purchases.entry(signature(&lines[*at])).or_default() += 1);
    purchases
}

/// Whether a line tells what was bought and how much, by its quantity or to the fen.
fn is_told(line: &Line) -> bool {
    line.item.is_some() && (line.quantity.is_some() || line.amount_fen.is_some_and(|fen| fen % 100 != 0))
}
