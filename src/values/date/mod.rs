//! Dates as people write them.

mod calendar;
pub mod title;

pub use calendar::{DateCell, serial};

use std::borrow::Cow;

use crate::{
    formats::cells::{DateSystem, Value},
    model::dates::PartialDate,
    text::normal::{self, nfkc},
    values::{
        date::calendar::{century, full, month_day, number, small, whole, year_month},
        numeral,
    },
};

/// A cell of a date column.
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

/// A date in words and digits.
pub fn text(raw: &str, system: DateSystem) -> DateCell {
    let trimmed = normal::trim(raw);
    if trimmed.is_empty() {
        return DateCell::Blank;
    }
    if trimmed.len() > 120 || !trimmed.starts_with(may_begin) || !trimmed.contains(may_tell) {
        return DateCell::Bad;
    }
    let timeless = without_time(&nfkc(trimmed));
    let marked = with_marks(&timeless);
    let t = normal::squeeze(&marked);
    let mut t = numeral::date_digits(after_weekday(&t));
    // 第9周（2.26-3.1）.
    if let Some((_, days)) = t
        .split_once('周')
        .filter(|(week, days)| week.starts_with('第') && days.contains(|c: char| c.is_ascii_digit()))
    {
        t = days.trim_matches(['(', ')', ':', ',']).to_owned();
    }
    for weekday in ["星期", "周"] {
        if let Some((head, _)) = t.split_once(weekday) {
            t = head.trim_end_matches(['(', ',']).to_owned();
        }
    }
    if matches!(t.as_str(), "" | "-" | "/" | "—" | "无") {
        return DateCell::Blank;
    }
    let t = t.replace('号', "日");
    // 3月4日上午; 3.4号.
    let t = HALF_DAYS
        .iter()
        .find_map(|half| t.strip_suffix(half).filter(|day| day.ends_with('日')))
        .unwrap_or(&t);
    let t = t
        .strip_suffix('日')
        .filter(|t| t.contains(['.', '/']) && !t.contains(['年', '月', '日', '-']))
        .unwrap_or(t);
    match range(t) {
        Some(first) => match one(first, system) {
            DateCell::Is(date) => DateCell::Range(date),
            other => other,
        },
        None => one(t, system),
    }
}

/// Whether a date, a weekday or a word for none may begin with a character. Most headers, goods and titles begin with another.
fn may_begin(c: char) -> bool {
    !matches!(c, '\u{4e00}'..='\u{9fff}') || normal::is_chinese_digit(c) || "零两元正廿卅初第星周礼无壹贰叁肆伍陆柒捌玖拾貳參陸".contains(c)
}

/// Whether a character may be of a date, or of what says that there is none. Most headers and goods hold none.
fn may_tell(c: char) -> bool {
    c.is_ascii() || normal::is_chinese_digit(c) || "元正廿卅周期无—壹贰叁肆伍陆柒捌玖拾".contains(c) || normal::is_numeric(c)
}

/// The month of the only date among other words of a text: 2 for `XX（2.3）`. What the words mean is not known, so this is a hint and no date.
pub fn month_hint(text: &str) -> Option<i8> {
    only_date(text)?.month()
}

/// Month and day of the only date among other words of a text: 3 and 4 for `3月4日验收单`.
pub(crate) fn day_hint(text: &str) -> Option<(i8, i8)> {
    match only_date(text)? {
        PartialDate::Full(date) => Some((date.month(), date.day())),
        PartialDate::MonthDay { month, day } => Some((month, day)),
        _ => None,
    }
}

fn only_date(text: &str) -> Option<PartialDate> {
    let text = nfkc(text);
    let of_date = |c: char| c.is_ascii_digit() || matches!(c, '.' | '/' | '-' | '年' | '月' | '日');
    let mut dates = text
        .split(|c| !of_date(c))
        .filter(|part| part.contains(|c: char| c.is_ascii_digit()));
    let date = dates.next().filter(|_| dates.next().is_none())?;
    match one(date, DateSystem::D1900) {
        DateCell::Is(date) => Some(date),
        _ => None,
    }
}

/// `周一3月5日`, `星期一（3.5）` without the weekday; a weekday alone stays.
fn after_weekday(text: &str) -> &str {
    let weekday = ["星期", "礼拜", "周"].iter().find_map(|word| text.strip_prefix(word));
    let day = weekday.and_then(|rest| rest.strip_prefix(['一', '二', '三', '四', '五', '六', '日', '天']));
    let rest = day.map(|rest| rest.trim_matches(['(', ')', ',', ':', '、']));
    rest.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(text)
}

/// Ends of a day that say when it was.
const HALF_DAYS: [&str; 5] = ["上午", "下午", "中午", "早上", "晚上"];

/// `2024 3 4`, `2024—3—4`, `’24.3.4` with the marks that dates have.
fn with_marks(text: &str) -> Cow<'_, str> {
    let text = text.trim_start_matches(['\'', '‘', '’', '`']);
    let in_three = |mark: &dyn Fn(char) -> bool| {
        let mut parts = text.split(mark);
        let date = [parts.next()?, parts.next()?, parts.next()?];
        let digits = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let is_date = parts.next().is_none() && date.iter().all(digits) && date[0].len() == 4;
        is_date.then(|| date.join("-"))
    };
    let marked = in_three(&normal::is_blank).or_else(|| in_three(&|c| c == '—'));
    marked.map_or(Cow::Borrowed(text), Cow::Owned)
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
    let mut parts: Vec<&str> = text
        .trim_end_matches(['.', '/', '-', '、', ',', '。'])
        .split(['.', '/', '-', '、', ',', '。', '\\', '_'])
        .collect();
    if let [day, month, year] = parts.as_slice()
        && let Some(month) = english_month(month)
    {
        return match (day.parse(), year.parse()) {
            (Ok(day), Ok(year)) => full(if year < 100 { century(year) } else { year }, month, day),
            _ => DateCell::Bad,
        };
    }
    // 2024.3..4: a mark typed twice.
    if parts.len() == 4 && parts[0].len() == 4 && parts[1..3].contains(&"") {
        parts.retain(|part| !part.is_empty());
    }
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
        ([n], [written]) if written.len() == 4 && written.starts_with('0') => month_day(n / 100, n % 100),
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

/// `Mar` in `04-Mar-24`, as spreadsheets in English show a date; `March`.
pub(crate) fn english_month(name: &str) -> Option<i64> {
    let months = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let is = |month: &&str| name.eq_ignore_ascii_case(month) || name.eq_ignore_ascii_case(&month[..3]);
    let at = months.iter().position(is)?;
    i64::try_from(at + 1).ok()
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
