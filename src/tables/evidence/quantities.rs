//! Which column holds the quantity that the price is for: of several, by the unit behind the price, by what was received, by the sums of a row.

use rust_decimal::Decimal;

use crate::{
    model::field::Field,
    tables::{
        evidence::values::is_label_row,
        region::{Column, Region},
        table_data::TableData,
    },
    text::normal,
    values::{self, money_unit::MoneyUnit},
};

/// Settles the quantity before amounts are chosen.
pub(crate) fn settle(region: &mut Region, data: TableData<'_>, money: MoneyUnit) {
    let lone = |region: &Region, field: Field| {
        let mut columns = region
            .columns
            .iter()
            .filter(|c| c.field == field && c.channel.is_none() && !c.outgoing);
        columns.next().filter(|_| columns.next().is_none()).cloned()
    };
    let Some(price) = lone(region, Field::UnitPrice) else { return };
    let amounts: Vec<Column> = region
        .columns
        .iter()
        .filter(|c| c.is_whole_amount() && !c.outgoing)
        .cloned()
        .collect();
    match (lone(region, Field::Quantity), amounts.as_slice()) {
        (Some(quantity), []) => by_unit(region, &quantity, &price),
        (None, [total]) => by_sum(region, data, &price, total),
        (Some(quantity), [_, _, ..]) => by_receipt(region, data, [&quantity, &price], &amounts, money),
        _ => {}
    }
}

/// `数量（件）| 重量（斤）| 单价（元/斤）`: the price is for the column of its unit. Without one, price and quantity make no amount.
fn by_unit(region: &mut Region, quantity: &Column, price: &Column) {
    let unit = |column: &Column| {
        let bracket = normal::header(&column.header).bracket;
        bracket.rsplit('/').next().map(str::to_owned).filter(|unit| !unit.is_empty())
    };
    let priced = normal::header(&price.header)
        .bracket
        .rsplit_once('/')
        .map(|(_, unit)| unit.to_owned());
    let (Some(priced), Some(counted)) = (priced, unit(quantity)) else {
        return;
    };
    if priced == counted || priced.contains(&counted) || counted.contains(&priced) {
        return;
    }
    let fits = |c: &&Column| c.field == Field::Ignored && !c.outgoing && unit(c).as_deref() == Some(&priced);
    let other = region.columns.iter().chain(&region.unmapped).find(fits).cloned();
    for column in &mut region.columns {
        // Without a quantity of its unit the price is no factor.
        if column.col == if other.is_some() { quantity.col } else { price.col } {
            column.field = Field::Ignored;
        }
    }
    if let Some(other) = other {
        become_quantity(region, other);
    }
}

/// `品名 | 单价 | 周一 … 周五 | 合计`: a total of quantities, unless the figures are multiples of the price, as amounts are.
fn by_sum(region: &mut Region, data: TableData<'_>, price: &Column, total: &Column) {
    let bare = matches!(&*normal::header(&total.header).text, "合计" | "总计" | "小计" | "共计" | "计");
    let parts: Vec<u32> = region.unmapped.iter().map(|c| c.col).collect();
    if !bare || parts.len() < 2 || region.columns.iter().any(|c| c.field == Field::Quantity) {
        return;
    }
    let (mut rows, mut sums, mut multiples) = (0, 0, 0);
    for cells in data
        .sample()
        .map(|row| data.grid.cells(row))
        .filter(|cells| !is_label_row(data, cells))
    {
        let number = |col: u32| {
            cells
                .iter()
                .find(|c| c.col == col)
                .and_then(|c| values::quantity(&c.value))
                .map(|q| q.0)
        };
        let (Some(total), Some(price)) = (number(total.col), number(price.col).filter(|p| !p.is_zero())) else {
            continue;
        };
        let own: Vec<Decimal> = parts.iter().filter_map(|col| number(*col)).filter(|n| !n.is_zero()).collect();
        rows += 1;
        sums += usize::from(own.iter().sum::<Decimal>() == total);
        multiples += usize::from(own.iter().all(|n| (n * Decimal::TEN % price).is_zero()));
    }
    if rows >= 2 && sums == rows && multiples * 2 < rows {
        region.columns.retain(|c| c.col != total.col);
        become_quantity(region, total.clone());
    }
}

/// `采购数量 | 实收数量 | 单价 | 采购金额 | 实收金额`, each amount the product of its own quantity: what was received counts.
fn by_receipt(region: &mut Region, data: TableData<'_>, [quantity, price]: [&Column; 2], amounts: &[Column], money: MoneyUnit) {
    let received = |c: &&Column| c.field == Field::Ignored && !c.outgoing && data.vocabulary.is_received(&c.header);
    let Some(other) = region.columns.iter().chain(&region.unmapped).find(received).cloned() else {
        return;
    };
    // In how many rows some amount is the product of this quantity, and that of the other is another.
    let (mut rows, mut own) = (0, 0);
    for cells in data
        .sample()
        .map(|row| data.grid.cells(row))
        .filter(|cells| !is_label_row(data, cells))
    {
        let number = |col: u32| {
            cells
                .iter()
                .find(|c| c.col == col)
                .and_then(|c| values::quantity(&c.value))
                .map(|q| q.0)
        };
        let product = |of: u32| values::to_fen(number(of)?.checked_mul(number(price.col)?)?, money).map(|f| f.0);
        let (Some(ordered), Some(got)) = (product(quantity.col), product(other.col)) else {
            continue;
        };
        if ordered != got {
            let stands = |fen: i64| {
                amounts
                    .iter()
                    .any(|a| number(a.col).and_then(|n| values::to_fen(n, a.money_unit(money))).map(|f| f.0) == Some(fen))
            };
            rows += 1;
            own += usize::from(stands(ordered) && stands(got));
        }
    }
    if rows > 0 && own == rows {
        for column in region.columns.iter_mut().filter(|c| c.col == quantity.col) {
            column.field = Field::Ignored;
        }
        become_quantity(region, other);
    }
}

fn become_quantity(region: &mut Region, column: Column) {
    match region.columns.iter_mut().find(|c| c.col == column.col) {
        Some(known) => known.field = Field::Quantity,
        None => region.adopt(Column {
            field: Field::Quantity,
            ..column
        }),
    }
}
