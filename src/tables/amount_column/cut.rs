//! `金额 | 下浮8%后金额`, `金额 | 下浮率 | 下浮后`: the list price and what was paid after the cut of a contract, which one rate tells in every row.

use rust_decimal::Decimal;

use crate::{
    formats::cells::Cell,
    model::field::Field,
    tables::{
        amount_column::{Adjust, AmountColumn, Rival, place, rows, rows::proved_by_total},
        evidence::{factors::number, values::purchases},
        region::{Column, Region},
        table_data::TableData,
    },
    values::{self, kept_bp, money_unit::MoneyUnit},
};

/// Rows that prove a rate, at least.
const ENOUGH: usize = 2;
/// Rates in millionths: no contract takes off more than three tenths.
const ONE: i128 = 1_000_000;
/// Per mille that may be left of a list price, and that may be taken off it.
const LEFT: [i128; 2] = [700, 999];
const OFF: [i128; 2] = [1, 300];
/// What an amount without tax is of the whole: these rates are no cuts.
const UNTAXED: [i128; 5] = [990_099, 970_874, 943_396, 917_431, 884_956];

/// Makes what was paid after a cut the amount, where a word, a column of rates or the stated total says so; else its difference is open.
pub(super) fn settle(region: &mut Region, data: TableData<'_>, money: MoneyUnit, amount: &mut AmountColumn) {
    let Some(listed) = amount
        .index
        .and_then(|at| region.columns.get(at))
        .filter(|c| c.channel.is_none())
        .cloned()
    else {
        return;
    };
    let vocabulary = data.vocabulary;
    let right = |c: &&Column| c.col > listed.col && !c.outgoing;
    let passive = || region.columns.iter().filter(|c| c.field.is_passive());
    let rates = passive()
        .chain(&region.unmapped)
        .find(|c| vocabulary.speaks_of_cut(&c.header) && are_rates(data, c))
        .cloned();
    let others = || region.whole_amounts().chain(&region.unmapped).filter(right);
    let at_rates = |c: &&Column| {
        rates
            .as_ref()
            .is_some_and(|r| c.col != r.col && follows(data, &listed, c, r, money))
    };
    let is_left = |c: &&Column| !vocabulary.is_beside_cut(&c.header) && is_at_one_rate(data, [&listed, c], LEFT, money);
    let by_rates = others().find(at_rates);
    let by_rest = || {
        let rest = |paid: &&Column| {
            let off = passive().chain(&region.unmapped).chain(region.whole_amounts());
            let mut off =
                off.filter(|c| (listed.col..paid.col).contains(&c.col) && c.col != listed.col && vocabulary.speaks_of_deduction(&c.header));
            !vocabulary.is_beside_cut(&paid.header) && off.any(|off| is_rest(data, [&listed, off, paid], money))
        };
        others().find(rest)
    };
    let by_rates = by_rates.or_else(by_rest);
    let told = |c: &Column| by_rates.is_some() || vocabulary.is_after_cut(&c.header);
    let paid = by_rates.or_else(|| others().find(is_left)).map(|c| (told(c), c.clone()));
    if let Some((told, paid)) = paid {
        if told || proved_by_total(data, &[paid.clone(), listed.clone()], money) == [true, false] {
            amount.ambiguous = Some((paid.cell, format!("{}、{}", listed.header, paid.header)));
            region.make(paid.clone(), Field::Amount);
            (amount.index, amount.rival, amount.by_figures) = (place(region, paid.col), None, false);
        } else {
            amount.rival = Some(Rival::of(paid));
        }
        return;
    }
    if !amount.adjust.is_empty() {
        return;
    }
    let cuts = passive().chain(&region.unmapped).filter(right);
    let mut cuts = cuts.filter(|c| vocabulary.speaks_of_cut(&c.header));
    if let Some(off) = cuts.find(|c| is_at_one_rate(data, [&listed, c], OFF, money)) {
        amount.adjust.push(Adjust::of(off, true));
        amount.rival = None;
    } else if amount.rival.is_none()
        && let Some(rates) = rates.filter(|c| right(&c) && is_share(data, c) && is_product(region, data, &listed, money))
    {
        // A rate behind an amount that is quantity × price may be in the price already.
        amount.rival = Some(Rival {
            rate: true,
            ..Rival::of(rates)
        });
    }
}

