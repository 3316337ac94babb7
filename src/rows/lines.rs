//! A data row into lines: its texts, dates and amounts with the cell of each.

use std::sync::Arc;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::{
    formats::cells::{Cell, Value},
    model::{cell::CellRef, field::Field, finding::Severity, line::LineKind},
    rows::{
        reader::TableReader,
        reading::{Fate, MoneyUnit, RawAmount, RawLine, TableKind},
        row_cells::place,
    },
    tables::region::Column,
    values::{self, amount::Amount},
};

/// An amount evaluated: what it is, and the codes of what is to be said about it.
pub(crate) struct Evaluated<'a> {
    pub amount: Option<RawAmount>,
    pub notes: Vec<&'static str>,
    pub cell: Option<CellRef>,
    written: Option<&'a Value>,
    expected: Option<i64>,
}

impl Evaluated<'_> {
    /// What stands in the cell, for people.
    fn found(&self) -> String {
        self.written.map(values::show).unwrap_or_default()
    }
}

impl<'a> TableReader<'a, '_> {
    /// A data row by its table's kind.
    pub(crate) fn line(&mut self, row: u32, cells: &'a [Cell]) -> Fate {
        let fate = match self.region.kind {
            TableKind::ChannelColumns | TableKind::Statement if self.has_channel_amounts() => self.parts(row, cells),
            _ => self.purchase(row, cells),
        };
        if matches!(fate, Fate::Line | Fate::Continuation) {
            self.slots.commit();
        }
        fate
    }

    fn has_channel_amounts(&self) -> bool {
        self.region.columns.iter().any(|c| c.channel.is_some() && c.field == Field::Amount)
    }

    /// One purchase in one row.
    fn purchase(&mut self, row: u32, cells: &'a [Cell]) -> Fate {
        if let Some(fate) = self.continuation(row) {
            return fate;
        }
        let mut e = self.evaluate(self.amount, None);
        if matches!(e.amount, None | Some(RawAmount::Unreadable(_))) && e.cell.is_none() {
            e = self.other_amount(e);
        }
        if self.region.kind == TableKind::StockBook && matches!(e.amount, None | Some(RawAmount::Fen(0))) && self.no_quantity() {
            return Fate::NotPurchase;
        }
        let own = |f: Field| self.slots.has_own(f);
        let item = self.slots.effective(Field::Item);
        match &e.amount {
            None if item && (own(Field::Quantity) || own(Field::Supplier) || self.own_date()) => {
                e.notes.push("amount_missing");
                e.amount = Some(RawAmount::Unreadable("".into()));
            }
            // Months as columns: nothing was bought in this one.
            None if self.region.month.is_some() => return Fate::Blank,
            None => return self.reject(row, cells, "no_amount"),
            Some(RawAmount::Fen(0))
                if e.cell.is_some_and(|c| self.is_formula(c)) && self.no_quantity() && !own(Field::Supplier) && !self.own_date() =>
            {
                return Fate::Blank;
            }
            Some(_) => {}
        }
        self.report(
            &e,
            CellRef {
                row,
                col: self.amount_col(),
            },
        );
        let kind = if self.region.kind == TableKind::Statement {
            LineKind::Statement
        } else {
            LineKind::Detail
        };
        let mut line = self.base(row, kind);
        line.has_channel_column = self.region.columns.iter().any(|c| c.field == Field::Channel);
        if !item && self.slots.at(Field::Item).is_some() {
            line.notes.push(self.sink.note("item_missing"));
            self.issue(
                "item_missing",
                Severity::Warning,
                e.cell.unwrap_or(CellRef {
                    row,
                    col: self.amount_col(),
                }),
                "",
            );
        }
        let merged = self.amount.and_then(|a| self.slots.now.get(a)).is_some_and(|s| s.goes_on);
        if merged && let Some(cell) = e.cell {
            line.notes.push(self.sink.note("amount_merged"));
            self.issue("amount_merged", Severity::Info, cell, &e.found());
        }
        self.push(line, e);
        Fate::Line
    }

    /// A row below the first of a merged amount: part of the same purchase.
    fn continuation(&mut self, row: u32) -> Option<Fate> {
        let at = self.amount?;
        let slot = self.slots.now.get(at)?;
        if !slot.covered {
            return None;
        }
        let col = self.region.columns.get(at)?.col;
        let merge = self.grid.vertical(row, col)?;
        let top = CellRef {
            row: merge.top,
            col: merge.left,
        };
        let item = self
            .slots
            .slot(Field::Item)
            .filter(|s| s.own)
            .and_then(|s| s.cell)
            .and_then(|c| values::text(&c.value));
        let channel = self.slots.cell(Field::Channel).and_then(|c| values::text(&c.value));
        let line = self.sink.lines.last_mut().filter(|l| l.cells.get(Field::Amount) == Some(top))?;
        let join = |known: &mut Option<Arc<str>>, more: Option<Arc<str>>| {
            if let Some(more) = more
                && known.as_ref().is_none_or(|k| k.len() < 200 && !k.split('、').any(|p| p == &*more))
            {
                *known = Some(known.as_ref().map_or_else(|| Arc::clone(&more), |k| format!("{k}、{more}").into()));
            }
        };
        join(&mut line.item, item);
        if line.channel.as_deref() != channel.as_deref() {
            // One amount through two channels: the joined text is neither, so that a person looks.
            join(&mut line.channel, channel);
        }
        Some(Fate::Continuation)
    }

    /// One amount column a channel: every filled cell is a line of its channel; what a total says beyond them is ordinary.
    fn parts(&mut self, row: u32, cells: &'a [Cell]) -> Fate {
        let statement = self.region.kind == TableKind::Statement;
        let mut evaluated: Vec<(&'a Column, Evaluated<'a>)> = Vec::new();
        let mut covered = false;
        for (at, column) in self.region.columns.iter().enumerate() {
            if column.field != Field::Amount || column.channel.is_none() {
                continue;
            }
            if self.slots.now.get(at).is_some_and(|s| s.covered) {
                covered = true;
                continue;
            }
            let e = self.evaluate(Some(at), column.channel.as_deref());
            if e.amount.as_ref().is_some_and(|a| *a != RawAmount::Fen(0)) {
                evaluated.push((column, e));
            }
        }
        let total = self.amount.map(|at| self.evaluate_total(at));
        let (sum, unreadable) = sum_of(&evaluated);
        let total_fen = total.as_ref().and_then(|e| match e.amount {
            Some(RawAmount::Fen(f)) => Some(f),
            _ => None,
        });
        let said = total
            .as_ref()
            .is_some_and(|e| matches!(&e.amount, Some(a) if *a != RawAmount::Fen(0)));
        if evaluated.is_empty() && !said {
            return self.nothing_bought(row, cells, covered);
        }
        let kind = if statement { LineKind::Statement } else { LineKind::Detail };
        let mut base = self.base(row, kind);
        base.has_channel_column = true;
        if self.slots.at(Field::Item).is_some() && base.item.is_none() {
            base.notes.push(self.sink.note("item_missing"));
        }
        let had_parts = !evaluated.is_empty();
        let own = std::mem::take(&mut self.places);
        for (column, e) in evaluated {
            self.report(&e, CellRef { row, col: column.col });
            let mut line = base.clone();
            line.channel.clone_from(&column.channel);
            self.places.clear();
            self.places.extend(own.iter().filter(|(f, _)| *f != Field::Channel));
            self.places.push((Field::Channel, column.cell));
            self.push(line, e);
        }
        self.places.clone_from(&own);
        if statement && self.amount.is_none() && !self.has_other_channel() {
            self.whole_missing(row, base.clone());
            self.places = own;
        }
        if let Some(total) = total.filter(|_| said) {
            let rest = match total_fen {
                Some(t) if unreadable == 0 => i64::try_from(i128::from(t) - sum).ok().map(RawAmount::Fen),
                _ => Some(RawAmount::Unreadable(total.found().as_str().into())),
            };
            self.remainder(row, base, total, rest, sum, had_parts);
        }
        Fate::Line
    }

    fn has_other_channel(&self) -> bool {
        let mut channels = self.region.columns.iter().filter_map(|c| c.channel.as_deref());
        channels.any(|c| self.layouts.is_other_channel(c))
    }

    /// A statement with parts and no whole: what was bought elsewhere is not known, so the base is open.
    fn whole_missing(&mut self, row: u32, base: RawLine) {
        let e = Evaluated {
            amount: Some(RawAmount::Unreadable("".into())),
            notes: vec!["whole_missing"],
            cell: None,
            written: None,
            expected: None,
        };
        let col = self.amount_col();
        self.report(&e, CellRef { row, col });
        self.push(base, e);
    }

    /// What a row's total says beyond its parts.
    fn remainder(&mut self, row: u32, base: RawLine, mut total: Evaluated<'_>, rest: Option<RawAmount>, sum: i128, had_parts: bool) {
        let statement = self.region.kind == TableKind::Statement;
        let other = self.has_other_channel();
        let parts_of = statement || !other || self.region.columns.iter().any(|c| c.part) || !had_parts;
        let place = total.cell.unwrap_or(CellRef {
            row,
            col: self.amount_col(),
        });
        match rest {
            None | Some(RawAmount::Fen(0)) => {}
            Some(RawAmount::Fen(fen)) if (fen < 0 && had_parts) || !parts_of || (statement && other && had_parts) => {
                self.mismatch("row_total_mismatch", place, &total.found(), sum);
                if fen > 0 && parts_of {
                    total.amount = Some(RawAmount::Fen(fen));
                    total.notes.push("remainder_of_total");
                    self.push(base, total);
                }
            }
            Some(amount) => {
                if matches!(amount, RawAmount::Fen(_)) || had_parts {
                    if !statement && had_parts && !self.region.columns.iter().any(|c| c.part) {
                        self.mismatch("row_total_mismatch", place, &total.found(), sum);
                    }
                    if had_parts {
                        total.notes.push("remainder_of_total");
                    }
                }
                self.report(&total, place);
                total.amount = Some(amount);
                self.push(base, total);
            }
        }
    }

    fn mismatch(&mut self, code: &str, cell: CellRef, found: &str, sum: i128) {
        let expected = crate::model::money::Fen(i64::try_from(sum).unwrap_or(i64::MAX)).yuan();
        self.sink
            .issue(code, Severity::Warning, Some(cell), found, &[("expected", &expected)]);
    }

    /// A row of a table with channel columns where none of them (nor a total) holds an amount.
    fn nothing_bought(&mut self, row: u32, cells: &'a [Cell], covered: bool) -> Fate {
        if covered {
            return Fate::Continuation;
        }
        if self.region.kind == TableKind::Statement {
            return Fate::Blank;
        }
        let mut e = self.evaluate(None, None);
        let own = |f: Field| self.slots.has_own(f);
        let zero = self
            .region
            .columns
            .iter()
            .zip(&self.slots.now)
            .any(|(c, s)| c.field == Field::Amount && s.own);
        if e.amount.is_none()
            && self.slots.effective(Field::Item)
            && !zero
            && (own(Field::Quantity) || own(Field::Supplier) || self.own_date())
        {
            e.notes.push("amount_missing");
            e.amount = Some(RawAmount::Unreadable("".into()));
        }
        if zero {
            return Fate::Blank;
        }
        if e.amount.is_none() {
            return self.reject(row, cells, "no_amount");
        }
        self.report(
            &e,
            CellRef {
                row,
                col: self.amount_col(),
            },
        );
        let mut line = self.base(row, LineKind::Detail);
        // No column says which channel: that is a gap, not an ordinary purchase.
        line.has_channel_column = false;
        self.push(line, e);
        Fate::Line
    }

    fn push(&mut self, mut line: RawLine, e: Evaluated<'_>) {
        self.places.extend(e.cell.map(|cell| (Field::Amount, cell)));
        line.cells = self.sink.shapes.cells(&self.places);
        for note in e.notes {
            line.notes.push(self.sink.note(note));
        }
        line.notes.sort();
        line.notes.dedup();
        if let Some(amount) = e.amount {
            line.amount = amount;
        }
        self.note_open_date();
        self.sink.lines.push(line);
    }

    /// Issues for what was noted about an amount.
    fn report(&mut self, e: &Evaluated<'_>, fallback: CellRef) {
        let place = e.cell.unwrap_or(fallback);
        for note in &e.notes {
            let severity = match *note {
                "amount_unreadable" | "amount_missing" | "amount_too_large" | "amount_is_date" | "amount_error" | "whole_missing" => {
                    Severity::Error
                }
                "amount_mismatch" | "formula_zero" => Severity::Warning,
                _ => Severity::Info,
            };
            if *note == "amount_from_product" && self.amount.is_none() {
                continue;
            }
            let expected = e.expected.map(|f| crate::model::money::Fen(f).yuan()).unwrap_or_default();
            self.sink.issue(note, severity, Some(place), &e.found(), &[("expected", &expected)]);
        }
    }

    fn amount_col(&self) -> u32 {
        let any = || self.region.columns.iter().find(|c| c.field == Field::Amount);
        self.amount
            .and_then(|a| self.region.columns.get(a))
            .or_else(any)
            .map_or(self.region.span.0, |c| c.col)
    }

    fn is_formula(&self, at: CellRef) -> bool {
        self.grid.cell(at.row, at.col).is_some_and(|c| c.formula)
    }

    fn own_date(&self) -> bool {
        [
            Field::Date,
            Field::OrderDate,
            Field::ReceiptDate,
            Field::PaymentDate,
            Field::DayColumn,
        ]
        .into_iter()
        .any(|f| self.slots.has_own(f))
    }

    fn no_quantity(&self) -> bool {
        self.slots
            .cell(Field::Quantity)
            .and_then(|c| values::quantity(&c.value))
            .is_none_or(|(q, _)| q.is_zero())
            && !self.slots.cell(Field::Quantity).is_some_and(|c| {
                matches!(c.value, Value::Text(_))
                    && values::quantity(&c.value).is_none()
                    && values::text(&c.value).is_some_and(|t| !self.layouts.is_nothing(&t))
            })
    }

    /// The chosen amount column is blank here: another amount column of the row may hold the figure.
    fn other_amount(&mut self, e: Evaluated<'a>) -> Evaluated<'a> {
        for (at, column) in self.region.columns.iter().enumerate() {
            if column.field == Field::Amount && column.channel.is_none() && Some(at) != self.amount {
                let mut other = self.evaluate(Some(at), None);
                if other.cell.is_some() && matches!(other.amount, Some(RawAmount::Fen(_))) {
                    other.notes.push("amount_other_column");
                    return other;
                }
            }
        }
        e
    }

    fn product(&self, channel: Option<&str>) -> Option<(Decimal, Decimal, Decimal)> {
        let find = |field: Field| {
            let own = self
                .region
                .columns
                .iter()
                .position(|c| c.field == field && channel.is_some() && c.channel.as_deref() == channel);
            own.or_else(|| self.slots.at(field))
                .and_then(|i| self.slots.now.get(i))
                .and_then(|s| s.cell)
        };
        let (q, _) = values::quantity(&find(Field::Quantity)?.value)?;
        let (p, _) = values::quantity(&find(Field::UnitPrice)?.value)?;
        Some((q.checked_mul(p)?, q, p))
    }

    fn price_unit(&self, amount: MoneyUnit) -> MoneyUnit {
        let column = self.slots.at(Field::UnitPrice).and_then(|i| self.region.columns.get(i));
        column
            .and_then(|c| c.money)
            .unwrap_or(if self.money == amount { self.money } else { MoneyUnit::Yuan })
    }

    /// A row total: never from a product.
    fn evaluate_total(&self, at: usize) -> Evaluated<'a> {
        let column = &self.region.columns[at];
        let cell = self.slots.now.get(at).and_then(|s| s.cell);
        let mut notes = Vec::new();
        let amount = match cell.map(|c| values::read_amount(&c.value, self.unit(column))) {
            None | Some(Amount::Blank | Amount::Uncalculated) => None,
            Some(Amount::Fen { fen, rounded }) => {
                notes.extend(rounded.then_some("amount_rounded"));
                Some(RawAmount::Fen(fen))
            }
            Some(_) => {
                notes.push("amount_unreadable");
                Some(RawAmount::Unreadable(
                    cell.map(|c| values::show(&c.value)).unwrap_or_default().into(),
                ))
            }
        };
        Evaluated {
            amount,
            notes,
            cell: cell.map(place),
            written: cell.map(|c| &c.value),
            expected: None,
        }
    }

    /// An amount cell, or quantity × price where it is blank or was never calculated.
    pub(crate) fn evaluate(&self, at: Option<usize>, channel: Option<&str>) -> Evaluated<'a> {
        let column = at.and_then(|a| self.region.columns.get(a));
        let unit = column.map_or(self.money, |c| self.unit(c));
        let cell = at.and_then(|a| self.slots.now.get(a)).and_then(|s| s.cell);
        // Several channels share one quantity and price: then neither product nor comparison says anything.
        let shared = channel.is_some()
            && !self
                .region
                .columns
                .iter()
                .any(|c| c.field == Field::Quantity && c.channel.as_deref() == channel);
        let product = if shared { None } else { self.product(channel) };
        let fen_of = |d: Decimal, unit| values::to_fen(d, unit).map(|f| f.0);
        let product_fen = product.and_then(|(d, _, _)| fen_of(d, self.price_unit(unit)));
        let mut e = Evaluated {
            amount: None,
            notes: Vec::new(),
            cell: cell.map(place),
            written: cell.map(|c| &c.value),
            expected: product_fen,
        };
        let from_product = |e: &mut Evaluated<'_>, note| {
            e.notes.push(note);
            e.amount = product_fen.map(RawAmount::Fen);
        };
        let unreadable = |e: &mut Evaluated<'_>, note| {
            e.notes.push(note);
            e.amount = Some(RawAmount::Unreadable(e.found().into()));
        };
        match cell.map_or(Amount::Blank, |c| values::read_amount(&c.value, unit)) {
            Amount::Blank | Amount::Uncalculated if product_fen.is_some() => from_product(&mut e, "amount_from_product"),
            Amount::Blank => {}
            Amount::Uncalculated => unreadable(&mut e, "amount_unreadable"),
            Amount::Fen { fen: 0, .. } if cell.is_some_and(|c| c.formula) && product_fen.is_some_and(|p| p != 0) => {
                from_product(&mut e, "formula_zero");
            }
            Amount::Fen { fen, rounded } => {
                e.notes.extend(rounded.then_some("amount_rounded"));
                if let Some((exact, quantity, price)) = product
                    && !at.and_then(|a| self.slots.now.get(a)).is_some_and(|s| s.goes_on)
                    && ![self.price_unit(unit), MoneyUnit::Yuan]
                        .into_iter()
                        .any(|u| agrees(fen, exact, quantity, price, u))
                {
                    e.notes.push("amount_mismatch");
                }
                e.amount = Some(RawAmount::Fen(fen));
            }
            Amount::Date(d) if product.is_some_and(|(p, _, _)| p == d) => e.amount = fen_of(d, unit).map(RawAmount::Fen),
            Amount::Date(_) => unreadable(&mut e, "amount_is_date"),
            Amount::TooLarge => unreadable(&mut e, "amount_too_large"),
            Amount::Unreadable => unreadable(&mut e, "amount_unreadable"),
        }
        e
    }
}

/// Whether an amount is quantity × price. A price with two or more decimals may itself be rounded at its last one.
fn agrees(fen: i64, exact: Decimal, quantity: Decimal, price: Decimal, unit: MoneyUnit) -> bool {
    let Some((rounded, _)) = values::to_fen(exact, unit) else {
        return false;
    };
    if rounded == fen {
        return true;
    }
    let scale = price.normalize().scale();
    if scale < 2 {
        return false;
    }
    let slack = quantity
        .abs()
        .checked_mul(Decimal::new(5, scale + 1))
        .and_then(|s| values::to_fen(s.round_dp_with_strategy(4, RoundingStrategy::AwayFromZero), unit));
    slack.is_some_and(|(s, _)| fen.abs_diff(rounded) <= s.unsigned_abs() + 1)
}

fn sum_of(parts: &[(&Column, Evaluated<'_>)]) -> (i128, usize) {
    let mut sum = 0;
    let mut unreadable = 0;
    for (_, e) in parts {
        match e.amount {
            Some(RawAmount::Fen(f)) => sum += i128::from(f),
            _ => unreadable += 1,
        }
    }
    (sum, unreadable)
}
