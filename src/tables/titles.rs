//! What stands above and between tables: the reporting unit, the month, the unit of money, section titles.

use std::sync::Arc;

use crate::{
    formats::cells::{Cell, DateSystem, Value},
    model::{
        cell::CellRef,
        dates::{Month, PartialDate},
        field::Field,
    },
    tables::{
        grid::{Grid, place},
        head_pairs::{self, Head},
        region::Located,
        title_labels::{Labelled, label_without_colon, labelled_values, names_time, unit_name},
        vocabulary::{Vocabulary, meaning::TitleLabel, roles::Said},
    },
    text::normal,
    values::{
        self,
        date::{
            self, DateCell,
            title::{TitlePeriod, months_in, period_in},
        },
        is_numeric_text,
        money_unit::{MoneyUnit, money_unit},
    },
};

mod sections;

use sections::{ends_as_title, names_in};
pub(crate) use sections::{is_numbered, is_section, labels_figure, without_marks, without_number};

/// Cells of a title row that are looked at.
const MOST_CELLS: usize = 64;
/// Characters of a title; what is longer is prose.
const LONGEST_TITLE: usize = 200;
/// Texts that are kept because they may name the unit, and their characters.
const MOST_NAMES: usize = 8;
const NAMES: std::ops::RangeInclusive<usize> = 3..=80;

/// What the title rows of a table (or of a sheet) say.
#[derive(Debug, Clone, Default)]
pub(crate) struct Titles {
    /// First text.
    pub(crate) title: Option<Located>,
    /// First text, and the other words that are no labelled values: one of them may name the unit.
    pub(crate) words: Vec<Located>,
    /// `填报单位：X`, the first one first.
    pub(crate) units: Vec<Located>,
    /// `单位：万元`.
    pub(crate) money: Option<MoneyUnit>,
    /// Year.
    pub(crate) year: Option<i16>,
    /// Month.
    pub(crate) month: Option<PartialDate>,
    /// Several months that a title spans (`1-3月`, `一季度`).
    pub(crate) months: Option<MonthSpan>,
    /// Month of a day of something that no word says is the purchases'.
    pub(crate) passing: Option<Month>,
    /// First day of a range whose last one has a label of its own.
    pub(super) range_start: Option<jiff::civil::Date>,
    /// Section title.
    pub(crate) section: Option<Located>,
    /// What the last title that says so says that the table is for.
    pub(crate) role: Option<(Said, Located)>,
    /// A title says 统计表, 汇总表.
    pub(crate) statement: bool,
    /// What pairs say of all lines.
    pub(crate) head: Head,
    /// Of true dates in title cells.
    pub(crate) date_system: DateSystem,
    /// Another table stands above: its footer may name seller and date too.
    later: bool,
    /// This table's own words name the month: a bare date beside them is the day on which it was made out.
    pub(super) named: bool,
    /// The last row that held something.
    last_row: Option<u32>,
}

/// Months from `first` to `last`, and the title that says so.
#[derive(Debug, Clone)]
pub(crate) struct MonthSpan {
    pub(crate) first: i8,
    pub(crate) last: i8,
    pub(crate) title: Located,
}

impl Titles {
    /// Nothing yet, for a sheet of that date system.
    pub(crate) fn new(date_system: DateSystem) -> Self {
        Self {
            date_system,
            ..Self::default()
        }
    }

    /// Takes in one row.
    pub(crate) fn row(&mut self, grid: &Grid<'_>, index: usize, vocabulary: &Vocabulary) {
        let cells: Vec<&Cell> = grid.cells(index).iter().take(MOST_CELLS).filter(|c| grid.shows(c)).collect();
        if cells.is_empty() {
            return;
        }
        self.end_of_footer(&cells, grid.row(index), vocabulary);
        let mut dates = cells.iter().filter(|c| matches!(c.value, Value::Date(_)));
        let only_date = dates.next().filter(|_| dates.next().is_none()).map(|c| c.col);
        let alone = cells.len() == 1;
        let mut cells = cells.into_iter().peekable();
        while let Some(cell) = cells.next() {
            let text = match &cell.value {
                Value::Text(text) => text,
                // A date alone, or behind a label that is not known.
                Value::Date(f) if only_date == Some(cell.col) && !self.named => {
                    let month = date::serial(*f, self.date_system).map(Month::of);
                    if alone {
                        self.month = month.map(PartialDate::YearMonth).or(self.month);
                    } else {
                        self.passing = month.or(self.passing);
                    }
                    continue;
                }
                _ => continue,
            };
            let beside = cells.peek().map(|c| &c.value);
            if self.text(text, place(cell), beside, vocabulary) {
                cells.next();
            }
        }
    }

