//! Statements that stand on their side: `采购总额`, `其中：832平台` … as rows, with one column of amounts or one a month.
//!
//! In: a sheet in which no header row was found. Out: the same cells turned over the diagonal, so that the reader of tables
//! can read them.

pub(crate) mod ledger;

use std::collections::HashMap;

use crate::{
    formats::cells::{Cell, Marks, Sheet, Value},
    model::{cell::CellRef, dates::PartialDate, field::Field},
    tables::{
        statement::labels::{MOST_LABEL, Share, as_header, share, unit_in, without_month},
        vocabulary::{Vocabulary, meaning::RowLabel},
    },
    text::normal::{self, Normal},
    values::{
        self,
        date::title::{months_in, period_in, sums_of_months},
        is_numeric_text,
        money_unit::{MoneyUnit, money_tail, money_unit},
    },
};

/// A statement on its side: the rows that it takes, and its cells turned.
pub(crate) struct TransposedStatement {
    /// Row with the headers of the amount columns (`金额`, `1月`), where there is one.
    pub(crate) header: Option<u32>,
    /// First row with a label.
    pub(crate) first: u32,
    /// Last row with a label.
    pub(crate) last: u32,
    /// The whole stands above its parts, as in `采购总额`, `其中：…`; a total below them would be their sum.
    pub(crate) whole_first: bool,
    /// One purchase a column, no statement.
    pub(crate) is_ledger: bool,
    /// Its columns of amounts are units'.
    pub(crate) of_units: bool,
    /// Month that the label of the whole names.
    pub(crate) month: Option<PartialDate>,
    /// Money unit of the one column of amounts.
    pub(crate) money: Option<MoneyUnit>,
    /// The turned cells: its rows are the sheet's columns.
    pub(crate) turned: Sheet,
    /// Where its cells stand in the sheet, where that is not the place across the diagonal.
    pub(crate) places: HashMap<CellRef, CellRef>,
}

impl TransposedStatement {
    /// The place in the sheet of a place in the turned cells.
    #[must_use]
    pub(crate) fn place(&self, turned: CellRef) -> CellRef {
        let across = CellRef {
            row: turned.col,
            col: turned.row,
        };
        self.places.get(&turned).copied().unwrap_or(across)
    }
}

/// Columns that labels are looked for in, and rows looked at.
const LABEL_COLUMNS: u32 = 6;
const MOST_ROWS: usize = 200;
const MOST_ROWS_BELOW: u32 = 60;

/// The statement that stands on its side in a sheet, if there is one.
#[must_use]
pub(crate) fn find(sheet: &Sheet, vocabulary: &Vocabulary) -> Option<TransposedStatement> {
    (0..LABEL_COLUMNS).find_map(|col| find_at(sheet, vocabulary, col))
}

fn find_at(sheet: &Sheet, vocabulary: &Vocabulary, col: u32) -> Option<TransposedStatement> {
    let labelled = labelled_rows(sheet, vocabulary, col);
    let parts = labelled.iter().filter(|(_, s)| *s == Share::Part).count();
    let wholes = labelled.len() - parts;
    // Parts without their whole are no base, and several wholes several statements, of which nothing says
    // which part belongs to which.
    if parts == 0 || wholes > 1 {
        return None;
    }
    let (mut first, last) = (labelled.first()?.0, labelled.last()?.0);
    // What 其中 stands below is the whole, whatever it is called.
    let above = first
        .checked_sub(1)
        .filter(|row| wholes == 0 && is_label(sheet, vocabulary, *row, col));
    let unnamed = above.filter(|_| label(sheet, first, col).is_some_and(|t| vocabulary.named_part(&normal::header(t)).is_some()));
    first = unnamed.unwrap_or(first);
    if wholes == 0 && unnamed.is_none() && (labelled.len() < 2 || !has_other_part(sheet, vocabulary, col, &labelled)) {
        return None;
    }
    let mut labels = LabelColumn {
        sheet,
        vocabulary,
        col,
        header: first.checked_sub(1).filter(|row| is_header(sheet, *row, col)),
        first,
        last,
    };
    // A part under a new name may stand below those that we know.
    while labels.last - first < MOST_ROWS_BELOW && is_label(sheet, vocabulary, labels.last + 1, col) {
        labels.last += 1;
    }
    if labels.last == first {
        return None;
    }
    let last = labels.last;
    let columns = labels.amount_columns()?;
    let head = columns.first().and_then(|c| labels.header_text(*c));
    Some(TransposedStatement {
        header: labels.header,
        first,
        last,
        is_ledger: false,
        of_units: columns.iter().any(|c| labels.is_unit_column(*c)),
        whole_first: unnamed.is_some() || labelled.first().is_some_and(|(_, s)| *s == Share::Whole),
        month: label(sheet, first, col).and_then(|text| without_month(text).1),
        money: head.and_then(|n| money_unit(&n.bracket).or_else(|| money_tail(&n.text))),
        turned: labels.turned(&columns),
        places: HashMap::new(),
    })
}

