//! Days in titles and heads: which of them are the table's, which are of something else, and what the month is.

use crate::{
    formats::cells::Value,
    model::{
        cell::CellRef,
        dates::{Month, PartialDate},
    },
    tables::{
        head_pairs,
        region::Located,
        titles::{MonthSpan, Titles},
        vocabulary::{Vocabulary, meaning::TitleLabel},
    },
    text::normal,
};

impl Titles {
    /// What is no labelled value: a period, or a day of which nothing says what it is.
    pub(super) fn period_of_words(&mut self, text: &str, cell: CellRef, vocabulary: &Vocabulary) {
        let behind_label = text.rsplit_once([':', '：']).map(|(_, value)| normal::trim(value));
        let day_of = |text: &str| head_pairs::day(&Value::Text(text.into()), self.date_system);
        match day_of(text).or_else(|| day_of(behind_label?)) {
            None => self.period(&vocabulary.without_basis(text), cell),
            Some(PartialDate::Full(day)) if !self.named => self.passing = Some(Month::of(day)),
            Some(_) if !self.named => {
                self.period(text, cell);
                self.named = false;
            }
            Some(_) => {}
        }
    }

    /// A day behind a word that is not known with 日期: of the lines that have none, but its year need not be theirs.
    pub(super) fn some_day(&mut self, value: &str, cell: CellRef) {
        let value = Value::Text(value.into());
        if head_pairs::day(&value, self.date_system).is_none() {
            let Value::Text(text) = &value else { return };
            return self.period(text, cell);
        }
        let known = self.year;
        self.day(&value, cell);
        if let (None, Some((PartialDate::Full(day), _))) = (known, self.head.date) {
            (self.year, self.passing) = (None, Some(Month::of(day)));
        }
    }

    /// The month that the titles name, or else that of the head's day, or of a day in passing.
    #[must_use]
    pub(crate) fn month(&self) -> Option<PartialDate> {
        self.sure_month().or(self.passing.map(PartialDate::YearMonth))
    }

    /// Whether a month is known from nothing but a day of something.
    #[must_use]
    pub(crate) fn is_in_passing(&self, month: PartialDate) -> bool {
        self.sure_month().is_none() && self.passing.map(PartialDate::YearMonth) == Some(month)
    }

    fn sure_month(&self) -> Option<PartialDate> {
        let of_day = || match self.head.date?.0 {
            PartialDate::Full(d) => Some(PartialDate::YearMonth(Month::of(d))),
            PartialDate::MonthDay { month, .. } => Some(PartialDate::MonthOnly { month }),
            _ => None,
        };
        self.month.or_else(of_day)
    }

    /// Year and month of a table whose rows have these months of their own: a day in passing that is of another month says nothing of them, and of
    /// the same one its year may be theirs.
    #[must_use]
    pub(crate) fn beside(&self, own: &[i8]) -> (Option<i16>, Option<PartialDate>) {
        // The head's day may itself be one in passing.
        let sure = if self.passing.is_some() { self.month } else { self.sure_month() };
        let month = match sure {
            Some(PartialDate::YearMonth(_)) => return (None, sure),
            Some(PartialDate::MonthOnly { month }) => Some(month),
            _ => None,
        };
        let fits = |m: &Month| month.is_none_or(|month| month == m.month()) && (own.is_empty() || own.contains(&m.month()));
        let passing = self.passing.filter(|m| self.year.is_none() && fits(m));
        let in_passing = passing.map(|m| match own {
            [] => PartialDate::YearMonth(m),
            _ => PartialDate::MonthOnly { month: m.month() },
        });
        (passing.map(Month::year), sure.or(in_passing))
    }

    /// An end of a range: where both lie in one month (or the last one is the first day of the next) it is this month.
    pub(super) fn range(&mut self, label: TitleLabel, value: &str, cell: CellRef) {
        let value = value.trim_matches(['[', ']', '【', '】', '(', ')', '（', '）', ' ']);
        let Some(PartialDate::Full(day)) = head_pairs::day(&Value::Text(value.into()), self.date_system) else {
            if label == TitleLabel::RangeStart {
                self.period(value, cell);
            }
            return;
        };
        if label == TitleLabel::RangeStart {
            self.range_start = Some(day);
            self.passing = Some(Month::of(day));
            return;
        }
        let Some(first) = self.range_start.take().filter(|first| *first <= day && !self.named) else {
            return;
        };
        self.passing = None;
        let last = if day.day() == 1 && day > first {
            day.yesterday().unwrap_or(day)
        } else {
            day
        };
        let (first, last) = (Month::of(first), Month::of(last));
        self.year = (first.year() == last.year()).then_some(last.year()).or(self.year);
        if first == last {
            self.month = Some(PartialDate::YearMonth(first));
        } else if first.year() == last.year() {
            let title = Located { text: value.into(), cell };
            (self.months, self.month) = (
                Some(MonthSpan {
                    first: first.month(),
                    last: last.month(),
                    title,
                }),
                None,
            );
        }
    }

    /// The day of a head. One behind the month that a title names is the day on which the form was made out.
    pub(super) fn day(&mut self, value: &Value, cell: CellRef) {
        let Some(date) = head_pairs::day(value, self.date_system) else {
            return;
        };
        let month_of = |date| match date {
            PartialDate::Full(d) => Some((Some(d.year()), d.month())),
            PartialDate::YearMonth(m) => Some((Some(m.year()), m.month())),
            PartialDate::MonthOnly { month } | PartialDate::MonthDay { month, .. } => Some((None, month)),
            _ => None,
        };
        let behind = match (month_of(date), self.month.filter(|_| self.named).and_then(month_of)) {
            (Some((Some(year), month)), Some((Some(titled_year), titled))) => (year, month) > (titled_year, titled),
            (Some((_, month)), Some((_, titled))) => month > titled,
            _ => false,
        };
        if behind {
            return;
        }
        if let PartialDate::Full(d) = date {
            self.year = self.year.or(Some(d.year()));
        }
        self.head.date = Some((date, cell));
    }
}
