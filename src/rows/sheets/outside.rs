//! Rows outside of every table.

use crate::{
    formats::cells::Value,
    rows::{reading::Fate, sheets::SheetReader},
    tables::{grid::Grid, head_pairs::pairs, titles::Titles, vocabulary::meaning::RowLabel},
    text::normal,
    values,
};

/// Rows of a sheet without a table that are read as titles.
const TITLE_ROWS: usize = 40;
/// Rows above a header, below another table, that may be its titles.
const MOST_TITLE_ROWS: usize = 25;

impl SheetReader<'_, '_> {
    /// A sheet without a table: prose, unless a row looks like data.
    pub(super) fn no_table(&mut self, grid: &Grid<'_>, titles: &mut Titles) {
        for index in 0..grid.rows.len() {
            self.outside(grid, index, Fate::Prose);
            if index < TITLE_ROWS {
                titles.row(grid, index, self.vocabulary);
            }
        }
    }

    /// Sets the fate of a row outside of every table: blank, rejected where it looks like data, or else `otherwise`.
    pub(super) fn outside(&mut self, grid: &Grid<'_>, index: usize, otherwise: Fate) {
        let cells = || grid.filled(index);
        let texts = || {
            cells().filter_map(|c| match &c.value {
                Value::Text(t) => Some(t),
                _ => None,
            })
        };
        let number = cells().any(|c| matches!(c.value, Value::Number(_))) || texts().any(|t| is_plain_number(t));
        let words = texts().any(|t| !is_plain_number(t));
        let labelled = texts().any(|t| t.contains([':', '：']));
        let total = || first_text(grid, index).is_some_and(|t| self.vocabulary.row_label(t).is_some());
        let fate = match cells().count() {
            0 => Fate::Blank,
            3.. if number && words && !labelled && !total() && !self.is_pairs(grid, index) => {
                self.sink.reject(grid.row(index), cells(), "outside_table")
            }
            _ => otherwise,
        };
        self.sink.fates.set(index, fate);
    }

    /// First of the rows above a header that are its titles: words, no figures, no totals.
    pub(super) fn title_start(&self, grid: &Grid<'_>, floor: usize, header: usize) -> usize {
        if floor == 0 {
            return 0;
        }
        let lowest = floor.max(header.saturating_sub(MOST_TITLE_ROWS));
        let titles = (lowest..header).rev().take_while(|index| self.may_be_title(grid, *index));
        header - titles.count()
    }

    fn may_be_title(&self, grid: &Grid<'_>, index: usize) -> bool {
        let cells = || grid.filled(index);
        let figures = cells().any(|c| match &c.value {
            Value::Text(t) => is_plain_number(t),
            Value::Number(_) | Value::Error(_) | Value::Uncalculated => true,
            _ => false,
        });
        let label = first_text(grid, index).and_then(|t| self.vocabulary.row_label(t));
        let labelled = cells().any(|c| matches!(&c.value, Value::Text(t) if t.contains([':', '：'])));
        let words = !figures && matches!(label, None | Some(RowLabel::Footer)) && (labelled || cells().count() <= 2);
        words || self.is_pairs(grid, index)
    }

    /// Whether the row is labels with their values, of which some may be figures.
    fn is_pairs(&self, grid: &Grid<'_>, index: usize) -> bool {
        let texts: Vec<String> = grid.filled(index).map(|c| values::show(&c.value)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        pairs(&texts, self.vocabulary).is_some()
    }

    pub(super) fn is_footer_row(&self, grid: &Grid<'_>, index: usize) -> bool {
        first_text(grid, index).is_some_and(|t| self.vocabulary.row_label(t) == Some(RowLabel::Footer))
    }
}

/// Text of a row's first cell that is not blank.
fn first_text<'a>(grid: &Grid<'a>, index: usize) -> Option<&'a str> {
    match &grid.filled(index).next()?.value {
        Value::Text(t) => Some(t),
        _ => None,
    }
}

/// Digits with separators and a sign, no date and no unit.
fn is_plain_number(text: &str) -> bool {
    let t = normal::trim(text);
    !t.is_empty()
        && t.len() <= 20
        && t.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-'))
        && t.bytes().any(|b| b.is_ascii_digit())
}
