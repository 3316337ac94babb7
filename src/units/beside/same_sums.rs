//! Tables of one month that come to the same amount, fen for fen: most likely one says again, in its own words, what the other says (receipts, slips
//! or bills beside the ledger, a second hand's list). No word is needed to see it, and no date.

use std::{
    cell::LazyCell,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{
    model::{line::Line, reasons::Reason},
    text::names::normal_name,
    units::{
        beside::{
            pieces::{Piece, heading},
            sums::{Sums, rows},
            tables::Beside,
        },
        overlap::{names::differ_in_one_place, order},
    },
};

/// Lines of two tables, at least, whose whole yuan are equal by no chance.
const FEWEST: usize = 5;
/// [`Piece::fullness`] of a ledger.
const FULL: usize = 4;

impl Piece<'_> {
    /// Whether so many fuller lines may be what its own are sums of. What has quantities or prices is a purchase though it be a sum by chance.
    fn may_sum_up(&self, fuller: usize) -> bool {
        !self.table.counted && self.lines.len() * 2 <= fuller
    }

    /// How often it has each amount.
    fn amounts(&self) -> HashMap<Option<i64>, usize> {
        let mut amounts = HashMap::new();
        self.lines.iter().for_each(|l| *amounts.entry(l.amount_fen).or_default() += 1);
        amounts
    }

    /// What was bought for how much, in no order.
    fn goods(&self) -> Vec<(Option<String>, Option<i64>)> {
        let mut goods: Vec<_> = self
            .lines
            .iter()
            .map(|l| (l.item.as_deref().map(normal_name), l.amount_fen))
            .collect();
        goods.sort_unstable();
        goods
    }

    /// Its lines, as sums of others' that are proved, or perhaps as the same purchases.
    fn as_again(&self, sums_up: bool) -> impl Iterator<Item = (usize, Beside)> {
        let beside = if sums_up {
            Beside::Sums
        } else {
            Beside::Perhaps(Reason::DuplicateSuspected)
        };
        self.at.iter().map(move |at| (*at, beside))
    }

    fn days(&self) -> Option<BTreeSet<Date>> {
        self.lines.iter().map(|l| l.date).collect()
    }

    /// Whether two lists of the same goods for the same amounts are of different days, slips or sheets, as far as they tell: what is ordered every week costs the same.
    fn is_another_of_its_kind(&self, other: &Self) -> bool {
        let [ours, theirs] = [self, other].map(|piece| piece.lines.first());
        let Some((ours, theirs)) = ours
            .zip(theirs)
            .filter(|_| self.lines.len() == other.lines.len() && self.goods() == other.goods())
        else {
            return false;
        };
        let is_of_sheet = |a: &Line, b: &Line| (&a.source.file, &a.source.sheet) == (&b.source.file, &b.source.sheet);
        match (self.days(), other.days()) {
            _ if order(ours).zip(order(theirs)).is_some_and(|(a, b)| a != b) => true,
            // On the same days they are compared line by line elsewhere, by quantities; 公斤 may be written as 斤.
            (Some(our_days), Some(their_days)) => our_days.is_disjoint(&their_days) || (self.is_measured_as(other) == Some(false)),
            (None, None) => !is_of_sheet(ours, theirs) || differ_in_one_place(&heading(ours), &heading(theirs)),
            _ => false,
        }
    }

    /// Whether both say all that a ledger says and have few amounts in common, of which the other has `theirs`: two canteens, two halves of a month.
    fn is_another_ledger(&self, other: &Self, theirs: &HashMap<Option<i64>, usize>) -> bool {
        let common = |(fen, count): (&Option<i64>, &usize)| theirs.get(fen).map_or(0, |n| *n.min(count));
        let common: usize = self.amounts().iter().map(common).sum();
        common * 2 < self.lines.len().min(other.lines.len())
    }

    /// Whether the quantities of both come to the same, or one to twice the other; nothing where one has none.
    fn is_measured_as(&self, other: &Self) -> Option<bool> {
        let sum = |piece: &Self| {
            piece
                .lines
                .iter()
                .try_fold(Decimal::ZERO, |sum, line| sum.checked_add(line.quantity?))
        };
        let (ours, theirs) = (sum(self)?, sum(other)?);
        Some(ours == theirs || ours == theirs * Decimal::TWO || theirs == ours * Decimal::TWO)
    }
}

/// Whether a few purchases of whole yuan may come to the same by chance.
fn is_chance(one: &[&Line], other: &[&Line], fen: i64) -> bool {
    fen % 100 == 0 && (one.len().max(other.len()) < 3 || one.len() + other.len() < FEWEST)
}

/// What stands again in tables of a month that come to the same sum as another one, or as all others together.
pub(super) fn same_sums(pieces: &[Piece<'_>]) -> Vec<(usize, Beside)> {
    let mut out = Vec::new();
    let mut by_sum: BTreeMap<i64, Vec<&Piece<'_>>> = BTreeMap::new();
    for piece in pieces {
        by_sum.entry(piece.fen).or_default().push(piece);
    }
    for (fen, same) in by_sum {
        let Some((first, others)) = same.split_first() else { continue };
        let sums = LazyCell::new(|| Sums::of(first.lines.iter().copied()));
        let amounts = LazyCell::new(|| first.amounts());
        for piece in others {
            let ledgers = piece.fullness() == FULL && first.fullness() == FULL;
            let others = is_chance(&piece.lines, &first.lines, fen)
                || piece.is_another_of_its_kind(first)
                || (ledgers && piece.is_another_ledger(first, &amounts));
            if !others {
                let sums_up = piece.may_sum_up(first.lines.len()) && sums.covers(&rows(&piece.lines));
                out.extend(piece.as_again(sums_up));
            }
        }
    }
    if out.is_empty() {
        out.extend(one_and_rest(pieces));
    }
    out
}

/// A table that comes to as much as all the others of its month.
fn one_and_rest(pieces: &[Piece<'_>]) -> Vec<(usize, Beside)> {
    let whole: i128 = pieces.iter().map(|p| i128::from(p.fen)).sum();
    let Some(one) = pieces
        .iter()
        .position(|p| i128::from(p.fen) * 2 == whole)
        .filter(|_| pieces.len() > 2)
    else {
        return Vec::new();
    };
    let rest = || pieces.iter().enumerate().filter(move |(at, _)| *at != one).map(|(_, piece)| piece);
    let of_rest: Vec<&Line> = rest().flat_map(|p| p.lines.iter().copied()).collect();
    let piece = &pieces[one];
    if is_chance(&piece.lines, &of_rest, piece.fen) {
        return Vec::new();
    }
    if rest().any(|other| other.fullness() > piece.fullness()) && of_rest.len() > piece.lines.len() {
        let sums_up = piece.may_sum_up(of_rest.len()) && Sums::of(of_rest.into_iter()).covers(&rows(&piece.lines));
        return piece.as_again(sums_up).collect();
    }
    rest().flat_map(|other| other.as_again(false)).collect()
}
