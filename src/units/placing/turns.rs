//! Tables without years that run over the end of one: which year each side of the turn is of.

use crate::{
    model::dates::{Month, PartialDate},
    rows::{
        reading::{RawLine, Reading},
        sink::{AFTER_NEW_YEAR, BEFORE_NEW_YEAR},
    },
    units::{names::MonthHint, placing::PathHints},
};

/// The first month of a school year.
const AUGUST: i8 = 8;

/// The year and the month that titles or names of files give, not the line's own row or band.
fn context(reading: &Reading, line: &RawLine, hints: &PathHints, run: Month) -> (i16, Option<Month>) {
    let sheet = reading.sheets.get(usize::from(line.sheet));
    let table = sheet.and_then(|s| s.tables.get(usize::from(line.table)));
    let of_titles = table.and_then(|t| t.year).or_else(|| sheet.and_then(|s| s.year));
    let year = of_titles
        .or(hints.file_month.year)
        .or(hints.folder_month.year)
        .unwrap_or(run.year());
    let titles = [table.and_then(|t| t.month), sheet.and_then(|s| s.month)].into_iter().flatten();
    let named = |date| match date {
        PartialDate::YearMonth(month) => Some(month),
        date => Month::new(year, date.month()?),
    };
    let file = |h: MonthHint| Month::new(h.year.unwrap_or(year), h.month?);
    let of_file = || file(hints.file_month).or_else(|| file(hints.folder_month));
    (year, titles.filter_map(named).next().or_else(of_file))
}

/// Whether a line stands before the turn of a year, or behind it.
fn before(line: &RawLine) -> Option<bool> {
    line.notes.iter().find_map(|note| match &**note {
        BEFORE_NEW_YEAR => Some(true),
        AFTER_NEW_YEAR => Some(false),
        _ => None,
    })
}

/// The year of a month on its side of a turn: by the month that the titles name, which is on one of them; else the last one that is not to come.
pub(super) fn year_at_turn(reading: &Reading, line: &RawLine, hints: &PathHints, month: i8, run: Month) -> Option<i16> {
    let before = before(line)?;
    Some(match context(reading, line, hints, run).1 {
        Some(named) => named.year() - i16::from(named.month() < AUGUST) + i16::from(!before),
        None => run.year() - i16::from(month > run.month()),
    })
}

/// Whether nothing tells which turn of a year it is: both may be past, or a year is named that either side may be of.
pub(crate) fn is_open(reading: &Reading, line: &RawLine, hints: &PathHints, run: Month) -> bool {
    before(line).is_some_and(|_| {
        let (year, named) = context(reading, line, hints, run);
        named.is_none() && (year != run.year() || run.month() >= AUGUST)
    })
}
