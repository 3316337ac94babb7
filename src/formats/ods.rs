//! OpenDocument spreadsheets: our own streaming reader. calamine allocates a sheet's whole rectangle (two cells far apart ask for
//! hundreds of gigabytes and abort the process) and tells neither merged regions nor hidden rows.

use std::{borrow::Cow, collections::BTreeSet, sync::Arc};

use quick_xml::events::{BytesStart, Event};

use crate::formats::{
    cells::{Book, Cell, DateSystem, Format, LAST_COL, LAST_ROW, Value, Visibility, finite},
    container::Container,
    limits::Limits,
    sheet_builder::OpenSheet,
    unreadable::Unreadable,
    xml::{self, attribute, push_text},
};

/// Cells of the workbook.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Book, Unreadable> {
    let mut container = Container::open(bytes, limits)?;
    if container
        .part("META-INF/manifest.xml")?
        .is_some_and(|m| m.windows(15).any(|w| w == b"encryption-data"))
    {
        return Err(Unreadable::Encrypted);
    }
    let content = container
        .part("content.xml")?
        .ok_or_else(|| Unreadable::Damaged("content.xml is missing".to_owned()))?;
    scan(&xml::decode(content), limits)
}

/// Cells of a workbook in one XML file (.fods).
pub(crate) fn read_flat(bytes: &[u8], limits: &Limits) -> Result<Book, Unreadable> {
    scan(&xml::decode(bytes.to_vec()), limits)
}

fn scan(xml: &str, limits: &Limits) -> Result<Book, Unreadable> {
    let mut scan = Scan::new(limits);
    let broken = scan.run(xml)?;
    // A row that breaks off: whether it is hidden counts at its end.
    scan.hidden_row = false;
    scan.end_of_cells(0)?;
    if scan.sheets.is_empty() {
        return Err(Unreadable::Damaged("no table in content.xml".to_owned()));
    }
    OpenSheet::close(scan.sheets, broken, &mut scan.book);
    Ok(scan.book)
}

/// How often something is repeated, or how far it spans.
fn count(e: &BytesStart<'_>, name: &str) -> u32 {
    attribute(e, name).and_then(|v| v.parse().ok()).unwrap_or(1).max(1)
}

/// The cell being read.
struct Open {
    columns: u32,
    span: (u32, u32),
    kind: String,
    value: Option<String>,
    formula: bool,
    text: String,
    paragraphs: usize,
}

struct Scan<'a> {
    limits: &'a Limits,
    book: Book,
    sheets: Vec<OpenSheet>,
    /// Table styles that are not displayed.
    hidden_styles: BTreeSet<String>,
    style: Option<String>,
    row: u32,
    rows: u32,
    hidden_row: bool,
    col: u32,
    /// The cells of the row so far: how often it is repeated counts at its end.
    cells: Vec<Cell>,
    cell: Option<Open>,
    in_text: usize,
    in_note: usize,
}

