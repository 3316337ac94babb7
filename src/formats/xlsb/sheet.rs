//! One worksheet. A record that is too short for what it should hold costs its cell, not the sheet.

use crate::formats::{
    biff::{lost_cell, rk, shown, truth_or_error},
    cells::{Cell, Value},
    package::Shared,
    sheet_builder::SheetBuilder,
    unreadable::Unreadable,
    xlsb::records::{Record, Records},
};

const ROW: u16 = 0;
const BLANKS: [u16; 2] = [1, 12];
const DATA: [u16; 2] = [145, 146];
/// What later versions add, for programs that know it; its records mean something else.
const FUTURE: [u16; 2] = [35, 36];
const END_SHEET: u16 = 130;
const MERGE: u16 = 176;

/// Reads a sheet's part.
pub(crate) fn parse(part: &[u8], shared: &Shared, mut out: SheetBuilder) -> Result<SheetBuilder, Unreadable> {
    let mut records = Records::of(part);
    // Row, and column of the next cell that does not tell its own.
    let (mut row, mut next, mut ended) = (None, 0_u32, false);
    let (mut in_data, mut in_future) = (false, false);
    for record in records.by_ref() {
        match record.kind {
            kind if DATA.contains(&kind) => in_data = kind == DATA[0],
            kind if FUTURE.contains(&kind) => in_future = kind == FUTURE[0],
            0..=18 | 62 if in_future || !in_data => {}
            ROW => {
                row = record.u32(0);
                next = 0;
                if let (Some(row), Some(0x10)) = (row, record.u8(11).map(|b| b & 0x10)) {
                    out.hide(row);
                }
            }
            1..=18 | 62 => {
                let short = (12..=18).contains(&record.kind);
                let col = if short { Some(next) } else { record.u32(0) };
                let (Some(row), Some(col)) = (row, col) else {
                    out.broken = Some(format!("byte {}: a cell without its place", record.at));
                    return Ok(out);
                };
                next = col.saturating_add(1);
                if let Some(value) = value(&record, short, (row, col), shared, &mut out) {
                    let formula = matches!(record.kind, 8..=11);
                    out.push(Cell { row, col, value, formula })?;
                }
            }
            MERGE => {
                if let [Some(top), Some(bottom), Some(left), Some(right)] = [0, 4, 8, 12].map(|at| record.u32(at)) {
                    out.merge((top, left), (bottom, right));
                }
            }
            END_SHEET => {
                ended = true;
                break;
            }
            _ => {}
        }
    }
    if !ended {
        let end = records.cut.unwrap_or(part.len());
        out.broken = Some(format!("byte {end}: no end of the sheet"));
    }
    Ok(out)
}

/// A cell's value; `None` when it is empty.
fn value(record: &Record<'_>, short: bool, at: (u32, u32), shared: &Shared, out: &mut SheetBuilder) -> Option<Value> {
    if BLANKS.contains(&record.kind) {
        return None;
    }
    // The style's number, three bytes, then flags; the column stands before it unless left out.
    let body = if short { 4 } else { 8 };
    let date = record
        .u32(body - 4)
        .and_then(|s| usize::try_from(s & 0x00FF_FFFF).ok())
        .is_some_and(|s| shared.dates.get(s).copied().unwrap_or(false));
    let value = match record.kind {
        2 | 13 => record.u32(body).map(|n| shown(rk(n), date)),
        3 | 11 | 14 => record.u8(body).map(|e| truth_or_error(e, 1)),
        4 | 10 | 15 => record.u8(body).map(|b| truth_or_error(b, 0)),
        5 | 9 | 16 => record.f64(body).map(|n| shown(n, date)),
        7 | 18 => match record.u32(body).and_then(|n| usize::try_from(n).ok()) {
            Some(number) => return out.shared_text(&shared.strings, Some(number), at),
            None => None,
        },
        62 => record.text(body + 1).map(|(text, _)| Value::Text(text)),
        _ => record.text(body).map(|(text, _)| Value::Text(text)),
    };
    match value.unwrap_or_else(lost_cell) {
        Value::Text(text) if text.is_empty() => None,
        value => Some(value),
    }
}
