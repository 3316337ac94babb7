//! One row's cells by column of the table, with what merges and ditto marks bring down.

use crate::{
    formats::cells::{Cell, Value},
    model::field::Field,
    tables::{grid::Grid, region::Region, vocabulary::Vocabulary},
    values,
};

/// One column's value in the current row.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RowCell<'a> {
    /// Cell that counts here: the row's own, a merged region's first, or the one that a ditto mark repeats.
    pub(crate) cell: Option<&'a Cell>,
    /// Something of the row's own stands here.
    pub(crate) own: bool,
    /// Lies in a merged region that begins in a row above.
    pub(crate) covered: bool,
    /// First of a merged region that goes on below.
    pub(crate) goes_on: bool,
}

/// The current row's values, by column of a table.
pub(crate) struct RowCells<'a> {
    columns: Vec<(u32, Field)>,
    now: Vec<RowCell<'a>>,
    /// Cells of the last line, which a ditto mark repeats.
    above: Vec<Option<&'a Cell>>,
    /// The sheet's column in which a blank repeats the cell above it.
    runs: Option<u32>,
    /// Index of each field's first column among the region's, by [`Field`]'s number: asked for a dozen times a row.
    by_field: [Option<u16>; Field::COUNT],
}

impl<'a> RowCells<'a> {
    /// For the columns of a region; in the sheet's column `runs` a blank repeats the cell above it.
    #[must_use]
    pub(crate) fn new(region: &Region, runs: Option<u32>) -> Self {
        let columns: Vec<(u32, Field)> = region.columns.iter().map(|c| (c.col, c.field)).collect();
        let mut by_field = [None; Field::COUNT];
        for (index, column) in (0_u16..).zip(&region.columns) {
            if column.channel.is_none() && column.field != Field::Ignored && column.field != Field::Amount {
                by_field[column.field as usize].get_or_insert(index);
            }
        }
        Self {
            now: vec![RowCell::default(); columns.len()],
            above: vec![None; columns.len()],
            columns,
            runs,
            by_field,
        }
    }

    /// Index of a field's column among the region's. Amounts have none: several columns may hold them.
    #[must_use]
    pub(crate) fn index(&self, field: Field) -> Option<usize> {
        self.by_field[field as usize].map(usize::from)
    }

    /// The sheet's column of a field.
    #[must_use]
    pub(crate) fn sheet_column(&self, field: Field) -> Option<u32> {
        self.index(field).and_then(|i| self.columns.get(i)).map(|c| c.0)
    }

    /// The value in the region's column `index`.
    #[must_use]
    pub(crate) fn in_column(&self, index: usize) -> Option<RowCell<'a>> {
        self.now.get(index).copied()
    }

    /// The field's value.
    #[must_use]
    pub(crate) fn get(&self, field: Field) -> Option<RowCell<'a>> {
        self.index(field).and_then(|i| self.in_column(i))
    }

    /// The field's cell.
    #[must_use]
    pub(crate) fn cell(&self, field: Field) -> Option<&'a Cell> {
        self.get(field).and_then(|c| c.cell)
    }

    /// Whether the row itself says something in the field.
    #[must_use]
    pub(crate) fn has_own(&self, field: Field) -> bool {
        self.get(field).is_some_and(|c| c.own && c.cell.is_some())
    }

    /// Whether the field has a value here, own or brought down.
    #[must_use]
    pub(crate) fn has_value(&self, field: Field) -> bool {
        self.cell(field).is_some()
    }

    /// Takes in the row at `index` of the grid.
    pub(crate) fn load(&mut self, grid: &Grid<'a>, vocabulary: &Vocabulary, index: usize) {
        let (row, cells) = (grid.row(index), grid.cells(index));
        let merges = grid.has_merges(row);
        let mut cursor = 0;
        for (((col, field), now), above) in self.columns.iter().zip(&mut self.now).zip(&self.above) {
            while cells.get(cursor).is_some_and(|c| c.col < *col) {
                cursor += 1;
            }
            let own = cells.get(cursor).filter(|c| c.col == *col && !values::is_blank(&c.value));
            let own = own.filter(|_| !(merges && grid.covered(row, *col)));
            *now = RowCell {
                cell: own,
                own: own.is_some(),
                ..RowCell::default()
            };
            if merges && let Some(merge) = grid.tall_merge(row, *col) {
                now.covered = merge.top < row;
                now.goes_on = merge.top == row && merge.left == *col;
                if now.covered && holds_for_all_rows(*field) {
                    now.cell = grid.cell(merge.top, merge.left);
                }
            }
            if now.cell.is_none() && self.runs == Some(*col) {
                now.cell = *above;
            }
            if now.own
                && let Some(Value::Text(text)) = now.cell.map(|c| &c.value)
                && vocabulary.is_ditto(text)
            {
                now.cell = *above;
            }
        }
    }

    /// The current row is a line: ditto marks below repeat it.
    pub(crate) fn remember(&mut self) {
        for (above, now) in self.above.iter_mut().zip(&self.now) {
            *above = now.cell;
        }
    }
}

/// Whether a merged cell of the field says the same of all its rows; a merged amount is one amount.
fn holds_for_all_rows(field: Field) -> bool {
    !matches!(
        field,
        Field::Amount | Field::Quantity | Field::UnitPrice | Field::Serial | Field::Ignored
    )
}
