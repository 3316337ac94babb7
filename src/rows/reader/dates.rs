//! The date of a line: in one cell, in columns of its own for month and day, or carried down from above.

use std::{collections::BTreeSet, sync::Arc};

use jiff::civil::Date;

use crate::{
    formats::cells::{Cell, Value},
    model::{
        cell::CellRef,
        dates::{Month, PartialDate},
        field::Field,
        finding::Severity,
    },
    rows::{
        reader::{CarriedDate, OpenDate, TableReader},
        reading::RawLine,
    },
    tables::{grid::place, region::DATES},
    text::normal,
    values::{
        self,
        date::{
            DateCell,
            title::{months_in, period_in},
        },
    },
};

impl TableReader<'_, '_> {
    /// The dates of a row: the first date column that the table has counts, the others stand beside it.
    pub(super) fn dates(&mut self, line: &mut RawLine) {
        let primary = DATES.into_iter().find(|f| self.row_cells.index(*f).is_some());
        match primary {
            Some(field) => self.date_cell(line, field),
            None => self.split_date(line),
        }
        for field in DATES.into_iter().filter(|f| Some(*f) != primary) {
            let Some(cell) = self.row_cells.cell(field) else { continue };
            if let DateCell::Is(date) | DateCell::Range(date) = values::read_date(&cell.value, self.input.data.date_system) {
                line.rare_mut().other_dates.push((field, date));
                self.value_cells.push((field, place(cell)));
                if line.date.is_none() && self.carried.date.is_none() && !is_unread(line) {
                    line.date = Some(date);
                }
            }
        }
        if let (Some(field), Some(date)) = (primary.filter(|f| *f != Field::Date), line.date) {
            line.rare_mut().other_dates.insert(0, (field, date));
        }
    }

    fn date_cell(&mut self, line: &mut RawLine, field: Field) {
        let cell = self.row_cells.cell(field);
        let read = cell.map_or(DateCell::Blank, |c| match &c.value {
            Value::Text(t) if self.input.data.vocabulary.is_nothing(t) => DateCell::Blank,
            value => values::read_date(value, self.input.data.date_system),
        });
        let Some(cell) = cell.filter(|_| read != DateCell::Blank) else {
            return self.take_carried_date(line);
        };
        let at = place(cell);
        match read {
            DateCell::Blank => {}
            DateCell::Is(date) => self.set_date(line, date, at, field),
            DateCell::Range(date) => {
                line.notes.push(self.sink.note("date_range"));
                self.set_date(line, date, at, field);
            }
            DateCell::Ambiguous { month, short, long } => {
                self.set_date(line, PartialDate::MonthAmbiguousDay { month }, at, field);
                self.carried.open_date = Some(OpenDate {
                    line: 0,
                    cell: at,
                    month,
                    short,
                    long,
                });
            }
            DateCell::Bad => {
                self.note_unparsed(line, cell);
                self.value_cells.push((field, at));
                (self.carried.date, self.carried.open_date) = (None, None);
            }
        }
    }

    fn set_date(&mut self, line: &mut RawLine, date: PartialDate, at: CellRef, field: Field) {
        line.date = Some(date);
        self.value_cells.push((field, at));
        self.carry_date(date, at, field);
    }

    /// Rows below take this date.
    pub(super) fn carry_date(&mut self, date: PartialDate, cell: CellRef, field: Field) {
        self.carried.date = Some(CarriedDate { date, cell, field });
        self.carried.open_date = None;
    }

    fn take_carried_date(&mut self, line: &mut RawLine) {
        if let Some(CarriedDate { date, cell, field }) = self.carried.date {
            line.date = Some(date);
            self.value_cells.push((field, cell));
        }
    }

    fn note_unparsed(&mut self, line: &mut RawLine, cell: &Cell) {
        line.notes.push(self.sink.note("unparsed_date"));
        self.issue("unparsed_date", Severity::Warning, place(cell), &values::show(&cell.value));
    }

