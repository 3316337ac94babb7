//! The tables that a header block makes: what each column means, tables side by side, one table a month.

pub(crate) mod day_headers;
pub(crate) mod groups;
pub(crate) mod path;
pub(crate) mod periods;
pub(crate) mod resolve;
pub(crate) mod seller_headers;
mod units;

use crate::{
    model::field::Field,
    tables::{
        columns::{
            groups::{Key, by_key, fill_from_siblings, parties},
            path::{HeadCell, HeaderPath, Sums, paths},
            periods::{days, months, period_siblings},
            resolve::{
                adopt_actual, adopt_below_amounts, adopt_repeated_money, adopt_whole, amount_above, drop_lone_weak_channel,
                drop_parts_of_channels, one_column_a_field, resolve,
            },
            seller_headers::sellers,
            units::units,
        },
        region::{Column, Region, TableKind},
        role::{self, kind},
        vocabulary::Vocabulary,
    },
};

/// What a header block makes.
pub(crate) struct Understood {
    /// Its tables, left to right.
    pub(crate) regions: Vec<Region>,
    /// How many headers were understood.
    pub(crate) score: usize,
    /// Its words alone make it a header: else the rows below have to.
    pub(crate) sure: bool,
}

/// Known headers that make a header row of any width: an export has sixty columns, of which few matter.
const ENOUGH: usize = 4;

/// Tables of a header block; `None` where it is no header.
#[must_use]
pub(crate) fn regions(block: &[Vec<HeadCell>], vocabulary: &Vocabulary, sums: Sums<'_>) -> Option<Understood> {
    let mut paths = paths(block);
    for path in &mut paths {
        path.column = resolve(path, vocabulary);
    }
    adopt_repeated_money(&mut paths, vocabulary);
    fill_from_siblings(&mut paths, vocabulary);
    adopt_below_amounts(&mut paths, vocabulary);
    role::spending(&mut paths, vocabulary);
    role::returned(&mut paths, vocabulary);
    role::lone_spending(&mut paths);
    let months = months(&mut paths, vocabulary);
    let keys = if months.iter().any(Option::is_some) {
        months.into_iter().map(|m| m.map(Key::Month)).collect()
    } else {
        let days = days(&mut paths);
        let units = units(&mut paths, vocabulary);
        if days.iter().any(Option::is_some) {
            days
        } else if units.iter().any(Option::is_some) {
            units
        } else {
            let parties = parties(&mut paths, vocabulary, sums);
            if parties.iter().any(Option::is_some) {
                parties
            } else {
                sellers(&mut paths, vocabulary, sums)
            }
        }
    };
    adopt_whole(&mut paths, vocabulary);
    adopt_actual(&mut paths, vocabulary);
    drop_lone_weak_channel(&mut paths, vocabulary);
    drop_parts_of_channels(&mut paths);
    period_siblings(&mut paths, vocabulary);
    let score = paths.iter().filter(|p| p.column.is_some()).count();
    let too_few = score < 2 || (score == 2 && paths.len() > 4) || (score < ENOUGH && score * 3 < paths.len());
    if score == 0 || is_label_line(block) {
        return None;
    }
    let regions = if keys.iter().any(Option::is_some) {
        by_key(&paths, &keys)
    } else {
        side_by_side(&paths)
    };
    let sure = (!too_few || has_goods_as_columns(&paths)) && regions.iter().any(Region::is_table);
    (!regions.is_empty()).then_some(Understood { regions, score, sure })
}

