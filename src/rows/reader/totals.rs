//! Stated totals and the lines that they cover: which run of lines a total means, and what these come to.

use std::{collections::BTreeMap, sync::Arc};

use rust_decimal::Decimal;

use crate::{
    model::{cell::CellRef, field::Field},
    rows::{
        reading::{RawAmount, RawLine, StatedTotal},
        sink::add_up,
    },
    tables::{
        region::{DATES, LABELS},
        vocabulary::meaning::TotalKind,
    },
};

/// What the lines up to one come to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Run {
    /// Sum of the readable amounts, fen.
    pub(super) fen: i128,
    /// Unreadable amounts.
    pub(super) unreadable: u32,
    /// Rows; one row may be several lines.
    pub(super) rows: u32,
    /// Lines without a date, a quantity and a price of their own.
    plain: u32,
    /// Lines that have not even two texts of their own.
    scanty: u32,
    /// Sum of the quantities.
    pub(super) quantity: Decimal,
}

impl Run {
    fn with(mut self, line: &RawLine, above: Option<&RawLine>) -> Self {
        match line.amount {
            RawAmount::Fen(fen) => self.fen += i128::from(fen),
            RawAmount::Unreadable(_) => self.unreadable += 1,
        }
        self.rows += u32::from(above.is_none_or(|l| l.row != line.row));
        let own = |field: Field| line.cells.get(field).is_some_and(|cell| cell.row == line.row);
        // What is taken off needs none of these.
        let taken_off = matches!(line.amount, RawAmount::Fen(fen) if fen < 0);
        if !taken_off && line.quantity.is_none() && line.unit_price.is_none() && !DATES.into_iter().chain([Field::DayColumn]).any(own) {
            self.plain += 1;
            self.scanty += u32::from(LABELS.into_iter().filter(|f| own(*f)).count() < 2);
        }
        self.quantity = self.quantity.saturating_add(line.quantity.unwrap_or_default());
        self
    }

    fn less(self, start: Self) -> Self {
        Self {
            fen: self.fen - start.fen,
            unreadable: self.unreadable - start.unreadable,
            rows: self.rows - start.rows,
            plain: self.plain - start.plain,
            scanty: self.scanty - start.scanty,
            quantity: self.quantity.saturating_sub(start.quantity),
        }
    }

    /// Every line has a date, a quantity or a price of its own.
    pub(super) fn is_dated_or_counted(&self) -> bool {
        self.plain == 0
    }

    /// Only one line, the last of a block, has none of these.
    pub(super) fn but_for_one(&self) -> bool {
        self.plain == 1
    }

    /// Every line has these, or at least two texts.
    pub(super) fn is_told(&self) -> bool {
        self.scanty == 0
    }
}

/// Sums up to each line, so that any run's sum costs no more than a look-up: a sheet of nothing but figures asks for one a row.
#[derive(Debug, Clone, Default)]
struct Sums {
    from: usize,
    all: Vec<Run>,
    by_channel: BTreeMap<Arc<str>, Vec<(usize, i128, u32)>>,
    /// Sums of the rows that are no lines, with how many lines stood before each: a total may hold them.
    aside: Vec<(usize, i128)>,
}

impl Sums {
    fn extend(&mut self, lines: &[RawLine]) {
        while let Some(line) = lines.get(self.from + self.all.len()) {
            let at = self.from + self.all.len();
            let above = at.checked_sub(1).filter(|a| *a >= self.from).and_then(|a| lines.get(a));
            let known = self.all.last().copied().unwrap_or_default();
            let run = known.with(line, above);
            if line.has_channel_column
                && let Some(channel) = &line.channel
            {
                let list = self.by_channel.entry(Arc::clone(channel)).or_default();
                let (_, sum, unreadable) = list.last().copied().unwrap_or((0, 0, 0));
                list.push((at, sum + run.fen - known.fen, unreadable + run.unreadable - known.unreadable));
            }
            self.all.push(run);
        }
    }

    /// Sum of the rows from line `from` on that are no lines.
    fn aside_since(&self, from: usize) -> i128 {
        let before = self.aside.partition_point(|(lines, _)| *lines < from);
        let up_to = |at: Option<&(usize, i128)>| at.map_or(0, |(_, sum)| *sum);
        up_to(self.aside.last()) - up_to(before.checked_sub(1).and_then(|i| self.aside.get(i)))
    }

