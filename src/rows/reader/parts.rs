//! One amount column a channel: every filled cell is a line of its channel; what a total says beyond them is ordinary.

use crate::{
    formats::cells::{Cell, Value},
    model::{cell::CellRef, cell::Term, field::Field, finding::Severity, line::LineKind, money::Fen},
    rows::{
        reader::{TableReader, amounts::Evaluated, fields::both},
        reading::{Fate, RawAmount, RawLine, StatedTotal},
    },
    tables::{
        region::{Column, TableKind},
        vocabulary::meaning::TotalKind,
    },
    text::normal,
};

/// The amounts of a row by channel.
#[derive(Default)]
struct Parts<'a> {
    said: Vec<(&'a Column, Evaluated<'a>)>,
    /// A part lies in a merged cell that begins in a row above.
    covered: bool,
    /// Sum of the readable ones, fen.
    sum: i128,
    unreadable: bool,
}

impl Parts<'_> {
    /// Sum of those whose channel fits, fen, and its terms.
    fn of_channels(&self, fits: impl Fn(&str) -> bool) -> (i128, Vec<Term>) {
        let fitting = || self.said.iter().filter(|(c, _)| c.channel.as_deref().is_some_and(&fits));
        let sum = fitting().filter_map(|(_, e)| e.fen()).map(i128::from).sum();
        (sum, fitting().filter_map(Self::known).flatten().collect())
    }

    /// The terms of a part whose amount is known.
    fn known((_, e): &(&Column, Evaluated<'_>)) -> Option<Vec<Term>> {
        e.fen().map(|_| e.terms())
    }
}

