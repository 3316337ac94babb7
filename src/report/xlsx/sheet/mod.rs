//! One sheet, written as XML into a deflater: whole when it is finished, or row by row, so that a unit of any size takes no more than a buffer.

pub(crate) mod around;

use std::{collections::BTreeMap, fmt::Write as _, ops::Range, sync::Arc};

use rust_xlsxwriter::XlsxError;

use crate::report::{
    RenderError,
    xlsx::{
        charts::{Chart, Values},
        package::{Deflater, Packed},
        styles::{Frame, Mark, Style},
        xml::{self, Value},
    },
};

/// The last row of a sheet and one more.
const ROWS: u32 = 1 << 20;
/// Bytes of XML gathered before they are deflated.
const BUFFER: usize = 1 << 16;

/// A rectangle of cells: first row and column, last row and column, zero-based.
pub type Area = (u32, u16, u32, u16);

/// `A1:C5`.
fn span(area: Area) -> String {
    let (top, left, bottom, right) = area;
    format!("{}:{}", xml::cell(top, left), xml::cell(bottom, right))
}

/// A list to choose from.
pub enum Choice {
    /// A range, as a formula.
    Range(String),
    /// The words themselves.
    Words(String),
}

/// A sheet being written. What stands before the rows (columns, frozen cells, size) is set before the first [`Sheet::flush`].
pub struct Sheet {
    name: String,
    frame: &'static Frame,
    first: bool,
    columns: Vec<(f64, Option<Style>)>,
    heights: BTreeMap<u32, f64>,
    frozen: (u32, u16),
    /// Last row and column, where they are known before the rows are.
    extent: Option<(u32, u16)>,
    header: String,
    landscape: bool,
    one_page: bool,
    gridlines: bool,
    repeat: Option<(u32, u32)>,
    filter: Option<Area>,
    print: Option<Area>,
    merged: Vec<Area>,
    marks: Vec<(Area, Mark, String)>,
    choices: Vec<(Area, Choice)>,
    charts: Vec<(Chart, Vec<Values>)>,
    /// XML of cells that are not yet part of a row, and where they belong.
    cells: String,
    places: Vec<(u32, u16, Range<usize>)>,
    rows: String,
    /// Columns whose formulas are shared, in the order of their numbers.
    shared: Vec<u16>,
    /// The row of the cell before, as text: most of a sheet's cells have it too.
    row: (u32, String),
    to: Deflater,
    begun: bool,
}

/// A sheet that is written, and what the workbook has to know of it.
pub struct Finished {
    pub name: String,
    pub xml: Arc<Packed>,
    pub charts: Vec<(Chart, Vec<Values>)>,
    pub widths: Vec<f64>,
    /// Names that spreadsheets know, and their ranges.
    pub defined: Vec<(&'static str, String)>,
}

impl Sheet {
    /// A new, empty sheet, ready to print on A4; `header` and footer are as a spreadsheet codes them.
    pub fn new(name: String, frame: &'static Frame, first: bool, header: String) -> Self {
        Self {
            name,
            frame,
            first,
            header,
            columns: Vec::new(),
            heights: BTreeMap::new(),
            frozen: (0, 0),
            extent: None,
            landscape: false,
            one_page: false,
            gridlines: false,
            repeat: None,
            filter: None,
            print: None,
            merged: Vec::new(),
            marks: Vec::new(),
            choices: Vec::new(),
            charts: Vec::new(),
            cells: String::new(),
            places: Vec::new(),
            rows: String::new(),
            shared: Vec::new(),
            row: (0, "1".to_owned()),
            to: Deflater::fast(),
            begun: false,
        }
    }

