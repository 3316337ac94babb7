//! The figures of the rows that the candidates are compared by.

use rust_decimal::Decimal;

use crate::{
    formats::cells::{Cell, Value},
    model::field::Field,
    tables::{
        amount_column::candidates::Candidate,
        region::{Column, Region},
        row_cells::RowCells,
        table_data::TableData,
        vocabulary::meaning::{RowLabel, TotalKind},
    },
    text::normal,
    values::{self, amount::Amount, money_unit::MoneyUnit},
};

/// Figures of one row, fen.
struct Figures {
    amounts: Vec<Option<i64>>,
    /// Which of these cells hold a figure that cannot be read.
    unreadable: Vec<usize>,
    quantity: Option<Decimal>,
    product: Option<i64>,
    discount: Option<i64>,
    tax: Option<i64>,
    returned: Option<i64>,
}

/// The rows of purchases, with what each candidate says there.
pub(super) struct Rows {
    rows: Vec<Figures>,
    /// Rows with a quantity and a price.
    pub(super) compared: usize,
}

impl Rows {
    /// Reads the rows; `beside` are the columns of tax and of returns.
    pub(super) fn of(
        region: &Region,
        data: TableData<'_>,
        candidates: &[Candidate],
        beside: [Option<&Column>; 2],
        money: MoneyUnit,
    ) -> Self {
        let mut row_cells = RowCells::new(region, None);
        let discount = region
            .columns
            .iter()
            .find(|c| c.field.is_passive() && data.vocabulary.is_discount(&c.matched));
        let mut rows = Vec::new();
        for index in data.sample() {
            let cells = data.grid.cells(index);
            row_cells.load(data.grid, data.vocabulary, index);
            let named = [Field::Item, Field::Supplier, Field::Date]
                .into_iter()
                .any(|f| row_cells.has_value(f));
            if !named || label(data, cells).is_some() {
                continue;
            }
            let figure = |column: &Column| fen(cells, column, money);
            rows.push(Figures {
                amounts: candidates.iter().map(|c| figure(&c.column)).collect(),
                unreadable: (0..candidates.len())
                    .filter(|at| is_unreadable(cells, &candidates[*at].column))
                    .collect(),
                quantity: number(&row_cells, Field::Quantity),
                product: product(&row_cells, money),
                discount: discount.and_then(figure).filter(|off| *off != 0),
                tax: beside[0].and_then(figure).filter(|tax| *tax != 0),
                returned: beside[1].and_then(figure).filter(|back| *back != 0),
            });
        }
        let compared = rows.iter().filter(|r| r.product.is_some()).count();
        Self { rows, compared }
    }

    /// Leaves the candidates that are kept.
    pub(super) fn keep(&mut self, keep: &[bool]) {
        for row in &mut self.rows {
            let mut keep = keep.iter();
            row.amounts.retain(|_| keep.next().copied().unwrap_or(false));
        }
    }

    fn amount(row: &Figures, at: usize) -> Option<i64> {
        row.amounts.get(at).copied().flatten()
    }

    /// How many rows have a figure in which both are there, and how many of these agree.
    fn agree<T>(&self, pair: impl Fn(&Figures) -> Option<T>, fits: impl Fn(T) -> bool) -> (usize, usize) {
        let (mut both, mut fitting) = (0, 0);
        for found in self.rows.iter().filter_map(pair) {
            both += 1;
            fitting += usize::from(fits(found));
        }
        (both, fitting)
    }

    fn mostly<T>(&self, pair: impl Fn(&Figures) -> Option<T>, fits: impl Fn(T) -> bool) -> bool {
        let (both, fitting) = self.agree(pair, fits);
        fitting * 2 > both
    }

    /// Rows in which the candidate says an amount other than nothing.
    pub(super) fn filled(&self, at: usize) -> usize {
        self.rows.iter().filter(|r| Self::amount(r, at).is_some_and(|a| a != 0)).count()
    }

    pub(super) fn is_mostly_filled(&self, at: usize) -> bool {
        self.filled(at) * 2 > self.rows.len()
    }

    /// Rows in which it is quantity × price.
    pub(super) fn products(&self, at: usize) -> usize {
        self.agree(|r| Some((r.product?, Self::amount(r, at)?)), |(product, amount)| product == amount)
            .1
    }

    /// Rows in which it is quantity × price less the row's discount.
    pub(super) fn discounted(&self, at: usize) -> usize {
        let triple = |r: &Figures| Some((r.product?, r.discount?, Self::amount(r, at)?));
        self.agree(triple, |(product, off, amount)| product.checked_sub(off) == Some(amount))
            .1
    }

    /// Whether it is near quantity × price in most rows; what cannot be read there says nothing.
    pub(super) fn is_near_product(&self, at: usize) -> bool {
        self.mostly(
            |r| Some((r.product?, Self::amount(r, at).unwrap_or(0))).filter(|_| !r.unreadable.contains(&at)),
            |(product, amount)| near(amount, product, NEAR),
        )
    }

