//! Where the cells of an HTML page stand: rows, spans, tables within cells.

use std::{collections::BTreeMap, sync::Arc};

use crate::formats::{
    cells::{Cell, LAST_COL, LAST_ROW, Merge, Value, finite},
    limits::Limits,
    unreadable::Unreadable,
};

/// Cells, merged regions and hidden rows of a page.
type Placed = (Vec<Cell>, Vec<Merge>, Vec<u32>);

/// A page while it is scanned.
#[derive(Default)]
pub(crate) struct Page {
    limits: Limits,
    cells_left: usize,
    /// Tables that are open, the innermost last.
    open: Vec<Table>,
    /// Tables and texts that are complete, by the order in which they began.
    done: BTreeMap<usize, Table>,
    begun: usize,
    /// Tables seen.
    pub(crate) tables: usize,
    /// Text outside of every table.
    outside: String,
}

/// A table, or a text outside of any (one cell, not a table).
#[derive(Default)]
struct Table {
    order: usize,
    is_table: bool,
    cells: Vec<Cell>,
    merges: Vec<Merge>,
    hidden: Vec<u32>,
    row: u32,
    in_row: bool,
    col: u32,
    cell: Option<Open>,
    /// Columns that a cell above still covers, by the first of them: the last one, and the first row that is free.
    covered: BTreeMap<u32, (u32, u32)>,
}

/// The cell being read.
struct Open {
    columns: u32,
    rows: u32,
    number: Option<String>,
    text: String,
}

impl Page {
    /// An empty page.
    pub(crate) fn new(limits: &Limits, cells_left: usize) -> Self {
        Self {
            limits: *limits,
            cells_left,
            ..Self::default()
        }
    }

    /// Text between tags; line breaks of the source are blanks.
    pub(crate) fn text(&mut self, text: &str) {
        let into = match self.open.last_mut() {
            Some(table) => match &mut table.cell {
                Some(cell) => &mut cell.text,
                None => return,
            },
            None => &mut self.outside,
        };
        for c in text.chars() {
            if !c.is_ascii_whitespace() {
                into.push(c);
            } else if !into.is_empty() && !into.ends_with(|l: char| l.is_ascii_whitespace()) {
                into.push(' ');
            }
        }
    }

