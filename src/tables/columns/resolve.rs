//! What each column is, by its headers.

use std::sync::Arc;

use crate::{
    model::field::Field,
    tables::{
        columns::path::{HeadCell, HeaderPath},
        region::{Column, DATES},
        vocabulary::{Vocabulary, meaning::StockSide},
    },
    values::money_unit::money_unit,
};

/// The column that these headers make, if they say.
pub(crate) fn resolve(path: &HeaderPath<'_>, vocabulary: &Vocabulary) -> Option<Column> {
    let mut inner_first = path.cells.iter().rev();
    let leaf = inner_first
        .find(|c| !c.meaning.normal.text.is_empty() && !is_bare_unit(c, path) && !says_only_which(c, path, vocabulary))
        .or(path.cells.first())?;
    let above: Vec<&HeadCell> = path.cells.iter().copied().take_while(|c| c.cell != leaf.cell).collect();
    let meaning = &leaf.meaning;
    let side = stock_side(leaf, &above);
    // 实付 below 金额 ranks as 实付金额.
    let below = path
        .cells
        .last()
        .filter(|c| c.cell != leaf.cell && vocabulary.says_which_amount(&c.meaning.normal.text));
    let rank = below.map_or(meaning.rank, |c| vocabulary.meaning(&format!("{}{}", c.text, leaf.text)).rank);
    let part = above.iter().any(|c| says_part(c)) || says_part(leaf);
    let make = |field: Field, matched: &Arc<str>, channel: Option<&Arc<str>>| Column {
        col: path.col,
        field,
        header: path.joined(),
        matched: Arc::clone(matched),
        cell: leaf.cell,
        money: path.money_unit(|c| money_unit(&c.meaning.normal.bracket).or_else(|| money_unit(&c.meaning.normal.text))),
        channel: channel.cloned(),
        outgoing: side == Some(StockSide::Outgoing),
        incoming: side == Some(StockSide::Incoming),
        part,
        subtotal: false,
        suspected: false,
        rank,
    };
    let by_side = meaning.field.is_none() || meaning.stock.is_some() || above.iter().any(|c| c.meaning.side.is_some());
    if (side == Some(StockSide::Outgoing) && by_side) || path.is_of_other_period(vocabulary) {
        return Some(make(Field::Ignored, &leaf.text, None));
    }
    if meaning.channel.is_some() && vocabulary.counts_in_bracket(&meaning.normal) {
        return Some(make(Field::Ignored, &leaf.text, None));
    }
    if let Some(channel) = vocabulary.channel_question(&meaning.normal) {
        return Some(make(Field::Channel, &leaf.text, Some(&channel)));
    }
    // Of two prices the one that holds the tax belongs to the amount that does.
    if below.is_some_and(|c| vocabulary.is_untaxed(&c.text)) && matches!(meaning.field, Some((Field::UnitPrice, _))) {
        return Some(make(Field::Ignored, &leaf.text, None));
    }
    if let Some((field, name)) = &meaning.field {
        let figure = matches!(field, Field::Amount | Field::Quantity | Field::UnitPrice);
        let channel_above = above.iter().rev().find_map(|c| c.meaning.channel.as_ref());
        return Some(make(*field, name, channel_above.filter(|_| figure)));
    }
    if let Some((_, field, name)) = &meaning.stock {
        return Some(make(*field, name, None));
    }
    // 公斤 | 其他 below 数量 are no amounts.
    let counted = above
        .last()
        .is_some_and(|c| matches!(c.meaning.field, Some((Field::Quantity | Field::UnitPrice, _))));
    if counted {
        return None;
    }
    if let Some(channel) = &meaning.channel {
        return Some(make(Field::Amount, channel, Some(channel)));
    }
    // A column under a group of channels is one of them, whatever its name; so is one that says 其中 itself.
    let grouped = above.last().is_some_and(|c| c.meaning.group && (c.right > c.cell.col || part));
    if grouped && !meaning.normal.text.is_empty() && !vocabulary.is_no_amount(&meaning.normal) {
        return Some(make(Field::Amount, &leaf.text, Some(&leaf.text)));
    }
    let name = vocabulary.named_part(&meaning.normal)?;
    Some(make(Field::Amount, &leaf.text, Some(&name)))
}

