//! Groups of columns side by side, each with its own quantity, price or amount: by supplier, unit, day or channel, or the sides of a stock book.

use std::sync::Arc;

use crate::{
    model::{cell::CellRef, dates::PartialDate, field::Field},
    tables::{
        columns::{
            day_headers::{is_weekday, without_weekday},
            path::{HeadCell, HeaderPath, Sums},
            resolve::{one_column_a_field, resolve},
        },
        region::{Column, Fixed, Located, Region, TableKind},
        role::kind,
        vocabulary::{
            Vocabulary,
            meaning::{RowLabel, StockSide},
        },
    },
    values::date::{DateCell, title::period_in},
};

/// What a group of columns is for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Key {
    Month(PartialDate),
    /// A supplier, a unit or a day, by the group's title.
    Party(Field, Located),
    /// A total over the groups.
    Total,
}

const FIGURES: [Field; 3] = [Field::Quantity, Field::UnitPrice, Field::Amount];

/// A group's title with the columns below it.
struct Group<'a> {
    title: &'a HeadCell,
    paths: Vec<usize>,
}

/// Groups that repeat the same figures, left to right.
fn parallel<'a>(paths: &[HeaderPath<'a>]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    // 线上 over 832平台 and 供销平台, each with goods of its own: the inner title is the group's.
    let several = |top: CellRef| {
        let is_item = |p: &&HeaderPath<'_>| p.column.as_ref().is_some_and(|c| c.field == Field::Item);
        let of_top = paths.iter().filter(|p| p.cells.len() > 2 && p.cells[0].cell == top);
        of_top.filter(is_item).count() > 1
    };
    for (at, path) in paths.iter().enumerate() {
        let [top, .., leaf] = path.cells.as_slice() else { continue };
        let title = match path.cells.as_slice() {
            [_, .., inner, _] if path.cells.len() > 2 && several(top.cell) => inner,
            _ => top,
        };
        let named = leaf.meaning.field.as_ref().map(|(f, _)| *f);
        if !named
            .or(path.column.as_ref().map(|c| c.field))
            .is_some_and(|f| FIGURES.contains(&f))
        {
            continue;
        }
        match groups.last_mut().filter(|g| g.title.cell == title.cell) {
            Some(group) => group.paths.push(at),
            None => groups.push(Group { title, paths: vec![at] }),
        }
    }
    let figures = |g: &Group<'_>| -> Vec<Field> {
        let path = |at: &usize| paths.get(*at);
        let named = |p: &HeaderPath<'_>| p.leaf()?.meaning.field.as_ref().map(|(f, _)| *f);
        // Beside goods of its own an amount may have a name that nobody knows.
        let is_item = |at: usize| paths[at].column.as_ref().is_some_and(|c| c.field == Field::Item);
        let lists_goods = under(paths, g.title).any(is_item);
        let taken = |p: &HeaderPath<'_>| p.column.as_ref().filter(|_| lists_goods).map(|c| c.field);
        g.paths
            .iter()
            .filter_map(path)
            .filter_map(|p| named(p).or_else(|| taken(p)))
            .collect()
    };
    let of: Vec<Vec<Field>> = groups.iter().map(figures).collect();
    let repeats = |at: usize| {
        of.iter()
            .enumerate()
            .any(|(other, fields)| other != at && fields.iter().any(|f| of[at].contains(f)))
    };
    let kept: Vec<bool> = (0..groups.len()).map(repeats).collect();
    let mut kept = kept.into_iter();
    groups.retain(|_| kept.next().unwrap_or(false));
    groups
}

