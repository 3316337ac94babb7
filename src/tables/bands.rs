//! Tables side by side with blank columns between, or with titles of their own.

use std::{cell::LazyCell, sync::Arc};

use crate::{
    formats::cells::{Cell, DateSystem, Marks, Sheet},
    tables::{evidence::values::text, grid::Grid, header::HeaderFinder, vocabulary::Vocabulary},
    text::normal,
    values,
};

/// Bands of one sheet.
const MOST: usize = 8;
/// No format has more columns than this; a cell beyond it is no table's.
const WIDEST: u32 = 1 << 16;

/// Bands of columns parted by wholly blank columns, or that repeat a header below titles of their own, each as a sheet of its own, where two or more
/// of them hold tables.
#[must_use]
pub(crate) fn bands(sheet: &Sheet, vocabulary: &Vocabulary) -> Option<Vec<Sheet>> {
    let spans = titled_spans(sheet, vocabulary).or_else(|| spans(sheet))?;
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

/// Bands without a gap: a header of the same words again and again, and in the row above it a title over each of them that says where the goods are
/// from, what the slip is about or whose it is.
fn titled_spans(sheet: &Sheet, vocabulary: &Vocabulary) -> Option<Vec<(u32, u32)>> {
    let mut above: &[Cell] = &[];
    let used = LazyCell::new(|| {
        let filled = || sheet.cells.iter().filter(|c| !values::is_blank(&c.value)).map(|c| c.col);
        (filled().min(), filled().max())
    });
    let mut rows = sheet.cells.chunk_by(|a, b| a.row == b.row).peekable();
    while let Some(row) = rows.next() {
        // Goods have names; a statement has figures alone.
        let mut goods = || rows.peek().is_some_and(|below| below.iter().any(|c| text(c).is_some()));
        if let Some((firsts, alike)) = begins_again(row).filter(|_| goods()) {
            let (left, right) = (row.first()?.col, row.last()?.col);
            // A column that all share makes them groups of one table.
            if *used != (Some(left), Some(right)) {
                return None;
            }
            let title = |from: &u32| above.iter().find(|c| c.col == *from).and_then(|c| text(c));
            let titles: Option<Vec<&str>> = firsts.iter().map(title).collect();
            let tells = |t: &&str| {
                t.contains([':', '：']) || vocabulary.mentions_channel(t) || vocabulary.title_label(&normal::squeeze(t)).is_some()
            };
            let of_units = |titles: &[&str]| titles.iter().all(|t| vocabulary.holds_institution(t));
            let own = |titles: &Vec<&str>| !alike || titles.iter().any(tells) || of_units(titles);
            if titles.is_some_and(|titles| own(&titles)) {
                let ends = firsts.iter().skip(1).map(|from| from - 1).chain([right]);
                return Some(firsts.iter().copied().zip(ends).collect());
            }
        }
        above = row;
    }
    None
}

/// The columns at which the words of a row without gaps begin again with the first, two words at least of each part those of the first part; whether all
/// parts are the same.
fn begins_again(row: &[Cell]) -> Option<(Vec<u32>, bool)> {
    let without_gaps = row.windows(2).all(|pair| pair[1].col == pair[0].col + 1);
    if row.len() < 4 || !without_gaps || row.iter().any(|c| text(c).is_none_or(str::is_empty)) {
        return None;
    }
    let words: Vec<&str> = row.iter().filter_map(text).collect();
    let firsts: Vec<usize> = (0..words.len()).filter(|at| words[*at] == words[0]).collect();
    let ends = firsts.iter().skip(1).copied().chain([words.len()]);
    let parts: Vec<&[&str]> = firsts.iter().zip(ends).map(|(from, to)| &words[*from..to]).collect();
    let shared = |part: &&[&str]| part.iter().filter(|word| parts[0].contains(word)).count() > 1;
    let alike = parts.iter().all(|part| *part == parts[0]);
    (parts.len() > 1 && parts.iter().all(shared)).then(|| (firsts.iter().map(|at| row[*at].col).collect(), alike))
}
