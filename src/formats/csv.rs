//! CSV, TSV and text: UTF-8 with or without BOM, UTF-16, GB18030 otherwise; comma, tab or semicolon.

use std::{borrow::Cow, sync::Arc};

use crate::formats::{
    cells::{Book, Cell, Damage, Format, Sheet, Value, Visibility},
    limits::Limits,
    unreadable::Unreadable,
};

/// Whether text without a BOM is UTF-16: every other byte of its start is zero.
pub(crate) fn looks_utf16(bytes: &[u8]) -> bool {
    utf16_order(bytes).is_some()
}

fn utf16_order(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = &bytes[..bytes.len().min(512) & !1];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let pairs = head.len() / 2;
    if pairs < 4 {
        return None;
    }
    // Separators, digits and line ends keep a zero half; Chinese text alone does not, so a quarter is enough. On the other side a zero is
    // rare (一, U+4E00, is such a character), and in no place both bytes are zero, as they are in UTF-32 and in binary data.
    let mostly = |here: usize, there: usize| here * 4 >= pairs && there * 8 <= here;
    if head.chunks_exact(2).any(|pair| pair == [0, 0]) {
        None
    } else if mostly(zeros(1), zeros(0)) {
        Some(encoding_rs::UTF_16LE)
    } else if mostly(zeros(0), zeros(1)) {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

/// Text of the bytes, and whether they end within a character.
pub(crate) fn decode(bytes: &[u8]) -> Result<(String, bool), Unreadable> {
    if let Some((encoding, skip)) = encoding_rs::Encoding::for_bom(bytes) {
        return Ok(without_cut(encoding.decode_without_bom_handling(&bytes[skip..])));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => return Ok((text.to_owned(), false)),
        // Cut within a character; Latin text alone before it tells nothing.
        Err(e) if e.error_len().is_none() && !bytes[..e.valid_up_to()].is_ascii() => {
            return Ok((String::from_utf8_lossy(&bytes[..e.valid_up_to()]).into_owned(), true));
        }
        _ => {}
    }
    if let Some(encoding) = utf16_order(bytes) {
        return Ok(without_cut(encoding.decode_without_bom_handling(bytes)));
    }
    let (text, _, errors) = encoding_rs::GB18030.decode(bytes);
    let (text, cut) = without_cut((text, errors));
    // A handful of broken bytes at a cut is survivable; a file full of them is no text.
    let broken = text.chars().filter(|c| *c == '\u{FFFD}' || *c == '\0').count();
    if errors && broken * 50 > text.chars().count() {
        return Err(Unreadable::NotAWorkbook("neither a workbook nor text".to_owned()));
    }
    Ok((text, cut))
}

/// A character of which only the first bytes are there stands at the end as a replacement.
fn without_cut((text, errors): (Cow<'_, str>, bool)) -> (String, bool) {
    match text.strip_suffix('\u{FFFD}').filter(|_| errors) {
        Some(whole) => (whole.to_owned(), true),
        None => (text.into_owned(), false),
    }
}

/// The separator that cuts the first lines most evenly; a comma when none does.
fn separator(text: &str) -> u8 {
    let mut quoted = false;
    let mut lines: Vec<[usize; 3]> = vec![[0; 3]];
    for c in text.chars().take(64 * 1024) {
        match c {
            '"' => quoted = !quoted,
            '\n' if !quoted => {
                if lines.len() == 60 {
                    break;
                }
                lines.push([0; 3]);
            }
            ',' | '\t' | ';' if !quoted => {
                let kind = usize::from(c == '\t') + 2 * usize::from(c == ';');
                if let Some(last) = lines.last_mut() {
                    last[kind] += 1;
                }
            }
            _ => {}
        }
    }
    let score = |kind: usize| {
        let mut counts: Vec<usize> = lines.iter().map(|l| l[kind]).filter(|n| *n > 0).collect();
        counts.sort_unstable();
        let most = counts.chunk_by(|a, b| a == b).map(|g| g.len() * g[0].min(20)).max().unwrap_or(0);
        (most, counts.len())
    };
    let best = [0, 1, 2].into_iter().max_by_key(|k| (score(*k), std::cmp::Reverse(*k)));
    match best {
        Some(1) => b'\t',
        Some(2) => b';',
        _ => b',',
    }
}

/// Cells of the text, all of them [`Value::Text`]; what a value means the rows decide.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Book, Unreadable> {
    let (text, cut) = decode(bytes)?;
    let mut body = text.as_str();
    let mut sep = None;
    let mut first_row = 0;
    if let Some(rest) = body.strip_prefix("sep=") {
        let mut chars = rest.chars();
        sep = chars.next().filter(char::is_ascii).and_then(|c| u8::try_from(c).ok());
        body = chars.as_str().trim_start_matches('\r').strip_prefix('\n').unwrap_or(chars.as_str());
        first_row = 1;
    }
    let sep = sep.unwrap_or_else(|| separator(body));
    let (body, open_quote) = blank_lines_kept(body, sep);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(sep)
        .from_reader(body.as_bytes());
    let mut cells = Vec::new();
    let mut record = csv::ByteRecord::new();
    let mut row = first_row;
    let mut fields: Vec<(u32, u32)> = Vec::new();
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(e) => return Err(Unreadable::Damaged(e.to_string())),
        }
        let count = u32::try_from(record.len()).unwrap_or(u32::MAX);
        if fields.last().is_none_or(|(_, before)| *before != count) {
            fields.push((row, count));
        }
        for (col, field) in (0_u32..).zip(record.iter()) {
            let value = String::from_utf8_lossy(field);
            let value = value.strip_prefix("=\"").and_then(|v| v.strip_suffix('"')).unwrap_or(&value);
            if !value.is_empty() && value != BLANK_LINE {
                if cells.len() >= limits.cells {
                    return Err(limits.too_many_cells());
                }
                cells.push(Cell {
                    row,
                    col,
                    value: Value::Text(Arc::from(value)),
                    formula: false,
                });
            }
        }
        row = row.saturating_add(1);
    }
    let mut sheet = Sheet::new(Arc::from("CSV"), Visibility::Visible);
    (sheet.cells, sheet.marks.fields) = (cells, fields);
    let mut book = Book::new(Format::Csv);
    let quote = open_quote.map(|line| Damage::new(&sheet.name, "quote_not_closed", (line + first_row).to_string()));
    let cut = cut.then(|| Damage::new(&sheet.name, "sheet_truncated", "the text ends within a character"));
    book.damage.extend(quote.into_iter().chain(cut));
    book.sheets.push(sheet);
    Ok(book)
}

