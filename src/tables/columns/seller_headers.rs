//! Days down, sellers across: `日期 | 老王菜店 | 张记肉铺 | 合计`.

use crate::{
    model::field::Field,
    tables::{
        columns::{
            groups::Key,
            path::{HeaderPath, Sums},
        },
        region::{Column, Located},
        vocabulary::Vocabulary,
    },
};

/// Keys of the columns that are called as sellers are, where each has amounts and nothing else stands beside the day: no goods, no price, no
/// channel. A total beside them has to be their sum: then it is nothing of its own.
pub(crate) fn sellers(paths: &mut [HeaderPath<'_>], vocabulary: &Vocabulary, sums: Sums<'_>) -> Vec<Option<Key>> {
    let none = vec![None; paths.len()];
    let is_seller = |p: &HeaderPath<'_>| {
        let open = p.column.as_ref().is_none_or(Column::is_channel_amount);
        open && p.leaf().is_some_and(|leaf| vocabulary.looks_like_seller(&leaf.text))
    };
    let dated = |p: &HeaderPath<'_>| p.column.as_ref().is_some_and(|c| c.field.is_date());
    let total = |p: &HeaderPath<'_>| p.column.as_ref().is_some_and(Column::is_whole_amount);
    let beside = |p: &HeaderPath<'_>| {
        p.column
            .as_ref()
            .is_some_and(|c| matches!(c.field, Field::Serial | Field::Remark) || c.field.is_passive())
    };
    let cols: Vec<u32> = paths.iter().filter(|p| is_seller(p)).map(|p| p.col).collect();
    let unknown = paths.iter().any(|p| is_seller(p) && p.column.is_none());
    let known = paths.iter().all(|p| is_seller(p) || dated(p) || total(p) || beside(p));
    if cols.len() < 2 || !unknown || !known || !paths.iter().any(dated) {
        return none;
    }
    let mut totals = paths.iter().filter(|p| total(p));
    let proved = match (totals.next(), totals.next()) {
        (None, _) => true,
        (Some(one), None) => sums(one.col, &cols),
        _ => false,
    };
    if !proved {
        return none;
    }
    let mut keys = none;
    for (path, key) in paths.iter_mut().zip(&mut keys) {
        let Some(leaf) = path.leaf().filter(|_| is_seller(path)) else {
            continue;
        };
        path.column = path.amount_column();
        let title = Located {
            text: leaf.text.clone(),
            cell: leaf.cell,
        };
        *key = Some(Key::Party(Field::Supplier, title));
    }
    keys
}
