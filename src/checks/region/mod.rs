//! Checks across units: what only shows when the ledgers of several units lie side by side.
//!
//! In: [`CrossUnit`], the few columns of all units that these checks need. Out: flags by unit, with the lines of the unit itself and
//! of the others. Words and evidence are put to them where the unit's lines are at hand.

pub(crate) mod claimed;
pub(crate) mod price_far_from_others;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::checks::Meta;
use crate::checks::settings::CheckSettings;

/// A number that a line bears, as two hashes of its normalised text: 128 bits, so that equal hashes are equal numbers.
pub type Digest = (u64, u64);

/// A line with an order or invoice number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberRow {
    /// Unit.
    pub unit: u32,
    /// Line of the unit.
    pub line: u32,
    /// Number.
    pub number: Digest,
}

/// What a unit paid for one kind of goods in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceRow {
    /// Unit.
    pub unit: u32,
    /// First of the unit's lines.
    pub line: u32,
    /// Months since year 0.
    pub month: i32,
    /// Item, specification and measure.
    pub goods: Digest,
    /// The unit's own median (the lower middle), ten-thousandths of a yuan.
    pub price: i64,
}

/// The columns of all units.
#[derive(Debug, Default)]
pub struct CrossUnit {
    /// Order numbers.
    pub orders: Vec<NumberRow>,
    /// Invoice numbers.
    pub invoices: Vec<NumberRow>,
    /// Unit prices.
    pub prices: Vec<PriceRow>,
}

impl CrossUnit {
    /// Room for the columns of so many lines. What is not filled takes no memory; growing would hold the largest thing of a run twice.
    #[must_use]
    pub fn with_room_for(lines: u64) -> Self {
        let lines = usize::try_from(lines).unwrap_or(0);
        Self {
            orders: Vec::with_capacity(lines),
            invoices: Vec::with_capacity(lines),
            prices: Vec::with_capacity(lines),
        }
    }

    /// Adds those of another unit.
    pub fn append(&mut self, mut part: Self) {
        self.orders.append(&mut part.orders);
        self.invoices.append(&mut part.invoices);
        self.prices.append(&mut part.prices);
    }
}

/// One point of one unit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct RegionFlag {
    /// The unit's own lines; for a price the first of those with the same goods in the same month.
    pub lines: Vec<u32>,
    /// Lines of other units, `(unit, line)`.
    pub others: Vec<(u32, u32)>,
    /// Figures for the text.
    pub args: BTreeMap<&'static str, String>,
    /// Key of `checks.slip.*`.
    pub slip: &'static str,
}

/// What a check did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RegionOutcome {
    /// Subjects examined, by unit; a unit that is not here had nothing to compare.
    pub examined: BTreeMap<u32, u64>,
    /// Flags by unit.
    pub flags: BTreeMap<u32, Vec<RegionFlag>>,
}

/// A check over all units.
pub trait RegionCheck: Sync {
    /// What it is.
    fn meta(&self) -> Meta;
    /// Why a unit without anything examined is not applicable: a key of `checks.not_applicable.*`.
    fn nothing(&self) -> &'static str;
    /// Runs it.
    ///
    /// # Errors
    /// The columns cannot be sorted.
    fn run(&self, all: &CrossUnit, settings: &CheckSettings) -> RegionOutcome;
}

/// Every cross-unit check, in the order of the docs.
pub const REGION_CHECKS: &[&dyn RegionCheck] = &[
    &claimed::ORDER_CLAIMED,
    &claimed::INVOICE_CLAIMED,
    &price_far_from_others::PriceFarFromOthers,
];

/// Runs every cross-unit check; without the feature `region` there is nothing that could sort the columns.
pub fn run_region(all: &CrossUnit, settings: &CheckSettings) -> Vec<RegionOutcome> {
    REGION_CHECKS.par_iter().map(|c| c.run(all, settings)).collect()
}
