//! Which amounts a sheet's stated totals leave open: what they leave for unreadable amounts, and by how much they differ from their lines.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use crate::{
    model::{cell::CellRef, line::OpenKind},
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
    let contradicting = contradicting(&readable);
    readable.sort_by_key(|(_, t)| {
        let speaks = contradicting.contains(&t.cell);
        (
            t.channel.is_some(),
            Reverse(t.end_line - t.first_line),
            !speaks,
            t.difference() != Some(0),
        )
    });
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
        // What columns leave open already is not open twice.
        let said = |o: &RawOpenAmount| o.kind == OpenKind::Columns && o.fen == fen;
        if fen != 0 && !tables.get(*at).is_some_and(|t| t.open_amounts.iter().any(said)) {
            push(tables, *at, total, kind, fen);
        }
    }
}

/// Cells of totals that contradict a total of the same lines, above them, which agrees. The larger one says that more was bought; a smaller one
/// says so only where nothing but a subtotal agrees and it is the only one: else it may be of some of the lines (832平台合计).
fn contradicting(readable: &[&(usize, StatedTotal)]) -> BTreeSet<CellRef> {
    let mut runs: BTreeMap<(u32, u32), Vec<&StatedTotal>> = BTreeMap::new();
    for (_, total) in readable.iter().filter(|(_, t)| t.channel.is_none()) {
        runs.entry((total.first_line, total.end_line)).or_default().push(total);
    }
    let mut out = BTreeSet::new();
    for totals in runs.into_values() {
        let agreeing = || totals.iter().filter(|t| t.difference() == Some(0));
        let Some(first) = agreeing().map(|t| t.cell.row).min() else {
            continue;
        };
        let differing = || {
            totals
                .iter()
                .filter(|t| t.kind == TotalKind::Total && t.difference() != Some(0) && t.cell.row > first)
        };
        let larger = differing().filter(|t| t.difference() > Some(0)).max_by_key(|t| t.cell.row);
        let mut only = differing().filter(|_| differing().count() == 1 && agreeing().all(|t| t.kind == TotalKind::Subtotal));
        out.extend(larger.or_else(|| only.next_back()).map(|t| t.cell));
    }
    out
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
