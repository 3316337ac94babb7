//! The quantities of a stock book's rows, of those as well that bought nothing. No figure follows from them; checks add them up.

use rust_decimal::Decimal;

use crate::{
    model::{
        cell::CellRef,
        field::Field,
        goods::stock::{StockFigures, StockPart},
        line::LineKind,
        source::FieldCells,
    },
    rows::{reader::TableReader, reading::RawStock},
    tables::{grid::place, region::Region, vocabulary::Vocabulary},
    values,
};

/// Columns of quantities by side; none where the table does not say what is left.
pub(in crate::rows::reader) fn columns(region: &Region, vocabulary: &Vocabulary) -> Vec<(StockPart, usize)> {
    let side = |(at, column): (usize, &crate::tables::region::Column)| {
        if column.outgoing {
            return Some((vocabulary.stock_quantity(&column.header)?, at));
        }
        (column.field == Field::Quantity && column.channel.is_none()).then_some((StockPart::Incoming, at))
    };
    let columns: Vec<(StockPart, usize)> = region.columns.iter().enumerate().filter_map(side).collect();
    let is_left = |(part, _): &(StockPart, usize)| matches!(part, StockPart::Closing | StockPart::Counted);
    if columns.iter().any(is_left) && region.columns.iter().any(|c| c.field == Field::Item) {
        columns
    } else {
        Vec::new()
    }
}

impl TableReader<'_, '_> {
    /// Takes up what a row of goods says of its stock. What reading the row says beside was said already, or is of no purchase.
    pub(in crate::rows::reader) fn stock_row(&mut self, row: u32) {
        let mut figures = StockFigures::default();
        let mut left: Option<CellRef> = None;
        for at in 0..self.stock_columns.len() {
            let (part, index) = self.stock_columns[at];
            let Some(cell) = self.row_cells.in_column(index).filter(|c| c.own).and_then(|c| c.cell) else {
                continue;
            };
            let Some((number, _)) = values::quantity(&cell.value) else {
                continue;
            };
            let add = |known: Option<Decimal>| Some(known.unwrap_or_default() + number);
            match part {
                StockPart::Opening => figures.opening = add(figures.opening),
                StockPart::Incoming => figures.incoming = Some(number),
                StockPart::Issued => figures.issued = add(figures.issued),
                StockPart::Closing => figures.closing = Some(number),
                StockPart::Counted => figures.counted = Some(number),
            }
            if matches!(part, StockPart::Closing) || left.is_none() {
                left = Some(place(cell));
            }
        }
        let (Some(left), true) = (left, self.row_cells.has_value(Field::Item)) else {
            return;
        };
        let mark = self.sink.mark();
        let carried = (self.carried.date, self.carried.open_date, self.carried.month, self.carried.year);
        let mut line = self.base(row, LineKind::Detail);
        (self.carried.date, self.carried.open_date, self.carried.month, self.carried.year) = carried;
        self.sink.take_back(mark);
        line.cells = FieldCells::from_iter([(Field::Stock, left)]);
        let has_opening = self.stock_columns.iter().any(|(part, _)| *part == StockPart::Opening);
        self.sink.stock.push(RawStock {
            line,
            has_opening,
            figures,
        });
    }
}
