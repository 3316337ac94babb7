//! Columns of a statement that figures tell where words do not: the whole, parts under a name that nobody knows, sums of parts.
//!
//! In: a table with channels' columns, and its data. Out: the same table; columns whose header was not understood became what their figures
//! prove, the others are left as they were.

use std::sync::Arc;

use crate::{
    model::field::Field,
    tables::{
        region::{Column, Region, TableKind},
        statement::{figures::read, returned, shares},
        table_data::TableData,
        vocabulary::Vocabulary,
    },
    text::normal,
    values::money_unit::MoneyUnit,
};

/// Columns that are looked at: a statement has few.
const MOST_COLUMNS: usize = 40;

/// What a column's figures are to the others.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Whole,
    /// A channel by its name.
    Part,
    /// What was bought through no channel in particular: with it the parts make the whole.
    Other,
    /// A name over several channels: a part, or the sum of some.
    Several,
    /// The sum of parts, by its name.
    Sum,
    /// Not understood.
    Unknown,
    /// A sum of parts, by its figures.
    Proved,
}

/// A column with its figures, fen, row by row.
struct Figures {
    role: Role,
    col: u32,
    /// Stands under 其中.
    part: bool,
    fen: Vec<Option<i64>>,
}

/// Settles the columns of a statement by their figures.
pub(crate) fn settle(region: &mut Region, data: TableData<'_>, money: MoneyUnit) {
    if !matches!(region.kind, TableKind::Statement | TableKind::ChannelColumns) {
        return;
    }
    if !region.columns.iter().any(Column::is_channel_amount) {
        return shares::adopt_part(region, data, money);
    }
    food_of_spending(region, data, money);
    returned::take_off(region, data, money);
    let named = |c: &Column| c.channel.as_deref().is_some_and(|n| data.vocabulary.may_be_sum_of_channels(n));
    if region.unmapped.is_empty() && !region.columns.iter().any(named) {
        return;
    }
    let mut columns = figures(region, data, money);
    if columns.len() > MOST_COLUMNS {
        return;
    }
    prove_sums(&mut columns);
    prove_whole(&mut columns);
    adopt_parts(&mut columns, region.kind == TableKind::ChannelColumns);
    for column in &columns {
        apply(region, column, data.vocabulary);
    }
}

/// `食堂总支出 | 其中：食材采购 | 人工 | 燃气 | 832平台`: the food is the whole of the channels. What else the spending was for, where it makes up the
/// rest of it in every row, is no part of that.
fn food_of_spending(region: &mut Region, data: TableData<'_>, money: MoneyUnit) {
    let vocabulary = data.vocabulary;
    let wholes: Vec<&Column> = region.columns.iter().filter(|c| c.is_whole_amount() && !c.outgoing).collect();
    let of_food = |c: &Column| vocabulary.names_all_food(&c.matched);
    let whole = match wholes.as_slice() {
        [whole] => (*whole).clone(),
        [a, b] if of_food(a) != of_food(b) => if of_food(a) { b } else { a }.to_owned().clone(),
        [] => {
            // What 其中 stands behind, whatever it is called.
            let first = region.columns.iter().find(|c| c.part).and_then(|c| c.col.checked_sub(1));
            let Some(before) = region.unmapped.iter().find(|c| Some(c.col) == first) else {
                return;
            };
            before.clone()
        }
        _ => return,
    };
    let no_channel = |c: &&Column| {
        let header = normal::header(&c.matched);
        (c.field == Field::Amount || region.unmapped.iter().any(|u| u.col == c.col)) && vocabulary.channel_column(&header).is_none()
    };
    let others: Vec<Column> = region.columns.iter().chain(&region.unmapped).filter(no_channel).cloned().collect();
    let (food, others): (Vec<Column>, Vec<Column>) = others
        .into_iter()
        .filter(|c| c.col != whole.col)
        .partition(|c| vocabulary.names_all_food(&c.matched));
    let [food] = food.as_slice() else { return };
    let fen = |c: &Column| read(data, c.col, c.money_unit(money));
    let (all, own) = (fen(&whole), fen(food));
    let with_figures = |c: Column| Some((fen(&c), c)).filter(|(fen, _)| fen.iter().any(Option::is_some));
    let others: Vec<_> = others.into_iter().filter_map(with_figures).collect();
    let at = |fen: &[Option<i64>], row: usize| fen.get(row).copied().flatten().map_or(0, i128::from);
    let sums: Vec<i128> = (0..all.len()).map(|row| others.iter().map(|(fen, _)| at(fen, row)).sum()).collect();
    let rest = |row: usize, without: Option<&Vec<Option<i64>>>| sums[row] - without.map_or(0, |fen| at(fen, row));
    let adds_up = |without: Option<&Vec<Option<i64>>>| (0..all.len()).all(|row| at(&all, row) == at(&own, row) + rest(row, without));
    // A channel that nobody knows may stand among them.
    let left_out = (0..others.len())
        .rev()
        .find(|i| adds_up(Some(&others[*i].0)))
        .filter(|_| !adds_up(None));
    let made_up = left_out.is_some() || adds_up(None);
    // 采购总额 is what was bought, unless it is made up of the food and what is none.
    if vocabulary.says_food_or_purchase(&whole.header) && (!made_up || others.is_empty()) {
        return;
    }
    let ignored = others.into_iter().enumerate().filter(|(i, _)| made_up && Some(*i) != left_out);
    let ignored = ignored.map(|(_, (_, c))| c).chain([whole]);
    let ignored: Vec<Column> = ignored
        .map(|c| Column {
            field: Field::Ignored,
            channel: None,
            part: false,
            ..c
        })
        .collect();
    let whole = Column {
        field: Field::Amount,
        channel: None,
        part: false,
        ..food.clone()
    };
    for column in ignored.into_iter().chain([whole]) {
        region.columns.retain(|c| c.col != column.col);
        region.adopt(column);
    }
}

