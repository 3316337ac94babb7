//! Months that repeat earlier ones, by what makes two purchases alike.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    hash::Hash,
};

use crate::checks::prelude::*;

/// Purchases of each month with what they are compared by.
pub(super) type Months<'a, K> = BTreeMap<Month, Vec<(K, &'a Line)>>;

/// A month beside the earlier one that it repeats most.
pub(super) struct Repeats<'a> {
    pub(super) month: Month,
    other: Month,
    /// Purchases that stand in the other month too.
    pub(super) same: Vec<&'a Line>,
    of: usize,
    /// How many of all, basis points.
    pub(super) share: i64,
}

impl Repeats<'_> {
    /// The point, in the words that both checks share.
    pub(super) fn flag<const N: usize>(&self, cx: &CheckContext<'_>, more: [(&str, String); N]) -> Flag {
        let args = [
            ("month", self.month.to_string()),
            ("other", self.other.to_string()),
            ("count", self.same.len().to_string()),
            ("of", self.of.to_string()),
            ("share", percent(self.share)),
            ("threshold", percent(cx.settings.copied_share_bp)),
        ];
        let mut flag = Flag::of_lines(self.month.to_string(), &self.same, args);
        flag.args.extend(more.map(|(key, text)| (key.to_owned(), text)));
        flag
    }
}

/// Every month but the first, each beside the first of those earlier ones that it repeats most. Each purchase of the other month is taken once.
pub(super) fn repeats<'a, K: Eq + Hash>(months: &Months<'a, K>) -> Vec<Repeats<'a>> {
    let beside = |(month, lines): (&Month, &Vec<(K, &'a Line)>)| {
        let earlier = months.range(..*month).map(|(other, of)| (*other, repeated(lines, of)));
        let (other, same) = earlier.max_by_key(|(other, same)| (same.len(), Reverse(*other)))?;
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let share = share_bp(count(same.len()), count(lines.len()));
        Some(Repeats {
            month: *month,
            other,
            same,
            of: lines.len(),
            share,
        })
    };
    months.iter().filter_map(beside).collect()
}

fn repeated<'a, K: Eq + Hash>(lines: &[(K, &'a Line)], other: &[(K, &Line)]) -> Vec<&'a Line> {
    let mut left: HashMap<&K, usize> = HashMap::new();
    for (key, _) in other {
        *left.entry(key).or_insert(0) += 1;
    }
    let mut take = |key: &K| match left.get_mut(key) {
        Some(n) if *n > 0 => {
            *n -= 1;
            true
        }
        _ => false,
    };
    lines.iter().filter(|(key, _)| take(key)).map(|(_, line)| *line).collect()
}
