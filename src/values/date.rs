//! Dates as people write them.

use jiff::{ToSpan, civil::Date};

use crate::{
    formats::cells::{DateSystem, Value},
    model::dates::{Month, PartialDate},
    text::normal::{self, nfkc},
    values::{amount::decimal, numeral},
};

/// What a date cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateCell {
    /// Nothing.
    Blank,
    /// A date, as far as it goes.
    Is(PartialDate),
    /// A range; its first day.
    Range(PartialDate),
    /// Numeric `6.2`: the month, and the two days that it may mean.
    Ambiguous {
        /// 1 to 12.
        month: i8,
        /// The day as written.
        short: i8,
        /// Ten times that.
        long: i8,
    },
    /// Not a date that the calendar knows.
    Bad,
}

/// Years that a ledger's date may carry; anything else is a typo.
const YEARS: std::ops::RangeInclusive<i64> = 1990..=2099;

/// A cell of a date column.
#[must_use]
pub fn read_date(value: &Value, system: DateSystem) -> DateCell {
    match value {
        Value::Number(f) => number(*f, system),
        Value::Date(f) => match serial(*f, system) {
            Some(date) => DateCell::Is(PartialDate::Full(date)),
            // A typed 3.5 in a cell that is formatted as a date.
            None if (1.0..13.0).contains(f) && f.fract() != 0.0 => number(*f, system),
            None => DateCell::Bad,
        },
        Value::IsoDate(t) | Value::Text(t) => text(t, system),
        Value::Uncalculated => DateCell::Blank,
        Value::Bool(_) | Value::Error(_) => DateCell::Bad,
    }
}

/// Serial number to date; `None` outside of [`YEARS`]. Serial 60 of the 1900 system is the 29 February 1900 that never was.
#[must_use]
#[allow(clippy::cast_possible_truncation)]
pub fn serial(f: f64, system: DateSystem) -> Option<Date> {
    if !f.is_finite() || !(0.0..=80_000.0).contains(&f) {
        return None;
    }
    let days = f.floor() as i64;
    let base = match system {
        DateSystem::D1900 if days < 61 => return None,
        DateSystem::D1900 => jiff::civil::date(1899, 12, 30),
        DateSystem::D1904 => jiff::civil::date(1904, 1, 1),
    };
    let date = base.checked_add(days.days()).ok()?;
    YEARS.contains(&i64::from(date.year())).then_some(date)
}

#[allow(clippy::cast_possible_truncation)]
fn number(f: f64, system: DateSystem) -> DateCell {
    if !f.is_finite() || f <= 0.0 {
        return DateCell::Bad;
    }
    if f.fract() == 0.0 && f < 1e9 {
        return whole(f as i64, system);
    }
    if (20_000.0..=80_000.0).contains(&f) {
        return serial(f, system).map_or(DateCell::Bad, |d| DateCell::Is(PartialDate::Full(d)));
    }
    let Some(written) = decimal(f).map(|d| d.normalize().to_string()) else {
        return DateCell::Bad;
    };
    let Some((head, tail)) = written.split_once('.') else {
        return DateCell::Bad;
    };
    let (Ok(head), Ok(day)) = (head.parse::<i64>(), tail.parse::<i64>()) else {
        return DateCell::Bad;
    };
    if tail.len() > 2 {
        return DateCell::Bad;
    }
    if YEARS.contains(&head) {
        // 2024.1 is January or October; 2024.3 can only be March.
        return if tail == "1" { DateCell::Bad } else { year_month(head, day) };
    }
    let short = month_day(head, day);
    if tail.len() == 2 || short == DateCell::Bad {
        return short;
    }
    match (month_day(head, day), month_day(head, day * 10)) {
        (DateCell::Is(PartialDate::MonthDay { month, day: short }), DateCell::Is(PartialDate::MonthDay { day: long, .. })) => {
            DateCell::Ambiguous { month, short, long }
        }
        (only, _) => only,
    }
}

