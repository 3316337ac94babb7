//! What a table is for, as far as its columns, its titles and its tab tell: purchases, returns, payments, plans … A pure judgement: columns
//! go before words, and where they contradict each other the role is not sure. What its figures tell is told where all tables of a unit are
//! known (`units/beside`).

mod account;
mod answers;
mod day_totals;
mod figure_rows;
mod headers;
mod kind_column;
pub(crate) mod marks;
mod orders;
mod period_rows;
pub(crate) mod rows;
mod shape;
mod taken_out;
mod year_rows;

use std::sync::Arc;

use crate::{
    model::{
        field::Field,
        line::{Role, RoleEvidence, TableRole},
    },
    tables::{
        columns::{
            path::{HeadCell, HeaderPath},
            resolve::resolve,
        },
        region::{Column, DATES, GOODS, Region, TableKind},
        role::shape::Shape,
        titles::{Titles, without_number},
        vocabulary::{
            Vocabulary,
            meaning::{RowLabel, TotalKind},
            roles::Said,
        },
    },
    text::file_names,
};

/// Fields whose column says what or who a row is about.
const NAMED: [Field; 7] = [
    Field::Item,
    Field::Supplier,
    Field::Channel,
    Field::Category,
    Field::OrderNo,
    Field::InvoiceNo,
    Field::UnitName,
];

/// The kind of table that these columns make, if any.
#[must_use]
pub(crate) fn kind<'a>(columns: impl Iterator<Item = &'a Column> + Clone) -> Option<TableKind> {
    let has = |f: Field| columns.clone().any(|c| c.field == f && c.channel.is_none() && !c.outgoing);
    let money = has(Field::Amount) || (has(Field::Quantity) && has(Field::UnitPrice));
    if columns.clone().any(|c| c.outgoing) {
        return (money || has(Field::Item)).then_some(TableKind::StockBook);
    }
    let dated = DATES.into_iter().any(has) || has(Field::DayColumn);
    let single_purchases = dated || GOODS.into_iter().any(has);
    let channels = columns.clone().filter(|c| c.is_channel_amount()).count();
    if channels >= 2 || (channels == 1 && has(Field::Amount)) {
        return Some(if single_purchases {
            TableKind::ChannelColumns
        } else {
            TableKind::Statement
        });
    }
    let mut different: Vec<(Field, Option<&str>)> = columns.clone().map(|c| (c.field, c.channel.as_deref())).collect();
    different.sort_unstable();
    different.dedup();
    let named = NAMED.into_iter().any(has);
    if money && (named || dated || has(Field::MonthColumn)) && different.len() >= 2 {
        return Some(if single_purchases {
            TableKind::Detail
        } else {
            TableKind::Statement
        });
    }
    let quantities = has(Field::Quantity) || has(Field::UnitPrice);
    (has(Field::Item) && quantities && different.len() >= 3).then_some(TableKind::NoMoney)
}

/// `收入 | 支出 | 余额`, as columns or as groups of them, without quantities of both is a book of money, no stock book: what was spent is the amount.
/// Payments beside purchases are no purchases either.
pub(crate) fn spending(paths: &mut [HeaderPath<'_>], vocabulary: &Vocabulary) {
    if account::settle(paths, vocabulary) {
        return;
    }
    let side = |p: &HeaderPath<'_>| match p.cells.as_slice() {
        [group, .., leaf] => leaf.meaning.cash.or_else(|| vocabulary.group_side(&group.text)),
        [leaf] => leaf.meaning.cash,
        [] => None,
    };
    let of_account = paths.iter().any(|p| p.cells.iter().any(|c| vocabulary.is_of_account(&c.text)));
    let counted = |p: &HeaderPath<'_>| {
        let figure = |c: &Column| matches!(c.field, Field::Quantity | Field::UnitPrice);
        let stock = !of_account && p.cells.iter().any(|c| c.text.contains('存'));
        (side(p) != Some(true) && p.column.as_ref().is_some_and(figure)) || stock
    };
    // Where the amounts stand under 结算情况, that is part of the purchase.
    let holds_money = |p: &HeaderPath<'_>| {
        let amount = |leaf: &HeadCell| matches!(leaf.meaning.field, Some((Field::Amount, _))) || leaf.meaning.cash.is_some();
        p.leaf().is_some_and(amount)
    };
    let both = paths.iter().any(|p| side(p) == Some(true) && holds_money(p)) && paths.iter().any(|p| side(p) == Some(false));
    if !both || paths.iter().any(counted) {
        return;
    }
    for path in paths {
        let by_group = path.leaf().is_some_and(|leaf| leaf.meaning.cash.is_none());
        match side(path) {
            Some(true) if by_group => {
                path.cells.remove(0);
                path.column = resolve(path, vocabulary);
            }
            Some(true) => path.column = path.amount_column(),
            Some(false) => {
                path.column = path.amount_column().map(|c| Column {
                    field: Field::Ignored,
                    outgoing: true,
                    ..c
                })
            }
            None => {}
        }
    }
}

