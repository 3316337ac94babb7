//! A header row of days, in whatever form they are written: `品名 | 1日 | 2日`, `供应商 | 3月4日 | 3月5日`, `食材 | 1 | 2 | 3`, true dates.

use crate::{
    formats::cells::{Cell, DateSystem, Value},
    model::dates::PartialDate,
    text::normal,
    values::{
        self,
        date::{self, DateCell},
        numeral::may_hold_date,
    },
};

/// Fewest days of such a row.
const LEAST: usize = 3;
/// Fewest bare numbers that are days: they follow one another without a gap.
const LEAST_NUMBERS: usize = 5;

/// A day over a column.
pub(crate) struct DayHeader {
    pub(crate) col: u32,
    /// `4日`, `3月4日`, `2024年3月4日`.
    pub(crate) text: String,
    order: (i16, i8, i8),
    bare: bool,
}

impl DayHeader {
    fn of(cell: &Cell, system: DateSystem) -> Option<Self> {
        let (day, bare) = day(&cell.value, system)?;
        let (text, order) = match day {
            PartialDate::Full(d) => (
                format!("{}年{}月{}日", d.year(), d.month(), d.day()),
                (d.year(), d.month(), d.day()),
            ),
            PartialDate::MonthDay { month, day } => (format!("{month}月{day}日"), (0, month, day)),
            PartialDate::DayOnly { day } => (format!("{day}日"), (0, 0, day)),
            _ => return None,
        };
        Some(Self {
            col: cell.col,
            text,
            order,
            bare,
        })
    }

    fn goes_on_to(&self, next: &Self) -> bool {
        let step = !self.bare || next.order.2 == self.order.2 + 1;
        next.col == self.col + 1 && next.bare == self.bare && self.order < next.order && step
    }
}

/// The days of a row that may be a header, left to right: neighbours, each later than the one before, behind a text of its own.
#[must_use]
pub(crate) fn days_across(cells: &[Cell], system: DateSystem) -> Vec<DayHeader> {
    if cells.len() <= LEAST {
        return Vec::new();
    }
    let mut filled = cells.iter().filter(|c| !values::is_blank(&c.value)).peekable();
    let named = filled
        .peek()
        .is_some_and(|c| matches!(c.value, Value::Text(_)) && DayHeader::of(c, system).is_none());
    let mut run: Vec<DayHeader> = Vec::new();
    if !named {
        return run;
    }
    for cell in filled {
        match DayHeader::of(cell, system) {
            Some(day) if run.last().is_none_or(|last| last.goes_on_to(&day)) => run.push(day),
            // A second run, or a figure among them: no header of days.
            Some(_) => return Vec::new(),
            None => {}
        }
    }
    let least = if run.first().is_some_and(|d| d.bare) {
        LEAST_NUMBERS
    } else {
        LEAST
    };
    if run.len() < least {
        run.clear();
    }
    run
}

/// Whether a bare number may be the day of a month.
pub(crate) fn is_day_number(n: f64) -> bool {
    n.fract() == 0.0 && (1.0..=31.0).contains(&n)
}

/// The day that a header cell is, and whether it is a number and nothing else.
fn day(value: &Value, system: DateSystem) -> Option<(PartialDate, bool)> {
    #[allow(clippy::cast_possible_truncation)]
    let read = match value {
        Value::Number(n) if is_day_number(*n) => return Some((PartialDate::DayOnly { day: *n as i8 }, true)),
        Value::Number(_) => return None,
        Value::Text(text) => {
            let text = normal::trim(text);
            if !may_hold_date(text) {
                return None;
            }
            let bare = text.bytes().all(|b| b.is_ascii_digit());
            return match date::text(without_weekday(text), system) {
                DateCell::Is(day) => Some((day, bare)),
                _ => None,
            };
        }
        value => values::read_date(value, system),
    };
    match read {
        DateCell::Is(day) => Some((day, false)),
        _ => None,
    }
}

/// `周一(4日)`, `星期一 4日`: the day behind the weekday.
pub(crate) fn without_weekday(text: &str) -> &str {
    let behind = |mark: &str| {
        let rest = text.strip_prefix(mark)?;
        let weekday = rest.chars().next()?;
        Some(rest[weekday.len_utf8()..].trim_matches(|c: char| normal::is_blank(c) || "()（）".contains(c)))
    };
    behind("星期")
        .or_else(|| behind("周"))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(text)
}

/// `周一`, `星期五`: a day, though not which.
#[must_use]
pub(crate) fn is_weekday(text: &str) -> bool {
    let rest = text.strip_prefix("星期").or_else(|| text.strip_prefix('周'));
    rest.is_some_and(|rest| rest.chars().count() == 1 && rest.contains(|c| "一二三四五六日天".contains(c)))
}

/// What stands over the rows' names in a corner that names both sides: `品名\日期`.
pub(crate) fn corner_sides(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\\', '/', '＼', '／', '|', '｜', '\n'])
        .map(normal::trim)
        .filter(|t| !t.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(cells: &[&str]) -> usize {
        let cells: Vec<Cell> = (0_u32..)
            .zip(cells)
            .map(|(col, text)| Cell {
                row: 0,
                col,
                value: text.parse().map_or_else(|_| Value::Text((*text).into()), Value::Number),
                formula: false,
            })
            .collect();
        days_across(&cells, DateSystem::D1900).len()
    }

    #[test]
    fn neighbours_that_follow_one_another_are_days() {
        for days in [
            &["品名", "3月4日", "3月5日", "3月6日"][..],
            &["品名", "4日", "6日", "7日", "合计"],
            &["品名", "周一(4日)", "周二(5日)", "周三(6日)"],
            &["品名", "2024-03-04", "2024-03-05", "2024-04-01"],
            &["名称", "1", "2", "3", "4", "5"],
        ] {
            assert!(texts(days) >= 3, "{days:?}");
        }
        for none in [
            &["白菜", "1", "2", "4", "5", "6"][..],
            &["白菜", "1", "2", "3", "4"],
            &["品名", "3月5日", "3月4日", "3月6日"],
            &["品名", "3月4日", "数量", "3月5日", "3月6日"],
            &["2024-03-04", "3月4日", "3月5日", "3月6日"],
        ] {
            assert_eq!(texts(none), 0, "{none:?}");
        }
    }
}
