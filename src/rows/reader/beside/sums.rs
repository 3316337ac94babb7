//! Lines that are the sums of others: heads of groups of goods, and a last row that carries a date.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::{
    model::dates::PartialDate,
    rows::{
        reader::TableReader,
        reading::{RawAmount, RawLine},
    },
    values::{self, money_unit::MoneyUnit},
};

/// Lines of one slip that are added up.
const LONGEST_SLIP: usize = 30;
/// Groups that make it plain.
const ENOUGH: usize = 2;

impl TableReader<'_, '_> {
    /// Lines that may be sums of the table's others.
    pub(in crate::rows::reader) fn doubt_sums(&mut self) {
        let lines = self.sink.lines.get(self.first_line..).unwrap_or_default();
        let mut doubtful = heads(lines).filter(|heads| heads.len() >= ENOUGH).unwrap_or_default();
        doubtful.extend(dated_total(lines));
        doubtful.extend(totals_of_days(lines));
        doubtful.extend(covered_by_slips(lines));
        doubtful.extend(self.split_total());
        let vocabulary = self.input.data.vocabulary;
        // In a ledger of money alone 付老王货款 is the purchase itself.
        let told = lines.iter().filter(|l| !is_bare(l)).count() * 2 > lines.len();
        let owed = |l: &RawLine| is_lump(l) && l.item.as_deref().is_some_and(|item| vocabulary.is_owed(item, told));
        doubtful.extend((0..lines.len()).filter(|at| owed(&lines[*at])));
        // 应收, 微信支付 among the goods of a slip.
        let till = |l: &RawLine| is_bare(l) && fen(l).is_some() && l.item.as_deref().is_some_and(|item| vocabulary.is_of_till(item));
        if lines.iter().any(|l| !is_bare(l)) {
            doubtful.extend((0..lines.len()).filter(|at| till(&lines[*at])));
        }
        let mut unlike = unlike_purchases(lines);
        unlike.retain(|at| !doubtful.contains(at));
        for at in doubtful {
            let line = self.first_line + at;
            self.suspect(line..line + 1);
        }
        for at in unlike {
            let line = self.first_line + at;
            self.note_each(line..line + 1, "purchase_suspected");
        }
    }

    /// Lines below the table's total, without a price, that come to the total again: 已付 50, 尚欠 20 below 合计 70, or a line a channel.
    fn split_total(&self) -> Vec<usize> {
        let lines = self.sink.lines.get(self.first_line..).unwrap_or_default();
        let Some(total) = self.stated.last() else { return Vec::new() };
        let end = usize::try_from(total.end_line)
            .unwrap_or(usize::MAX)
            .saturating_sub(self.first_line);
        let late = lines.get(end..).unwrap_or_default();
        let sum = late
            .iter()
            .try_fold(0, |sum, l| Some(sum + fen(l).filter(|_| l.unit_price.is_none())?));
        let again = late.len() > 1 && sum.is_some() && sum == total.stated_fen.map(i128::from);
        (end..lines.len()).filter(|_| again).collect()
    }
}

fn fen(line: &RawLine) -> Option<i128> {
    match line.amount {
        RawAmount::Fen(fen) if fen > 0 => Some(i128::from(fen)),
        _ => None,
    }
}

/// Without quantity and price, or one piece of its own amount.
fn is_lump(line: &RawLine) -> bool {
    is_bare(line) || line.quantity == Some(Decimal::ONE)
}

fn is_bare(line: &RawLine) -> bool {
    line.quantity.is_none() && line.unit_price.is_none()
}

/// `3月31日 | 就餐人数 | | | 350`: lines without quantity, price, channel and seller where all others have them, whatever they are called.
fn unlike_purchases(lines: &[RawLine]) -> Vec<usize> {
    let named = |l: &RawLine| l.channel.is_some() || l.supplier.is_some();
    let whole = |l: &RawLine| l.quantity.is_some() && l.unit_price.is_some() && named(l);
    let (unlike, others): (Vec<usize>, Vec<usize>) = (0..lines.len()).partition(|at| is_bare(&lines[*at]) && !named(&lines[*at]));
    let told = others.len() > ENOUGH && others.iter().all(|at| whole(&lines[*at]));
    // What was taken off is none of them.
    let doubted = |l: &RawLine| l.notes.iter().any(|n| n.ends_with("_suspected"));
    unlike
        .into_iter()
        .filter(|at| told && fen(&lines[*at]).is_some() && !doubted(&lines[*at]))
        .collect()
}

