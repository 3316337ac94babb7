//! `日期 | 项目 | 大米 | 面粉` over rows 数量 and 金额: goods as columns, each row the counts, the prices or the money of them. Only money is bought.

use crate::{
    formats::cells::{Cell, Value},
    model::field::Field,
    tables::{role::marks::RowMarks, table_data::TableData, vocabulary::meaning::RowLabel},
    text::normal,
};

/// Marks the rows of counts and of prices, where a column says nothing but what the figures of each row are; and the money below a total's counts.
pub(super) fn mark(data: TableData<'_>, marks: &mut RowMarks) {
    let rows = || {
        data.rows
            .iter()
            .flat_map(|(from, to)| *from..*to)
            .map(|row| (row, data.grid.cells(row)))
    };
    // Of ordinary ledgers no cell of the first row says such a thing.
    let first = rows().find(|(_, cells)| cells.iter().any(|c| data.grid.shows(c)));
    let label = first.and_then(|(_, cells)| cells.iter().find(|c| !is_total(c, data) && is_of_money(c, data).is_some()));
    let Some(col) = label.map(|c| c.col) else { return };
    let (mut aside, mut money, mut total) = (Vec::new(), false, false);
    for (row, cells) in rows() {
        let mut shown = cells.iter().filter(|c| data.grid.shows(c));
        let Some(lead) = shown.next() else { continue };
        let own = if lead.col == col {
            Some(lead)
        } else {
            shown.find(|c| c.col == col)
        };
        let headed = lead.col != col;
        if headed {
            total = is_total(lead, data);
        }
        let Some(own) = own else {
            total |= headed;
            continue;
        };
        match is_of_money(own, data) {
            Some(true) if !total || headed => money = true,
            Some(_) => aside.push(row),
            None if is_total(own, data) => {}
            None => return,
        }
    }
    for row in aside.into_iter().filter(|_| money) {
        marks.entry(row).or_default().counts = true;
    }
}

/// Whether a label says that its row's figures are money, or counts or prices. `None` for any other word.
fn is_of_money(cell: &Cell, data: TableData<'_>) -> Option<bool> {
    let Value::Text(text) = &cell.value else { return None };
    match data.vocabulary.field(&normal::header(text)) {
        Some((Field::Amount, _)) => Some(true),
        Some((Field::Quantity | Field::UnitPrice, _)) => Some(false),
        _ => None,
    }
}

fn is_total(cell: &Cell, data: TableData<'_>) -> bool {
    let label = match &cell.value {
        Value::Text(text) => data.vocabulary.row_label(text),
        _ => None,
    };
    matches!(label, Some(RowLabel::Total(_) | RowLabel::MonthTotal))
}