    /// Whether it is quantity × price in most rows.
    pub(super) fn is_product(&self, at: usize) -> bool {
        self.products(at) * 2 > self.compared
    }

    /// Whether two candidates say nearly the same in most rows.
    pub(super) fn are_near(&self, at: usize, other: usize) -> bool {
        self.mostly(
            |r| Some((Self::amount(r, other)?, Self::amount(r, at).unwrap_or(0))),
            |(known, amount)| near(amount, known, NEAR),
        )
    }

    /// Whether two candidates say the same amount in half of the rows.
    pub(super) fn agree_often(&self, at: usize, other: usize) -> bool {
        let pair = |r: &Figures| Some((Self::amount(r, at)?, Self::amount(r, other)?)).filter(|(a, b)| *a != 0 && *b != 0);
        let (both, same) = self.agree(pair, |(a, b)| a == b);
        same > 0 && same * 2 >= both && both * 2 > self.rows.len()
    }

    /// Whether it is no more than another candidate wherever it says something.
    pub(super) fn is_within(&self, at: usize, whole: usize) -> bool {
        let pair = |r: &Figures| Some((Self::amount(r, at)?, Self::amount(r, whole).unwrap_or(0))).filter(|(part, _)| *part != 0);
        let (both, within) = self.agree(pair, |(part, whole)| (1..=whole).contains(&part));
        both > 0 && both == within
    }

    /// Whether two candidates may be amounts of the same purchases.
    pub(super) fn are_alike(&self, at: usize, other: usize) -> bool {
        self.mostly(
            |r| Some((Self::amount(r, other)?, Self::amount(r, at).unwrap_or(0))),
            |(known, amount)| near(amount, known, ALIKE),
        )
    }

    /// Whether a candidate is the quantity times another one.
    pub(super) fn is_times(&self, at: usize, price: usize) -> bool {
        let triple = |r: &Figures| {
            Some((
                Self::amount(r, at)?,
                Self::amount(r, price)?,
                r.quantity.filter(|q| *q != Decimal::ONE)?,
            ))
        };
        self.mostly(triple, |(amount, price, quantity)| {
            quantity.checked_mul(price.into()) == Some(amount.into())
        })
    }

    /// Whether a candidate is more than twice the price in most rows: no price of another kind.
    pub(super) fn exceeds_prices(&self, at: usize) -> bool {
        let several = |q: &Decimal| *q > Decimal::ONE;
        let triple = |r: &Figures| Some((Self::amount(r, at)?, r.product?, r.quantity.filter(several)?));
        self.mostly(triple, |(amount, product, quantity)| {
            let twice = i128::from(product) * 2;
            quantity.checked_mul(amount.into()).is_some_and(|of| of > Decimal::from(twice))
        })
    }

    /// Whether a candidate is another one and the tax.
    pub(super) fn is_taxed(&self, at: usize, bare: usize) -> bool {
        let triple = |r: &Figures| Some((Self::amount(r, at)?, Self::amount(r, bare)?, r.tax?));
        self.mostly(triple, |(gross, bare, tax)| {
            bare.checked_add(tax).is_some_and(|sum| sum.abs_diff(gross) <= 1)
        })
    }

    /// Whether the tax beside a candidate is a legal rate of it, in rows where it is not the tax that it holds at such a rate: an invoice's net.
    pub(super) fn lacks_tax(&self, at: usize) -> bool {
        let pair = |r: &Figures| Some((i128::from(Self::amount(r, at)?.abs()), i128::from(r.tax?.abs())));
        let (taxed, net) = self.agree(pair, |(amount, tax)| is_at_a_rate(tax, amount));
        let (_, gross) = self.agree(pair, |(amount, tax)| is_at_a_rate(tax, amount - tax));
        net * 2 > taxed && net > gross
    }

    /// Whether a candidate is another one less what was sent back.
    pub(super) fn is_net_of(&self, at: usize, gross: usize) -> bool {
        let triple = |r: &Figures| Some((Self::amount(r, at)?, Self::amount(r, gross)?, r.returned?));
        self.mostly(triple, |(net, gross, back)| gross.checked_sub(back.saturating_abs()) == Some(net))
    }

    /// Whether what was sent back is still in a candidate: it is quantity × price, or all of it went back. `None` where no row tells.
    pub(super) fn holds_returned(&self, at: usize) -> Option<bool> {
        let (mut gross, mut net) = (0, 0);
        for (row, back) in self.rows.iter().filter_map(|r| Some((r, r.returned?.saturating_abs()))) {
            let Some(amount) = Self::amount(row, at) else { continue };
            gross += usize::from(row.product.map_or(amount == back, |product| product == amount));
            net += usize::from(amount < back || row.product.is_some_and(|product| product.checked_sub(back) == Some(amount)));
        }
        (gross + net > 0).then_some(gross > net)
    }

