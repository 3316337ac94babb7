//! What a line's amount is: its cell, or quantity × price where that is blank, and what is to be said about it.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::{
    formats::cells::{Cell, Value},
    model::{
        cell::CellRef,
        cell::{Factor, Term},
        field::Field,
    },
    rows::{reader::TableReader, reading::RawAmount},
    tables::{evidence::units, grid::place, region::Column},
    values::{
        self,
        amount::Amount,
        money_unit::{MoneyUnit, money_unit},
    },
};

/// An amount evaluated: what it is, and the codes of what is to be said about it.
#[derive(Default)]
pub(super) struct Evaluated<'a> {
    pub(super) amount: Option<RawAmount>,
    pub(super) notes: Vec<&'static str>,
    pub(super) cell: Option<CellRef>,
    /// What the row's quantity × price comes to, fen.
    pub(super) expected: Option<i64>,
    /// How the amount follows from cells; `None` where its cell says it in yuan.
    pub(super) formula: Option<Vec<Term>>,
    written: Option<&'a Value>,
}

impl<'a> Evaluated<'a> {
    fn of_cell(cell: Option<&'a Cell>) -> Self {
        Self {
            cell: cell.map(place),
            written: cell.map(|c| &c.value),
            ..Self::default()
        }
    }

    /// An amount that is not known, with the code of why.
    pub(super) fn unknown(note: &'static str) -> Self {
        let mut unknown = Self::default();
        unknown.set_unknown(note);
        unknown
    }

    /// Makes it an amount that is not known.
    pub(super) fn set_unknown(&mut self, note: &'static str) {
        self.notes.push(note);
        self.amount = Some(RawAmount::Unreadable("".into()));
    }

    fn set_unreadable(&mut self, note: &'static str) {
        self.notes.push(note);
        self.amount = Some(RawAmount::Unreadable(self.found().into()));
    }

    /// What stands in the cell, for people.
    pub(super) fn found(&self) -> String {
        self.written.map(values::show).unwrap_or_default()
    }

    /// The amount in fen, where it is known.
    pub(super) fn fen(&self) -> Option<i64> {
        match self.amount {
            Some(RawAmount::Fen(fen)) => Some(fen),
            _ => None,
        }
    }

    /// The terms that the amount adds up from.
    pub(super) fn terms(&self) -> Vec<Term> {
        let own = || self.cell.map(|cell| Term::cell(cell, MoneyUnit::Yuan.fen()));
        self.formula.clone().unwrap_or_else(|| own().into_iter().collect())
    }

    /// Takes off what other amounts say.
    pub(super) fn less(&mut self, others: impl Iterator<Item = Term>) {
        let mut terms = self.terms();
        terms.extend(others.map(|t| Term { minus: !t.minus, ..t }));
        self.formula = Some(terms);
    }

    /// Whether it says an amount other than nothing, readable or not.
    pub(super) fn says_something(&self) -> bool {
        self.amount.as_ref().is_some_and(|a| *a != RawAmount::Fen(0))
    }
}

/// A row's quantity and price, and their exact product.
#[derive(Clone, Copy)]
struct Product {
    exact: Decimal,
    quantity: Decimal,
    price: Decimal,
    factors: (Factor, Option<Factor>),
}

