//! One row's cells by column of the table, with what merges and ditto marks bring down.

use crate::{
    formats::cells::{Cell, Value},
    model::{cell::CellRef, field::Field},
    tables::{grid::Grid, region::Region, vocabulary::Layouts},
    values,
};

/// One column's value in the current row.
#[derive(Debug, Clone, Copy, Default)]
pub struct Slot<'a> {
    /// Cell that counts here: the row's own, a merged region's first, or the one that a ditto mark repeats.
    pub cell: Option<&'a Cell>,
    /// Something of the row's own stands here.
    pub own: bool,
    /// Lies in a merged region that begins in a row above.
    pub covered: bool,
    /// First of a merged region that goes on below.
    pub goes_on: bool,
}

/// The columns of a table and the current row's values in them.
pub struct Slots<'a> {
    cols: Vec<(u32, Field)>,
    /// Values of the current row, by column of the region.
    pub now: Vec<Slot<'a>>,
    before: Vec<Option<&'a Cell>>,
    /// Place of each field's first column among the region's, by [`Field`]'s number: asked for a dozen times a row.
    by_field: [Option<u16>; Field::COUNT],
}

impl<'a> Slots<'a> {
    /// For the columns of a region.
    #[must_use]
    pub fn new(region: &Region) -> Self {
        let cols: Vec<(u32, Field)> = region.columns.iter().map(|c| (c.col, c.field)).collect();
        let mut by_field = [None; Field::COUNT];
        for (place, column) in (0_u16..).zip(&region.columns) {
            if column.channel.is_none() && column.field != Field::Ignored && column.field != Field::Amount {
                by_field[column.field as usize].get_or_insert(place);
            }
        }
        Self {
            now: vec![Slot::default(); cols.len()],
            before: vec![None; cols.len()],
            cols,
            by_field,
        }
    }

    /// Position of a field's column among the region's.
    #[must_use]
    pub fn at(&self, field: Field) -> Option<usize> {
        self.by_field[field as usize].map(usize::from)
    }

    /// Column of a field.
    #[must_use]
    pub fn col(&self, field: Field) -> Option<u32> {
        self.at(field).and_then(|i| self.cols.get(i)).map(|c| c.0)
    }

    /// The field's slot.
    #[must_use]
    pub fn slot(&self, field: Field) -> Option<Slot<'a>> {
        self.at(field).and_then(|i| self.now.get(i)).copied()
    }

    /// The field's cell.
    #[must_use]
    pub fn cell(&self, field: Field) -> Option<&'a Cell> {
        self.slot(field).and_then(|s| s.cell)
    }

    /// Whether the row itself says something in the field.
    #[must_use]
    pub fn has_own(&self, field: Field) -> bool {
        self.slot(field).is_some_and(|s| s.own && s.cell.is_some())
    }

    /// Whether the field has a value here, own or brought down.
    #[must_use]
    pub fn effective(&self, field: Field) -> bool {
        self.cell(field).is_some()
    }

    /// Takes in a row.
    pub fn load(&mut self, grid: &Grid<'a>, layouts: &Layouts, row: u32, cells: &'a [Cell]) {
        let merges = grid.has_merges();
        let mut cursor = 0;
        for (i, (col, field)) in self.cols.iter().enumerate() {
            while cells.get(cursor).is_some_and(|c| c.col < *col) {
                cursor += 1;
            }
            let own = cells.get(cursor).filter(|c| c.col == *col && !values::is_blank(&c.value));
            let merge = if merges { grid.vertical(row, *col) } else { None };
            let hidden = merges && own.is_some() && grid.covered(row, *col);
            let mut slot = Slot {
                cell: own.filter(|_| !hidden),
                own: own.is_some() && !hidden,
                ..Slot::default()
            };
            if let Some(m) = merge {
                slot.covered = m.top < row;
                slot.goes_on = m.top == row && m.left == *col;
                if slot.covered && carries(*field) {
                    slot.cell = grid.cell(m.top, m.left);
                }
            }
            if slot.own
                && let Some(Value::Text(text)) = slot.cell.map(|c| &c.value)
                && layouts.is_ditto(text)
            {
                slot.cell = self.before.get(i).copied().flatten();
            }
            if let Some(place) = self.now.get_mut(i) {
                *place = slot;
            }
        }
    }

    /// The current row is a line: ditto marks below repeat it.
    pub fn commit(&mut self) {
        for (before, slot) in self.before.iter_mut().zip(&self.now) {
            *before = slot.cell;
        }
    }
}

/// Fields whose merged cell holds for all its rows.
fn carries(field: Field) -> bool {
    !matches!(
        field,
        Field::Amount | Field::Quantity | Field::UnitPrice | Field::Serial | Field::Ignored
    )
}

/// Place of a cell.
#[must_use]
pub fn place(cell: &Cell) -> CellRef {
    CellRef {
        row: cell.row,
        col: cell.col,
    }
}