/// Side of a stock book that the column belongs to: by its group, or by its own header.
fn stock_side(leaf: &HeadCell, above: &[&HeadCell]) -> Option<StockSide> {
    let meaning = &leaf.meaning;
    above
        .iter()
        .find_map(|c| c.meaning.side)
        .or_else(|| meaning.stock.as_ref().map(|s| s.0))
        // `结存` as a header of its own is the balance, not a purchase.
        .or_else(|| meaning.side.filter(|s| *s == StockSide::Outgoing && meaning.field.is_none()))
}

fn says_part(cell: &HeadCell) -> bool {
    cell.meaning.normal.text.starts_with("其中")
}

/// `本月` below `金额`, `不含税` below `单价`: the header above is the column's.
fn says_only_which(cell: &HeadCell, path: &HeaderPath<'_>, vocabulary: &Vocabulary) -> bool {
    let text = &cell.meaning.normal.text;
    let money = |top: &HeadCell| matches!(top.meaning.field, Some((Field::Amount | Field::UnitPrice, _)));
    let above = path.cells.first().filter(|top| top.cell != cell.cell);
    above.is_some_and(|top| vocabulary.is_this_period(text) || (money(top) && vocabulary.says_which_amount(text)))
}

/// `元` below `金额`.
fn is_bare_unit(cell: &HeadCell, path: &HeaderPath<'_>) -> bool {
    path.cells.first().is_some_and(|f| f.cell != cell.cell) && money_unit(&cell.meaning.normal.text).is_some()
}

/// Channel columns without their whole are no base: a header that ends as a whole does is it, where just one does.
pub(crate) fn adopt_whole(paths: &mut [HeaderPath<'_>], vocabulary: &Vocabulary) {
    let mut known = paths.iter().filter_map(|p| p.column.as_ref()).filter(|c| !c.outgoing);
    if !known.clone().any(Column::is_channel_amount) || known.any(Column::is_whole_amount) {
        return;
    }
    let fits = |p: &HeaderPath<'_>| {
        p.column.is_none()
            && !p.is_of_other_period(vocabulary)
            && p.leaf().is_some_and(|leaf| {
                vocabulary.ends_as_whole(&leaf.meaning.normal) && !vocabulary.is_other_period(&leaf.meaning.normal.text)
            })
    };
    let mut fitting = paths.iter_mut().filter(|p| fits(p));
    if let (Some(whole), None) = (fitting.next(), fitting.next()) {
        whole.column = whole.amount_column();
    }
}

/// `渠道 | 计划 | 实际`, `渠道 | 上月 | 本月`: beside another period or a plan the one column of this period, or of what was done, is the amount.
pub(crate) fn adopt_actual(paths: &mut [HeaderPath<'_>], vocabulary: &Vocabulary) {
    let has = |field: Field| paths.iter().any(|p| p.column.as_ref().is_some_and(|c| c.field == field));
    let figures = [Field::Amount, Field::Quantity, Field::UnitPrice];
    if !has(Field::Channel) || figures.into_iter().any(has) || !paths.iter().any(|p| p.is_of_other_period(vocabulary)) {
        return;
    }
    let own = |p: &HeaderPath<'_>| {
        let text = p.leaf().map(|leaf| &*leaf.meaning.normal.text);
        let named = text.is_some_and(|text| vocabulary.is_this_period(text) || vocabulary.is_actual(text));
        p.column.is_none() && !p.is_of_other_period(vocabulary) && named
    };
    let mut fitting = paths.iter_mut().filter(|p| own(p));
    if let (Some(actual), None) = (fitting.next(), fitting.next()) {
        actual.column = actual.amount_column();
    }
}

