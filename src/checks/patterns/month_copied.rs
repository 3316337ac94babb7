//! A month whose purchases are those of an earlier month again: the same goods in the same quantities for the same money. Weighed food never comes
//! out the same twice.

use std::collections::{BTreeMap, HashMap, HashSet};

use rust_decimal::Decimal;

use crate::{
    checks::{
        check::{CheckContext, Flag, NotApplicableReason, Outcome},
        figures::share_bp,
    },
    model::{dates::Month, line::Line, money::percent},
};

/// What a purchase is, beside its day.
type What<'a> = (&'a str, Decimal, i64);

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let mut months: BTreeMap<Month, Vec<(What<'_>, &Line)>> = BTreeMap::new();
    for line in cx.purchases().filter(|l| !l.is_counted_elsewhere()) {
        if let (Some(item), Some(quantity), Some(fen)) = (&line.item, line.quantity, line.amount_fen) {
            let what = (&**item, quantity.normalize(), fen);
            months.entry(line.period).or_default().push((what, line));
        }
    }
    months.retain(|_, lines| lines.len() >= cx.settings.copied_min_lines);
    if months.len() < 2 {
        return Outcome::NotApplicable(NotApplicableReason::NoTwoLongMonths);
    }
    let (mut passed, mut flags) = (0, Vec::new());
    for (month, lines) in &months {
        let earlier = months.range(..*month).map(|(other, of)| (*other, repeated(lines, of)));
        // The first of those that it repeats most.
        let best = earlier.max_by_key(|(other, same)| (same.len(), std::cmp::Reverse(*other)));
        let Some((other, same)) = best else { continue };
        let kinds: HashSet<What<'_>> = same.iter().map(|(what, _)| *what).collect();
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let share = share_bp(count(same.len()), count(lines.len()));
        // The same milk each day is one purchase that is alike, not twenty.
        if share < cx.settings.copied_share_bp || kinds.len() * 2 < cx.settings.copied_min_lines {
            passed += 1;
            continue;
        }
        let lines_of: Vec<&Line> = same.iter().map(|(_, line)| *line).collect();
        flags.push(Flag::of_lines(
            month.to_string(),
            &lines_of,
            [
                ("month", month.to_string()),
                ("other", other.to_string()),
                ("count", same.len().to_string()),
                ("of", lines.len().to_string()),
                ("share", percent(share)),
                ("threshold", percent(cx.settings.copied_share_bp)),
            ],
        ));
    }
    Outcome::Examined { passed, flags }
}

/// Lines that stand in the other month too, each of its lines taken once.
fn repeated<'a>(lines: &[(What<'a>, &'a Line)], other: &[(What<'a>, &Line)]) -> Vec<(What<'a>, &'a Line)> {
    let mut left: HashMap<What<'a>, usize> = HashMap::new();
    for (what, _) in other {
        *left.entry(*what).or_insert(0) += 1;
    }
    let mut take = |what: What<'a>| match left.get_mut(&what) {
        Some(n) if *n > 0 => {
            *n -= 1;
            true
        }
        _ => false,
    };
    lines.iter().filter(|(what, _)| take(*what)).copied().collect()
}