/// The text of a label's cell.
fn label(sheet: &Sheet, row: u32, col: u32) -> Option<&str> {
    let at = sheet.cells.binary_search_by_key(&(row, col), |c| (c.row, c.col)).ok()?;
    match &sheet.cells.get(at)?.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// Whether a row has a label that no word explains, and a figure: no footer's, no share's, no total of another period.
fn is_label(sheet: &Sheet, vocabulary: &Vocabulary, row: u32, col: u32) -> bool {
    let Some(text) = label(sheet, row, col) else { return false };
    let normal = normal::header(text);
    (1..=MOST_LABEL).contains(&normal.text.chars().count())
        && !is_numeric_text(text)
        && vocabulary.row_label(text).is_none_or(|l| l == RowLabel::Part)
        && vocabulary.title_label(&normal.text).is_none()
        && !vocabulary.is_no_amount(&normal)
        && figures(sheet, row, col).next().is_some()
}

/// Rows whose label in the column says whole or part, and that hold figures.
fn labelled_rows(sheet: &Sheet, vocabulary: &Vocabulary, col: u32) -> Vec<(u32, Share)> {
    // A column of a ledger repeats its foods and suppliers: each text is judged once.
    let mut judged: HashMap<&str, Option<Share>> = HashMap::new();
    let labels = sheet.cells.iter().filter(|c| c.col == col).take(MOST_ROWS);
    labels
        .filter_map(|c| {
            let Value::Text(text) = &c.value else { return None };
            Some((c.row, (*judged.entry(text).or_insert_with(|| share(text, vocabulary)))?))
        })
        .filter(|(row, share)| figures(sheet, *row, col).next().is_some() || (*share == Share::Part && has_unreadable(sheet, *row, col)))
        .collect()
}

/// Whether a text with digits stands beside a label: an amount that nobody can read.
fn has_unreadable(sheet: &Sheet, row: u32, col: u32) -> bool {
    let from = sheet.cells.partition_point(|c| (c.row, c.col) <= (row, col));
    let beside = sheet.cells[from..].iter().find(|c| !values::is_blank(&c.value));
    let digits = |c: &Cell| matches!(&c.value, Value::Text(t) if t.contains(|c: char| c.is_ascii_digit()));
    beside.is_some_and(|c| c.row == row && digits(c))
}

/// Whether one of the parts is what was bought through no channel: then the parts make the whole.
fn has_other_part(sheet: &Sheet, vocabulary: &Vocabulary, col: u32, labelled: &[(u32, Share)]) -> bool {
    let mut labels = sheet
        .cells
        .iter()
        .filter(|c| c.col == col && labelled.iter().any(|(row, _)| *row == c.row));
    labels.any(|c| {
        let channel = vocabulary.channel_column(&normal::header(&values::show(&c.value)));
        channel.is_some_and(|n| vocabulary.is_other_channel(&n))
    })
}

/// Cells with figures to the right of a label.
fn figures(sheet: &Sheet, row: u32, col: u32) -> impl Iterator<Item = &Cell> {
    let from = sheet.cells.partition_point(|c| (c.row, c.col) <= (row, col));
    sheet.cells[from..]
        .iter()
        .take_while(move |c| c.row == row)
        .filter(|c| is_figure(&c.value))
}

pub(super) fn is_figure(value: &Value) -> bool {
    match value {
        Value::Number(_) | Value::Uncalculated => true,
        Value::Text(t) => is_numeric_text(t),
        _ => false,
    }
}

/// `项目 | 金额`: words only, and something over the amounts.
fn is_header(sheet: &Sheet, row: u32, col: u32) -> bool {
    let cells = || sheet.cells.iter().filter(|c| c.row == row && !values::is_blank(&c.value));
    let wide = |c: &Cell| sheet.merges.iter().any(|m| m.top == c.row && m.left == c.col && m.right > m.left);
    cells().any(|c| c.col > col)
        && cells().all(|c| matches!(&c.value, Value::Text(t) if !t.contains([':', '：'])) && !is_figure(&c.value) && !wide(c))
}

fn is_month(text: &Normal) -> bool {
    text.text.contains('月') && period_in(&text.text).month.is_some()
}

/// The column with the labels of a statement, and the rows that belong to it.
struct LabelColumn<'a> {
    sheet: &'a Sheet,
    vocabulary: &'a Vocabulary,
    col: u32,
    header: Option<u32>,
    first: u32,
    last: u32,
}

