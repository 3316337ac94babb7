//! Rows outside of every table.

use crate::{
    formats::cells::{Cell, Value},
    model::{
        finding::Severity,
        line::{Role, RoleEvidence},
    },
    rows::{reading::Fate, sheets::SheetReader},
    tables::{
        grid::{Grid, place},
        head_pairs::pairs,
        titles::{self, Titles},
        vocabulary::meaning::RowLabel,
    },
    text::normal,
    values,
};

/// Rows of a sheet without a table that are read as titles.
const TITLE_ROWS: usize = 40;
/// Labels with figures that make a list: a year or a phone number in a sheet of prose is none.
const MOST_PROSE: usize = 3;
/// Rows above a header, below another table, that may be its titles.
const MOST_TITLE_ROWS: usize = 25;

impl SheetReader<'_, '_> {
    /// A sheet without a table: prose, unless a row looks like data.
    pub(super) fn no_table(&mut self, grid: &Grid<'_>, titles: &mut Titles) {
        if self.pivot(grid) {
            return;
        }
        let money = self.is_list_of_money(grid);
        for index in 0..grid.rows.len() {
            match grid.filled(index).collect::<Vec<_>>().as_slice() {
                [label, figure] if money && self.is_label_of_money(label, figure) => {
                    let fate = self.sink.reject(grid.row(index), grid.filled(index), "outside_table");
                    self.sink.fates.set(index, fate);
                }
                _ => self.outside(grid, index, Fate::Prose),
            }
            if index < TITLE_ROWS {
                titles.row(grid, index, self.vocabulary);
            }
        }
    }

    /// What a pivot table shows: sums of a ledger that stands elsewhere.
    fn pivot(&mut self, grid: &Grid<'_>) -> bool {
        let head = (0..grid.rows.len()).take(TITLE_ROWS).flat_map(|index| grid.filled(index));
        let mut heads = head.filter_map(|c| match &c.value {
            Value::Text(t) if self.vocabulary.is_pivot_header(t) => Some((t, place(c))),
            _ => None,
        });
        let Some((found, cell)) = heads.next() else { return false };
        let args = [("role", Role::Summary.code()), ("by", RoleEvidence::Columns.code())];
        self.sink.issue("not_purchase_table", Severity::Warning, Some(cell), found, &args);
        for index in 0..grid.rows.len() {
            let blank = grid.filled(index).next().is_none();
            self.sink.fates.set(index, if blank { Fate::Blank } else { Fate::NotPurchase });
        }
        true
    }

    /// Whether a sheet without a table holds a list of labels and amounts, with a word of money or amounts of fen: no prose.
    fn is_list_of_money(&self, grid: &Grid<'_>) -> bool {
        let rows = || (0..grid.rows.len()).map(|index| grid.filled(index).take(3).collect::<Vec<_>>());
        let pairs = || rows().filter(|row| matches!(row.as_slice(), [label, figure] if self.is_label_of_money(label, figure)));
        let fen = || pairs().flatten().any(|c| matches!(c.value, Value::Number(f) if f.fract() != 0.0));
        let says = || {
            rows().flatten().any(|c| match &c.value {
                Value::Text(t) => self.vocabulary.is_of_money(t),
                _ => false,
            })
        };
        pairs().take(MOST_PROSE).count() == MOST_PROSE && (fen() || says())
    }

    fn is_label_of_money(&self, label: &Cell, figure: &Cell) -> bool {
        let Value::Text(text) = &label.value else { return false };
        let amount = match &figure.value {
            Value::Number(f) => f.abs() > 0.0 && f.abs() < 1e9,
            Value::Text(t) => is_plain_number(t) && t.len() < 11,
            _ => false,
        };
        amount && !is_plain_number(text) && self.vocabulary.row_label(text).is_none()
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

    /// A row below a header that says nothing of money: rejected where it holds a figure beside a word, for nothing shows what it is.
    pub(super) fn unproved(&mut self, grid: &Grid<'_>, index: usize) {
        let cells = || grid.filled(index);
        let words = cells()
            .filter(|c| matches!(&c.value, Value::Text(t) if !is_plain_number(t)))
            .count();
        if words > 0 && words < cells().count() {
            let fate = self.sink.reject(grid.row(index), cells(), "outside_table");
            self.sink.fates.set(index, fate);
        } else {
            self.outside(grid, index, Fate::Prose);
        }
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
        // 二、累计 and 月末结存 alone in their rows are titles of sections, and no rows of a total or of what was left.
        let section = |t: &&str| {
            let of_stock = || self.vocabulary.row_label(t) == Some(RowLabel::Opening);
            cells().count() == 1 && (titles::is_numbered(&normal::squeeze(t)) || of_stock())
        };
        let label = first_text(grid, index)
            .filter(|t| !section(t))
            .and_then(|t| self.vocabulary.row_label(t));
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

/// Figures of a row that may be a purchase: quantity and price, or amount.
const FIGURES: usize = 2;
/// Figures of a purchase in one cell, its day among them: `2024-3-1,大米,10,50,500`.
const FIGURES_OF_TEXT: usize = 5;

/// Whether a row holds as many figures as a purchase has.
pub(super) fn holds_figures(cells: &[Cell]) -> bool {
    let is_number = |c: &&Cell| matches!(&c.value, Value::Number(_)) || matches!(&c.value, Value::Text(t) if values::is_numeric_text(t));
    let groups = |text: &str| text.split(|c: char| !c.is_ascii_digit()).filter(|g| !g.is_empty()).count();
    let written = |c: &&Cell| matches!(&c.value, Value::Text(t) if groups(t) >= FIGURES_OF_TEXT && t.chars().count() <= LONGEST_PURCHASE);
    cells.iter().filter(is_number).count() >= FIGURES || cells.iter().any(|c| written(&c))
}

/// Characters of a purchase in one cell; what is longer is a sentence.
const LONGEST_PURCHASE: usize = 60;
