//! Which column holds the amounts: of several known ones, and of those with a header that nobody knows.
//!
//! Figures go before names: returns and tax in columns of their own, quantity × price, the stated total. A name's rank decides last.

mod candidates;
mod counted;
mod cut;
mod elect;
mod rows;
mod shares;
mod sources;
mod tax;
mod together;

pub(crate) use shares::Share;

use crate::{
    model::{cell::CellRef, field::Field},
    tables::{
        amount_column::{
            candidates::{Candidate, Kind},
            elect::{Elected, elect, plausible},
            rows::Rows,
        },
        region::{Column, Region},
        table_data::TableData,
    },
    values::{self, money_unit::MoneyUnit},
};

/// The amount column that counts.
#[derive(Debug, Default)]
pub(crate) struct AmountColumn {
    /// Its index among the region's columns.
    pub(crate) index: Option<usize>,
    /// Columns whose figures are added to its own (the tax that it lacks), or taken off (what was sent back).
    pub(crate) adjust: Vec<Adjust>,
    /// Another column that might be the amount as well, and differs.
    pub(crate) rival: Option<Rival>,
    /// Where the others differ from it in some row: its header's cell, and the headers of all; the choice is to be reported.
    pub(crate) ambiguous: Option<(CellRef, String)>,
    /// Its header is no known one: figures made it the amount.
    pub(crate) by_figures: bool,
    /// Parts of it that are told apart.
    pub(crate) shares: Vec<Share>,
}

/// A column of money that may change what counts.
#[derive(Debug, Clone)]
pub(crate) struct Rival {
    pub(crate) column: Column,
    /// It may have been taken off, as what was sent back is; else it may be the amount.
    pub(crate) taken_off: bool,
    /// It counts goods at the price in the second of these columns, of which the amount is that of the count in the first.
    pub(crate) per: Option<[u32; 2]>,
    /// It holds rates at which the amount may have been paid.
    pub(crate) rate: bool,
}

impl Rival {
    /// A column that may be the amount itself.
    pub(crate) fn of(column: Column) -> Self {
        Self {
            column,
            taken_off: false,
            per: None,
            rate: false,
        }
    }

    fn taken_off(column: Column) -> Self {
        Self {
            taken_off: true,
            ..Self::of(column)
        }
    }
}

/// A column beside the amount that changes it.
#[derive(Debug, Clone)]
pub(crate) struct Adjust {
    /// The sheet's column.
    pub(crate) col: u32,
    /// Money unit of its header.
    pub(crate) money: Option<MoneyUnit>,
    /// Taken off, whatever its own sign.
    pub(crate) returned: bool,
    /// It is a part of the amount itself, and nothing has to be said.
    pub(crate) part: bool,
}

impl Adjust {
    fn of(column: &Column, returned: bool) -> Self {
        Self {
            col: column.col,
            money: column.money,
            returned,
            part: false,
        }
    }

    fn part_of(column: &Column) -> Self {
        Self {
            part: true,
            ..Self::of(column, false)
        }
    }
}

/// Chooses the amount column; one that only figures tell becomes a column of the region. `stated_money` says that a title names a money unit.
#[must_use]
pub(crate) fn choose(region: &mut Region, data: TableData<'_>, money: MoneyUnit, stated_money: bool) -> AmountColumn {
    let mut amount = of_all(region, data, money, stated_money);
    cut::settle(region, data, money, &mut amount);
    if let Some(column) = amount
        .index
        .and_then(|at| region.columns.get(at))
        .filter(|_| amount.adjust.is_empty())
    {
        amount.shares = shares::find(region, data, column, money);
    }
    if amount.rival.is_none() && amount.adjust.is_empty() {
        amount.rival = counted::find(region, data);
    }
    amount
}