fn whole(n: i64, system: DateSystem) -> DateCell {
    match n {
        1..=31 => small(n).map_or(DateCell::Bad, |day| DateCell::Is(PartialDate::DayOnly { day })),
        20_000..=80_000 => {
            #[allow(clippy::cast_precision_loss)]
            let date = serial(n as f64, system);
            date.map_or(DateCell::Bad, |d| DateCell::Is(PartialDate::Full(d)))
        }
        19_900_101..=20_991_231 => full(n / 10_000, n / 100 % 100, n % 100),
        199_001..=209_912 => match year_month(n / 100, n % 100) {
            DateCell::Bad => full(2000 + n / 10_000, n / 100 % 100, n % 100),
            is => is,
        },
        100_101..=991_231 => full(century(n / 10_000), n / 100 % 100, n % 100),
        _ => DateCell::Bad,
    }
}

fn small(n: i64) -> Option<i8> {
    i8::try_from(n).ok()
}

fn century(two_digits: i64) -> i64 {
    if two_digits < 80 { 2000 + two_digits } else { 1900 + two_digits }
}

fn full(year: i64, month: i64, day: i64) -> DateCell {
    let (Ok(y), Some(m), Some(d)) = (i16::try_from(year), small(month), small(day)) else {
        return DateCell::Bad;
    };
    if !YEARS.contains(&year) {
        return DateCell::Bad;
    }
    Date::new(y, m, d).map_or(DateCell::Bad, |d| DateCell::Is(PartialDate::Full(d)))
}

fn year_month(year: i64, month: i64) -> DateCell {
    if !YEARS.contains(&year) {
        return DateCell::Bad;
    }
    i16::try_from(year)
        .ok()
        .and_then(|y| Month::new(y, small(month)?))
        .map_or(DateCell::Bad, |m| DateCell::Is(PartialDate::YearMonth(m)))
}

/// A day that the month has in a leap year.
fn month_day(month: i64, day: i64) -> DateCell {
    let (Some(m), Some(d)) = (small(month), small(day)) else {
        return DateCell::Bad;
    };
    match Date::new(2024, m, d) {
        Ok(_) => DateCell::Is(PartialDate::MonthDay { month: m, day: d }),
        Err(_) => DateCell::Bad,
    }
}

/// A date in words and digits.
#[must_use]
pub fn text(raw: &str, system: DateSystem) -> DateCell {
    let trimmed = normal::trim(raw);
    if trimmed.is_empty() {
        return DateCell::Blank;
    }
    if trimmed.len() > 120 {
        return DateCell::Bad;
    }
    let timeless = without_time(&nfkc(trimmed));
    let t = normal::squeeze(&timeless);
    let mut t = numeral::date_digits(&t);
    for weekday in ["星期", "周"] {
        if let Some((head, _)) = t.split_once(weekday) {
            t = head.trim_end_matches(['(', ',']).to_owned();
        }
    }
    if matches!(t.as_str(), "" | "-" | "/" | "—" | "无") {
        return DateCell::Blank;
    }
    let t = t.replace('号', "日");
    match range(&t) {
        Some(first) => match one(first, system) {
            DateCell::Is(date) => DateCell::Range(date),
            other => other,
        },
        None => one(&t, system),
    }
}

/// `2024-03-05 10:20:30`, `2024-03-05T10:20` → the date.
fn without_time(text: &str) -> String {
    let Some(colon) = text.find(':') else {
        return text.to_owned();
    };
    let head = &text[..colon];
    let hour = head.trim_end_matches(|c: char| c.is_ascii_digit());
    let date = hour.trim_end_matches(|c: char| normal::is_blank(c) || c == 'T' || c == '午' || c == '上' || c == '下');
    if date.len() == hour.len() && !hour.ends_with('日') {
        return text.to_owned();
    }
    date.to_owned()
}