/// Heads of groups (`蔬菜 300`, `白菜 100`, `土豆 200`, `肉类 …`), where all lines are heads or below one. Goods with quantities or prices need but one
/// line below a head without; without them it takes two, and no days.
fn heads(lines: &[RawLine]) -> Option<Vec<usize>> {
    let told = lines.iter().any(|l| !is_bare(l));
    let of_group = |line: &RawLine| if told { !is_bare(line) } else { line.date.is_none() };
    let mut heads = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let head = fen(&lines[at]).filter(|_| is_bare(&lines[at]) && (told || lines[at].date.is_none()))?;
        let (mut sum, mut end) = (0, at + 1);
        while sum < head {
            sum += lines.get(end).filter(|l| of_group(l)).and_then(fen)?;
            end += 1;
        }
        if sum != head || end < at + if told { 2 } else { 3 } {
            return None;
        }
        heads.push(at);
        at = end;
    }
    Some(heads)
}

/// Lines whose product is in the amount of the line above or below, which is not its own product: that is a whole slip's, written once.
fn covered_by_slips(lines: &[RawLine]) -> Vec<usize> {
    let product = |at: usize| {
        let line = lines.get(at)?;
        let product = line.quantity?.checked_mul(line.unit_price?)?;
        values::to_fen(product, MoneyUnit::Yuan)
            .map(|f| i128::from(f.0))
            .filter(|fen| *fen > 0)
    };
    // What repeats its order's amount in each row is in doubt already, and covers nothing.
    let repeats = |l: &RawLine| l.notes.iter().any(|n| &**n == "duplicate_suspected");
    let mut covered = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !repeats(line)) {
        let (Some(own), Some(amount)) = (product(at), fen(line)) else {
            continue;
        };
        if own >= amount {
            continue;
        }
        let reach = |step: &dyn Fn(usize) -> Option<usize>| -> Option<Vec<usize>> {
            let (mut sum, mut next, mut others) = (own, at, Vec::new());
            while sum < amount && others.len() < LONGEST_SLIP {
                next = step(next)?;
                sum += product(next)?;
                others.push(next);
            }
            (sum == amount).then_some(others)
        };
        let found = reach(&|at| at.checked_sub(1)).or_else(|| reach(&|at| Some(at + 1)));
        covered.extend(found.into_iter().flatten());
    }
    covered
}

/// Lines without quantity and price that are the sum of all others of their day, on two days at least, in a table whose other lines have them.
fn totals_of_days(lines: &[RawLine]) -> Vec<usize> {
    if !lines.iter().any(is_bare) {
        return Vec::new();
    }
    let mut days: HashMap<PartialDate, (i128, Vec<usize>)> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        let (Some(date), Some(fen)) = (line.date, fen(line)) else {
            return Vec::new();
        };
        let day = days.entry(date).or_default();
        if is_bare(line) {
            day.1.push(at);
        } else {
            day.0 += fen;
        }
    }
    let total = |(sum, bare): &(i128, Vec<usize>)| match bare.as_slice() {
        [at] if fen(&lines[*at]) == Some(*sum) => Some(*at),
        _ => None,
    };
    let totals: Vec<usize> = days.values().filter_map(total).collect();
    let with_bare = days.values().filter(|(_, bare)| !bare.is_empty()).count();
    if totals.len() >= ENOUGH && totals.len() == with_bare {
        totals
    } else {
        Vec::new()
    }
}

/// The last line, where it is the sum of all others: without quantity and price where these have them, or with their quantities added up, or as one of
/// its own amount.
fn dated_total(lines: &[RawLine]) -> Option<usize> {
    let (last, others) = lines.split_last().filter(|(_, others)| others.len() > 1)?;
    let sum = others.iter().try_fold(0, |sum, l| Some(sum + fen(l)?))?;
    let told = others.iter().all(|l| !is_bare(l));
    let quantities = others.iter().try_fold(Decimal::ZERO, |sum, l| sum.checked_add(l.quantity?));
    let as_one = last.quantity == Some(Decimal::ONE);
    let shaped = match last.quantity {
        None => last.unit_price.is_none() && told,
        quantity => others.len() > 2 && (quantity == quantities || as_one),
    };
    // Who sold it, and through which channel, only a purchase says.
    let named = last.supplier.is_some() || last.channel.is_some();
    (fen(last) == Some(sum) && shaped && !named).then_some(lines.len() - 1)
}
