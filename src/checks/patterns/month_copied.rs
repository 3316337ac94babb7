//! A month whose purchases are those of an earlier month again: the same goods in the same quantities for the same money. Weighed food never comes
//! out the same twice.

use std::collections::{BTreeSet, HashSet};

use rust_decimal::Decimal;

use crate::checks::{
    patterns::months::{Months, Repeats, repeats},
    prelude::*,
};

/// What a purchase is, beside its day.
fn what(line: &Line) -> Option<(&str, Decimal, i64)> {
    Some((line.item.as_deref()?, line.quantity?.normalize(), line.amount_fen?))
}

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let Some(all) = compared(cx) else {
        return Outcome::NotApplicable(NotApplicableReason::NoTwoLongMonths);
    };
    let flags: Vec<_> = all.iter().filter(|r| is_copied(r, cx)).map(|r| r.flag(cx, [])).collect();
    Outcome::of(all.len(), flags)
}

/// The months that this check flags.
pub(super) fn months(cx: &CheckContext<'_>) -> BTreeSet<Month> {
    let all = compared(cx).unwrap_or_default();
    all.iter().filter(|r| is_copied(r, cx)).map(|r| r.month).collect()
}

/// `None` without two months that are long enough.
fn compared<'a>(cx: &CheckContext<'a>) -> Option<Vec<Repeats<'a>>> {
    let mut months = Months::new();
    for line in cx.purchases().filter(|l| !l.is_counted_elsewhere()) {
        if let Some(what) = what(line) {
            months.entry(line.period).or_default().push((what, line));
        }
    }
    months.retain(|_, lines| lines.len() >= cx.settings.copied_min_lines);
    (months.len() >= 2).then(|| repeats(&months))
}

fn is_copied(repeats: &Repeats<'_>, cx: &CheckContext<'_>) -> bool {
    let kinds: HashSet<_> = repeats.same.iter().map(|line| what(line)).collect();
    // The same milk each day is one purchase that is alike, not twenty.
    repeats.share >= cx.settings.copied_share_bp && kinds.len() * 2 >= cx.settings.copied_min_lines
}
