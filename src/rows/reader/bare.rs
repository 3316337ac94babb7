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
pub(super) struct Proof {
    /// The last row that may be the head of the lines below it, or a total that nothing proves.
    pub(super) open: Option<BareLine>,
    /// The same, with no line above it: it may be the total of the whole table.
    pub(super) first: Option<BareLine>,
    /// Totals by their label that stand above their lines, with the first of these.
    pub(super) above: Vec<(usize, TotalFigure)>,
    /// A total stands above its lines in this table.
    pub(super) heads: bool,
    /// A row without a label that we know has proved to be a total.
    pub(super) proved: bool,
    /// Lines that have neither date nor quantity nor price and are no sum of others.
    pub(super) loose: Vec<usize>,
    /// Lines below the grand total of a table that has neither dates nor quantities: a later total may prove them.
    pub(super) late: Vec<usize>,
    /// What stands below the last total.
    pub(super) since: Option<SinceTotal>,
    pub(super) items: HashSet<Arc<str>>,
    /// Lines whose items are known.
    pub(super) seen: usize,
}

/// The figures below a total that are no purchases.
pub(super) struct SinceTotal {
    /// How many totals were stated then: another total begins anew.
    pub(super) total: usize,
    /// What the table came to at last, fen.
    pub(super) stated: i64,
    /// Sum of the figures since, fen.
    pub(super) sum: i64,
    /// A line of the total is negative: a negative figure below may speak of it.
    pub(super) holds_negative: bool,
}

impl SinceTotal {
    /// Whether a figure is the total with those since added or taken off.
    pub(super) fn closes(&self, fen: i64) -> bool {
        let sums = [self.sum, self.sum.saturating_neg()];
        self.sum != 0 && sums.iter().any(|sum| self.stated.saturating_add(*sum) == fen)
    }
}

/// A line without a date, a quantity and a price of its own, and at most one text.
pub(super) struct BareLine {
    /// Index in the grid.
    pub(super) row: usize,
    /// Index of the line.
    pub(super) line: usize,
    /// Issues that it gave rise to.
    pub(super) issues: Range<usize>,
    pub(super) fen: i64,
    pub(super) slack: i64,
    pub(super) cell: CellRef,
    pub(super) label: Arc<str>,
    /// The table has items, and it has none.
    pub(super) nameless: bool,
    /// The table has units, and it names none.
    pub(super) ownerless: bool,
}

/// A row without a date and a price of its own.
pub(super) struct BareRow<'a> {
    pub(super) figures: Vec<(Figure<'a>, &'a Cell)>,
    pub(super) quantity: Option<rust_decimal::Decimal>,
    /// Its own texts, the label of a total among them.
    pub(super) texts: usize,
    pub(super) item: Option<Arc<str>>,
    pub(super) label: Arc<str>,
}

/// What a row is by its figures.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Judgement {
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
    pub(super) fn is_label(&self) -> bool {
        self.texts < 2
    }
}

impl BareLine {
    /// Whether it is the total of a run of lines below it; `style`: other rows of the table are.
    pub(super) fn is_head_of(&self, below: Run, style: bool) -> bool {
        let (one, two) = (below.rows >= 1, below.rows >= 2);
        self.is_sum(below) && ((below.is_dated_or_counted() && (two || (style && one))) || (below.rows > 2 && below.is_told()))
    }

    /// Its figure as that of a total.
    pub(super) fn figure(&self) -> TotalFigure {
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

    pub(super) fn is_sum(&self, run: Run) -> bool {
        run.unreadable == 0 && (run.fen - i128::from(self.fen)).abs() <= i128::from(self.slack)
    }
}
