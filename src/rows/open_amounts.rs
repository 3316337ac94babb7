//! Which amounts a sheet's stated totals leave open: what they leave for unreadable amounts, and by how much they differ from their lines.

use std::{cmp::Reverse, collections::BTreeMap};

use crate::{
    model::line::OpenKind,
    rows::reading::{RawOpenAmount, StatedTotal, TableReading},
    tables::vocabulary::meaning::TotalKind,
};

/// Adds to each table what its totals leave open.
pub(super) fn add_open_amounts(tables: &mut [TableReading]) {
    let totals: Vec<(usize, StatedTotal)> = tables
        .iter()
        .enumerate()
        .flat_map(|(at, t)| t.totals.iter().map(move |total| (at, total.clone())))
        .filter(|(_, t)| t.kind != TotalKind::Running && t.stated_fen.is_some() && t.first_line < t.end_line)
        .collect();
    let (mut open, mut readable): (Vec<_>, Vec<_>) = totals.iter().partition(|(_, t)| t.unreadable > 0);
    // The narrowest total bounds unreadable amounts best; of readable ones the widest says what was bought, and narrower ones within it only
    // how that is made up.
    open.sort_by_key(|(_, t)| t.end_line - t.first_line);
    readable.sort_by_key(|(_, t)| (t.channel.is_some(), Reverse(t.end_line - t.first_line), t.difference() != Some(0)));
    let mut said = Said::default();
    for (at, total) in open {
        let fen = total.stated_fen.map_or(-1, |s| s.saturating_sub(total.lines_fen));
        // Less than the readable lines bounds nothing: the total contradicts them.
        if fen >= 0 {
            push(tables, *at, total, OpenKind::Unreadable, fen);
        }
    }
    for (at, total) in readable {
        let fen = total.difference().unwrap_or(0);
        let wider = said.of(total);
        let kind = match (wider, &total.channel) {
            (None, _) => OpenKind::Total,
            // The whole agrees: what one channel's column lacks stands in another's.
            (Some(0), Some(_)) => OpenKind::Share,
            (Some(_), _) => continue,
        };
        if total.channel.is_none() {
            said.whole.insert(total.first_line, (total.end_line, fen));
        }
        if fen != 0 {
            push(tables, *at, total, kind, fen);
        }
    }
}

/// Ranges of lines that a total of all columns was taken for, by their first line, with its difference.
#[derive(Default)]
struct Said {
    whole: BTreeMap<u32, (u32, i64)>,
}

impl Said {
    /// The difference of the wider total that a total's lines lie in.
    fn of(&self, total: &StatedTotal) -> Option<i64> {
        let (_, (end, fen)) = self.whole.range(..=total.first_line).next_back()?;
        (total.end_line <= *end).then_some(*fen)
    }
}

fn push(tables: &mut [TableReading], at: usize, total: &StatedTotal, kind: OpenKind, fen: i64) {
    if let Some(table) = tables.get_mut(at) {
        table.open_amounts.push(RawOpenAmount {
            kind,
            fen,
            cell: total.cell,
            first_line: total.first_line,
            end_line: total.end_line,
            channel: total.channel.clone(),
        });
    }
}
