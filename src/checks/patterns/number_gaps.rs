//! Numbers that a unit counts itself (入库单号) with some missing: slips that were taken out, or purchases that the ledger does not show.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::checks::{patterns::numbers::number, prelude::*};

/// Digits that count up at the end of a number.
const COUNTER: usize = 12;
/// Missing numbers that the text names.
const SHOWN: usize = 10;

/// A series: what its numbers have in common, with the digits that count up, and the lines.
type Series<'a> = BTreeMap<(&'a str, usize), BTreeMap<u64, &'a Line>>;

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let lines = cx.purchases().filter(|l| !l.is_counted_elsewhere());
    let numbered: Vec<_> = lines.filter_map(|l| Some((number(l.order_no.as_deref(), l)?, l))).collect();
    let mut series: Series<'_> = Series::new();
    for (number, line) in &numbered {
        if let Some((head, width, count)) = parts(number, line.date) {
            series.entry((head, width)).or_default().entry(count).or_insert(line);
        }
    }
    let (mut passed, mut flags) = (0, Vec::new());
    for ((head, width), numbers) in &series {
        let (Some(first), Some(last)) = (numbers.keys().next(), numbers.keys().next_back()) else {
            continue;
        };
        let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let all = last - first + 1;
        // Only numbers that mostly follow one another are the unit's own count; a platform's belong to many.
        let dense = share_bp(count(numbers.len() as u64), count(all)) >= cx.settings.numbers_dense_bp;
        if numbers.len() < cx.settings.numbers_min || !dense {
            continue;
        }
        if all == numbers.len() as u64 {
            passed += 1;
            continue;
        }
        let present: BTreeSet<u64> = numbers.keys().copied().collect();
        let missing: Vec<u64> = (*first..=*last).filter(|n| !present.contains(n)).collect();
        let written = |n: u64| format!("{head}{n:0width$}");
        let shown: Vec<String> = missing.iter().take(SHOWN).map(|n| written(*n)).collect();
        // The numbers on both sides of each gap.
        let beside = |n: &u64| numbers.range(..*n).next_back().into_iter().chain(numbers.range(*n..).next());
        let mut around: Vec<(u64, &Line)> = missing.iter().flat_map(beside).map(|(n, l)| (*n, *l)).collect();
        around.sort_by_key(|(n, _)| *n);
        around.dedup_by_key(|(n, _)| *n);
        let lines: Vec<&Line> = around.into_iter().map(|(_, line)| line).collect();
        let args = [
            ("first", written(*first)),
            ("last", written(*last)),
            ("count", numbers.len().to_string()),
            ("missing", missing.len().to_string()),
            ("numbers", shown.join("、")),
            ("threshold", percent(cx.settings.numbers_dense_bp)),
        ];
        flags.push(Flag::new((*head).to_owned(), args).shown_by(sources(&lines)));
    }
    Outcome::Examined { passed, flags }.unless_nothing(NotApplicableReason::NoOwnNumbers)
}

/// What stands before the digits that count up, how many these are, and their value. The line's own day or month before them begins the count anew
/// (`RK20240301-01`, `RK202403001`).
fn parts(number: &str, day: Option<Date>) -> Option<(&str, usize, u64)> {
    let digits = number.bytes().rev().take_while(u8::is_ascii_digit).count();
    let tail = number.get(number.len() - digits..)?;
    let is = |at: std::ops::Range<usize>, value: i64| tail.get(at).and_then(|t| t.parse().ok()) == Some(value);
    let in_month = |d: &Date| is(0..4, d.year().into()) && is(4..6, d.month().into());
    let dated = match day.filter(in_month) {
        Some(d) if digits > 8 && is(6..8, d.day().into()) => 8,
        Some(_) if digits > 6 => 6,
        _ => 0,
    };
    let width = (digits - dated).min(COUNTER);
    let (head, count) = number.split_at_checked(number.len() - width)?;
    Some((head, width, count.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_counts_up_behind_its_day_or_month() {
        let day = Some(jiff::civil::date(2024, 3, 1));
        assert_eq!(parts("RK2024030112", day), Some(("RK20240301", 2, 12)));
        assert_eq!(parts("RK202403012", day), Some(("RK20240301", 1, 2)));
        assert_eq!(parts("RK202403112", day), Some(("RK202403", 3, 112)));
        assert_eq!(parts("RK-000012", day), Some(("RK-", 6, 12)));
        assert_eq!(parts("NO123456A", day), None);
        assert_eq!(parts("1090698369754404144", None), Some(("1090698", 12, 369_754_404_144)));
    }
}
