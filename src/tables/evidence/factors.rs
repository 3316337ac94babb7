//! The quantity or the price under a header that nobody knows: what makes the amount with the other one.

use rust_decimal::Decimal;

use crate::{
    formats::cells::Cell,
    model::field::Field,
    tables::{
        evidence::{units, values::purchases},
        region::{Column, Region},
        table_data::TableData,
    },
    values::{self, amount::Amount, money_unit::MoneyUnit},
};

/// Columns that are tried as factors of each other.
const MOST_TRIED: usize = 12;

/// Adopts the missing factor of the one amount column; without one, the two columns that make a third in every row.
pub(crate) fn settle(region: &mut Region, data: TableData<'_>, money: MoneyUnit) {
    let has = |field: Field| region.columns.iter().any(|c| c.field == field);
    let both = has(Field::Quantity) && has(Field::UnitPrice);
    if !both && is_without_results(region, data, money) {
        if !has(Field::Amount) {
            settle_both(region, data, money);
        }
        return settle_by_header(region, data);
    }
    let (missing, known) = match (has(Field::Quantity), has(Field::UnitPrice)) {
        (true, false) => (Field::UnitPrice, region.lone(Field::Quantity).cloned()),
        (false, true) => (Field::Quantity, region.lone(Field::UnitPrice).cloned()),
        _ => return,
    };
    let (Some(known), Some(amount)) = (known, region.lone(Field::Amount).cloned()) else {
        return;
    };
    let candidates = region.unmapped.clone();
    let mut fits = vec![(0_usize, 0_usize); candidates.len()];
    for cells in purchases(data) {
        let (Some(fen), Some(factor)) = (fen(cells, &amount, money), number(cells, known.col)) else {
            continue;
        };
        for (column, (rows, fitting)) in candidates.iter().zip(&mut fits) {
            let Some(other) = number(cells, column.col) else { continue };
            let product = factor.checked_mul(other).and_then(|p| values::to_fen(p, money));
            *rows += 1;
            *fitting += usize::from(fen != 0 && product.is_some_and(|p| p.0 == fen));
        }
    }
    let mut found = candidates.into_iter().zip(fits).filter(|(_, (rows, fitting))| *fitting * 2 > *rows);
    if let (Some((column, _)), None) = (found.next(), found.next()) {
        region.adopt(Column { field: missing, ..column });
    }
}

/// Whether no amount stands in the table: no column of them, or one of formulas that were never calculated.
fn is_without_results(region: &Region, data: TableData<'_>, money: MoneyUnit) -> bool {
    let mut amounts = region.columns.iter().filter(|c| c.field == Field::Amount && !c.outgoing);
    amounts.all(|c| {
        let results = |cell: &Cell| matches!(values::read_amount(&cell.value, c.money_unit(money)), Amount::Fen { fen, .. } if fen != 0);
        !purchases(data).filter_map(|cells| cell(cells, c.col)).any(results)
    })
}