/// Whether every row that says something there says a rate, and one of them a cut.
fn are_rates(data: TableData<'_>, column: &Column) -> bool {
    let mut rows = purchases(data)
        .filter_map(|cells| cell(cells, column))
        .filter(|c| !values::is_blank(&c.value));
    let mut cut = false;
    rows.all(|c| kept_bp(&values::show(&c.value)).inspect(|kept| cut |= *kept < 10_000).is_some()) && cut
}

/// Whether rates are written as such: a figure of one or more may be yuan.
fn is_share(data: TableData<'_>, rates: &Column) -> bool {
    let mut written = purchases(data).filter_map(|cells| cell(cells, rates));
    written.all(|c| values::show(&c.value).ends_with(['%', '％', '折']) || values::quantity(&c.value).is_none_or(|q| q.0 <= Decimal::ONE))
}

/// Whether an amount is another one at the row's own rate, in every row.
fn follows(data: TableData<'_>, listed: &Column, paid: &Column, rates: &Column, money: MoneyUnit) -> bool {
    let mut rows = 0;
    let fits = purchases(data).all(|cells| {
        let (Some(whole), Some(rate)) = (
            rows::fen(cells, listed, money),
            cell(cells, rates).and_then(|c| kept_bp(&values::show(&c.value))),
        ) else {
            return true;
        };
        rows += 1;
        let full = i128::from(whole) * i128::from(rate);
        rows::fen(cells, paid, money).is_some_and(|own| (i128::from(own) * 10_000 - full).abs() <= 10_000)
    });
    fits && rows >= ENOUGH
}

/// Whether an amount is another one at one rate of whole per mille, in every row.
fn is_at_one_rate(data: TableData<'_>, [listed, own]: [&Column; 2], [least, most]: [i128; 2], money: MoneyUnit) -> bool {
    let (mut low, mut high, mut rows) = (0, ONE, 0);
    let fits = purchases(data).all(|cells| {
        let Some(whole) = rows::fen(cells, listed, money).map(|f| i128::from(f).abs()).filter(|f| *f != 0) else {
            return true;
        };
        let Some(part) = rows::fen(cells, own, money).map(|f| i128::from(f).abs()) else {
            return false;
        };
        rows += 1;
        (low, high) = (low.max((part - 1) * ONE / whole), high.min((part + 1) * ONE / whole));
        low <= high
    });
    let rate = high / 1000;
    fits && rows >= ENOUGH && (least..=most).contains(&rate) && rate * 1000 >= low && !UNTAXED.iter().any(|u| (low..=high).contains(u))
}

/// `金额 | 扣款 | 实付`: whether the last is the first less the second in every row, and something was taken off in one.
fn is_rest(data: TableData<'_>, [listed, off, paid]: [&Column; 3], money: MoneyUnit) -> bool {
    let (mut rows, mut telling) = (0, 0);
    let fits = purchases(data).all(|cells| {
        let Some(whole) = rows::fen(cells, listed, money) else {
            return true;
        };
        let off = rows::fen(cells, off, money).unwrap_or(0).saturating_abs();
        (rows, telling) = (rows + 1, telling + usize::from(off != 0));
        rows::fen(cells, paid, money) == whole.checked_sub(off)
    });
    fits && rows >= ENOUGH && telling > 0
}

/// Whether the amount is quantity × price in every row, at no price that another one stands beside.
fn is_product(region: &Region, data: TableData<'_>, amount: &Column, money: MoneyUnit) -> bool {
    let [Some(quantity), Some(price)] = [Field::Quantity, Field::UnitPrice].map(|f| region.lone(f)) else {
        return false;
    };
    let other = |c: &Column| c.col != price.col && data.vocabulary.ends_as_price(&c.header);
    let product = |cells: &[Cell]| number(cells, quantity.col)?.checked_mul(number(cells, price.col)?);
    !region.columns.iter().chain(&region.unmapped).any(other)
        && purchases(data).all(|cells| match (product(cells), rows::fen(cells, amount, money)) {
            (Some(product), Some(own)) => values::to_fen(product, money).is_some_and(|p| p.0 == own),
            _ => true,
        })
}

fn cell<'a>(cells: &'a [Cell], column: &Column) -> Option<&'a Cell> {
    cells.iter().find(|c| c.col == column.col)
}