/// First part of a range, where the text is one.
fn range(text: &str) -> Option<&str> {
    for mark in ['至', '~', '—', '–', '到', '―'] {
        if let Some((first, rest)) = text.split_once(mark)
            && !first.is_empty()
            && rest.starts_with(|c: char| c.is_ascii_digit())
        {
            return Some(first);
        }
    }
    // A minus is a range only beside another separator: `3月1日-5日`, `3.1-3.5`, `2024/3/1-2024/3/5`, `1日-5日`.
    let (first, rest) = text.split_once('-')?;
    let other = |t: &str| t.contains(['月', '日', '.', '/']);
    (other(first)
        && !first.ends_with('年')
        && rest.starts_with(|c: char| c.is_ascii_digit())
        && first.contains(|c: char| c.is_ascii_digit()))
    .then_some(first)
    .or_else(|| (!rest.contains('-') && rest.ends_with('日') && !rest.contains('月') && first.len() <= 2).then_some(first))
}

fn one(text: &str, system: DateSystem) -> DateCell {
    if text.contains(['年', '月', '日']) {
        return marked(text);
    }
    let parts: Vec<&str> = text
        .trim_end_matches(['.', '/', '-', '、', ',', '。'])
        .split(['.', '/', '-', '、', ',', '。', '\\', '_'])
        .collect();
    let mut numbers = Vec::with_capacity(3);
    for part in &parts {
        if part.is_empty() || part.len() > 8 || !part.bytes().all(|b| b.is_ascii_digit()) {
            return DateCell::Bad;
        }
        match part.parse::<i64>() {
            Ok(n) => numbers.push(n),
            Err(_) => return DateCell::Bad,
        }
    }
    match (numbers.as_slice(), parts.as_slice()) {
        ([n], _) => whole(*n, system),
        ([y, m], [written, _]) if written.len() == 4 => year_month(*y, *m),
        ([m, y], [_, written]) if written.len() == 4 => year_month(*y, *m),
        ([m, d], _) => month_day(*m, *d),
        ([y, m, d], [written, ..]) if written.len() == 4 => full(*y, *m, *d),
        ([a, b, y], [_, _, written]) if written.len() == 4 => western(*a, *b, *y),
        ([y, m, d], [written, ..]) if written.len() == 2 => full(century(*y), *m, *d),
        _ => DateCell::Bad,
    }
}

/// `3/25/2024`: readable only where one of the two can be no month.
fn western(a: i64, b: i64, year: i64) -> DateCell {
    if a == b || b > 12 {
        full(year, a, b)
    } else if a > 12 {
        full(year, b, a)
    } else {
        DateCell::Bad
    }
}

/// `2024年3月5日`, `24年3月`, `3月5`, `3月上旬`, `5日`.
fn marked(text: &str) -> DateCell {
    let number = |t: &str| -> Option<i64> {
        let t = t.trim_matches(['.', '-', '/', '、']);
        (!t.is_empty() && t.len() <= 4 && t.bytes().all(|b| b.is_ascii_digit()))
            .then(|| t.parse().ok())
            .flatten()
    };
    let (year, rest) = match text.split_once('年') {
        Some((y, rest)) => match number(y) {
            Some(n) if y.len() == 4 => (Some(n), rest),
            Some(n) if y.len() == 2 => (Some(century(n)), rest),
            _ => return DateCell::Bad,
        },
        None => (None, text),
    };
    let rest = rest.trim_start_matches('度');
    let Some((m, tail)) = rest.split_once('月') else {
        return match (year, rest.strip_suffix('日').and_then(number)) {
            (None, Some(day @ 1..=31)) => small(day).map_or(DateCell::Bad, |day| DateCell::Is(PartialDate::DayOnly { day })),
            _ => DateCell::Bad,
        };
    };
    // `2024.3月5日`
    let (year, m) = match (year, m.split_once(['.', '-', '/'])) {
        (None, Some((y, m))) if y.len() == 4 => (number(y), m),
        _ => (year, m),
    };
    let Some(month @ 1..=12) = number(m) else {
        return DateCell::Bad;
    };
    let tail = tail.trim_start_matches('份').trim_end_matches('日');
    let whole_month = tail.is_empty() || matches!(tail, "上旬" | "中旬" | "下旬" | "初" | "底" | "末" | "全月" | "整月");
    match (year, whole_month) {
        (Some(y), true) => year_month(y, month),
        (None, true) => small(month).map_or(DateCell::Bad, |month| DateCell::Is(PartialDate::MonthOnly { month })),
        (year, false) => match (year, number(tail)) {
            (Some(y), Some(d)) => full(y, month, d),
            (None, Some(d)) => month_day(month, d),
            _ => DateCell::Bad,
        },
    }
}

