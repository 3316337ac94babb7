//! Placing: which unit and which month a line belongs to.
//!
//! In: what a reading says, the file's path, the registry and the run's month. Out: a [`UnitKey`] and a month per line. What names the unit, and
//! in which order, stands in [`whose`](crate::units::whose).

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    formats::cells::Visibility,
    model::{
        dates::{Month, PartialDate},
        line::{PeriodSource, Role},
    },
    rows::{
        reading::{RawLine, Reading, SheetReading},
        sink::{MONTH_BEFORE, MONTH_FOR_DAY},
    },
    tables::vocabulary::Vocabulary,
    text::{names::normal_name, normal},
    units::{
        names::{MonthHint, NameWords, month_in_name, registered::RegisteredNames},
        registry::Registry,
    },
    values::{date::english_month, numeral::date_digits},
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
    /// The file's name without its extension.
    pub stem: String,
    /// Names of its folders, the nearest first.
    pub folders: Vec<String>,
    /// A name that the run gives a file that names no unit.
    pub given: Option<String>,
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
    pub(super) registry: Option<&'a Registry>,
    pub(super) counties: &'a [Arc<str>],
    pub(super) names: RegisteredNames,
    pub(super) words: NameWords,
}

impl<'a> Placer<'a> {
    /// `counties`: the region's county names, from the policy.
    #[must_use]
    pub fn new(registry: Option<&'a Registry>, counties: &'a [Arc<str>], layouts: &Vocabulary) -> Self {
        Self {
            registry,
            counties,
            names: registry
                .map(|r| RegisteredNames::new(r, counties, layouts.unit_words()))
                .unwrap_or_default(),
            words: NameWords::new(layouts.unit_words()),
        }
    }

    /// What a path below the inbox tells.
    #[must_use]
    pub fn path_hints(&self, path: &str) -> PathHints {
        let (stem, folders) = path_parts(path);
        let mut parts = folders.iter().copied().chain([stem]);
        PathHints {
            county: parts.find_map(|p| self.county_in(p)),
            ..hints_of(stem, &folders)
        }
    }

    fn county_in(&self, text: &str) -> Option<Arc<str>> {
        let normal = normal_name(text);
        let short = |c: &&Arc<str>| {
            normal.chars().count() > 1 && c.strip_prefix(normal.as_str()).is_some_and(|end| matches!(end, "县" | "市" | "区"))
        };
        self.counties
            .iter()
            .find(|c| normal.starts_with(c.as_ref()))
            .or_else(|| self.counties.iter().find(short))
            .or_else(|| self.counties.iter().find(|c| normal.contains(c.as_ref())))
            .cloned()
    }

    /// The registered unit of this index.
    pub(super) fn registered(&self, unit: usize, shown: &str) -> Placed {
        let name = self.registry.and_then(|r| r.units.get(unit)).map(|u| u.name.clone());
        Placed {
            key: UnitKey::Registered(unit),
            shown: name.unwrap_or_else(|| Arc::from(shown)),
        }
    }

    /// A unit that only its workbooks name.
    pub(super) fn found(&self, shown: &str, hints: &PathHints) -> Placed {
        let normal = normal_name(shown);
        let name = self.words.canteen_stripped(&normal, 4).to_owned();
        let county = self
            .county_in(&name)
            .filter(|c| name.starts_with(c.as_ref()))
            .or_else(|| hints.county.clone());
        Placed {
            key: UnitKey::Found { county, name },
            shown: Arc::from(shown),
        }
    }

    /// Whether a unit is registered, or its name that of an institution.
    #[must_use]
    pub(crate) fn is_sure(&self, unit: &Placed) -> bool {
        match &unit.key {
            UnitKey::Registered(_) => true,
            UnitKey::Found { name, .. } => self.words.is_institution(name, self.counties) || self.words.is_firm(name),
        }
    }

    /// What a file, a tab or a title calls a statement, without words of forms and versions; its numbers stay, but for those of copies.
    pub(crate) fn name_of_statement(&self, name: &str) -> String {
        let name = normal_name(name);
        let versions = &self.words.0.versions;
        let without = |text: String| versions.iter().fold(text, |text, version| text.replace(version.as_str(), ""));
        // 台账定稿: what stands before a version ends there.
        let words = without(self.words.pieces(&without(name.clone())).concat());
        let copies = self.words.0.copies.iter().fold(name, |name, copy| name.replace(copy.as_str(), ""));
        let numbers = copies.chars().filter(char::is_ascii_digit);
        words.chars().filter(|c| c.is_alphanumeric()).chain(numbers).collect()
    }

