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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::cells::{Merge, Value};

    fn cells(html: &str) -> Vec<(u32, u32, String)> {
        let book = read(html.as_bytes(), &Limits::default()).unwrap();
        let show = |v: &Value| match v {
            Value::Text(t) => t.to_string(),
            Value::Number(n) => n.to_string(),
            other => format!("{other:?}"),
        };
        book.sheets[0].cells.iter().map(|c| (c.row, c.col, show(&c.value))).collect()
    }

    fn texts(html: &str) -> Vec<(u32, u32, &'static str)> {
        cells(html).into_iter().map(|(r, c, t)| (r, c, &*t.leak())).collect()
    }

    #[test]
    fn rows_spans_entities_and_soup() {
        let html = "<table><tr><td colspan=2 rowspan='2'>a&amp;b&nbsp;&#x5143;<td>c<tr><td>d</table><TABLE><TR><TD x:num=\"12.5\">12.50 元</TD></TABLE>";
        assert_eq!(texts(html), [(0, 0, "a&b 元"), (0, 2, "c"), (1, 2, "d"), (3, 0, "12.5")]);
        let book = read(html.as_bytes(), &Limits::default()).unwrap();
        let merge = Merge {
            top: 0,
            left: 0,
            bottom: 1,
            right: 1,
        };
        assert_eq!(book.sheets[0].merges, [merge]);
    }

    #[test]
    fn text_outside_of_tables_takes_a_row_of_its_own() {
        let html = "<html><head><title>导出</title><style>td{}</style></head><body><h2>2024年3月采购</h2>\n<p>填报单位：\n 夏县中学</p><table><tr><td>品名</td></tr></table>制表人：甲</body></html>";
        assert_eq!(
            texts(html),
            [
                (0, 0, "2024年3月采购"),
                (1, 0, "填报单位： 夏县中学"),
                (2, 0, "品名"),
                (3, 0, "制表人：甲")
            ]
        );
    }

    #[test]
    fn a_table_in_a_layout_table_is_a_table_of_its_own() {
        let html = "<table><tr><td>台账<table><tr><td>品名</td><td>金额</td></tr><tr><td>大米</td><td>5</td></tr></table></td><td>右</td></tr></table>";
        assert_eq!(
            texts(html),
            [
                (0, 0, "台账"),
                (0, 1, "右"),
                (2, 0, "品名"),
                (2, 1, "金额"),
                (3, 0, "大米"),
                (3, 1, "5")
            ]
        );
        // An unclosed table before the next one is closed by it.
        assert_eq!(texts("<table><tr><td>a</td></tr><table><tr><td>b"), [(0, 0, "a"), (2, 0, "b")]);
    }

    #[test]
    fn quoted_brackets_comments_scripts_and_hidden_rows() {
        let html = "<table><!-- <td>no --><script>if (a<b) '<td>no</td>'</SCRIPT ><tr title=\"a>b\"><td>x < y</td></tr><tr style=\"DISPLAY: none\"><td>藏</td></tr></table>";
        assert_eq!(texts(html), [(0, 0, "x < y"), (1, 0, "藏")]);
        assert_eq!(read(html.as_bytes(), &Limits::default()).unwrap().sheets[0].hidden_rows, [1]);
    }

    #[test]
    fn spans_cost_nothing_whatever_they_claim() {
        let cell = "<td colspan=2147483648 rowspan=2147483648>x</td><td colspan=9999 rowspan=99999999>y</td>";
        let html = format!("<table><tr>{}</tr><tr><td>z</td></tr></table>", cell.repeat(20_000));
        let book = read(html.as_bytes(), &Limits::default()).unwrap();
        assert!(book.sheets[0].merges.iter().all(|m| m.bottom < 1 << 20 && m.right < 1 << 14));
        assert_eq!(read(b"<p>none</p>", &Limits::default()).unwrap_err().code(), "not_a_workbook");
    }
}
