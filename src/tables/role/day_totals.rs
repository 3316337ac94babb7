//! `3月4日 | 当日小结 | 850`: totals that carry their day's date, told by figures alone. A row without a price whose amount is that of all others of
//! its day is their total where it is so day after day; once may be chance.

use std::{collections::BTreeMap, sync::Arc};

use rust_decimal::Decimal;

use crate::{
    formats::cells::{Cell, DateSystem, Value},
    model::{dates::PartialDate, field::Field},
    tables::{
        region::{DATES, LABELS, Region},
        role::marks::RowMarks,
        table_data::TableData,
        vocabulary::meaning::RowLabel,
    },
    values::{self, date::DateCell},
};

/// Days of several purchases that must add up, before their totals are certain.
const LEAST_DAYS: usize = 2;
/// Purchases of one day that hardly add up to another by chance.
const SUSPECT: usize = 3;

/// A row with an amount.
struct Figures {
    row: usize,
    day: Option<Day>,
    fen: i64,
    quantity: Option<Decimal>,
    /// It has neither a price nor more texts than one.
    bare: bool,
}

/// A day by its month, where it has one, however it is written.
#[derive(Clone, Copy)]
struct Day {
    month: Option<i8>,
    day: i8,
}

impl Day {
    fn of(value: &Value, system: DateSystem) -> Option<Self> {
        let (month, day) = match values::read_date(value, system) {
            DateCell::Is(PartialDate::Full(date)) => (Some(date.month()), date.day()),
            DateCell::Is(PartialDate::MonthDay { month, day }) => (Some(month), day),
            DateCell::Is(PartialDate::DayOnly { day }) => (None, day),
            _ => return None,
        };
        Some(Self { month, day })
    }

    fn is_same(self, other: Self) -> bool {
        self.day == other.day && (self.month == other.month || self.month.is_none() || other.month.is_none())
    }
}

/// Marks the totals of days.
pub(super) fn mark(region: &Region, data: TableData<'_>, fen: &dyn Fn(usize) -> Option<i64>, marks: &mut RowMarks) {
    let Some(date) = region
        .columns
        .iter()
        .find(|c| DATES.contains(&c.field) || c.field == Field::DayColumn)
    else {
        return;
    };
    let days = days(region, data, date.col, fen);
    // Below its purchases, or above them.
    for at in [usize::MAX, 0] {
        let found: Vec<Option<(usize, usize)>> = days.iter().map(|day| total_at(day, at)).collect();
        let several = found.iter().flatten().filter(|(_, rest)| *rest > 1).count();
        // A day of one purchase needs no total; all others have one.
        let all = days.iter().zip(&found).all(|(day, total)| total.is_some() || day.len() < 2);
        if all && several >= LEAST_DAYS {
            for (row, _) in found.into_iter().flatten() {
                marks.entry(row).or_default().day_total = true;
            }
            return;
        }
        if at > 0 {
            for (row, _) in found.into_iter().flatten().filter(|(_, rest)| *rest >= SUSPECT) {
                marks.entry(row).or_default().total_suspected = true;
            }
        }
    }
}

/// `3月31日 | 鑫源月结 | 2400 | 鑫源`: totals of sellers that carry a date. Where every seller of several rows has one, it is no chance.
pub(super) fn mark_sellers(region: &Region, data: TableData<'_>, fen: &dyn Fn(usize) -> Option<i64>, marks: &mut RowMarks) {
    let Some(supplier) = region.columns.iter().find(|c| c.field == Field::Supplier).map(|c| c.col) else {
        return;
    };
    let of_price = |col: &u32| matches!(region.field_at(*col), Some(Field::Quantity | Field::UnitPrice));
    let prices: Vec<u32> = region.columns.iter().map(|c| c.col).filter(of_price).collect();
    let bare = |cells: &[Cell]| !cells.iter().any(|c| prices.contains(&c.col) && !values::is_blank(&c.value));
    let seller = |cells: &[Cell]| cells.iter().find(|c| c.col == supplier).and_then(|c| values::text(&c.value));
    let rows = || data.rows.iter().flat_map(|(from, to)| *from..*to);
    // Nearly every table has no row of a seller without a price, and so no such total.
    if !rows()
        .map(|row| data.grid.cells(row))
        .any(|cells| bare(cells) && seller(cells).is_some())
    {
        return;
    }
    let mut sellers: BTreeMap<Arc<str>, Vec<Figures>> = BTreeMap::new();
    for row in rows() {
        let cells = data.grid.cells(row);
        let (Some(seller), Some(fen)) = (seller(cells), fen(row)) else {
            continue;
        };
        sellers.entry(seller).or_default().push(Figures {
            row,
            day: None,
            fen,
            quantity: None,
            bare: bare(cells),
        });
    }
    sellers.retain(|_, rows| rows.len() > 1);
    // Where nothing has a quantity or a price, the last purchase looks like a total.
    let counted = sellers.values().flatten().any(|f| !f.bare);
    let found: Vec<Option<(usize, usize)>> = sellers.values().map(|rows| total_at(rows, usize::MAX)).collect();
    let several = found.iter().flatten().filter(|(_, rest)| *rest > 1).count();
    if counted && several >= LEAST_DAYS && found.iter().all(Option::is_some) {
        for (row, _) in found.into_iter().flatten() {
            marks.entry(row).or_default().day_total = true;
        }
    }
}

