//! The choice among columns that may hold the amounts.

use crate::{
    model::field::Field,
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

/// Who was chosen.
pub(super) struct Elected {
    pub(super) at: usize,
    /// It is net of returns by its figures.
    pub(super) net: bool,
    /// One that nothing but its name puts behind it, and that differs.
    pub(super) rival: Option<usize>,
}

impl Elected {
    fn certain(at: usize) -> Self {
        Self {
            at,
            net: false,
            rival: None,
        }
    }
}

/// Which candidates their figures bear out. Beside a known amount: those near it, or that are quantity × price where it is not. Without any: those
/// that end as an amount does, else those that quantity × price or the stated total speaks for.
pub(super) fn plausible(
    candidates: &[Candidate],
    rows: &Rows,
    region: &Region,
    data: TableData<'_>,
    (money, stated_money): (MoneyUnit, bool),
) -> Vec<bool> {
    let of = |kind: Kind| candidates.iter().enumerate().filter(move |(_, c)| c.kind == kind).map(|(at, _)| at);
    let known: Vec<usize> = of(Kind::Known).collect();
    // Goods as columns are at times all that their row's total holds.
    let goods = region.columns.iter().any(|c| c.field == Field::Item);
    let returned = |at: usize| data.vocabulary.is_returned(&candidates[at].column.header);
    let alike = |at: usize, known: usize| rows.are_near(at, known) || (goods && !returned(known) && rows.agree_often(at, known));
    let mut keep = vec![false; candidates.len()];
    if !known.is_empty() {
        let by_product = known.iter().any(|at| rows.is_product(*at));
        for (at, candidate) in candidates.iter().enumerate() {
            keep[at] = match candidate.kind {
                Kind::Known => true,
                Kind::Formula => false,
                Kind::Named => known.iter().any(|known| rows.are_alike(at, *known)),
                Kind::Open => {
                    let settles = rows.discounted(at) > 0
                        || known
                            .iter()
                            .any(|k| rows.is_net_of(at, *k) || rows.is_taxed(at, *k) || rows.is_times(at, *k));
                    settles || !by_product && (rows.is_product(at) || known.iter().any(|known| alike(at, *known)))
                }
            };
        }
        return keep;
    }
    for at in of(Kind::Named) {
        keep[at] = rows.is_mostly_filled(at);
    }
    if keep.contains(&true) {
        for at in of(Kind::Open) {
            keep[at] = of(Kind::Named).any(|named| keep[named] && alike(at, named));
        }
        return keep;
    }
    if rows.compared > 0 {
        if let Some(formula) = of(Kind::Formula).next() {
            keep[formula] = true;
            return keep;
        }
        for at in of(Kind::Open) {
            // A price is no matter of ten thousands.
            let in_large_units = candidates[at].column.money.is_some_and(|unit| unit != MoneyUnit::Yuan);
            keep[at] = rows.is_near_product(at) || (in_large_units && rows.is_mostly_filled(at));
        }
        return keep;
    }
    let columns: Vec<Column> = candidates.iter().map(|c| c.column.clone()).collect();
    let proved = proved_by_total(data, &columns, money);
    for at in of(Kind::Open) {
        keep[at] = proved[at]
            && !data.vocabulary.ends_as_count(&candidates[at].column.header)
            && may_be_money(&candidates[at].column, rows, at, region, stated_money);
    }
    // Two unknown columns with totals may be weights and yuan: nobody can tell which.
    if keep.iter().filter(|k| **k).count() > 1 {
        keep.fill(false);
    }
    keep
}

/// Whether figures that nobody named may be money: not where a measure stands beside them, and they are its only figures.
fn may_be_money(column: &Column, rows: &Rows, at: usize, region: &Region, stated_money: bool) -> bool {
    let measured = region.columns.iter().any(|c| c.field == Field::Measure);
    !measured && (stated_money || column.money.is_some() || rows.has_fen(at))
}

/// The candidate that the figures speak for, else the one of the best name.
pub(super) fn elect(candidates: &[Candidate], rows: &Rows, data: TableData<'_>, money: MoneyUnit) -> Option<Elected> {
    let all = || 0..candidates.len();
    if let Some(at) = all().find(|at| all().any(|gross| rows.is_net_of(*at, gross))) {
        return Some(Elected {
            net: true,
            ..Elected::certain(at)
        });
    }
    if let Some(gross) = all().find(|at| all().any(|bare| rows.is_taxed(*at, bare))) {
        return Some(Elected::certain(gross));
    }
    let paid: Vec<usize> = all().filter(|at| rows.discounted(*at) > 0).collect();
    if let [paid] = paid[..] {
        // 商品金额 less 优惠金额 is 实付金额: what was paid counts.
        return Some(Elected::certain(paid));
    }
    let order = |at: &usize| (candidates[*at].column.rank, candidates[*at].column.col);
    let best = all().map(|at| rows.products(at)).max().unwrap_or(0);
    let products: Vec<usize> = all().filter(|at| rows.is_product(*at) && rows.products(*at) == best).collect();
    // A known amount that is not quantity × price is contradicted by an unknown column that is, and neither is certain.
    let contradicted = products.iter().all(|at| candidates[*at].kind == Kind::Open) && candidates.iter().any(|c| c.kind == Kind::Known);
    if !contradicted && let Some(at) = products.iter().copied().min_by_key(order) {
        return Some(less_paid(at, candidates, rows, data));
    }
    let most = all().map(|at| rows.filled(at)).max().unwrap_or(0);
    let mut fitting: Vec<usize> = all().filter(|at| rows.filled(*at) * 2 >= most).collect();
    if rows.differ_among(&fitting) {
        narrow(&mut fitting, |at| fitting_times(rows, at, candidates.len()));
        let columns: Vec<Column> = fitting.iter().map(|at| candidates[*at].column.clone()).collect();
        let mut proved = proved_by_total(data, &columns, money).into_iter();
        let by_total: Vec<usize> = fitting.iter().copied().filter(|_| proved.next() == Some(true)).collect();
        if let [at] = by_total[..] {
            return Some(Elected::certain(at));
        }
    }
    fitting.sort_by_key(order);
    let at = *fitting.first()?;
    let certain = data.vocabulary.is_paid(&candidates[at].column.header) && candidates[at].kind != Kind::Open;
    let untaxed = |at: usize| data.vocabulary.is_untaxed(&candidates[at].column.header);
    let rival = |other: &usize| !untaxed(*other) && rows.differ_among(&[at, *other]);
    Some(Elected {
        rival: fitting.iter().skip(1).copied().find(rival).filter(|_| !certain),
        ..Elected::certain(at)
    })
}

/// Beside quantity × price a column of what was paid or accepted, no more than that in any row: after a discount it is the amount, else its difference is open.
fn less_paid(at: usize, candidates: &[Candidate], rows: &Rows, data: TableData<'_>) -> Elected {
    let header = |other: usize| &candidates[other].column.header;
    let less = |other: &usize| {
        let named = data.vocabulary.is_paid(header(*other)) || data.vocabulary.speaks_of_receipt(header(*other));
        let paid = candidates[*other].kind != Kind::Open && named;
        *other != at && paid && rows.filled(*other) >= rows.filled(at) && rows.is_within(*other, at) && rows.differ_among(&[at, *other])
    };
    match (0..candidates.len()).find(less) {
        Some(paid) if data.vocabulary.is_after_discount(header(paid)) => Elected::certain(paid),
        paid => Elected {
            rival: paid,
            ..Elected::certain(at)
        },
    }
}

/// `数量 | 金额 | 总金额`: the total is quantity × the amount, which is a price.
fn fitting_times(rows: &Rows, at: usize, candidates: usize) -> bool {
    (0..candidates).any(|price| price != at && rows.is_times(at, price))
}

/// Keeps those that fit, where any does.
fn narrow(of: &mut Vec<usize>, fits: impl Fn(usize) -> bool) {
    let fitting: Vec<usize> = of.iter().copied().filter(|at| fits(*at)).collect();
    if !fitting.is_empty() {
        *of = fitting;
    }
}
