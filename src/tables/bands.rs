//! Tables side by side with blank columns between.

use std::sync::Arc;

use crate::{
    formats::cells::{DateSystem, Marks, Sheet},
    tables::{grid::Grid, header::HeaderFinder, vocabulary::Vocabulary},
    values,
};

/// Bands of one sheet.
const MOST: usize = 8;
/// No format has more columns than this; a cell beyond it is no table's.
const WIDEST: u32 = 1 << 16;

/// Bands of columns parted by wholly blank columns, each as a sheet of its own, where two or more of them hold tables.
#[must_use]
pub(crate) fn bands(sheet: &Sheet, vocabulary: &Vocabulary) -> Option<Vec<Sheet>> {
    let spans = spans(sheet)?;
    let last = spans.len().checked_sub(1)?;
    if !(2..=MOST).contains(&spans.len()) {
        return None;
    }
    let empty = || Sheet {
        name: Arc::clone(&sheet.name),
        visibility: sheet.visibility,
        cells: Vec::new(),
        merges: sheet.merges.clone(),
        hidden_rows: Vec::new(),
        marks: Marks {
            formulas: sheet.marks.formulas.clone(),
            ..Marks::default()
        },
    };
    let mut bands: Vec<Sheet> = spans.iter().map(|_| empty()).collect();
    for cell in &sheet.cells {
        let at = spans.partition_point(|(_, right)| *right < cell.col).min(last);
        if let Some(band) = bands.get_mut(at) {
            band.cells.push(cell.clone());
        }
    }
    let has_table = |band: &&Sheet| {
        !HeaderFinder::new(&Grid::new(band), vocabulary, DateSystem::D1900)
            .headers()
            .is_empty()
    };
    (bands.iter().filter(has_table).count() >= 2).then_some(bands)
}

/// First and last column of each band.
fn spans(sheet: &Sheet) -> Option<Vec<(u32, u32)>> {
    let widest = sheet.cells.iter().map(|c| c.col).filter(|c| *c < WIDEST).max()?;
    let mut used = vec![false; usize::try_from(widest).unwrap_or(0) + 1];
    for cell in sheet.cells.iter().filter(|c| !values::is_blank(&c.value)) {
        if let Some(place) = usize::try_from(cell.col).ok().and_then(|c| used.get_mut(c)) {
            *place = true;
        }
    }
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for (col, _) in (0_u32..).zip(used).filter(|(_, used)| *used) {
        match spans.last_mut() {
            Some((_, right)) if col == *right + 1 => *right = col,
            _ => spans.push((col, col)),
        }
    }
    Some(spans)
}