/// The quantity and the price, of which one at least has a header that nobody knows, where just one column is the product of two in every row.
fn settle_both(region: &mut Region, data: TableData<'_>, money: MoneyUnit) {
    let factor = |c: &&Column| matches!(c.field, Field::Quantity | Field::UnitPrice) && c.channel.is_none() && !c.outgoing;
    let unknown = region.unmapped.iter().filter(|c| c.money.is_none_or(|unit| unit == money));
    let tried: Vec<Column> = region
        .columns
        .iter()
        .filter(factor)
        .chain(unknown)
        .take(MOST_TRIED)
        .cloned()
        .collect();
    let known = tried.iter().filter(factor).count();
    let figures = |cells: &[Cell]| -> Vec<Option<Decimal>> { tried.iter().map(|c| number(cells, c.col)).collect() };
    let rows: Vec<Vec<Option<Decimal>>> = purchases(data).map(figures).collect();
    let makes = |one: usize, other: usize, product: usize| {
        let (mut telling, mut all) = (0, 0);
        for row in &rows {
            let (Some(Some(a)), Some(Some(b)), Some(Some(p))) = (row.get(one), row.get(other), row.get(product)) else {
                continue;
            };
            all += 1;
            let same = a.checked_mul(*b).and_then(|p| values::to_fen(p, money)).map(|f| f.0) == values::to_fen(*p, money).map(|f| f.0);
            if !same {
                return false;
            }
            telling += usize::from(p != a && p != b);
        }
        telling >= 2 && telling * 2 > all
    };
    let mut found = Vec::new();
    for product in known..tried.len() {
        for one in (0..if known > 0 { 1 } else { tried.len() }).filter(|at| *at != product) {
            let others = (one + 1..tried.len()).filter(|at| *at != product);
            found.extend(
                others
                    .filter(|other| makes(one, *other, product))
                    .map(|other| (one, other, product)),
            );
        }
    }
    let [(one, other, product)] = found.as_slice() else { return };
    // Pieces and what each weighs make a weight.
    let of_money = |at: &usize| {
        let column = tried.get(*at);
        column.is_some_and(|c| c.field == Field::UnitPrice || data.vocabulary.is_of_money(&c.header))
    };
    if ![one, other, product].into_iter().any(of_money) {
        return;
    }
    let has = |field: Field| tried.iter().any(|c| c.field == field);
    let mut missing = [Field::Quantity, Field::UnitPrice].into_iter().filter(|f| !has(*f));
    for at in [*one, *other] {
        if let Some(column) = tried.get(at).filter(|c| !factor(c))
            && let Some(field) = missing.next()
        {
            region.adopt(Column { field, ..column.clone() });
        }
    }
}

/// The other factor of a known quantity or price, where its header speaks of one and no other column of figures does.
fn settle_by_header(region: &mut Region, data: TableData<'_>) {
    let has = |field: Field| {
        region
            .columns
            .iter()
            .any(|c| c.field == field && c.channel.is_none() && !c.outgoing)
    };
    let vocabulary = data.vocabulary;
    let (missing, fits): (Field, &dyn Fn(&str) -> bool) = match (has(Field::Quantity), has(Field::UnitPrice)) {
        (true, false) => (Field::UnitPrice, &|header| vocabulary.ends_as_price(header)),
        // 斤/件 is what a package holds.
        (false, true) => (Field::Quantity, &|header| {
            let packed = header.split_once('/').is_some_and(|(unit, _)| vocabulary.is_measure(unit));
            vocabulary.speaks_of_quantity(header) && !packed
        }),
        _ => return,
    };
    if !has(Field::Item) {
        return;
    }
    let figures = |column: &&Column| {
        data.column(column.col)
            .any(|c| values::quantity(&c.value).is_some_and(|q| !q.0.is_zero()))
    };
    let mut unknown = region.unmapped.iter().filter(figures);
    // 件数 beside 数量 is of no interest; alone it is the quantity.
    let passed_over = region
        .columns
        .iter()
        .filter(|c| c.field == Field::Ignored && !c.outgoing && fits(&c.header));
    let found = match (unknown.next(), unknown.next()) {
        (Some(column), None) if fits(&column.header) => Some(column),
        (None, None) => Some(passed_over.filter(figures)).and_then(|mut of| of.next().filter(|_| of.next().is_none())),
        _ => None,
    };
    let Some(column) = found.cloned() else { return };
    let factors = match (missing, region.lone(Field::Quantity), region.lone(Field::UnitPrice)) {
        (Field::Quantity, _, Some(price)) => units::priced(price).zip(units::counted(&column)),
        (_, Some(quantity), _) => units::priced(&column).zip(units::counted(quantity)),
        _ => None,
    };
    if factors.is_none_or(|(priced, counted)| units::are_same(&priced, &counted)) {
        region.make(column, missing);
    }
}

fn cell(cells: &[Cell], col: u32) -> Option<&Cell> {
    cells.get(cells.binary_search_by_key(&col, |c| c.col).ok()?)
}

/// The figure in a column of a row.
pub(crate) fn number(cells: &[Cell], col: u32) -> Option<Decimal> {
    values::quantity(&cell(cells, col)?.value).map(|q| q.0)
}

fn fen(cells: &[Cell], column: &Column, money: MoneyUnit) -> Option<i64> {
    match values::read_amount(&cell(cells, column.col)?.value, column.money_unit(money)) {
        Amount::Fen { fen, .. } => Some(fen),
        _ => None,
    }
}