    /// Below another table a title, or a gap, parts that table's footer (and its head) from what stands above the next.
    fn end_of_footer(&mut self, cells: &[&Cell], row: u32, vocabulary: &Vocabulary) {
        let gap = self.last_row.replace(row).is_some_and(|last| row > last + 1);
        let is_title = |text: &str| !text.contains([':', '：']) && !is_section(text, vocabulary) && text.chars().count() > 2;
        let titled = matches!(cells, [Cell { value: Value::Text(text), .. }] if is_title(normal::trim(text)));
        // A label that is not known may name another seller.
        let unknown = |c: &&Cell| matches!(&c.value, Value::Text(text) if text.contains([':', '：']) && labelled_values(text, vocabulary).0.is_empty());
        if self.later && (gap || titled || cells.iter().any(unknown)) {
            self.head = Head::default();
        }
    }

    /// Takes in one text; `beside` is the next cell, for a label that stands alone. True when the next cell was used.
    pub(crate) fn text(&mut self, text: &str, cell: CellRef, beside: Option<&Value>, vocabulary: &Vocabulary) -> bool {
        let shown = beside.map(values::show);
        let next = shown.as_deref();
        let trimmed = normal::trim(text);
        if trimmed.is_empty() || trimmed.chars().count() > LONGEST_TITLE {
            return false;
        }
        if let Some(beside) = beside
            && let Some(label) = vocabulary.other_date_label(&normal::header(trimmed).text)
            && names_time(&values::show(beside))
        {
            let day = values::show(beside);
            self.labelled(label, &day, cell, vocabulary);
            return true;
        }
        let (mut labelled, mut rest) = labelled_values(trimmed, vocabulary);
        let label = |text: &str| vocabulary.title_label(&normal::header(text).text);
        // `填报单位` in a cell of its own, its value in the next.
        if labelled.is_empty()
            && next.is_some_and(|b| label(b).is_none())
            && let Some(label) = label(trimmed)
        {
            labelled.push(Labelled {
                label,
                value: String::new(),
            });
            rest.clear();
        }
        if labelled.is_empty()
            && let Some(whole) = label_without_colon(trimmed, vocabulary)
        {
            labelled.push(whole);
            rest.clear();
        }
        let labelled_any = !labelled.is_empty();
        let mut used = false;
        if let [alone] = labelled.as_mut_slice()
            && alone.value.is_empty()
        {
            match next.filter(|next| !next.contains([':', '：'])) {
                Some(next) => {
                    next.clone_into(&mut alone.value);
                    used = true;
                }
                None => labelled.clear(),
            }
        }
        for Labelled { label, value } in labelled {
            match beside.filter(|_| used && label == TitleLabel::Head(Field::Date)) {
                Some(typed @ (Value::Date(_) | Value::IsoDate(_))) => self.day(typed, cell),
                _ => self.labelled(label, &value, cell, vocabulary),
            }
        }
        self.money = self.money.or_else(|| money_unit(&normal::header(trimmed).bracket));
        let rest = normal::trim(&rest);
        if !rest.is_empty() {
            let beside = beside.filter(|_| !used);
            // 消费帮扶超市电话：…: what stands right before a label is a part of it, unless it is a title.
            let of_label =
                labelled_any && !ends_as_title(rest) && trimmed.strip_prefix(rest).is_some_and(|t| t.starts_with(char::is_alphabetic));
            let of_figure = labels_figure(rest, beside, vocabulary) || (of_label && vocabulary.mentions_channel(rest));
            self.words(rest, cell, of_figure, vocabulary);
        }
        used
    }