    /// Two candidates whose difference an unknown column holds: what was taken off, or put on, nobody says what for.
    pub(super) fn contested(&self, of: &[usize], unknown: &[usize]) -> Option<(usize, usize)> {
        let pairs = of.iter().flat_map(|a| of.iter().map(move |b| (*a, *b))).filter(|(a, b)| a < b);
        pairs.into_iter().find(|(a, b)| {
            unknown.iter().any(|x| {
                let triple = |r: &Figures| {
                    let beyond = Self::amount(r, *a)?.checked_sub(Self::amount(r, *b)?)?;
                    Some((beyond, Self::amount(r, *x)?)).filter(|(beyond, x)| *beyond != 0 || *x != 0)
                };
                self.mostly(triple, |(beyond, x)| beyond.abs() == x.abs())
            })
        })
    }

    /// Whether some of its figures have fen.
    pub(super) fn has_fen(&self, at: usize) -> bool {
        self.rows.iter().filter_map(|r| Self::amount(r, at)).any(|a| a % 100 != 0)
    }

    /// Whether these candidates differ in some row.
    pub(super) fn differ_among(&self, of: &[usize]) -> bool {
        self.rows.iter().any(|row| {
            let mut said = of.iter().filter_map(|at| Self::amount(row, *at));
            said.next().is_some_and(|first| said.any(|other| other != first))
        })
    }
}

/// Rates of value-added tax and of its simplified levy, per cent, the former ones too (增值税暂行条例, 财税〔2018〕32号, 2019年第39号公告).
const RATES: [i128; 10] = [1, 3, 5, 6, 9, 10, 11, 13, 16, 17];

/// Whether a tax is one of an amount without it, to the fen.
fn is_at_a_rate(tax: i128, net: i128) -> bool {
    RATES.iter().any(|rate| (tax * 100 - net * rate).abs() <= 100)
}

/// Per cent that an amount may be off quantity × price: discounts and rounding, no other kind of figure.
const NEAR: u64 = 15;
/// Per cent that two amounts of one purchase may differ by.
const ALIKE: u64 = 50;

fn near(amount: i64, of: i64, per_cent: u64) -> bool {
    amount != 0 && u128::from(amount.abs_diff(of)) * 100 <= u128::from(of.unsigned_abs()) * u128::from(per_cent)
}

/// What a row says in a column, fen.
pub(super) fn fen(cells: &[Cell], column: &Column, money: MoneyUnit) -> Option<i64> {
    let at = cells.binary_search_by_key(&column.col, |c| c.col).ok()?;
    match values::read_amount(&cells.get(at)?.value, column.money_unit(money)) {
        Amount::Fen { fen, .. } => Some(fen),
        _ => None,
    }
}

/// `60,00`: digits that are no amount.
fn is_unreadable(cells: &[Cell], column: &Column) -> bool {
    let at = cells.binary_search_by_key(&column.col, |c| c.col).ok();
    let cell = at.and_then(|at| cells.get(at));
    let digits = |c: &Cell| matches!(&c.value, Value::Text(t) if t.contains(|c: char| c.is_ascii_digit()));
    cell.is_some_and(|c| digits(c) && values::read_amount(&c.value, MoneyUnit::Yuan) == Amount::Unreadable)
}

fn number(row_cells: &RowCells<'_>, field: Field) -> Option<Decimal> {
    Some(values::quantity(&row_cells.cell(field)?.value)?.0)
}

/// Quantity × price of a row, in fen.
fn product(row_cells: &RowCells<'_>, money: MoneyUnit) -> Option<i64> {
    let product = number(row_cells, Field::Quantity)?.checked_mul(number(row_cells, Field::UnitPrice)?)?;
    Some(values::to_fen(product, money)?.0).filter(|p| *p != 0)
}

/// The label of a row: of its first text.
fn label(data: TableData<'_>, cells: &[Cell]) -> Option<RowLabel> {
    let mut texts = cells.iter().filter(|c| data.grid.shows(c)).filter_map(|c| match &c.value {
        Value::Text(t) => Some(normal::trim(t)),
        _ => None,
    });
    texts.next().and_then(|t| data.vocabulary.row_label(t))
}

/// Whether the table states a total of each column that is the sum of its rows.
pub(super) fn proved_by_total(data: TableData<'_>, columns: &[Column], money: MoneyUnit) -> Vec<bool> {
    let mut sums = vec![(0_i128, 0_i128); columns.len()];
    let mut proved = vec![false; columns.len()];
    for index in data.rows.iter().flat_map(|(from, to)| *from..*to) {
        let cells = data.grid.cells(index);
        let label = label(data, cells);
        for ((column, (all, since)), proved) in columns.iter().zip(&mut sums).zip(&mut proved) {
            let figure = i128::from(fen(cells, column, money).unwrap_or(0));
            match label {
                None => {
                    *all += figure;
                    *since += figure;
                }
                Some(RowLabel::Total(TotalKind::Total | TotalKind::Subtotal) | RowLabel::MonthTotal) => {
                    *proved |= figure != 0 && (figure == *all || figure == *since);
                    *since = 0;
                }
                Some(_) => {}
            }
        }
    }
    proved
}