impl<'a> TableReader<'a, '_> {
    /// An amount cell, or quantity × price where it is blank or was never calculated.
    pub(super) fn evaluate(&self, at: Option<usize>, channel: Option<&str>) -> Evaluated<'a> {
        let column = at.and_then(|at| self.input.region.columns.get(at));
        let unit = column.map_or(self.input.money, |c| self.money_unit(c));
        let unit = self
            .unit_of_row()
            .filter(|_| column.is_none_or(|c| c.money.is_none()))
            .unwrap_or(unit);
        let row_cell = at.and_then(|at| self.row_cells.in_column(at));
        let cell = row_cell.and_then(|c| c.cell);
        let product = self.product(channel);
        let price_unit = self.price_unit(unit);
        let to_fen = |d: Decimal, unit| values::to_fen(d, unit).map(|f| f.0);
        let product_fen = product.and_then(|p| to_fen(p.exact, price_unit));
        let mut e = Evaluated {
            expected: product_fen,
            formula: cell.and_then(|c| self.formula(c, unit)),
            ..Evaluated::of_cell(cell)
        };
        let of_product = || {
            product.map(|p| {
                vec![Term {
                    minus: false,
                    factors: p.factors,
                    fen: price_unit.fen(),
                }]
            })
        };
        // A discount, a charge, another unit: what the formula comes to, nobody calculated.
        let other = cell.is_some_and(|c| self.input.data.grid.is_other_formula(c));
        match cell.map_or(Amount::Blank, |c| values::read_amount(&c.value, unit)) {
            Amount::Uncalculated | Amount::Fen { fen: 0, .. } if other && product_fen.is_some_and(|p| p != 0) => {
                e.set_unreadable("amount_unreadable");
            }
            Amount::Blank | Amount::Uncalculated if product_fen.is_some() => {
                e.notes.push("amount_from_product");
                (e.amount, e.formula) = (product_fen.map(RawAmount::Fen), of_product());
            }
            Amount::Blank => {}
            Amount::Uncalculated | Amount::Unreadable => e.set_unreadable("amount_unreadable"),
            Amount::Fen { fen: 0, .. } if cell.is_some_and(|c| c.formula) && product_fen.is_some_and(|p| p != 0) => {
                e.notes.push("formula_zero");
                (e.amount, e.formula) = (product_fen.map(RawAmount::Fen), of_product());
            }
            Amount::Fen { fen, rounded } => {
                e.notes.extend(rounded.then_some("amount_rounded"));
                // One amount for several rows is no row's product.
                let own = !row_cell.is_some_and(|c| c.goes_on);
                if let Some(product) = product.filter(|_| own)
                    && ![price_unit, MoneyUnit::Yuan].into_iter().any(|unit| agrees(fen, product, unit))
                {
                    e.notes.push("amount_mismatch");
                }
                e.amount = Some(RawAmount::Fen(fen));
            }
            Amount::Date(d) if product.is_some_and(|p| p.exact == d) => e.amount = to_fen(d, unit).map(RawAmount::Fen),
            Amount::Date(_) => e.set_unreadable("amount_is_date"),
            Amount::TooLarge => e.set_unreadable("amount_too_large"),
        }
        e
    }

    /// `采购总额 | 万元 | 5`: the unit of money that stands where a measure would.
    fn unit_of_row(&self) -> Option<MoneyUnit> {
        let measure = self
            .row_cells
            .cell(Field::Measure)
            .filter(|_| self.row_cells.index(Field::UnitPrice).is_none())?;
        let text = values::text(&measure.value).filter(|t| t.contains('元'))?;
        money_unit(&text)
    }

    /// Adds the tax that an amount lacks, and takes off what was sent back, as the columns beside it say.
    pub(super) fn adjust(&self, e: &mut Evaluated<'a>, cells: &'a [Cell]) {
        for adjust in self.input.adjust {
            let Some(cell) = cells.iter().find(|c| c.col == adjust.col) else {
                continue;
            };
            let unit = adjust.money.unwrap_or(self.input.money);
            if matches!(&cell.value, Value::Text(text) if self.input.data.vocabulary.says_exempt(text)) {
                continue;
            }
            match (values::read_amount(&cell.value, unit), e.fen()) {
                (Amount::Blank | Amount::Fen { fen: 0, .. }, _) => continue,
                (Amount::Fen { fen, .. }, known) if known.is_some() || e.amount.is_none() => {
                    let by = if adjust.returned { -fen.saturating_abs() } else { fen };
                    let mut terms = known.map_or_else(Vec::new, |_| e.terms());
                    terms.push(Term {
                        minus: by != fen,
                        ..Term::cell(place(cell), unit.fen())
                    });
                    e.formula = Some(terms);
                    e.cell = e.cell.or(Some(place(cell)));
                    e.amount = known.unwrap_or(0).checked_add(by).map(RawAmount::Fen);
                }
                (Amount::Fen { .. }, _) => continue,
                _ => e.amount = Some(RawAmount::Unreadable(values::show(&cell.value).into())),
            }
            if !adjust.part {
                e.notes.push("amount_adjusted");
            }
        }
    }

    /// What the stated figure of the amount column comes to with those of the columns beside it; `None` where these are not stated.
    pub(super) fn adjusted(&self, fen: i64, cells: &[Cell]) -> Option<i64> {
        self.input.adjust.iter().try_fold(fen, |sum, adjust| {
            let cell = cells.iter().find(|c| c.col == adjust.col)?;
            match values::read_amount(&cell.value, adjust.money.unwrap_or(self.input.money)) {
                Amount::Fen { fen, .. } => sum.checked_add(if adjust.returned { -fen.saturating_abs() } else { fen }),
                _ => None,
            }
        })
    }

    /// A row total: never from a product.
    pub(super) fn evaluate_total(&self, at: usize, column: &Column) -> Evaluated<'a> {
        let cell = self.row_cells.in_column(at).and_then(|c| c.cell);
        cell.map_or_else(Evaluated::default, |cell| self.evaluate_cell(cell, self.money_unit(column)))
    }

    /// What a cell of money says by itself.
    pub(super) fn evaluate_cell(&self, cell: &'a Cell, unit: MoneyUnit) -> Evaluated<'a> {
        let mut e = Evaluated {
            formula: self.formula(cell, unit),
            ..Evaluated::of_cell(Some(cell))
        };
        match values::read_amount(&cell.value, unit) {
            Amount::Blank | Amount::Uncalculated => {}
            Amount::Fen { fen, rounded } => {
                e.notes.extend(rounded.then_some("amount_rounded"));
                e.amount = Some(RawAmount::Fen(fen));
            }
            _ => e.set_unreadable("amount_unreadable"),
        }
        e
    }

    /// What a cell says, where that is not plain yuan.
    fn formula(&self, cell: &Cell, unit: MoneyUnit) -> Option<Vec<Term>> {
        let digits = self.input.data.grid.digits(cell);
        (unit != MoneyUnit::Yuan || digits.is_some()).then(|| {
            vec![Term {
                minus: false,
                factors: (self.factor(cell), None),
                fen: digits.map_or(unit.fen(), |run| run.fen),
            }]
        })
    }

    fn factor(&self, cell: &Cell) -> Factor {
        Factor {
            cell: place(cell),
            to: self.input.data.grid.digits(cell).map(|run| run.to),
        }
    }

    /// The chosen amount column is blank here: another amount column of the row may hold the figure.
    pub(super) fn other_amount(&self) -> Option<Evaluated<'a>> {
        let mut columns = self.input.region.columns.iter().enumerate();
        columns.find_map(|(at, column)| {
            if !column.is_whole_amount() || Some(at) == self.input.amount {
                return None;
            }
            let mut other = self.evaluate(Some(at), None);
            other.notes.push("amount_other_column");
            (other.cell.is_some() && other.fen().is_some()).then_some(other)
        })
    }

    /// Quantity × price: of the channel, where each has its own columns.
    fn product(&self, channel: Option<&str>) -> Option<Product> {
        let of_channel = |field: Field| {
            let mut columns = self.input.region.columns.iter();
            channel.and_then(|own| columns.position(|c| c.field == field && c.channel.as_deref() == Some(own)))
        };
        if channel.is_some() && of_channel(Field::Quantity).is_none() {
            // Several channels share one quantity and price: then neither product nor comparison says anything.
            return None;
        }
        let number = |field: Field| {
            let at = of_channel(field).or_else(|| self.row_cells.index(field))?;
            let cell = self.row_cells.in_column(at)?.cell?;
            let (number, unit) = values::quantity(&cell.value)?;
            Some((number, unit, at, cell))
        };
        let ((quantity, own, counted, of_quantity), (price, per, priced, of_price)) = (number(Field::Quantity)?, number(Field::UnitPrice)?);
        if self.are_of_other_units((own, counted), (per, priced)) {
            return None;
        }
        Some(Product {
            exact: quantity.checked_mul(price)?,
            quantity,
            price,
            factors: (self.factor(of_quantity), Some(self.factor(of_price))),
        })
    }

    /// Kilos and a price for half a kilo: no factors of one amount. Each with the unit glued to its figure, and its column.
    fn are_of_other_units(&self, (own, quantity): (String, usize), (per, price): (String, usize)) -> bool {
        let of_column = |at: usize| self.units.get(at).cloned().flatten();
        let glued = !per.is_empty();
        let priced = Some(per).filter(|u| !u.is_empty()).or_else(|| of_column(price));
        let Some(priced) = priced else { return false };
        let measure = || Some(values::text(&self.row_cells.cell(Field::Measure)?.value)?.to_string());
        // 30斤/箱 counts boxes, which a price that says 斤 is not for.
        let packed = || {
            let spec = values::text(&self.row_cells.cell(Field::Spec).filter(|_| glued)?.value)?;
            let (held, of) = spec.rsplit_once('/')?;
            held.ends_with(priced.as_str()).then(|| of.to_owned())
        };
        let counted = Some(own).filter(|u| !u.is_empty()).or_else(measure).or_else(|| of_column(quantity));
        let counted = counted.or_else(packed);
        counted.is_some_and(|counted| !units::are_same(&priced, &counted))
    }

    fn price_unit(&self, amount: MoneyUnit) -> MoneyUnit {
        let column = self
            .row_cells
            .index(Field::UnitPrice)
            .and_then(|at| self.input.region.columns.get(at));
        let table = self.input.money;
        column
            .and_then(|c| c.money)
            .unwrap_or(if table == amount { table } else { MoneyUnit::Yuan })
    }

    /// Whether the row has no quantity, or one of nothing; a quantity in words is one.
    pub(super) fn no_quantity(&self) -> bool {
        let Some(cell) = self.row_cells.cell(Field::Quantity) else {
            return true;
        };
        match values::quantity(&cell.value) {
            Some((quantity, _)) => quantity.is_zero(),
            None => {
                let words = matches!(cell.value, Value::Text(_))
                    && values::text(&cell.value).is_some_and(|t| !self.input.data.vocabulary.is_nothing(&t));
                !words
            }
        }
    }
}

/// Whether an amount is quantity × price. A price with two or more decimals may itself be rounded at its last one.
fn agrees(fen: i64, product: Product, unit: MoneyUnit) -> bool {
    let Some((rounded, _)) = values::to_fen(product.exact, unit) else {
        return false;
    };
    if rounded == fen {
        return true;
    }
    let scale = product.price.normalize().scale();
    if scale < 2 {
        return false;
    }
    let slack = product
        .quantity
        .abs()
        .checked_mul(Decimal::new(5, scale + 1))
        .and_then(|s| values::to_fen(s.round_dp_with_strategy(4, RoundingStrategy::AwayFromZero), unit));
    slack.is_some_and(|(s, _)| fen.abs_diff(rounded) <= s.unsigned_abs() + 1)
}
