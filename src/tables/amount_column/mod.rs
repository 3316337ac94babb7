//! Which column holds the amounts: of several known ones, and, where none is known, of those with a header that nobody knows.
//!
//! Figures go before names: quantity × price, tax and returns in columns of their own, the stated total. A name's rank decides last.

mod candidates;
mod rows;

use crate::{
    model::{cell::CellRef, field::Field},
    tables::{
        amount_column::{
            candidates::{Candidate, Kind},
            rows::{Rows, proved_by_total},
        },
        region::{Column, Region},
        table_data::TableData,
    },
    values::money_unit::MoneyUnit,
};

/// The amount column that counts.
#[derive(Debug, Default)]
pub(crate) struct AmountColumn {
    /// Its index among the region's columns.
    pub(crate) index: Option<usize>,
    /// Columns whose figures are added to its own (the tax that it lacks), or taken off (what was sent back).
    pub(crate) adjust: Vec<Adjust>,
    /// Where the others differ from it in some row: its header's cell, and the headers of all; the choice is to be reported.
    pub(crate) ambiguous: Option<(CellRef, String)>,
    /// Its header is no known one: figures made it the amount.
    pub(crate) by_figures: bool,
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
}

impl Adjust {
    fn of(column: &Column, returned: bool) -> Self {
        Self {
            col: column.col,
            money: column.money,
            returned,
        }
    }
}

/// Chooses the amount column; one that only figures tell becomes a column of the region.
#[must_use]
pub(crate) fn choose(region: &mut Region, data: TableData<'_>, money: MoneyUnit, stated_money: bool) -> AmountColumn {
    let has_parts = region.columns.iter().any(Column::is_channel_amount);
    let tax = beside(region, |c| data.vocabulary.is_tax(&c.header));
    let returned = beside(region, |c| data.vocabulary.is_returned(&c.header)).filter(|_| !has_parts);
    let mut candidates = candidates::known(region);
    if !has_parts {
        candidates.extend(candidates::named(region, data));
    }
    if let [only] = candidates.as_slice()
        && only.kind == Kind::Known
        && returned.is_none()
        && !(tax.is_some() && data.vocabulary.is_untaxed(&only.column.header))
    {
        return AmountColumn {
            index: place(region, only.column.col),
            ..AmountColumn::default()
        };
    }
    if candidates.is_empty() && !has_parts {
        candidates = candidates::open(region, data);
    }
    if candidates.is_empty() {
        return AmountColumn::default();
    }
    let rows = Rows::of(region, data, &candidates, [tax.as_ref(), returned.as_ref()], money);
    keep_plausible(&mut candidates, &rows, region, data, money, stated_money);
    let Some((chosen, net)) = elect(&candidates, &rows, data, money) else {
        return AmountColumn::default();
    };
    let ambiguous = rows.differ(&candidates).then(|| {
        let headers: Vec<&str> = candidates.iter().map(|c| c.column.header.as_ref()).collect();
        (chosen.column.cell, headers.join("、"))
    });
    let mut adjust = Vec::new();
    if !net {
        adjust.extend(returned.as_ref().map(|c| Adjust::of(c, true)));
    }
    if data.vocabulary.is_untaxed(&chosen.column.header) {
        adjust.extend(tax.as_ref().map(|c| Adjust::of(c, false)));
    }
    if chosen.kind != Kind::Known {
        region.adopt(chosen.column.clone());
    }
    AmountColumn {
        index: place(region, chosen.column.col),
        adjust,
        ambiguous,
        by_figures: chosen.kind == Kind::Open,
    }
}

fn place(region: &Region, col: u32) -> Option<usize> {
    region
        .columns
        .iter()
        .position(|c| c.col == col && c.is_whole_amount() && !c.outgoing)
}

/// The one column beside the amounts that is such a one.
fn beside(region: &Region, is: impl Fn(&Column) -> bool) -> Option<Column> {
    let mut columns = region.columns.iter().filter(|c| c.field == Field::Ignored && !c.outgoing);
    let known = columns.find(|c| is(c));
    known.or_else(|| region.unmapped.iter().find(|c| is(c))).cloned()
}

