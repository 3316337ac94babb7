//! HTML saved as `.xls` (web exports): a tolerant, linear scan for tables. Tag soup is no XML, so no XML parser is used.
//!
//! As a spreadsheet program opens it: text outside of tables takes a row of its own, tables stand one below the other with a blank row between,
//! a table inside a cell is a table of its own.

pub(crate) mod grid;

use std::sync::Arc;

use crate::formats::{
    cells::{Book, Damage, Format, Sheet, Visibility},
    csv,
    html::grid::Page,
    limits::Limits,
    unreadable::Unreadable,
};

/// Cells of the page.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Book, Unreadable> {
    let mut book = Book::new(Format::Html);
    let sheet = sheet_of(
        &decode(bytes, None)?,
        Arc::from("HTML"),
        &mut limits.cells.clone(),
        limits,
        &mut book.damage,
    )?;
    book.sheets
        .push(sheet.ok_or_else(|| Unreadable::NotAWorkbook("HTML without a table".to_owned()))?);
    Ok(book)
}

/// The page as a sheet, `None` when it holds no table; takes its cells off `left`.
pub(crate) fn sheet_of(
    text: &str,
    name: Arc<str>,
    left: &mut usize,
    limits: &Limits,
    damage: &mut Vec<Damage>,
) -> Result<Option<Sheet>, Unreadable> {
    let mut page = Page::new(limits, *left);
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        page.text(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.find("-->").map_or("", |e| &after[e + 3..]);
            continue;
        }
        // `3 < 5` is text.
        if !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            page.text("<");
            rest = &rest[1..];
            continue;
        }
        let Some(end) = tag_end(rest) else {
            rest = "";
            break;
        };
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        let name: String = tag
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
            .take(16)
            .collect::<String>()
            .to_ascii_lowercase();
        if matches!(name.as_str(), "script" | "style" | "title" | "xml") && !tag.ends_with('/') {
            rest = after_close(rest, &name);
            continue;
        }
        page.tag(&name, tag)?;
    }
    page.text(rest);
    if page.tables == 0 {
        return Ok(None);
    }
    if page.is_open() && !ends_as_page(text) {
        damage.push(Damage::new(&name, "sheet_truncated", "HTML: no end of the table"));
    }
    let (cells, merges, hidden_rows) = page.finish()?;
    *left -= cells.len();
    Ok(Some(Sheet {
        cells,
        merges,
        hidden_rows,
        ..Sheet::new(name, Visibility::Visible)
    }))
}

/// Pages that never close their tables are common; one that ends as a page does is whole.
fn ends_as_page(text: &str) -> bool {
    let tail: String = text.trim_end().chars().rev().take(9).collect();
    let tail: String = tail.chars().rev().filter(|c| !c.is_whitespace()).collect();
    ["</html>", "</body>"].iter().any(|end| tail.to_ascii_lowercase().ends_with(end))
}

/// The `>` that ends a tag: one within a quoted value does not, but an unclosed quote must not swallow the page.
fn tag_end(tag: &str) -> Option<usize> {
    const LONGEST: usize = 2000;
    let first = tag.find('>')?;
    let mut quote = None;
    for (i, b) in tag.bytes().enumerate().take(LONGEST) {
        match (quote, b) {
            (None, b'>') => return Some(i),
            (None, b'"' | b'\'') if tag[..i].trim_end().ends_with('=') => quote = Some(b),
            (Some(q), b) if q == b => quote = None,
            _ => {}
        }
    }
    Some(first)
}

/// What follows the end tag of that name, whatever its case; nothing when there is none.
fn after_close<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        let found = rest.get(at + 2..at + 2 + name.len());
        if found.is_some_and(|f| f.eq_ignore_ascii_case(name)) {
            return &rest[at..];
        }
        rest = &rest[at + 2..];
    }
    ""
}

/// A charset that the transport or the page declares goes before the guess, unless a BOM speaks.
pub(crate) fn decode(bytes: &[u8], transport: Option<&str>) -> Result<String, Unreadable> {
    if encoding_rs::Encoding::for_bom(bytes).is_none() && std::str::from_utf8(bytes).is_err() {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
        let declared = head.split("charset=").nth(1).map(|r| {
            r.trim_start_matches(['"', '\''])
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
                .collect::<String>()
        });
        if let Some(encoding) = transport
            .map(str::to_owned)
            .or(declared)
            .and_then(|l| encoding_rs::Encoding::for_label(l.as_bytes()))
            .filter(|e| *e != encoding_rs::UTF_8)
        {
            return Ok(encoding.decode(bytes).0.into_owned());
        }
    }
    csv::decode(bytes).map(|(text, _)| text)
}