/// Stands in a blank line, so that the csv crate does not pass over it.
const BLANK_LINE: &str = "\u{1}";

/// A spreadsheet counts blank lines as rows, the csv crate does not: each gets a mark that is no cell. With the line, counted from
/// one, whose quote is still open at the end.
fn blank_lines_kept(text: &str, sep: u8) -> (String, Option<u32>) {
    let mut out = String::with_capacity(text.len() + 64);
    let (mut quoted, mut closed, mut starts, mut opened) = (false, false, true, 0);
    for (number, line) in (1_u32..).zip(text.split_inclusive('\n')) {
        if !quoted && line.trim_end_matches(['\r', '\n']).is_empty() {
            out.push_str(BLANK_LINE);
        }
        if quoted || line.contains('"') {
            for byte in line.bytes() {
                match byte {
                    b'"' if quoted => (quoted, closed) = (false, true),
                    // The second of two stands for one.
                    b'"' if closed => (quoted, closed) = (true, false),
                    // At the start of a field only: `12"盘` is an inch.
                    b'"' if starts => (quoted, opened) = (true, number),
                    _ => closed = false,
                }
                starts = byte == sep;
            }
        }
        if !quoted {
            (closed, starts) = (false, true);
        }
        out.push_str(line);
    }
    (out, quoted.then_some(opened))
}
