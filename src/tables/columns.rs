//! What each column of a header block means, and which tables it makes.

use std::sync::Arc;

use crate::{
    model::{cell::CellRef, dates::PartialDate, field::Field},
    rows::reading::{MoneyUnit, TableKind},
    tables::{
        header::HeadCell,
        periods::{months, of_other_period},
        region::{Column, Region},
        vocabulary::{Layouts, StockSide, money_tail, money_unit},
    },
};

/// A column's header texts, outermost first.
pub(crate) struct Path<'a> {
    pub(crate) col: u32,
    pub(crate) cells: Vec<&'a HeadCell>,
}

/// Tables of a header block with the number of headers understood; `None` where it is no header.
#[must_use]
pub fn regions(block: &[Vec<HeadCell>], layouts: &Layouts) -> Option<(Vec<Region>, usize)> {
    let paths = paths(block);
    let texts = paths.len();
    let mut resolved: Vec<(Option<Column>, &Path<'_>)> = paths.iter().map(|p| (resolve(p, layouts), p)).collect();
    let months = months(&mut resolved);
    adopt_whole(&mut resolved, layouts);
    drop_lone_weak_channels(&mut resolved, layouts);
    let understood = resolved.iter().filter(|(c, _)| c.is_some()).count();
    let too_few = (understood == 2 && texts > 4) || understood * 3 < texts;
    if understood < 2 || (too_few && !goods_columns(&resolved)) {
        return None;
    }
    if label_line(block) {
        return None;
    }
    if months.iter().any(Option::is_some) {
        let by_month = by_month(&resolved, &months);
        return (!by_month.is_empty()).then_some((by_month, understood));
    }
    let groups = split(&resolved);
    let mut out = Vec::new();
    let count = groups.len();
    for (at, (from, to)) in groups.iter().enumerate() {
        let slice = &resolved[*from..*to];
        let mut columns: Vec<Column> = slice.iter().filter_map(|(c, _)| c.clone()).collect();
        let Some(kind) = kind(&columns) else { continue };
        one_column_a_field(&mut columns);
        let left = if at == 0 { 0 } else { slice.first().map_or(0, |(_, p)| p.col) };
        let right = groups
            .get(at + 1)
            .and_then(|(f, _)| resolved.get(*f))
            .map_or(u32::MAX, |(_, p)| p.col - 1);
        let unmapped = slice
            .iter()
            .filter(|(c, _)| c.is_none())
            .filter_map(|(_, p)| p.cells.last().map(|h| (h.cell, joined(p))))
            .collect();
        if at > 0 && count > 1 {
            share_date(&mut columns, out.first());
        }
        out.push(Region {
            kind,
            span: (left, right),
            columns,
            month: None,
            unmapped,
        });
    }
    (!out.is_empty()).then_some((out, understood))
}

/// Channel columns without their whole are no base: a header that ends as a whole does is it, where just one does.
fn adopt_whole(resolved: &mut [(Option<Column>, &Path<'_>)], layouts: &Layouts) {
    let amounts = |channel: bool| {
        resolved
            .iter()
            .filter_map(|(c, _)| c.as_ref())
            .filter(move |c| c.field == Field::Amount && c.channel.is_some() == channel && !c.outgoing)
            .count()
    };
    if amounts(true) == 0 || amounts(false) > 0 {
        return;
    }
    let fits = |(c, p): &(Option<Column>, &Path<'_>)| {
        c.is_none()
            && !of_other_period(p, layouts)
            && p.cells
                .last()
                .is_some_and(|leaf| layouts.ends_as_whole(&leaf.meaning.normal) && !layouts.is_other_period(&leaf.meaning.normal.text))
    };
    let found: Vec<usize> = (0..resolved.len()).filter(|i| fits(&resolved[*i])).collect();
    if let [at] = found[..] {
        let path = resolved[at].1;
        resolved[at].0 = amount_column(path);
    }
}

/// `日期 | 大米 | 白菜 | … | 合计`: goods (or people) as columns, with a date on the left and the row's total on the right.
fn goods_columns(resolved: &[(Option<Column>, &Path<'_>)]) -> bool {
    let known: Vec<(usize, &Column)> = resolved
        .iter()
        .enumerate()
        .filter_map(|(i, (c, _))| Some((i, c.as_ref()?)))
        .collect();
    let total = known.iter().find(|(_, c)| c.field == Field::Amount && c.channel.is_none());
    known.iter().any(|(_, c)| c.field.is_date())
        && total.is_some_and(|(at, _)| {
            known
                .iter()
                .all(|(i, c)| i == at || c.field.is_date() || matches!(c.field, Field::Ignored | Field::Remark | Field::Serial))
        })
}

/// One table a month: the columns without a month are common to all; a total over the months is none of them.
fn by_month(resolved: &[(Option<Column>, &Path<'_>)], months: &[Option<PartialDate>]) -> Vec<Region> {
    let common: Vec<Column> = resolved
        .iter()
        .zip(months)
        .filter(|(_, m)| m.is_none())
        .filter_map(|((c, _), _)| c.clone())
        .map(|mut c| {
            if c.field == Field::Amount || c.channel.is_some() {
                (c.field, c.channel) = (Field::Ignored, None);
            }
            c
        })
        .collect();
    // `项目 | 1月 | 2月`: whether its rows are units, parts or goods is not said.
    let named = common.iter().any(|c| {
        matches!(
            c.field,
            Field::UnitName | Field::Channel | Field::Supplier | Field::Item | Field::Category
        )
    });
    let grouped = resolved.iter().zip(months).all(|((_, p), m)| m.is_none() || p.cells.len() > 1);
    if !named && !grouped {
        return Vec::new();
    }
    let mut seen: Vec<PartialDate> = Vec::new();
    let mut out = Vec::new();
    for month in months.iter().flatten() {
        if seen.contains(month) {
            continue;
        }
        seen.push(*month);
        let own = resolved
            .iter()
            .zip(months)
            .filter(|(_, m)| m.as_ref() == Some(month))
            .filter_map(|((c, _), _)| c.clone());
        let mut columns: Vec<Column> = common.iter().cloned().chain(own).collect();
        columns.sort_by_key(|c| c.col);
        let amounts = columns.iter().any(|c| c.field == Field::Amount);
        let Some(kind) = kind(&columns).or(amounts.then_some(TableKind::Statement)) else {
            continue;
        };
        one_column_a_field(&mut columns);
        let unmapped = resolved
            .iter()
            .filter(|(c, _)| c.is_none() && out.is_empty())
            .filter_map(|(_, p)| p.cells.last().map(|h| (h.cell, joined(p))))
            .collect();
        out.push(Region {
            kind,
            span: (0, u32::MAX),
            columns,
            month: Some(*month),
            unmapped,
        });
    }
    out
}

/// `采购日期：| … | 供应商：| …`: a line of labels above the header, each with its value beside it.
fn label_line(block: &[Vec<HeadCell>]) -> bool {
    block.len() == 1 && {
        let colons = block[0].iter().filter(|c| c.meaning.normal.colon && c.meaning.known()).count();
        let known = block[0].iter().filter(|c| c.meaning.known()).count();
        colons > 0 && colons == known && block[0].iter().any(|c| !c.meaning.known())
    }
}

fn paths(block: &[Vec<HeadCell>]) -> Vec<Path<'_>> {
    let mut cols: Vec<u32> = block.iter().flatten().map(|c| c.cell.col).collect();
    cols.sort_unstable();
    cols.dedup();
    let has = |row: &[HeadCell], col: u32| row.iter().any(|c| c.cell.col <= col && col <= c.right);
    let mut out: Vec<Path<'_>> = cols
        .iter()
        .map(|&col| {
            let mut cells: Vec<&HeadCell> = Vec::new();
            for (k, row) in block.iter().enumerate() {
                let direct = row.iter().find(|c| c.cell.col <= col && col <= c.right);
                let spread = || {
                    // A group title stands over its first column only: blank cells to its right belong to it as long as the
                    // row below goes on without a gap.
                    let below = block.get(k + 1)?;
                    let parent = row.iter().rev().find(|c| c.cell.col < col)?;
                    (parent.right == parent.cell.col && (parent.cell.col..=col).all(|c| has(below, c))).then_some(parent)
                };
                if let Some(cell) = direct.or_else(spread) {
                    cells.push(cell);
                }
            }
            Path { col, cells }
        })
        .collect();
    // A group's own column where no sub-header stands below its first cell is covered by the group alone.
    out.retain(|p| !p.cells.is_empty());
    out
}

pub(crate) fn joined(path: &Path<'_>) -> Arc<str> {
    match path.cells.as_slice() {
        [one] => Arc::clone(&one.text),
        many => {
            let mut parts: Vec<&str> = many.iter().map(|c| c.text.as_ref()).collect();
            parts.dedup();
            parts.join(" / ").into()
        }
    }
}

fn resolve(path: &Path<'_>, layouts: &Layouts) -> Option<Column> {
    let leaf = path
        .cells
        .iter()
        .rev()
        .find(|c| !c.meaning.normal.text.is_empty() && !bare_unit(c, path))
        .or(path.cells.first())?;
    let above: Vec<&&HeadCell> = path.cells.iter().take_while(|c| c.cell != leaf.cell).collect();
    let m = &leaf.meaning;
    let money = path.cells.iter().rev().find_map(|c| {
        money_unit(&c.meaning.normal.bracket)
            .or_else(|| money_unit(&c.meaning.normal.text))
            .or_else(|| money_tail(&c.meaning.normal.text))
    });
    let side = above
        .iter()
        .find_map(|c| c.meaning.side)
        .or_else(|| m.stock.as_ref().map(|s| s.0))
        .or(
            // `结存` as a header of its own is the balance, not a purchase.
            m.side.filter(|s| *s == StockSide::Outgoing && m.field.is_none()),
        );
    let part = above.iter().any(|c| c.meaning.normal.text.starts_with("其中")) || m.normal.text.starts_with("其中");
    let make = |field: Field, matched: Arc<str>, channel: Option<Arc<str>>| Column {
        col: path.col,
        field,
        header: joined(path),
        matched,
        cell: leaf.cell,
        money,
        channel,
        outgoing: side == Some(StockSide::Outgoing),
        incoming: side == Some(StockSide::Incoming),
        part,
        rank: layouts.amount_rank(&m.normal),
    };
    if side == Some(StockSide::Outgoing) && (m.field.is_none() || above.iter().any(|c| c.meaning.side.is_some()) || is_measured(m)) {
        return Some(make(Field::Ignored, Arc::clone(&leaf.text), None));
    }
    if of_other_period(path, layouts) {
        return Some(make(Field::Ignored, Arc::clone(&leaf.text), None));
    }
    if let Some(channel) = layouts.channel_question(&m.normal) {
        return Some(make(Field::Channel, Arc::clone(&leaf.text), Some(channel)));
    }
    let channel_above = above.iter().rev().find_map(|c| c.meaning.channel.clone());
    if let Some((field, name)) = &m.field {
        if let Some(channel) = channel_above
            && matches!(field, Field::Amount | Field::Quantity | Field::UnitPrice)
        {
            return Some(make(*field, Arc::clone(name), Some(channel)));
        }
        return Some(make(*field, Arc::clone(name), None));
    }
    if let Some((_, field, name)) = &m.stock {
        return Some(make(*field, Arc::clone(name), None));
    }
    if let Some(channel) = &m.channel {
        return Some(make(Field::Amount, Arc::clone(channel), Some(Arc::clone(channel))));
    }
    let grouped =
        above.last().is_some_and(|c| c.meaning.group && c.right > c.cell.col) || (above.last().is_some_and(|c| c.meaning.group) && part);
    (grouped && !m.normal.text.is_empty()).then(|| make(Field::Amount, Arc::clone(&leaf.text), Some(Arc::clone(&leaf.text))))
}

/// A column of amounts that no name of the vocabulary made one.
pub(crate) fn amount_column(path: &Path<'_>) -> Option<Column> {
    let leaf = path.cells.last()?;
    Some(Column {
        col: path.col,
        field: Field::Amount,
        header: joined(path),
        matched: Arc::clone(&leaf.text),
        cell: leaf.cell,
        money: path
            .cells
            .iter()
            .rev()
            .find_map(|c| money_unit(&c.meaning.normal.bracket).or_else(|| money_tail(&c.meaning.normal.text))),
        channel: None,
        outgoing: false,
        incoming: false,
        part: false,
        rank: usize::MAX,
    })
}

fn is_measured(m: &crate::tables::header::Meaning) -> bool {
    m.stock.is_some()
}

/// `元` below `金额`.
fn bare_unit(cell: &HeadCell, path: &Path<'_>) -> bool {
    path.cells.first().is_some_and(|f| f.cell != cell.cell) && money_unit(&cell.meaning.normal.text).is_some()
}

/// `其他` or `超市` alone names no channel column: it takes two of them, or one beside a total that says 其中 or 832.
fn drop_lone_weak_channels(resolved: &mut [(Option<Column>, &Path<'_>)], layouts: &Layouts) {
    let is_channel = |c: &Option<Column>| c.as_ref().is_some_and(|c| c.channel.is_some() && c.field == Field::Amount);
    let count = resolved.iter().filter(|(c, _)| is_channel(c)).count();
    let total = resolved
        .iter()
        .any(|(c, _)| c.as_ref().is_some_and(|c| c.field == Field::Amount && c.channel.is_none()));
    for (column, path) in resolved.iter_mut() {
        if count == 1 && is_channel(column) {
            let said_amount = path
                .cells
                .iter()
                .any(|c| c.meaning.normal.text.contains(['额', '款']) || !c.meaning.normal.bracket.is_empty());
            // 832平台 or 消费帮扶超市 is a channel by its own name.
            let strong = column.as_ref().is_some_and(|c| layouts.mentions_channel(&c.header));
            let part = strong || column.as_ref().is_some_and(|c| c.part) || path.cells.len() > 1 || said_amount;
            if !(part && total) {
                *column = None;
            }
        }
    }
}

/// Tables side by side: header names that begin again, or a gap, where both sides are tables by themselves.
fn split(resolved: &[(Option<Column>, &Path<'_>)]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut at = 1;
    while at < resolved.len() {
        let field = |i: usize| {
            resolved[i]
                .0
                .as_ref()
                .filter(|c| c.channel.is_none() && !c.outgoing)
                .map(|c| c.field)
        };
        let first = (from..at).find_map(field);
        let gap = resolved[at].1.col
            > resolved[at - 1]
                .1
                .cells
                .iter()
                .map(|c| c.right)
                .max()
                .unwrap_or(0)
                .max(resolved[at - 1].1.col)
                + 1;
        let again = field(at)
            .is_some_and(|f| f != Field::Ignored && (Some(f) == first || f == Field::Item) && (from..at).any(|i| field(i) == Some(f)));
        let side =
            |a: usize, b: usize| -> Option<TableKind> { kind(&resolved[a..b].iter().filter_map(|(c, _)| c.clone()).collect::<Vec<_>>()) };
        let money = |k: Option<TableKind>| k.is_some_and(|k| k != TableKind::NoMoney);
        if (gap || again) && money(side(from, at)) && money(side(at, resolved.len())) {
            out.push((from, at));
            from = at;
        }
        at += 1;
    }
    out.push((from, resolved.len()));
    out
}

/// The kind of table that these columns make, if any.
#[must_use]
pub fn kind(columns: &[Column]) -> Option<TableKind> {
    let has = |f: Field| columns.iter().any(|c| c.field == f && c.channel.is_none() && !c.outgoing);
    let channels = columns.iter().filter(|c| c.channel.is_some() && c.field == Field::Amount).count();
    let distinct = {
        let mut fields: Vec<(Field, Option<&str>)> = columns.iter().map(|c| (c.field, c.channel.as_deref())).collect();
        fields.sort_unstable();
        fields.dedup();
        fields.len()
    };
    let dated = [
        Field::Date,
        Field::OrderDate,
        Field::ReceiptDate,
        Field::PaymentDate,
        Field::DayColumn,
    ]
    .into_iter()
    .any(has);
    let month = has(Field::MonthColumn);
    let named = [
        Field::Item,
        Field::Supplier,
        Field::Channel,
        Field::Category,
        Field::OrderNo,
        Field::InvoiceNo,
        Field::UnitName,
    ]
    .into_iter()
    .any(has);
    let money = has(Field::Amount) || (has(Field::Quantity) && has(Field::UnitPrice));
    let stock = columns.iter().any(|c| c.outgoing) || columns.iter().any(|c| c.incoming && c.field != Field::Ignored);
    if stock && columns.iter().any(|c| c.outgoing) {
        return (money || has(Field::Item)).then_some(TableKind::StockBook);
    }
    let goods = has(Field::Item)
        || has(Field::OrderNo)
        || has(Field::InvoiceNo)
        || has(Field::Quantity)
        || has(Field::UnitPrice)
        || has(Field::Spec);
    if channels >= 2 || (channels == 1 && has(Field::Amount)) {
        return Some(if goods || dated {
            TableKind::ChannelColumns
        } else {
            TableKind::Statement
        });
    }
    if money && (named || dated || month) && distinct >= 2 {
        return Some(if goods || dated { TableKind::Detail } else { TableKind::Statement });
    }
    let quantities = has(Field::Quantity) || has(Field::UnitPrice);
    (has(Field::Item) && quantities && distinct >= 3).then_some(TableKind::NoMoney)
}

/// One column a field (the first), except amounts, of which the reader chooses by the data.
fn one_column_a_field(columns: &mut [Column]) {
    let measures = columns.iter().filter(|c| c.field == Field::Measure).count();
    if measures > 1 {
        // 单位 beside 计量单位 is an organisation, if its values say so; until then the named one is the measure.
        for column in columns.iter_mut().filter(|c| c.field == Field::Measure && &*c.matched == "单位") {
            column.field = Field::UnitName;
        }
    }
    let mut seen: Vec<(Field, Option<Arc<str>>)> = Vec::new();
    for column in columns.iter_mut() {
        if matches!(column.field, Field::Amount | Field::Ignored) && column.channel.is_none() {
            continue;
        }
        let key = (column.field, column.channel.clone());
        if seen.contains(&key) {
            if column.channel.is_none() {
                column.field = Field::Ignored;
            }
        } else {
            seen.push(key);
        }
    }
}

/// `日期 | 品名 金额 | 品名 金额`: the date on the left holds for the tables to its right.
fn share_date(columns: &mut Vec<Column>, first: Option<&Region>) {
    let dated = |c: &Column| {
        matches!(
            c.field,
            Field::Date | Field::OrderDate | Field::ReceiptDate | Field::MonthColumn | Field::DayColumn
        )
    };
    if columns.iter().any(dated) {
        return;
    }
    let begins = |f: Field| columns.first().is_some_and(|c| c.field == f);
    if let Some(first) = first
        && begins(Field::Item)
    {
        for column in first.columns.iter().filter(|c| dated(c)).rev() {
            columns.insert(0, column.clone());
        }
    }
}

/// Money unit for a column, the table's where its header names none.
#[must_use]
pub fn unit_of(column: &Column, table: MoneyUnit) -> MoneyUnit {
    column.money.unwrap_or(table)
}

/// Place of a header for provenance.
#[must_use]
pub fn header_cell(column: &Column) -> CellRef {
    column.cell
}
