//! The unit of a file by its path alone.

use crate::{
    formats::cells::{DateSystem, Format},
    rows::reading::Reading,
    units::{
        placing::{PathHints, Placed, Placer},
        whose::Whose,
    },
};

impl Placer<'_> {
    /// The unit that a path names, where nothing within the file can.
    #[must_use]
    pub(crate) fn of_path(&self, hints: &PathHints) -> Option<Placed> {
        let nothing = Reading {
            format: Format::Csv,
            date_system: DateSystem::D1900,
            sheets: Vec::new(),
            lines: Vec::new(),
            stock: Vec::new(),
            rejected: Vec::new(),
            issues: Vec::new(),
        };
        Whose::new(self, &nothing, hints).sheet(0).map(|p| p.unit.clone())
    }
}
