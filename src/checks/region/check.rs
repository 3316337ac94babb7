//! What a cross-unit check is.

use std::collections::BTreeMap;

use crate::checks::{
    check::{Meta, NotApplicableReason},
    region::columns::CrossUnit,
    settings::CheckSettings,
    slip::Slip,
};

/// One point of one unit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct RegionFlag {
    /// The unit's own lines; for a price the first of those with the same goods in the same month.
    pub lines: Vec<u32>,
    /// Lines of other units, `(unit, line)`: no more than a finding shows.
    pub others: Vec<(u32, u32)>,
    /// How many there are.
    pub others_total: usize,
    /// Figures for the text.
    pub args: BTreeMap<&'static str, String>,
    /// What a price that is off looks like.
    pub slip: Slip,
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
#[derive(Debug, Clone, Copy)]
pub struct RegionCheck {
    /// What it is.
    pub meta: Meta,
    /// Why it is not applicable to a unit of which nothing was examined.
    pub nothing: NotApplicableReason,
    /// Runs it: one pure function.
    pub run: fn(&CrossUnit, &CheckSettings) -> RegionOutcome,
}
