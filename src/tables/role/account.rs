//! `收入 | 金额 | 支出 | 金额`: an account of what came in, and beside it of what was spent, each with names and amounts of its own. What came in was never
//! bought. What was spent is listed by kind of expense (food, fuel, wages), unless its rows have a day.

use std::sync::Arc;

use crate::{
    model::{
        field::Field,
        line::{Role, TableRole},
    },
    tables::{
        columns::path::{HeadCell, HeaderPath},
        region::{Column, Region},
        vocabulary::Vocabulary,
    },
    text::normal,
};

/// A side: the columns of its names and its amounts.
struct Side {
    spent: bool,
    names: usize,
    amounts: usize,
}

/// Settles the columns of such an account; whether it is one.
pub(super) fn settle(paths: &mut [HeaderPath<'_>], vocabulary: &Vocabulary) -> bool {
    let Some(sides) = sides(paths, vocabulary) else {
        return false;
    };
    for Side { spent, names, amounts } in sides {
        let fields = if spent { [Field::Item, Field::Amount] } else { [Field::Ignored; 2] };
        for (at, field) in [names, amounts].into_iter().zip(fields) {
            if let Some(path) = paths.get_mut(at) {
                path.column = path.amount_column().map(|c| Column { field, ..c });
            }
        }
    }
    true
}

/// What was spent (`Some(true)`) or came in: 支出, 支出项目.
fn side_of(header: &str, vocabulary: &Vocabulary) -> Option<bool> {
    vocabulary.cash_side(&normal::header(header.strip_suffix("项目").unwrap_or(header)))
}

/// Both sides: an income and an expense.
fn sides(paths: &[HeaderPath<'_>], vocabulary: &Vocabulary) -> Option<[Side; 2]> {
    let is_amount = |path: &HeaderPath<'_>| {
        let leaf = path.leaf().map(|leaf| &leaf.meaning);
        leaf.is_some_and(|m| m.cash.is_none() && matches!(m.field, Some((Field::Amount, _))))
    };
    let is_figure = |path: &HeaderPath<'_>| {
        let field = path.leaf().and_then(|leaf| leaf.meaning.field.as_ref());
        matches!(field, Some((Field::Amount | Field::Quantity | Field::UnitPrice, _)))
    };
    // Days, sellers or channels of its own, and a side is a journal.
    let is_pair = |group: &HeadCell| {
        paths
            .iter()
            .filter(|p| p.cells.first().is_some_and(|c| c.cell == group.cell))
            .count()
            == 2
    };
    let side = |(names, pair): (usize, &[HeaderPath<'_>])| {
        let [name, amount] = pair else { return None };
        let spent = match (name.cells.as_slice(), amount.cells.as_slice()) {
            ([name], [_]) => side_of(&name.text, vocabulary),
            ([group, _], [other, _]) if group.cell == other.cell && is_pair(group) && !is_figure(name) => side_of(&group.text, vocabulary),
            _ => None,
        };
        let amounts = names + 1;
        spent.filter(|_| is_amount(amount)).map(|spent| Side { spent, names, amounts })
    };
    let sides: [Side; 2] = paths.windows(2).enumerate().filter_map(side).collect::<Vec<_>>().try_into().ok()?;
    (sides[0].spent != sides[1].spent).then_some(sides)
}

/// An account whose rows have no day, seller or channel: what is spent by kind of expense is no ledger.
#[must_use]
pub(super) fn told(region: &Region, vocabulary: &Vocabulary) -> Option<TableRole> {
    let side = |c: &&Column, spent: bool| c.header.split(" / ").next().and_then(|t| side_of(t, vocabulary)) == Some(spent);
    let of_rows = |c: &Column| {
        c.field.is_date()
            || matches!(
                c.field,
                Field::DayColumn | Field::Quantity | Field::UnitPrice | Field::Supplier | Field::Channel
            )
    };
    let names = region.columns.iter().find(|c| c.field == Field::Item && side(c, true))?;
    let came_in = region.columns.iter().any(|c| c.field == Field::Ignored && side(&c, false));
    (came_in && !region.columns.iter().any(of_rows)).then(|| TableRole {
        found: Arc::clone(&names.header),
        sure: false,
        ..TableRole::by_columns(Role::Payments)
    })
}
