//! Months and dates as a ledger writes them.
//!
//! In: what a cell, a title or a command line says. Out: a [`Month`], or a [`PartialDate`] whose missing year or month the
//! title, the file name or the run supplies later (placing, not reading, decides that: a reading must not depend on the run).

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text::{Catalog, normal::nfkc};

/// A calendar month, written `2024-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

/// The text is not a month like `2024-03`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a month; write it as YYYY-MM, for example 2024-03")]
pub struct NotAMonth(pub String);

impl Month {
    /// `None` unless `month` is 1 to 12 and `year` is 1900 to 2999.
    pub fn new(year: i16, month: i8) -> Option<Self> {
        ((1..=12).contains(&month) && (1900..=2999).contains(&year)).then_some(Self { year, month })
    }
    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }
    /// 1 to 12.
    pub fn month(self) -> i8 {
        self.month
    }
    /// The month that holds `date`.
    pub fn of(date: Date) -> Self {
        Self {
            year: date.year(),
            month: date.month(),
        }
    }
    /// First day.
    pub fn first_day(self) -> Date {
        jiff::civil::date(self.year, self.month, 1)
    }
    /// Last day.
    pub fn last_day(self) -> Date {
        self.first_day().last_of_month()
    }
    /// January of the same year.
    pub fn january(self) -> Self {
        Self { year: self.year, month: 1 }
    }
    /// Whether this month lies in the year to date of `period` (January to `period`).
    pub fn in_year_to_date(self, period: Month) -> bool {
        self.year == period.year && self.month <= period.month
    }
    /// The month before.
    pub fn previous(self) -> Self {
        let (year, month) = match self.month {
            1 => (self.year - 1, 12),
            month => (self.year, month - 1),
        };
        Self { year, month }
    }

    /// As people write it: `2024-03`, `2024-3`, `202403`, `2024年3月`; digits of full width too.
    pub fn written(text: &str) -> Option<Self> {
        let text: String = nfkc(text).chars().filter(|c| !c.is_whitespace()).collect();
        let year = text.get(..4).filter(|y| y.bytes().all(|b| b.is_ascii_digit()))?;
        let rest = text.get(4..)?;
        let month = match rest.strip_prefix(['-', '.', '/', '年']) {
            Some(month) => month.strip_suffix('月').unwrap_or(month),
            None => Some(rest).filter(|month| month.len() == 2)?,
        };
        let is_number = (1..=2).contains(&month.len()) && month.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| Self::new(year.parse().ok()?, month.parse().ok()?)).flatten()
    }

    /// `2024年3月`.
    pub fn words(self, catalog: &Catalog) -> String {
        let (year, month) = (self.year.to_string(), self.month.to_string());
        catalog.say("word.month", &[("year", &year), ("month", &month)])
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = NotAMonth;
    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let refuse = || NotAMonth(text.to_owned());
        let (year, month) = text.split_once('-').ok_or_else(refuse)?;
        let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        if !(digits(year, 4) && digits(month, 2)) {
            return Err(refuse());
        }
        Month::new(year.parse().map_err(|_| refuse())?, month.parse().map_err(|_| refuse())?).ok_or_else(refuse)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        String::deserialize(d)?.parse().map_err(D::Error::custom)
    }
}

impl schemars::JsonSchema for Month {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Month".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"})
    }
}

/// What a date cell says, without what only its surroundings can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PartialDate {
    /// Year, month and day are all there.
    Full(#[serde(with = "packed_date")] Date),
    /// `3月5日`, `3.5` as text: the year comes from the section, title, file or run.
    MonthDay {
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
    },
    /// `2024年3月`: no day.
    YearMonth(Month),
    /// `3月`: neither year nor day.
    MonthOnly {
        /// 1 to 12.
        month: i8,
    },
    /// `5日`, `5`: a day of the month of the section, sheet or file.
    DayOnly {
        /// 1 to 31.
        day: i8,
    },
    /// Numeric `6.2`: 2 June or 20 June. Only the month is certain.
    MonthAmbiguousDay {
        /// 1 to 12.
        month: i8,
    },
}

impl PartialDate {
    /// Its month, 1 to 12, where it says one.
    #[must_use]
    pub fn month(self) -> Option<i8> {
        match self {
            Self::Full(date) => Some(date.month()),
            Self::YearMonth(month) => Some(month.month()),
            Self::MonthDay { month, .. } | Self::MonthOnly { month } | Self::MonthAmbiguousDay { month } => Some(month),
            Self::DayOnly { .. } => None,
        }
    }
}

/// A date as the number `yyyymmdd`, as the ledger has it.
mod packed_date {
    use super::Date;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(date: &Date, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_i32(i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day()))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Date, D::Error> {
        let n = i32::deserialize(d)?;
        let part = |v: i32| i8::try_from(v).map_err(D::Error::custom);
        let year = i16::try_from(n / 10_000).map_err(D::Error::custom)?;
        Date::new(year, part(n / 100 % 100)?, part(n % 100)?).map_err(D::Error::custom)
    }
}

/// Which date decides a line's month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateField {
    /// Purchase (order) date.
    #[default]
    Order,
    /// Receipt date.
    Receipt,
    /// Payment date.
    Payment,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_strictly() {
        assert_eq!("2024-03".parse::<Month>().map(|m| m.to_string()), Ok("2024-03".into()));
        for bad in ["2024-13", "2024-00", "2024-3", "24-03", "2024/03", "", "2024-03-01", "２０２４-03"] {
            assert_eq!(bad.parse::<Month>(), Err(NotAMonth(bad.into())));
        }
    }

    #[test]
    fn february_ends_by_the_calendar() {
        assert_eq!("2024-02".parse::<Month>().map(|m| m.last_day().day()), Ok(29));
        assert_eq!("2023-02".parse::<Month>().map(|m| m.last_day().day()), Ok(28));
    }
}
