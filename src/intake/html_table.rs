//! HTML saved as `.xls` (web exports): a tolerant, linear scan for tables. Tag soup is no XML, so no XML parser is used.

use std::sync::Arc;

use super::{Book, Cell, DateSystem, Format, Limits, Merge, Sheet, Unreadable, Value, Visibility, delimited};

/// Largest span that a cell may claim; more is cut.
const MOST_SPAN: u32 = 16_384;

/// Tables of the page, one below the other with a blank row between, as a spreadsheet program opens them.
///
/// # Errors
/// No table, or over a limit.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Book, Unreadable> {
    let text = decode(bytes)?;
    let mut scan = Scan::new(limits);
    let mut rest = text.as_str();
    while let Some(at) = rest.find('<') {
        scan.text(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.find("-->").map_or("", |e| &after[e + 3..]);
            continue;
        }
        let Some(end) = rest.find('>') else { break };
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        let name: String = tag
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
            .collect::<String>()
            .to_ascii_lowercase();
        if name == "script" || name == "style" {
            let close = format!("</{name}");
            let lower = rest.to_ascii_lowercase();
            rest = lower.find(&close).map_or("", |e| &rest[e..]);
            continue;
        }
        scan.tag(&name, tag)?;
    }
    scan.close_cell()?;
    if scan.tables == 0 {
        return Err(Unreadable::NotAWorkbook("HTML without a table".to_owned()));
    }
    let mut cells = scan.cells;
    cells.sort_by_key(|c| (c.row, c.col));
    cells.dedup_by_key(|c| (c.row, c.col));
    let sheet = Sheet {
        name: Arc::from("HTML"),
        visibility: Visibility::Visible,
        cells,
        merges: scan.merges,
        hidden_rows: Vec::new(),
    };
    Ok(Book {
        format: Format::Html,
        date_system: DateSystem::D1900,
        sheets: vec![sheet],
        damage: Vec::new(),
    })
}

/// A declared charset goes before the guess, unless a BOM speaks.
fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    if encoding_rs::Encoding::for_bom(bytes).is_none() && std::str::from_utf8(bytes).is_err() {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
        let label = head.split("charset=").nth(1).map(|r| {
            r.trim_start_matches(['"', '\''])
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
                .collect::<String>()
        });
        if let Some(encoding) = label
            .and_then(|l| encoding_rs::Encoding::for_label(l.as_bytes()))
            .filter(|e| *e != encoding_rs::UTF_8)
        {
            return Ok(encoding.decode(bytes).0.into_owned());
        }
    }
    delimited::decode(bytes)
}

struct Scan<'a> {
    limits: &'a Limits,
    cells: Vec<Cell>,
    merges: Vec<Merge>,
    tables: usize,
    depth: usize,
    row: u32,
    in_row: bool,
    col: u32,
    open: Option<(u32, u32, String, Option<String>)>,
    /// Columns that a cell above still covers: `(column, rows left)`.
    covered: Vec<(u32, u32)>,
    cell: String,
}

impl<'a> Scan<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            cells: Vec::new(),
            merges: Vec::new(),
            tables: 0,
            depth: 0,
            row: 0,
            in_row: false,
            col: 0,
            open: None,
            covered: Vec::new(),
            cell: String::new(),
        }
    }

    fn text(&mut self, text: &str) {
        if self.open.is_some() {
            self.cell.push_str(text);
        }
    }

    fn tag(&mut self, name: &str, tag: &str) -> Result<(), Unreadable> {
        match name {
            "table" => {
                self.depth += 1;
                if self.depth == 1 {
                    if self.tables > 0 {
                        self.row += 2;
                    }
                    self.tables += 1;
                    self.covered.clear();
                    self.in_row = false;
                }
            }
            "/table" => {
                if self.depth == 1 {
                    self.close_cell()?;
                }
                self.depth = self.depth.saturating_sub(1);
            }
            // Rows and cells of a table within a cell are that cell's text.
            _ if self.depth > 1 => self.cell.push(' '),
            "tr" => {
                self.close_cell()?;
                if self.in_row {
                    self.row = self.row.saturating_add(1);
                    for c in &mut self.covered {
                        c.1 = c.1.saturating_sub(1);
                    }
                    self.covered.retain(|c| c.1 > 0);
                }
                self.in_row = true;
                self.col = 0;
            }
            "td" | "th" if self.depth == 1 => {
                self.close_cell()?;
                self.in_row = true;
                while self.covered.iter().any(|(c, _)| *c == self.col) {
                    self.col += 1;
                }
                let span = |n: &str| attribute(tag, n).and_then(|v| v.parse().ok()).unwrap_or(1_u32).clamp(1, MOST_SPAN);
                self.open = Some((span("colspan"), span("rowspan"), String::new(), attribute(tag, "x:num")));
                self.cell.clear();
            }
            "/td" | "/th" => self.close_cell()?,
            "br" | "br/" | "/p" | "/div" => self.cell.push('\n'),
            _ => {}
        }
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), Unreadable> {
        let Some((colspan, rowspan, _, number)) = self.open.take() else {
            return Ok(());
        };
        let (row, col) = (self.row, self.col);
        if colspan > 1 || rowspan > 1 {
            self.merges.push(Merge {
                top: row,
                left: col,
                bottom: row + rowspan - 1,
                right: col + colspan - 1,
            });
        }
        if rowspan > 1 {
            self.covered.extend((col..col + colspan).map(|c| (c, rowspan)));
        }
        self.col = col.saturating_add(colspan);
        let text = unescape(&self.cell);
        let text = text.trim();
        let value = match number.and_then(|n| n.parse::<f64>().ok()).filter(|n| n.is_finite()) {
            Some(n) => Some(Value::Number(n)),
            None if text.is_empty() => None,
            None => Some(Value::Text(Arc::from(text))),
        };
        if let Some(value) = value {
            if self.cells.len() >= self.limits.cells {
                return Err(Unreadable::OverLimit {
                    limit: "max-cells".to_owned(),
                    found: self.limits.cells as u64 + 1,
                    allowed: self.limits.cells as u64,
                });
            }
            self.cells.push(Cell {
                row,
                col,
                value,
                formula: false,
            });
        }
        Ok(())
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = lower[from..].find(name).map(|i| i + from) {
        let after = lower[at + name.len()..].trim_start();
        let alone = lower[..at].ends_with(|c: char| c.is_whitespace());
        if let Some(value) = after.strip_prefix('=').filter(|_| alone) {
            let start = tag.len() - value.len();
            let value = tag[start..].trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            return Some(match quote {
                Some(q) => value[1..].split(q).next().unwrap_or_default().to_owned(),
                None => value
                    .split(|c: char| c.is_whitespace() || c == '/')
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
            });
        }
        from = at + name.len();
    }
    None
}

/// The entities that exports use; an unknown one stays as it is.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.char_indices().take(12).find(|(_, c)| *c == ';').map(|(i, _)| i);
        let resolved = end.and_then(|e| {
            let name = &rest[1..e];
            let c = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                "nbsp" => ' ',
                "yen" => '¥',
                _ => {
                    let code = name.strip_prefix('#')?;
                    let n = match code.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                        None => code.parse().ok()?,
                    };
                    char::from_u32(n)?
                }
            };
            Some((c, e))
        });
        match resolved {
            Some((c, e)) => {
                out.push(c);
                rest = &rest[e + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}
