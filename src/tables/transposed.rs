//! Statements that stand on their side: `采购总额`, `其中：832平台` … as rows, with one column of amounts or one a month.
//!
//! In: a sheet in which no header row was found. Out: the same cells turned over the diagonal, so that the reader of tables
//! can read them; [`turn_back`] puts every place right again afterwards.

use std::collections::HashMap;

use crate::{
    formats::cells::{Cell, Merge, Sheet, Value},
    model::{cell::CellRef, field::Field},
    rows::{
        reading::{MoneyUnit, RawLine, TableReading},
        sheets::Sink,
    },
    tables::vocabulary::{Layouts, money_tail, money_unit},
    text::normal::{self, Normal},
    values::{self, date},
};

/// A sideways statement: the rows that it takes, and its cells turned.
pub struct Form {
    /// Row with the headers of the amount columns (`金额`, `1月`), where there is one.
    pub header: Option<u32>,
    /// First row with a label.
    pub first: u32,
    /// Last row with a label.
    pub last: u32,
    /// The whole stands above its parts, as in `采购总额`, `其中：…`; a total below them would be their sum.
    pub whole_first: bool,
    /// Money unit of the one column of amounts.
    pub money: Option<MoneyUnit>,
    /// The turned cells: its rows are the sheet's columns.
    pub turned: Sheet,
}

/// Columns that labels are looked for in, and rows looked at.
const LABEL_COLUMNS: u32 = 6;
const MOST_ROWS: usize = 200;

/// What a row's label means for a statement.
#[derive(Clone, Copy, PartialEq)]
enum Label {
    Whole,
    Part,
}

/// The sideways statement of a sheet, if it is one.
#[must_use]
pub fn find(sheet: &Sheet, layouts: &Layouts) -> Option<Form> {
    (0..LABEL_COLUMNS).find_map(|col| find_at(sheet, layouts, col))
}

fn find_at(sheet: &Sheet, layouts: &Layouts, col: u32) -> Option<Form> {
    // A column of a ledger repeats its foods and suppliers: each text is judged once.
    let mut judged: HashMap<&str, Option<Label>> = HashMap::new();
    let labelled: Vec<(u32, Label)> = sheet
        .cells
        .iter()
        .filter(|c| c.col == col)
        .take(MOST_ROWS)
        .filter_map(|c| {
            let Value::Text(text) = &c.value else { return None };
            Some((c.row, (*judged.entry(text).or_insert_with(|| label(text, layouts)))?))
        })
        .filter(|(row, _)| figures(sheet, *row, col).next().is_some())
        .collect();
    let parts = labelled.iter().filter(|(_, l)| *l == Label::Part).count();
    let wholes = labelled.len() - parts;
    let other = sheet
        .cells
        .iter()
        .filter(|c| c.col == col && labelled.iter().any(|(row, _)| *row == c.row))
        .any(|c| {
            layouts
                .channel_column(&normal::header(&values::show(&c.value)))
                .is_some_and(|n| layouts.is_other_channel(&n))
        });
    // Parts without their whole are no base, and several wholes several statements, of which nothing says
    // which part belongs to which.
    if parts == 0 || wholes > 1 || (wholes == 0 && !other) || labelled.len() < 2 {
        return None;
    }
    let (first, last) = (labelled.first()?.0, labelled.last()?.0);
    let header = first.checked_sub(1).filter(|row| is_header(sheet, *row, col));
    let columns = amount_columns(sheet, layouts, col, header, (first, last))?;
    let head = columns.first().and_then(|c| header_text(sheet, header, *c));
    Some(Form {
        header,
        first,
        last,
        whole_first: labelled.first().is_some_and(|(_, l)| *l == Label::Whole),
        money: head.and_then(|n| money_unit(&n.bracket).or_else(|| money_tail(&n.text))),
        turned: turned(sheet, layouts, col, header, (first, last), &columns),
    })
}

fn label(text: &str, layouts: &Layouts) -> Option<Label> {
    let normal = normal::header(text);
    if normal.text.chars().count() > 30 || layouts.is_other_period(&normal.text) {
        return None;
    }
    match layouts.field(&normal) {
        Some((Field::Amount, _)) => Some(Label::Whole),
        Some(_) => None,
        None => layouts.channel_column(&normal).map(|_| Label::Part),
    }
}

