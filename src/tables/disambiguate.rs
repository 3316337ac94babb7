//! What only a table's data can tell: what `单位` means, whether a channel's column holds ticks, statement or ledger.

use crate::{
    formats::cells::{Cell, DateSystem, Value},
    model::{dates::PartialDate, field::Field},
    tables::{
        grid::Grid,
        region::{Column, DATES, GOODS, Region, TableKind},
        titles::Titles,
        vocabulary::Vocabulary,
    },
    values::{self, date::DateCell},
};

/// Data rows looked at.
const SAMPLE: usize = 400;

/// The rows below a table's headers, as far as they are looked at.
#[derive(Clone, Copy)]
pub(crate) struct DataRows<'a> {
    pub(crate) grid: &'a Grid<'a>,
    /// Indices of the grid: from, to (not included).
    pub(crate) ranges: &'a [(usize, usize)],
}

impl<'a> DataRows<'a> {
    /// Indices of the rows.
    pub(crate) fn indices(self) -> impl Iterator<Item = usize> + 'a {
        self.ranges.iter().flat_map(|(from, to)| *from..*to).take(SAMPLE)
    }

    /// Cells of one column.
    fn column(self, col: u32) -> impl Iterator<Item = &'a Cell> + 'a {
        self.indices()
            .filter_map(move |row| self.grid.cells(row).iter().find(|c| c.col == col))
    }
}

/// What a table is read with, beside its own cells.
#[derive(Clone, Copy)]
pub(crate) struct Beside<'a> {
    pub(crate) titles: &'a Titles,
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) date_system: DateSystem,
}

/// The table with its columns and its kind settled by the data below the header.
#[must_use]
pub(crate) fn settle(mut region: Region, rows: DataRows<'_>, beside: Beside<'_>) -> Region {
    settle_unit(&mut region, rows, beside.vocabulary);
    settle_ticks(&mut region, rows, beside.vocabulary);
    let has = |f: Field| region.columns.iter().any(|c| c.field == f && c.channel.is_none());
    if matches!(region.kind, TableKind::Detail | TableKind::ChannelColumns)
        && !GOODS.into_iter().any(has)
        && is_monthly(&region, rows, beside)
    {
        region.kind = TableKind::Statement;
    }
    if region.kind == TableKind::Statement {
        // 日期 over months: each row is a month.
        for column in region.columns.iter_mut().filter(|c| c.field == Field::Date) {
            column.field = Field::MonthColumn;
        }
    }
    region
}

/// Whether the date column holds months rather than days, or (without any) the title says statement.
fn is_monthly(region: &Region, rows: DataRows<'_>, beside: Beside<'_>) -> bool {
    let Some(column) = region.columns.iter().find(|c| DATES.contains(&c.field)) else {
        return beside.titles.statement;
    };
    let (mut months, mut days) = (0, 0);
    for cell in rows.column(column.col) {
        match values::read_date(&cell.value, beside.date_system) {
            DateCell::Is(PartialDate::YearMonth(_) | PartialDate::MonthOnly { .. }) => months += 1,
            DateCell::Is(_) | DateCell::Range(_) | DateCell::Ambiguous { .. } => days += 1,
            _ => {}
        }
    }
    months > days
}

/// Channel columns that hold ticks beside an amount column say which channel the amount went through.
fn settle_ticks(region: &mut Region, rows: DataRows<'_>, vocabulary: &Vocabulary) {
    let columns = &region.columns;
    if !columns.iter().any(Column::is_channel_amount) || !columns.iter().any(Column::is_whole_amount) {
        return;
    }
    let (mut ticks, mut figures) = (0, 0);
    for cell in rows.indices().flat_map(|row| rows.grid.cells(row)) {
        if !columns.iter().any(|c| c.col == cell.col && c.is_channel_amount()) {
            continue;
        }
        match &cell.value {
            Value::Text(t) if vocabulary.is_tick(t) => ticks += 1,
            Value::Text(t) if vocabulary.is_nothing(t) || vocabulary.is_cross(t) => {}
            _ => figures += 1,
        }
    }
    if ticks > figures {
        for column in region.columns.iter_mut().filter(|c| c.is_channel_amount()) {
            column.field = Field::Channel;
        }
        region.kind = TableKind::Detail;
    }
}

/// `单位` is the measure, unless its values are names of organisations; beside 计量单位 it is one only if they are.
fn settle_unit(region: &mut Region, rows: DataRows<'_>, vocabulary: &Vocabulary) {
    let has_quantity = region.columns.iter().any(|c| c.field == Field::Quantity);
    for column in &mut region.columns {
        if &*column.matched != "单位" || !matches!(column.field, Field::Measure | Field::UnitName) {
            continue;
        }
        let (mut names, mut other) = (0, 0);
        for cell in rows.column(column.col) {
            let Value::Text(text) = &cell.value else { continue };
            if vocabulary.row_label(text).is_some() || values::is_blank(&cell.value) || vocabulary.is_ditto(text) {
                continue;
            }
            if !vocabulary.is_measure(text) && vocabulary.looks_like_organisation(text) {
                names += 1;
            } else {
                other += 1;
            }
        }
        column.field = if names > other || (names + other == 0 && !has_quantity) {
            Field::UnitName
        } else {
            Field::Measure
        };
    }
    let measures = region.columns.iter_mut().filter(|c| c.field == Field::Measure);
    for column in measures.skip(1) {
        column.field = Field::Ignored;
    }
}
