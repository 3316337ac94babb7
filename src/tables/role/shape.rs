//! What the columns of a table have to say of what it is for.

use crate::{
    model::field::Field,
    tables::{
        region::{DATES, Region, TableKind},
        vocabulary::Vocabulary,
    },
};

/// What the columns say of a table's role.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub(super) item: bool,
    /// Quantities or prices.
    pub(super) priced: bool,
    /// A channel is named by a column, or an order.
    pub(super) channel: bool,
    pub(super) supplier: bool,
    pub(super) dated: bool,
    pub(super) detail: bool,
    /// What came is told: who accepted it, its invoice, or the state of its order.
    pub(super) arrived: bool,
}

impl Shape {
    pub(super) fn of(region: &Region, vocabulary: &Vocabulary) -> Self {
        let incoming = region.columns.iter().any(|c| c.incoming);
        let mut all = region.columns.iter().chain(&region.unmapped);
        let columns = region.columns.iter().filter(|c| !c.outgoing);
        let shape = Self::of_fields(region.kind, columns.map(|c| (c.field, c.channel.is_some())));
        Self {
            channel: shape.channel || incoming,
            arrived: shape.arrived || all.any(|c| vocabulary.speaks_of_arrival(&c.header)),
            ..shape
        }
    }

    /// By the fields of the columns, and whether each stands for a channel.
    pub(super) fn of_fields(kind: TableKind, fields: impl Iterator<Item = (Field, bool)> + Clone) -> Self {
        let has = |f: Field| fields.clone().any(|(field, _)| field == f);
        Self {
            item: has(Field::Item),
            priced: has(Field::Quantity) || has(Field::UnitPrice),
            channel: has(Field::Channel) || has(Field::OrderNo) || fields.clone().any(|(_, channel)| channel),
            supplier: has(Field::Supplier),
            dated: DATES.into_iter().any(has) || has(Field::DayColumn),
            detail: kind == TableKind::Detail,
            arrived: has(Field::AcceptedBy) || has(Field::InvoiceNo) || (has(Field::OrderNo) && has(Field::Status)),
        }
    }

    pub(super) fn goods(self) -> bool {
        self.item || self.priced
    }
}
