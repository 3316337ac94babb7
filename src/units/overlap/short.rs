//! Papers of one or two lines without days (an acceptance note, a receipt) beside the ledger that holds these purchases: three such lines are told by
//! `units/beside`, lines with days by their own. The day that the paper's name or title tells has to be theirs.

use std::collections::HashMap;

use crate::{
    model::line::Line,
    text::{file_names::stem, names::normal_name},
    units::overlap::{FEWEST, MOST_ASKED, names::are_of_a_series, order},
    values::date,
};

/// Days between the goods of one paper: what was accepted together may be booked on the next day.
const MOST_DAYS: i8 = 1;

/// Lines by amount, with the record of each.
type ByAmount = HashMap<i64, Vec<(usize, usize)>>;

/// The lines of such papers, all of which stand in one fuller record with days.
pub(super) fn short_papers(lines: &[Line], records: &[Vec<usize>]) -> Vec<usize> {
    let undated = |own: &&Vec<usize>| own.len() < FEWEST && own.iter().all(|at| lines[*at].date.is_none());
    let papers: Vec<&Vec<usize>> = records.iter().filter(undated).collect();
    let mut by_amount = ByAmount::new();
    for at in papers.iter().copied().flatten() {
        by_amount.entry(lines[*at].amount_fen.unwrap_or_default()).or_default();
    }
    for (record, of) in records.iter().enumerate().filter(|_| !papers.is_empty()) {
        for at in of.iter().filter(|at| lines[**at].date.is_some()) {
            if let Some(known) = lines[*at].amount_fen.and_then(|fen| by_amount.get_mut(&fen)) {
                known.push((record, *at));
            }
        }
    }
    let again = papers.into_iter().filter(|own| stands(lines, records, own, &by_amount));
    again.flatten().copied().collect()
}

fn stands(lines: &[Line], records: &[Vec<usize>], own: &[usize], by_amount: &ByAmount) -> bool {
    let Some(first) = own.first().and_then(|at| lines.get(*at)) else {
        return false;
    };
    let title = first.evidence.title.as_deref().unwrap_or_default();
    let told = [stem(&first.source.file), &first.source.sheet, title];
    let day = told.into_iter().find_map(date::day_hint);
    // 第1周 and 第2周 buy the same.
    let of_one_kind = |other: &Line| {
        let names = |l: &Line| [stem(&l.source.file), &l.source.sheet].map(normal_name);
        names(first).iter().zip(names(other)).any(|(a, b)| are_of_a_series(a, &b))
    };
    // How many days apart; where none is told, the quantity has to be the same, too.
    let apart = |line: &Line, other: &Line| -> Option<i8> {
        let date = other.date?;
        match day {
            Some((month, day)) => (month == date.month())
                .then(|| (date.day() - day).abs())
                .filter(|days| *days <= MOST_DAYS),
            None => (line.quantity.is_some() && line.quantity == other.quantity && !of_one_kind(other)).then_some(0),
        }
    };
    let same = |at: &usize| -> Vec<(usize, i8)> {
        let line = &lines[*at];
        let there = line.amount_fen.and_then(|fen| by_amount.get(&fen)).into_iter().flatten();
        let fuller = there.take(MOST_ASKED).filter(|(record, _)| records[*record].len() > own.len());
        let alike = fuller.filter(|(_, other)| is_one(line, &lines[*other]));
        alike
            .filter_map(|(record, other)| Some((*record, apart(line, &lines[*other])?)))
            .collect()
    };
    let all: Vec<Vec<(usize, i8)>> = own.iter().map(same).collect();
    let nearest = |there: &Vec<(usize, i8)>, record: usize| there.iter().filter(|(r, _)| *r == record).map(|(_, apart)| *apart).min();
    let mut candidates = all.iter().flatten().map(|(record, _)| *record);
    candidates.any(|record| {
        let days: Option<Vec<i8>> = all.iter().map(|there| nearest(there, record)).collect();
        days.is_some_and(|days| days.contains(&0))
    })
}

/// Whether two lines of one amount may be one purchase: the same goods, and nothing tells another seller, channel or order.
fn is_one(one: &Line, other: &Line) -> bool {
    let item = |l: &Line| l.item.as_deref().map(normal_name);
    let agree = |of: &dyn Fn(&Line) -> Option<String>| of(one).zip(of(other)).is_none_or(|(a, b)| a == b);
    let seller = |l: &Line| l.supplier.as_deref().map(normal_name);
    let channel = |l: &Line| l.channel.as_deref().map(str::to_owned);
    item(one).is_some() && item(one) == item(other) && one.period == other.period && agree(&seller) && agree(&channel) && agree(&order)
}
