//! Papers of days that follow each other and share some: 第1周 to the 12th, 第2周 from the 8th, with the same purchases on the days between.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    model::line::Line,
    units::overlap::{Digest, MOST_ASKED, signature, tells_how_much},
};

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
            let goes_on = ends(paper)
                .zip(ends(earlier))
                .is_some_and(|((first, last), (before, until))| before < first && until < last);
            let shared = || paper.iter().filter_map(|(day, of)| Some((of, earlier.get(day)?)));
            let is_again = |(own, theirs): (&Vec<usize>, &Vec<usize>)| {
                own.iter().all(|at| lines[*at].item.is_some() && tells_how_much(&lines[*at]))
                    && purchases(lines, own) == purchases(lines, theirs)
            };
            if goes_on && shared().all(is_again) {
                found.extend(shared().flat_map(|(own, _)| own));
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