    /// 年, 月 and 日 in columns of their own; a blank one takes the one above.
    fn split_date(&mut self, line: &mut RawLine) {
        let year_cell = self.row_cells.cell(Field::YearColumn);
        let year = year_cell.and_then(|c| whole_number(c, '年'));
        if let Some(year) = year.and_then(|y| i16::try_from(if y < 100 { 2000 + y } else { y }).ok()) {
            self.carried.year = Some(year);
        }
        let month_cell = self.row_cells.cell(Field::MonthColumn);
        if let Some(cell) = month_cell {
            self.carried.month = self.month_of(cell);
            if self.carried.month.is_none() {
                self.note_unparsed(line, cell);
            }
        }
        let day_cell = self.row_cells.cell(Field::DayColumn);
        let day = day_cell
            .and_then(|c| whole_number(c, '日'))
            .and_then(|d| i8::try_from(d).ok())
            .filter(|d| (1..=31).contains(d));
        match self.date_of_parts(day) {
            Some(_) if day_cell.is_none() && self.row_cells.index(Field::DayColumn).is_some() && self.carried.date.is_some() => {
                self.take_carried_date(line);
            }
            Some(date) => {
                line.date = Some(date);
                let named = day_cell
                    .map(|c| (c, Field::DayColumn))
                    .or(month_cell.map(|c| (c, Field::MonthColumn)));
                if let Some((cell, field)) = named {
                    let cell = place(cell);
                    self.carried.date = Some(CarriedDate { date, cell, field });
                }
            }
            None if month_cell.is_none() => self.take_carried_date(line),
            None => {}
        }
        for (field, cell) in [
            (Field::YearColumn, year_cell),
            (Field::MonthColumn, month_cell),
            (Field::DayColumn, day_cell),
        ] {
            if let Some(cell) = cell
                && !self.value_cells.iter().any(|(f, _)| *f == field)
            {
                self.value_cells.push((field, place(cell)));
            }
        }
    }

    /// The day with the month and the year that hold here, as far as these are known; `None` for a day that its month has not.
    fn date_of_parts(&self, day: Option<i8>) -> Option<PartialDate> {
        let month = match (self.carried.month, self.carried.year) {
            (Some(PartialDate::MonthOnly { month }), Some(year)) => {
                Some(Month::new(year, month).map_or(PartialDate::MonthOnly { month }, PartialDate::YearMonth))
            }
            (month, _) => month,
        };
        match (month, day) {
            (Some(PartialDate::YearMonth(m)), Some(day)) => Date::new(m.year(), m.month(), day).ok().map(PartialDate::Full),
            // A day that the month has in a leap year.
            (Some(PartialDate::MonthOnly { month }), Some(day)) => {
                let known = Date::new(2024, month, day).is_ok();
                known.then_some(PartialDate::MonthDay { month, day })
            }
            (Some(other), _) => Some(other),
            (None, day) => day.map(|day| PartialDate::DayOnly { day }),
        }
    }

    /// `3`, `3月`, `2024年3月`, `202403`, a true date: the month.
    pub(super) fn month_of(&self, cell: &Cell) -> Option<PartialDate> {
        if let Value::Number(f) = cell.value
            && f.fract() == 0.0
            && (1.0..=12.0).contains(&f)
        {
            #[allow(clippy::cast_possible_truncation)]
            return Some(PartialDate::MonthOnly { month: f as i8 });
        }
        match values::read_date(&cell.value, self.input.data.date_system) {
            DateCell::Is(date) | DateCell::Range(date) => match date {
                PartialDate::Full(d) => Some(PartialDate::YearMonth(Month::of(d))),
                PartialDate::DayOnly { day } if day <= 12 => Some(PartialDate::MonthOnly { month: day }),
                PartialDate::MonthDay { month, .. } => Some(PartialDate::MonthOnly { month }),
                PartialDate::DayOnly { .. } => None,
                other => Some(other),
            },
            // 1-2月: the last of them, as a title's months have it.
            _ => {
                let text = values::text(&cell.value)?;
                let (_, last) = months_in(&text)?;
                let month = period_in(&text).year.and_then(|year| Month::new(year, last));
                month.map(PartialDate::YearMonth).or(Some(PartialDate::MonthOnly { month: last }))
            }
        }
    }

    /// A line about to be pushed has a day that may be one of two.
    pub(super) fn note_open_date(&mut self) {
        if let Some(open) = self.carried.open_date {
            self.open_dates.push(OpenDate {
                line: self.sink.lines.len(),
                ..open
            });
        }
    }

