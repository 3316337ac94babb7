//! Which of the registered units that a text names may own the lines: who stands in the title of a delivery note sells.

use std::sync::Arc;

use crate::{
    rows::reading::OF_BANDS,
    units::placing::{Placed, Placer, UnitKey},
};

impl Placer<'_> {
    /// Of the registered units that a title, a tab or a file's name tells those whose lines may stand below it. On a seller's paper a firm sells,
    /// unless it is the paper of its own canteen.
    pub(super) fn without_sellers(&self, text: &str, units: &[usize]) -> Vec<usize> {
        let is_firm = |unit: &usize| self.words.is_firm(&self.registered(*unit, "").shown);
        if !units.iter().any(is_firm) || !self.words.is_sellers_paper(text) {
            return units.to_vec();
        }
        let others: Vec<usize> = units.iter().copied().filter(|unit| !is_firm(unit)).collect();
        let canteen = self.words.0.canteen_suffixes.iter().any(|word| text.contains(word.as_str()));
        if others.is_empty() && canteen { units.to_vec() } else { others }
    }

    /// The registered unit of a text in a column that nobody knows: it is nothing but a name, or a band that holds one (`第二小学3月`).
    pub(super) fn of_guess(&self, col: u32, text: &str, county: Option<&Arc<str>>) -> Option<usize> {
        let Self {
            names, words, counties, ..
        } = self;
        names.find_exactly(text, county, counties).or_else(|| {
            let held = if col == OF_BANDS {
                names.find(text, county, words, counties)
            } else {
                Vec::new()
            };
            held.first().copied().filter(|_| held.len() == 1)
        })
    }

    /// Whether a unit that only its workbooks name is called as institutions are.
    pub(super) fn is_institution(&self, unit: &Placed) -> bool {
        matches!(&unit.key, UnitKey::Found { name, .. } if self.words.is_institution(name, self.counties))
    }
}