/// The row of a day (its first or its last one) that all others add up to, and how many these are.
fn total_at(day: &[Figures], at: usize) -> Option<(usize, usize)> {
    let at = at.min(day.len().checked_sub(1)?);
    let total = day.get(at).filter(|t| t.bare && day.len() > 1)?;
    let others = || day.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, f)| f);
    let sum: i128 = others().map(|f| i128::from(f.fen)).sum();
    let quantity = || others().filter_map(|f| f.quantity).fold(Decimal::ZERO, Decimal::saturating_add);
    let fits = sum == i128::from(total.fen) && total.quantity.is_none_or(|q| q == quantity());
    fits.then_some((total.row, others().count()))
}

/// Runs of rows with the same day, where one at least may be a total; a blank is that of the row above.
fn days(region: &Region, data: TableData<'_>, date_col: u32, fen: &dyn Fn(usize) -> Option<i64>) -> Vec<Vec<Figures>> {
    let columns = |field: Field| {
        region
            .columns
            .iter()
            .filter(move |c| c.field == field && c.channel.is_none())
            .map(|c| c.col)
    };
    let price: Vec<u32> = columns(Field::UnitPrice).collect();
    let quantity: Vec<u32> = columns(Field::Quantity).collect();
    let labels: Vec<u32> = LABELS.into_iter().flat_map(columns).collect();
    let filled = |cells: &[Cell], cols: &[u32]| {
        cells
            .iter()
            .filter(|c| cols.contains(&c.col) && !values::is_blank(&c.value))
            .count()
    };
    let day = |cells: &[Cell]| {
        let cell = cells.iter().find(|c| c.col == date_col)?;
        Day::of(&cell.value, data.date_system)
    };
    let bare = |cells: &[Cell]| filled(cells, &price) == 0 && filled(cells, &labels) <= 1 && day(cells).is_some();
    let labelled = |cells: &[Cell]| {
        let label = |c: &Cell| matches!(&c.value, Value::Text(t) if matches!(data.vocabulary.row_label(t), Some(RowLabel::Total(_) | RowLabel::MonthTotal)));
        cells.iter().take(3).any(label)
    };
    let rows = || {
        data.rows
            .iter()
            .flat_map(|(from, to)| *from..*to)
            .map(|row| (row, data.grid.cells(row)))
    };
    let mut days: Vec<Vec<Figures>> = Vec::new();
    if !rows().any(|(_, cells)| bare(cells) && !labelled(cells)) {
        return days;
    }
    for (row, cells) in rows() {
        let Some(fen) = fen(row).filter(|_| !labelled(cells)) else {
            continue;
        };
        let number = cells
            .iter()
            .find(|c| quantity.contains(&c.col))
            .and_then(|c| values::quantity(&c.value));
        let figures = Figures {
            row,
            day: day(cells),
            fen,
            quantity: number.map(|q| q.0),
            bare: bare(cells),
        };
        match days.last_mut().filter(|of| {
            figures
                .day
                .is_none_or(|day| of.first().and_then(|f| f.day).is_some_and(|first| first.is_same(day)))
        }) {
            Some(of) => of.push(figures),
            None => days.push(vec![figures]),
        }
    }
    days
}