    /// `6.2` is 2 June or 20 June: decided where the dates around it stand in order and leave room for one only.
    pub(super) fn settle_open_dates(&mut self) {
        let open_dates = std::mem::take(&mut self.open_dates);
        let Some(first) = open_dates.first() else { return };
        let known = self.known_days(first.line.min(self.first_line));
        let ordered = known.is_sorted_by_key(|(_, date)| *date);
        let mut reported: Option<CellRef> = None;
        for open in open_dates {
            let day = if ordered { between(&known, open) } else { None };
            let code = if day.is_some() { "date_inferred" } else { "date_ambiguous" };
            if reported != Some(open.cell) {
                let cell = self.input.data.grid.cell(open.cell.row, open.cell.col);
                let found = cell.map(|c| values::show(&c.value)).unwrap_or_default();
                let severity = if day.is_some() { Severity::Info } else { Severity::Warning };
                let shown = day.map_or(String::new(), |d| format!("{}-{d}", open.month));
                self.sink.issue(code, severity, Some(open.cell), &found, &[("expected", &shown)]);
                reported = Some(open.cell);
            }
            let note: Arc<str> = self.sink.note(code);
            if let Some(line) = self.sink.lines.get_mut(open.line) {
                if let Some(day) = day {
                    line.date = Some(PartialDate::MonthDay { month: open.month, day });
                }
                line.notes.push(note);
                line.notes.sort();
            }
        }
    }

    /// Lines whose date cannot be read, where no other line has one, or others are of several months: nothing in the table tells their month.
    /// What can be read of it may be of another month than the others: then neither their month nor the file's is certain.
    pub(super) fn doubt_unread_dates(&mut self) {
        let lines = self.sink.lines.get(self.first_line..).unwrap_or_default();
        let which: Vec<usize> = (self.first_line..)
            .zip(lines)
            .filter(|(_, l)| is_unread(l))
            .map(|(at, _)| at)
            .collect();
        if which.is_empty() {
            return;
        }
        let months: BTreeSet<i8> = lines
            .iter()
            .filter(|l| !is_unread(l))
            .filter_map(|l| l.date.and_then(PartialDate::month))
            .collect();
        for at in which {
            let hint = self.sink.lines.get(at).and_then(|line| self.unread_month(line));
            if hint.is_some_and(|month| !months.is_empty() && !months.contains(&month)) {
                self.note_each(at..at + 1, "month_suspected");
            } else if months.len() != 1 {
                self.note_each(at..at + 1, "month_open");
            }
        }
    }

    /// What can be read of the month of a date that is not understood.
    fn unread_month(&self, line: &RawLine) -> Option<i8> {
        let col = DATES.into_iter().find_map(|field| self.row_cells.sheet_column(field))?;
        let cell = self.input.data.grid.cell(line.row, col)?;
        values::month_hint(&values::text(&cell.value)?)
    }

    /// Lines from `from` on whose day is known: index, and month and day.
    fn known_days(&self, from: usize) -> Vec<(usize, (i8, i8))> {
        let lines = self.sink.lines.iter().enumerate().skip(from);
        lines
            .filter_map(|(i, line)| match line.date {
                Some(PartialDate::Full(d)) => Some((i, (d.month(), d.day()))),
                Some(PartialDate::MonthDay { month, day }) => Some((i, (month, day))),
                _ => None,
            })
            .collect()
    }
}

/// Whether a line has a date that could not be read.
fn is_unread(line: &RawLine) -> bool {
    line.notes.iter().any(|note| &**note == "unparsed_date")
}

/// The one of two days that fits between the known ones around it.
fn between(known: &[(usize, (i8, i8))], open: OpenDate) -> Option<i8> {
    let at = known.partition_point(|(line, _)| *line < open.line);
    let before = at.checked_sub(1).and_then(|i| known.get(i)).map(|k| k.1);
    let after = known.get(at).map(|k| k.1);
    if before.is_none() && after.is_none() {
        return None;
    }
    let fits = |day: i8| {
        let date = (open.month, day);
        before.is_none_or(|b| b <= date) && after.is_none_or(|a| date <= a)
    };
    match (fits(open.short), fits(open.long)) {
        (true, false) => Some(open.short),
        (false, true) => Some(open.long),
        _ => None,
    }
}

/// `5`, `5日`, `24年`.
fn whole_number(cell: &Cell, suffix: char) -> Option<i64> {
    let text = values::show(&cell.value);
    normal::squeeze(&text).trim_end_matches([suffix, '份', '度']).parse().ok()
}
