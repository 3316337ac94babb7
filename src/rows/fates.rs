//! The fate of each row of a sheet, while it is read.

use crate::{
    model::line::Role,
    rows::reading::{Fate, RowFate},
    tables::grid::Grid,
};

/// Fates by index of the grid; of a row that nothing claimed there is none yet.
#[derive(Debug, Default)]
pub(crate) struct Fates(Vec<Option<Fate>>);

impl Fates {
    /// For the rows of a grid.
    #[must_use]
    pub(crate) fn new(grid: &Grid<'_>) -> Self {
        Self(vec![None; grid.rows.len()])
    }

    /// Records a row's fate; where tables stand side by side the weightiest counts.
    pub(crate) fn set(&mut self, index: usize, fate: Fate) {
        if let Some(place) = self.0.get_mut(index)
            && place.is_none_or(|known| weight(fate) > weight(known))
        {
            *place = Some(fate);
        }
    }

    /// Records what a row turned out to be that was taken for something else.
    pub(crate) fn replace(&mut self, index: usize, fate: Fate) {
        if let Some(place) = self.0.get_mut(index) {
            *place = Some(fate);
        }
    }

    /// Rows that have a fate, with it.
    pub(crate) fn known(&self) -> impl Iterator<Item = (usize, Fate)> + '_ {
        self.0.iter().enumerate().filter_map(|(index, fate)| Some((index, (*fate)?)))
    }

    /// Whether words stand between the rows of a table: a line follows before any header or total.
    #[must_use]
    pub(crate) fn is_band(&self, index: usize) -> bool {
        let below = self.0.get(index + 1..).unwrap_or_default().iter().flatten();
        let mut told = below.filter(|fate| !matches!(fate, Fate::Title | Fate::Blank));
        self.0.get(index) == Some(&Some(Fate::Title)) && told.next() == Some(&Fate::Line)
    }

    /// The fates as runs; rows that nothing claimed are blank.
    #[must_use]
    pub(crate) fn runs(&self, grid: &Grid<'_>) -> Vec<RowFate> {
        let mut out: Vec<RowFate> = Vec::new();
        for (row, fate) in grid.rows.iter().zip(&self.0) {
            let (row, fate) = (row.row, fate.unwrap_or(Fate::Blank));
            match out.last_mut() {
                Some(run) if run.fate == fate => {
                    run.last = row;
                    run.rows += 1;
                }
                _ => out.push(RowFate {
                    first: row,
                    last: row,
                    rows: 1,
                    fate,
                }),
            }
        }
        out
    }
}

/// The fate of rows of a table of this role, where they are no lines.
#[must_use]
pub(crate) fn fate_of(role: Role) -> Fate {
    match role {
        Role::Void => Fate::Void,
        Role::Example => Fate::Example,
        _ => Fate::NotPurchase,
    }
}

fn weight(fate: Fate) -> u8 {
    match fate {
        Fate::Line => 11,
        Fate::Rejected => 10,
        Fate::Continuation => 9,
        Fate::Total => 8,
        Fate::Subtotal => 7,
        Fate::NotPurchase | Fate::Void | Fate::Example => 6,
        Fate::Header => 5,
        Fate::Title => 4,
        Fate::Footer => 3,
        Fate::Prose => 2,
        Fate::Hidden => 1,
        Fate::Blank => 0,
    }
}