/// The columns of amounts, and those not understood that hold figures.
fn figures(region: &Region, data: TableData<'_>, money: MoneyUnit) -> Vec<Figures> {
    let vocabulary = data.vocabulary;
    let role = |c: &Column| match c.channel.as_deref() {
        None => Role::Whole,
        Some(name) if vocabulary.is_other_channel(name) => Role::Other,
        Some(name) if vocabulary.is_sum_of_channels(name) => Role::Sum,
        Some(name) if vocabulary.may_be_sum_of_channels(name) => Role::Several,
        Some(_) => Role::Part,
    };
    let known = region.columns.iter().filter(|c| c.field == Field::Amount && !c.outgoing);
    let known = known.map(|c| (role(c), c.col, c.part, c.money_unit(money)));
    let unknown = region
        .unmapped
        .iter()
        .filter(|u| !vocabulary.is_no_amount(&normal::header(&u.matched)));
    let unknown = unknown.map(|u| (Role::Unknown, u.col, false, u.money_unit(money)));
    let mut columns: Vec<Figures> = known
        .chain(unknown)
        .map(|(role, col, part, unit)| Figures {
            role,
            col,
            part,
            fen: read(data, col, unit),
        })
        .collect();
    // No figure at all, or a share among them: no column of amounts.
    columns.retain(|c| c.role != Role::Unknown || (!c.fen.is_empty() && c.fen.iter().any(|f| f.is_some_and(|f| f != 0))));
    columns.sort_by_key(|c| c.col);
    columns
}

fn at(column: &Figures, row: usize) -> i128 {
    column.fen.get(row).copied().flatten().map_or(0, i128::from)
}

fn rows(columns: &[Figures]) -> usize {
    columns.iter().map(|c| c.fen.len()).max().unwrap_or(0)
}

/// Whether a column is the sum of these in every row, of two or more of them in one: a channel alone is as large as its own sum.
fn is_sum_of(column: &Figures, parts: &[&Figures], least: usize) -> bool {
    let filled = |row: usize| parts.iter().filter(|p| at(p, row) != 0).count();
    let rows = column.fen.len();
    (0..rows).all(|row| at(column, row) == parts.iter().map(|p| at(p, row)).sum::<i128>()) && (0..rows).any(|row| filled(row) >= least)
}

/// Columns that the figures show to be sums of channels: of all of them, or of those next to it on one side.
fn prove_sums(columns: &mut [Figures]) {
    for index in 0..columns.len() {
        let (before, column, after) = (&columns[..index], &columns[index], &columns[index + 1..]);
        let least = match column.role {
            Role::Sum => 1,
            Role::Several => 2,
            // Under a name that nobody knows, a sum of two in a single row may be chance: then it may be a part as well.
            Role::Unknown => {
                if column.fen.iter().flatten().filter(|f| **f != 0).count() < 2 {
                    3
                } else {
                    2
                }
            }
            _ => continue,
        };
        // What a known word sums up may be a part under a name that nobody knows.
        let named = column.role != Role::Unknown;
        let part = |c: &&Figures| c.role == Role::Part || (named && c.role == Role::Unknown);
        let left: Vec<&Figures> = before.iter().rev().filter(part).collect();
        let right: Vec<&Figures> = after.iter().filter(part).collect();
        let all: Vec<&Figures> = left.iter().chain(&right).copied().collect();
        let next = |side: &[&Figures]| (1..=side.len()).any(|n| side.get(..n).is_some_and(|run| is_sum_of(column, run, least)));
        if (named && is_sum_of(column, &all, least)) || next(&left) || next(&right) {
            columns[index].role = Role::Proved;
        }
    }
    // Without any channel beside it a sum is the only part that there is.
    if !columns.iter().any(|c| c.role == Role::Part) {
        for column in columns.iter_mut().filter(|c| c.role == Role::Sum) {
            column.role = Role::Several;
        }
    }
}