    fn labelled(&mut self, label: TitleLabel, value: &str, cell: CellRef, vocabulary: &Vocabulary) {
        let money = money_unit(value);
        match label {
            TitleLabel::OtherDate => {}
            TitleLabel::RangeStart | TitleLabel::RangeEnd => self.range(label, value, cell),
            TitleLabel::SomeDay => self.some_day(value, cell),
            TitleLabel::Money => self.money = money.or(self.money),
            TitleLabel::Other => {
                self.period(value, cell);
                // 部门, 伙食单位: the registry may know whose it is.
                if vocabulary.looks_like_organisation(value) {
                    self.may_be_name(value, cell);
                }
            }
            TitleLabel::Head(Field::Date) => match head_pairs::day(&Value::Text(value.into()), self.date_system) {
                Some(_) => self.day(&Value::Text(value.into()), cell),
                None => self.period(value, cell),
            },
            // 其中832平台： | 0 is no platform called 0.
            TitleLabel::Head(Field::Channel | Field::Supplier) if is_numeric_text(value) && !vocabulary.mentions_channel(value) => {}
            TitleLabel::Head(field) => self.head.set(field, value, cell),
            TitleLabel::UnitOrMoney if money.is_some() => self.money = money,
            TitleLabel::ReportingUnit | TitleLabel::UnitOrMoney => {
                if self.units.len() < MOST_NAMES
                    && money.is_none()
                    && !vocabulary.is_measure(value)
                    && !vocabulary.is_header_word(value)
                    && let Some(name) = unit_name(value)
                {
                    self.units.push(Located { text: name.into(), cell });
                }
            }
        }
    }

    /// What is no labelled value: the title itself, a section's, a period. The label of a figure about a channel names no channel of lines.
    fn words(&mut self, text: &str, cell: CellRef, of_figure: bool, vocabulary: &Vocabulary) {
        let here = || Located { text: text.into(), cell };
        let whole_is_date = matches!(date::text(text, self.date_system), DateCell::Is(_));
        self.period_of_words(text, cell, vocabulary);
        if self.title.is_none() && !of_figure && !whole_is_date && text.chars().count() > 2 && money_unit(text).is_none() {
            self.title = Some(here());
        }
        if !whole_is_date {
            names_in(text, vocabulary).into_iter().for_each(|name| self.may_be_name(name, cell));
        }
        if !of_figure && is_section(text, vocabulary) {
            self.section = Some(here());
        }
        if let Some(said) = vocabulary.role_said(text) {
            self.role = Some((said, here()));
        } else if vocabulary.is_section_text(text) {
            self.role = None;
        }
        self.statement |= vocabulary.is_statement_title(text);
    }

    fn may_be_name(&mut self, name: &str, cell: CellRef) {
        if self.words.len() < MOST_NAMES && NAMES.contains(&name.chars().count()) && !name.contains([':', '：']) {
            self.words.push(Located { text: name.into(), cell });
        }
    }

    pub(super) fn period(&mut self, text: &str, cell: CellRef) {
        let TitlePeriod { year, month } = period_in(text);
        self.year = year.or(self.year);
        if let Some((first, last)) = months_in(text).filter(|_| month.is_none()) {
            let title = Located { text: text.into(), cell };
            self.months = Some(MonthSpan { first, last, title });
            return;
        }
        self.named |= month.is_some();
        self.month = match (month, self.month) {
            (Some(PartialDate::MonthOnly { month }), Some(PartialDate::YearMonth(known))) if known.month() == month => self.month,
            (Some(found), _) => Some(found),
            (None, known) => known,
        };
    }

    /// The same where a channel is asked for that nobody knows.
    pub(crate) fn with_channel(&self, text: &Arc<str>, cell: CellRef) -> Self {
        let mut titles = self.clone();
        let text = Arc::clone(text);
        titles.head.channel.get_or_insert(Located { text, cell });
        titles
    }

    /// What a later table of the same sheet keeps of the titles above it.
    #[must_use]
    pub(crate) fn inherited(&self) -> Self {
        Self {
            words: Vec::new(),
            units: Vec::new(),
            section: None,
            title: None,
            role: None,
            statement: false,
            later: self.last_row.is_some(),
            named: false,
            last_row: None,
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests;
