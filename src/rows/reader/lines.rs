//! A data row into lines.

use std::sync::Arc;

use crate::{
    formats::cells::{Cell, Value},
    model::{cell::AmountFormula, cell::CellRef, field::Field, finding::Severity, line::LineKind, money::Fen},
    rows::{
        reader::{TableReader, amounts::Evaluated},
        reading::{Fate, RawAmount, RawLine},
    },
    tables::region::{Column, DATES, TableKind},
    values::{self, amount::Amount, money_unit::MoneyUnit},
};

/// Bytes up to which texts of rows that are one purchase are joined.
const LONGEST_JOINED: usize = 200;

impl<'a> TableReader<'a, '_> {
    /// A data row by its table's kind.
    pub(super) fn line(&mut self, row: u32, cells: &'a [Cell]) -> Fate {
        let region = self.input.region;
        let fate = match region.kind {
            TableKind::ChannelColumns | TableKind::Statement if region.columns.iter().any(Column::is_channel_amount) => {
                self.parts(row, cells)
            }
            _ => self.purchase(row, cells),
        };
        if matches!(fate, Fate::Line | Fate::Continuation) {
            self.row_cells.remember();
        }
        fate
    }

    /// One purchase in one row.
    fn purchase(&mut self, row: u32, cells: &'a [Cell]) -> Fate {
        if let Some(fate) = self.continuation(row) {
            return fate;
        }
        if self.is_shifted(cells) {
            return self.reject(row, cells, "shifted");
        }
        let region = self.input.region;
        let mut e = self.evaluate(self.input.amount, None);
        if e.fen().is_none()
            && e.cell.is_none()
            && let Some(other) = self.other_amount()
        {
            e = other;
        }
        if region.kind == TableKind::StockBook && !e.says_something() && self.no_quantity() {
            // Without any column of what came in, its figures may stand under a header that nobody knows.
            let vocabulary = self.input.data.vocabulary;
            let ignored = region
                .columns
                .iter()
                .filter(|c| c.field == Field::Ignored && !vocabulary.names_side(&c.header));
            let unknown = || region.unmapped.iter().chain(ignored.clone());
            let open = |c: &Cell| matches!(c.value, Value::Number(_)) && unknown().any(|u| u.col == c.col);
            if self.input.amount.is_none() && self.row_cells.index(Field::Quantity).is_none() && cells.iter().any(open) {
                return self.reject(row, cells, "no_amount");
            }
            return Fate::NotPurchase;
        }
        self.adjust(&mut e, cells);
        let item = self.row_cells.has_value(Field::Item);
        if e.amount.is_none() {
            // The day of a row that several groups share says nothing of one of them.
            let bought = if region.is_one_of_several() {
                self.row_cells.has_own(Field::Quantity)
            } else {
                self.is_bought()
            };
            if item && bought {
                e.set_unknown("amount_missing");
            } else if region.is_one_of_several() {
                // Months or suppliers as columns: nothing was bought in this one.
                return Fate::Blank;
            } else {
                return self.reject(row, cells, "no_amount");
            }
        } else if self.is_formula_of_nothing(&e) {
            return Fate::Blank;
        }
        let place = e.cell.unwrap_or(self.amount_place(row));
        self.report(&e, place);
        let kind = if region.kind == TableKind::Statement {
            LineKind::Statement
        } else {
            LineKind::Detail
        };
        let mut line = self.base(row, kind);
        line.has_channel_column = region.columns.iter().any(|c| c.field == Field::Channel);
        if !item && self.row_cells.index(Field::Item).is_some() {
            line.notes.push(self.sink.note("item_missing"));
            self.issue("item_missing", Severity::Warning, place, "");
        }
        let amount = self.input.amount.and_then(|at| self.row_cells.in_column(at));
        if let Some(cell) = e.cell.filter(|_| amount.is_some_and(|a| a.goes_on)) {
            line.notes.push(self.sink.note("amount_merged"));
            self.issue("amount_merged", Severity::Info, cell, &e.found());
        }
        if self.push_shares(&line, &mut e, cells) {
            return Fate::Line;
        }
        self.push(line, e);
        Fate::Line
    }

    /// `大白菜 | 斤 | 30 | 3 | 90` below 品名, 数量, 单价, 金额: all behind the goods stands one cell too far right, for the product stands behind the amount.
    fn is_shifted(&self, cells: &[Cell]) -> bool {
        let is_word = |c: &&Cell| matches!(c.value, Value::Text(_)) && values::read_amount(&c.value, MoneyUnit::Yuan) == Amount::Unreadable;
        if self.row_cells.cell(Field::Quantity).filter(is_word).is_none() {
            return false;
        }
        let figure = |c: &Cell| match values::read_amount(&c.value, MoneyUnit::Yuan) {
            Amount::Fen { fen, .. } => Some(i128::from(fen)),
            _ => None,
        };
        let amount = self.input.amount.and_then(|at| self.row_cells.in_column(at)).and_then(|c| c.cell);
        let product = amount.and_then(|a| Some(figure(a)? * figure(self.row_cells.cell(Field::UnitPrice)?)?));
        let behind = amount.and_then(|a| figure(cells.iter().find(|c| c.col > a.col)?));
        product.is_some_and(|product| product > 0 && behind.is_some_and(|b| b * 100 == product))
    }

    /// A line for each part of the amount that is told apart; says whether nothing is left of it.
    fn push_shares(&mut self, line: &RawLine, e: &mut Evaluated<'a>, cells: &'a [Cell]) -> bool {
        if self.input.shares.is_empty() {
            return false;
        }
        let own = self.value_cells.clone();
        for share in self.input.shares {
            let cell = cells.iter().find(|c| c.col == share.col);
            let part = cell.map(|c| self.evaluate_cell(c, share.money.unwrap_or(self.input.money)));
            let Some((part, fen)) = part.and_then(|p| p.fen().filter(|fen| *fen != 0).map(|fen| (p, fen))) else {
                continue;
            };
            let Some(rest) = e.fen().and_then(|whole| whole.checked_sub(fen)) else {
                continue;
            };
            e.less(part.terms().into_iter());
            e.amount = Some(RawAmount::Fen(rest));
            let mut line = line.clone();
            let field = if share.fund { Field::Funding } else { Field::Category };
            if share.fund {
                line.rare_mut().funding = Some(Arc::clone(&share.header));
            } else {
                line.category = Some(Arc::clone(&share.header));
            }
            self.value_cells.clone_from(&own);
            self.value_cells.push((field, share.cell));
            self.push(line, part);
        }
        self.value_cells = own;
        e.fen() == Some(0)
    }

    /// A row below the first of a merged amount: part of the same purchase.
    fn continuation(&mut self, row: u32) -> Option<Fate> {
        let at = self.input.amount?;
        if !self.row_cells.in_column(at)?.covered {
            return None;
        }
        let merge = self.input.data.grid.tall_merge(row, self.amount_column()?.col)?;
        let top = CellRef {
            row: merge.top,
            col: merge.left,
        };
        let own_item = self.row_cells.get(Field::Item).filter(|c| c.own).and_then(|c| c.cell);
        let item = own_item.and_then(|c| values::text(&c.value));
        let channel = self.row_cells.cell(Field::Channel).and_then(|c| values::text(&c.value));
        let line = self.sink.lines.last_mut().filter(|l| l.cells.get(Field::Amount) == Some(top))?;
        join(&mut line.item, item);
        let named = |text: &Option<Arc<str>>| text.as_ref().map(|t| self.input.data.vocabulary.names_channel(t));
        match (named(&line.channel), named(&channel)) {
            _ if line.channel.as_deref() == channel.as_deref() => {}
            // Of two words the one that nobody knows leaves the channel open.
            (Some(true), Some(false)) => line.channel = channel,
            (Some(false), Some(true)) => {}
            // One amount through two channels: the joined text is neither, so that a person looks.
            _ => join(&mut line.channel, channel),
        }
        Some(Fate::Continuation)
    }

    /// A prepared row whose formula shows 0, with nothing else in it.
    fn is_formula_of_nothing(&self, e: &Evaluated<'_>) -> bool {
        let formula = |at: CellRef| self.input.data.grid.cell(at.row, at.col).is_some_and(|c| c.formula);
        e.fen() == Some(0)
            && e.cell.is_some_and(formula)
            && self.no_quantity()
            && !self.row_cells.has_own(Field::Supplier)
            && !self.has_own_date()
    }

    /// Whether the row itself says how much, from whom or when.
    pub(super) fn is_bought(&self) -> bool {
        self.row_cells.has_own(Field::Quantity) || self.row_cells.has_own(Field::Supplier) || self.has_own_date()
    }

    fn has_own_date(&self) -> bool {
        DATES.into_iter().any(|f| self.row_cells.has_own(f)) || self.row_cells.has_own(Field::DayColumn)
    }

    /// Where the amount of a row would stand.
    pub(super) fn amount_place(&self, row: u32) -> CellRef {
        let region = self.input.region;
        let any = || region.columns.iter().find(|c| c.field == Field::Amount);
        CellRef {
            row,
            col: self.amount_column().or_else(any).map_or(region.span.0, |c| c.col),
        }
    }

    pub(super) fn push(&mut self, mut line: RawLine, e: Evaluated<'_>) {
        self.value_cells.extend(e.cell.map(|cell| (Field::Amount, cell)));
        line.cells = self.sink.shapes.cells(&self.value_cells);
        let (amount, notes) = self.signed(e.amount.clone().unwrap_or_else(|| line.amount.clone()));
        let turned = notes.first() == Some(&"sign_turned");
        if matches!(amount, RawAmount::Fen(_)) && (turned || e.formula.is_some()) {
            let formula = AmountFormula(e.terms());
            line.rare_mut().amount_formula = Some(Arc::new(if turned { formula.negated() } else { formula }));
        }
        line.amount = amount;
        for note in &notes {
            self.sink
                .issue(note, Severity::Info, line.cells.get(Field::Amount), &e.found(), &[]);
        }
        for note in e.notes.into_iter().chain(notes) {
            line.notes.push(self.sink.note(note));
        }
        line.notes.sort();
        line.notes.dedup();
        self.note_open_date();
        self.sink.lines.push(line);
    }

    /// Issues for what was noted about an amount.
    pub(super) fn report(&mut self, e: &Evaluated<'_>, place: CellRef) {
        for note in &e.notes {
            let severity = match *note {
                "amount_unreadable" | "amount_missing" | "amount_too_large" | "amount_is_date" | "whole_missing" => Severity::Error,
                "amount_mismatch" | "formula_zero" | "amount_adjusted" | "beyond_subtotal" => Severity::Warning,
                _ => Severity::Info,
            };
            if *note == "amount_from_product" && self.input.amount.is_none() {
                continue;
            }
            let expected = e.expected.map(|fen| Fen(fen).yuan()).unwrap_or_default();
            self.sink.issue(note, severity, Some(place), &e.found(), &[("expected", &expected)]);
        }
    }
}

/// Adds a text of a further row to the purchase's, unless it is there.
fn join(known: &mut Option<Arc<str>>, more: Option<Arc<str>>) {
    let Some(more) = more else { return };
    *known = match known.take() {
        None => Some(more),
        Some(k) if k.len() < LONGEST_JOINED && !k.split('、').any(|p| p == &*more) => Some(format!("{k}、{more}").into()),
        same => same,
    };
}
