//! Placing: which unit and which month a line belongs to.
//!
//! In: what a reading says, the file's path, the registry and the run's month. Out: a [`UnitKey`] and a month per line.
//! The workbook's own words go first, then the file's name, then the folder; a guess that the registry does not confirm is
//! never preferred to the workbook's own words.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    model::{
        dates::{Month, PartialDate},
        line::PeriodSource,
    },
    rows::reading::{RawLine, Reading},
    text::names::normal_name,
    units::{
        names::{self, MonthHint, month_in_name, unit_in_name},
        registry::Registry,
    },
};

/// A unit, registered or only found in workbooks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum UnitKey {
    /// Index into [`Registry::units`].
    Registered(usize),
    /// Not in the registry (or there is none).
    Found {
        /// County from the folder or the name.
        county: Option<Arc<str>>,
        /// Normalised name.
        name: String,
    },
}

/// How a unit was recognised.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Placed {
    /// Unit.
    pub key: UnitKey,
    /// Name as found, for units without a registry entry.
    pub shown: Arc<str>,
}

/// Path facts of one file.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct PathHints {
    /// Unit that the file's name suggests, as written.
    pub file_unit: Option<String>,
    /// Unit that the nearest folder suggests.
    pub folder_unit: Option<String>,
    /// County named by a folder, else by the file's name.
    pub county: Option<Arc<str>>,
    /// Month in the file's name.
    pub file_month: MonthHint,
    /// Month in the folders' names, the nearest first.
    pub folder_month: MonthHint,
}

/// Recognises units.
#[derive(Debug)]
pub struct Placer<'a> {
    registry: Option<&'a Registry>,
    counties: &'a [Arc<str>],
    by_name: BTreeMap<String, Vec<usize>>,
    /// Characters that registered names have, the most first: a text is searched for each length once, whatever the count of units.
    lengths: Vec<usize>,
}