/// `日期 | 大米 | 白菜 | … | 合计`: goods (or people) as columns, with a date on the left and the row's total on the right.
fn has_goods_as_columns(paths: &[HeaderPath<'_>]) -> bool {
    let known = || paths.iter().enumerate().filter_map(|(i, p)| Some((i, p.column.as_ref()?)));
    let Some((total, _)) = known().find(|(_, c)| c.is_whole_amount()) else {
        return false;
    };
    let other = |c: &Column| c.field.is_date() || c.field.is_passive() || matches!(c.field, Field::Remark | Field::Serial);
    known().any(|(_, c)| c.field.is_date()) && known().all(|(i, c)| i == total || other(c))
}

/// `采购日期：| … | 供应商：| …`: a line of labels above the header, each with its value beside it.
fn is_label_line(block: &[Vec<HeadCell>]) -> bool {
    let [row] = block else { return false };
    let known = row.iter().filter(|c| c.meaning.known()).count();
    let colons = row.iter().filter(|c| c.meaning.normal.colon && c.meaning.known()).count();
    colons > 0 && colons == known && known < row.len()
}

/// The tables of a header, left to right.
fn side_by_side(paths: &[HeaderPath<'_>]) -> Vec<Region> {
    let spans = split(paths);
    let mut out: Vec<Region> = Vec::new();
    for (at, (from, to)) in spans.iter().enumerate() {
        let own = &paths[*from..*to];
        let mut columns: Vec<Column> = own.iter().filter_map(|p| p.column.clone()).collect();
        let mut unmapped: Vec<Column> = own.iter().filter_map(|p| p.unmapped()).collect();
        // Without money: its figures may stand under a header that nobody knows.
        let kind = kind(columns.iter()).or((!unmapped.is_empty()).then_some(TableKind::NoMoney));
        let Some(kind) = kind else { continue };
        one_column_a_field(&mut columns);
        if at > 0 {
            share_of_row(&mut columns, &mut unmapped, out.first());
        }
        let left = if at == 0 { 0 } else { own.first().map_or(0, |p| p.col) };
        let next = spans.get(at + 1).and_then(|(from, _)| paths.get(*from));
        out.push(Region {
            kind,
            span: (left, next.map_or(u32::MAX, |p| p.col - 1)),
            columns,
            month: None,
            fixed: Vec::new(),
            unmapped,
        });
    }
    out
}

/// Where tables part: header names that begin again, or a gap, where both sides are tables by themselves.
fn split(paths: &[HeaderPath<'_>]) -> Vec<(usize, usize)> {
    let field = |i: usize| {
        let column = paths.get(i).and_then(|p| p.column.as_ref());
        column.filter(|c| c.channel.is_none() && !c.outgoing).map(|c| c.field)
    };
    let is_table = |side: &[HeaderPath<'_>]| {
        let kind = kind(side.iter().filter_map(|p| p.column.as_ref()));
        kind.is_some_and(|k| k != TableKind::NoMoney)
    };
    if let Some(width) = repeated(paths) {
        return (0..paths.len()).step_by(width).map(|from| (from, from + width)).collect();
    }
    let mut out = Vec::new();
    let mut from = 0;
    for at in 1..paths.len() {
        let before = &paths[at - 1];
        let right = before.cells.iter().map(|c| c.right).max().unwrap_or(0).max(before.col);
        let gap = paths[at].col > right + 1;
        let first = (from..at).find_map(field);
        let begins_again = field(at).is_some_and(|f| !f.is_passive() && (Some(f) == first || f == Field::Item) && (from..at).any(|i| field(i) == Some(f)))
                // What stands before an amount, known or not, is of its table.
                && (field(at) != Some(Field::Amount) || field(from) == first);
        if (gap || begins_again) && is_table(&paths[from..at]) && is_table(&paths[at..]) {
            // 出库日期 before the second 品名 is of what stands behind it.
            let day =
                before.column.as_ref().is_none_or(|c| c.field.is_passive()) && before.leaf().is_some_and(|l| l.text.ends_with("日期"));
            let at = if day && at > from + 1 { at - 1 } else { at };
            out.push((from, at));
            from = at;
        }
    }
    out.push((from, paths.len()));
    out
}

/// How many headers a whole header repeats, word for word, one of them an amount's: tables side by side, whatever else their columns are called.
fn repeated(paths: &[HeaderPath<'_>]) -> Option<usize> {
    // Below a whole and its channels the same words are no tables of their own.
    if paths.iter().any(|p| amount_above(p).is_some()) {
        return None;
    }
    let text = |at: usize| paths.get(at).and_then(HeaderPath::leaf).map(|leaf| &*leaf.text);
    let amount = |path: &HeaderPath<'_>| path.column.as_ref().is_some_and(Column::is_whole_amount);
    let fits = |width: &usize| {
        let repeats = paths.len().is_multiple_of(*width) && (*width..paths.len()).all(|at| text(at) == text(at - width));
        let once = (1..*width).all(|at| text(at) != text(0));
        repeats && once && paths[..*width].iter().filter(|p| amount(p)).count() == 1
    };
    (2..=paths.len() / 2).find(fits)
}

/// `日期 | 单位 | 品名 金额 | 品名 金额`: date and unit on the left hold for the tables to its right; so does what nobody knows there, for values may
/// tell that it is one of them.
fn share_of_row(columns: &mut Vec<Column>, unmapped: &mut Vec<Column>, first: Option<&Region>) {
    let dated = |c: &Column| {
        matches!(
            c.field,
            Field::Date | Field::OrderDate | Field::ReceiptDate | Field::MonthColumn | Field::DayColumn
        )
    };
    let of_unit = |c: &Column| c.field == Field::UnitName;
    let Some(first) = first.filter(|_| columns.first().is_some_and(|c| c.field == Field::Item)) else {
        return;
    };
    let (own_days, own_unit) = (columns.iter().any(dated), columns.iter().any(of_unit));
    let shared = |c: &&Column| (dated(c) && !own_days) || (of_unit(c) && !own_unit);
    columns.splice(0..0, first.columns.iter().filter(shared).cloned());
    let left = first.columns.iter().find(|c| c.field == Field::Item).map_or(0, |item| item.col);
    unmapped.splice(0..0, first.unmapped.iter().filter(|c| c.col < left).cloned());
}
