//! The tables of a unit as they stand beside each other, and what becomes of their lines.

use std::{collections::HashMap, sync::Arc};

use crate::model::{
    field::Field,
    line::{Line, LineKind, Role, RoleEvidence},
    reasons::Reason,
};

/// What a line of such a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// A sum of lines that stand elsewhere.
    Sums,
    /// No purchase.
    NoPurchase,
    /// Perhaps none.
    Perhaps(Reason),
}

/// A table of the unit.
pub(super) struct Table {
    pub(super) lines: Vec<usize>,
    /// Some line has a quantity or a price.
    pub(super) counted: bool,
    pub(super) role: Role,
    pub(super) by: RoleEvidence,
    /// Some line names goods.
    pub(super) goods: bool,
    /// Some line has a day.
    pub(super) dated: bool,
    /// Some line says who sold or who accepted it, or something tells its channel.
    pub(super) sold: bool,
}

impl Table {
    /// Whether it may be a ledger at all.
    pub(super) fn is_ledger(&self) -> bool {
        self.goods && matches!(self.role, Role::Purchases | Role::Returns | Role::Assets)
    }

    /// Whether it says what was asked for.
    pub(super) fn is_asked(&self) -> bool {
        self.role == Role::Requests
    }
}

/// The unit's tables, in the order of their first lines; statements stand by themselves.
pub(super) fn tables(lines: &[Line]) -> Vec<Table> {
    let mut places: HashMap<(&Arc<str>, &Arc<str>, u16), usize> = HashMap::new();
    let mut tables: Vec<Table> = Vec::new();
    for (i, line) in lines
        .iter()
        .enumerate()
        .filter(|(_, l)| l.kind == LineKind::Detail && !l.is_counted_elsewhere())
    {
        let place = (&line.source.file, &line.source.sheet, line.evidence.table);
        let at = *places.entry(place).or_insert(tables.len());
        if at == tables.len() {
            let (role, by) = line.evidence.role.unwrap_or((Role::Purchases, RoleEvidence::Columns));
            tables.push(Table {
                lines: Vec::new(),
                counted: false,
                role,
                by,
                goods: false,
                dated: false,
                sold: false,
            });
        }
        if let Some(table) = tables.get_mut(at) {
            table.lines.push(i);
            table.goods |= line.item.is_some();
            table.dated |= line.date.is_some();
            let accepted = line.source.cells.get(Field::AcceptedBy).is_some();
            table.sold |= line.supplier.is_some() || accepted || !line.reasons.contains(&Reason::ChannelMissing);
            table.counted |= line.quantity.is_some() || line.unit_price.is_some();
        }
    }
    tables
}
