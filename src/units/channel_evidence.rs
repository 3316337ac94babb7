//! What, beside a line's own cells, tells the channel: gathered from its table and sheet. What it means is the policy's.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    formats::cells::Format,
    model::{field::Field, line::ChannelEvidence},
    rows::reading::{RawLine, Reading, TableReading},
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

/// The texts that stand above a line.
pub(super) fn evidence_of(raw: &RawLine, reading: &Reading) -> ChannelEvidence {
    let sheet = reading.sheets.get(usize::from(raw.sheet));
    let table = sheet.and_then(|s| s.tables.get(usize::from(raw.table)));
    let order = || table?.columns.iter().find(|c| c.field == Field::OrderNo);
    let of_table = || table?.section.as_ref();
    ChannelEvidence {
        has_column: raw.has_channel_column,
        column_texts: None,
        section: raw.rare().section.clone().or_else(|| of_table().map(|s| s.text.clone())),
        sheet: sheet.map(|s| s.name.clone()).filter(|_| reading.format != Format::Csv),
        title: table.and_then(|t| t.title.as_ref()).map(|t| t.text.clone()),
        order_header: raw.order_no.as_ref().and_then(|_| order()).map(|c| c.header.clone()),
        whose: None,
        table: raw.table,
        role: table.map(|t| (t.role.role, t.role.by)),
    }
}
