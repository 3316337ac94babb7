//! Rows of a statement that are of no month: the year before, differences, plans, shares. A row beside months whose own label is no month may be
//! one of these under a name that nobody knows.

use crate::{
    formats::cells::{Cell, Value},
    model::{dates::PartialDate, field::Field},
    tables::{
        region::{Column, DATES, Region, TableKind},
        role::marks::{Aside, RowMarks},
        table_data::TableData,
        vocabulary::Vocabulary,
    },
    text::normal,
    values::{
        self,
        date::{
            DateCell,
            title::{months_in, period_in, sums_of_months},
        },
    },
};

/// What a row's label says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    Month,
    /// Another period, a plan, a share.
    Other,
    /// Words in the column of months that are none.
    Words,
    /// Several months: first and last.
    Span(i8, i8),
    Nothing,
}

/// Marks such rows.
pub(super) fn mark(region: &Region, data: TableData<'_>, running: bool, marks: &mut RowMarks) {
    if region.kind != TableKind::Statement {
        return;
    }
    let is_month = |field: Field| DATES.contains(&field) || field == Field::MonthColumn;
    let months = region.columns.iter().find(|c| is_month(c.field)).map(|c| c.col);
    let is_amount = |col: u32| region.field_at(col) == Some(Field::Amount);
    let has_amount = |cells: &[Cell]| cells.iter().any(|c| is_amount(c.col) && !values::is_blank(&c.value));
    let label = |cells: &[Cell]| {
        let of_unit = |c: &&Cell| region.field_at(c.col) == Some(Field::UnitName) || is_amount(c.col);
        let mut shown = cells.iter().filter(|c| data.grid.shows(c) && !of_unit(c));
        let cell = match months {
            Some(col) => shown.find(|c| c.col == col),
            None => shown.find(|c| matches!(c.value, Value::Text(_))),
        };
        cell.map_or(Label::Nothing, |cell| label_of(cell, months.is_some(), data))
    };
    let rows = || data.rows.iter().flat_map(|(from, to)| *from..*to);
    let rows = rows().map(|row| (row, data.grid.cells(row))).filter(|(_, cells)| has_amount(cells));
    let labels: Vec<(usize, Label)> = rows.map(|(row, cells)| (row, label(cells))).collect();
    let any = |wanted: Label| labels.iter().any(|(_, label)| *label == wanted);
    if labels.iter().all(|(_, label)| *label == Label::Other) {
        return;
    }
    let span = |row: usize, label: Label| match label {
        Label::Span(first, last) => Some((first, last)),
        Label::Month => month_at(region, row, data).map(|m| (m, m)),
        _ => None,
    };
    let spans: Vec<(usize, (i8, i8))> = labels.iter().filter_map(|(row, l)| Some((*row, span(*row, *l)?))).collect();
    let sums = sums_of_months(&spans.iter().map(|(_, span)| *span).collect::<Vec<_>>());
    // 1-3月 beside 1-2月 and 3月 is open, these are not.
    let holds_others = |row: usize| match &sums {
        Some(sums) => spans.iter().zip(sums).any(|((own, _), sum)| *own == row && *sum),
        None => true,
    };
    let of_months: Vec<usize> = labels.iter().filter(|(_, l)| *l == Label::Month).map(|(row, _)| *row).collect();
    if running && runs_on(region, data, &of_months) {
        of_months.iter().for_each(|row| marks.entry(*row).or_default().suspected = true);
    }
    for (row, label) in &labels {
        match label {
            Label::Other => marks.entry(*row).or_default().aside = Some(Aside::Other),
            Label::Words if any(Label::Month) => marks.entry(*row).or_default().no_month = true,
            Label::Span(..) if holds_others(*row) => marks.entry(*row).or_default().no_month = true,
            _ => {}
        }
    }
}

/// Whether the amounts of no column become less from row to row, over two rows at least: each may hold the one before.
fn runs_on(region: &Region, data: TableData<'_>, rows: &[usize]) -> bool {
    let amounts = region.columns.iter().filter(|c| c.field == Field::Amount);
    let grows = |column: &Column| {
        let figures = rows
            .iter()
            .filter_map(|row| data.grid.cells(*row).iter().find(|c| c.col == column.col));
        figures.filter_map(|c| values::quantity(&c.value)).map(|q| q.0).is_sorted()
    };
    rows.len() > 1 && amounts.into_iter().all(grows)
}

/// The month that a row is of, by its column of months.
fn month_at(region: &Region, row: usize, data: TableData<'_>) -> Option<i8> {
    let months = region
        .columns
        .iter()
        .find(|c| DATES.contains(&c.field) || c.field == Field::MonthColumn)?;
    let cell = data.grid.cells(row).iter().find(|c| c.col == months.col)?;
    match values::read_date(&cell.value, data.date_system) {
        DateCell::Is(PartialDate::YearMonth(month)) => Some(month.month()),
        DateCell::Is(PartialDate::MonthOnly { month }) => Some(month),
        _ => None,
    }
}

fn label_of(cell: &Cell, in_months: bool, data: TableData<'_>) -> Label {
    let Value::Text(text) = &cell.value else {
        return if in_months { Label::Month } else { Label::Nothing };
    };
    let vocabulary: &Vocabulary = data.vocabulary;
    if vocabulary.row_label(text).is_some() || vocabulary.is_nothing(text) || vocabulary.is_ditto(text) {
        return Label::Nothing;
    }
    if vocabulary.labels_other_period(text) {
        return Label::Other;
    }
    let dated = !matches!(values::read_date(&cell.value, data.date_system), DateCell::Bad | DateCell::Blank);
    let named = || period_in(text).month.is_some() || months_in(text).is_some() || vocabulary.is_this_period(&normal::header(text).text);
    if let Some((first, last)) = months_in(text).filter(|_| in_months && period_in(text).month.is_none()) {
        return Label::Span(first, last);
    }
    match (in_months, dated || named()) {
        (true, true) => Label::Month,
        (true, false) => Label::Words,
        (false, _) => Label::Nothing,
    }
}
