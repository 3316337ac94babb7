//! Units as columns: `供应商 | 第一小学 | 第二小学 | 合计`. Each cell is a line of its column's unit, and a sum over them is nobody's.

use crate::{
    model::field::Field,
    tables::{
        columns::{groups::Key, path::HeaderPath},
        region::{Column, Located},
        vocabulary::{Vocabulary, meaning::RowLabel},
    },
};

/// What the columns are for, where two or more of them are headed by institutions and by nothing else. Beside quantities and prices they may hold
/// quantities: then nothing is said.
pub(super) fn units(paths: &mut [HeaderPath<'_>], vocabulary: &Vocabulary) -> Vec<Option<Key>> {
    let unit = |p: &HeaderPath<'_>| {
        let [leaf] = p.cells.as_slice() else { return None };
        let named = p.column.is_none() && vocabulary.looks_like_institution(&leaf.text) && !vocabulary.looks_like_seller(&leaf.text);
        named.then(|| Located {
            text: leaf.text.clone(),
            cell: leaf.cell,
        })
    };
    let found: Vec<Option<Located>> = paths.iter().map(unit).collect();
    let counted = |c: &Column| matches!(c.field, Field::Quantity | Field::UnitPrice);
    if found.iter().flatten().count() < 2 || paths.iter().any(|p| p.column.as_ref().is_some_and(counted)) {
        return vec![None; paths.len()];
    }
    let is_total = |p: &HeaderPath<'_>| {
        let label = p.leaf().and_then(|leaf| vocabulary.row_label(&leaf.text));
        p.column.as_ref().is_some_and(Column::is_whole_amount) || matches!(label, Some(RowLabel::Total(_)))
    };
    let keys = paths.iter_mut().zip(found).map(|(path, unit)| match unit {
        Some(unit) => {
            path.column = path.amount_column();
            Some(Key::Party(Field::UnitName, unit))
        }
        None => is_total(path).then_some(Key::Total),
    });
    keys.collect()
}
