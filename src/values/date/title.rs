//! The period that a title, a tab or a header names somewhere in it.

use crate::{
    formats::cells::DateSystem,
    model::dates::{Month, PartialDate},
    text::normal,
    values::{
        date::calendar::{DateCell, YEARS, century, small, whole},
        numeral,
    },
};

/// Bytes of a title; what is longer is prose.
const LONGEST: usize = 600;

/// Signs and words between the first and the last of a range.
const TO: [char; 7] = ['-', '—', '~', '至', '到', '–', '、'];

/// Year and month of a title, as far as it names them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TitlePeriod {
    /// Year.
    pub year: Option<i16>,
    /// Month, with the year where there is one.
    pub month: Option<PartialDate>,
}

/// Year and month that a title gives somewhere in it: `盐湖区实验中学2024年3月食堂采购台账`, `2024.3`, `3月份`.
/// A range of months gives its year only.
pub fn period_in(title: &str) -> TitlePeriod {
    if title.len() > LONGEST {
        return TitlePeriod::default();
    }
    let chars: Vec<char> = numeral::date_digits(&normal::squeeze(title)).chars().collect();
    let mut found = Found::default();
    let mut at = 0;
    while let Some(run) = Digits::find(&chars, at) {
        at = run.end;
        if found.year.is_none() && run.len() == 4 && YEARS.contains(&run.number) {
            at = found.take_year(run);
        } else if found.year.is_none() && run.is_short_year() {
            found.year = Some(century(run.number));
        } else if found.year.is_none() && run.start == 0 && matches!(run.len(), 6 | 8) {
            if let Some(month) = run.month_of_digits() {
                return TitlePeriod {
                    year: Some(month.year()),
                    month: Some(PartialDate::YearMonth(month)),
                };
            }
        } else if found.month.is_none() && run.is_month() {
            if run.is_one_of_several_months() {
                return Found { month: None, ..found }.period();
            }
            found.month = Some(run.number);
        }
    }
    found.period()
}

/// The first of two years that a title spans: `2024-2025学年第一学期`, `2024年秋季学期`, `2024年12月26日至2025年1月25日`. Its months from August on are of
/// this year, the others of the next.
pub fn first_of_two_years(title: &str) -> Option<i16> {
    if title.len() > LONGEST {
        return None;
    }
    let text = numeral::date_digits(&normal::squeeze(title));
    let chars: Vec<char> = text.chars().collect();
    let (mut years, mut at): (Vec<Digits<'_>>, usize) = (Vec::new(), 0);
    while let Some(run) = Digits::find(&chars, at) {
        at = run.end;
        if run.len() == 4 && YEARS.contains(&run.number) {
            years.push(run);
        }
    }
    let of_school = text.contains("学年") || text.contains("学期");
    let has_month = |run: &Digits<'_>| {
        let mut behind = chars.iter().skip(run.end);
        matches!(behind.next(), Some('年' | '.' | '-' | '/')) && behind.next().is_some_and(char::is_ascii_digit)
    };
    let spans = match years.as_slice() {
        [_] => of_school && text.contains('秋'),
        [first, last] => first.number + 1 == last.number && (of_school || (has_month(first) && has_month(last))),
        _ => false,
    };
    years.first().filter(|_| spans).and_then(|run| i16::try_from(run.number).ok())
}

/// What was found so far.
#[derive(Default)]
struct Found {
    year: Option<i64>,
    month: Option<i64>,
}

impl Found {
    /// Takes in four digits that may be a year, and the month behind a separator; where to go on from.
    fn take_year(&mut self, run: Digits<'_>) -> usize {
        let digits_behind = |most: usize| -> String {
            let behind = run.chars.iter().skip(run.end + 1);
            behind.take_while(|c| c.is_ascii_digit()).take(most).collect()
        };
        if matches!(run.next(), Some('-' | '—' | '~' | '至')) && digits_behind(4).len() == 4 {
            // 2023-2024 学年: neither year is the month's.
            return run.end + 5;
        }
        let digits = digits_behind(2);
        let separated = matches!(run.next(), Some('.' | '-' | '/')) && !digits.is_empty();
        if separated || matches!(run.next(), Some('年') | None) || run.start == 0 {
            self.year = Some(run.number);
        }
        let beyond = run.chars.get(run.end + 1 + digits.len());
        if separated
            && self.month.is_none()
            && !beyond.is_some_and(|c| c.is_ascii_digit() || *c == '年')
            && let Ok(month @ 1..=12) = digits.parse::<i64>()
        {
            self.month = Some(month);
            return run.end + 1 + digits.len();
        }
        run.end
    }

    fn period(self) -> TitlePeriod {
        let year = self.year.and_then(|y| i16::try_from(y).ok());
        let month = match (year, self.month.and_then(small)) {
            (Some(y), Some(m)) => Month::new(y, m).map(PartialDate::YearMonth),
            (None, Some(month)) => Some(PartialDate::MonthOnly { month }),
            (_, None) => None,
        };
        TitlePeriod { year, month }
    }
}

/// A run of digits in a text.
#[derive(Clone, Copy)]
struct Digits<'a> {
    chars: &'a [char],
    start: usize,
    end: usize,
    /// Their number; 0 where they are too many for a date.
    number: i64,
}