    /// Forgets the lines from `at` on: they are not what they were.
    fn cut(&mut self, at: usize) {
        self.all.truncate(at.saturating_sub(self.from));
        for list in self.by_channel.values_mut() {
            list.truncate(list.partition_point(|(line, _, _)| *line < at));
        }
    }

    /// What the lines from `from` on come to.
    fn run(&self, from: usize) -> Run {
        let start = from.checked_sub(self.from + 1).and_then(|i| self.all.get(i));
        self.all
            .last()
            .copied()
            .unwrap_or_default()
            .less(start.copied().unwrap_or_default())
    }

    /// Sum and unreadable amounts of the lines from `from` on.
    fn since(&self, from: usize, channel: Option<&str>) -> (i128, u32) {
        let Some(channel) = channel else {
            let run = self.run(from);
            return (run.fen, run.unreadable);
        };
        let Some(list) = self.by_channel.get(channel) else { return (0, 0) };
        let at = list.partition_point(|(line, _, _)| *line < from);
        let pair = |e: Option<&(usize, i128, u32)>| e.map_or((0, 0), |(_, s, u)| (*s, *u));
        let (end, start) = (pair(list.last()), pair(at.checked_sub(1).and_then(|i| list.get(i))));
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

/// A figure of a row that may be a total.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figure<'a> {
    pub(super) fen: i64,
    /// Half of its last decimal, fen.
    pub(super) slack: i64,
    /// Channel column that it stands in.
    pub(super) channel: Option<&'a str>,
}

impl Figure<'_> {
    /// Whether it is this sum, rounded to its own decimals.
    fn is(&self, sum: i128) -> bool {
        (sum - i128::from(self.fen)).abs() <= i128::from(self.slack)
    }
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

    /// A row that is no line was passed.
    pub(super) fn aside(&mut self, lines: &[RawLine], fen: i64) {
        let sum = self.sums.aside.last().map_or(0, |(_, sum)| *sum);
        self.sums.aside.push((lines.len(), sum + i128::from(fen)));
    }

    /// Whether a total says what the lines and the rows that are no lines come to: it contradicts nothing.
    #[must_use]
    pub(super) fn holds_aside(&self, total: &StatedTotal) -> bool {
        let from = usize::try_from(total.first_line).unwrap_or(usize::MAX);
        let aside = self.sums.aside_since(from);
        let stated = total.stated_fen.map(i128::from);
        total.unreadable == 0 && aside != 0 && stated == Some(i128::from(total.lines_fen) + aside)
    }

