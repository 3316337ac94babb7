//! Columns of a statement that figures tell where words do not: the whole, parts under a name that nobody knows, sums of parts.
//!
//! In: a table with channels' columns, and its data. Out: the same table; columns whose header was not understood became what their figures
//! prove, the others are left as they were.

use std::sync::Arc;

use crate::{
    formats::cells::Value,
    model::field::Field,
    tables::{
        disambiguate::TableData,
        region::{Column, Located, Region, TableKind},
        vocabulary::Vocabulary,
    },
    text::normal,
    values::{self, amount::Amount, money_unit::MoneyUnit},
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

/// The table with its statement columns settled by their figures.
#[must_use]
pub(crate) fn settle(mut region: Region, data: TableData<'_>, money: MoneyUnit) -> Region {
    let parts = region.columns.iter().filter(|c| c.is_channel_amount()).count();
    let has_names = || {
        region
            .columns
            .iter()
            .any(|c| c.channel.as_deref().is_some_and(|n| data.vocabulary.may_be_sum_of_channels(n)))
    };
    if !matches!(region.kind, TableKind::Statement | TableKind::ChannelColumns)
        || parts == 0
        || (region.unmapped.is_empty() && !has_names())
    {
        return region;
    }
    let mut columns = figures(&region, data, money);
    if columns.len() > MOST_COLUMNS {
        return region;
    }
    prove_sums(&mut columns);
    prove_whole(&mut columns);
    adopt_parts(&mut columns, region.kind == TableKind::ChannelColumns);
    for column in &columns {
        apply(&mut region, column, data.vocabulary);
    }
    region.columns.sort_by_key(|c| c.col);
    region
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
        .filter(|u| !vocabulary.is_no_amount(&normal::header(&u.text)));
    let unknown = unknown.map(|u| (Role::Unknown, u.cell.col, false, money));
    let mut columns: Vec<Figures> = known
        .chain(unknown)
        .map(|(role, col, part, unit)| Figures {
            role,
            col,
            part,
            fen: read(data, col, unit),
        })
        .collect();
    // A share, a word or a date among its cells: no column of amounts.
    columns.retain(|c| c.role != Role::Unknown || (!c.fen.is_empty() && c.fen.iter().any(|f| f.is_some_and(|f| f != 0))));
    columns.sort_by_key(|c| c.col);
    columns
}

/// A column's figures; empty where a cell holds something else.
fn read(data: TableData<'_>, col: u32, unit: MoneyUnit) -> Vec<Option<i64>> {
    let mut fen = Vec::new();
    for row in data.sample() {
        let cells = data.grid.cells(row);
        if cells
            .first()
            .is_some_and(|c| matches!(&c.value, Value::Text(t) if data.vocabulary.row_label(t).is_some()))
        {
            continue;
        }
        let cell = cells.iter().find(|c| c.col == col && data.grid.shows(c));
        let nothing = |v: &Value| matches!(v, Value::Text(t) if data.vocabulary.is_nothing(t) || data.vocabulary.is_zero_word(t));
        fen.push(
            match cell.filter(|c| !nothing(&c.value)).map(|c| values::read_amount(&c.value, unit)) {
                None | Some(Amount::Blank | Amount::Uncalculated) => None,
                Some(Amount::Fen { fen, .. }) => Some(fen),
                Some(_) => return Vec::new(),
            },
        );
    }
    fen
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
            Role::Several | Role::Unknown => 2,
            _ => continue,
        };
        let part = |c: &&Figures| c.role == Role::Part;
        let left: Vec<&Figures> = before.iter().rev().filter(part).collect();
        let right: Vec<&Figures> = after.iter().filter(part).collect();
        let all: Vec<&Figures> = left.iter().chain(&right).copied().collect();
        let next = |side: &[&Figures]| (1..=side.len()).any(|n| side.get(..n).is_some_and(|run| is_sum_of(column, run, least)));
        if is_sum_of(column, &all, least) || next(&left) || next(&right) {
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

/// The whole under a new name: what 其中 stands behind, or what the parts with 其他 come to.
fn prove_whole(columns: &mut [Figures]) {
    if columns.iter().any(|c| c.role == Role::Whole) {
        return;
    }
    let is_part = |c: &&Figures| matches!(c.role, Role::Part | Role::Other | Role::Several);
    let parts: Vec<&Figures> = columns.iter().filter(is_part).collect();
    let complete = parts.iter().any(|c| c.role == Role::Other);
    let first = columns.iter().position(|c| c.part);
    let holds = |c: &Figures| (0..c.fen.len()).all(|row| at(c, row) >= parts.iter().map(|p| at(p, row)).sum::<i128>());
    let behind = first.and_then(|i| i.checked_sub(1));
    let fits = |(index, c): (usize, &Figures)| {
        let proved = c.role == Role::Unknown && complete && is_sum_of(c, &parts, 2);
        let named = c.role == Role::Unknown && behind == Some(index) && holds(c);
        proved || named
    };
    let mut fitting = columns.iter().enumerate().filter(|(i, c)| fits((*i, c))).map(|(i, _)| i);
    if let (Some(index), None) = (fitting.next(), fitting.next()) {
        columns[index].role = Role::Whole;
    }
}

/// Columns not understood that fit into what the known parts leave of the whole: parts under names that nobody knows. What is more than that
/// is none; and where the known parts are the whole already, nothing is missing.
fn adopt_parts(columns: &mut [Figures], single_purchases: bool) {
    let mut wholes = columns.iter().filter(|c| c.role == Role::Whole);
    let (Some(whole), None) = (wholes.next(), wholes.next()) else {
        return;
    };
    let count = rows(columns);
    let total: Vec<i128> = (0..count).map(|row| at(whole, row)).collect();
    let is_part = |c: &&Figures| matches!(c.role, Role::Part | Role::Other | Role::Several);
    let mut sums: Vec<i128> = (0..count)
        .map(|row| columns.iter().filter(is_part).map(|c| at(c, row)).sum())
        .collect();
    if sums == total {
        return;
    }
    let from = columns.iter().position(|c| matches!(c.role, Role::Whole | Role::Part)).unwrap_or(0);
    for column in columns.iter_mut().skip(from).filter(|c| c.role == Role::Unknown) {
        let with = |row: usize| sums.get(row).copied().unwrap_or(0) + at(column, row);
        let fits = |row: usize| {
            let (own, all) = (at(column, row), total.get(row).copied().unwrap_or(0));
            // In a ledger of single purchases only what completes its row's total is one of its amounts.
            own == 0 || (own > 0 && with(row) <= all && (!single_purchases || with(row) == all))
        };
        if (0..count).all(fits) {
            sums = (0..count).map(with).collect();
            column.role = Role::Part;
            column.part = true;
        }
    }
}

/// Makes a column of the table what its figures prove it to be.
fn apply(region: &mut Region, settled: &Figures, vocabulary: &Vocabulary) {
    let Some(index) = region.unmapped.iter().position(|u| u.cell.col == settled.col) else {
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
    let Located { text, cell } = region.unmapped.remove(index);
    let name = vocabulary.named_part(&normal::header(&text)).unwrap_or_else(|| Arc::clone(&text));
    region.columns.push(Column {
        col: settled.col,
        field: Field::Amount,
        header: Arc::clone(&text),
        matched: text,
        cell,
        money: None,
        channel: (settled.role != Role::Whole).then_some(name),
        outgoing: false,
        incoming: false,
        part: settled.part,
        subtotal,
        rank: usize::MAX,
    });
}
