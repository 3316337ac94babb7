//! Days whose year is mistyped: 14 March 2023, or 1 March 2042, among the days of March 2024. The line would leave the audited months without a
//! word; it is put beside its neighbours, and a person has to look. Days without a year under a title of two, and days that may stand for months.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    model::{
        dates::{Month, PartialDate},
        field::Field,
        finding::Severity,
    },
    rows::{reader::TableReader, reading::RawLine, sink::MONTH_FOR_DAY},
    tables::region::DATES,
    values::date::title::first_of_two_years,
};

/// Of so many days at most one is of another year where it does not stand between two of the usual one: a ledger of several years has more.
const USUAL_TO_ONE: usize = 4;

/// What a column of dates says on one line.
#[derive(Clone, Copy)]
struct Dated {
    line: usize,
    date: jiff::civil::Date,
}

impl TableReader<'_, '_> {
    /// Puts right the years of the table's lines, column by column of dates.
    pub(super) fn settle_mistyped_years(&mut self) {
        for field in DATES {
            let lines = self.sink.lines.iter().enumerate().skip(self.first_line);
            let dated: Vec<Dated> = lines
                .filter_map(|(line, raw)| day_in(raw, field).map(|date| Dated { line, date }))
                .collect();
            for (at, meant) in mistyped(&dated) {
                let note = self.sink.note("year_suspected");
                let Some(line) = self.sink.lines.get_mut(at.line) else { continue };
                let written = PartialDate::Full(at.date);
                let others = &mut line.rare_mut().other_dates;
                others.iter_mut().filter(|d| **d == (field, written)).for_each(|d| d.1 = meant);
                if line.date == Some(written) {
                    line.date = Some(meant);
                }
                if !line.notes.contains(&note) {
                    line.notes.push(note);
                    line.notes.sort();
                }
                let cell = line.cells.get(field).or_else(|| line.cells.get(Field::YearColumn));
                let (found, expected) = (at.date.to_string(), shown(meant));
                self.sink
                    .issue("year_suspected", Severity::Warning, cell, &found, &[("expected", &expected)]);
            }
        }
    }
}

/// The first month of a school year.
const AUGUST: i8 = 8;

impl TableReader<'_, '_> {
    /// Gives days without a year the one of the two that the title spans: 12月27日 and 1月5日 of 2024-2025学年.
    pub(super) fn settle_two_years(&mut self) {
        let titles = self.input.titles;
        let texts = titles.title.iter().chain(&titles.words);
        let Some(first) = texts.map(|t| &*t.text).find_map(first_of_two_years) else {
            return;
        };
        let year = |month: i8| if month >= AUGUST { first } else { first + 1 };
        let with_year = |date: PartialDate| match date {
            PartialDate::MonthDay { month, day } => jiff::civil::Date::new(year(month), month, day).map_or(date, PartialDate::Full),
            PartialDate::MonthOnly { month } => Month::new(year(month), month).map_or(date, PartialDate::YearMonth),
            other => other,
        };
        for line in self.sink.lines.get_mut(self.first_line..).unwrap_or_default() {
            line.date = line.date.map(with_year);
            if let Some(rare) = &mut line.rare {
                rare.other_dates.iter_mut().for_each(|(_, date)| *date = with_year(*date));
            }
        }
    }

    /// Notes the lines of one day of several months, where all others are of the month of that number: 3 January and 3 February among days of March
    /// may be 1 and 2 March.
    pub(super) fn note_months_for_days(&mut self) {
        let lines = self.sink.lines.get(self.first_line..).unwrap_or_default();
        let days: Vec<jiff::civil::Date> = lines.iter().filter_map(|line| day_in(line, Field::Date)).collect();
        let turned = |month: i8| move |date: &jiff::civil::Date| date.day() == month && date.month() != month;
        let months = |month: i8| -> BTreeSet<i8> { days.iter().copied().filter(turned(month)).map(|date| date.month()).collect() };
        let fits = |month: &i8| days.iter().all(|date| date.month() == *month || date.day() == *month) && months(*month).len() > 1;
        let of_first = days.first().map(|first| [first.month(), first.day()]);
        let Some(month) = of_first.into_iter().flatten().find(fits) else {
            return;
        };
        let note = self.sink.note(MONTH_FOR_DAY);
        let lines = self.sink.lines.get_mut(self.first_line..).unwrap_or_default();
        for line in lines
            .iter_mut()
            .filter(|line| day_in(line, Field::Date).as_ref().is_some_and(turned(month)))
        {
            line.notes.push(Arc::clone(&note));
            line.notes.sort();
        }
    }
}

/// The day that a line has in this column.
fn day_in(line: &RawLine, field: Field) -> Option<jiff::civil::Date> {
    let other = line.rare().other_dates.iter().find(|(f, _)| *f == field).map(|(_, date)| *date);
    let own = || line.date.filter(|_| field == Field::Date);
    match other.or_else(own)? {
        PartialDate::Full(date) => Some(date),
        _ => None,
    }
}

fn shown(date: PartialDate) -> String {
    match date {
        PartialDate::Full(date) => date.to_string(),
        PartialDate::YearMonth(month) => month.to_string(),
        _ => String::new(),
    }
}

/// The lines whose year is not that of nearly all others, and what was meant: the same day of that year where a neighbour is of that month, the
/// neighbour's month where the year is further away than any purchase.
fn mistyped(dated: &[Dated]) -> Vec<(Dated, PartialDate)> {
    // A day that rows below carry on was written once.
    let mut written: BTreeMap<i16, usize> = BTreeMap::new();
    let mut above = None;
    for d in dated {
        if above != Some(d.date) {
            *written.entry(d.date.year()).or_default() += 1;
        }
        above = Some(d.date);
    }
    let all: usize = written.values().sum();
    let Some((&year, &most)) = written.iter().max_by_key(|(_, count)| **count) else {
        return Vec::new();
    };
    if most == all || most * 2 <= all {
        return Vec::new();
    }
    let rare = (all - most) * USUAL_TO_ONE <= all;
    let of_year = |d: &Dated| d.date.year() == year;
    let mut before: Option<Month> = None;
    let mut after = dated.iter().enumerate().filter(|(_, d)| of_year(d)).peekable();
    let mut found = Vec::new();
    for (place, d) in dated.iter().enumerate() {
        if of_year(d) {
            before = Some(Month::of(d.date));
            continue;
        }
        while after.next_if(|(at, _)| *at < place).is_some() {}
        let next = after.peek().map(|(_, d)| Month::of(d.date));
        if !rare && (before.is_none() || next.is_none()) {
            continue;
        }
        let near = [before, next].into_iter().flatten();
        let same = near.clone().find(|m| m.month() == d.date.month());
        let meant = match same {
            Some(month) => {
                let day = jiff::civil::Date::new(year, d.date.month(), d.date.day());
                Some(day.map_or(PartialDate::YearMonth(month), PartialDate::Full))
            }
            None if d.date.year().abs_diff(year) > 1 => near.clone().next().map(PartialDate::YearMonth),
            None => None,
        };
        found.extend(meant.map(|meant| (*d, meant)));
    }
    found
}
