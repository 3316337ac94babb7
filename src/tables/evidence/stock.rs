//! `昨日结存 | 今日购进 | 今日消耗 | 今日结存`: the sides of a stock book by their figures, whatever they are called. What was there and what came in,
//! less what went out, is what is left.

use rust_decimal::Decimal;

use crate::{
    formats::cells::Value,
    model::field::Field,
    tables::{
        region::{Column, Region},
        role::kind,
        table_data::TableData,
        vocabulary::meaning::StockSide,
    },
    values,
};

/// Rows that must balance.
const LEAST_ROWS: usize = 2;

/// Columns of one side: its title, and which figure each column holds.
struct Side {
    title: String,
    columns: Vec<(usize, Field)>,
}

impl Side {
    fn column(&self, field: Field) -> Option<usize> {
        self.columns.iter().find(|(_, f)| *f == field).map(|(at, _)| *at)
    }
}

/// Which of four sides in a row, or of three, is which.
struct Balance {
    sides: Vec<Side>,
    incoming: usize,
}

/// Makes the incoming side the purchases and puts the others out, where the figures of most rows balance.
pub(crate) fn settle(region: &mut Region, data: TableData<'_>) {
    let Some(Balance { sides, incoming }) = balance(region, data) else {
        return;
    };
    for (at, side) in sides.iter().enumerate() {
        for (index, field) in &side.columns {
            let Some(column) = region.columns.get_mut(*index) else { continue };
            column.channel = None;
            (column.incoming, column.outgoing) = (at == incoming, at != incoming);
            column.field = if at == incoming { *field } else { Field::Ignored };
        }
    }
    if let Some(kind) = kind(region.columns.iter()) {
        region.kind = kind;
    }
}

/// Four sides side by side that balance; three, where a word says that one of them is no purchase.
fn balance(region: &Region, data: TableData<'_>) -> Option<Balance> {
    let mut sides = sides(region, data);
    if sides.len() < 3 {
        return None;
    }
    // What is left after what was sent back is no stock.
    let vocabulary = data.vocabulary;
    let other = |side: &Side| {
        let title = side.title.as_str();
        vocabulary.is_returned(title) || vocabulary.mentions_channel(title) || vocabulary.is_paid(title)
    };
    if sides.iter().any(other) {
        return None;
    }
    let says_outgoing = |side: &Side| vocabulary.side_of(&side.title) == Some(StockSide::Outgoing);
    for width in [4, 3] {
        for from in 0..(sides.len() + 1).saturating_sub(width) {
            let window = &sides[from..from + width];
            let incoming = width - 3;
            let known = width == 4 || window[1..].iter().any(says_outgoing);
            let figures = [Field::Amount, Field::Quantity].into_iter();
            let mut columns = figures.filter_map(|field| window.iter().map(|s| s.column(field)).collect::<Option<Vec<usize>>>());
            if known && columns.any(|columns| balances(region, data, &columns)) {
                let sides = sides.drain(from..from + width).collect();
                return Some(Balance { sides, incoming });
            }
        }
    }
    None
}

/// The figures of each title, left to right: `今日购进` over 数量 and 金额, or 今日购进数量.
fn sides(region: &Region, data: TableData<'_>) -> Vec<Side> {
    let mut sides: Vec<Side> = Vec::new();
    for (index, column) in region.columns.iter().enumerate() {
        let Some((title, field)) = data.vocabulary.side_and_figure(&column.header) else {
            continue;
        };
        match sides.iter_mut().find(|s| s.title == title) {
            Some(side) => side.columns.push((index, field)),
            None => sides.push(Side {
                title,
                columns: vec![(index, field)],
            }),
        }
    }
    sides
}

/// Whether opening (where there is one) and incoming less outgoing is what is left, in four rows of five.
fn balances(region: &Region, data: TableData<'_>, columns: &[usize]) -> bool {
    let columns: Option<Vec<&Column>> = columns.iter().map(|at| region.columns.get(*at)).collect();
    let Some(columns) = columns else { return false };
    let (mut rows, mut fitting, mut incoming) = (0, 0, 0);
    for index in data.sample() {
        let figure = |column: &&Column| match data.grid.cells(index).iter().find(|c| c.col == column.col) {
            None => Some(Decimal::ZERO),
            Some(cell) if values::is_blank(&cell.value) => Some(Decimal::ZERO),
            Some(cell) if matches!(&cell.value, Value::Text(t) if data.vocabulary.is_nothing(t)) => Some(Decimal::ZERO),
            Some(cell) => values::quantity(&cell.value).map(|q| q.0),
        };
        let Some(figures) = columns.iter().map(figure).collect::<Option<Vec<Decimal>>>() else {
            continue;
        };
        let [opening @ .., bought, issued, left] = figures.as_slice() else {
            continue;
        };
        if figures.iter().all(Decimal::is_zero) {
            continue;
        }
        let opening = opening.first().copied().unwrap_or_default();
        let expected = opening.checked_add(*bought).and_then(|sum| sum.checked_sub(*issued));
        rows += 1;
        fitting += usize::from(expected == Some(*left));
        incoming += usize::from(!bought.is_zero());
    }
    incoming >= LEAST_ROWS && fitting >= LEAST_ROWS && fitting * 5 >= rows * 4
}
