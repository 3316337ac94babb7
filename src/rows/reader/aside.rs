//! Rows that are no lines by what their table, their heading or their own cells say that they are; and signs that this turns.

use crate::{
    formats::cells::Cell,
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

impl TableReader<'_, '_> {
    /// A heading between the rows: what it says of those below it.
    pub(super) fn heading(&mut self, text: &std::sync::Arc<str>, is_section: bool) {
        match role::of_heading(text, self.input.region, self.input.data.vocabulary) {
            Some(role) => self.carried.role = Some(role),
            None if is_section => self.carried.role = None,
            None => {}
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
        if role.role == Role::Assets {
            notes.push(if role.sure { "assets_table" } else { "assets_suspected" });
        }
        (turned, notes)
    }
}
