//! Numbers as dates: serials, `20240305`, `6.2`; a day, a month and a year only as the calendar knows them.

use jiff::{ToSpan, civil::Date};

use crate::{
    formats::cells::DateSystem,
    model::dates::{Month, PartialDate},
    values::amount::decimal,
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
pub(super) const YEARS: std::ops::RangeInclusive<i64> = 1990..=2099;

/// Serial number to date; `None` outside of [`YEARS`]. Serial 60 of the 1900 system is the 29 February 1900 that never was.
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

/// A number in a date column.
#[allow(clippy::cast_possible_truncation)]
pub(super) fn number(f: f64, system: DateSystem) -> DateCell {
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

/// A whole number: a day, a serial, or the digits of a date.
pub(super) fn whole(n: i64, system: DateSystem) -> DateCell {
    match n {
        1..=31 => small(n).map_or(DateCell::Bad, |day| DateCell::Is(PartialDate::DayOnly { day })),
        20_000..=80_000 => {
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

/// As a month or a day.
pub(super) fn small(n: i64) -> Option<i8> {
    i8::try_from(n).ok()
}

/// `24` → 2024, `95` → 1995.
pub(super) fn century(two_digits: i64) -> i64 {
    if two_digits < 80 { 2000 + two_digits } else { 1900 + two_digits }
}

/// A day that the calendar has, in a year of [`YEARS`].
pub(super) fn full(year: i64, month: i64, day: i64) -> DateCell {
    let (Ok(y), Some(m), Some(d)) = (i16::try_from(year), small(month), small(day)) else {
        return DateCell::Bad;
    };
    if !YEARS.contains(&year) {
        return DateCell::Bad;
    }
    Date::new(y, m, d).map_or(DateCell::Bad, |d| DateCell::Is(PartialDate::Full(d)))
}

/// A month of a year of [`YEARS`].
pub(super) fn year_month(year: i64, month: i64) -> DateCell {
    if !YEARS.contains(&year) {
        return DateCell::Bad;
    }
    i16::try_from(year)
        .ok()
        .and_then(|y| Month::new(y, small(month)?))
        .map_or(DateCell::Bad, |m| DateCell::Is(PartialDate::YearMonth(m)))
}

/// A day that the month has in a leap year.
pub(super) fn month_day(month: i64, day: i64) -> DateCell {
    let (Some(m), Some(d)) = (small(month), small(day)) else {
        return DateCell::Bad;
    };
    match Date::new(2024, m, d) {
        Ok(_) => DateCell::Is(PartialDate::MonthDay { month: m, day: d }),
        Err(_) => DateCell::Bad,
    }
}
