//! Rows that are no lines by what their table, their heading or their own cells say that they are; and signs that this turns.

use crate::{
    formats::cells::{Cell, Value},
    model::line::{Role, TableRole},
    rows::{
        fates::fate_of,
        reader::TableReader,
        reading::{Fate, RawAmount},
    },
    tables::role::{
        self,
        marks::{Aside, RowMark},
    },
};

impl<'a> TableReader<'a, '_> {
    /// A heading between the rows: what it says of those below it.
    pub(super) fn heading(&mut self, text: &std::sync::Arc<str>, is_section: bool) {
        match role::of_heading(text, self.input.data.vocabulary) {
            Some(said) => {
                self.carried.role = Some(role::for_columns(said.clone(), self.input.region));
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
        let RowMark { aside, turned, suspected } = self.input.marks.get(&index).copied().unwrap_or_default();
        let role = self.role();
        let returned = role.role == Role::Returns && role.sure;
        let fate = match aside {
            Some(Aside::Void) => Some(Fate::Void),
            Some(Aside::Example) => Some(Fate::Example),
            Some(Aside::Other) => Some(Fate::NotPurchase),
            Some(Aside::Doubt) => None,
            None if role::is_purchase(role.role) && (role.sure || role.role != Role::Returns) => {
                (self.turned, self.suspected) = (turned || returned, suspected);
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
