//! A part of the ledger listed again in a table of its own: all that came through one channel or from one seller, or goods of one kind. Nobody can tell
//! whether it was bought twice; that it comes to the same, or that all of it stands there, is no chance.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use crate::{
    model::{line::Line, reasons::Reason},
    text::{file_names::stem, names::normal_name},
    units::{
        beside::{
            pieces::{Piece, heading},
            tables::Beside,
        },
        overlap::{FEN, names::differ_in_one_place, order, tells_how_much},
    },
};

/// Lines, at least, that stand in another table by no chance.
const FEWEST: usize = 3;
/// Lines of one amount that are asked: what stands in more is bought every day.
const MOST_ASKED: usize = 32;

/// What the lines of a part have in common.
const PARTS: [fn(&Line) -> Option<String>; 2] = [
    |l| {
        l.channel
            .as_deref()
            .map(str::to_owned)
            .or_else(|| l.channel_text.as_deref().map(normal_name))
    },
    |l| l.supplier.as_deref().map(normal_name),
];

/// Lines of a month's tables of which each repeats a part of another.
pub(super) fn parts_again(pieces: &[Piece<'_>]) -> Vec<(usize, Beside)> {
    let mut again = vec![false; pieces.len()];
    for part in PARTS {
        of_one_part(pieces, part, &mut again);
    }
    stand_elsewhere(pieces, &mut again);
    let again = pieces.iter().zip(again).filter(|(_, again)| *again);
    let lines = again.flat_map(|(piece, _)| piece.at.iter().copied());
    lines.map(|at| (at, Beside::Perhaps(Reason::DuplicateSuspected))).collect()
}

/// Tables all of one channel or seller that come to as much as another table, or all others, have of it beside other purchases.
fn of_one_part(pieces: &[Piece<'_>], part: fn(&Line) -> Option<String>, again: &mut [bool]) {
    let mut held: HashMap<String, BTreeMap<usize, Vec<&Line>>> = HashMap::new();
    for (at, piece) in pieces.iter().enumerate() {
        for line in &piece.lines {
            if let Some(name) = part(line) {
                held.entry(name).or_default().entry(at).or_default().push(line);
            }
        }
    }
    let sum = |lines: &[&Line]| lines.iter().try_fold(0_i64, |sum, l| sum.checked_add(l.amount_fen?));
    for by_piece in held.into_values().filter(|by_piece| by_piece.len() > 1) {
        let (whole, some): (Vec<_>, Vec<_>) = by_piece.iter().partition(|(at, own)| own.len() == pieces[**at].lines.len());
        let total = by_piece.values().try_fold(0_i64, |total, own| total.checked_add(sum(own)?));
        let mut by_sum: HashMap<i64, Vec<&[&Line]>> = HashMap::new();
        for (_, of) in &some {
            by_sum.entry(sum(of).unwrap_or_default()).or_default().push(of);
        }
        for (at, own) in whole {
            let fen = pieces[*at].fen;
            let mut of_sum = by_sum.get(&fen).into_iter().flatten().take(MOST_ASKED);
            let in_all = || {
                let others = by_piece.iter().filter(|(other, _)| *other != at);
                let others: Vec<&Line> = others.flat_map(|(_, of)| of.iter().copied()).collect();
                is_part_again(own, &others)
            };
            again[*at] |= of_sum.any(|others| is_part_again(own, others)) || (!some.is_empty() && total == fen.checked_mul(2) && in_all());
        }
    }
}

/// Whether lines that come to the same as others are perhaps the same purchases.
fn is_part_again(own: &[&Line], others: &[&Line]) -> bool {
    if own.len() == others.len() && (are_of_other_days(own, others) || are_papers_of_one_kind(own, others)) {
        return false;
    }
    let mut by_amount: HashMap<Option<i64>, Vec<&Line>> = HashMap::new();
    others
        .iter()
        .for_each(|line| by_amount.entry(line.amount_fen).or_default().push(line));
    let stands = |line: &&&Line| {
        let mut others = by_amount.get(&line.amount_fen).into_iter().flatten().take(MOST_ASKED);
        others.any(|other| are_alike(line, other))
    };
    let alike = own.iter().filter(stands).count();
    match own.len() + others.len() {
        // One line for one other says little, though it be exact.
        2 => alike == 1,
        _ if own.iter().chain(others).any(|l| l.amount_fen.is_some_and(|fen| fen % FEN != 0)) => true,
        // A few whole yuan may come to the same by chance.
        _ => alike * 2 >= own.len(),
    }
}

/// Whether no day of some lines is one of others'.
fn are_of_other_days(own: &[&Line], others: &[&Line]) -> bool {
    let days = |lines: &[&Line]| lines.iter().map(|l| l.date).collect::<Option<BTreeSet<Date>>>();
    days(own).zip(days(others)).is_some_and(|(a, b)| a.is_disjoint(&b))
}

/// Whether two lists without days are called as papers of one kind are: 第1周, 第2周.
fn are_papers_of_one_kind(own: &[&Line], others: &[&Line]) -> bool {
    let undated = |lines: &[&Line]| lines.iter().all(|l| l.date.is_none());
    let Some((own_first, other)) = own.first().zip(others.first()).filter(|_| undated(own) && undated(others)) else {
        return false;
    };
    let name = |line: &Line| normal_name(stem(&line.source.file));
    let tab = |line: &Line| normal_name(&line.source.sheet);
    let differ = |of: &dyn Fn(&Line) -> String| differ_in_one_place(&of(own_first), &of(other));
    differ(&name) || differ(&tab) || differ(&heading)
}

/// Whether two lines of one amount may be one purchase, whatever their days: the same goods.
fn are_alike(one: &Line, other: &Line) -> bool {
    let item = |line: &Line| line.item.as_deref().map(normal_name);
    let quantity = |line: &Line| line.quantity.map(|q| q.normalize());
    let same_quantity = quantity(one).zip(quantity(other)).is_none_or(|(a, b)| a == b);
    let same_order = order(one).zip(order(other)).is_none_or(|(a, b)| a == b);
    item(one).is_some() && item(one) == item(other) && same_quantity && same_order
}

/// Tables of which two thirds of the lines, three at least, stand in one other of more lines: the same goods, quantity and amount, and the day where
/// both tell it. What the other lacks may be one of its own lines in other words.
fn stand_elsewhere(pieces: &[Piece<'_>], again: &mut [bool]) {
    let mut by_amount: HashMap<i64, Vec<(usize, usize)>> = HashMap::new();
    for (at, piece) in pieces.iter().enumerate() {
        for (place, line) in piece.lines.iter().enumerate() {
            let Some(fen) = line.amount_fen else { continue };
            // Whoever lists it again may round it to yuan, or leave the odd fen off.
            let in_yuan = [FEN / 2, 0].map(|added| (fen.saturating_add(added)).div_euclid(FEN) * FEN);
            for fen in BTreeSet::from([fen, in_yuan[0], in_yuan[1]]) {
                by_amount.entry(fen).or_default().push((at, place));
            }
        }
    }
    for (at, piece) in pieces.iter().enumerate() {
        if again[at] || piece.lines.len() < FEWEST {
            continue;
        }
        // Where a line stands elsewhere: table and place in it.
        let same = |line: &Line| -> Vec<(usize, usize)> {
            let of_amount = line
                .amount_fen
                .and_then(|fen| by_amount.get(&fen))
                .filter(|of| of.len() <= MOST_ASKED);
            let alike = |(other, place): &&(usize, usize)| {
                let there = pieces[*other].lines[*place];
                *other != at && line.date.zip(there.date).is_none_or(|(a, b)| a == b) && are_alike(line, there)
            };
            of_amount.into_iter().flatten().filter(alike).copied().collect()
        };
        let same = |line: &&Line| if tells_how_much(line) { same(line) } else { Vec::new() };
        let places: Vec<Vec<(usize, usize)>> = piece.lines.iter().map(same).collect();
        let fuller = |other: &usize| !again[*other] && pieces[*other].lines.len() > piece.lines.len();
        let candidates: BTreeSet<usize> = places.iter().flatten().map(|(other, _)| *other).filter(fuller).collect();
        let standing = |candidate: usize| {
            let mut used = BTreeSet::new();
            let mut stands = |of: &&Vec<(usize, usize)>| of.iter().any(|(other, place)| *other == candidate && used.insert(*place));
            places.iter().filter(|of| stands(of)).count()
        };
        again[at] = candidates.into_iter().take(MOST_ASKED).any(|candidate| {
            let own = standing(candidate);
            let enough = own >= FEWEST && own * 3 >= piece.lines.len() * 2;
            enough && !are_papers_of_one_kind(&piece.lines, &pieces[candidate].lines)
        });
    }
}
