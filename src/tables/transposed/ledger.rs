//! A ledger that stands on its side: `日期`, `品名`, `金额` … below each other, one purchase a column; 数量 and 金额 below a row of goods whose corner says
//! anything.

use std::collections::HashMap;

use crate::{
    formats::cells::{Cell, Marks, Sheet, Value},
    model::field::Field,
    tables::{
        transposed::{LABEL_COLUMNS, MOST_ROWS, TransposedStatement, is_figure},
        vocabulary::Vocabulary,
    },
    text::normal,
    values::{
        self,
        date::title::{months_in, period_in},
        is_numeric_text,
    },
};

/// Its labels, at least, where it counts nothing.
const LEAST_LABELS: usize = 4;

/// The ledger that stands on its side in a sheet, if there is one.
#[must_use]
pub(crate) fn find_ledger(sheet: &Sheet, vocabulary: &Vocabulary) -> Option<TransposedStatement> {
    let columns = amount_labels(sheet, vocabulary);
    let mut labels = (0..LABEL_COLUMNS).filter(|col| columns.contains(col));
    labels.find_map(|col| ledger_at(sheet, vocabulary, col))
}

/// Columns in which `金额` stands beside figures alone, as in every ledger on its side: rows of an ordinary one have other words there.
fn amount_labels(sheet: &Sheet, vocabulary: &Vocabulary) -> Vec<u32> {
    let (mut columns, mut last) = (Vec::new(), "");
    for row in sheet.cells.chunk_by(|a, b| a.row == b.row) {
        let words = |c: &&Cell| !is_figure(&c.value) && !values::is_blank(&c.value);
        let Some(cell) = row.iter().rfind(words) else { continue };
        let Value::Text(text) = &cell.value else { continue };
        let figures = row.iter().filter(|c| c.col > cell.col && is_figure(&c.value)).count();
        // The same measure stands in row after row.
        if cell.col < LABEL_COLUMNS && figures > 1 && **text != *last {
            last = text;
            let field = vocabulary.field(&normal::header(text)).map(|(field, _)| field);
            columns.extend((field == Some(Field::Amount)).then_some(cell.col));
        }
    }
    columns
}

fn ledger_at(sheet: &Sheet, vocabulary: &Vocabulary, col: u32) -> Option<TransposedStatement> {
    let mut run: Vec<(u32, Field)> = Vec::new();
    for cell in sheet.cells.iter().filter(|c| c.col == col).take(MOST_ROWS) {
        let field = match &cell.value {
            Value::Text(text) => vocabulary.field(&normal::header(text)).map(|(field, _)| field),
            _ => None,
        };
        let goes_on = run.last().is_none_or(|(row, _)| row + 1 == cell.row);
        match field {
            Some(field) if goes_on => run.push((cell.row, field)),
            _ if is_side(&run) => break,
            Some(field) => run = vec![(cell.row, field)],
            None => run.clear(),
        }
    }
    if !is_side(&run) {
        return None;
    }
    let row_of = |field: Field| run.iter().find(|(_, f)| *f == field).map(|(row, _)| *row);
    let (top, last) = (run.first()?.0, run.last()?.0);
    let corner = || top.checked_sub(1).filter(|row| heads_goods(sheet, vocabulary, *row, col));
    let (goods, amounts) = (row_of(Field::Item).or_else(corner)?, row_of(Field::Amount)?);
    let first = top.min(goods);
    let beside = |row: u32| {
        sheet
            .cells
            .iter()
            .filter(move |c| c.row == row && c.col > col && !values::is_blank(&c.value))
    };
    let words = beside(goods).all(|c| matches!(&c.value, Value::Text(t) if !is_numeric_text(t)));
    if !words || beside(goods).count() < 2 || !beside(amounts).all(|c| is_figure(&c.value)) || beside(amounts).count() < 2 {
        return None;
    }
    let own = sheet.cells.iter().filter(|c| (first..=last).contains(&c.row) && c.col >= col);
    let mut cells: Vec<Cell> = own
        .map(|c| Cell {
            row: c.col,
            col: c.row,
            ..c.clone()
        })
        .collect();
    if row_of(Field::Item).is_none() {
        cells.retain(|c| (c.row, c.col) != (col, goods));
        cells.push(Cell {
            row: col,
            col: goods,
            value: Value::Text(vocabulary.plain_word(Field::Item)),
            formula: false,
        });
    }
    cells.sort_by_key(|c| (c.row, c.col));
    Some(TransposedStatement {
        header: None,
        first,
        last,
        is_ledger: true,
        month: None,
        of_units: false,
        whole_first: false,
        money: None,
        turned: Sheet {
            name: sheet.name.clone(),
            visibility: sheet.visibility,
            cells,
            merges: Vec::new(),
            hidden_rows: Vec::new(),
            marks: Marks::default(),
        },
        places: HashMap::new(),
    })
}

/// Whether the texts to the right of a corner are of goods, as far as no other word is known: no channel, month, stage, figure or side of a stock.
fn heads_goods(sheet: &Sheet, vocabulary: &Vocabulary, row: u32, col: u32) -> bool {
    let mut texts = sheet
        .cells
        .iter()
        .filter(|c| c.row == row && c.col > col && !values::is_blank(&c.value));
    texts.all(|c| {
        let Value::Text(text) = &c.value else { return false };
        let other = vocabulary.meaning(text).known() || vocabulary.is_other_period(text) || vocabulary.is_this_period(text);
        let named = vocabulary.is_actual(text) || vocabulary.looks_like_institution(text) || vocabulary.looks_like_seller(text);
        let figure = vocabulary.ends_as_price(text) || vocabulary.ends_as_count(text) || vocabulary.role_said(text).is_some();
        let month = period_in(text).month.is_some() || months_in(text).is_some();
        vocabulary.row_label(text).is_some() || !(other || named || figure || month)
    })
}

/// Whether labels below each other are those of a ledger, none of them twice: an amount, and the goods or what they are counted by.
fn is_side(run: &[(u32, Field)]) -> bool {
    let has = |field: Field| run.iter().any(|(_, f)| *f == field);
    let twice = |at: usize| run.iter().take(at).any(|(_, f)| *f == run[at].1);
    let counted = has(Field::Quantity) || has(Field::UnitPrice);
    has(Field::Amount) && (counted || (has(Field::Item) && run.len() >= LEAST_LABELS)) && !(0..run.len()).any(twice)
}