    /// Across the page.
    pub fn landscape(&mut self) -> &mut Self {
        self.landscape = true;
        self
    }
    /// All rows on one page.
    pub fn one_page(&mut self) -> &mut Self {
        self.one_page = true;
        self
    }
    /// Whether lines between the cells are printed.
    pub fn gridlines(&mut self, printed: bool) -> &mut Self {
        self.gridlines = printed;
        self
    }
    /// Rows above and columns to the left stay in sight.
    pub fn freeze(&mut self, row: u32, col: u16) -> &mut Self {
        self.frozen = (row, col);
        self
    }
    /// Rows that stand on every printed page.
    pub fn repeat(&mut self, from: u32, to: u32) -> &mut Self {
        self.repeat = Some((from, to));
        self
    }
    /// What is printed.
    pub fn print(&mut self, area: Area) -> &mut Self {
        self.print = Some(area);
        self
    }
    /// Filters over a table with its header.
    pub fn filter(&mut self, area: Area) -> &mut Self {
        self.filter = Some(area);
        self
    }
    /// The last row and column, known before they are written.
    pub fn extent(&mut self, row: u32, col: u16) -> &mut Self {
        self.extent = Some((row, col));
        self
    }
    /// A column's width in characters, and the style of its cells.
    pub fn column(&mut self, col: u16, width: f64, style: Option<Style>) -> &mut Self {
        let at = usize::from(col);
        if self.columns.len() <= at {
            self.columns.resize(at + 1, (0.0, None));
        }
        self.columns[at] = (width, style);
        self
    }
    /// A row's height in points.
    pub fn height(&mut self, row: u32, points: f64) -> &mut Self {
        // The library's rounding: whole pixels, four to three points.
        self.heights.insert(row, (points * 4.0 / 3.0 + 0.5).floor() * 0.75);
        self
    }
    /// Cells that offer a choice.
    pub fn choose(&mut self, area: Area, choice: Choice) -> &mut Self {
        self.choices.push((area, choice));
        self
    }
    /// Cells that are marked where they hold `word`.
    pub fn mark(&mut self, area: Area, mark: Mark, word: &str) -> &mut Self {
        self.marks.push((area, mark, xml::quoted(word)));
        self
    }
    /// A chart, and the values of its series as readers show them that do not calculate.
    pub fn chart(&mut self, chart: Chart, values: Vec<Values>) -> &mut Self {
        self.charts.push((chart, values));
        self
    }

    /// A cell.
    pub fn put(&mut self, row: u32, col: u16, value: Value<'_>, style: Style) {
        let from = self.open(row, col, style);
        value.cell(&mut self.cells);
        self.place(row, col, from);
    }

    /// A text; an empty one still draws its border.
    pub fn text(&mut self, row: u32, col: u16, text: &str, style: Style) {
        self.put(row, col, Value::Text(text), style);
    }

    /// One text over several columns.
    pub fn span(&mut self, row: u32, (from, to): (u16, u16), text: &str, style: Style) {
        self.text(row, from, text, style);
        for col in from + 1..=to {
            self.text(row, col, "", style);
        }
        if from < to {
            self.merged.push((row, from, row, to));
        }
    }

    /// A formula, without its equals sign, and what it gives.
    pub fn formula(&mut self, row: u32, col: u16, formula: &str, result: Value<'_>, style: Style) {
        let from = self.open(row, col, style);
        result.calculated(&mut self.cells, |out| {
            out.push_str("<f>");
            xml::escape(out, &xml::clean(formula));
            out.push_str("</f>");
        });
        self.place(row, col, from);
    }

    /// A formula that is filled down to row `last`: it is written once, in the first row that has it, and the others refer to it.
    pub fn filled(&mut self, row: u32, col: u16, last: u32, formula: impl FnOnce() -> String, result: Value<'_>, style: Style) {
        let known = self.shared.iter().position(|c| *c == col);
        let number = known.unwrap_or(self.shared.len());
        let from = self.open(row, col, style);
        result.calculated(&mut self.cells, |out| {
            // Writing into a string cannot fail.
            let _ = write!(out, "<f t=\"shared\" si=\"{number}\"");
            if known.is_some() {
                out.push_str("/>");
            } else {
                let _ = write!(out, " ref=\"{}\">", span((row, col, last, col)));
                xml::escape(out, &xml::clean(&formula()));
                out.push_str("</f>");
            }
        });
        if known.is_none() {
            self.shared.push(col);
        }
        self.place(row, col, from);
    }

