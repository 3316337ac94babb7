//! Two versions of a ledger of which some prices were corrected: the same goods on the same days in the same quantities, line by line, for other amounts;
//! or of which some quantities were.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{
    model::{
        line::{Line, LineKind},
        reasons::Reason,
        standing::BaseStanding,
    },
    text::{file_names::stem, names::normal_name},
    units::overlap::{FEN, FEWEST, MOST_ASKED, order},
};

/// What two lines of one purchase share, but for the price.
type Bought = (Date, String, Decimal);

/// A sheet: its lines, and those whose purchase stands there once.
struct Ledger {
    lines: Vec<usize>,
    once: BTreeMap<Bought, usize>,
}

/// All lines of the second of two versions, and those of the first that say more than the second; `bare`: a name without words of forms and versions.
#[must_use]
pub(super) fn corrected(lines: &[Line], bare: &dyn Fn(&str) -> String) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let ledgers = ledgers(lines);
    if ledgers.len() < 2 {
        return found;
    }
    let mut holders: HashMap<&Bought, Vec<usize>> = HashMap::new();
    let mut common: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (at, ledger) in ledgers.iter().enumerate() {
        for bought in ledger.once.keys() {
            let known = holders.entry(bought).or_default();
            known.iter().for_each(|other| *common.entry((*other, at)).or_insert(0) += 1);
            if known.len() < MOST_ASKED {
                known.push(at);
            }
        }
    }
    for ((one, other), pairs) in common {
        let (one, other) = (&ledgers[one], &ledgers[other]);
        if pairs >= FEWEST && pairs * 5 >= one.lines.len().min(other.lines.len()) * 4 {
            found.extend(versions(lines, one, other, bare));
            found.extend(amended(one, other));
        }
    }
    found
}

/// What is open where two ledgers are versions of each other; nothing where no price differs, or few goods were bought.
fn versions(lines: &[Line], one: &Ledger, other: &Ledger, bare: &dyn Fn(&str) -> String) -> Vec<usize> {
    // The one whose equal lines are taken for repeated ones already is the second.
    let repeated = |of: &Ledger| {
        of.lines
            .iter()
            .filter(|at| lines[**at].reasons.contains(&Reason::DuplicateSuspected))
            .count()
    };
    let (first, second) = if repeated(one) > repeated(other) {
        (other, one)
    } else {
        (one, other)
    };
    let pairs = || {
        first
            .once
            .iter()
            .filter_map(|(bought, at)| Some((bought, *at, *second.once.get(bought)?)))
    };
    let amounts: Vec<(i64, i64)> = pairs()
        .filter_map(|(_, a, b)| lines[a].amount_fen.zip(lines[b].amount_fen))
        .collect();
    let goods: BTreeSet<&str> = pairs().map(|((_, item, _), ..)| item.as_str()).collect();
    let numbers = |a: usize, b: usize| order(&lines[a]).zip(order(&lines[b])).is_some_and(|(a, b)| a != b);
    // Other order numbers are other purchases.
    if amounts.iter().all(|(a, b)| a == b) || goods.len() < FEWEST || pairs().any(|(_, a, b)| numbers(a, b)) {
        return Vec::new();
    }
    // Where no amount is the same, two canteens may have ordered alike.
    let name = |of: &Ledger| {
        let source = &lines[of.lines[0]].source;
        [stem(&source.file), &source.sheet].map(bare)
    };
    let ([file, tab], [other_file, other_tab]) = (name(first), name(second));
    // 草稿, 初稿: a tab that is called nothing but a version.
    let named = file == other_file && (tab == other_tab || tab.is_empty() || other_tab.is_empty());
    if !amounts.iter().any(|(a, b)| a == b) && !is_markup(&amounts) && !named {
        return Vec::new();
    }
    let more = |a: &usize, b: &usize| {
        lines[*a]
            .amount_fen
            .zip(lines[*b].amount_fen)
            .is_some_and(|(a, b)| a.saturating_sub(b) >= FEN)
    };
    let changed = pairs().filter(|(_, a, b)| more(a, b)).map(|(_, a, _)| a);
    second.lines.iter().copied().chain(changed).collect()
}

/// Of two ledgers most of whose lines are the same the goods of a day that both have once more, in other quantities: one of the two is right.
fn amended(one: &Ledger, other: &Ledger) -> Vec<usize> {
    let left = |own: &Ledger, beside: &Ledger| -> BTreeMap<(Date, String), Vec<usize>> {
        let mut left: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for ((day, item, _), at) in own.once.iter().filter(|(bought, _)| !beside.once.contains_key(*bought)) {
            left.entry((*day, item.clone())).or_default().push(*at);
        }
        left
    };
    let mut theirs = left(other, one);
    let both = left(one, other)
        .into_iter()
        .filter_map(|(goods, at)| Some([at, theirs.remove(&goods)?]));
    both.filter(|pair| pair.iter().all(|at| at.len() == 1))
        .flatten()
        .flatten()
        .collect()
}

/// Whether all amounts were raised or cut by one rate, by less than half and but for rounding; of amounts that are nearly the same nothing can tell.
fn is_markup(amounts: &[(i64, i64)]) -> bool {
    let Some((first, other)) = amounts.first().map(|(a, b)| (i128::from(*a), i128::from(*b))) else {
        return false;
    };
    let by_rate = |(a, b): &(i64, i64)| {
        let (a, b) = (i128::from(*a), i128::from(*b));
        let near = (a - b).abs() * 2 <= a.abs();
        near && (a * other - b * first).abs() <= a.abs() + first.abs()
    };
    let sizes = || amounts.iter().map(|(a, _)| i128::from(*a).abs());
    sizes().max().zip(sizes().min()).is_some_and(|(most, least)| most >= least * 2) && amounts.iter().all(by_rate)
}

/// The sheets, in the order of their lines.
fn ledgers(lines: &[Line]) -> Vec<Ledger> {
    let mut ledgers: Vec<Ledger> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if line.kind != LineKind::Detail || line.base == BaseStanding::Out {
            continue;
        }
        let place = |l: &Line| (l.source.file.clone(), l.source.sheet.clone());
        let last = ledgers
            .last_mut()
            .filter(|of| of.lines.last().is_some_and(|last| place(&lines[*last]) == place(line)));
        match last {
            Some(of) => of.lines.push(at),
            None => ledgers.push(Ledger {
                lines: vec![at],
                once: BTreeMap::new(),
            }),
        }
    }
    if ledgers.len() > 1 {
        for ledger in &mut ledgers {
            let mut times: BTreeMap<Bought, (usize, usize)> = BTreeMap::new();
            for at in &ledger.lines {
                let line = &lines[*at];
                if let (Some(day), Some(item), Some(quantity), Some(_)) = (line.date, line.item.as_deref(), line.quantity, line.amount_fen)
                {
                    times.entry((day, normal_name(item), quantity.normalize())).or_insert((*at, 0)).1 += 1;
                }
            }
            let once = times.into_iter().filter(|(_, (_, times))| *times == 1);
            ledger.once = once.map(|(bought, (at, _))| (bought, at)).collect();
        }
    }
    ledgers
}
