//! 合计 over weights or heads is no amount.

use rust_decimal::Decimal;

use crate::{
    formats::cells::Value,
    model::field::Field,
    tables::{
        evidence::{quantities::parts_of_total, values::is_label_row},
        region::{Column, Region},
        table_data::TableData,
        titles::Titles,
        vocabulary::meaning::RowLabel,
    },
    text::normal,
};

/// Takes a total of weights or counts out of the amounts: no price, no money in its header, and what it is the total of stands beside it.
pub(crate) fn settle(region: &mut Region, data: TableData<'_>, titles: &Titles) {
    let vocabulary = data.vocabulary;
    let above = |is: &dyn Fn(&str) -> bool| titles.title.iter().chain(&titles.words).any(|t| is(&t.text));
    let of_money = titles.money.is_some() || above(&|t| vocabulary.names_money(t) || vocabulary.is_title_of_money(t));
    let of_quantity = || !of_money && above(&|t| vocabulary.speaks_of_quantity(t));
    let is_total = |c: &Column| {
        let leaf = c.header.rsplit(" / ").next().unwrap_or_default();
        c.is_whole_amount() && c.money.is_none() && matches!(vocabulary.row_label(leaf), Some(RowLabel::Total(_) | RowLabel::MonthTotal))
    };
    let mut amounts = region.columns.iter().filter(|c| c.field == Field::Amount && !c.outgoing);
    let (Some(total), None) = (amounts.next().filter(|c| is_total(c)), amounts.next()) else {
        return;
    };
    if region.columns.iter().any(|c| c.field == Field::UnitPrice) {
        return;
    }
    let counts = |header: &str| {
        let field = vocabulary.field(&normal::header(header)).map(|f| f.0);
        field == Some(Field::Quantity) || (field.is_none() && (vocabulary.ends_as_count(header) || vocabulary.is_of_counts(header)))
    };
    let grouped = total
        .header
        .rsplit_once(" / ")
        .is_some_and(|(groups, _)| groups.split(" / ").any(counts));
    // `早餐人数 | 午餐 | 合计`: what a count has a part in is one.
    let counted = region.unmapped.iter().filter(|c| counts(&c.header)).count();
    let of_counts = counted > 0 && (counted == region.unmapped.len() || is_sum(data, &region.unmapped, total.col));
    let quantity = region.columns.iter().find(|c| c.field == Field::Quantity);
    let is_quantity = || quantity.is_some_and(|q| is_same(data, q.col, total.col));
    if grouped || of_counts || is_quantity() || of_quantity() || (!of_money && may_have_price(region, data, total)) {
        let col = total.col;
        region
            .columns
            .iter_mut()
            .filter(|c| c.col == col)
            .for_each(|c| c.field = Field::Ignored);
    }
}

/// `品名 | ? | 周一 | 周二 | 合计`: a total of days, before which a figure stands that nobody knows. It may be the price, and the total kilos.
fn may_have_price(region: &Region, data: TableData<'_>, total: &Column) -> bool {
    let mut parts: Vec<Column> = parts_of_total(region).filter(|c| c.col < total.col).cloned().collect();
    parts.sort_by_key(|c| c.col);
    let unbroken = parts.windows(2).all(|pair| pair[0].col + 1 == pair[1].col) && parts.last().is_some_and(|c| c.col + 1 == total.col);
    let goods = region.columns.iter().any(|c| c.field == Field::Item);
    if !goods || !unbroken || parts.len() < 3 {
        return false;
    }
    let first = parts.remove(0);
    let goes_without = |row: usize| number(data, row, total.col).is_none() || is_label_row(data, data.grid.cells(row));
    let priced = |row: usize| goes_without(row) || number(data, row, first.col).is_some_and(|n| !n.is_zero());
    data.sample().all(priced) && is_sum(data, &parts, total.col)
}

fn number(data: TableData<'_>, row: usize, col: u32) -> Option<Decimal> {
    let cell = data.grid.cells(row).iter().find(|c| c.col == col)?;
    match &cell.value {
        Value::Number(_) | Value::Text(_) => crate::values::quantity(&cell.value).map(|q| q.0),
        _ => None,
    }
}

/// Whether two columns hold the same figures.
fn is_same(data: TableData<'_>, one: u32, other: u32) -> bool {
    let mut pairs = data
        .sample()
        .filter_map(|row| Some((number(data, row, one)?, number(data, row, other)?)))
        .peekable();
    pairs.peek().is_some() && pairs.all(|(a, b)| a == b)
}

/// Whether a column is the sum of these in every row.
fn is_sum(data: TableData<'_>, parts: &[Column], total: u32) -> bool {
    let sum = |row: usize| {
        let mut all = parts.iter().filter_map(|c| number(data, row, c.col));
        all.try_fold(Decimal::ZERO, Decimal::checked_add)
    };
    let mut pairs = data
        .sample()
        .filter_map(|row| Some((number(data, row, total)?, sum(row)?)))
        .peekable();
    pairs.peek().is_some() && pairs.all(|(a, b)| a == b)
}