/// `退货金额` where no other amount stands is the amount, of what went back.
pub(crate) fn returned(paths: &mut [HeaderPath<'_>], vocabulary: &Vocabulary) {
    let counts = |p: &HeaderPath<'_>| p.column.as_ref().is_some_and(|c| c.field == Field::Amount && !c.outgoing);
    if paths.iter().any(counts) {
        return;
    }
    let says = |p: &&mut HeaderPath<'_>| {
        p.leaf()
            .is_some_and(|leaf| vocabulary.is_returned_amount(&leaf.meaning.normal.text))
    };
    let mut found = paths.iter_mut().filter(says);
    if let (Some(amount), None) = (found.next(), found.next()) {
        amount.column = amount.amount_column();
    }
}

/// `支出金额` without any other side of a book is what was spent.
pub(crate) fn lone_spending(paths: &mut [HeaderPath<'_>]) {
    let is_side = |p: &HeaderPath<'_>| p.cells.iter().any(|c| c.meaning.side.is_some() || c.meaning.stock.is_some());
    let amount = |p: &HeaderPath<'_>| p.column.as_ref().is_some_and(|c| c.field == Field::Amount);
    let sides = paths.iter().filter(|p| is_side(p)).count();
    if sides != 1 || paths.iter().any(amount) {
        return;
    }
    let spends = |leaf: &HeadCell| {
        let named = matches!(leaf.meaning.field, Some((Field::Amount, _)));
        named || leaf.meaning.cash == Some(true)
    };
    let mut lone = paths.iter_mut().filter(|p| is_side(p) && p.leaf().is_some_and(spends));
    if let Some(path) = lone.next() {
        path.column = path.amount_column();
    }
}

/// What a table is for: by its columns first, then by what its section, its title and its tab say.
#[must_use]
pub(crate) fn decide(region: &Region, titles: &Titles, tab: &str, vocabulary: &Vocabulary) -> TableRole {
    let shape = Shape::of(region, vocabulary);
    if let Some(found) = returned_amount(region, vocabulary) {
        return TableRole {
            found,
            ..TableRole::by_columns(Role::Returns)
        };
    }
    if let Some(other) = headers::told(region, shape, vocabulary) {
        return other;
    }
    if let Some(account) = account::told(region, vocabulary) {
        return account;
    }
    if let Some(section) = titles.section.as_ref().filter(|s| is_running(&s.text, vocabulary)) {
        return TableRole {
            role: Role::Summary,
            by: RoleEvidence::Section,
            found: Arc::clone(&section.text),
            sure: false,
        };
    }
    let of_title = titles.role.as_ref().map(|(said, at)| {
        let section = titles.section.as_ref().is_some_and(|s| s.cell == at.cell) && titles.title.as_ref().is_none_or(|t| t.cell != at.cell);
        let by = if section { RoleEvidence::Section } else { RoleEvidence::Title };
        role_of(*said, by, &at.text)
    });
    let of_tab = vocabulary
        .role_said_by_tab(tab)
        .map(|said| role_of(said, RoleEvidence::Tab, &tab.into()));
    // A seller's slip of what it sent out: to whom it says at its head.
    let [of_title, of_tab] = [of_title, of_tab].map(|said| said.map(|said| of_slip(said, !titles.units.is_empty(), vocabulary)));
    let whole = |r: &&TableRole| matches!(r.role, Role::Void | Role::Example);
    if let Some(found) = of_title.iter().chain(&of_tab).find(whole) {
        return found.clone();
    }
    let said = match (of_title, of_tab) {
        (None | Some(TableRole { role: Role::Purchases, .. }), Some(tab)) if tab.role == Role::Copy => Some(tab),
        // 台账 over a tab 退货 says less than the tab.
        (Some(title), Some(tab)) if title.role == Role::Purchases && !title.sure => Some(tab),
        // A title 采购台账 and a tab 采购计划 contradict each other: nobody can tell.
        (Some(title), Some(tab))
            if title.role == Role::Purchases && tab.sure && !is_purchase(weigh(tab.clone(), shape, vocabulary).role) =>
        {
            return TableRole { sure: false, ..tab };
        }
        (title, tab) => title.or(tab),
    };
    let menu = said.clone().filter(|said| said.role == Role::Plans);
    let sold = said.as_ref().is_some_and(|said| said.role == Role::Income);
    let role = said.map_or_else(|| weigh_columns(shape), |said| weigh(said, shape, vocabulary));
    let Some(out) = taken_out::told(region, vocabulary).filter(|_| matches!(role.role, Role::Purchases | Role::Unnamed) || waits(&role))
    else {
        return role;
    };
    // 食谱及成本 over what each dish takes.
    if let Some(menu) = menu {
        return TableRole { sure: false, ..menu };
    }
    let called_purchases = role.role == Role::Purchases && role.sure && role.by != RoleEvidence::Columns;
    match (called_purchases, out.sure) {
        // 采购即入即出登记 with a column of who took it.
        (true, false) => role,
        (true, true) => TableRole { sure: false, ..out },
        (false, sure) => TableRole {
            sure: sure || (sold && out.role == Role::Income),
            ..out
        },
    }
}

/// `二、累计`: what was told before, added up.
fn is_running(section: &str, vocabulary: &Vocabulary) -> bool {
    matches!(
        vocabulary.row_label(without_number(section)),
        Some(RowLabel::Total(TotalKind::Running))
    )
}

/// Of tables side by side (入库 | 出库) one that has sellers or channels is of the purchases, whatever the title over both says of the other.
#[must_use]
pub(crate) fn beside_others(role: TableRole, region: &Region, all: &[Region], vocabulary: &Vocabulary) -> TableRole {
    let told = |r: &Region| Shape::of(r, vocabulary).channel || Shape::of(r, vocabulary).supplier;
    if role.role != Role::Purchases || told(region) || !all.iter().any(told) {
        return role;
    }
    taken_out::told(region, vocabulary).unwrap_or(role)
}

/// 销售出库单 is the seller's word for what the buyer buys; where no buyer is named, it may be the unit's own.
fn of_slip(said: TableRole, names_buyer: bool, vocabulary: &Vocabulary) -> TableRole {
    if said.role != Role::Losses || !vocabulary.is_sellers_slip(&said.found) {
        return said;
    }
    let role = if names_buyer { Role::Purchases } else { Role::Losses };
    TableRole { role, sure: false, ..said }
}

/// What a heading between the rows of a table says of the rows below it.
#[must_use]
pub(crate) fn of_heading(text: &Arc<str>, vocabulary: &Vocabulary) -> Option<TableRole> {
    Some(role_of(vocabulary.role_said(text)?, RoleEvidence::Section, text))
}

/// What a band says of its rows. It shares the columns of the whole table: they do not outvote it, and leave 出库 over channels in doubt.
#[must_use]
pub(crate) fn for_columns(said: TableRole, region: &Region, vocabulary: &Vocabulary) -> TableRole {
    let shape = Shape::of(region, vocabulary);
    match said.role {
        // The lines of a band are judged with those of its table.
        Role::Requests => TableRole {
            role: Role::Plans,
            sure: false,
            ..said
        },
        Role::Losses => TableRole {
            sure: said.sure && !shape.channel && !shape.supplier,
            ..said
        },
        Role::Income if vocabulary.is_earned(&said.found) == Some(true) => said,
        _ => weigh(said, shape, vocabulary),
    }
}

/// What a file's name says of a table of which nothing else says what it is for.
#[must_use]
pub(crate) fn of_file(
    path: &str,
    kind: TableKind,
    fields: impl Iterator<Item = (Field, bool)> + Clone,
    vocabulary: &Vocabulary,
) -> Option<TableRole> {
    let stem = file_names::stem(path);
    let said = role_of(vocabulary.role_said(stem)?, RoleEvidence::File, &stem.into());
    Some(weigh(said, Shape::of_fields(kind, fields), vocabulary))
}

fn role_of(said: Said, by: RoleEvidence, found: &Arc<str>) -> TableRole {
    TableRole {
        role: said.role,
        by,
        found: Arc::clone(found),
        sure: said.sure,
    }
}

/// Whether the rows of a table of this role become lines.
#[must_use]
pub fn is_purchase(role: Role) -> bool {
    matches!(
        role,
        Role::Purchases | Role::Returns | Role::Assets | Role::Summary | Role::Copy | Role::Unnamed
    )
}

/// Whether the rows of a table are read as lines. What was asked for, and what its columns alone say that it is, and not for certain, the other tables
/// of its unit decide.
#[must_use]
pub(crate) fn is_read(role: &TableRole) -> bool {
    waits(role)
        || role.role == Role::Requests
        || (is_purchase(role.role) && (role.sure || !matches!(role.role, Role::Returns | Role::Summary)))
}

/// Whether a table is one of issues or sales only in doubt.
fn waits(role: &TableRole) -> bool {
    matches!(role.role, Role::Losses | Role::Income) && role.by == RoleEvidence::Columns && !role.sure
}

/// The header of the amounts, where it says that they went back.
fn returned_amount(region: &Region, vocabulary: &Vocabulary) -> Option<Arc<str>> {
    let mut amounts = region.whole_amounts();
    let first = amounts.next()?;
    let returned = |c: &Column| vocabulary.is_returned_amount(&c.matched);
    (returned(first) && amounts.all(returned)).then(|| Arc::clone(&first.header))
}

fn weigh_columns(shape: Shape) -> TableRole {
    let unnamed = shape.detail && !shape.goods() && !shape.channel;
    TableRole::by_columns(if unnamed { Role::Unnamed } else { Role::Purchases })
}

/// What a text says beside what the columns say.
fn weigh(said: TableRole, shape: Shape, vocabulary: &Vocabulary) -> TableRole {
    let columns = TableRole::by_columns;
    let sells = shape.channel || shape.supplier || shape.arrived;
    let earned = || vocabulary.is_earned(&said.found);
    match said.role {
        // 泔水收入, with what each bucket was sold for. 收入 alone may be a store's word for what came in: the unit's other tables decide.
        Role::Income if shape.priced && earned() == Some(true) => TableRole { sure: !sells, ..said },
        Role::Income if shape.priced && !sells && earned().is_some() => TableRole {
            by: RoleEvidence::Columns,
            sure: false,
            ..said
        },
        Role::Payments | Role::Income if shape.priced => columns(Role::Purchases),
        Role::Payments | Role::Income if shape.channel => columns(if shape.item { Role::Purchases } else { Role::Unnamed }),
        // 付款明细 over 摘要 and 金额: the item may be what was paid for.
        Role::Payments | Role::Income => TableRole { sure: !shape.item, ..said },
        // 台账, 报销明细 over money without goods: of purchases, and perhaps of the same ones again.
        Role::Purchases if !said.sure => TableRole {
            role: weigh_columns(shape).role,
            ..said
        },
        // 出库 over channels or orders: issues in the ledger's own columns, or purchases. The unit's other tables decide.
        Role::Losses if shape.channel => TableRole {
            by: RoleEvidence::Columns,
            sure: false,
            ..said
        },
        Role::Losses if shape.supplier => TableRole { sure: false, ..said },
        Role::Requests if !said.sure || shape.arrived => columns(Role::Purchases),
        Role::Plans if !said.sure && (shape.channel || shape.supplier || shape.dated) => columns(Role::Purchases),
        Role::Plans if shape.channel && shape.dated => TableRole { sure: false, ..said },
        Role::Summary if !shape.detail || (shape.goods() && shape.dated) => columns(Role::Purchases),
        _ => said,
    }
}