/// Cells with figures to the right of a label.
fn figures(sheet: &Sheet, row: u32, col: u32) -> impl Iterator<Item = &Cell> {
    let from = sheet.cells.partition_point(|c| (c.row, c.col) <= (row, col));
    sheet.cells[from..]
        .iter()
        .take_while(move |c| c.row == row)
        .filter(|c| is_figure(&c.value))
}

fn is_figure(value: &Value) -> bool {
    match value {
        Value::Number(_) | Value::Uncalculated => true,
        Value::Text(t) => crate::tables::header::numeric_text(t),
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

fn header_text(sheet: &Sheet, row: Option<u32>, col: u32) -> Option<Normal> {
    let cell = sheet.cells.iter().find(|c| Some(c.row) == row && c.col == col)?;
    match &cell.value {
        Value::Text(t) => Some(normal::header(t)),
        _ => None,
    }
}

fn is_month(text: &Normal) -> bool {
    text.text.contains('月') && date::in_title(&text.text).1.is_some()
}

/// The columns of amounts: those under months, or the one under an amount's name (or under nothing).
fn amount_columns(sheet: &Sheet, layouts: &Layouts, col: u32, header: Option<u32>, rows: (u32, u32)) -> Option<Vec<u32>> {
    let mut cols: Vec<u32> = (rows.0..=rows.1)
        .take(MOST_ROWS)
        .flat_map(|row| figures(sheet, row, col).map(|c| c.col))
        .collect();
    cols.sort_unstable();
    cols.dedup();
    let named = |c: &u32| header_text(sheet, header, *c);
    let months: Vec<u32> = cols.iter().copied().filter(|c| named(c).is_some_and(|n| is_month(&n))).collect();
    if !months.is_empty() {
        return Some(months);
    }
    let amounts = |n: &Normal| matches!(layouts.field(n), Some((Field::Amount, _))) && !layouts.is_other_period(&n.bracket);
    let fitting: Vec<u32> = match header {
        Some(_) => cols.into_iter().filter(|c| named(c).is_some_and(|n| amounts(&n))).collect(),
        None => cols,
    };
    // Two columns of amounts without months: which of them counts is not said.
    (fitting.len() == 1).then_some(fitting)
}

fn turned(sheet: &Sheet, layouts: &Layouts, col: u32, header: Option<u32>, rows: (u32, u32), columns: &[u32]) -> Sheet {
    let mut cells: Vec<Cell> = Vec::new();
    let keep = |row: u32| (rows.0..=rows.1).contains(&row) || Some(row) == header;
    let months = columns.iter().any(|c| header_text(sheet, header, *c).is_some_and(|n| is_month(&n)));
    for cell in sheet
        .cells
        .iter()
        .filter(|c| keep(c.row) && (c.col == col || columns.contains(&c.col)))
    {
        let corner = Some(cell.row) == header;
        let value = match (corner, months) {
            // The corner names the column of months; a single column's `金额` says no more than that.
            (true, true) if cell.col == col => Value::Text(layouts.month_word()),
            (true, false) => continue,
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
        name: sheet.name.clone(),
        visibility: sheet.visibility,
        cells,
        merges: Vec::<Merge>::new(),
        hidden_rows: Vec::new(),
    }
}

/// The place in the sheet of a place in the turned one.
#[must_use]
pub fn back(cell: CellRef) -> CellRef {
    CellRef {
        row: cell.col,
        col: cell.row,
    }
}

/// Puts the places of lines and issues that were read from the turned sheet since `lines` and `issues` right.
pub fn turn_back(sink: &mut Sink, lines: usize, issues: usize) {
    sink.lines[lines..].iter_mut().for_each(turn_line);
    for issue in &mut sink.issues[issues..] {
        issue.cell = issue.cell.map(back);
    }
}

fn turn_line(line: &mut RawLine) {
    line.cells = line.cells.iter().map(|(field, cell)| (field, back(cell))).collect();
    line.row = line.cells.get(Field::Amount).map_or(line.row, |cell| cell.row);
}

/// Puts the places of a table right that was read from the turned sheet.
pub fn turn_table(table: &mut TableReading) {
    table.sideways = true;
    for total in &mut table.totals {
        total.cell = back(total.cell);
    }
    for header in &mut table.unmapped {
        header.cell = back(header.cell);
    }
}
