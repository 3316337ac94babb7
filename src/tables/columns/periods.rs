//! Header groups that stand for months, or for other periods.

use crate::{
    model::{dates::PartialDate, field::Field},
    tables::{
        columns::{
            path::{HeadCell, HeaderPath},
            resolve::one_column_a_field,
        },
        region::{Column, Region, TableKind},
        role::kind,
    },
    values::date::title::period_in,
};

/// Month that a header cell names as a whole: `3月`, `2024年3月`, `三月份`, `3月采购金额`.
fn month_of(cell: &HeadCell) -> Option<PartialDate> {
    let text = &cell.meaning.normal.text;
    if text.chars().count() > 14 || text.contains(['日', '合', '累', '计', '上', '本']) {
        return None;
    }
    let month = period_in(text).month;
    let names_month = text.contains('月') || matches!(month, Some(PartialDate::YearMonth(_)));
    month.filter(|_| names_month)
}

/// Months of the columns, where two or more of them differ: `1月 | 2月 | 3月` over channels, or as amounts by themselves.
/// A month's own column has no field by its name; it becomes an amount here.
pub(crate) fn months(paths: &mut [HeaderPath<'_>]) -> Vec<Option<PartialDate>> {
    let found: Vec<Option<PartialDate>> = paths.iter().map(|p| p.cells.iter().find_map(|c| month_of(c))).collect();
    let mut named = found.iter().flatten();
    let first = named.next();
    if !named.any(|m| Some(m) != first) {
        return vec![None; paths.len()];
    }
    let goods = paths.iter().zip(&found).any(|(p, m)| {
        m.is_none()
            && p.column
                .as_ref()
                .is_some_and(|c| matches!(c.field, Field::Item | Field::Quantity | Field::UnitPrice))
    });
    for path in paths.iter_mut().filter(|p| p.column.is_none()) {
        let says = |field: Field| {
            path.cells
                .iter()
                .any(|c| c.meaning.field.as_ref().is_some_and(|(f, _)| *f == field))
        };
        let other = says(Field::Quantity) || says(Field::UnitPrice);
        // Goods by month may be kilos as well as yuan: only a header that says 金额 settles it.
        let amounts = !other && (!goods || says(Field::Amount));
        if !amounts || !path.leaf().is_some_and(|c| month_of(c).is_some()) {
            continue;
        }
        path.column = path.amount_column().map(|column| Column {
            channel: path.cells.iter().rev().find_map(|c| c.meaning.channel.clone()),
            ..column
        });
    }
    found
}

/// One table a month: the columns without a month are common to all; a total over the months is none of them.
pub(crate) fn by_month(paths: &[HeaderPath<'_>], months: &[Option<PartialDate>]) -> Vec<Region> {
    let of = |month: Option<PartialDate>| {
        let own = paths.iter().zip(months).filter(move |(_, m)| **m == month);
        own.filter_map(|(p, _)| p.column.clone())
    };
    let common: Vec<Column> = of(None)
        .map(|mut c| {
            if c.field == Field::Amount || c.channel.is_some() {
                (c.field, c.channel) = (Field::Ignored, None);
            }
            c
        })
        .collect();
    // `项目 | 1月 | 2月`: whether its rows are units, parts or goods is not said.
    let named = common.iter().any(|c| {
        matches!(
            c.field,
            Field::UnitName | Field::Channel | Field::Supplier | Field::Item | Field::Category
        )
    });
    let grouped = paths.iter().zip(months).all(|(p, m)| m.is_none() || p.cells.len() > 1);
    if !named && !grouped {
        return Vec::new();
    }
    let mut seen: Vec<PartialDate> = Vec::new();
    let mut out: Vec<Region> = Vec::new();
    for month in months.iter().flatten() {
        if seen.contains(month) {
            continue;
        }
        seen.push(*month);
        let mut columns: Vec<Column> = common.iter().cloned().chain(of(Some(*month))).collect();
        columns.sort_by_key(|c| c.col);
        let amounts = columns.iter().any(|c| c.field == Field::Amount);
        let Some(kind) = kind(columns.iter()).or(amounts.then_some(TableKind::Statement)) else {
            continue;
        };
        one_column_a_field(&mut columns);
        // What was not understood is told once, with the first table.
        let unmapped = paths.iter().filter(|_| out.is_empty()).filter_map(HeaderPath::unmapped).collect();
        out.push(Region {
            kind,
            span: (0, u32::MAX),
            columns,
            month: Some(*month),
            unmapped,
        });
    }
    out
}