/// A header that nobody knows stands for what its place does in a group beside it of the same width.
pub(crate) fn fill_from_siblings(paths: &mut [HeaderPath<'_>], vocabulary: &Vocabulary) {
    let mut groups: Vec<(CellRef, Vec<usize>)> = Vec::new();
    for (at, path) in paths.iter().enumerate() {
        let [title, .., _] = path.cells.as_slice() else { continue };
        match groups.last_mut().filter(|g| g.0 == title.cell) {
            Some(group) => group.1.push(at),
            None => groups.push((title.cell, vec![at])),
        }
    }
    let leaf = |paths: &[HeaderPath<'_>], at: usize| paths.get(at).and_then(HeaderPath::leaf).map(|leaf| Arc::clone(&leaf.meaning));
    for (title, places) in &groups {
        for (place, at) in places.iter().enumerate() {
            if leaf(paths, *at).is_none_or(|meaning| meaning.known()) {
                continue;
            }
            let beside = groups.iter().filter(|(other, of)| other != title && of.len() == places.len());
            let same_shape = |of: &[usize]| {
                let mut pairs = places.iter().zip(of).filter(|(own, _)| *own != at);
                places.len() > 1
                    && pairs.all(|(own, other)| {
                        leaf(paths, *own).map(|m| m.normal.text.clone()) == leaf(paths, *other).map(|m| m.normal.text.clone())
                    })
            };
            let mut known = beside
                .filter(|(_, of)| same_shape(of))
                .filter_map(|(_, of)| leaf(paths, *of.get(place)?));
            let Some(meaning) = known.find(|meaning| meaning.known()) else {
                continue;
            };
            let Some((own, above)) = paths[*at].cells.split_last() else {
                continue;
            };
            let own = HeadCell { meaning, ..(*own).clone() };
            let column = {
                let path = HeaderPath {
                    col: paths[*at].col,
                    cells: above.iter().copied().chain([&own]).collect(),
                    column: None,
                };
                resolve(&path, vocabulary)
            };
            paths[*at].column = column;
        }
    }
}

/// What the columns of parallel groups are for, where their titles name suppliers, units or days. Where they name channels or sides of a stock book,
/// a title that nobody knows is one more of these: a channel that is not known, or a side that is no purchase. Groups that each list goods of their own
/// (channels, meals, kinds of food, whatever their titles are) are tables side by side.
pub(crate) fn parties(paths: &mut [HeaderPath<'_>], vocabulary: &Vocabulary, sums: Sums<'_>) -> Vec<Option<Key>> {
    let none = vec![None; paths.len()];
    let groups = parallel(paths);
    let unknown: Vec<&Group<'_>> = groups.iter().filter(|g| !is_known(g.title, vocabulary)).collect();
    let own_goods = list_goods(paths, &groups, vocabulary, sums);
    if groups.len() < 2 || (unknown.is_empty() && !own_goods) {
        return none;
    }
    let sides: Vec<StockSide> = groups.iter().filter_map(|g| g.title.meaning.side).collect();
    if !sides.is_empty() {
        if sides.contains(&StockSide::Incoming) || unknown.len() > 1 {
            for column in columns_of(paths, &unknown) {
                (column.field, column.outgoing, column.channel) = (Field::Ignored, true, None);
            }
        }
        return none;
    }
    let is_channel = |g: &Group<'_>| g.title.meaning.channel.is_some();
    let party = |g: &&Group<'_>| party(&g.title.text, vocabulary);
    let by_party = unknown.iter().any(|g| party(g).is_some()) && !says_more(paths, &groups, vocabulary, sums);
    if !own_goods && !by_party && !groups.iter().any(is_channel) && has_channels(paths) && settle_stages(paths, &groups, vocabulary) {
        return none;
    }
    let by_channel = groups.iter().any(|g| is_channel(g) && !vocabulary.looks_like_seller(&g.title.text));
    if !own_goods && (by_channel || !by_party) {
        for group in &unknown {
            for column in columns_of(paths, &[group]) {
                column.channel = Some(Arc::clone(&group.title.text));
            }
        }
        return none;
    }
    let field = match unknown.iter().find_map(party) {
        _ if by_channel => Field::Channel,
        Some(field) => field,
        None if own_goods && !groups.iter().any(is_channel) => Field::Category,
        None => Field::Supplier,
    };
    let mut keys = none;
    for group in &groups {
        let key = if is_total(group.title, vocabulary) {
            Key::Total
        } else {
            let title = Located {
                text: Arc::clone(&group.title.text),
                cell: group.title.cell,
            };
            Key::Party(field, title)
        };
        for at in &group.paths {
            keys[*at] = Some(key.clone());
            // What a column's own header names stays: 第一小学 over 采购总额 and 832平台.
            let own = paths[*at].leaf().is_some_and(|leaf| leaf.meaning.channel.is_some());
            if let Some(column) = paths[*at].column.as_mut().filter(|_| !own) {
                column.channel = None;
            }
        }
        // What else stands under the title, as the names of the group's own goods, is the group's too.
        for at in under(paths, group.title).collect::<Vec<_>>() {
            keys[at].get_or_insert_with(|| key.clone());
        }
    }
    keys
}

/// Whether each group but a total lists goods of its own. An amount beside them has to be their sum: then it is nothing of its own.
fn list_goods(paths: &[HeaderPath<'_>], groups: &[Group<'_>], vocabulary: &Vocabulary, sums: Sums<'_>) -> bool {
    let is = |at: usize, field: Field| paths[at].column.as_ref().is_some_and(|c| c.field == field);
    let (totals, lists): (Vec<&Group<'_>>, Vec<&Group<'_>>) = groups.iter().partition(|g| is_total(g.title, vocabulary));
    let own = amounts(paths, &lists);
    let in_group = |at: usize| groups.iter().any(|g| g.paths.contains(&at));
    let beside = (0..paths.len())
        .filter(|at| is(*at, Field::Amount) && !in_group(*at))
        .map(|at| paths[at].col);
    let mut wholes = beside.chain(amounts(paths, &totals));
    lists.len() > 1 && lists.iter().all(|g| under(paths, g.title).any(|at| is(at, Field::Item))) && wholes.all(|whole| sums(whole, &own))
}

/// Whether the amount of a total's group is not the sum of the others': then it holds what none of them does.
fn says_more(paths: &[HeaderPath<'_>], groups: &[Group<'_>], vocabulary: &Vocabulary, sums: Sums<'_>) -> bool {
    let (totals, own): (Vec<&Group<'_>>, Vec<&Group<'_>>) = groups.iter().partition(|g| is_total(g.title, vocabulary));
    let own = amounts(paths, &own);
    amounts(paths, &totals).into_iter().any(|whole| !sums(whole, &own))
}

/// The columns of amounts of some groups.
fn amounts(paths: &[HeaderPath<'_>], groups: &[&Group<'_>]) -> Vec<u32> {
    let of_groups = groups.iter().flat_map(|g| &g.paths).filter_map(|at| paths.get(*at));
    let is_amount = |path: &&HeaderPath<'_>| path.column.as_ref().is_some_and(|c| c.field == Field::Amount);
    of_groups.filter(is_amount).map(|path| path.col).collect()
}

/// Columns under a group's title.
fn under<'p>(paths: &'p [HeaderPath<'_>], title: &'p HeadCell) -> impl Iterator<Item = usize> + 'p {
    let is_under = move |path: &HeaderPath<'_>| path.cells.iter().rev().skip(1).any(|c| c.cell == title.cell);
    (0..paths.len()).filter(move |at| is_under(&paths[*at]))
}

/// Whether the rows name their channels themselves.
fn has_channels(paths: &[HeaderPath<'_>]) -> bool {
    paths
        .iter()
        .filter_map(|p| p.column.as_ref())
        .any(|c| c.field == Field::Channel && c.channel.is_none())
}

/// Of 申报 | 审批 | 实际采购 beside a column of channels only what was bought counts; whether there are such stages.
fn settle_stages(paths: &mut [HeaderPath<'_>], groups: &[Group<'_>], vocabulary: &Vocabulary) -> bool {
    let (actual, other): (Vec<&Group<'_>>, Vec<&Group<'_>>) = groups.iter().partition(|g| vocabulary.is_actual(&g.title.text));
    let stages = !actual.is_empty() && !other.is_empty();
    if stages {
        for column in columns_of(paths, &other) {
            column.field = Field::Ignored;
        }
    }
    stages
}

fn columns_of<'p>(paths: &'p mut [HeaderPath<'_>], groups: &[&Group<'_>]) -> impl Iterator<Item = &'p mut Column> {
    let wanted: Vec<usize> = groups.iter().flat_map(|g| g.paths.iter().copied()).collect();
    let paths = paths.iter_mut().enumerate().filter(move |(at, _)| wanted.contains(at));
    paths.filter_map(|(_, p)| p.column.as_mut())
}

/// A title that the vocabulary knows, and that says what its group is: nothing else has to be found out.
fn is_known(title: &HeadCell, vocabulary: &Vocabulary) -> bool {
    let meaning = &title.meaning;
    let seller = vocabulary.looks_like_seller(&title.text);
    meaning.side.is_some()
        || (meaning.channel.is_some() && !seller)
        || meaning.field.is_some()
        || is_total(title, vocabulary)
        || vocabulary.is_other_period(&meaning.normal.text)
        || vocabulary.is_this_period(&meaning.normal.text)
        || (period_in(&meaning.normal.text).month.is_some() && day_of(&title.text).is_none())
}

fn is_total(title: &HeadCell, vocabulary: &Vocabulary) -> bool {
    matches!(vocabulary.row_label(&title.text), Some(RowLabel::Total(_) | RowLabel::MonthTotal))
}

/// What a title names: a day, an institution, a seller.
fn party(title: &str, vocabulary: &Vocabulary) -> Option<Field> {
    if day_of(title).is_some() || is_weekday(title) {
        Some(Field::DayColumn)
    } else if vocabulary.looks_like_seller(title) {
        Some(Field::Supplier)
    } else if vocabulary.looks_like_institution(title) {
        Some(Field::UnitName)
    } else {
        None
    }
}

/// `5日`, `3月5日`: a day.
pub(crate) fn day_of(title: &str) -> Option<PartialDate> {
    let title = without_weekday(title);
    match crate::values::date::text(title, crate::formats::cells::DateSystem::D1900) {
        DateCell::Is(day @ (PartialDate::DayOnly { .. } | PartialDate::MonthDay { .. } | PartialDate::Full(_)))
            if title.ends_with(['日', '号']) =>
        {
            Some(day)
        }
        _ => None,
    }
}

/// Whether a table's amounts stand under a day or a seller and nothing else, without a total beside them: they may be kilos as well as yuan, unless
/// something above the table speaks of money.
#[must_use]
pub(crate) fn asks_for_money(region: &Region, vocabulary: &Vocabulary) -> bool {
    let titled = |c: &Column| region.fixed.iter().any(|f| f.title.text == c.header);
    let bare = |c: &Column| c.money.is_none() && (day_of(&c.header).is_some() || titled(c));
    let total = |c: &Column| c.field == Field::Ignored && matches!(vocabulary.row_label(&c.header), Some(RowLabel::Total(_)));
    let by_name = |field: Field| matches!(field, Field::DayColumn | Field::Supplier);
    region.fixed.iter().any(|f| by_name(f.field))
        && region.columns.iter().filter(|c| c.is_whole_amount()).all(bare)
        && !region.columns.iter().any(total)
}

/// One table a group: the columns without a key are common to all; a total over the groups is none of them.
pub(crate) fn by_key(paths: &[HeaderPath<'_>], keys: &[Option<Key>]) -> Vec<Region> {
    let of = |key: Option<&Key>| {
        let key = key.cloned();
        let own = paths.iter().zip(keys).filter(move |(_, k)| **k == key);
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
    let of_units = |k: &Key| matches!(k, Key::Party(Field::UnitName, _));
    let named = named || (keys.iter().flatten().any(of_units) && common.iter().any(|c| c.field.is_date() || c.field == Field::MonthColumn));
    let grouped = paths.iter().zip(keys).all(|(p, k)| k.is_none() || p.cells.len() > 1);
    let sold = keys.iter().flatten().any(|k| matches!(k, Key::Party(Field::Supplier, _)));
    if !named && !grouped && !sold {
        return Vec::new();
    }
    let mut seen: Vec<&Key> = Vec::new();
    let mut out: Vec<Region> = Vec::new();
    for key in keys.iter().flatten().filter(|k| **k != Key::Total) {
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let mut columns: Vec<Column> = common.iter().cloned().chain(of(Some(key))).collect();
        columns.sort_by_key(|c| c.col);
        let amounts = columns.iter().any(|c| c.field == Field::Amount);
        let Some(kind) = kind(columns.iter()).or(amounts.then_some(TableKind::Statement)) else {
            continue;
        };
        one_column_a_field(&mut columns);
        let (month, fixed) = match key {
            Key::Month(month) => (Some(*month), Vec::new()),
            Key::Party(field, title) => (
                None,
                vec![Fixed {
                    field: *field,
                    title: title.clone(),
                }],
            ),
            Key::Total => (None, Vec::new()),
        };
        // Purchases of a day are no statement.
        let of_day = fixed.iter().any(|f| f.field == Field::DayColumn);
        out.push(Region {
            kind: if of_day && kind == TableKind::Statement {
                TableKind::Detail
            } else {
                kind
            },
            span: (0, u32::MAX),
            columns,
            month,
            fixed,
            // What is common to all, values may tell of each.
            unmapped: paths
                .iter()
                .zip(keys)
                .filter(|(_, of)| of.as_ref().is_none_or(|of| of == key))
                .filter_map(|(p, _)| p.unmapped())
                .collect(),
        });
    }
    out
}
