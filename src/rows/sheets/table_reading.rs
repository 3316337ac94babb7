//! What is kept of a table for whoever looks at its reading.

use std::sync::Arc;

use crate::{
    model::{dates::PartialDate, field::Field, line::TableRole},
    rows::reading::{ColumnMap, RawLine, StatedTotal, TableReading, UnknownColumn},
    tables::{
        region::{Column, Region},
        table_data::TableData,
        titles::Titles,
    },
    values::{self, date::title::period_in, money_unit::MoneyUnit},
};

/// Values shown of a column that nobody knows.
const SHOWN_VALUES: usize = 3;

pub(super) fn table_reading(
    header: (u32, u32),
    region: &Region,
    titles: &Titles,
    money: MoneyUnit,
    role: TableRole,
    (totals, lines): (Vec<StatedTotal>, &[RawLine]),
) -> TableReading {
    let (passing_year, month) = titles.beside(&own_months(lines));
    TableReading {
        kind: region.kind,
        role,
        header,
        columns: region.columns.iter().filter(|c| !c.is_guess()).map(column_map).collect(),
        unmapped: Vec::new(),
        section: titles.section.clone(),
        title: titles.title.clone(),
        unit_names: titles.units.clone(),
        titles: titles.words.clone(),
        year: header_year(region).or(titles.year),
        passing_year,
        month: region.month.or(month).or_else(|| {
            // Figures of several months at once belong to no earlier month than the last.
            let month = titles.months.as_ref()?.last;
            Some(PartialDate::MonthOnly { month })
        }),
        money,
        sideways: false,
        totals,
        open_amounts: Vec::new(),
    }
}

/// A column that nobody knows, with the first values in it.
pub(super) fn unknown_column(column: &Column, data: TableData<'_>) -> UnknownColumn {
    let mut samples: Vec<Arc<str>> = Vec::new();
    for text in data.column(column.col).filter_map(|c| values::text(&c.value)) {
        if samples.len() == SHOWN_VALUES {
            break;
        }
        if !samples.contains(&text) {
            samples.push(text);
        }
    }
    UnknownColumn {
        text: Arc::clone(&column.header),
        cell: column.cell,
        samples,
    }
}

fn column_map(column: &Column) -> ColumnMap {
    ColumnMap {
        col: column.col,
        field: column.field,
        header: Arc::clone(&column.header),
        matched: Arc::clone(&column.matched),
        money: column.money,
        channel: column.channel.clone(),
    }
}

/// The months of lines whose dates have no year.
fn own_months(lines: &[RawLine]) -> Vec<i8> {
    let month = |line: &RawLine| match line.date? {
        PartialDate::MonthDay { month, .. } | PartialDate::MonthOnly { month } | PartialDate::MonthAmbiguousDay { month } => Some(month),
        _ => None,
    };
    let mut months: Vec<i8> = lines.iter().filter_map(month).collect();
    months.sort_unstable();
    months.dedup();
    months
}

/// `2024年` over 月 and 日.
fn header_year(region: &Region) -> Option<i16> {
    let dated = region
        .columns
        .iter()
        .find(|c| matches!(c.field, Field::MonthColumn | Field::DayColumn) && c.header.contains(" / "))?;
    period_in(dated.header.split(" / ").next()?).year
}
