//! Which of the registered units that a text names may own the lines: who stands in the title of a delivery note sells.

use std::sync::Arc;

use crate::{
    rows::reading::OF_BANDS,
    units::{
        placing::{Placed, Placer, UnitKey},
        whose::{NamedBy, Place, Placement, Whose},
    },
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

impl Whose<'_> {
    /// The part of a unit that the tab names beside the unit's own name on the file or in the book, where the registry has it: 附属幼儿园 of 城南小学.
    pub(super) fn part_by_tab(&self, place: Place<'_>, of: &Placement) -> Option<Placement> {
        let Placer { names, counties, .. } = self.placer;
        let by_whole = matches!(of.by, NamedBy::Book | NamedBy::FileName | NamedBy::Folder) && place.column.is_none();
        let UnitKey::Registered(unit) = of.unit.key else { return None };
        let tab = &self.reading.sheets.get(usize::from(place.sheet)).filter(|_| by_whole)?.name;
        let whole = format!("{}{tab}", self.placer.registered(unit, "").shown);
        let part = names.find_exactly(&whole, self.hints.county.as_ref(), counties)?;
        (part != unit).then(|| Placement {
            unit: self.placer.registered(part, tab),
            by: NamedBy::Tab,
            text: tab.to_string(),
            cell: None,
            rivals: Vec::new(),
            contested: false,
        })
    }
}
