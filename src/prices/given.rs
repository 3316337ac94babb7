//! Prices and contracts as they were given.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{model::Month, prices::measure::Measure};

/// Prices and contracts of a workbook or CSV.
#[derive(Debug, Default)]
pub(crate) struct PriceSheet {
    pub(super) prices: Vec<PriceRow>,
    pub(super) contracts: Vec<Contract>,
}

/// Days on which something holds, both ends included; open where nothing is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
}

impl Span {
    /// Whether it holds on the day; for a line without a day, in its whole month.
    pub(super) fn holds(self, day: Option<Date>, month: Month) -> bool {
        let (first, last) = day.map_or((month.first_day(), month.last_day()), |d| (d, d));
        self.from.is_none_or(|from| from <= first) && self.to.is_none_or(|to| last <= to)
    }

    pub(super) fn overlaps(self, other: Self) -> bool {
        let before = |a: Self, b: Self| matches!((a.to, b.from), (Some(to), Some(from)) if to < from);
        !before(self, other) && !before(other, self)
    }
}

/// A row of prices.
#[derive(Debug, Clone)]
pub(super) struct PriceRow {
    /// Item and its other names, normalised.
    pub(super) names: Vec<String>,
    /// 规格, normalised; empty for any.
    pub(super) spec: String,
    pub(super) measure: Measure,
    /// Yuan a measure.
    pub(super) market: Option<Decimal>,
    pub(super) guide: Option<Decimal>,
    pub(super) span: Span,
    /// Normalised; empty for any.
    pub(super) county: String,
    /// What the file says of where it comes from, and where it stands.
    pub(super) source: String,
    pub(super) place: String,
}

/// A contract's cut.
#[derive(Debug, Clone)]
pub(super) struct Contract {
    /// Normalised; empty for any.
    pub(super) supplier: String,
    pub(super) unit: String,
    pub(super) category: String,
    pub(super) cut_bp: i64,
    pub(super) span: Span,
    pub(super) source: String,
    pub(super) place: String,
}
