//! Days without a month that run over the end of one, and days without a year that run over the end of it: told by their order.

use crate::{
    model::dates::PartialDate,
    rows::{
        reader::TableReader,
        reading::RawLine,
        sink::{AFTER_NEW_YEAR, BEFORE_NEW_YEAR, MONTH_BEFORE},
    },
};

/// The first day of an accounting month, at least, that begins in the month before, and the most days between its last one and this.
const EARLIEST: i8 = 20;
const GAP: i8 = 3;
/// Lines of a table, at least, whose days tell so for certain.
const FEWEST: usize = 6;
/// The first month of a school year, and the last and the first that a turn of the year stands between.
const AUGUST: i8 = 8;
const NOVEMBER: i8 = 11;
const FEBRUARY: i8 = 2;

impl TableReader<'_, '_> {
    /// Notes which lines stand before the turn of the month or of the year.
    pub(super) fn note_turns(&mut self) {
        let lines = self.sink.lines.get(self.first_line..).unwrap_or_default();
        let day = |line: &RawLine| match line.date {
            Some(PartialDate::DayOnly { day }) if line.rare().section_month.is_none() => Some(day),
            _ => None,
        };
        let month = |line: &RawLine| match line.date.or(line.rare().section_month)? {
            PartialDate::DayOnly { .. } => line.rare().section_month.and_then(yearless),
            date => yearless(date),
        };
        let (all, from) = (self.first_line..self.sink.lines.len(), self.first_line);
        if let Some(turn) = turn(lines, day) {
            let (first, last) = (least(&lines[..turn], day), most(&lines[turn..], day));
            if turn < 2 || first < EARLIEST {
                return;
            }
            let days_before = match self.input.month.and_then(PartialDate::month) {
                Some(5 | 7 | 10 | 12) => 30,
                Some(1 | 2 | 4 | 6 | 8 | 9 | 11) => 31,
                Some(3) => 29,
                _ => 28,
            };
            let sure = all.len() >= FEWEST && first - last <= GAP && most(&lines[..turn], day) <= days_before;
            self.note_each(from..from + turn, if sure { MONTH_BEFORE } else { "month_suspected" });
        } else if let Some(turn) = turn(lines, month)
            && least(&lines[..turn], month) >= AUGUST
            && most(&lines[..turn], month) >= NOVEMBER
            && least(&lines[turn..], month) <= FEBRUARY
        {
            self.note_each(from..from + turn, BEFORE_NEW_YEAR);
            self.note_each(from + turn..all.end, AFTER_NEW_YEAR);
        }
    }
}

fn yearless(date: PartialDate) -> Option<i8> {
    match date {
        PartialDate::MonthDay { month, .. } | PartialDate::MonthOnly { month } | PartialDate::MonthAmbiguousDay { month } => Some(month),
        _ => None,
    }
}

/// Where the values of all lines, which rise before and behind, fall once, below all that stand before.
fn turn(lines: &[RawLine], value: impl Fn(&RawLine) -> Option<i8>) -> Option<usize> {
    let (mut turn, mut above, mut first) = (None, value(lines.first()?)?, value(lines.first()?)?);
    for (at, line) in lines.iter().enumerate() {
        let own = value(line)?;
        if own < above {
            if turn.is_some() {
                return None;
            }
            turn = Some(at);
        } else if turn.is_none() {
            first = first.min(own);
        }
        if turn.is_some() && own >= first {
            return None;
        }
        above = own;
    }
    turn
}

fn least(lines: &[RawLine], value: impl Fn(&RawLine) -> Option<i8>) -> i8 {
    lines.iter().filter_map(value).min().unwrap_or_default()
}

fn most(lines: &[RawLine], value: impl Fn(&RawLine) -> Option<i8>) -> i8 {
    lines.iter().filter_map(value).max().unwrap_or_default()
}
