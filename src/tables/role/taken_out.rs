//! Tables of what was used up, sold or eaten: goods with quantities, prices and amounts, as purchases have them. Their columns tell: who took the
//! goods, what went out, the price at which a dish is sold, whose meals are paid. A column of sellers, channels, orders or acceptors, or one that
//! speaks of buying, makes it a table of purchases, whatever else it holds.

use std::sync::Arc;

use crate::{
    model::{
        field::Field,
        line::{Role, RoleEvidence, TableRole},
    },
    tables::{
        region::{Column, Region, TableKind},
        vocabulary::Vocabulary,
    },
};

/// Fields that only purchases have.
const OF_PURCHASES: [Field; 9] = [
    Field::Supplier,
    Field::SupplierCode,
    Field::Channel,
    Field::OrderNo,
    Field::InvoiceNo,
    Field::BoughtBy,
    Field::AcceptedBy,
    Field::OrderDate,
    Field::ReceiptDate,
];

/// What the columns say that left the store, was sold or eaten, with the header that says so. It is sure where the figures themselves are such, not
/// where only a column beside them is.
#[must_use]
pub(super) fn told(region: &Region, vocabulary: &Vocabulary) -> Option<TableRole> {
    let known = || region.columns.iter().filter(|c| !c.is_guess());
    let all = || known().chain(&region.unmapped);
    let bought =
        |c: &Column| OF_PURCHASES.contains(&c.field) || c.channel.is_some() || c.incoming || vocabulary.speaks_of_buying(&c.header);
    if all().any(bought) {
        return None;
    }
    // Sides of a stock book have rules of their own.
    let in_group = |c: &&Column| region.kind == TableKind::StockBook && c.header.contains(" / ");
    let figure = |c: &Column| c.outgoing || matches!(c.field, Field::Quantity | Field::UnitPrice | Field::Amount);
    let said = |role, c: &Column, sure| TableRole {
        role,
        by: RoleEvidence::Columns,
        found: Arc::clone(&c.header),
        sure,
    };
    if let Some(item) = known().find(|c| c.field == Field::Item && vocabulary.is_person_header(&c.header)) {
        let of_meals = all().any(|c| vocabulary.speaks_of_meals(&c.header));
        return Some(said(Role::Income, item, of_meals));
    }
    if let Some(sold) = known().find(|c| figure(c) && vocabulary.speaks_of_sale(&c.header)) {
        return Some(said(Role::Income, sold, false));
    }
    let issued = |c: &&Column| vocabulary.speaks_of_issue(&c.header);
    let own_quantity = known().any(|c| c.field == Field::Quantity && !c.outgoing && !issued(&c));
    let quantity = |c: &&Column| figure(c) && issued(c) && !in_group(c);
    match known().find(quantity) {
        // 购进数量 beside 领用数量: a stock book.
        Some(_) if own_quantity => None,
        Some(column) => Some(said(Role::Losses, column, vocabulary.is_of_issues(&column.header))),
        None if region.columns.iter().any(|c| c.outgoing) => None,
        None => all().find(issued).map(|column| said(Role::Losses, column, false)),
    }
}
