//! First pass: everything that is to be audited is read, from files or from a ledger; what a run keeps of each file is small, and its reading is held
//! as far as memory allows.

pub mod files;
pub(crate) mod ledger;
pub(crate) mod read;
pub mod readings;

use crate::{
    formats::Limits,
    run::{RunEvents, inputs::readings::BoundedCache},
    tables::vocabulary::Vocabulary,
    units::placing::Placer,
};

/// How to read.
#[derive(Clone, Copy)]
pub struct ReadContext<'a> {
    /// Limits of one workbook.
    pub limits: &'a Limits,
    /// Header data.
    pub layouts: &'a Vocabulary,
    /// Units and counties.
    pub placer: &'a Placer<'a>,
    /// Where readings wait for their unit.
    pub cache: &'a BoundedCache,
    /// Who is told.
    pub events: &'a dyn RunEvents,
}
