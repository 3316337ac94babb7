//! The texts and dates of a line, with the cell of each.

use std::sync::Arc;

use crate::{
    formats::cells::{Cell, Value},
    model::{
        cell::CellRef,
        dates::{Month, PartialDate},
        field::Field,
        finding::Severity,
        line::LineKind,
        source::FieldCells,
    },
    rows::{
        reader::{OpenDate, TableReader},
        reading::{RawAmount, RawLine},
        row_cells::place,
    },
    values::{self, date::DateCell},
};

/// Whether [`target`] has a place for the field: told before its cell is made a text.
fn is_text(field: Field) -> bool {
    use Field::{Category, Channel, Funding, InvoiceNo, Item, Measure, OrderNo, Origin, Remark, Spec, Status, Supplier, UnitName};
    matches!(
        field,
        UnitName | Item | Category | Spec | Measure | Supplier | Origin | Channel | OrderNo | InvoiceNo | Funding | Remark | Status
    )
}

/// Where a text goes; `None` for fields that are no texts.
fn target(line: &mut RawLine, field: Field) -> Option<&mut Option<Arc<str>>> {
    Some(match field {
        Field::Item => &mut line.item,
        Field::Category => &mut line.category,
        Field::Spec => &mut line.spec,
        Field::Measure => &mut line.measure,
        Field::Supplier => &mut line.supplier,
        Field::Origin => &mut line.origin,
        Field::Channel => &mut line.channel,
        Field::OrderNo => &mut line.order_no,
        Field::UnitName => &mut line.rest_mut().unit_name,
        Field::InvoiceNo => &mut line.rest_mut().invoice_no,
        Field::Funding => &mut line.rest_mut().funding,
        Field::Remark => &mut line.rest_mut().remark,
        Field::Status => &mut line.rest_mut().status,
        _ => return None,
    })
}

const DATES: [Field; 4] = [Field::Date, Field::OrderDate, Field::ReceiptDate, Field::PaymentDate];