impl<'a> Placer<'a> {
    /// `counties`: the region's county names, from the policy.
    #[must_use]
    pub fn new(registry: Option<&'a Registry>, counties: &'a [Arc<str>]) -> Self {
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, unit) in registry.iter().flat_map(|r| r.units.iter().enumerate()) {
            for name in std::iter::once(&unit.name).chain(&unit.aliases).chain(&unit.code) {
                let entry = by_name.entry(normal_name(name)).or_default();
                if !entry.contains(&i) {
                    entry.push(i);
                }
            }
        }
        let mut lengths: Vec<usize> = by_name.keys().map(|n| n.chars().count()).filter(|n| *n > 1).collect();
        lengths.sort_unstable_by(|a, b| b.cmp(a));
        lengths.dedup();
        Self {
            registry,
            counties,
            by_name,
            lengths,
        }
    }

    /// What a path below the inbox tells.
    #[must_use]
    pub fn path_hints(&self, path: &str) -> PathHints {
        let mut parts: Vec<&str> = path.split('/').collect();
        let file = parts.pop().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(s, _)| s);
        let county = parts.iter().rev().chain(std::iter::once(&stem)).find_map(|p| self.county_in(p));
        let folder_unit = parts.iter().rev().find_map(|p| unit_in_name(p, self.counties));
        let folder_month = parts
            .iter()
            .rev()
            .map(|p| month_in_name(p))
            .fold(MonthHint::default(), MonthHint::or);
        let registered_stem = || self.registered(stem, county.as_ref()).map(|_| stem.to_owned());
        PathHints {
            file_unit: unit_in_name(stem, self.counties).or_else(registered_stem),
            folder_unit,
            county,
            file_month: month_in_name(stem),
            folder_month,
        }
    }

    fn county_in(&self, text: &str) -> Option<Arc<str>> {
        let normal = normal_name(text);
        self.counties
            .iter()
            .find(|c| normal.starts_with(c.as_ref()))
            .or_else(|| self.counties.iter().find(|c| normal.contains(c.as_ref())))
            .cloned()
    }

    /// The registered unit that `text` names: exactly (name, alias, code; with or without the county before it), else the one
    /// longest registered name that stands within the text. `None` when there is none or more than one.
    fn registered(&self, text: &str, county: Option<&Arc<str>>) -> Option<usize> {
        let registry = self.registry?;
        let normal = normal_name(text);
        if normal.is_empty() {
            return None;
        }
        let one_of = |candidates: &[usize]| -> Option<usize> {
            match candidates {
                [one] => Some(*one),
                many => {
                    let mut here = many
                        .iter()
                        .filter(|i| county.is_some() && registry.units[**i].county.as_ref() == county);
                    here.next().filter(|_| here.next().is_none()).copied()
                }
            }
        };
        let exact = |name: &str| self.by_name.get(name).and_then(|c| one_of(c));
        let with_county = || county.and_then(|c| exact(&format!("{c}{normal}")));
        let without_county = || {
            let found = self.county_in(&normal)?;
            let rest = normal.strip_prefix(found.as_ref())?;
            let candidates = self.by_name.get(rest)?;
            let mut there = candidates.iter().filter(|i| registry.units[**i].county.as_ref() == Some(&found));
            there.next().filter(|_| there.next().is_none()).copied()
        };
        if let Some(i) = exact(&normal).or_else(with_county).or_else(without_county) {
            return Some(i);
        }
        // A name within a longer text: 填报单位 盐湖区实验中学食堂. The longest wins; a tie between two units is no answer.
        let mut found = self.longest_within(&normal);
        found.sort_unstable();
        found.dedup();
        one_of(&found)
    }

    /// The text that names the unit of `line`: the workbook's own words; where these and the path are silent, the tab's name
    /// if it is an organisation's (one sheet a school).
    #[must_use]
    pub fn unit_text<'r>(&self, reading: &'r Reading, line: &'r RawLine, hints: &PathHints) -> Option<&'r str> {
        own_unit(reading, line).or_else(|| {
            let silent = hints.file_unit.is_none() && hints.folder_unit.is_none();
            let tab = reading.sheets.get(usize::from(line.sheet)).filter(|_| silent)?.name.as_ref();
            let registered = || self.registered(tab, hints.county.as_ref()).is_some();
            (names::is_organisation(tab) || registered()).then_some(tab)
        })
    }

    /// Units of the longest registered names that stand within `text`; none when no name does.
    fn longest_within(&self, text: &str) -> Vec<usize> {
        let mut bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        bounds.push(text.len());
        for length in &self.lengths {
            // A short name (丙局) must begin the text: inside another name it says nothing.
            let places = if *length < 4 { 1 } else { usize::MAX };
            let named = bounds.iter().zip(bounds.iter().skip(*length)).take(places);
            let found: Vec<usize> = named
                .filter_map(|(from, to)| self.by_name.get(&text[*from..*to]))
                .flatten()
                .copied()
                .collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The unit of lines whose workbook says `own` (a unit column's cell, a table's or sheet's 填报单位).
    /// `None`: nothing names a unit.
    #[must_use]
    pub fn place(&self, own: Option<&str>, hints: &PathHints) -> Option<Placed> {
        let county = hints.county.as_ref();
        // 第一食堂 names a canteen, not a unit: it must not hide what the file or the folder says.
        let names_a_unit = |t: &&str| self.registered(t, county).is_some() || unit_in_name(t, self.counties).is_some();
        let own = own.map(str::trim).filter(|t| !t.is_empty()).filter(names_a_unit);
        let file = hints.file_unit.as_deref();
        // A folder speaks only where workbook and file name are silent: a bureau's folder must not claim an unregistered school.
        let folder = hints.folder_unit.as_deref().filter(|_| own.is_none() && file.is_none());
        let texts = [own, file, folder];
        for text in texts.into_iter().flatten() {
            if let Some(i) = self.registered(text, county) {
                let shown = self.registry.map_or_else(|| Arc::from(text), |r| r.units[i].name.clone());
                return Some(Placed {
                    key: UnitKey::Registered(i),
                    shown,
                });
            }
        }
        let shown = texts.into_iter().flatten().next()?;
        let name = names::canteen_stripped(&normal_name(shown));
        let county = self
            .county_in(&name)
            .filter(|c| name.starts_with(c.as_ref()))
            .or_else(|| hints.county.clone());
        Some(Placed {
            key: UnitKey::Found { county, name },
            shown: Arc::from(shown),
        })
    }
}

/// The text by which the workbook itself names the unit of `line`.
#[must_use]
pub fn own_unit<'r>(reading: &'r Reading, line: &'r RawLine) -> Option<&'r str> {
    let sheet = reading.sheets.get(usize::from(line.sheet))?;
    let table = sheet.tables.get(usize::from(line.table));
    let in_table = || table.and_then(|t| t.unit_name.as_ref()).map(|u| u.text.as_ref());
    let in_sheet = || sheet.unit_name.as_ref().map(|u| u.text.as_ref());
    // A sheet without its own 填报单位 takes the only one that the book names.
    let in_book = || {
        let mut named = reading
            .sheets
            .iter()
            .flat_map(|s| s.unit_name.iter().chain(s.tables.iter().filter_map(|t| t.unit_name.as_ref())));
        let first = named.next()?;
        named
            .all(|u| normal_name(&u.text) == normal_name(&first.text))
            .then_some(first.text.as_ref())
    };
    line.rare()
        .unit_name
        .as_deref()
        .or_else(in_table)
        .or_else(in_sheet)
        .or_else(in_book)
}

/// Month of a line and what decided it, and its date when that is known to the day.
#[must_use]
pub fn month_of(
    reading: &Reading,
    line: &RawLine,
    date: Option<PartialDate>,
    hints: &PathHints,
    run: Month,
) -> (Month, PeriodSource, Option<jiff::civil::Date>) {
    let sheet = reading.sheets.get(usize::from(line.sheet));
    let table = sheet.and_then(|s| s.tables.get(usize::from(line.table)));
    let section = [line.rare().section_month, table.and_then(|t| t.month), sheet.and_then(|s| s.month)];
    let year_of = |d: PartialDate| if let PartialDate::YearMonth(m) = d { Some(m.year()) } else { None };
    let section_year = section
        .iter()
        .flatten()
        .copied()
        .find_map(year_of)
        .or_else(|| table.and_then(|t| t.year))
        .or_else(|| sheet.and_then(|s| s.year));
    let year = section_year
        .or(hints.file_month.year)
        .or(hints.folder_month.year)
        .unwrap_or(run.year());
    let section_month = section.into_iter().flatten().find_map(|d| match d {
        PartialDate::Full(d) => Some(Month::of(d)),
        PartialDate::YearMonth(m) => Some(m),
        PartialDate::MonthDay { month, .. } | PartialDate::MonthOnly { month } | PartialDate::MonthAmbiguousDay { month } => {
            Month::new(year, month)
        }
        PartialDate::DayOnly { .. } => None,
    });
    let file_month = |h: MonthHint| h.month.and_then(|m| Month::new(h.year.or(section_year).unwrap_or(year), m));
    let around = || {
        section_month
            .map(|m| (m, PeriodSource::Section))
            .or_else(|| {
                file_month(hints.file_month)
                    .or_else(|| file_month(hints.folder_month))
                    .map(|m| (m, PeriodSource::FileName))
            })
            .unwrap_or((run, PeriodSource::Run))
    };
    let in_year = |month: i8| Month::new(year, month);
    match date {
        Some(PartialDate::Full(d)) => (Month::of(d), PeriodSource::Date, Some(d)),
        Some(PartialDate::YearMonth(m)) => (m, PeriodSource::Date, None),
        Some(PartialDate::MonthDay { month, day }) => {
            let date = jiff::civil::Date::new(year, month, day).ok();
            in_year(month).map_or_else(
                || {
                    let (m, s) = around();
                    (m, s, None)
                },
                |m| (m, PeriodSource::Date, date),
            )
        }
        Some(PartialDate::MonthOnly { month } | PartialDate::MonthAmbiguousDay { month }) => in_year(month).map_or_else(
            || {
                let (m, s) = around();
                (m, s, None)
            },
            |m| (m, PeriodSource::Date, None),
        ),
        Some(PartialDate::DayOnly { day }) => {
            let (month, source) = around();
            (month, source, jiff::civil::Date::new(month.year(), month.month(), day).ok())
        }
        None => {
            let (month, source) = around();
            (month, source, None)
        }
    }
}

#[cfg(test)]
mod tests;
