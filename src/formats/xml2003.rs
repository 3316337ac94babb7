//! Excel 2003 XML (SpreadsheetML).

use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};

use crate::formats::{
    cells::{Book, Cell, Format, Value, Visibility, finite},
    limits::Limits,
    sheet_builder::OpenSheet,
    unreadable::Unreadable,
    xml::{self, attribute, push_text},
};

/// Cells of the workbook. XML that breaks off gives what stands before the break.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Book, Unreadable> {
    let xml = xml::decode(bytes.to_vec());
    let mut reader = xml::reader(&xml);
    let mut sheets: Vec<OpenSheet> = Vec::new();
    let (mut row, mut col) = (0_u32, 0_u32);
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
        let sheet = sheets.last_mut();
        match event {
            Ok(Event::Start(e)) => match e.local_name().as_ref() {
                "Worksheet" => {
                    let name = attribute(&e, "Name").unwrap_or_default();
                    sheets.push(OpenSheet::next(&sheets, &name, Visibility::Visible, limits));
                    row = 0;
                }
                "Row" => {
                    row = index(&e).unwrap_or(row);
                    col = 0;
                    if let Some(s) = sheet.filter(|_| attribute(&e, "Hidden").as_deref() == Some("1")) {
                        s.out.hide(row);
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
                    let value = formula.then_some(Value::Uncalculated);
                    col = put(sheet, (row, at), value, span, formula)?;
                }
                _ => {}
            },
            Ok(Event::End(e)) => match e.local_name().as_ref() {
                "Data" => {
                    in_data = false;
                    put(sheet, (row, col), value(&kind, &text), (0, 0), formula)?;
                }
                "Cell" => col = put(sheet, (row, col), None, span, formula)?,
                "Row" => row = row.saturating_add(1),
                "Visible" => in_visible = false,
                _ => {}
            },
            Ok(Event::Text(t)) if in_visible => {
                if let Some(s) = sheet {
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
    if sheets.is_empty() {
        return Err(Unreadable::Damaged("no worksheet".to_owned()));
    }
    let mut book = Book::new(Format::XmlSpreadsheet);
    OpenSheet::close(sheets, broken, &mut book);
    Ok(book)
}

/// Adds a cell, with what it merges, to the sheet; gives the column behind it.
fn put(
    sheet: Option<&mut OpenSheet>,
    (row, col): (u32, u32),
    value: Option<Value>,
    (down, across): (u32, u32),
    formula: bool,
) -> Result<u32, Unreadable> {
    if let Some(OpenSheet { out, .. }) = sheet {
        value.map_or(Ok(()), |value| out.push(Cell { row, col, value, formula }))?;
        out.merge((row, col), (row.saturating_add(down), col.saturating_add(across)));
    }
    Ok(col.saturating_add(across + 1))
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