    fn open(&mut self, row: u32, col: u16, style: Style) -> usize {
        if self.row.0 != row {
            self.row.0 = row;
            self.row.1.clear();
            let _ = write!(self.row.1, "{}", row + 1);
        }
        let from = self.cells.len();
        self.cells.push_str("<c r=\"");
        xml::letters(&mut self.cells, col);
        self.cells.push_str(&self.row.1);
        for part in ["\" s=\"", self.frame.number(style), "\""] {
            self.cells.push_str(part);
        }
        from
    }

    fn place(&mut self, row: u32, col: u16, from: usize) {
        self.places.push((row, col, from..self.cells.len()));
    }

    /// A row is complete, as are all before it: what has gathered is passed on where it is much.
    ///
    /// # Errors
    /// [`RenderError`]: more rows than a sheet has, or the deflater refuses.
    pub fn row_done(&mut self) -> Result<(), RenderError> {
        if self.cells.len() < BUFFER { Ok(()) } else { self.flush() }
    }

    /// Passes all cells on.
    fn flush(&mut self) -> Result<(), RenderError> {
        // Stable: of two contents of a cell the later one counts.
        self.places.sort_by_key(|(row, col, _)| (*row, *col));
        if self.places.last().is_some_and(|(row, ..)| *row >= ROWS) {
            return Err(XlsxError::RowColumnLimitError.into());
        }
        if !self.begun {
            self.begun = true;
            self.rows = self.head();
        }
        let mut current = None;
        for (at, (row, col, range)) in self.places.iter().enumerate() {
            if self.places.get(at + 1).is_some_and(|(r, c, _)| (r, c) == (row, col)) {
                continue;
            }
            if current != Some(*row) {
                if current.is_some() {
                    self.rows.push_str("</row>");
                }
                let _ = write!(self.rows, "<row r=\"{}\"", row + 1);
                if let Some(height) = self.heights.get(row) {
                    let _ = write!(self.rows, " ht=\"{height}\" customHeight=\"1\"");
                }
                self.rows.push('>');
                current = Some(*row);
            }
            self.rows.push_str(&self.cells[range.clone()]);
        }
        if current.is_some() {
            self.rows.push_str("</row>");
        }
        self.to.write(self.rows.as_bytes())?;
        self.rows.clear();
        self.cells.clear();
        self.places.clear();
        Ok(())
    }

    /// The sheet's file.
    ///
    /// # Errors
    /// As [`Sheet::row_done`].
    pub fn finish(mut self) -> Result<Finished, RenderError> {
        if !self.begun && self.extent.is_none() {
            let most = |at: fn(&(u32, u16, Range<usize>)) -> u32| self.places.iter().map(at).max().unwrap_or(0);
            self.extent = Some((most(|p| p.0), u16::try_from(most(|p| p.1.into())).unwrap_or(u16::MAX)));
        }
        self.flush()?;
        let tail = self.tail();
        self.to.write(tail.as_bytes())?;
        let name = xml::quote_sheet(&self.name);
        let range = |(top, left, bottom, right)| format!("{name}!{}:{}", xml::fixed(top, left), xml::fixed(bottom, right));
        let rows = |(from, to)| format!("{name}!${}:${}", from + 1, to + 1);
        let defined = [
            ("_xlnm._FilterDatabase", self.filter.map(range)),
            ("_xlnm.Print_Area", self.print.map(range)),
            ("_xlnm.Print_Titles", self.repeat.map(rows)),
        ];
        Ok(Finished {
            name: self.name,
            xml: self.to.finish()?,
            charts: self.charts,
            widths: self.columns.iter().map(|(width, _)| *width).collect(),
            defined: defined.into_iter().filter_map(|(name, range)| Some((name, range?))).collect(),
        })
    }
}

#[cfg(test)]
mod tests;