/// Year and month that a title gives somewhere in it: `盐湖区实验中学2024年3月食堂采购台账`, `2024.3`, `3月份`.
/// A range of months gives its year only.
#[must_use]
pub fn in_title(title: &str) -> (Option<i16>, Option<PartialDate>) {
    if title.len() > 600 {
        return (None, None);
    }
    let t = numeral::date_digits(&normal::squeeze(title));
    let chars: Vec<char> = t.chars().collect();
    let mut year: Option<i64> = None;
    let mut month: Option<i64> = None;
    let mut i = 0;
    while i < chars.len() {
        if !chars[i].is_ascii_digit() {
            i += 1;
            continue;
        }
        let start = i;
        while i < chars.len() && chars[i].is_ascii_digit() {
            i += 1;
        }
        let run: String = chars[start..i].iter().collect();
        let n: i64 = if run.len() <= 8 { run.parse().unwrap_or(0) } else { 0 };
        let next = chars.get(i).copied();
        let after = chars.get(i + 1).copied();
        let before = start.checked_sub(1).and_then(|b| chars.get(b)).copied();
        if year.is_none() && matches!(run.len(), 4) && YEARS.contains(&n) {
            let separated = matches!(next, Some('.' | '-' | '/')) && after.is_some_and(|c| c.is_ascii_digit());
            let academic =
                matches!(next, Some('-' | '—' | '~' | '至')) && chars[i + 1..].iter().take(4).filter(|c| c.is_ascii_digit()).count() == 4;
            if academic {
                // 2023-2024 学年: neither year is the month's.
                i += 5;
                continue;
            }
            if separated || next == Some('年') || next.is_none() || start == 0 {
                year = Some(n);
            }
            if separated && month.is_none() {
                let digits: String = chars[i + 1..].iter().take_while(|c| c.is_ascii_digit()).take(2).collect();
                let beyond = chars.get(i + 1 + digits.len()).copied();
                if let Ok(m @ 1..=12) = digits.parse::<i64>()
                    && !beyond.is_some_and(|c| c.is_ascii_digit() || c == '年')
                {
                    month = Some(m);
                    i += 1 + digits.len();
                }
            }
            continue;
        }
        if year.is_none()
            && run.len() == 2
            && next == Some('年')
            && (15..=79).contains(&n)
            && before.is_none_or(|c| !"第近前后".contains(c))
        {
            year = Some(century(n));
        } else if year.is_none() && matches!(run.len(), 6 | 8) && start == 0 {
            match whole(n, DateSystem::D1900) {
                DateCell::Is(PartialDate::YearMonth(m)) => return (Some(m.year()), Some(PartialDate::YearMonth(m))),
                DateCell::Is(PartialDate::Full(d)) => return (Some(d.year()), Some(PartialDate::YearMonth(Month::of(d)))),
                _ => {}
            }
        } else if next == Some('月') && (1..=12).contains(&n) && month.is_none() {
            let ranged = matches!(before, Some('-' | '—' | '~' | '至' | '到' | '–' | '、')) && start > 1 && {
                let p = chars[start - 2];
                p.is_ascii_digit() || p == '月'
            };
            // `1-3月`, `1月-3月`: no single month; `3月1日-31日` is March.
            let to_other = matches!(after, Some('-' | '—' | '~' | '至' | '到' | '–' | '、' | '份')) && spans_months(&chars[i + 1..], n);
            if ranged || to_other {
                return (year.and_then(|y| i16::try_from(y).ok()), None);
            }
            month = Some(n);
        }
    }
    let year16 = year.and_then(|y| i16::try_from(y).ok());
    let date = match (year16, month.and_then(small)) {
        (Some(y), Some(m)) => Month::new(y, m).map(PartialDate::YearMonth),
        (None, Some(m)) => Some(PartialDate::MonthOnly { month: m }),
        _ => None,
    };
    (year16, date)
}

