//! Header groups that stand for months, or for other periods.

use std::sync::Arc;

use crate::{
    model::{
        cell::CellRef,
        dates::{Month, PartialDate},
        field::Field,
    },
    tables::{
        columns::{
            groups::{Key, day_of},
            path::{HeadCell, HeaderPath},
        },
        region::{Column, Located},
        vocabulary::Vocabulary,
    },
    values::date::title::{months_in, period_in, sums_of_months},
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

/// The months that a header cell names as a whole: `1-2月`, `1-3月金额`, `一季度`.
fn span_of(cell: &HeadCell) -> Option<(i8, i8)> {
    let text = &cell.meaning.normal.text;
    let other = text.chars().count() > 14 || text.contains(['日', '合', '累', '计', '上', '本']);
    months_in(text).filter(|_| !other)
}

/// Gives `1-2月` beside `3月` its last month, as a title's months have it; what is the sum of columns beside it is no column of its own.
fn settle_spans(paths: &mut [HeaderPath<'_>], found: &mut [Option<PartialDate>]) {
    let spans: Vec<Option<(i8, i8)>> = paths.iter().map(|p| p.cells.iter().find_map(|c| span_of(c))).collect();
    if spans.iter().all(Option::is_none) {
        return;
    }
    let month = |month: &Option<PartialDate>| month.and_then(PartialDate::month).map(|m| (m, m));
    let all: Vec<Option<(i8, i8)>> = spans.iter().zip(&*found).map(|(span, own)| span.or(month(own))).collect();
    let beside: Vec<(i8, i8)> = all.iter().flatten().copied().collect();
    let Some(sums) = sums_of_months(&beside) else { return };
    let mut sums = sums.into_iter();
    for at in 0..paths.len() {
        let sum = all[at].is_some() && sums.next() == Some(true);
        let Some((_, last)) = spans[at] else { continue };
        if sum {
            paths[at].column = paths[at].amount_column().map(|c| Column {
                field: Field::Ignored,
                ..c
            });
        } else {
            let year = paths[at].cells.iter().find_map(|c| period_in(&c.meaning.normal.text).year);
            let month = year.and_then(|year| Month::new(year, last)).map(PartialDate::YearMonth);
            found[at] = month.or(Some(PartialDate::MonthOnly { month: last }));
        }
    }
}

/// Months of the columns, where two or more of them differ: `1月 | 2月 | 3月` over channels, or as amounts by themselves.
/// A month's own column has no field by its name; it becomes an amount here.
pub(crate) fn months(paths: &mut [HeaderPath<'_>], vocabulary: &Vocabulary) -> Vec<Option<PartialDate>> {
    let mut found: Vec<Option<PartialDate>> = paths.iter().map(|p| p.cells.iter().find_map(|c| month_of(c))).collect();
    settle_spans(paths, &mut found);
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
        let ends = || path.leaf().is_some_and(|leaf| vocabulary.ends_as_amount(&leaf.meaning.normal));
        let amounts = !other && (!goods || says(Field::Amount) || ends());
        if !amounts || path.leaf().is_none_or(|leaf| month_of(leaf).is_none() && span_of(leaf).is_none()) {
            continue;
        }
        path.column = path.amount_column().map(|column| Column {
            channel: path.cells.iter().rev().find_map(|c| c.meaning.channel.clone()),
            ..column
        });
    }
    found
}

/// A header that nobody knows beside 本月 is of some other period where it stands so under two groups or more; under one it may be a part.
pub(crate) fn period_siblings(paths: &mut [HeaderPath<'_>], vocabulary: &Vocabulary) {
    if paths.iter().all(|p| p.cells.len() < 2) {
        return;
    }
    let group = |p: &HeaderPath<'_>| p.cells.iter().rev().nth(1).map(|c| c.cell);
    let says = |p: &&HeaderPath<'_>| p.leaf().is_some_and(|leaf| vocabulary.is_this_period(&leaf.meaning.normal.text));
    let this: Vec<CellRef> = paths.iter().filter(says).filter_map(group).collect();
    let beside = |p: &HeaderPath<'_>| {
        let leaf = p.leaf().filter(|leaf| !leaf.meaning.known() && !says(&p))?;
        group(p).filter(|group| this.contains(group)).map(|_| Arc::clone(&leaf.text))
    };
    let names: Vec<Option<Arc<str>>> = paths.iter().map(beside).collect();
    for (path, name) in paths.iter_mut().zip(&names) {
        let again = name.is_some() && names.iter().filter(|other| *other == name).count() > 1;
        let own = path.column.as_ref().is_none_or(|c| c.channel.as_ref() == name.as_ref());
        if again && own {
            path.column = path.amount_column().map(|column| Column {
                field: Field::Ignored,
                channel: None,
                ..column
            });
        }
    }
}

/// Days of the columns, where two or more of them differ and the headers say that they hold amounts: `1日金额 | 2日金额`; so may three or more days
/// beside neither quantities nor prices, if the titles speak of money ([`asks_for_money`](super::groups::asks_for_money)). Where a column of the whole stands beside them
/// they are parts of it that nothing asks for.
pub(crate) fn days(paths: &mut [HeaderPath<'_>]) -> Vec<Option<Key>> {
    let title = |p: &HeaderPath<'_>| {
        let leaf = p.leaf()?;
        let text = &leaf.meaning.normal.text;
        let named = text.find(['日', '号']).and_then(|at| text.get(..at + '日'.len_utf8()));
        let day = named.filter(|day| day_of(day).is_some())?;
        let amount = text.len() > day.len()
            || p.cells
                .iter()
                .any(|c| c.meaning.field.as_ref().is_some_and(|(f, _)| *f == Field::Amount));
        let title = Located {
            text: day.into(),
            cell: leaf.cell,
        };
        Some((title, amount))
    };
    let found: Vec<Option<(Located, bool)>> = paths.iter().map(title).collect();
    let none = vec![None; paths.len()];
    if found.iter().flatten().count() < 2 {
        return none;
    }
    let whole = paths.iter().any(|p| p.column.as_ref().is_some_and(Column::is_whole_amount));
    let counts = |c: &Column| matches!(c.field, Field::Quantity | Field::UnitPrice | Field::Measure);
    let bare = found.iter().flatten().count() > 2 && !paths.iter().any(|p| p.column.as_ref().is_some_and(counts));
    let mut keys = none;
    for ((path, found), key) in paths.iter_mut().zip(found).zip(&mut keys) {
        let Some((title, amount)) = found else { continue };
        let column = path.amount_column();
        if whole {
            path.column = column.map(|c| Column {
                field: Field::Ignored,
                ..c
            });
        } else if amount || bare {
            path.column = column;
            *key = Some(Key::Party(Field::DayColumn, title));
        }
    }
    keys
}
