//! What contradicts the registered unit that a line was given to.

use crate::units::{
    placing::Placer,
    whose::{Place, Placement, Whose},
};

impl Whose<'_> {
    /// Whether a found name is plainly another institution's than a registered unit.
    pub(super) fn is_another(&self, found: &Placement, unit: usize) -> bool {
        self.is_of_another(&found.unit.shown, unit)
    }

    /// Whether a name is plainly another institution's than a registered unit.
    pub(super) fn is_of_another(&self, name: &str, unit: usize) -> bool {
        let Placer {
            names, words, counties, ..
        } = self.placer;
        let name = words.canteen_stripped(name, 4);
        let is_own =
            || names.is_related(name, unit, counties) || names.find(name, self.hints.county.as_ref(), words, counties).contains(&unit);
        words.is_institution(name, counties) && !is_own()
    }

    /// Whether what names one unit stands between the table before and the line's own, and what names the other above both.
    pub(super) fn stands_nearer(&self, place: Place<'_>, near: &Placement, far: &Placement) -> bool {
        let sheet = self.reading.sheets.get(usize::from(place.sheet));
        let before = usize::from(place.table).checked_sub(1).and_then(|at| sheet?.tables.get(at));
        let row = |named: &Placement| named.cell.filter(|(sheet, _)| *sheet == place.sheet).map(|(_, cell)| cell.row);
        let rows = row(near).zip(row(far));
        before
            .zip(rows)
            .is_some_and(|(before, (near, far))| far < before.header.0 && before.header.1 < near)
    }
}