/// Months that a title spans, first and last: `2024年1-3月`, `1月至3月`, `第一季度`, `上半年`.
#[must_use]
pub fn months_in_title(title: &str) -> Option<(i8, i8)> {
    if title.len() > 600 {
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

/// One or two digits at the end of a text, and what stands before them.
fn number_before(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &text[rest.len()..];
    (1..=2).contains(&digits.len()).then_some((rest, digits))
}

/// Whether a range behind `N月` goes on to another month: `-3月`, `至2024年5月`.
fn spans_months(rest: &[char], month: i64) -> bool {
    let rest: String = rest.iter().collect();
    let rest = rest.trim_start_matches('份');
    let Some(rest) = rest.strip_prefix(['-', '—', '~', '至', '到', '–', '、']) else {
        return false;
    };
    let rest = rest
        .split_once('年')
        .map_or(rest, |(y, tail)| if y.len() == 4 { tail } else { rest });
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    rest[digits.len()..].starts_with('月') && digits.parse::<i64>().is_ok_and(|m| m != month)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full_date(y: i16, m: i8, d: i8) -> DateCell {
        DateCell::Is(PartialDate::Full(jiff::civil::date(y, m, d)))
    }
    fn t(s: &str) -> DateCell {
        text(s, DateSystem::D1900)
    }

    #[test]
    fn every_written_form_of_a_full_date() {
        for s in [
            "2024.3.5",
            "2024-03-05",
            "2024/3/5",
            "20240305",
            "2024年3月5日",
            "24.3.5",
            "24年3月5日",
            "2024-03-05 10:20:30",
            "2024-03-05T10:20:30",
            "2024/3/5 8:05",
            "2024年3月5日 10:20",
            "２０２４．３．５",
            "2024. 3. 5",
            "二〇二四年三月五日",
            "2024年3月5号",
            "2024-3-5 星期二",
            "2024.3.5.",
            "45356",
            "2024年3月5日（周二）",
            "24-3-5",
            "2024、3、5",
            "2024.3月5日",
        ] {
            assert_eq!(t(s), full_date(2024, 3, 5), "{s}");
        }
        assert_eq!(t("3/25/2024"), full_date(2024, 3, 25));
        assert_eq!(t("25/3/2024"), full_date(2024, 3, 25));
        assert_eq!(t("3/5/2024"), DateCell::Bad);
    }

    #[test]
    fn partial_dates() {
        let md = DateCell::Is(PartialDate::MonthDay { month: 3, day: 5 });
        for s in ["3月5日", "3.5", "3/5", "3-5", "03-05", "3月5", "三月五日", "3月5号"] {
            assert_eq!(t(s), md, "{s}");
        }
        assert_eq!(t("6.20"), DateCell::Is(PartialDate::MonthDay { month: 6, day: 20 }));
        assert_eq!(t("6.2"), DateCell::Is(PartialDate::MonthDay { month: 6, day: 2 }));
        assert_eq!(t("5日"), DateCell::Is(PartialDate::DayOnly { day: 5 }));
        for s in ["2024年3月", "2024.3", "2024-03", "202403", "2024年3月份", "24年3月"] {
            assert_eq!(t(s), DateCell::Is(PartialDate::YearMonth(Month::new(2024, 3).unwrap())), "{s}");
        }
        for s in ["3月", "3月份", "三月", "3月上旬"] {
            assert_eq!(t(s), DateCell::Is(PartialDate::MonthOnly { month: 3 }), "{s}");
        }
        for s in ["3月1日-5日", "3月1日至3月5日", "3.1-3.5", "3月1-5日", "3.1~5"] {
            assert_eq!(t(s), DateCell::Range(PartialDate::MonthDay { month: 3, day: 1 }), "{s}");
        }
        assert_eq!(
            t("2024.3.1-2024.3.5"),
            DateCell::Range(PartialDate::Full(jiff::civil::date(2024, 3, 1)))
        );
        assert_eq!(t("1-5日"), DateCell::Range(PartialDate::DayOnly { day: 1 }));
    }

    #[test]
    fn typos_are_not_dates() {
        for s in [
            "216.4.24",
            "2016.10.32",
            "13.5",
            "2.30",
            "2024.13.1",
            "2023.2.29",
            "abc",
            "2024年",
            "三月不知",
            "1.2.3.4",
            "20241301",
            "99999999999",
            "2204.3.5",
            "约3月",
        ] {
            assert_eq!(t(s), DateCell::Bad, "{s}");
        }
        assert_eq!(t("  "), DateCell::Blank);
    }

    #[test]
    fn numbers_in_a_date_column() {
        let n = |f: f64| number(f, DateSystem::D1900);
        assert_eq!(n(45356.0), full_date(2024, 3, 5));
        assert_eq!(n(45356.75), full_date(2024, 3, 5));
        assert_eq!(number(45356.0 - 1462.0, DateSystem::D1904), full_date(2024, 3, 5));
        assert_eq!(n(20_240_305.0), full_date(2024, 3, 5));
        assert_eq!(n(202_403.0), DateCell::Is(PartialDate::YearMonth(Month::new(2024, 3).unwrap())));
        assert_eq!(n(240_305.0), full_date(2024, 3, 5));
        assert_eq!(
            n(6.2),
            DateCell::Ambiguous {
                month: 6,
                short: 2,
                long: 20
            }
        );
        assert_eq!(
            n(6.1),
            DateCell::Ambiguous {
                month: 6,
                short: 1,
                long: 10
            }
        );
        assert_eq!(
            n(6.3),
            DateCell::Ambiguous {
                month: 6,
                short: 3,
                long: 30
            }
        );
        assert_eq!(n(2.3), DateCell::Is(PartialDate::MonthDay { month: 2, day: 3 }));
        assert_eq!(n(6.4), DateCell::Is(PartialDate::MonthDay { month: 6, day: 4 }));
        assert_eq!(n(6.25), DateCell::Is(PartialDate::MonthDay { month: 6, day: 25 }));
        assert_eq!(n(12.05), DateCell::Is(PartialDate::MonthDay { month: 12, day: 5 }));
        assert_eq!(n(5.0), DateCell::Is(PartialDate::DayOnly { day: 5 }));
        for bad in [13.5, 0.0, -3.0, 6.32, 1e300, f64::NAN, 99.0, 6.123] {
            assert_eq!(n(bad), DateCell::Bad, "{bad}");
        }
        assert_eq!(read_date(&Value::Date(60.0), DateSystem::D1900), DateCell::Bad);
    }

    #[test]
    fn titles_give_year_and_month() {
        let ym = |y, m| (Some(y), Some(PartialDate::YearMonth(Month::new(y, m).unwrap())));
        for s in [
            "盐湖区实验中学2024年3月食堂食材采购台账",
            "2024年03月",
            "2024.3",
            "2024-03",
            "202403",
            "二〇二四年三月份",
            "2024年度3月",
            "24年3月",
            "2024年3月1日—3月31日",
            "2024年3月1日-31日",
        ] {
            assert_eq!(in_title(s), ym(2024, 3), "{s}");
        }
        assert_eq!(in_title("3月份采购"), (None, Some(PartialDate::MonthOnly { month: 3 })));
        assert_eq!(in_title("832平台采购明细"), (None, None));
        assert_eq!(in_title("2024年1-3月汇总"), (Some(2024), None));
        assert_eq!(in_title("2024年1月至3月"), (Some(2024), None));
        assert_eq!(in_title("2024年度采购台账"), (Some(2024), None));
        for (title, want) in [
            ("2024年1-3月食堂采购统计表", Some((1, 3))),
            ("2024年1月至3月", Some((1, 3))),
            ("2024年1月—12月汇总", Some((1, 12))),
            ("2024年第一季度统计", Some((1, 3))),
            ("2024年四季度", Some((10, 12))),
            ("2024年上半年", Some((1, 6))),
            ("2024年3月1日-31日", None),
            ("2024年3月", None),
            ("3月-1月", None),
            ("2024-3月", None),
            ("832平台2-月", None),
        ] {
            assert_eq!(months_in_title(title), want, "{title}");
        }
        assert_eq!(in_title("2023-2024学年"), (None, None));
        assert_eq!(in_title("第二中学"), (None, None));
    }
}
