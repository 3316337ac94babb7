//! The tax under a header that nobody knows: what a rate beside it makes of the amount, as on an invoice.

use rust_decimal::Decimal;

use crate::{
    formats::cells::{Cell, Value},
    tables::{
        evidence::{factors::number, values::purchases},
        region::{Column, Region},
        table_data::TableData,
    },
    values::{is_blank, quantity},
};

/// The unknown column that is the amount times a rate of per cent in another column, in every row.
pub(super) fn by_rate(region: &Region, data: TableData<'_>) -> Option<Column> {
    let amount = region.whole_amounts().next().filter(|_| !region.unmapped.is_empty())?;
    let columns = || region.columns.iter().filter(|c| c.field.is_passive()).chain(&region.unmapped);
    let rates = columns().find(|column| {
        let mut said = data.column(column.col).filter(|c| !is_blank(&c.value)).peekable();
        said.peek().is_some() && said.all(|cell| rate(cell).is_some())
    })?;
    let taxes = |column: &&Column| {
        let mut rows = 0;
        let fits = purchases(data).all(|cells| {
            let rate = cells.iter().find(|c| c.col == rates.col).and_then(rate);
            let (Some(rate), Some(amount), Some(tax)) = (rate, number(cells, amount.col), number(cells, column.col)) else {
                return true;
            };
            rows += 1;
            amount.checked_mul(rate).is_some_and(|full| (full - tax).abs() < Decimal::new(1, 2))
        });
        fits && rows > 0
    };
    region.unmapped.iter().find(|c| c.col != rates.col && taxes(c)).cloned()
}

/// `9%`, or 0.09.
fn rate(cell: &Cell) -> Option<Decimal> {
    let rate = match &cell.value {
        Value::Text(text) => text.trim().strip_suffix(['%', '％'])?.trim().parse::<Decimal>().ok()? / Decimal::ONE_HUNDRED,
        Value::Number(_) => quantity(&cell.value)?.0,
        _ => return None,
    };
    (rate < Decimal::new(2, 1) && !rate.is_sign_negative()).then_some(rate)
}