    /// The narrowest run of lines, back to the last subtotal, month, section, total, the table's head or the sheet's first line, that a row's
    /// figures add up in every column: of all its lines, and of each channel's.
    #[must_use]
    pub(super) fn equal_run(&mut self, lines: &[RawLine], figures: &[Figure<'_>]) -> Option<Run> {
        self.sums.extend(lines);
        let starts = [self.subtotal, self.month, self.section, self.total, self.table, self.sheet];
        let equal = |from: &usize| *from < lines.len() && self.adds_up(*from, figures);
        starts.into_iter().find(equal).map(|from| {
            let run = self.sums.run(from);
            // With rows that are no lines in it, it is the sum of these too.
            let more = figures.iter().any(|f| f.channel.is_none() && !f.is(run.fen));
            Run {
                rows: run.rows + u32::from(more),
                ..run
            }
        })
    }

    /// Whether all but one of a row's figures, three or more, are the sums of the lines above in their columns: a total, one of whose figures
    /// contradicts the lines.
    pub(super) fn equal_but_for_one(&mut self, lines: &[RawLine], figures: &[Figure<'_>]) -> bool {
        self.sums.extend(lines);
        let equal = |from: usize| figures.iter().filter(|f| f.is(self.sums.since(from, f.channel).0)).count();
        let starts = [self.subtotal, self.month, self.section, self.total, self.table];
        let mut runs = starts
            .into_iter()
            .filter(|from| *from < lines.len() && self.sums.run(*from).rows > 1);
        figures.len() > 2 && runs.any(|from| equal(from) + 1 == figures.len())
    }

    fn adds_up(&self, from: usize, figures: &[Figure<'_>]) -> bool {
        let all = self.sums.run(from);
        let whole = figures.iter().find(|f| f.channel.is_none());
        let of_channels: i128 = figures.iter().filter(|f| f.channel.is_some()).map(|f| i128::from(f.fen)).sum();
        let slack: i128 = figures.iter().map(|f| i128::from(f.slack)).sum();
        // A total may hold the rows that are no lines too.
        let aside = self.sums.aside_since(from);
        let whole_is = |f: &Figure<'_>, sum: i128| f.is(sum) || (aside != 0 && f.is(sum + aside));
        let complete = whole.map_or((all.fen - of_channels).abs() <= slack, |w| whole_is(w, all.fen));
        all.unreadable == 0
            && complete
            && figures.iter().all(|f| {
                let sum = self.sums.since(from, f.channel).0;
                if f.channel.is_none() { whole_is(f, sum) } else { f.is(sum) }
            })
    }

    /// What the lines from `from` on come to.
    pub(super) fn run(&mut self, lines: &[RawLine], from: usize) -> Run {
        self.sums.extend(lines);
        self.sums.run(from)
    }

    /// Whether no line stands above in the table, or in its section.
    pub(super) fn begins(&self, lines: usize) -> bool {
        self.section == lines && (self.total < lines || self.table == lines)
    }

    /// Where the run since the last total of any kind begins.
    pub(super) fn block(&self) -> usize {
        self.subtotal
    }

    /// A line was taken out: what came after stands one before.
    pub(super) fn withdrawn(&mut self, at: usize) {
        self.sums.cut(at);
    }

    /// The total of a row above its lines, which begin at `from`.
    #[must_use]
    pub(super) fn above(&mut self, lines: &[RawLine], from: usize, figure: TotalFigure) -> StatedTotal {
        self.sums.extend(lines);
        self.covering(from, lines.len(), figure)
    }

    /// What may be the total of the last block of lines, up to line `end`.
    #[must_use]
    pub(super) fn up_to(&mut self, lines: &[RawLine], end: usize, figure: TotalFigure) -> StatedTotal {
        self.sums.extend(lines);
        let beyond = if end < lines.len() { self.sums.run(end) } else { Run::default() };
        let total = self.covering(self.subtotal, end, figure);
        StatedTotal {
            lines_fen: total.lines_fen.saturating_sub(i64::try_from(beyond.fen).unwrap_or(i64::MAX)),
            unreadable: total.unreadable - beyond.unreadable,
            ..total
        }
    }

    /// The total with the lines that it covers. Where several runs could be meant, the one that it equals, back to the first line of one of the
    /// sheets before; else its own kind's.
    #[must_use]
    pub(super) fn stated(&mut self, lines: &[RawLine], figure: TotalFigure, sheets_before: &[(usize, i128)]) -> StatedTotal {
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
        let off = |from: usize| figure.stated.map(|s| (self.sums.since(from, channel).0 - i128::from(s)).abs());
        let equal = |from: &usize| *from < end && off(*from).is_some_and(|off| off <= i128::from(figure.slack));
        let found = candidates.into_iter().find(equal);
        if found.is_some() || figure.kind == TotalKind::Running {
            return self.covering(found.unwrap_or(own).min(end), end, figure);
        }
        let is_total = figure.kind == TotalKind::Total;
        let (own_sheet, unreadable) = self.sums.since(self.sheet, None);
        let whole = figure.stated.filter(|_| unreadable == 0 && is_total && channel.is_none());
        if let Some((from, before)) = whole.and_then(|s| add_up(sheets_before, i128::from(s) - own_sheet, figure.slack)) {
            let total = self.covering(self.sheet.min(end), end, figure);
            return StatedTotal {
                first_line: u32::try_from(from).unwrap_or(u32::MAX),
                lines_fen: i64::try_from(i128::from(total.lines_fen) + before).unwrap_or(i64::MAX),
                ..total
            };
        }
        // Below the subtotal of the same lines it means the tables above as well, where that is nearer.
        let wider = self.subtotal == end && is_total && self.sheet < end && off(self.sheet) < off(own);
        self.covering(if wider { self.sheet } else { own }.min(end), end, figure)
    }

    /// The total with the lines from `from` to `end`, which is the last line.
    fn covering(&self, from: usize, end: usize, figure: TotalFigure) -> StatedTotal {
        let channel = figure.channel.as_deref();
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
