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
    by_discount(region, data, money);
    by_receipt(region, data);
    let Some(price) = region.lone(Field::UnitPrice).cloned() else {
        return by_package(region, data, money);
    };
    let amounts: Vec<Column> = region.whole_amounts().cloned().collect();
    match (region.lone(Field::Quantity).cloned(), amounts.as_slice()) {
        (_, []) if is_of_contents(region, data, &price) => {}
        (Some(quantity), []) => {
            let price = by_cut(region, data, price);
            by_unit(region, &quantity, &price);
        }
        (None, [total]) => by_sum(region, data, &price, total, of_money),
        (None, []) => by_name_of_receipt(region, data),
        _ => {}
    }
}

/// `件数 | 每件斤数 | 单价（元/斤）`: a price for what is in each piece, or nobody says for which, makes no amount with one of both counts.
fn is_of_contents(region: &mut Region, data: TableData<'_>, price: &Column) -> bool {
    let counted = |c: &&Column| data.vocabulary.speaks_of_quantity(&c.header) && matches!(c.field, Field::Quantity | Field::Ignored);
    let all = || region.columns.iter().chain(&region.unmapped);
    let Some(held) = all().filter(counted).find(|c| c.header.starts_with('每')) else {
        return false;
    };
    let pieces = |c: &Column| c.col != held.col && units::counted(c).is_some();
    let of_held = units::priced(price).map(|unit| held.header.chars().skip(2).collect::<String>().contains(&unit));
    let found = of_held.unwrap_or_else(|| all().any(pieces));
    if found {
        region.columns.retain(|c| c.col != price.col);
    }
    found
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

/// `数量 | 售价 | 优惠 | 实收` of a till: quantity × price less the discount is what was paid, in every row.
fn by_discount(region: &mut Region, data: TableData<'_>, money: MoneyUnit) {
    let vocabulary = data.vocabulary;
    // 售价 is no name of what was paid for a unit, if nothing else says so.
    let price = || region.unmapped.iter().find(|c| vocabulary.ends_as_price(&c.header));
    let [quantity, price] = [region.lone(Field::Quantity), region.lone(Field::UnitPrice).or_else(price)];
    let (Some(quantity), Some(price)) = (quantity, price) else { return };
    if region.columns.iter().any(|c| c.field == Field::Amount) {
        return;
    }
    let beside = || {
        let known = region.columns.iter().filter(|c| c.field == Field::Ignored && !c.outgoing);
        known.chain(&region.unmapped).filter(|c| c.col > price.col)
    };
    let fits = |off: &Column, paid: &Column| {
        let (mut rows, mut telling) = (0, 0);
        let all = purchases(data).all(|cells| {
            let fen = |n: Decimal| values::to_fen(n, money).map(|f| f.0);
            let Some(product) = number(cells, quantity.col)
                .zip(number(cells, price.col))
                .and_then(|(q, p)| fen(q.checked_mul(p)?))
            else {
                return true;
            };
            let [off, paid] = [off, paid].map(|c| number(cells, c.col).and_then(fen).unwrap_or(0));
            (rows, telling) = (rows + 1, telling + usize::from(off != 0));
            product.checked_sub(off) == Some(paid)
        });
        all && rows > 1 && telling > 0
    };
    let offs = || beside().filter(|c| vocabulary.speaks_of_cut(&c.header));
    let paid = |c: &&Column| vocabulary.is_bare_receipt(&c.header) || region.unmapped.iter().any(|u| u.col == c.col);
    let found = beside()
        .filter(paid)
        .find(|paid| offs().any(|off| off.col != paid.col && fits(off, paid)));
    if let Some((found, price)) = found.cloned().map(|found| (found, price.clone())) {
        region.make(price, Field::UnitPrice);
        region.make(found, Field::Amount);
    }
}

/// `数量 | 单价 | 下浮后单价`: what is left of the price was paid.
fn by_cut(region: &mut Region, data: TableData<'_>, price: Column) -> Column {
    let vocabulary = data.vocabulary;
    let paid = |c: &&Column| vocabulary.ends_as_price(&c.header) && vocabulary.is_after_discount(&c.header);
    let Some(paid) = region.unmapped.iter().find(paid).cloned() else {
        return price;
    };
    region.make(price, Field::Ignored);
    region.make(paid.clone(), Field::UnitPrice);
    paid
}

/// Columns that may be parts of a total: unknown ones, and days, which nothing asks for beside it.
pub(super) fn parts_of_total(region: &Region) -> impl Iterator<Item = &Column> {
    let days = region
        .columns
        .iter()
        .filter(|c| c.field == Field::Ignored && day_of(&c.header).is_some());
    region.unmapped.iter().chain(days)
}

/// Yuan.
const HALF_A_FEN: Decimal = Decimal::from_parts(5, 0, 0, false, 3);
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

/// `采购数量 | 采购金额 | 实收数量 | 实收金额`, each amount that of its own quantity at the row's one price: what was received counts.
fn by_receipt(region: &mut Region, data: TableData<'_>) {
    let vocabulary = data.vocabulary;
    let received = |c: &&Column| c.field == Field::Ignored && !c.outgoing && vocabulary.is_received(&c.header);
    let other = region.columns.iter().chain(&region.unmapped).find(received).cloned();
    let Some((ordered, got)) = region.lone(Field::Quantity).cloned().zip(other) else {
        return;
    };
    let named = region
        .unmapped
        .iter()
        .filter(|c| vocabulary.ends_as_amount(&normal::header(&c.header)));
    let amounts: Vec<Column> = region.whole_amounts().chain(named).cloned().collect();
    // Whether the amounts are to each other as the quantities are, in every row where these differ.
    let are_of = |of: &Column, own: &Column| {
        let mut rows = 0;
        let fits = purchases(data).all(|cells| {
            let number = |c: &Column| number(cells, c.col);
            let (Some(ordered), Some(got), Some(of), Some(own)) = (number(&ordered), number(&got), number(of), number(own)) else {
                return true;
            };
            rows += usize::from(ordered != got);
            let apart = || of.checked_mul(got)?.checked_sub(own.checked_mul(ordered)?);
            let slack = || ordered.abs().checked_add(got.abs())?.checked_mul(HALF_A_FEN);
            apart().zip(slack()).is_some_and(|(apart, slack)| apart.abs() <= slack)
        });
        fits && rows > 0
    };
    let pairs = || amounts.iter().flat_map(|of| amounts.iter().map(move |own| (of, own)));
    let Some((of, own)) = pairs().find(|(of, own)| of.col != own.col && are_of(of, own)) else {
        return;
    };
    region.make(ordered.clone(), Field::Ignored);
    region.make(got, Field::Quantity);
    region.make(of.clone(), Field::Ignored);
    region.make(own.clone(), Field::Amount);
}

/// Of a price, in tenths at most.
fn is_multiple(amount: Decimal, price: Decimal) -> bool {
    let tenths = amount.checked_mul(Decimal::TEN).and_then(|n| n.checked_rem(price));
    tenths.is_some_and(|rest| rest.is_zero())
}
