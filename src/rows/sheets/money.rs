//! The unit of money of a table whose columns name none.

use rust_decimal::Decimal;

use crate::{
    formats::cells::{Cell, Value},
    model::{field::Field, finding::Severity},
    rows::sheets::SheetReader,
    tables::{
        evidence::{factors::number, values::purchases},
        region::{Region, TableKind},
        table_data::TableData,
    },
    values::money_unit::{MoneyUnit, money_unit, money_unit_in_note},
};

/// Rows at the end of a table that are looked at for notes.
const LAST_ROWS: usize = 8;
/// Rows that contradict a unit, at least.
const ENOUGH: usize = 2;
/// A price of so many 万元 or more (1,000 yuan) for a unit of food is none.
const DEAREST: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

impl SheetReader<'_, '_> {
    /// The unit that the table's rows, its titles, its headers or a note below it name; yuan where the figures contradict it.
    pub(super) fn money_unit(&mut self, region: &Region, data: TableData<'_>, titled: Option<MoneyUnit>) -> MoneyUnit {
        let said = unit_of_rows(region, data)
            .or(titled)
            .or_else(|| shared_unit(region))
            .or_else(|| unit_in_notes(data));
        let unit = said.unwrap_or_default();
        let amount = region.lone(Field::Amount).filter(|c| c.money.is_none());
        let Some(amount) = amount.filter(|_| unit != MoneyUnit::Yuan && are_products_in_yuan(region, data)) else {
            return unit;
        };
        self.sink
            .issue("money_unit_by_figures", Severity::Warning, Some(amount.cell), unit.written(), &[]);
        MoneyUnit::Yuan
    }
}

/// Whether the amounts are quantity × a price in 元, in every row that has all three: the price says so, or its unit would cost what no food does.
fn are_products_in_yuan(region: &Region, data: TableData<'_>) -> bool {
    let lone = |field: Field| region.lone(field);
    let (Some(quantity), Some(price), Some(amount)) = (lone(Field::Quantity), lone(Field::UnitPrice), lone(Field::Amount)) else {
        return false;
    };
    let says_yuan = match price.money {
        Some(unit) if unit != MoneyUnit::Yuan => return false,
        said => said.is_some(),
    };
    let mut rows = 0;
    let all = purchases(data).all(|cells| {
        let [quantity, price, amount] = [quantity, price, amount].map(|c| number(cells, c.col));
        let (Some(quantity), Some(price), Some(amount)) = (quantity, price, amount) else {
            return true;
        };
        rows += 1;
        let product = quantity.checked_mul(price).filter(|_| says_yuan || price >= DEAREST);
        product.is_some_and(|product| product.round_dp(2) == amount.round_dp(2))
    });
    all && rows >= ENOUGH
}

/// `采购总额（万元）| 其中：832平台 | …`: a whole and its parts have one money unit, even where only one header names it. A table with
/// prices is no such table: a price in 元 stands beside an amount in 万元.
fn shared_unit(region: &Region) -> Option<MoneyUnit> {
    if !matches!(region.kind, TableKind::Statement | TableKind::ChannelColumns)
        || region.columns.iter().any(|c| c.field == Field::UnitPrice)
    {
        return None;
    }
    let amounts = region.columns.iter().filter(|c| c.field == Field::Amount);
    let mut named = amounts.chain(&region.unmapped).filter_map(|c| c.money);
    let first = named.next()?;
    named.all(|unit| unit == first).then_some(first)
}

/// The unit of money where the column of measures says nothing else in any row: 万元.
fn unit_of_rows(region: &Region, data: TableData<'_>) -> Option<MoneyUnit> {
    let measure = region.columns.iter().find(|c| c.field == Field::Measure)?;
    if region.columns.iter().any(|c| c.field == Field::UnitPrice) {
        return None;
    }
    let unit = |cell: &Cell| match &cell.value {
        Value::Text(text) => money_unit(text).filter(|_| text.contains('元')),
        _ => None,
    };
    let mut units = data.column(measure.col).map(unit);
    let first = units.next()??;
    units.all(|unit| unit == Some(first)).then_some(first)
}

/// The unit that a text alone in its row names, below a table that names none.
fn unit_in_notes(data: TableData<'_>) -> Option<MoneyUnit> {
    let note = |row: usize| {
        let mut cells = data.grid.filled(row);
        match (&cells.next()?.value, cells.next()) {
            (Value::Text(text), None) => money_unit_in_note(text),
            _ => None,
        }
    };
    data.rows
        .iter()
        .flat_map(|(from, to)| *from..*to)
        .rev()
        .take(LAST_ROWS)
        .find_map(note)
}
