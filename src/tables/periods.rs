//! Header groups that stand for months, or for other periods.

use crate::{
    model::{dates::PartialDate, field::Field},
    tables::{
        columns::{Path, amount_column},
        header::HeadCell,
        region::Column,
        vocabulary::Layouts,
    },
    values::date,
};

/// Month that a header cell names as a whole: `3月`, `2024年3月`, `三月份`, `3月采购金额`.
fn month_of(cell: &HeadCell) -> Option<PartialDate> {
    let text = &cell.meaning.normal.text;
    if text.chars().count() > 14 || text.contains(['日', '合', '累', '计', '上', '本']) {
        return None;
    }
    let (_, month) = date::in_title(text);
    let names_month = text.contains('月') || matches!(month, Some(PartialDate::YearMonth(_)));
    month.filter(|_| names_month)
}

/// Months of the columns, where two or more of them differ: `1月 | 2月 | 3月` over channels, or as amounts by themselves.
/// A month's own column has no field by its name; it becomes an amount here.
pub(crate) fn months(resolved: &mut [(Option<Column>, &Path<'_>)]) -> Vec<Option<PartialDate>> {
    let found: Vec<Option<PartialDate>> = resolved.iter().map(|(_, p)| p.cells.iter().find_map(|c| month_of(c))).collect();
    let first = found.iter().flatten().next();
    if !found.iter().flatten().any(|m| Some(m) != first) {
        return vec![None; resolved.len()];
    }
    let goods = resolved.iter().zip(&found).any(|((c, _), m)| {
        m.is_none()
            && c.as_ref()
                .is_some_and(|c| matches!(c.field, Field::Item | Field::Quantity | Field::UnitPrice))
    });
    for ((column, path), month) in resolved.iter_mut().zip(&found) {
        let leaf_is_month = path.cells.last().is_some_and(|c| month_of(c).is_some());
        if month.is_none() || column.is_some() || !leaf_is_month {
            continue;
        }
        let amount = |c: &&HeadCell| matches!(c.meaning.field, Some((Field::Amount, _)));
        let counted = path.cells.iter().any(amount);
        let other = path
            .cells
            .iter()
            .any(|c| matches!(c.meaning.field, Some((Field::Quantity | Field::UnitPrice, _))));
        // Goods by month may be kilos as well as yuan: only a header that says 金额 settles it.
        if other || (goods && !counted) {
            continue;
        }
        *column = amount_column(path);
        if let Some(column) = column {
            column.channel = path.cells.iter().rev().find_map(|c| c.meaning.channel.clone());
        }
    }
    found
}

/// Whether a column belongs to another period or to a plan: its group, or the bracket of its own header, says so.
pub(crate) fn of_other_period(path: &Path<'_>, layouts: &Layouts) -> bool {
    let Some((leaf, groups)) = path.cells.split_last() else {
        return false;
    };
    let known = leaf.meaning.field.is_some();
    groups
        .iter()
        .any(|c| layouts.is_other_period(&c.meaning.normal.text) || layouts.is_other_period(&c.meaning.normal.bracket))
        || layouts.is_other_period(&leaf.meaning.normal.bracket)
        || (!known && layouts.is_other_period(&leaf.meaning.normal.text))
}
