//! Stated totals and the lines that they cover: which run of lines a total means, and what these come to.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    model::cell::CellRef,
    rows::reading::{RawAmount, RawLine, StatedTotal},
    tables::vocabulary::meaning::TotalKind,
};

/// Sums up to each line, so that any run's sum costs no more than a look-up: a sheet of nothing but figures asks for one a row.
#[derive(Debug, Clone, Default)]
struct Sums {
    from: usize,
    seen: usize,
    all: Vec<(i128, u32)>,
    by_channel: BTreeMap<Arc<str>, Vec<(usize, i128, u32)>>,
}

impl Sums {
    fn extend(&mut self, lines: &[RawLine]) {
        while let Some(line) = lines.get(self.seen) {
            let (fen, bad) = match line.amount {
                RawAmount::Fen(f) => (i128::from(f), 0),
                RawAmount::Unreadable(_) => (0, 1),
            };
            let (sum, unreadable) = self.all.last().copied().unwrap_or((0, 0));
            self.all.push((sum + fen, unreadable + bad));
            if line.has_channel_column
                && let Some(channel) = &line.channel
            {
                let list = self.by_channel.entry(Arc::clone(channel)).or_default();
                let (_, sum, unreadable) = list.last().copied().unwrap_or((0, 0, 0));
                list.push((self.seen, sum + fen, unreadable + bad));
            }
            self.seen += 1;
        }
    }

    /// Sum and unreadable amounts of the lines from `from` on.
    fn since(&self, from: usize, channel: Option<&str>) -> (i128, u32) {
        let (end, start) = match channel {
            None => {
                let end = self.all.last().copied().unwrap_or((0, 0));
                let start = from
                    .checked_sub(self.from + 1)
                    .and_then(|i| self.all.get(i))
                    .copied()
                    .unwrap_or((0, 0));
                (end, start)
            }
            Some(channel) => {
                let Some(list) = self.by_channel.get(channel) else { return (0, 0) };
                let at = list.partition_point(|(line, _, _)| *line < from);
                let pair = |e: Option<&(usize, i128, u32)>| e.map_or((0, 0), |(_, s, u)| (*s, *u));
                (pair(list.last()), pair(at.checked_sub(1).and_then(|i| list.get(i))))
            }
        };
        (end.0 - start.0, end.1 - start.1)
    }
}

/// Where the runs of lines begin that a total may cover, as indices into the reading's lines.
#[derive(Debug, Clone)]
pub(super) struct Totals {
    sheet: usize,
    table: usize,
    section: usize,
    month: usize,
    total: usize,
    subtotal: usize,
    sums: Sums,
}

/// A total's figure as it stands in the sheet.
pub(super) struct TotalFigure {
    /// Kind by label.
    pub(super) kind: TotalKind,
    /// 本月合计.
    pub(super) of_month: bool,
    /// Fen; `None` when unreadable.
    pub(super) stated: Option<i64>,
    /// [`StatedTotal::slack_fen`].
    pub(super) slack: i64,
    /// Channel column that it stands in.
    pub(super) channel: Option<Arc<str>>,
    /// Cell.
    pub(super) cell: CellRef,
    /// Label as written.
    pub(super) label: Arc<str>,
}

impl Totals {
    /// At the head of a table; `sheet_start` is the sheet's first line.
    #[must_use]
    pub(super) fn new(sheet_start: usize, lines: usize) -> Self {
        let sums = Sums {
            from: sheet_start,
            seen: sheet_start,
            ..Sums::default()
        };
        Self {
            sheet: sheet_start,
            table: lines,
            section: lines,
            month: lines,
            total: lines,
            subtotal: lines,
            sums,
        }
    }

    /// A section title stands before the next line.
    pub(super) fn section(&mut self, lines: usize) {
        (self.section, self.subtotal, self.month) = (lines, lines, lines);
    }

    /// A month's title stands before the next line.
    pub(super) fn month(&mut self, lines: usize) {
        (self.month, self.subtotal) = (lines, lines);
    }

    /// A total row was passed.
    pub(super) fn passed(&mut self, kind: TotalKind, of_month: bool, lines: usize) {
        match kind {
            TotalKind::Running => {}
            TotalKind::Subtotal => self.subtotal = lines,
            TotalKind::Total if of_month => (self.subtotal, self.month) = (lines, lines),
            TotalKind::Total => (self.subtotal, self.month, self.total, self.section) = (lines, lines, lines, lines),
        }
    }

    /// Whether an amount is the sum of the lines since the last subtotal, month, section, total, or the table's head.
    #[must_use]
    pub(super) fn is_sum(&mut self, lines: &[RawLine], fen: i64, channel: Option<&str>) -> bool {
        self.sums.extend(lines);
        [self.subtotal, self.month, self.section, self.total, self.table]
            .into_iter()
            .any(|from| from < lines.len() && self.sums.since(from, channel) == (i128::from(fen), 0))
    }

    /// The total with the lines that it covers. Where several runs could be meant, the one that it equals; else its own kind's.
    #[must_use]
    pub(super) fn stated(&mut self, lines: &[RawLine], figure: TotalFigure) -> StatedTotal {
        self.sums.extend(lines);
        let end = lines.len();
        let own = match figure.kind {
            TotalKind::Subtotal => self.subtotal,
            TotalKind::Total if figure.of_month => self.month,
            TotalKind::Total if self.total > self.table && self.total < end => self.total,
            TotalKind::Total if self.section > self.table && self.section < end => self.section,
            TotalKind::Total | TotalKind::Running => self.table,
        };
        let candidates = [own, self.table, self.total, self.section, self.month, self.subtotal, self.sheet];
        let channel = figure.channel.as_deref();
        let equal = |from: &&usize| {
            figure
                .stated
                .is_some_and(|s| **from < end && self.sums.since(**from, channel).0 == i128::from(s))
        };
        let from = if figure.kind == TotalKind::Running {
            own
        } else {
            candidates.iter().find(equal).copied().unwrap_or(own)
        };
        let from = from.min(end);
        let (lines_fen, unreadable) = if from < end { self.sums.since(from, channel) } else { (0, 0) };
        StatedTotal {
            kind: figure.kind,
            cell: figure.cell,
            label: figure.label,
            stated_fen: figure.stated,
            lines_fen: i64::try_from(lines_fen).unwrap_or(i64::MAX),
            first_line: u32::try_from(from).unwrap_or(u32::MAX),
            end_line: u32::try_from(end).unwrap_or(u32::MAX),
            unreadable,
            slack_fen: figure.slack,
            channel: figure.channel,
        }
    }
}
