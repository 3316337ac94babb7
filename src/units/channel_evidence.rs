//! What, beside a line's own cells, tells the channel: gathered from its table and sheet. What it means is the policy's.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    formats::cells::Format,
    model::{dates::PartialDate, field::Field, line::ChannelEvidence},
    rows::reading::{RawLine, Reading, SheetReading, TableReading},
    text::names::is_serial,
};

/// The texts of each table's channel column, whoever's lines they stand on, by sheet and table. What is no text (a dash) is a blank.
pub(super) fn channel_texts(reading: &Reading) -> BTreeMap<(u16, u16), Arc<[Arc<str>]>> {
    let mut texts: BTreeMap<(u16, u16), BTreeSet<Arc<str>>> = BTreeMap::new();
    let mut last: Option<(u16, u16, &Arc<str>)> = None;
    for raw in reading.lines.iter().filter(|raw| raw.has_channel_column) {
        let Some(text) = &raw.channel else { continue };
        let here = (raw.sheet, raw.table, text);
        if last.replace(here) == Some(here) || !text.chars().any(char::is_alphanumeric) {
            continue;
        }
        let table = |t: &TableReading| t.columns.iter().any(|c| c.field == Field::Channel);
        let sheet = reading.sheets.get(usize::from(raw.sheet));
        if sheet.and_then(|s| s.tables.get(usize::from(raw.table))).is_some_and(table) {
            texts.entry((raw.sheet, raw.table)).or_default().insert(Arc::clone(text));
        }
    }
    texts.into_iter().map(|(at, texts)| (at, texts.into_iter().collect())).collect()
}

/// What is known of the lines of a table whose channels may be written once a group.
struct Groups {
    named: usize,
    blanks: usize,
    /// The last line names its channel.
    open: bool,
    /// Some channel stands right below another one, or a blank first; where order numbers stand left of the goods, one of both without the other, or
    /// over another day.
    apart: bool,
    day: Option<PartialDate>,
}

/// Tables whose channels, or the order numbers with them, stand left of the goods, and each over a blank: they may hold for the lines below, as
/// 832平台 on the first line of its group.
pub(super) fn grouped_tables(reading: &Reading) -> BTreeSet<(u16, u16)> {
    let is_left_by = |field: Field, table: &TableReading| {
        let place = |field: Field| table.columns.iter().position(|c| c.field == field);
        place(field).zip(place(Field::Item)).is_some_and(|(of, item)| of < item)
    };
    let is_left = |table: &TableReading| is_left_by(Field::Channel, table) || is_left_by(Field::OrderNo, table);
    let by_orders = |raw: &RawLine| {
        let table = reading
            .sheets
            .get(usize::from(raw.sheet))
            .and_then(|s| s.tables.get(usize::from(raw.table)));
        table.is_some_and(|t| !is_left_by(Field::Channel, t))
    };
    let of_sheet = |(sheet, of): (u16, &SheetReading)| {
        (0..)
            .zip(&of.tables)
            .filter(|(_, t)| is_left(t))
            .map(move |(table, _)| (sheet, table))
            .collect::<Vec<_>>()
    };
    let mut tables: BTreeMap<(u16, u16), Option<Groups>> = (0..).zip(&reading.sheets).flat_map(of_sheet).map(|at| (at, None)).collect();
    // In most books the channels stand behind the goods.
    if tables.is_empty() {
        return BTreeSet::new();
    }
    for raw in reading.lines.iter().filter(|raw| raw.has_channel_column) {
        let Some(groups) = tables.get_mut(&(raw.sheet, raw.table)) else {
            continue;
        };
        let named = raw.channel.is_some();
        let groups = groups.get_or_insert(Groups {
            named: 0,
            blanks: 0,
            open: false,
            apart: !named,
            day: raw.date,
        });
        if named {
            groups.day = raw.date;
        }
        let other = groups.day != raw.date || named != raw.order_no.is_some();
        groups.apart |= (named && groups.open) || (!groups.apart && other && by_orders(raw));
        groups.open = named;
        groups.named += usize::from(named);
        groups.blanks += usize::from(!named);
    }
    let grouped = |groups: &Groups| groups.named > 1 && groups.blanks > 1 && !groups.apart && !groups.open;
    let grouped = tables.into_iter().filter(|(_, groups)| groups.as_ref().is_some_and(grouped));
    grouped.map(|(at, _)| at).collect()
}

/// Lines without a channel below the first one of their order, which has one, in tables where no order names its channel later than that: the
/// column may be written once an order.
pub(super) fn below_first_of_order(reading: &Reading) -> BTreeSet<usize> {
    let mut found: BTreeSet<(u16, u16, usize)> = BTreeSet::new();
    let mut apart: BTreeSet<(u16, u16)> = BTreeSet::new();
    // The first line of the order, while only it has named a channel.
    let mut first: Option<&RawLine> = None;
    for (at, raw) in reading.lines.iter().enumerate().filter(|(_, raw)| raw.has_channel_column) {
        let number = raw.order_no.as_ref().filter(|number| !is_serial(number));
        let same = |first: &&RawLine| (first.sheet, first.table, first.order_no.as_ref()) == (raw.sheet, raw.table, number);
        match first.filter(same) {
            Some(_) if raw.channel.is_some() => _ = apart.insert((raw.sheet, raw.table)),
            Some(first) if first.channel.is_some() && (raw.supplier.is_none() || raw.supplier == first.supplier) => {
                found.insert((raw.sheet, raw.table, at));
            }
            Some(_) => {}
            None => first = number.map(|_| raw),
        }
    }
    let in_column = |sheet: u16, table: u16| {
        let table = reading
            .sheets
            .get(usize::from(sheet))
            .and_then(|s| s.tables.get(usize::from(table)));
        table.is_some_and(|t| t.columns.iter().any(|c| c.field == Field::OrderNo))
    };
    let open = found
        .into_iter()
        .filter(|(sheet, table, _)| !apart.contains(&(*sheet, *table)) && in_column(*sheet, *table));
    open.map(|(.., at)| at).collect()
}

/// The texts that stand above a line.
pub(super) fn evidence_of(raw: &RawLine, reading: &Reading) -> ChannelEvidence {
    let sheet = reading.sheets.get(usize::from(raw.sheet));
    let table = sheet.and_then(|s| s.tables.get(usize::from(raw.table)));
    let order = || table?.columns.iter().find(|c| c.field == Field::OrderNo);
    let of_table = || table?.section.as_ref();
    ChannelEvidence {
        has_column: raw.has_channel_column,
        column_texts: None,
        column_grouped: false,
        section: raw.rare().section.clone().or_else(|| of_table().map(|s| s.text.clone())),
        sheet: sheet.map(|s| s.name.clone()).filter(|_| reading.format != Format::Csv),
        title: table.and_then(|t| t.title.as_ref()).map(|t| t.text.clone()),
        order_header: raw.order_no.as_ref().and_then(|_| order()).map(|c| c.header.clone()),
        whose: None,
        table: raw.table,
        role: table.map(|t| (t.role.role, t.role.by)),
    }
}
