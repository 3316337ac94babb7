//! `日期 | 蔬菜 | 肉类 | 燃气 | 合计`, `品名 | 食堂 | 工会 | 合计`: columns that the row's amount adds up from, as every row proves. What each is for may
//! decide whether it counts: gas is no food, and the union's money not the canteen's.

use std::sync::Arc;

use crate::{
    formats::cells::Value,
    model::{cell::CellRef, field::Field},
    tables::{
        amount_column::candidates::Candidate,
        region::{Column, Region, TableKind},
        table_data::TableData,
    },
    values::{self, amount::Amount, money_unit::MoneyUnit},
};

/// Rows that prove the parts, at least.
const ENOUGH: usize = 2;

/// A part of every row's amount that is told apart.
#[derive(Debug, Clone)]
pub(crate) struct Share {
    pub(crate) col: u32,
    pub(crate) header: Arc<str>,
    /// Cell of the header.
    pub(crate) cell: CellRef,
    /// Money unit of its header.
    pub(crate) money: Option<MoneyUnit>,
    /// It was paid from a fund, else it is a kind of goods.
    pub(crate) fund: bool,
}

impl Share {
    pub(super) fn of(column: &Column, fund: bool) -> Self {
        Self {
            col: column.col,
            header: Arc::clone(&column.header),
            cell: column.cell,
            money: column.money,
            fund,
        }
    }
}

/// The parts of the amount in the sheet's column `amount` that are told apart: all kinds of goods where nothing else says what was bought, and funds.
pub(super) fn find(region: &Region, data: TableData<'_>, amount: &Column, money: MoneyUnit) -> Vec<Share> {
    if matches!(region.kind, TableKind::ChannelColumns | TableKind::StockBook) {
        return Vec::new();
    }
    let named = region.columns.iter().any(|c| matches!(c.field, Field::Item | Field::Category));
    let is_fund = |c: &&Column| c.header.split(" / ").any(|t| data.vocabulary.looks_like_fund(t));
    let is_kind = |c: &&Column| !named && c.header.rsplit(" / ").take(1).any(|t| data.vocabulary.is_category(t));
    let is_part = |c: &Column| {
        let open = c.field == Field::UnitName || region.unmapped.iter().any(|u| u.col == c.col);
        open && data
            .column(c.col)
            .all(|cell| values::is_blank(&cell.value) || is_figure(&cell.value))
    };
    let at = |col: Option<u32>| {
        let known = region.columns.iter().chain(&region.unmapped).find(|c| Some(c.col) == col);
        known.filter(|c| is_part(c))
    };
    let left = std::iter::successors(at(amount.col.checked_sub(1)), |c| at(c.col.checked_sub(1)));
    let right = std::iter::successors(at(amount.col.checked_add(1)), |c| at(c.col.checked_add(1)));
    for run in [left.collect::<Vec<_>>(), right.collect()] {
        let told = |c: &&Column| is_fund(c) || is_kind(c);
        // Most tables hold nothing of the kind, and need no proof.
        if run.len() < 2 || !run.iter().copied().any(|c| told(&c)) {
            continue;
        }
        let proved = (2..=run.len()).rev().find(|len| adds_up(&run[..*len], amount, data, money));
        let Some(parts) = proved.map(|len| &run[..len]) else { continue };
        let kinds = parts.iter().any(is_kind);
        let shares = parts.iter().filter(|c| kinds || is_fund(c));
        let mut shares: Vec<Share> = shares.map(|c| Share::of(c, is_fund(c))).collect();
        shares.sort_by_key(|s| s.col);
        return shares;
    }
    Vec::new()
}

/// `已付 | 未付` beside each other that come to a known amount in every row: they are no amounts beside it, as 扣款 and 实付 are.
pub(super) fn without_parts(mut unknown: Vec<Candidate>, known: &[Candidate], data: TableData<'_>, money: MoneyUnit) -> Vec<Candidate> {
    let mut at = 0;
    while at + 1 < unknown.len() {
        let pair = [&unknown[at].column, &unknown[at + 1].column];
        let starts = |sign: char| pair.iter().any(|c| c.header.starts_with(sign));
        let beside = pair[0].col + 1 == pair[1].col && starts('已') && starts('未');
        if beside && known.iter().any(|whole| adds_up(&pair, &whole.column, data, money)) {
            unknown.drain(at..at + 2);
        } else {
            at += 1;
        }
    }
    unknown
}

fn is_figure(value: &Value) -> bool {
    matches!(value, Value::Number(_)) || values::quantity(value).is_some()
}

/// Whether the parts come to the amount in every row that has one.
fn adds_up(parts: &[&Column], amount: &Column, data: TableData<'_>, money: MoneyUnit) -> bool {
    let mut rows = 0;
    for row in data.rows.iter().flat_map(|(from, to)| *from..*to) {
        let fen = |c: &Column| {
            let cell = data.grid.cells(row).iter().find(|cell| cell.col == c.col)?;
            match values::read_amount(&cell.value, c.money_unit(money)) {
                Amount::Fen { fen, .. } => Some(i128::from(fen)),
                _ => None,
            }
        };
        let Some(whole) = fen(amount) else { continue };
        if parts.iter().filter_map(|c| fen(c)).sum::<i128>() != whole {
            return false;
        }
        rows += usize::from(whole != 0);
    }
    rows >= ENOUGH
}