impl LabelColumn<'_> {
    /// What stands over a column of figures.
    fn header_text(&self, col: u32) -> Option<Normal> {
        let cell = self.sheet.cells.iter().find(|c| Some(c.row) == self.header && c.col == col)?;
        match &cell.value {
            Value::Text(t) => Some(normal::header(t)),
            _ => None,
        }
    }

    fn is_month_column(&self, col: u32) -> bool {
        self.header_text(col).is_some_and(|n| is_month(&n))
    }

    /// The months that head the column, first and last.
    fn months_of(&self, col: u32) -> Option<(i8, i8)> {
        let text = self.header_text(col)?.text;
        let month = || period_in(&text).month.and_then(PartialDate::month).map(|m| (m, m));
        months_in(&text).or_else(|| month().filter(|_| text.contains('月')))
    }

    /// Whether an institution's name heads the column; in a table by seller or goods each row is a purchase and no part of a statement.
    fn is_unit_column(&self, col: u32) -> bool {
        let text = |col: u32| self.header.and_then(|row| label(self.sheet, row, col));
        let corner = text(self.col).and_then(|t| self.vocabulary.field(&normal::header(t)));
        let parts = matches!(corner, None | Some((Field::Channel | Field::Category, _)));
        parts && text(col).is_some_and(|t| self.vocabulary.looks_like_institution(t) && !self.vocabulary.looks_like_seller(t))
    }

    /// The unit of money between a row's label and its figures.
    fn unit_beside(&self, row: u32) -> Option<&str> {
        let from = self.sheet.cells.partition_point(|c| (c.row, c.col) <= (row, self.col));
        let behind = self.sheet.cells[from..].iter().take_while(|c| c.row == row && !is_figure(&c.value));
        behind.filter_map(|c| unit_in(&c.value)).next()
    }

    /// The columns of amounts: those under months, or the one under an amount's name (or under nothing).
    fn amount_columns(&self) -> Option<Vec<u32>> {
        let mut cols: Vec<u32> = (self.first..=self.last)
            .take(MOST_ROWS)
            .flat_map(|row| figures(self.sheet, row, self.col).map(|c| c.col))
            .collect();
        cols.sort_unstable();
        cols.dedup();
        let months: Vec<u32> = cols.iter().copied().filter(|c| self.is_month_column(*c)).collect();
        if !months.is_empty() {
            // 1-2月 beside 3月 is one more column of months, 1-3月 their sum.
            let spans: Vec<(u32, (i8, i8))> = cols.iter().filter_map(|c| Some((*c, self.months_of(*c)?))).collect();
            let sums = sums_of_months(&spans.iter().map(|(_, span)| *span).collect::<Vec<_>>());
            let apart = sums.map(|sums| spans.iter().zip(sums).filter(|(_, sum)| !sum).map(|((col, _), _)| *col).collect());
            return Some(apart.unwrap_or(months));
        }
        let units: Vec<u32> = cols.iter().copied().filter(|c| self.is_unit_column(*c)).collect();
        if units.len() > 1 {
            return Some(units);
        }
        if self.header.is_some() {
            let amount =
                |n: Normal| matches!(self.vocabulary.field(&n), Some((Field::Amount, _))) && !self.vocabulary.is_other_period(&n.bracket);
            let named: Vec<u32> = cols.iter().copied().filter(|c| self.header_text(*c).is_some_and(amount)).collect();
            if named.is_empty() {
                // 本月数 beside 本年累计: the one that is neither of another period nor a share.
                cols.retain(|c| self.header_text(*c).is_some_and(|n| !self.vocabulary.is_of_other_kind(&n)));
            } else {
                cols = named;
            }
        }
        // Two columns of amounts without months: which of them counts is not said. Funds and kinds of goods beside their total make a table of rows.
        let is_share =
            |c: &Cell| matches!(&c.value, Value::Text(t) if self.vocabulary.looks_like_fund(t) || self.vocabulary.is_category(t));
        let shares = self.sheet.cells.iter().filter(|c| Some(c.row) == self.header && c.col > self.col);
        (cols.len() == 1 && !shares.clone().any(is_share)).then_some(cols)
    }

    /// The statement's cells turned over the diagonal.
    fn turned(&self, columns: &[u32]) -> Sheet {
        let months = columns.iter().any(|c| self.is_month_column(*c));
        let units = !months && columns.len() > 1;
        let mut cells: Vec<Cell> = Vec::new();
        for cell in &self.sheet.cells {
            let in_header = Some(cell.row) == self.header;
            let kept = (self.first..=self.last).contains(&cell.row) || in_header;
            if !kept || !(cell.col == self.col || columns.contains(&cell.col)) {
                continue;
            }
            let value = match (in_header, months || units, &cell.value) {
                // The corner names the column of months, or of units; a single column's `金额` says no more than that.
                (true, true, _) if cell.col == self.col && units => Value::Text(self.vocabulary.plain_word(Field::UnitName)),
                (true, true, _) if cell.col == self.col => Value::Text(self.vocabulary.month_word()),
                (true, false, _) => continue,
                (false, _, Value::Text(text)) if cell.col == self.col => as_header(text, self.unit_beside(cell.row)),
                _ => cell.value.clone(),
            };
            cells.push(Cell {
                row: cell.col,
                col: cell.row,
                value,
                formula: cell.formula,
            });
        }
        cells.sort_by_key(|c| (c.row, c.col));
        Sheet {
            name: self.sheet.name.clone(),
            visibility: self.sheet.visibility,
            cells,
            merges: Vec::new(),
            hidden_rows: Vec::new(),
            marks: Marks::default(),
        }
    }
}
