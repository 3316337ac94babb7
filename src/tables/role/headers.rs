//! Tables whose only money is none that was spent, as its header tells.

use std::sync::Arc;

use crate::{
    model::{
        field::Field,
        line::{Role, TableRole},
    },
    tables::{
        region::{Column, Region},
        role::shape::Shape,
        vocabulary::Vocabulary,
    },
    text::normal,
};

/// What headers say of the only money of a table: that it is yet to be spent (预计金额), or that of firms with their persons and phones nobody knows
/// what a figure each is (注册资金).
pub(super) fn told(region: &Region, shape: Shape, vocabulary: &Vocabulary) -> Option<TableRole> {
    let mut all = region.columns.iter().chain(&region.unmapped);
    let doubt = |role, c: &Column| TableRole {
        found: Arc::clone(&c.header),
        sure: false,
        ..TableRole::by_columns(role)
    };
    if shape.detail && region.whole_amounts().all(|c| vocabulary.is_planned_money(&c.header)) {
        let planned = all.clone().find(|c| vocabulary.is_planned_money(&c.header));
        return planned.map(|c| doubt(Role::Requests, c));
    }
    let unknown = |c: &Column| {
        let header = normal::header(&c.header);
        !c.header.contains('/') && vocabulary.field(&header).is_none() && !vocabulary.ends_as_amount(&header)
    };
    let figure = region.lone(Field::Amount).filter(|c| unknown(c));
    let firms = shape.supplier && !region.columns.iter().any(|c| c.field == Field::UnitName && !c.is_guess());
    let bare = firms && !shape.goods() && !shape.channel && !shape.dated;
    figure
        .filter(|_| bare && all.any(|c| vocabulary.tells_contact(&c.header)))
        .map(|c| doubt(Role::Plans, c))
}
