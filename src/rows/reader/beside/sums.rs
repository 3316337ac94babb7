//! Lines that are the sums of others: heads of groups of goods, and a last row that carries a date.

use rust_decimal::Decimal;

use crate::rows::{
    reader::TableReader,
    reading::{RawAmount, RawLine},
};

/// Groups that make it plain.
const ENOUGH: usize = 2;

impl TableReader<'_, '_> {
    /// Lines that may be sums of the table's others.
    pub(in crate::rows::reader) fn doubt_sums(&mut self) {
        let lines = self.sink.lines.get(self.first_line..).unwrap_or_default();
        let mut doubtful = heads(lines).filter(|heads| heads.len() >= ENOUGH).unwrap_or_default();
        doubtful.extend(dated_total(lines));
        doubtful.extend(self.split_total());
        let vocabulary = self.input.data.vocabulary;
        let owed = |l: &RawLine| is_bare(l) && l.item.as_deref().is_some_and(|item| vocabulary.is_owed(item));
        doubtful.extend((0..lines.len()).filter(|at| owed(&lines[*at])));
        for at in doubtful {
            let line = self.first_line + at;
            self.suspect(line..line + 1);
        }
    }

    /// Lines below the table's total, without quantity and price, that come to the total again: 已付 50, 尚欠 20 below 合计 70.
    fn split_total(&self) -> Vec<usize> {
        let lines = self.sink.lines.get(self.first_line..).unwrap_or_default();
        let Some(total) = self.stated.last() else { return Vec::new() };
        let end = usize::try_from(total.end_line)
            .unwrap_or(usize::MAX)
            .saturating_sub(self.first_line);
        let late = lines.get(end..).unwrap_or_default();
        let sum = late.iter().try_fold(0, |sum, l| Some(sum + fen(l).filter(|_| is_bare(l))?));
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

fn is_bare(line: &RawLine) -> bool {
    line.quantity.is_none() && line.unit_price.is_none()
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