    /// A tag by its lower-case name (`td`, `/td`).
    pub(crate) fn tag(&mut self, name: &str, tag: &str) -> Result<(), Unreadable> {
        match name {
            "table" => self.open_table()?,
            "/table" => self.close_table()?,
            "tr" | "/tr" | "td" | "th" | "/td" | "/th" => {
                let Some(table) = self.open.last_mut() else { return Ok(()) };
                table.close_cell(&mut self.cells_left, &self.limits)?;
                match name {
                    "tr" => table.open_row(tag),
                    "td" | "th" => table.open_cell(tag),
                    _ => {}
                }
            }
            // What stands over a table is a row of it.
            "caption" | "/caption" if self.open.last().is_some_and(|t| t.cell.is_none() || name == "/caption") => {
                let Some(table) = self.open.last_mut() else { return Ok(()) };
                table.close_cell(&mut self.cells_left, &self.limits)?;
                if name == "caption" {
                    table.open_row(tag);
                    table.open_cell(tag);
                }
            }
            "br" | "br/" => self.line_break(),
            "p" | "/p" | "div" | "/div" | "li" | "/li" | "h1" | "/h1" | "h2" | "/h2" | "h3" | "/h3" | "h4" | "/h4" | "h5" | "/h5"
            | "h6" | "/h6" | "hr" | "center" | "/center" | "caption" | "/caption" | "body" | "/body" => {
                if self.open.is_empty() {
                    self.close_text()?;
                } else {
                    self.line_break();
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn line_break(&mut self) {
        match self.open.last_mut() {
            Some(table) => {
                if let Some(cell) = table.cell.as_mut().filter(|c| !c.text.is_empty()) {
                    cell.text.push('\n');
                }
            }
            None if !self.outside.is_empty() => self.outside.push('\n'),
            None => {}
        }
    }

    fn begin(&mut self, is_table: bool) -> Table {
        self.begun += 1;
        Table {
            order: self.begun,
            is_table,
            ..Table::default()
        }
    }

    fn open_table(&mut self) -> Result<(), Unreadable> {
        self.close_text()?;
        // Between cells there is no place for a table: the one before was not closed.
        if self.open.last().is_some_and(|t| t.cell.is_none()) {
            self.close_table()?;
        }
        self.limits.check_depth(self.open.len() + 1)?;
        self.tables += 1;
        let table = self.begin(true);
        self.open.push(table);
        Ok(())
    }

    fn close_table(&mut self) -> Result<(), Unreadable> {
        if let Some(mut table) = self.open.pop() {
            table.close_cell(&mut self.cells_left, &self.limits)?;
            self.done.insert(table.order, table);
        }
        Ok(())
    }

    /// Text outside of every table as a row of its own.
    fn close_text(&mut self) -> Result<(), Unreadable> {
        if !self.open.is_empty() || self.outside.trim().is_empty() {
            return Ok(());
        }
        let mut row = self.begin(false);
        row.cell = Some(Open {
            columns: 1,
            rows: 1,
            number: None,
            text: std::mem::take(&mut self.outside),
        });
        row.close_cell(&mut self.cells_left, &self.limits)?;
        self.done.insert(row.order, row);
        Ok(())
    }

    /// Whether a table is not closed.
    pub(crate) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// All that the page holds, one below the other.
    pub(crate) fn finish(mut self) -> Result<Placed, Unreadable> {
        while !self.open.is_empty() {
            self.close_table()?;
        }
        self.close_text()?;
        let (mut cells, mut merges, mut hidden) = (Vec::new(), Vec::new(), Vec::new());
        let (mut top, mut after_table) = (0_u32, false);
        for part in self.done.into_values() {
            if after_table && part.is_table {
                top = top.saturating_add(1);
            }
            let down = |row: u32| row.saturating_add(top);
            let height = part.cells.last().map_or(0, |c| c.row + 1).max(part.row + u32::from(part.in_row));
            cells.extend(part.cells.into_iter().map(|c| Cell { row: down(c.row), ..c }));
            merges.extend(part.merges.into_iter().map(|m| Merge {
                top: down(m.top),
                bottom: down(m.bottom).min(LAST_ROW),
                ..m
            }));
            hidden.extend(part.hidden.into_iter().map(down));
            top = down(height);
            after_table = part.is_table;
        }
        hidden.retain(|r| cells.binary_search_by_key(r, |c| c.row).is_ok());
        Ok((cells, merges, hidden))
    }
}

impl Table {
    fn open_row(&mut self, tag: &str) {
        if self.in_row {
            self.row = self.row.saturating_add(1);
        }
        self.in_row = true;
        self.col = 0;
        let style = attribute(tag, "style").unwrap_or_default().to_ascii_lowercase();
        if style.replace(char::is_whitespace, "").contains("display:none") {
            self.hidden.push(self.row);
        }
    }

    fn open_cell(&mut self, tag: &str) {
        self.in_row = true;
        while let Some((left, (right, free))) = self.covered.range(..=self.col).next_back().map(|(l, c)| (*l, *c)) {
            if free <= self.row {
                self.covered.remove(&left);
            } else if right >= self.col {
                self.col = right.saturating_add(1);
            } else {
                break;
            }
        }
        let span = |n: &str, most: u32| {
            attribute(tag, n)
                .and_then(|v| v.trim().parse::<u64>().ok())
                .map_or(1, |v| v.clamp(1, u64::from(most)))
        };
        let number = |v: u64| u32::try_from(v).unwrap_or(1);
        self.cell = Some(Open {
            columns: number(span("colspan", LAST_COL + 1)),
            rows: number(span("rowspan", LAST_ROW + 1)),
            number: attribute(tag, "x:num"),
            text: String::new(),
        });
    }

    fn close_cell(&mut self, left: &mut usize, limits: &Limits) -> Result<(), Unreadable> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let (row, col) = (self.row, self.col);
        self.col = col.saturating_add(cell.columns);
        if row > LAST_ROW || col > LAST_COL {
            return Ok(());
        }
        let mut right = (col + (cell.columns - 1)).min(LAST_COL);
        let bottom = (row + (cell.rows - 1)).min(LAST_ROW);
        if (right, bottom) != (col, row) {
            self.merges.push(Merge {
                top: row,
                left: col,
                bottom,
                right,
            });
        }
        if bottom > row {
            // Where it runs into one from above, that one keeps its columns.
            while let Some((next, (_, free))) = self.covered.range(col..=right).next().map(|(l, c)| (*l, *c)) {
                if free > row && next > col {
                    right = next - 1;
                    break;
                }
                self.covered.remove(&next);
            }
            self.covered.insert(col, (right, bottom + 1));
        }
        if let Some(value) = value_of(&cell) {
            if *left == 0 {
                return Err(limits.too_many_cells());
            }
            *left -= 1;
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

fn value_of(cell: &Open) -> Option<Value> {
    if let Some(n) = cell.number.as_deref().and_then(finite) {
        return Some(Value::Number(n));
    }
    let text = unescape(&cell.text);
    let text = text.trim();
    (!text.is_empty()).then(|| Value::Text(Arc::from(text)))
}

/// Value of an attribute, whatever its case and quotes.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let bytes = tag.as_bytes();
    let mut from = 0;
    while from + name.len() <= bytes.len() {
        let at = (from..=bytes.len() - name.len()).find(|i| bytes[*i..*i + name.len()].eq_ignore_ascii_case(name.as_bytes()))?;
        from = at + name.len();
        // Both ends are ASCII, so they are borders of characters.
        let alone = tag[..at].ends_with(|c: char| c.is_whitespace() || c == '"' || c == '\'');
        if let Some(value) = tag[from..].trim_start().strip_prefix('=').filter(|_| alone) {
            let value = value.trim_start();
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
            let c = match &rest[1..e] {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                "nbsp" => ' ',
                "yen" => '¥',
                name => {
                    let code = name.strip_prefix('#')?;
                    let n = match code.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                        None => code.parse().ok()?,
                    };
                    char::from_u32(n).filter(|c| *c != '\0')?
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