/// `王记粮油 | 城关市场` over `斤数 | 元` each: words for money that repeat below the groups are the amounts of each, whatever the groups are.
pub(crate) fn adopt_repeated_money(paths: &mut [HeaderPath<'_>], vocabulary: &Vocabulary) {
    let group = |p: &HeaderPath<'_>| p.cells.first().filter(|_| p.cells.len() > 1).map(|top| top.cell);
    let leaf = |p: &HeaderPath<'_>| p.leaf().map(|leaf| Arc::clone(&leaf.text));
    let named: Vec<_> = paths.iter().map(|p| group(p).zip(leaf(p))).collect();
    let of_channel = |p: &&HeaderPath<'_>| p.cells.len() > 1 && p.cells.first().is_some_and(|top| top.meaning.channel.is_some());
    let channels: Vec<Arc<str>> = paths.iter().filter(of_channel).filter_map(leaf).collect();
    for (path, own) in paths.iter_mut().zip(&named).filter(|(p, _)| p.column.is_none()) {
        let Some((top, text)) = own else { continue };
        // 万元 alone below each of a statement's parts: one that nobody knows beside channels is a part, and no other whole.
        let alone = named.iter().flatten().filter(|(other, _)| other == top).count() == 1;
        if alone && channels.iter().any(|same| same == text) {
            continue;
        }
        let repeated = named.iter().flatten().any(|(other, same)| other != top && same == text);
        if repeated && (money_unit(text).is_some() || vocabulary.speaks_of_money(text)) && path.leaf().is_some_and(|l| !l.meaning.known()) {
            let channel = path.cells.first().and_then(|top| top.meaning.channel.clone());
            path.column = path.amount_column().map(|c| Column { channel, ..c });
        }
    }
}

/// The amount, or the channel, that a column stands below.
pub(crate) fn amount_above<'a>(path: &HeaderPath<'a>) -> Option<&'a HeadCell> {
    let top = *path.cells.first().filter(|_| path.cells.len() > 1)?;
    let amount = matches!(top.meaning.field, Some((Field::Amount, _))) || top.meaning.channel.is_some();
    (amount && top.meaning.side != Some(StockSide::Outgoing)).then_some(top)
}

/// `832平台采购额` over `应完成 | 已完成`: of the columns below an amount whose own words nobody knows, the one that says what was done or is all that is
/// left beside plans and shares. Where several are left nobody can tell, and none is the amount.
pub(crate) fn adopt_below_amounts(paths: &mut [HeaderPath<'_>], vocabulary: &Vocabulary) {
    let tops: Vec<Option<&HeadCell>> = paths.iter().map(amount_above).collect();
    let leaves: Vec<Option<Arc<str>>> = paths.iter().map(|p| p.leaf().map(|leaf| Arc::clone(&leaf.text))).collect();
    let named = |at: usize| tops[at].map(|t| t.cell).zip(leaves[at].as_deref());
    for (at, path) in paths.iter_mut().enumerate() {
        // What stands below a whole is a channel, but for words that stand below its channels too.
        let repeated = (0..tops.len()).any(|other| named(other).zip(named(at)).is_some_and(|(a, b)| a.0 != b.0 && a.1 == b.1));
        path.column = path
            .column
            .take()
            .filter(|c| !(repeated && c.channel.as_deref() == leaves[at].as_deref()));
    }
    let mut at = 0;
    while let Some(first) = tops.get(at) {
        let same = |other: &&Option<&HeadCell>| first.zip(**other).is_some_and(|(a, b)| a.cell == b.cell);
        let end = at + tops[at..].iter().take_while(same).count().max(1);
        let group = &mut paths[at..end];
        at = end;
        let Some(top) = *first else { continue };
        let text = |p: &HeaderPath<'_>| p.leaf().map(|leaf| leaf.meaning.normal.clone());
        let done = |p: &HeaderPath<'_>| text(p).is_some_and(|t| vocabulary.is_actual(&t.text) || vocabulary.is_this_period(&t.text));
        // 核定 | 实际 are amounts both by what stands above them: what was done is the one.
        let amount = |p: &HeaderPath<'_>| p.column.as_ref().is_some_and(|c| c.field == Field::Amount);
        let by_top = |p: &HeaderPath<'_>| amount(p) && p.leaf().is_some_and(|leaf| leaf.meaning.field.is_none());
        if group.iter().any(|p| by_top(p) && done(p)) {
            let others = group.iter_mut().filter(|p| by_top(p) && !done(p));
            others.for_each(|p| p.column = None);
        }
        // 不含税 is less than what was paid: the one column beside it may be that.
        let untaxed = |p: &HeaderPath<'_>| text(p).is_some_and(|t| vocabulary.is_untaxed(&t.text));
        if group.iter().any(|p| amount(p) && !untaxed(p)) {
            continue;
        }
        let open = |p: &&mut HeaderPath<'_>| {
            p.column.is_none() && !p.is_of_other_period(vocabulary) && text(p).is_some_and(|t| !vocabulary.is_no_amount(&t))
        };
        let mut open: Vec<&mut HeaderPath<'_>> = group.iter_mut().filter(open).collect();
        if open.iter().any(|p| done(p)) {
            open.retain(|p| done(p));
        }
        if let [one] = open.as_mut_slice() {
            one.column = one.amount_column().map(|c| Column {
                channel: top.meaning.channel.clone(),
                ..c
            });
        }
    }
}