impl<'a> TableReader<'a, '_> {
    /// Everything of a line but its amount; the cells of its values wait in `self.places`.
    pub(crate) fn base(&mut self, row: u32, kind: LineKind) -> RawLine {
        self.places.clear();
        let mut line = RawLine {
            sheet: self.sheet,
            table: self.table,
            kind,
            row,
            date: None,
            item: None,
            category: None,
            spec: None,
            measure: None,
            supplier: None,
            origin: None,
            channel: None,
            has_channel_column: false,
            order_no: None,
            quantity: None,
            unit_price: None,
            amount: RawAmount::Unreadable(Arc::default()),
            cells: FieldCells::default(),
            notes: Vec::new(),
            rest: None,
        };
        if self.section_month.is_some() || self.section.is_some() {
            let rest = line.rest_mut();
            (rest.section_month, rest.section) = (self.section_month, self.section.clone());
        }
        self.texts(&mut line);
        self.figures(&mut line);
        self.dates(&mut line);
        line
    }

    fn texts(&mut self, line: &mut RawLine) {
        for i in 0..self.region.columns.len() {
            let column = &self.region.columns[i];
            let Some(cell) = self.slots.now.get(i).and_then(|s| s.cell) else {
                continue;
            };
            if let Some(channel) = &column.channel {
                if column.field == Field::Channel
                    && let Some(text) = values::text(&cell.value)
                    && !self.layouts.is_nothing(&text)
                    && !self.layouts.is_cross(&text)
                {
                    // Two ticks name two channels: the joined text is neither, so that a person looks. So does a text that is
                    // neither a yes nor a no.
                    let said = if self.layouts.is_tick(&text) { Arc::clone(channel) } else { text };
                    let joined = match line.channel.take() {
                        Some(known) if *known != *said => format!("{known}、{said}").into(),
                        _ => said,
                    };
                    line.channel = Some(joined);
                    self.places.push((Field::Channel, place(cell)));
                }
                continue;
            }
            let field = column.field;
            if !is_text(field) {
                continue;
            }
            let Some(text) = values::text(&cell.value) else { continue };
            // A dash in a text column is a blank with ink on it.
            if field != Field::Item && field != Field::Remark && self.layouts.is_nothing(&text) && &*text != "无" {
                continue;
            }
            let Some(target) = target(line, field) else { continue };
            *target = match target.take() {
                // A tick on the left and a text here: evidence of two kinds.
                Some(known) if field == Field::Channel && *known != *text => Some(format!("{known}、{text}").into()),
                _ => Some(text),
            };
            self.places.push((field, place(cell)));
            if matches!(field, Field::OrderNo | Field::InvoiceNo) && values::is_damaged_id(&cell.value) {
                line.notes.push(self.sink.note("damaged_id"));
                self.issue("damaged_id", Severity::Warning, place(cell), &values::show(&cell.value));
            }
        }
    }

    fn figures(&mut self, line: &mut RawLine) {
        if let Some(cell) = self.slots.cell(Field::Quantity)
            && let Some((q, unit)) = values::quantity(&cell.value)
        {
            line.quantity = Some(q);
            self.places.push((Field::Quantity, place(cell)));
            if line.measure.is_none() && !unit.is_empty() {
                line.measure = Some(unit.into());
            }
        }
        if let Some(cell) = self.slots.cell(Field::UnitPrice)
            && let Some((p, unit)) = values::quantity(&cell.value)
        {
            line.unit_price = Some(p);
            self.places.push((Field::UnitPrice, place(cell)));
            if line.measure.is_none() && !unit.is_empty() {
                line.measure = Some(unit.into());
            }
        }
    }

    fn dates(&mut self, line: &mut RawLine) {
        let primary = DATES.into_iter().find(|f| self.slots.at(*f).is_some());
        match primary {
            Some(field) => {
                let cell = self.slots.cell(field);
                self.date_cell(line, field, cell);
            }
            None => self.split_date(line),
        }
        for field in DATES {
            if Some(field) == primary {
                continue;
            }
            let Some(cell) = self.slots.cell(field) else { continue };
            if let DateCell::Is(date) | DateCell::Range(date) = values::read_date(&cell.value, self.system) {
                line.rest_mut().other_dates.push((field, date));
                self.places.push((field, place(cell)));
                if line.date.is_none() && self.date.is_none() && !line.notes.iter().any(|n| &**n == "unparsed_date") {
                    line.date = Some(date);
                }
            }
        }
        if primary.is_some()
            && primary != Some(Field::Date)
            && let (Some(field), Some(date)) = (primary, line.date)
        {
            line.rest_mut().other_dates.insert(0, (field, date));
        }
    }

    fn date_cell(&mut self, line: &mut RawLine, field: Field, cell: Option<&'a Cell>) {
        let read = cell.map_or(DateCell::Blank, |c| match &c.value {
            Value::Text(t) if self.layouts.is_nothing(t) => DateCell::Blank,
            value => values::read_date(value, self.system),
        });
        let at = cell.map(place);
        match (read, at) {
            (DateCell::Is(date), Some(at)) => self.dated(line, date, at, field),
            (DateCell::Range(date), Some(at)) => {
                line.notes.push(self.sink.note("date_range"));
                self.dated(line, date, at, field);
            }
            (DateCell::Ambiguous { month, short, long }, Some(at)) => {
                let open = OpenDate {
                    line: 0,
                    cell: at,
                    month,
                    short,
                    long,
                };
                self.dated(line, PartialDate::MonthAmbiguousDay { month }, at, field);
                self.open_date = Some(open);
            }
            (DateCell::Bad, Some(at)) => {
                line.notes.push(self.sink.note("unparsed_date"));
                let found = cell.map(|c| values::show(&c.value)).unwrap_or_default();
                self.issue("unparsed_date", Severity::Warning, at, &found);
                self.places.push((field, at));
                (self.date, self.open_date) = (None, None);
            }
            _ => {
                if let Some((date, at, field)) = self.date {
                    line.date = Some(date);
                    self.places.push((field, at));
                }
            }
        }
    }

    fn dated(&mut self, line: &mut RawLine, date: PartialDate, at: CellRef, field: Field) {
        line.date = Some(date);
        self.places.push((field, at));
        self.date = Some((date, at, field));
        self.open_date = None;
    }

    /// 年, 月 and 日 in columns of their own; a blank one takes the one above.
    fn split_date(&mut self, line: &mut RawLine) {
        let whole = |cell: Option<&Cell>, suffix: char| -> Option<i64> {
            let text = values::show(&cell?.value);
            crate::text::normal::squeeze(&text)
                .trim_end_matches([suffix, '份', '度'])
                .parse::<i64>()
                .ok()
        };
        let year_cell = self.slots.cell(Field::YearColumn);
        if let Some(year) = whole(year_cell, '年').and_then(|y| i16::try_from(if y < 100 { 2000 + y } else { y }).ok()) {
            self.year_above = Some(year);
        }
        let month_cell = self.slots.cell(Field::MonthColumn);
        let month = month_cell.map(|cell| (self.month_of(cell), place(cell)));
        if let Some((Some(month), _)) = month {
            self.month_above = Some(month);
        }
        if let Some((None, at)) = month {
            line.notes.push(self.sink.note("unparsed_date"));
            let found = month_cell.map(|c| values::show(&c.value)).unwrap_or_default();
            self.issue("unparsed_date", Severity::Warning, at, &found);
            self.month_above = None;
        }
        let day_cell = self.slots.cell(Field::DayColumn);
        let own_day = whole(day_cell, '日')
            .and_then(|d| i8::try_from(d).ok())
            .filter(|d| (1..=31).contains(d));
        let month_known = self.month_above.map(|m| self.with_year(m));
        let date = match (month_known, own_day) {
            (Some(PartialDate::YearMonth(m)), Some(day)) => jiff::civil::Date::new(m.year(), m.month(), day).ok().map(PartialDate::Full),
            (Some(PartialDate::MonthOnly { month }), Some(day)) => jiff::civil::Date::new(2024, month, day)
                .ok()
                .map(|_| PartialDate::MonthDay { month, day }),
            (Some(other), _) => Some(other),
            (None, Some(day)) => Some(PartialDate::DayOnly { day }),
            (None, None) => None,
        };
        let has_day_column = self.slots.at(Field::DayColumn).is_some();
        if let Some(date) = date {
            let carried = has_day_column && own_day.is_none() && day_cell.is_none();
            if carried && let Some((above, at, field)) = self.date {
                line.date = Some(above);
                self.places.push((field, at));
            } else {
                line.date = Some(date);
                if let Some(at) = day_cell.or(month_cell).map(place) {
                    let field = if day_cell.is_some() { Field::DayColumn } else { Field::MonthColumn };
                    self.date = Some((date, at, field));
                }
            }
        } else if let Some((above, at, field)) = self.date.filter(|_| month.is_none()) {
            line.date = Some(above);
            self.places.push((field, at));
        }
        for (field, cell) in [
            (Field::YearColumn, year_cell),
            (Field::MonthColumn, month_cell),
            (Field::DayColumn, day_cell),
        ] {
            if let Some(cell) = cell
                && !self.places.iter().any(|(f, _)| *f == field)
            {
                self.places.push((field, place(cell)));
            }
        }
    }

    fn with_year(&self, date: PartialDate) -> PartialDate {
        match (date, self.year_above) {
            (PartialDate::MonthOnly { month }, Some(year)) => Month::new(year, month).map_or(date, PartialDate::YearMonth),
            _ => date,
        }
    }

    /// `3`, `3月`, `2024年3月`, `202403`, a true date: the month.
    fn month_of(&self, cell: &Cell) -> Option<PartialDate> {
        if let Value::Number(f) = cell.value
            && f.fract() == 0.0
            && (1.0..=12.0).contains(&f)
        {
            #[allow(clippy::cast_possible_truncation)]
            return Some(PartialDate::MonthOnly { month: f as i8 });
        }
        match values::read_date(&cell.value, self.system) {
            DateCell::Is(date) | DateCell::Range(date) => match date {
                PartialDate::Full(d) => Some(PartialDate::YearMonth(Month::of(d))),
                PartialDate::DayOnly { day } if day <= 12 => Some(PartialDate::MonthOnly { month: day }),
                PartialDate::MonthDay { month, .. } => Some(PartialDate::MonthOnly { month }),
                PartialDate::DayOnly { .. } => None,
                other => Some(other),
            },
            _ => None,
        }
    }

    /// A line about to be pushed has a day that may be one of two.
    pub(crate) fn note_open_date(&mut self) {
        if let Some(open) = self.open_date {
            self.open_dates.push(OpenDate {
                line: self.sink.lines.len(),
                ..open
            });
        }
    }

    /// `6.2` is 2 June or 20 June: decided where the dates around it stand in order and leave room for one only.
    pub(crate) fn settle_dates(&mut self) {
        if self.open_dates.is_empty() {
            return;
        }
        let from = self.open_dates.first().map_or(0, |o| o.line.min(self.first_line));
        let known: Vec<(usize, (i8, i8))> = self.sink.lines[from..]
            .iter()
            .enumerate()
            .filter_map(|(i, l)| match l.date {
                Some(PartialDate::Full(d)) => Some((from + i, (d.month(), d.day()))),
                Some(PartialDate::MonthDay { month, day }) => Some((from + i, (month, day))),
                _ => None,
            })
            .collect();
        let ordered = known.windows(2).all(|w| w[0].1 <= w[1].1);
        let mut reported: Option<CellRef> = None;
        for open in std::mem::take(&mut self.open_dates) {
            let at = known.partition_point(|(line, _)| *line < open.line);
            let before = at.checked_sub(1).and_then(|i| known.get(i)).map(|k| k.1);
            let after = known.get(at).map(|k| k.1);
            let fits = |day: i8| {
                let date = (open.month, day);
                before.is_none_or(|b| b <= date) && after.is_none_or(|a| date <= a)
            };
            let day = match (ordered && (before.is_some() || after.is_some()), fits(open.short), fits(open.long)) {
                (true, true, false) => Some(open.short),
                (true, false, true) => Some(open.long),
                _ => None,
            };
            let code = if day.is_some() { "date_inferred" } else { "date_ambiguous" };
            if reported != Some(open.cell) {
                let found = self
                    .grid
                    .cell(open.cell.row, open.cell.col)
                    .map(|c| values::show(&c.value))
                    .unwrap_or_default();
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
}
