//! A workbook being written: its sheets ready to print, and a plain table printer.

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use crate::{
    model::Month,
    report::{
        RenderError,
        tables::{Cell, Column, Kind, Table},
        xlsx::{
            cells::{WriteCells as _, clean},
            document,
            styles::Styles,
        },
    },
    text::Catalog,
};

/// The working papers of a unit or of the region.
pub(crate) struct Book<'a> {
    pub catalog: &'a Catalog,
    pub styles: Styles,
    workbook: Workbook,
    header: String,
}

impl<'a> Book<'a> {
    /// A workbook whose only date is the period's last day: the same report gives the same bytes.
    ///
    /// # Errors
    /// [`RenderError`] for a year that a spreadsheet does not have.
    pub fn new(catalog: &'a Catalog, period: Month, subject: &str) -> Result<Self, RenderError> {
        let subject = clean(subject);
        // A document property longer than 255 characters is refused by some programs.
        let title: String = subject.chars().take(200).collect();
        let properties = document::output_properties(period)?.set_title(title).set_author("bangfu");
        let styles = Styles::new(catalog.get("xlsx.font"));
        let mut workbook = Workbook::new();
        // Pixels of a row and a column that nobody sizes.
        workbook
            .set_default_format(&styles.default, 20, 64)?
            .set_properties(&properties)
            .set_zip_compression_level(1);
        let shown: String = subject.chars().take(60).collect();
        Ok(Self {
            catalog,
            styles,
            workbook,
            header: format!("&L{}&R&A", shown.replace('&', "&&")),
        })
    }

    /// The text of `xlsx.{key}`.
    pub fn word(&self, key: &str) -> String {
        self.catalog.get(&format!("xlsx.{key}")).to_owned()
    }

    /// The name of a sheet.
    pub fn sheet_name(&self, key: &str) -> String {
        self.word(&format!("sheet.{key}"))
    }

    /// A new, empty sheet, ready to print on A4.
    ///
    /// # Errors
    /// [`RenderError`] when the library refuses its name.
    pub fn sheet(&self, key: &str) -> Result<Worksheet, RenderError> {
        self.prepare(Worksheet::new(), key)
    }

    /// [`document::long_sheet`], ready to print.
    ///
    /// # Errors
    /// As [`Book::sheet`].
    pub fn long_sheet(&mut self, key: &str) -> Result<Worksheet, RenderError> {
        let sheet = document::long_sheet(&mut self.workbook);
        self.prepare(sheet, key)
    }

    fn prepare(&self, mut sheet: Worksheet, key: &str) -> Result<Worksheet, RenderError> {
        sheet
            .set_name(self.sheet_name(key))?
            .set_margins(0.5, 0.5, 0.7, 0.7, 0.3, 0.3)
            .set_header(&self.header)
            .set_footer(self.catalog.get("xlsx.footer"))
            // What a formula gives that gives no text.
            .set_formula_result_default("");
        document::page(&mut sheet);
        Ok(sheet)
    }

    /// Adds a complete sheet.
    pub fn push(&mut self, sheet: Worksheet) {
        self.workbook.push_worksheet(sheet);
    }

    /// The head of a table, frozen and repeated on every page.
    pub fn head(&self, sheet: &mut Worksheet, columns: &[Column]) -> Result<(), XlsxError> {
        let lines = columns.iter().map(|c| wrapped_lines(&c.head, c.width - HEAD_MARGIN)).max();
        document::list_page(sheet)?
            .set_print_gridlines(true)
            .set_row_height(0, f64::from(lines.unwrap_or(1).max(2)) * 14.0 + 4.0)?;
        for (col, column) in (0u16..).zip(columns) {
            sheet
                .set_column_width(col, column.width)?
                .set_column_format(col, &self.styles.column(column.kind))?;
            sheet.text(0, col, &column.head, &self.styles.head)?;
        }
        Ok(())
    }

    /// A sheet with a table, a long one where the table may be long. Returns it for additions, with the row of its last line.
    pub fn table(&mut self, key: &str, table: Table<'_>) -> Result<(Worksheet, u32), RenderError> {
        // A temporary file takes longer than a page of cells.
        let is_short = table.rows.size_hint().1.is_some_and(|most| most <= SHORT);
        let mut sheet = if is_short { self.sheet(key)? } else { self.long_sheet(key)? };
        self.head(&mut sheet, &table.columns)?;
        let last = self.fill(&mut sheet, table)?;
        Ok((sheet, last))
    }

    /// A sheet that holds a table and nothing else.
    pub fn list(&mut self, key: &str, table: Table<'_>) -> Result<(), RenderError> {
        let (sheet, _) = self.table(key, table)?;
        self.push(sheet);
        Ok(())
    }

    /// The rows of a table below its head, under filters; gives the last row.
    pub fn fill(&self, sheet: &mut Worksheet, table: Table<'_>) -> Result<u32, XlsxError> {
        let (mut last, columns) = (0, &table.columns);
        for (row, cells) in (1u32..).zip(table.rows) {
            for (col, (cell, column)) in (0u16..).zip(cells.iter().zip(columns)) {
                let input = Some(&self.styles.input).filter(|_| column.kind == Kind::Input);
                sheet.cell(row, col, cell, input)?;
            }
            set_row_height(sheet, row, columns, &cells)?;
            last = row;
        }
        if last == 0 {
            sheet.text(1, 0, self.catalog.get("xlsx.nothing"), &self.styles.text)?;
        } else {
            let right = u16::try_from(columns.len()).unwrap_or(1).saturating_sub(1);
            sheet.autofilter(0, 0, last, right)?;
        }
        Ok(last)
    }

    /// The bytes.
    pub fn finish(mut self) -> Result<Vec<u8>, RenderError> {
        Ok(document::bytes(&mut self.workbook)?)
    }
}

/// Rows of a table that wait in memory.
const SHORT: usize = 200;
/// Characters of a head's column that the filter's button and bold type take.
const HEAD_MARGIN: f64 = 1.0;

/// Gives a row the height that its wrapped texts need, as near as it can be told without the font; no taller than a third of a page.
pub(crate) fn set_row_height(sheet: &mut Worksheet, row: u32, columns: &[Column], cells: &[Cell<'_>]) -> Result<(), XlsxError> {
    let mut most = 1;
    for (column, cell) in columns.iter().zip(cells) {
        if let (Kind::Wrap, Cell::Text(text)) = (column.kind, cell) {
            most = most.max(wrapped_lines(text, column.width));
        }
    }
    if most > 1 {
        sheet.set_row_height(row, f64::from(most) * 13.5 + 4.0)?;
    }
    Ok(())
}

/// How many lines `text` takes in a column of `width` characters; a Chinese character is two wide.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(crate) fn wrapped_lines(text: &str, width: f64) -> u32 {
    const MOST: usize = 20;
    let room = ((width - 1.0).max(2.0) as usize).max(2);
    // Beyond this nothing more is shown.
    let wide: usize = text.chars().take(room * MOST).map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    u32::try_from(wide.div_ceil(room).clamp(1, MOST)).unwrap_or(1)
}