/// `其他` or `超市` alone names no channel column: it takes two of them, or one beside a total that says 其中 or 832.
pub(crate) fn drop_lone_weak_channel(paths: &mut [HeaderPath<'_>], vocabulary: &Vocabulary) {
    let is = |p: &HeaderPath<'_>, what: fn(&Column) -> bool| p.column.as_ref().is_some_and(what);
    let total = paths.iter().any(|p| is(p, Column::is_whole_amount));
    let mut channels = paths.iter_mut().filter(|p| is(p, Column::is_channel_amount));
    let (Some(lone), None) = (channels.next(), channels.next()) else {
        return;
    };
    let says_amount = |c: &&HeadCell| c.meaning.normal.text.contains(['额', '款']) || !c.meaning.normal.bracket.is_empty();
    // 832平台 or 消费帮扶超市 is a channel by its own name.
    let strong = |c: &Column| vocabulary.mentions_channel(&c.header) || c.part;
    let part = lone.column.as_ref().is_some_and(strong) || lone.cells.len() > 1 || lone.cells.iter().any(says_amount);
    if !(part && total) {
        lone.column = None;
    }
}

/// `日期 | 832平台 | 其中：大米`: without a whole, a part that is no channel is in the column beside it.
pub(crate) fn drop_parts_of_channels(paths: &mut [HeaderPath<'_>]) {
    let known = || paths.iter().filter_map(|p| p.column.as_ref());
    if known().any(Column::is_whole_amount) || !known().any(|c| DATES.contains(&c.field) || c.field == Field::Item) {
        return;
    }
    let is_part = |p: &HeaderPath<'_>| p.leaf().is_some_and(|leaf| says_part(leaf) && leaf.meaning.channel.is_none());
    paths.iter_mut().filter(|p| is_part(p)).for_each(|p| p.column = None);
}

/// One column a field (the first), except those of which the table's data choose.
pub(crate) fn one_column_a_field(columns: &mut [Column]) {
    let measures = columns.iter().filter(|c| c.field == Field::Measure).count();
    if measures > 1 {
        // 单位 beside 计量单位 is an organisation, if its values say so; until then the named one is the measure.
        for column in columns.iter_mut().filter(|c| c.field == Field::Measure && &*c.matched == "单位") {
            column.field = Field::UnitName;
        }
    }
    let mut seen: Vec<(Field, Option<Arc<str>>)> = Vec::new();
    for column in columns.iter_mut() {
        let by_data = matches!(
            column.field,
            Field::Amount
                | Field::Ignored
                | Field::AcceptedBy
                | Field::Date
                | Field::Supplier
                | Field::UnitName
                | Field::Channel
                | Field::InvoiceNo
        );
        if by_data && column.channel.is_none() {
            continue;
        }
        let key = (column.field, column.channel.clone());
        if !seen.contains(&key) {
            seen.push(key);
        } else if column.channel.is_none() {
            column.field = Field::Ignored;
        }
    }
}