impl<'a> Scan<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            book: Book::new(Format::Ods),
            sheets: Vec::new(),
            hidden_styles: BTreeSet::new(),
            style: None,
            row: 0,
            rows: 1,
            hidden_row: false,
            col: 0,
            cells: Vec::new(),
            cell: None,
            in_text: 0,
            in_note: 0,
        }
    }

    /// Why the XML breaks off, where it does.
    fn run(&mut self, xml: &str) -> Result<Option<String>, Unreadable> {
        let mut reader = xml::reader(xml);
        let mut depth = 0_usize;
        loop {
            match reader.read_event() {
                Ok(Event::Start(e)) => {
                    depth += 1;
                    self.limits.check_depth(depth)?;
                    self.start(&e)?;
                }
                Ok(Event::Empty(e)) => {
                    self.start(&e)?;
                    self.end(e.local_name().as_ref())?;
                }
                Ok(Event::End(e)) => {
                    depth = depth.saturating_sub(1);
                    self.end(e.local_name().as_ref())?;
                }
                Ok(Event::Eof) => return Ok((depth > 0).then(|| "the XML ends in the middle".to_owned())),
                Ok(event) => {
                    if let Some(text) = self.text() {
                        push_text(&event, text);
                    }
                }
                Err(e) => return Ok(Some(e.to_string())),
            }
        }
    }

    fn start(&mut self, e: &BytesStart<'_>) -> Result<(), Unreadable> {
        match e.local_name().as_ref() {
            "style" => self.style = attribute(e, "name").map(Cow::into_owned),
            "table-properties" if attribute(e, "display").as_deref() == Some("false") => self.hidden_styles.extend(self.style.clone()),
            "null-date" if attribute(e, "date-value").is_some_and(|d| d.starts_with("1904")) => self.book.date_system = DateSystem::D1904,
            "table" => {
                let hidden = attribute(e, "style-name").is_some_and(|s| self.hidden_styles.contains(&*s));
                let visibility = if hidden { Visibility::Hidden } else { Visibility::Visible };
                let name = attribute(e, "name").unwrap_or_default();
                self.end_of_cells(0)?;
                self.sheets.push(OpenSheet::next(&self.sheets, &name, visibility, self.limits));
                self.row = 0;
                self.limits.check_sheets(self.sheets.len())?;
            }
            "table-row" => {
                self.end_of_cells(0)?;
                self.rows = count(e, "number-rows-repeated");
                self.hidden_row = matches!(attribute(e, "visibility").as_deref(), Some("collapse" | "filter"));
                self.col = 0;
            }
            "table-cell" | "covered-table-cell" if self.cell.is_none() => {
                let kind = attribute(e, "value-type").unwrap_or_default();
                let value = match &*kind {
                    "date" => attribute(e, "date-value"),
                    "time" => attribute(e, "time-value"),
                    "boolean" => attribute(e, "boolean-value"),
                    "string" => attribute(e, "string-value"),
                    _ => attribute(e, "value"),
                };
                self.cell = Some(Open {
                    columns: count(e, "number-columns-repeated"),
                    span: (count(e, "number-rows-spanned"), count(e, "number-columns-spanned")),
                    kind: kind.into_owned(),
                    value: value.map(Cow::into_owned),
                    formula: attribute(e, "formula").is_some(),
                    text: String::new(),
                    paragraphs: 0,
                });
            }
            "annotation" => self.in_note += 1,
            "p" | "h" if self.cell.is_some() => {
                self.in_text += 1;
                if let Some(cell) = self.cell.as_mut().filter(|_| self.in_note == 0) {
                    if cell.paragraphs > 0 {
                        cell.text.push('\n');
                    }
                    cell.paragraphs += 1;
                }
            }
            name @ ("s" | "tab" | "line-break") => {
                if let Some(text) = self.text() {
                    match name {
                        "tab" => text.push('\t'),
                        "line-break" => text.push('\n'),
                        _ => {
                            let n = attribute(e, "c").and_then(|v| v.parse().ok()).unwrap_or(1).min(1000);
                            text.extend(std::iter::repeat_n(' ', n));
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Where the text that is read belongs: to the open cell, outside of notes.
    fn text(&mut self) -> Option<&mut String> {
        let cell = self.cell.as_mut().filter(|_| self.in_text > 0 && self.in_note == 0);
        cell.map(|cell| &mut cell.text)
    }

    fn end(&mut self, name: &str) -> Result<(), Unreadable> {
        match name {
            "annotation" => self.in_note = self.in_note.saturating_sub(1),
            "p" | "h" => self.in_text = self.in_text.saturating_sub(1),
            "table-cell" | "covered-table-cell" => {
                if let Some(cell) = self.cell.take() {
                    self.in_text = 0;
                    self.close(&cell)?;
                }
            }
            "table-row" => {
                let (row, more) = (self.row, self.rows - 1);
                self.end_of_cells(more)?;
                self.row = row.saturating_add(self.rows);
            }
            _ => {}
        }
        Ok(())
    }

    /// A cell, as often as its row repeats it. Repeats without a value cost nothing; repeats with one count against the limit.
    fn close(&mut self, cell: &Open) -> Result<(), Unreadable> {
        let (row, col) = (self.row, self.col);
        self.col = col.saturating_add(cell.columns);
        let Some(sheet) = self.sheets.last_mut().filter(|_| row <= LAST_ROW && col <= LAST_COL) else {
            return Ok(());
        };
        let (down, across) = cell.span;
        let to = (row.saturating_add(down - 1), col.saturating_add(across - 1));
        sheet.out.merge((row, col), to);
        let Some(value) = value_of(cell) else { return Ok(()) };
        let columns = col..self.col.min(LAST_COL + 1);
        if self.cells.len() + columns.len() > sheet.out.left() {
            return Err(self.limits.too_many_cells());
        }
        self.cells.extend(columns.map(|col| Cell {
            row,
            col,
            value: value.clone(),
            formula: cell.formula,
        }));
        Ok(())
    }

    /// The cells of a row, and of as many `more` that are like it.
    fn end_of_cells(&mut self, more: u32) -> Result<(), Unreadable> {
        let cells = std::mem::take(&mut self.cells);
        let Some(sheet) = self.sheets.last_mut().filter(|_| !cells.is_empty()) else {
            return Ok(());
        };
        let rows = self.row..=self.row.saturating_add(more).min(LAST_ROW);
        if cells.len().saturating_mul(rows.clone().count()) > sheet.out.left() {
            return Err(self.limits.too_many_cells());
        }
        for row in rows {
            for cell in &cells {
                sheet.out.push(Cell { row, ..cell.clone() })?;
            }
            if self.hidden_row {
                sheet.out.hide(row);
            }
        }
        Ok(())
    }
}

fn value_of(cell: &Open) -> Option<Value> {
    let text = || (!cell.text.is_empty()).then(|| Value::Text(Arc::from(cell.text.as_str())));
    // A formula's error shows as text: Err:502, #REF!.
    if cell.formula && (cell.text.starts_with('#') || cell.text.starts_with("Err:")) {
        return Some(Value::Error(Arc::from(cell.text.as_str())));
    }
    match cell.kind.as_str() {
        "float" | "currency" | "percentage" => cell.value.as_deref().and_then(finite).map(Value::Number).or_else(text),
        "date" => cell.value.as_deref().map(|v| Value::IsoDate(Arc::from(v))).or_else(text),
        "boolean" => Some(Value::Bool(cell.value.as_deref() == Some("true"))),
        "string" => {
            let value = cell.value.as_deref().filter(|v| !v.is_empty());
            value.map(|v| Value::Text(Arc::from(v))).or_else(text)
        }
        "" if cell.formula && cell.text.is_empty() => Some(Value::Uncalculated),
        _ => text(),
    }
}
