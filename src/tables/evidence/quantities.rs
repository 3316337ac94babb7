//! Which column holds the quantity that the price is for: of several, by the unit behind the price, by what was received, by the sums of a row.

use rust_decimal::Decimal;

use crate::{
    model::field::Field,
    tables::{
        columns::groups::day_of,
        evidence::{factors::number, units, values::purchases},
        region::{Column, Region},
        table_data::TableData,
    },
    text::normal,
    values::{self, money_unit::MoneyUnit},
};

/// Settles the quantity before amounts are chosen.
pub(crate) fn settle(region: &mut Region, data: TableData<'_>, money: MoneyUnit, of_money: bool) {
    let Some(price) = region.lone(Field::UnitPrice).cloned() else {
        return by_package(region, data, money);
    };
    let amounts: Vec<Column> = region.whole_amounts().cloned().collect();
    match (region.lone(Field::Quantity).cloned(), amounts.as_slice()) {
        (Some(quantity), []) => by_unit(region, &quantity, &price),
        (None, [total]) => by_sum(region, data, &price, total, of_money),
        (None, []) => by_name_of_receipt(region, data),
        (Some(quantity), [_, _, ..]) => by_receipt(region, data, [&quantity, &price], &amounts, money),
        _ => {}
    }
}

/// `数量（件）| 重量（斤）| 单价（元/斤）`: the price is for the column of its unit. Without one, price and quantity make no amount.
fn by_unit(region: &mut Region, quantity: &Column, price: &Column) {
    let (Some(priced), Some(counted)) = (units::priced(price), units::counted(quantity)) else {
        return;
    };
    if units::are_same(&priced, &counted) {
        return;
    }
    let fits = |c: &&Column| c.field == Field::Ignored && !c.outgoing && units::counted(c).as_deref() == Some(&priced);
    let other = region.columns.iter().chain(&region.unmapped).find(fits).cloned();
    let Some(other) = other else {
        // Without a quantity of its unit the price is no factor of anything.
        return region.columns.retain(|c| c.col != price.col);
    };
    region.make(quantity.clone(), Field::Ignored);
    region.make(other, Field::Quantity);
}

/// Columns that may be parts of a total: unknown ones, and days, which nothing asks for beside it.
pub(super) fn parts_of_total(region: &Region) -> impl Iterator<Item = &Column> {
    let days = region
        .columns
        .iter()
        .filter(|c| c.field == Field::Ignored && day_of(&c.header).is_some());
    region.unmapped.iter().chain(days)
}

/// Figures that tell amounts from quantities, at least.
const ENOUGH: usize = 6;
/// `订购量 | 实收量 | 单价`: of two quantities that no list names the one that was received.
fn by_name_of_receipt(region: &mut Region, data: TableData<'_>) {
    let received = |c: &&Column| c.field == Field::Ignored && !c.outgoing && data.vocabulary.is_received(&c.header);
    let mut columns = region.columns.iter().chain(&region.unmapped).filter(received);
    if let (Some(column), None) = (columns.next().cloned(), columns.next()) {
        region.make(column, Field::Quantity);
    }
}

/// `金额 | 件数 | 总金额`: the first amount is the price of a package, where both make the other one in every row.
fn by_package(region: &mut Region, data: TableData<'_>, money: MoneyUnit) {
    let amounts: Vec<Column> = region.whole_amounts().cloned().collect();
    let [one, other] = amounts.as_slice() else { return };
    let counts = |c: &&Column| c.field == Field::Ignored && !c.outgoing && data.vocabulary.speaks_of_quantity(&c.header);
    let known = region
        .columns
        .iter()
        .filter(|c| c.field == Field::Quantity)
        .chain(region.columns.iter().filter(counts));
    let Some(count) = known.chain(region.unmapped.iter().filter(counts)).next().cloned() else {
        return;
    };
    let makes = |price: &Column, total: &Column| {
        let (mut rows, mut telling) = (0, 0);
        for cells in purchases(data) {
            let number = |col: u32| number(cells, col);
            let (Some(price), Some(count), Some(total)) = (number(price.col), number(count.col), number(total.col)) else {
                continue;
            };
            let fen = |n: Decimal| values::to_fen(n, money).map(|f| f.0);
            if price.checked_mul(count).and_then(fen) != fen(total) {
                return false;
            }
            rows += 1;
            telling += usize::from(price != total);
        }
        telling > 1 && telling * 2 > rows
    };
    let Some(price) = [(one, other), (other, one)].into_iter().find(|(price, total)| makes(price, total)) else {
        return;
    };
    for column in region.columns.iter_mut().filter(|c| c.col == price.0.col) {
        column.field = Field::UnitPrice;
    }
    region.make(count, Field::Quantity);
}

/// `品名 | 单价 | 周一 … 周五 | 合计`: a total of quantities, unless the figures are multiples of the price, as amounts are. Where few figures tell and
/// no title speaks of money (`of_money`), nobody can say which.
fn by_sum(region: &mut Region, data: TableData<'_>, price: &Column, total: &Column, of_money: bool) {
    let bare = matches!(&*normal::header(&total.header).text, "合计" | "总计" | "小计" | "共计" | "计");
    let parts: Vec<u32> = parts_of_total(region).map(|c| c.col).collect();
    if !bare || parts.len() < 2 || region.columns.iter().any(|c| c.field == Field::Quantity) {
        return;
    }
    let (mut rows, mut sums, mut telling, mut multiples) = (0, 0, 0, 0);
    for cells in purchases(data) {
        let number = |col: u32| number(cells, col);
        let (Some(total), Some(price)) = (number(total.col), number(price.col).filter(|p| !p.is_zero())) else {
            continue;
        };
        let own: Vec<Decimal> = parts.iter().filter_map(|col| number(*col)).filter(|n| !n.is_zero()).collect();
        rows += 1;
        sums += usize::from(own.iter().fold(Decimal::ZERO, |sum, n| sum.saturating_add(*n)) == total);
        if price != Decimal::ONE {
            telling += own.len();
            multiples += own.iter().filter(|n| is_multiple(**n, price)).count();
        }
    }
    if rows < 2 || sums != rows {
        return;
    }
    if multiples * 4 >= telling * 3 {
        if telling < ENOUGH && !of_money && total.money.is_none() {
            region.columns.retain(|c| c.col != total.col);
        }
    } else {
        region.columns.retain(|c| c.col != total.col);
        region.make(total.clone(), Field::Quantity);
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
    for cells in purchases(data) {
        let number = |col: u32| number(cells, col);
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
        region.make(other, Field::Quantity);
    }
}

/// Of a price, in tenths at most.
fn is_multiple(amount: Decimal, price: Decimal) -> bool {
    let tenths = amount.checked_mul(Decimal::TEN).and_then(|n| n.checked_rem(price));
    tenths.is_some_and(|rest| rest.is_zero())
}