impl<'a> TableReader<'a, '_> {
    /// A row of a table with channel columns.
    pub(super) fn parts(&mut self, row: u32, cells: &'a [Cell]) -> Fate {
        let statement = self.input.region.kind == TableKind::Statement;
        let mut parts = self.evaluate_parts();
        let whole = self.input.amount.zip(self.amount_column());
        let whole = whole.filter(|(at, _)| !self.says_nothing_bought(*at));
        let whole = whole.map(|(at, column)| self.evaluate_total(at, column));
        let whole = whole.filter(Evaluated::says_something);
        if parts.said.is_empty() && whole.is_none() {
            return self.nothing_bought(row, cells, parts.covered);
        }
        let mut base = self.base(row, if statement { LineKind::Statement } else { LineKind::Detail });
        base.has_channel_column = true;
        if self.row_cells.index(Field::Item).is_some() && base.item.is_none() {
            base.notes.push(self.sink.note("item_missing"));
        }
        let has_parts = !parts.said.is_empty();
        let first_line = self.sink.lines.len();
        let beyond = if has_parts { self.beyond_subtotals(&mut parts) } else { Vec::new() };
        let whole = whole.map(|mut whole| {
            if has_parts {
                whole.less(parts.said.iter().chain(&beyond).filter_map(Parts::known).flatten());
            }
            whole
        });
        let own = std::mem::take(&mut self.value_cells);
        for (column, e) in parts.said {
            self.report(&e, e.cell.unwrap_or(CellRef { row, col: column.col }));
            let mut line = base.clone();
            self.name_fund(column, &mut line);
            if column.suspected {
                line.notes.push(self.sink.note("purchase_suspected"));
            }
            self.value_cells.clear();
            if let Some(title) = column.channel.clone().filter(|title| self.names_own_channel(&base, title)) {
                // 早餐 | 午餐 beside a column of channels: the row says which one it was.
                let rare = line.rare_mut();
                rare.remark = Some(both(rare.remark.take(), title));
                self.value_cells.extend(own.iter().copied());
            } else {
                line.channel.clone_from(&column.channel);
                self.value_cells.extend(own.iter().filter(|(f, _)| *f != Field::Channel));
                self.value_cells.push((Field::Channel, column.cell));
            }
            self.push(line, e);
        }
        for (column, e) in beyond {
            self.report(&e, e.cell.unwrap_or(CellRef { row, col: column.col }));
            let mut line = base.clone();
            line.channel = Some(self.input.data.vocabulary.unlisted_part());
            self.value_cells.clone_from(&own);
            self.value_cells.push((Field::Channel, column.cell));
            self.push(line, e);
        }
        self.value_cells.clone_from(&own);
        let covered = self
            .input
            .amount
            .is_some_and(|at| self.row_cells.in_column(at).is_some_and(|c| c.covered));
        if statement && whole.is_none() && !covered && !self.has_other_channel() {
            self.whole_missing(row, base.clone());
            self.value_cells = own;
        }
        if let Some(whole) = whole {
            let rest = match whole.fen() {
                Some(fen) if !parts.unreadable => i64::try_from(i128::from(fen) - parts.sum).ok().map(RawAmount::Fen),
                _ => Some(RawAmount::Unreadable(whole.found().into())),
            };
            let beyond = Remainder {
                whole,
                rest,
                sum: parts.sum,
                has_parts,
                first_line,
            };
            self.remainder(row, base, beyond);
        }
        Fate::Line
    }

    /// `832平台（工会）`: what its money was, where the row itself does not say.
    fn name_fund(&self, column: &Column, line: &mut RawLine) {
        let fund = normal::header(&column.header).bracket;
        if !fund.is_empty() && self.input.data.vocabulary.looks_like_fund(&fund) {
            line.rare_mut().funding.get_or_insert_with(|| fund.into());
        }
    }

    /// Whether the row's own column of channels speaks where a part's title names none.
    fn names_own_channel(&self, base: &RawLine, title: &str) -> bool {
        let vocabulary = self.input.data.vocabulary;
        let column = self
            .input
            .region
            .columns
            .iter()
            .any(|c| c.field == Field::Channel && c.channel.is_none());
        column && base.channel.is_some() && !vocabulary.names_channel(title) && !vocabulary.mentions_channel(title)
    }

    fn evaluate_parts(&self) -> Parts<'a> {
        let mut parts = Parts::default();
        for (at, column) in self.input.region.columns.iter().enumerate().filter(|(_, c)| c.is_channel_amount()) {
            if self.row_cells.in_column(at).is_some_and(|c| c.covered) {
                parts.covered = true;
                continue;
            }
            let e = self.evaluate(Some(at), column.channel.as_deref());
            if e.says_something() && !self.says_nothing_bought(at) {
                match e.fen() {
                    Some(fen) => parts.sum += i128::from(fen),
                    None => parts.unreadable = true,
                }
                parts.said.push((column, e));
            }
        }
        parts
    }

    /// `未采购` among the parts.
    fn says_nothing_bought(&self, at: usize) -> bool {
        let cell = self.row_cells.in_column(at).and_then(|c| c.cell);
        matches!(cell.map(|c| &c.value), Some(Value::Text(t)) if self.input.data.vocabulary.is_zero_word(t))
    }

    /// What subtotals say beyond the channels that they sum up, or short of them: a part that no column names.
    fn beyond_subtotals(&self, parts: &mut Parts<'a>) -> Vec<(&'a Column, Evaluated<'a>)> {
        let vocabulary = self.input.data.vocabulary;
        let columns = self.input.region.columns.iter().enumerate();
        let named = columns.filter(|(_, c)| c.subtotal && c.channel.as_deref().is_some_and(|n| vocabulary.is_sum_of_channels(n)));
        let (listed, terms) = parts.of_channels(|name| !vocabulary.is_other_channel(name));
        let mut beyond = Vec::new();
        for (at, column) in named.take(1).filter(|_| !parts.unreadable) {
            let mut e = self.evaluate_total(at, column);
            let Some(fen) = e.fen().filter(|_| !self.says_nothing_bought(at)) else {
                continue;
            };
            let Ok(rest) = i64::try_from(i128::from(fen) - listed) else {
                continue;
            };
            if rest != 0 {
                e.amount = Some(RawAmount::Fen(rest));
                e.less(terms.iter().copied());
                e.notes.push("beyond_subtotal");
                parts.sum += i128::from(rest);
                beyond.push((column, e));
            }
        }
        beyond
    }

    fn has_other_channel(&self) -> bool {
        let mut channels = self.input.region.columns.iter().filter_map(|c| c.channel.as_deref());
        channels.any(|c| self.input.data.vocabulary.is_other_channel(c))
    }

    fn has_part_column(&self) -> bool {
        self.input.region.columns.iter().any(|c| c.part)
    }

    /// A row of a statement with parts and no whole: what was bought elsewhere is not known, so the base is open.
    pub(super) fn whole_missing(&mut self, row: u32, base: RawLine) {
        let e = Evaluated::unknown("whole_missing");
        self.report(&e, self.amount_place(row));
        self.push(base, e);
    }

    /// What a row's total says beyond its parts.
    fn remainder(&mut self, row: u32, base: RawLine, remainder: Remainder<'_>) {
        let Remainder {
            mut whole,
            rest,
            sum,
            has_parts,
            first_line,
        } = remainder;
        let statement = self.input.region.kind == TableKind::Statement;
        let other = self.has_other_channel();
        // The total holds more than its parts, so that a rest of it was bought elsewhere.
        let total_of_more = statement || !other || self.has_part_column() || !has_parts;
        let place = whole.cell.unwrap_or(self.amount_place(row));
        match rest {
            None | Some(RawAmount::Fen(0)) => {}
            Some(RawAmount::Fen(fen)) if (fen < 0 && has_parts) || !total_of_more || (statement && other && has_parts) => {
                self.row_total_mismatch(place, &whole.found(), sum);
                if has_parts && (fen < 0 || !total_of_more) {
                    self.contradicts_parts(place, &whole, first_line, sum);
                }
                if fen > 0 && total_of_more {
                    whole.amount = Some(RawAmount::Fen(fen));
                    whole.notes.push("remainder_of_total");
                    self.push(base, whole);
                }
            }
            Some(amount) => {
                if has_parts {
                    if !statement && !self.has_part_column() {
                        self.row_total_mismatch(place, &whole.found(), sum);
                    }
                    whole.notes.push("remainder_of_total");
                }
                self.report(&whole, place);
                whole.amount = Some(amount);
                self.push(base, whole);
            }
        }
    }

    /// A row's total that its parts do not come to is a total that its table states.
    fn contradicts_parts(&mut self, cell: CellRef, whole: &Evaluated<'_>, first_line: usize, sum: i128) {
        let line = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.stated.push(StatedTotal {
            kind: TotalKind::Subtotal,
            cell,
            label: self.amount_column().map_or_else(|| "".into(), |c| c.header.clone()),
            stated_fen: whole.fen(),
            lines_fen: i64::try_from(sum).unwrap_or(i64::MAX),
            first_line: line(first_line),
            end_line: line(self.sink.lines.len()),
            unreadable: 0,
            slack_fen: 0,
            channel: None,
        });
    }

    fn row_total_mismatch(&mut self, cell: CellRef, found: &str, sum: i128) {
        let expected = Fen(i64::try_from(sum).unwrap_or(i64::MAX)).yuan();
        self.sink.issue(
            "row_total_mismatch",
            Severity::Warning,
            Some(cell),
            found,
            &[("expected", &expected)],
        );
    }

    /// A row of a table with channel columns where none of them (nor a total) holds an amount.
    fn nothing_bought(&mut self, row: u32, cells: &'a [Cell], covered: bool) -> Fate {
        if covered {
            return Fate::Continuation;
        }
        let region = self.input.region;
        let zero = (0..)
            .zip(&region.columns)
            .any(|(at, c)| c.field == Field::Amount && self.row_cells.in_column(at).is_some_and(|c| c.own));
        if region.kind == TableKind::Statement || zero {
            return Fate::Blank;
        }
        let mut e = self.evaluate(None, None);
        if e.amount.is_none() {
            if !(self.row_cells.has_value(Field::Item) && self.is_bought()) {
                return self.reject(row, cells, "no_amount");
            }
            e.set_unknown("amount_missing");
        }
        self.report(&e, e.cell.unwrap_or(self.amount_place(row)));
        let mut line = self.base(row, LineKind::Detail);
        // No column says which channel: that is a gap, not an ordinary purchase.
        line.has_channel_column = false;
        self.push(line, e);
        Fate::Line
    }
}

/// A row's total beside its parts.
struct Remainder<'a> {
    whole: Evaluated<'a>,
    /// What it says beyond them; `None` where it cannot be reckoned.
    rest: Option<RawAmount>,
    /// Sum of the parts, fen.
    sum: i128,
    has_parts: bool,
    /// Index of the row's first line.
    first_line: usize,
}