fn of_all(region: &mut Region, data: TableData<'_>, money: MoneyUnit, stated_money: bool) -> AmountColumn {
    if let Some(amount) = together::find(region) {
        return amount;
    }
    let has_parts = region.columns.iter().any(Column::is_channel_amount);
    if !has_parts && let Some(amount) = sources::find(region, data, money) {
        return amount;
    }
    if let Some(paid) = by_ways_of_paying(region, data).filter(|_| !has_parts) {
        return paid;
    }
    let mut candidates = candidates::known(region);
    let unknown = if has_parts { Vec::new() } else { candidates::unknown(region, data) };
    let unknown = shares::without_parts(unknown, &candidates, data, money);
    let vocabulary = data.vocabulary;
    let tax = beside(region, |c| vocabulary.is_tax(&c.header)).or_else(|| tax::by_rate(region, data));
    let mut returned = beside(region, |c| vocabulary.is_returned(&c.header)).filter(|_| !has_parts);
    // 退货金额 alone is the amount of a table of returns.
    let is_return = |c: &Candidate| vocabulary.is_returned(&c.column.header);
    let purchases = |c: &Candidate| c.kind == Kind::Named || (c.kind == Kind::Known && !is_return(c));
    if let Some(at) = candidates
        .iter()
        .position(is_return)
        .filter(|_| candidates.iter().chain(&unknown).any(purchases))
    {
        returned = Some(candidates.remove(at).column).filter(|_| !has_parts);
    }
    let plain = returned.is_none() && tax.is_none();
    if candidates.len() < 2 && plain && (has_parts || (candidates.len() == 1 && region.unmapped.is_empty())) {
        return AmountColumn {
            index: candidates.first().and_then(|c| place(region, c.column.col)),
            ..AmountColumn::default()
        };
    }
    candidates.extend(unknown);
    let mut rows = Rows::of(region, data, &candidates, [tax.as_ref(), returned.as_ref()], money);
    let keep = plausible(&candidates, &rows, region, data, (money, stated_money));
    let places = |kept: bool| -> Vec<usize> { (0..keep.len()).filter(|at| keep[*at] == kept).collect() };
    let cols = |at: usize| candidates.get(at).map(|c| c.column.col);
    let taken_off = places(false).into_iter().find(|at| {
        let known = places(true);
        candidates[*at].kind == Kind::Named && !known.is_empty() && known.iter().all(|whole| rows.is_within(*at, *whole))
    });
    let taken_off = taken_off.map(|at| Rival::taken_off(candidates[at].column.clone()));
    let contested = rows.contested(&places(true), &places(false)).map(|(a, b)| (cols(a), cols(b)));
    rows.keep(&keep);
    let mut candidates: Vec<Candidate> = candidates.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(c, _)| c).collect();
    let Some(Elected { at, net, rival }) = elect(&candidates, &rows, data, money) else {
        return AmountColumn {
            rival: next_to_factors(region, data, money),
            ..AmountColumn::default()
        };
    };
    // 采购金额 is of all that was bought, by its name.
    let bought = || vocabulary.speaks_of_buying(&candidates[at].column.header).then_some(true);
    // Of what was received the returns may be gone.
    let received = |c: &Column| vocabulary.is_received(&c.header) || vocabulary.is_bare_receipt(&c.header);
    let received = region.lone(Field::Quantity).is_some_and(received);
    let holds_returned = rows.holds_returned(at).filter(|holds| !holds || !received);
    let holds_returned = returned.as_ref().and_then(|_| holds_returned.or_else(bought));
    let lacks_tax = tax.is_some() && rows.lacks_tax(at);
    let own = candidates.get(at).map(|c| c.column.col);
    let contested = contested.filter(|_| !net && rows.discounted(at) == 0).and_then(|(a, b)| {
        let other = if own == a { b } else { a.filter(|_| own == b) };
        candidates.iter().position(|c| Some(c.column.col) == other)
    });
    let rival = rival
        .or(contested)
        .and_then(|at| candidates.get(at))
        .map(|c| Rival::of(c.column.clone()));
    let differ = rows.differ_among(&(0..candidates.len()).collect::<Vec<_>>());
    let headers: Vec<&str> = candidates.iter().map(|c| c.column.header.as_ref()).collect();
    let headers = headers.join("、");
    let Candidate { kind, column } = candidates.swap_remove(at);
    let mut adjust = Vec::new();
    let gross = !net && !vocabulary.is_paid(&column.header) && holds_returned != Some(false);
    let told = returned.as_ref().filter(|_| gross);
    adjust.extend(told.filter(|_| holds_returned.is_some()).map(|c| Adjust::of(c, true)));
    let taken_off = match told {
        Some(column) => Some(Rival::taken_off(column.clone())).filter(|_| holds_returned.is_none()),
        None => taken_off.filter(|_| gross && returned.is_none()),
    };
    let rival = rival.or(taken_off);
    if vocabulary.is_untaxed(&column.header) || lacks_tax {
        adjust.extend(tax.as_ref().map(|c| Adjust::of(c, false)));
    }
    let (cell, col) = (column.cell, column.col);
    if kind != Kind::Known {
        region.adopt(column);
    }
    AmountColumn {
        index: place(region, col),
        adjust,
        rival,
        ambiguous: differ.then_some((cell, headers)),
        by_figures: kind == Kind::Open,
        shares: Vec::new(),
    }
}