/// Takes out the columns that their figures do not bear out: beside a known amount those that are not near it; without any, those that neither
/// quantity × price nor the stated total speaks for.
fn keep_plausible(
    candidates: &mut Vec<Candidate>,
    rows: &Rows,
    region: &Region,
    data: TableData<'_>,
    money: MoneyUnit,
    stated_money: bool,
) {
    let known = candidates.iter().filter(|c| c.kind == Kind::Known).count();
    let kinds: Vec<Kind> = candidates.iter().map(|c| c.kind).collect();
    let mut keep: Vec<bool> = Vec::with_capacity(kinds.len());
    let proved = if kinds.contains(&Kind::Open) && rows.compared == 0 {
        let cols: Vec<Column> = candidates.iter().map(|c| c.column.clone()).collect();
        proved_by_total(data, &cols, money)
    } else {
        vec![false; kinds.len()]
    };
    for (at, kind) in kinds.iter().enumerate() {
        keep.push(match kind {
            Kind::Known => true,
            Kind::Named if known > 0 => kinds
                .iter()
                .enumerate()
                .any(|(other, k)| *k == Kind::Known && rows.are_near(at, other)),
            Kind::Named => rows.is_mostly_filled(at),
            Kind::Open if rows.compared > 0 => rows.is_near_product(at),
            Kind::Open => proved[at] && speaks_of_money(&candidates[at].column, rows, at, region, stated_money),
        });
    }
    let mut kept = keep.iter();
    candidates.retain(|_| kept.next().copied().unwrap_or(false));
    // Two unknown columns with totals may be weights and yuan: nobody can tell which.
    if candidates.len() > 1 && candidates.iter().all(|c| c.kind == Kind::Open) && rows.compared == 0 {
        candidates.clear();
    }
}

/// Whether figures that nobody named may be money: not where a measure stands beside them, and they are its only figures.
fn speaks_of_money(column: &Column, rows: &Rows, at: usize, region: &Region, stated_money: bool) -> bool {
    let measured = region.columns.iter().any(|c| c.field == Field::Measure);
    !measured && (stated_money || column.money.is_some() || rows.has_fen(at))
}

/// The candidate that the figures speak for, else the one of the best name; and whether it is net of returns already.
fn elect<'c>(candidates: &'c [Candidate], rows: &Rows, data: TableData<'_>, money: MoneyUnit) -> Option<(&'c Candidate, bool)> {
    let all = || 0..candidates.len();
    if let Some(net) = all().find(|at| all().any(|gross| rows.is_net_of(*at, gross))) {
        return candidates.get(net).map(|c| (c, true));
    }
    if let Some(gross) = all().find(|at| all().any(|bare| rows.is_taxed(*at, bare))) {
        return candidates.get(gross).map(|c| (c, false));
    }
    let paid: Vec<usize> = all().filter(|at| rows.discounted(*at) > 0).collect();
    if let [paid] = paid[..] {
        // 商品金额 less 优惠金额 is 实付金额: what was paid counts.
        return candidates.get(paid).map(|c| (c, false));
    }
    let best = all().map(|at| rows.products(at)).max().unwrap_or(0);
    let most = all().map(|at| rows.filled(at)).max().unwrap_or(0);
    let mut fitting: Vec<usize> = if best * 2 > rows.compared && best > 0 {
        all().filter(|at| rows.products(*at) == best).collect()
    } else {
        all().filter(|at| rows.filled(*at) * 2 >= most).collect()
    };
    if fitting.len() > 1 && rows.differ_among(&fitting) {
        let columns: Vec<Column> = fitting.iter().map(|at| candidates[*at].column.clone()).collect();
        let proved = proved_by_total(data, &columns, money);
        if proved.contains(&true) {
            let mut proved = proved.iter();
            fitting.retain(|_| proved.next().copied().unwrap_or(false));
        }
    }
    let order = |at: &usize| (candidates[*at].column.rank, candidates[*at].column.col);
    let chosen = fitting.into_iter().min_by_key(order)?;
    candidates.get(chosen).map(|c| (c, false))
}
