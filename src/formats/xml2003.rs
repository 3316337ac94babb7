//! Excel 2003 XML (SpreadsheetML).

use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};

use crate::formats::{
    cells::{Book, Cell, Damage, Format, Merge, Sheet, Value, Visibility, finite},
    limits::Limits,
    unreadable::Unreadable,
    xml::{self, attribute, push_text},
};

/// Cells of the workbook. XML that breaks off gives what stands before the break.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Book, Unreadable> {
    let xml = xml::decode(bytes.to_vec());
    let mut reader = xml::reader(&xml);
    let mut book = Book::new(Format::XmlSpreadsheet);
    let (mut row, mut col, mut total) = (0_u32, 0_u32, 0_usize);
    let (mut kind, mut text, mut in_data, mut in_visible) = (String::new(), String::new(), false, false);
    let (mut span, mut formula) = ((0_u32, 0_u32), false);
    let mut depth = 0_usize;
    let broken = loop {
        let event = reader.read_event();
        match &event {
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            _ => {}
        }
        limits.check_depth(depth)?;
        match event {
            Ok(Event::Start(e)) => match e.local_name().as_ref() {
                "Worksheet" => {
                    let name = attribute(&e, "Name").unwrap_or_default();
                    book.sheets.push(Sheet::new(Arc::from(name), Visibility::Visible));
                    row = 0;
                }
                "Row" => {
                    row = index(&e).unwrap_or(row);
                    col = 0;
                    if attribute(&e, "Hidden").as_deref() == Some("1")
                        && let Some(s) = book.sheets.last_mut()
                    {
                        s.hidden_rows.push(row);
                    }
                }
                "Cell" => (col, span, formula) = cell(&e, col),
                "Data" => {
                    kind = attribute(&e, "Type").unwrap_or_default().into_owned();
                    text.clear();
                    in_data = true;
                }
                "Visible" => in_visible = true,
                _ => {}
            },
            Ok(Event::Empty(e)) => match e.local_name().as_ref() {
                "Row" => row = index(&e).unwrap_or(row).saturating_add(1),
                "Cell" => {
                    let (at, span, formula) = cell(&e, col);
                    if formula {
                        push(&mut book, &mut total, limits, (row, at), (Value::Uncalculated, true))?;
                    }
                    merge(&mut book, row, at, span);
                    col = at.saturating_add(span.1 + 1);
                }
                _ => {}
            },
            Ok(Event::End(e)) => match e.local_name().as_ref() {
                "Data" => {
                    in_data = false;
                    if let Some(value) = value(&kind, &text) {
                        push(&mut book, &mut total, limits, (row, col), (value, formula))?;
                    }
                }
                "Cell" => {
                    merge(&mut book, row, col, span);
                    col = col.saturating_add(span.1 + 1);
                }
                "Row" => row = row.saturating_add(1),
                "Visible" => in_visible = false,
                _ => {}
            },
            Ok(Event::Text(t)) if in_visible => {
                if let Some(s) = book.sheets.last_mut() {
                    s.visibility = match t.as_ref() {
                        "SheetHidden" => Visibility::Hidden,
                        "SheetVeryHidden" => Visibility::VeryHidden,
                        _ => Visibility::Visible,
                    };
                }
            }
            Ok(event @ (Event::Text(_) | Event::CData(_) | Event::GeneralRef(_))) if in_data => push_text(&event, &mut text),
            Ok(Event::Eof) => break (depth > 0).then(|| "the XML ends in the middle".to_owned()),
            Ok(_) => {}
            Err(e) => break Some(e.to_string()),
        }
    };
    if let Some(why) = broken {
        let name = book.sheets.last().map_or_else(|| Arc::from(""), |s| s.name.clone());
        book.damage.push(Damage::new(&name, "sheet_truncated", why));
    }
    in_order(book)
}

/// Adds a cell to the last sheet.
fn push(
    book: &mut Book,
    total: &mut usize,
    limits: &Limits,
    (row, col): (u32, u32),
    (value, formula): (Value, bool),
) -> Result<(), Unreadable> {
    let Some(sheet) = book.sheets.last_mut() else { return Ok(()) };
    *total += 1;
    if *total > limits.cells {
        return Err(limits.too_many_cells());
    }
    sheet.cells.push(Cell { row, col, value, formula });
    Ok(())
}

/// Cells by place, the later of two in one place, as in a spreadsheet; hidden rows that hold something.
fn in_order(mut book: Book) -> Result<Book, Unreadable> {
    if book.sheets.is_empty() {
        return Err(Unreadable::Damaged("no worksheet".to_owned()));
    }
    for s in &mut book.sheets {
        s.cells.reverse();
        s.cells.sort_by_key(|c| (c.row, c.col));
        s.cells.dedup_by_key(|c| (c.row, c.col));
        let cells = &s.cells;
        s.hidden_rows.retain(|r| cells.binary_search_by_key(r, |c| c.row).is_ok());
    }
    Ok(book)
}

fn index(e: &BytesStart<'_>) -> Option<u32> {
    attribute(e, "Index")
        .and_then(|v| v.parse::<u32>().ok())
        .filter(|i| (1..=1_048_576).contains(i))
        .map(|i| i - 1)
}

fn cell(e: &BytesStart<'_>, next: u32) -> (u32, (u32, u32), bool) {
    let number = |n: &str| attribute(e, n).and_then(|v| v.parse::<u32>().ok()).unwrap_or(0).min(1_048_575);
    (
        index(e).unwrap_or(next),
        (number("MergeDown"), number("MergeAcross").min(16_383)),
        attribute(e, "Formula").is_some(),
    )
}

fn merge(book: &mut Book, row: u32, col: u32, (down, across): (u32, u32)) {
    if let Some(s) = book.sheets.last_mut().filter(|_| down > 0 || across > 0) {
        s.merges.push(Merge {
            top: row,
            left: col,
            bottom: row.saturating_add(down),
            right: col.saturating_add(across),
        });
    }
}

fn value(kind: &str, text: &str) -> Option<Value> {
    if text.is_empty() {
        return None;
    }
    Some(match kind {
        "Number" => finite(text).map_or_else(|| Value::Text(Arc::from(text)), Value::Number),
        "DateTime" => Value::IsoDate(Arc::from(text.trim())),
        "Boolean" => Value::Bool(text.trim() == "1"),
        "Error" => Value::Error(Arc::from(text.trim())),
        _ => Value::Text(Arc::from(text)),
    })
}