/// The whole under a new name: what 其中 stands behind, or what all other columns come to, 其他 among them.
fn prove_whole(columns: &mut [Figures]) {
    if columns.iter().any(|c| c.role == Role::Whole) {
        return;
    }
    let complete = columns.iter().any(|c| c.role == Role::Other);
    let behind = columns.iter().position(|c| c.part).and_then(|i| i.checked_sub(1));
    let fits = |index: usize, c: &Figures| {
        let of = |unknown: bool| -> Vec<&Figures> {
            let others = columns.iter().enumerate().filter(|(i, _)| *i != index).map(|(_, c)| c);
            others.filter(|c| is_part(c) || (unknown && c.role == Role::Unknown)).collect()
        };
        let parts = of(false);
        let holds = || (0..c.fen.len()).all(|row| at(c, row) >= parts.iter().map(|p| at(p, row)).sum::<i128>());
        let proved = complete && (is_sum_of(c, &parts, 2) || is_sum_of(c, &of(true), 2));
        c.role == Role::Unknown && (proved || (behind == Some(index) && holds()))
    };
    let mut fitting = columns.iter().enumerate().filter(|(i, c)| fits(*i, c)).map(|(i, _)| i);
    if let (Some(index), None) = (fitting.next(), fitting.next()) {
        columns[index].role = Role::Whole;
    }
}

fn is_part(column: &Figures) -> bool {
    matches!(column.role, Role::Part | Role::Other | Role::Several)
}

/// Columns not understood that may be parts under names that nobody knows: none of them is more than the whole. Where the known parts are the
/// whole already, nothing is missing; where no whole is known, only 其他 says that the parts make it.
fn adopt_parts(columns: &mut [Figures], single_purchases: bool) {
    let mut wholes = columns.iter().filter(|c| c.role == Role::Whole);
    let (whole, more) = (wholes.next(), wholes.next());
    let complete = columns.iter().any(|c| c.role == Role::Other);
    if more.is_some() || (whole.is_none() && (!complete || single_purchases)) {
        return;
    }
    let count = rows(columns);
    let total: Option<Vec<i128>> = whole.map(|whole| (0..count).map(|row| at(whole, row)).collect());
    let sum = |row: usize| columns.iter().filter(|c| is_part(c)).map(|c| at(c, row)).sum();
    let sums: Vec<i128> = (0..count).map(sum).collect();
    if total.as_ref() == Some(&sums) {
        return;
    }
    let first = columns.iter().position(|c| c.role == Role::Whole || is_part(c));
    // Right before the first that is known it may be one more.
    let beside = |first: usize| first > 0 && columns[first - 1].col + 1 == columns[first].col;
    let from = match first.filter(|_| total.is_some()) {
        Some(first) => first - usize::from(beside(first)),
        None => 0,
    };
    for column in columns.iter_mut().skip(from).filter(|c| c.role == Role::Unknown) {
        let fits = |row: usize| {
            let own = at(column, row);
            let Some(all) = total.as_ref().map(|t| t.get(row).copied().unwrap_or(0)) else {
                return own >= 0;
            };
            // In a ledger of single purchases only what completes its row's total is one of its amounts.
            let rest = all - sums.get(row).copied().unwrap_or(0);
            own == 0 || (own > 0 && if single_purchases { own == rest } else { own <= all })
        };
        if (0..count).all(fits) {
            column.role = Role::Part;
            column.part = true;
        }
    }
}

/// Makes a column of the table what its figures prove it to be.
fn apply(region: &mut Region, settled: &Figures, vocabulary: &Vocabulary) {
    let Some(column) = region.unmapped.iter().find(|c| c.col == settled.col).cloned() else {
        let sum = matches!(settled.role, Role::Sum | Role::Proved);
        if let Some(column) = region.columns.iter_mut().find(|c| c.col == settled.col && sum) {
            column.subtotal = true;
        }
        return;
    };
    let subtotal = settled.role == Role::Proved;
    if !subtotal && !matches!(settled.role, Role::Whole | Role::Part) {
        return;
    }
    let name = vocabulary
        .named_part(&normal::header(&column.matched))
        .unwrap_or_else(|| Arc::clone(&column.matched));
    region.adopt(Column {
        field: Field::Amount,
        channel: (settled.role != Role::Whole).then_some(name),
        part: settled.part,
        subtotal,
        ..column
    });
}