    /// What files and tabs of copies are called.
    #[must_use]
    pub(crate) fn copy_words(&self) -> &[String] {
        &self.words.0.copies
    }

    /// What the sheets of a carbon pad are called.
    #[must_use]
    pub(crate) fn slip_parts(&self) -> &[String] {
        &self.words.0.slip_parts
    }

    /// Whether a file's name or a tab says that it is a copy.
    #[must_use]
    pub(crate) fn is_copy(&self, name: &str) -> bool {
        let name = normal_name(name);
        self.words.0.copies.iter().any(|word| name.contains(word.as_str()))
    }

    /// Whether there is a registry.
    #[must_use]
    pub(crate) fn has_registry(&self) -> bool {
        self.registry.is_some()
    }

    /// Registered names that are near to one that is not registered, the nearest first.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Vec<Arc<str>> {
        let near = self.names.nearest(name, self.counties).into_iter();
        near.filter_map(|unit| Some(self.registry?.units.get(unit)?.name.clone())).collect()
    }
}

/// The file's name without its extension, and its folders, the nearest first.
fn path_parts(path: &str) -> (&str, Vec<&str>) {
    let mut parts: Vec<&str> = path.split('/').collect();
    let file = parts.pop().unwrap_or_default();
    parts.reverse();
    (file.rsplit_once('.').map_or(file, |(stem, _)| stem), parts)
}

fn hints_of(stem: &str, folders: &[&str]) -> PathHints {
    PathHints {
        stem: stem.to_owned(),
        folders: folders.iter().map(|f| (*f).to_owned()).collect(),
        given: None,
        county: None,
        file_month: month_in_name(stem),
        folder_month: folders.iter().map(|p| month_in_name(p)).fold(MonthHint::default(), MonthHint::or),
    }
}

/// What a path tells without registry and counties: enough for months.
#[must_use]
pub(crate) fn plain_hints(path: &str) -> PathHints {
    let (stem, folders) = path_parts(path);
    hints_of(stem, &folders)
}

