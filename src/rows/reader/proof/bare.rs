//! Rows without a date, a quantity and a price, and what is known of the totals among them.

use std::{collections::HashSet, ops::Range, sync::Arc};

use crate::{
    formats::cells::Cell,
    model::cell::CellRef,
    rows::reader::totals::{Figure, Run, TotalFigure},
    tables::vocabulary::meaning::TotalKind,
};

/// What is known of the totals of a table so far.
#[derive(Default)]
pub(crate) struct Proof {
    /// The last row that may be the head of the lines below it, or a total that nothing proves.
    pub(crate) open: Option<BareLine>,
    /// The same, with no line above it: it may be the total of the whole table.
    pub(crate) first: Option<BareLine>,
    /// Totals by their label that stand above their lines, with the first of these.
    pub(crate) above: Vec<(usize, TotalFigure)>,
    /// A total stands above its lines in this table.
    pub(crate) heads: bool,
    /// A row without a label that we know has proved to be a total.
    pub(crate) proved: bool,
    /// Lines that have neither date nor quantity nor price and are no sum of others.
    pub(crate) loose: Vec<usize>,
    /// Lines below the grand total of a table that has neither dates nor quantities: a later total may prove them.
    pub(crate) late: Vec<usize>,
    /// What stands below the last total.
    pub(crate) since: Option<SinceTotal>,
    pub(crate) items: HashSet<Arc<str>>,
    /// Lines whose items are known.
    pub(crate) seen: usize,
}

/// The figures below a total that are no purchases.
pub(crate) struct SinceTotal {
    /// How many totals were stated then: another total begins anew.
    pub(crate) total: usize,
    /// What the table came to at last, fen.
    pub(crate) stated: i64,
    /// Sum of the figures since, fen.
    pub(crate) sum: i64,
    /// By what a label of what was paid made it less, fen.
    pub(crate) cut: i64,
    /// A line of the total is negative: a negative figure below may speak of it.
    pub(crate) holds_negative: bool,
}

impl SinceTotal {
    /// Whether a figure is the total with those since added or taken off.
    pub(crate) fn closes(&self, fen: i64) -> bool {
        let sums = [self.sum, self.sum.saturating_neg()];
        self.sum != 0 && sums.iter().any(|sum| self.stated.saturating_add(*sum) == fen)
    }
}

/// A line without a date, a quantity and a price of its own, and at most one text.
pub(crate) struct BareLine {
    /// Index in the grid.
    pub(crate) row: usize,
    /// Index of the line.
    pub(crate) line: usize,
    /// Issues that it gave rise to.
    pub(crate) issues: Range<usize>,
    pub(crate) fen: i64,
    pub(crate) slack: i64,
    pub(crate) cell: CellRef,
    pub(crate) label: Arc<str>,
    /// The table has items, and it has none.
    pub(crate) nameless: bool,
    /// The table has units, and it names none.
    pub(crate) ownerless: bool,
}

/// A row without a date and a price of its own.
pub(crate) struct BareRow<'a> {
    pub(crate) figures: Vec<(Figure<'a>, &'a Cell)>,
    pub(crate) quantity: Option<rust_decimal::Decimal>,
    /// Its own texts, the label of a total among them.
    pub(crate) texts: usize,
    pub(crate) item: Option<Arc<str>>,
    pub(crate) label: Arc<str>,
}

/// What a row is by its figures.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Judgement {
    /// A total of the lines above.
    Total,
    /// Perhaps one.
    Suspect,
    /// None of the lines above; perhaps of those below.
    Open,
    /// A purchase.
    Line,
}

impl BareRow<'_> {
    /// Whether it may be a label with its figure.
    pub(crate) fn is_label(&self) -> bool {
        self.texts < 2
    }
}

impl BareLine {
    /// Whether it is the total of a run of lines below it; `style`: other rows of the table are.
    pub(crate) fn is_head_of(&self, below: Run, style: bool) -> bool {
        let (one, two) = (below.rows >= 1, below.rows >= 2);
        self.is_sum(below) && ((below.is_dated_or_counted() && (two || (style && one))) || (below.rows > 2 && below.is_told()))
    }

    /// Its figure as that of a total.
    pub(crate) fn figure(&self) -> TotalFigure {
        TotalFigure {
            kind: TotalKind::Subtotal,
            of_month: false,
            stated: Some(self.fen),
            slack: self.slack,
            channel: None,
            cell: self.cell,
            label: Arc::clone(&self.label),
        }
    }

    pub(crate) fn is_sum(&self, run: Run) -> bool {
        run.unreadable == 0 && (run.fen - i128::from(self.fen)).abs() <= i128::from(self.slack)
    }
}