impl<'a> Digits<'a> {
    /// The next run from `from` on.
    fn find(chars: &'a [char], from: usize) -> Option<Self> {
        let start = (from..chars.len()).find(|i| chars[*i].is_ascii_digit())?;
        let end = (start..chars.len()).find(|i| !chars[*i].is_ascii_digit()).unwrap_or(chars.len());
        let text: String = chars[start..end].iter().collect();
        let number = if text.len() <= 8 { text.parse().unwrap_or(0) } else { 0 };
        Some(Self { chars, start, end, number })
    }

    fn len(&self) -> usize {
        self.end - self.start
    }

    /// The character `back` places before it.
    fn before(&self, back: usize) -> Option<char> {
        self.chars.get(self.start.checked_sub(back)?).copied()
    }

    fn next(&self) -> Option<char> {
        self.chars.get(self.end).copied()
    }

    /// `24年`, but not `第24年`, `近15年`.
    fn is_short_year(&self) -> bool {
        self.len() == 2
            && self.next() == Some('年')
            && (15..=79).contains(&self.number)
            && self.before(1).is_none_or(|c| !"第近前后".contains(c))
    }

    /// `202403`, `20240305`: the month.
    fn month_of_digits(&self) -> Option<Month> {
        match whole(self.number, DateSystem::D1900) {
            DateCell::Is(PartialDate::YearMonth(month)) => Some(month),
            DateCell::Is(PartialDate::Full(day)) => Some(Month::of(day)),
            _ => None,
        }
    }

    fn is_month(&self) -> bool {
        self.next() == Some('月') && (1..=12).contains(&self.number)
    }

    /// `1-3月`, `1月-3月`: no single month; `3月1日-31日` is March.
    fn is_one_of_several_months(&self) -> bool {
        let last = self.before(1).is_some_and(|c| TO.contains(&c)) && self.before(2).is_some_and(|c| c.is_ascii_digit() || c == '月');
        let behind: String = self.chars.iter().skip(self.end + 1).collect();
        last || goes_on_to_another_month(&behind, self.number)
    }
}

/// Whether a range behind `N月` goes on to another month: `-3月`, `至2024年5月`.
fn goes_on_to_another_month(behind: &str, month: i64) -> bool {
    let Some(rest) = behind.trim_start_matches('份').strip_prefix(TO) else {
        return false;
    };
    let rest = rest
        .split_once('年')
        .map_or(rest, |(y, tail)| if y.len() == 4 { tail } else { rest });
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    rest[digits.len()..].starts_with('月') && digits.parse::<i64>().is_ok_and(|m| m != month)
}

/// The months that a title spans, first and last: `2024年1-3月`, `1月至3月`, `第一季度`, `上半年`.
pub fn months_in(title: &str) -> Option<(i8, i8)> {
    if title.len() > LONGEST {
        return None;
    }
    let squeezed = normal::squeeze(title);
    for (words, months) in [
        (["上半年", "1-6月"], (1, 6)),
        (["下半年", "7-12月"], (7, 12)),
        (["一季度", "1季度"], (1, 3)),
        (["二季度", "2季度"], (4, 6)),
        (["三季度", "3季度"], (7, 9)),
        (["四季度", "4季度"], (10, 12)),
    ] {
        if words.iter().any(|w| squeezed.contains(w)) {
            return Some(months);
        }
    }
    let t = numeral::date_digits(&squeezed);
    let end = t.match_indices('月').find_map(|(at, _)| {
        let (before, last) = number_before(&t[..at])?;
        let before = before.trim_end_matches(['-', '—', '~', '至', '到', '–']);
        let ranged = before.len() + last.len() < at;
        let before = before.trim_end_matches(['份', '月']);
        let (_, first) = number_before(before).filter(|_| ranged)?;
        Some((first.parse().ok()?, last.parse().ok()?))
    });
    end.filter(|(first, last): &(i8, i8)| (1..=12).contains(first) && (1..=12).contains(last) && first < last)
}

/// Whether spans of months that stand beside each other leave nothing open: which of them the narrower ones within it come to. `None` where some
/// overlap in any other way.
pub fn sums_of_months(spans: &[(i8, i8)]) -> Option<Vec<bool>> {
    let within = |own: &(i8, i8), month: i8| {
        let narrower = |s: &&(i8, i8)| own.0 <= s.0 && s.1 <= own.1 && *s != own;
        spans.iter().filter(narrower).any(|s| (s.0..=s.1).contains(&month))
    };
    let sums: Vec<bool> = spans.iter().map(|own| (own.0..=own.1).all(|month| within(own, month))).collect();
    let left: Vec<&(i8, i8)> = spans.iter().zip(&sums).filter(|(_, sum)| !**sum).map(|(s, _)| s).collect();
    let overlap = |a: &(i8, i8)| left.iter().any(|b| **b != *a && a.0 <= b.1 && b.0 <= a.1);
    (!left.iter().any(|s| overlap(s))).then_some(sums)
}

/// One or two digits at the end of a text, and what stands before them.
fn number_before(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &text[rest.len()..];
    (1..=2).contains(&digits.len()).then_some((rest, digits))
}
