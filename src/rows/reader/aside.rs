//! Rows that are no lines by what their table, their heading or their own cells say that they are; and signs that this turns.

use std::sync::Arc;

use crate::{
    formats::cells::{Cell, Value},
    model::{
        cell::CellRef,
        field::Field,
        finding::Severity,
        line::{Role, TableRole},
    },
    rows::{
        fates::fate_of,
        reader::{TableReader, proof::bare::SinceTotal},
        reading::{Fate, RawAmount, RawLine},
    },
    tables::{
        grid::place,
        role::{
            self,
            marks::{Aside, RowMark},
        },
        vocabulary::meaning::TotalKind,
    },
    text::normal,
    values::{self, amount::Amount},
};

impl<'a> TableReader<'a, '_> {
    /// A heading between the rows: what it says of those below it.
    pub(super) fn heading(&mut self, text: &Arc<str>, is_section: bool) {
        match role::of_heading(text, self.input.data.vocabulary) {
            Some(said) => {
                self.carried.role = Some(role::for_columns(said.clone(), self.input.region, self.input.data.vocabulary));
                self.carried.said = Some(said);
            }
            None if is_section => (self.carried.role, self.carried.said) = (None, None),
            None => {}
        }
    }

    /// Below a heading, a total or a gap: words alone, also where this table has its figures. What follows stands in other columns.
    pub(super) fn is_foreign_header(&mut self, index: usize, cells: &'a [Cell]) -> bool {
        let grid = self.input.data.grid;
        let shown = || cells.iter().filter(|c| grid.shows(c));
        let words = |c: &Cell| matches!(&c.value, Value::Text(t) if !t.contains(|c: char| c.is_ascii_digit() || matches!(c, ':' | '：')));
        let apart = match self.last_fate {
            Some((last, fate)) => {
                let gap = grid.row(index) > grid.row(last) + 1;
                gap || matches!(fate, Fate::Title | Fate::Total | Fate::Subtotal | Fate::Footer | Fate::Blank)
            }
            None => false,
        };
        if !apart {
            self.foreign = false;
            return false;
        }
        let vocabulary = self.input.data.vocabulary;
        let says = |c: &Cell| matches!(&c.value, Value::Text(t) if !vocabulary.is_nothing(t) && !vocabulary.is_ditto(t));
        let figures = shown().filter(|c| self.is_money_column(c.col)).count();
        self.foreign = figures > 0
            && shown().count() >= 3
            && shown().all(words)
            && shown().filter(|c| self.is_money_column(c.col)).all(says)
            && !self.is_known_kind(cells);
        self.foreign
    }

    /// A row below the header of another table.
    pub(super) fn foreign_row(&mut self, index: usize, cells: &[Cell]) -> Fate {
        let grid = self.input.data.grid;
        let mut shown = cells.iter().filter(|c| grid.shows(c));
        let Some(first) = shown.next() else { return Fate::Blank };
        let single = shown.next().is_none();
        let figures = cells.iter().any(|c| matches!(c.value, Value::Number(_)));
        match &first.value {
            Value::Text(text) if single => {
                self.heading(text, true);
                return Fate::Title;
            }
            _ if !figures => return Fate::Title,
            _ => {}
        }
        match &self.carried.said {
            Some(said) if !role::is_purchase(said.role) => fate_of(said.role),
            _ => self.reject(grid.row(index), cells, "outside_table"),
        }
    }

    fn role(&self) -> &TableRole {
        self.carried.role.as_ref().unwrap_or(self.input.role)
    }

    /// What becomes of a row that is no line; what a line is marked with waits for it.
    pub(super) fn set_aside(&mut self, index: usize, row: u32, cells: &[Cell]) -> Option<Fate> {
        let RowMark {
            aside, turned, suspected, ..
        } = self.input.marks.get(&index).copied().unwrap_or_default();
        let role = self.role();
        let returned = role.role == Role::Returns && role.sure;
        let fate = match aside {
            Some(Aside::Void) => Some(Fate::Void),
            Some(Aside::Example) => Some(Fate::Example),
            Some(Aside::Other) => Some(Fate::NotPurchase),
            Some(Aside::Doubt) => None,
            None if role::is_read(role) => {
                let remark = self.row_cells.cell(Field::Remark).and_then(|c| values::text(&c.value));
                let exchanged = returned && remark.is_some_and(|text| self.input.data.vocabulary.is_exchanged(&text));
                (self.turned, self.suspected) = (turned || returned, suspected || exchanged);
                return None;
            }
            None => role.sure.then(|| fate_of(role.role)),
        };
        let fate = fate.unwrap_or_else(|| self.reject(row, cells, "not_purchase_doubt"));
        if let Some(fen) = self.evaluate(self.input.amount, None).fen() {
            self.totals.aside(&self.sink.lines, fen);
        }
        Some(fate)
    }

    /// Below the table's total: whether a row is no purchase. A late one has an item, and a date, a quantity or a price.
    pub(super) fn is_memo(&self) -> bool {
        let item = self.row_cells.index(Field::Item).is_none() || self.row_cells.has_value(Field::Item);
        let own = |field: Field| self.row_cells.has_own(field);
        let told = own(Field::Quantity) || own(Field::UnitPrice) || self.has_own_day();
        !item || (self.is_told_apart() && !told)
    }

    /// A row below the table's total that says something about it: 其中, a share, what is owed, what was taken off.
    pub(super) fn memo(&mut self, cells: &'a [Cell]) -> Fate {
        let money = self.amount_cells(cells).first().copied();
        let Some((column, cell)) = money else { return Fate::Footer };
        self.note_memo(cells, cell);
        if column.channel.is_none()
            && let Amount::Fen { fen, .. } = values::read_amount(&cell.value, self.money_unit(column))
        {
            let label = cells
                .iter()
                .find_map(|c| values::text(&c.value).filter(|_| matches!(c.value, Value::Text(_))));
            self.follow_total(fen, place(cell), label.unwrap_or_default());
        }
        Fate::NotPurchase
    }

    /// Says that a row is a memo, by its figure's cell.
    pub(super) fn note_memo(&mut self, cells: &[Cell], figure: &Cell) {
        let shown: Vec<String> = cells.iter().filter(|c| self.shows(c)).map(|c| values::show(&c.value)).collect();
        self.issue("memo_below_total", Severity::Info, place(figure), &shown.join(" | "));
    }

    /// Whether a total below the table's own speaks of something else than its purchases (收入合计).
    pub(super) fn is_of_no_purchases(&self, label: &str) -> bool {
        let said = self.input.data.vocabulary.role_said(label);
        said.is_some_and(|said| matches!(said.role, Role::Income | Role::Losses | Role::Plans))
    }

    /// Whether a figure is the last total with the figures below it added or taken off.
    pub(super) fn closes_memos(&self, fen: i64) -> bool {
        let since = self.proof.since.as_ref().filter(|s| s.total == self.stated.len());
        since.is_some_and(|s| s.closes(fen))
    }

    /// 下浮后合计 322, 实际付款 322 below 合计 350: somewhat less than the last total, by a label of what was paid.
    pub(super) fn is_total_after_cut(&self, fen: i64, label: &str) -> bool {
        let listed = self.stated.last().and_then(|t| t.stated_fen).map(i128::from);
        let fen = i128::from(fen);
        let vocabulary = self.input.data.vocabulary;
        let said = || vocabulary.is_total_after_cut(label) && !vocabulary.is_beside_cut(label);
        listed.is_some_and(|listed| fen < listed && fen * 10 >= listed * 7) && said()
    }

    /// `按合同下浮8%后应付款：322元` below the total.
    pub(super) fn follow_note(&mut self, text: &str, cell: CellRef) {
        let text = normal::squeeze(text);
        let Some((label, figure)) = text.rsplit_once(':') else { return };
        if let Amount::Fen { fen, .. } = values::read_amount(&Value::Text(figure.into()), self.input.money)
            && self.after_total
            && self.input.data.vocabulary.speaks_of_cut(label)
            && self.is_total_after_cut(fen, label)
        {
            self.follow_total(fen, cell, label.into());
        }
    }

    /// What rows below a total make of it: where a figure is the total with those between added or taken off (优惠 50, 实付 950), or a negative one is
    /// no part of the lines, the table's last word is another than its lines, and the difference is open. What is owed from before is none of it.
    pub(super) fn follow_total(&mut self, fen: i64, cell: CellRef, label: Arc<str>) {
        let owed = self
            .input
            .data
            .vocabulary
            .role_said(&label)
            .is_some_and(|said| said.role == Role::Payments);
        let cut = self.is_total_after_cut(fen, &label);
        let (at, end) = (self.stated.len(), self.sink.lines.len());
        let last = self
            .stated
            .last_mut()
            .filter(|t| t.kind != TotalKind::Running && t.channel.is_none() && usize::try_from(t.end_line) == Ok(end));
        let Some((total, stated)) = last.and_then(|t| t.stated_fen.map(|fen| (t, fen))) else {
            return;
        };
        let since = match &mut self.proof.since {
            Some(since) if since.total == at => since,
            other => {
                let lines = usize::try_from(total.first_line).ok().and_then(|from| self.sink.lines.get(from..));
                let negative = |l: &RawLine| matches!(l.amount, RawAmount::Fen(fen) if fen < 0);
                other.insert(SinceTotal {
                    total: at,
                    stated,
                    sum: 0,
                    cut: 0,
                    holds_negative: lines.unwrap_or_default().iter().any(negative),
                })
            }
        };
        if since.cut != 0 && fen == since.cut && !self.input.data.vocabulary.speaks_of_deduction(&label) {
            // 实付 322, 尚欠 28: nothing was cut.
            (since.stated, since.cut) = (since.stated.saturating_add(fen), 0);
            total.stated_fen = Some(since.stated);
            return;
        }
        let closes = since.closes(fen) || cut;
        if closes {
            since.cut = if cut { since.stated.saturating_sub(fen) } else { 0 };
            (since.stated, since.sum) = (fen, 0);
        } else if owed {
            // A later total may hold it.
            self.totals.aside(&self.sink.lines, fen);
            return;
        } else {
            since.sum = since.sum.saturating_add(fen);
        }
        if closes || (fen < 0 && !since.holds_negative) {
            total.stated_fen = Some(if closes { fen } else { stated.saturating_add(fen) });
            (total.cell, total.label) = (cell, label);
        }
    }

    /// The amount as it counts, and the codes of what is to be said of the line.
    pub(super) fn signed(&self, amount: RawAmount) -> (RawAmount, Vec<&'static str>) {
        let mut notes = Vec::new();
        let role = self.role();
        let turned = match amount {
            // Goods that went back are negative, however their table writes them.
            RawAmount::Fen(fen) if self.turned && (fen > 0 || role.role != Role::Returns) => {
                notes.push("sign_turned");
                RawAmount::Fen(fen.checked_neg().unwrap_or(fen))
            }
            same => same,
        };
        if self.suspected {
            notes.push("void_suspected");
        }
        match role {
            TableRole {
                role: Role::Assets,
                sure: true,
                ..
            } => notes.push("assets_table"),
            TableRole { role: Role::Assets, .. } => notes.push("assets_suspected"),
            _ => {}
        }
        (turned, notes)
    }
}