/// `数量 | 单价 | ?`: figures where the amount of quantity and price stands, in every row of them, may be it whatever they come to.
fn next_to_factors(region: &Region, data: TableData<'_>, money: MoneyUnit) -> Option<Rival> {
    let [quantity, price] = [Field::Quantity, Field::UnitPrice].map(|f| region.lone(f).map(|c| c.col));
    let next = price.filter(|price| quantity.is_some_and(|quantity| quantity < *price))? + 1;
    let candidates: Vec<Candidate> = candidates::unknown(region, data)
        .into_iter()
        .filter(|c| c.column.col == next)
        .collect();
    let rows = Rows::of(region, data, &candidates, [None, None], money);
    let [Candidate { kind: Kind::Open, column }] = candidates.as_slice() else {
        return None;
    };
    let says_money = !data.vocabulary.ends_as_count(&column.header) && rows.filled(0) >= rows.compared && rows.exceeds_prices(0);
    (rows.compared > 0 && says_money).then(|| Rival::of(column.clone()))
}

/// `现金 | 转账 | 微信` and no other column of money: what was paid in each way, added up.
fn by_ways_of_paying(region: &mut Region, data: TableData<'_>) -> Option<AmountColumn> {
    let has = |field: Field| region.columns.iter().any(|c| c.field == field);
    let ways: Vec<Column> = region
        .unmapped
        .iter()
        .filter(|c| data.vocabulary.is_way_of_paying(&c.header))
        .cloned()
        .collect();
    let [first, others @ ..] = ways.as_slice() else { return None };
    // Another column of figures may be one more way.
    let figures = |c: &Column| data.column(c.col).any(|cell| values::quantity(&cell.value).is_some());
    let mut unknown = region.unmapped.iter().filter(|c| !data.vocabulary.is_way_of_paying(&c.header));
    if unknown.any(figures) {
        return None;
    }
    if others.is_empty() || has(Field::Amount) || (has(Field::Quantity) && has(Field::UnitPrice)) {
        return None;
    }
    region.adopt(Column {
        field: Field::Amount,
        ..first.clone()
    });
    region.unmapped.retain(|c| others.iter().all(|o| o.col != c.col));
    for column in others {
        region.adopt(Column {
            field: Field::Ignored,
            ..column.clone()
        });
    }
    Some(AmountColumn {
        index: place(region, first.col),
        adjust: others.iter().map(|c| Adjust::of(c, false)).collect(),
        ..AmountColumn::default()
    })
}

fn place(region: &Region, col: u32) -> Option<usize> {
    region
        .columns
        .iter()
        .position(|c| c.col == col && c.is_whole_amount() && !c.outgoing)
}

/// The column beside the amounts that is such a one.
fn beside(region: &Region, is: impl Fn(&Column) -> bool) -> Option<Column> {
    let known = region.columns.iter().filter(|c| c.field.is_passive() && !c.outgoing);
    known.chain(&region.unmapped).find(|c| is(c)).cloned()
}
