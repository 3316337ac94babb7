//! Statements as forms: labels with their values, two or more in a row (`本月采购总额 | 12000 | 其中：832平台 | 1200`).
//!
//! In: a sheet in which no header row was found. Out: its labels as one header row and their values as one row below it, so that the reader of
//! tables can read them.

use std::collections::HashMap;

use crate::{
    formats::cells::{Cell, Marks, Sheet, Value},
    model::{cell::CellRef, dates::PartialDate},
    tables::{
        grid::place,
        statement::labels::{Share, as_header, share, unit_in, without_month},
        transposed::{TransposedStatement, is_figure},
        vocabulary::{Vocabulary, meaning::RowLabel},
    },
    text::normal,
    values::{self, amount::Amount, labelled_figure, money_unit::MoneyUnit},
};

/// Cells that are looked at: a form is short.
const MOST_CELLS: usize = 400;

/// A label with its value; `采购总额：50000元` is both in one cell.
struct Pair {
    label: Cell,
    value: Cell,
    in_one_cell: bool,
    /// Month that the label names before what it is of.
    month: Option<PartialDate>,
    /// What the label says for a statement, where it is known.
    share: Option<Share>,
    /// It stands behind 其中.
    part: bool,
}

impl Pair {
    /// A label with its value; `None` for a label of shares, of other periods, of the form itself.
    fn new(cell: &Cell, text: &str, unit: Option<&str>, value: Cell, vocabulary: &Vocabulary) -> Option<Self> {
        let normal = normal::header(text);
        let share = share(text, vocabulary);
        let of_the_form = vocabulary.title_label(&normal.text).is_some() || vocabulary.row_label(text) == Some(RowLabel::Footer);
        (share.is_some() || !(of_the_form || vocabulary.is_no_amount(&normal))).then(|| Self {
            label: Cell {
                value: as_header(text, unit),
                ..cell.clone()
            },
            in_one_cell: (value.row, value.col) == (cell.row, cell.col),
            value,
            month: without_month(text).1,
            share,
            part: vocabulary.named_part(&normal).is_some(),
        })
    }
}

/// The form that a sheet is, if it is one.
#[must_use]
pub(crate) fn find(sheet: &Sheet, vocabulary: &Vocabulary) -> Option<TransposedStatement> {
    if sheet.cells.len() > MOST_CELLS {
        return None;
    }
    let mut pairs: Vec<Pair> = sheet
        .cells
        .chunk_by(|a, b| a.row == b.row)
        .flat_map(|row| in_row(row, vocabulary))
        .collect();
    let known = || pairs.iter().filter(|p| p.share.is_some());
    let (first, last) = (known().next()?.label.row, known().next_back()?.label.row);
    let of = |share| known().filter(|p| p.share == Some(share)).count();
    let whole = of(Share::Whole) == 1 || (of(Share::Whole) == 0 && is_whole_unnamed(&pairs));
    let side_by_side = known().any(|p| p.in_one_cell || pairs.iter().filter(|o| o.label.row == p.label.row).count() > 1);
    if !whole || of(Share::Part) == 0 || !side_by_side {
        return None;
    }
    pairs.retain(|p| (first..=last).contains(&p.label.row));
    let (mut header, mut values, mut places) = (Vec::new(), Vec::new(), HashMap::new());
    let month = pairs.iter().find_map(|p| p.month.filter(|_| p.share == Some(Share::Whole)));
    for (col, pair) in (0_u32..).zip(pairs) {
        for (row, cell, turned) in [(0, pair.label, &mut header), (1, pair.value, &mut values)] {
            places.insert(CellRef { row, col }, place(&cell));
            turned.push(Cell { row, col, ..cell });
        }
    }
    header.append(&mut values);
    Some(TransposedStatement {
        header: None,
        first,
        last,
        is_ledger: false,
        of_units: false,
        whole_first: true,
        month,
        money: None,
        turned: Sheet {
            name: sheet.name.clone(),
            visibility: sheet.visibility,
            cells: header,
            merges: Vec::new(),
            hidden_rows: Vec::new(),
            marks: Marks::default(),
        },
        places,
    })
}

/// Whether what stands right before the first 其中 is no part itself: the whole, whatever it is called.
fn is_whole_unnamed(pairs: &[Pair]) -> bool {
    let first = pairs.iter().position(|p| p.part).and_then(|i| i.checked_sub(1));
    first.and_then(|i| pairs.get(i)).is_some_and(|p| p.share.is_none())
}

/// Labels of a row with the figure, or the word for nothing, beside each.
fn in_row(row: &[Cell], vocabulary: &Vocabulary) -> Vec<Pair> {
    let mut cells = row.iter().filter(|c| !values::is_blank(&c.value)).peekable();
    let mut pairs = Vec::new();
    while let Some(cell) = cells.next() {
        let Value::Text(text) = &cell.value else { continue };
        if is_value(&cell.value, vocabulary) {
            continue;
        }
        if let Some((label, figure)) = labelled_figure(text) {
            let value = Value::Text(figure.into());
            pairs.extend(Pair::new(cell, label, None, Cell { value, ..cell.clone() }, vocabulary));
            continue;
        }
        let measure = |c: &&Cell| matches!(&c.value, Value::Text(t) if unit_in(&c.value).is_some() || vocabulary.counts_something(t));
        let unit = cells.next_if(measure);
        if let Some(value) = cells.next_if(|c| is_value(&c.value, vocabulary)) {
            let money = unit.and_then(|c| unit_in(&c.value));
            // 320 人 is no amount.
            if unit.is_none() || money.is_some() {
                pairs.extend(Pair::new(cell, text, money, value.clone(), vocabulary));
            }
        }
    }
    pairs
}

fn is_value(value: &Value, vocabulary: &Vocabulary) -> bool {
    let word = |t: &str| vocabulary.is_zero_word(t) || vocabulary.is_nothing(t);
    let amount = |v: &Value| matches!(values::read_amount(v, MoneyUnit::Yuan), Amount::Fen { .. });
    is_figure(value) || amount(value) || matches!(value, Value::Text(t) if word(t))
}
