//! Slips of the pen that a price shows; the auditor then knows where to look.

use crate::text::Catalog;

/// What a price that is off looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Slip {
    /// Nothing in particular.
    #[default]
    None,
    /// Ten times: the decimal point.
    Ten,
    /// Twice: 公斤 for 斤.
    Jin,
}

impl Slip {
    /// In words; empty for [`Self::None`].
    pub fn text(self, catalog: &Catalog) -> String {
        let key = match self {
            Self::None => "checks.slip.none",
            Self::Ten => "checks.slip.ten",
            Self::Jin => "checks.slip.jin",
        };
        catalog.get(key).to_owned()
    }
}