/// The text by which the workbook itself names the unit of `line` with a label.
#[must_use]
pub fn own_unit<'r>(reading: &'r Reading, line: &'r RawLine) -> Option<&'r str> {
    let sheet = reading.sheets.get(usize::from(line.sheet))?;
    let table = sheet.tables.get(usize::from(line.table));
    let in_table = || table.and_then(|t| t.unit_names.first());
    let labelled = || in_table().or_else(|| sheet.unit_names.first()).map(|u| u.text.as_ref());
    line.rare().unit_name.as_deref().or_else(labelled)
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
    // The stamp of a day in a name is of some other thing where the row's own month is another one.
    let own_month = date
        .filter(|d| !matches!(d, PartialDate::Full(_) | PartialDate::YearMonth(_)))
        .and_then(PartialDate::month);
    let stamped = |h: MonthHint| h.stamp && own_month.is_some_and(|m| h.month != Some(m));
    let named = |h: MonthHint| h.year.filter(|_| !stamped(h));
    let year = section_year
        .or(named(hints.file_month))
        .or(named(hints.folder_month))
        .unwrap_or(run.year());
    let turn = |code: &str| line.notes.iter().any(|note| &**note == code);
    let year_of_month = |month: i8| turns::year_at_turn(reading, line, hints, month, run).unwrap_or(year);
    let section_month = section.into_iter().flatten().find_map(|d| match d {
        PartialDate::Full(d) => Some(Month::of(d)),
        PartialDate::YearMonth(m) => Some(m),
        PartialDate::MonthDay { month, .. } | PartialDate::MonthOnly { month } | PartialDate::MonthAmbiguousDay { month } => {
            Month::new(year_of_month(month), month)
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
            .or_else(|| Some((Month::new(year, numbered_month(reading, line.sheet)?)?, PeriodSource::Section)))
            .unwrap_or((run, PeriodSource::Run))
    };
    let day_of = |year, month, day| jiff::civil::Date::new(year, month, day).ok();
    let own = match date {
        Some(PartialDate::Full(d)) => {
            let named = || matches!(around(), (month, PeriodSource::Section | PeriodSource::FileName) if month == run);
            let purchases = || table.is_some_and(|t| t.role.role == Role::Purchases);
            let d = mistyped(line, d, run).filter(|_| purchases() && named()).unwrap_or(d);
            Some((Month::of(d), Some(d)))
        }
        Some(PartialDate::YearMonth(m)) => Some((m, None)),
        Some(PartialDate::MonthDay { month, day }) => Month::new(year_of_month(month), month).map(|m| (m, day_of(m.year(), month, day))),
        _ => own_month.and_then(|month| Some((Month::new(year_of_month(month), month)?, None))),
    };
    if let Some((month, day)) = own {
        return (month, PeriodSource::Date, day);
    }
    let (month, source) = around();
    let month = if turn(MONTH_BEFORE) { month.previous() } else { month };
    let day = match date {
        Some(PartialDate::DayOnly { day }) => day_of(month.year(), month.month(), day),
        _ => None,
    };
    (month, source, day)
}

/// What a day outside of the audited month may mean where the table or the file is called by that month: the same day of another year, or, where
/// others of the table look so too, month and day in each other's place (3 January for 1 March). A person has to look.
fn mistyped(line: &RawLine, day: jiff::civil::Date, run: Month) -> Option<jiff::civil::Date> {
    let turned = || day.day() == run.month() && line.notes.iter().any(|note| &**note == MONTH_FOR_DAY);
    let meant = match (day.year() == run.year(), day.month() == run.month()) {
        (false, true) => day.day(),
        (true, false) if turned() => day.month(),
        _ => return None,
    };
    jiff::civil::Date::new(run.year(), run.month(), meant).ok()
}

/// Tabs of a year's book, with those of other things that are hidden.
const MOST_TABS: usize = 24;

/// Whether the tabs of a book differ by their numbers alone (`Sheet1`, `Sheet2`), which may be those of months.
#[must_use]
pub(crate) fn is_of_series(reading: &Reading) -> bool {
    let shown = || reading.sheets.iter().filter(|s| s.visibility == Visibility::Visible && s.rows > 0);
    let parts = |s: &SheetReading| {
        let text = date_digits(&normal::squeeze(&s.name));
        let stem = text.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
        let number = text[stem.len()..].parse::<u8>().ok();
        number.filter(|n| (1..=12).contains(n) && !stem.is_empty()).map(|n| (stem, n))
    };
    let known: Option<BTreeSet<(String, u8)>> = shown().take(MOST_TABS + 1).map(parts).collect();
    known.is_some_and(|known| {
        let stems: BTreeSet<&String> = known.iter().map(|(stem, _)| stem).collect();
        known.len() > 1 && known.len() == shown().count() && stems.len() == 1
    })
}

/// The month of a tab `3`, `M3` or `Mar` among tabs that are numbered from 1 to 12 at most, each once: a year's book.
fn numbered_month(reading: &Reading, sheet: u16) -> Option<i8> {
    if reading.sheets.len() > MOST_TABS {
        return None;
    }
    // 3, 三, 24.3, 2403.
    let number = |s: &SheetReading| {
        let text = date_digits(&normal::squeeze(&s.name));
        if let Some(month) = english_month(&text) {
            return i8::try_from(month).ok();
        }
        let bare = text.trim_start_matches(['M', 'm']).trim_end_matches(['.', '、']);
        let month = match bare.rsplit_once('.') {
            Some((year, month)) if year.len() == 2 => month,
            _ if text.len() == 4 && text.is_ascii() => &text[2..],
            _ => bare,
        };
        month.parse::<i8>().ok().filter(|n| (1..=12).contains(n))
    };
    // Nearly every tab has another name.
    let own = reading.sheets.get(usize::from(sheet)).and_then(number)?;
    let shown = || reading.sheets.iter().filter(|s| s.visibility == Visibility::Visible && s.rows > 0);
    let numbers: BTreeSet<i8> = shown().filter_map(number).collect();
    (numbers.len() > 1 && numbers.len() == shown().count()).then_some(own)
}

/// Whether the year of a line's date is not that of a day above its table, of which nobody knows whose day it is.
#[must_use]
pub(crate) fn year_is_doubtful(reading: &Reading, line: &RawLine, date: Option<PartialDate>, period: Month) -> bool {
    let sheet = reading.sheets.get(usize::from(line.sheet));
    let passing = sheet.and_then(|s| s.tables.get(usize::from(line.table))?.passing_year);
    let yearless = matches!(
        date,
        Some(PartialDate::MonthDay { .. } | PartialDate::MonthOnly { .. } | PartialDate::MonthAmbiguousDay { .. })
    );
    yearless && passing.is_some_and(|year| year != period.year())
}

#[cfg(test)]
mod tests;
pub(crate) mod turns;
