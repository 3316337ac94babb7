//! A workbook: its sheets, what binds them together, and a plain table printer.

use std::fmt::Write as _;

use jiff::civil::Date;
use rust_xlsxwriter::ExcelDateTime;

use crate::{
    model::dates::Month,
    report::{
        RenderError,
        table::Cell,
        xlsx::{
            charts::{Chart, Drawn},
            package::{Deflater, Package, Packed},
            sheet::{Finished, Sheet},
            styles::{Frame, Kind, Style},
            xml::{self, Value},
        },
    },
    text::catalog::Catalog,
};

/// A workbook being written.
pub struct Book<'a> {
    pub catalog: &'a Catalog,
    frame: &'static Frame,
    subject: String,
    period: Month,
    sheets: Vec<Finished>,
}

impl<'a> Book<'a> {
    /// A workbook whose only date is the period's last day: the same report gives the same bytes.
    ///
    /// # Errors
    /// [`RenderError`] when the styles cannot be made.
    pub fn new(catalog: &'a Catalog, period: Month, subject: &str) -> Result<Self, RenderError> {
        Ok(Self {
            catalog,
            frame: Frame::of(catalog.lang)?,
            // A document property longer than 255 characters is refused by some programs.
            subject: xml::clean(subject).chars().take(200).collect(),
            period,
            sheets: Vec::new(),
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

    /// A new, empty sheet.
    pub fn sheet(&self, key: &str) -> Sheet {
        let subject: String = self.subject.chars().take(60).collect::<String>().replace('&', "&&");
        let mut header = String::from("<headerFooter><oddHeader>");
        xml::escape(&mut header, &format!("&L{subject}&R&A"));
        header.push_str("</oddHeader><oddFooter>");
        xml::escape(&mut header, self.catalog.get("xlsx.footer"));
        header.push_str("</oddFooter></headerFooter>");
        Sheet::new(self.sheet_name(key), self.frame, self.sheets.is_empty(), header)
    }

    /// Adds a complete sheet.
    ///
    /// # Errors
    /// [`RenderError`].
    pub fn push(&mut self, sheet: Sheet) -> Result<(), RenderError> {
        self.sheets.push(sheet.finish()?);
        Ok(())
    }

    /// A table's sheet with its header, frozen, repeated on every page and under filters; `count` rows are still to be written.
    pub fn head(&self, key: &str, columns: &[Column], count: Option<u32>) -> Sheet {
        let mut sheet = self.sheet(key);
        let right = u16::try_from(columns.len()).unwrap_or(1).saturating_sub(1);
        sheet.landscape().gridlines(true).freeze(1, 0).repeat(0, 0).height(0, 30.0);
        if let Some(count) = count {
            sheet.extent(count.max(1), right);
        }
        for (col, column) in (0u16..).zip(columns) {
            sheet.column(col, column.width, Some(Style::Column(column.kind)));
            sheet.text(0, col, &column.head, Style::Head);
        }
        sheet
    }

    /// A table; `widths` in characters, one a column. Returns the sheet for additions.
    ///
    /// # Errors
    /// [`RenderError`].
    pub fn table<'c>(&self, key: &str, columns: &[Column], rows: impl IntoIterator<Item = Vec<Cell<'c>>>) -> Result<Sheet, RenderError> {
        let rows = rows.into_iter();
        let (least, most) = rows.size_hint();
        let count = most.filter(|most| *most == least).and_then(|n| u32::try_from(n).ok());
        let mut sheet = self.head(key, columns, count);
        self.fill(&mut sheet, columns, rows)?;
        Ok(sheet)
    }

    /// The rows of a table below its head.
    ///
    /// # Errors
    /// [`RenderError`].
    pub fn fill<'c>(&self, sheet: &mut Sheet, columns: &[Column], rows: impl Iterator<Item = Vec<Cell<'c>>>) -> Result<(), RenderError> {
        let mut last = 0;
        for (row, cells) in (1u32..).zip(rows) {
            for ((col, column), cell) in (0u16..).zip(columns).zip(&cells) {
                write_cell(sheet, row, col, cell, Style::Column(column.kind));
            }
            let open = (0u16..).zip(columns).skip(cells.len());
            for (col, _) in open.filter(|(_, c)| c.kind == Kind::Input) {
                sheet.text(row, col, "", Style::Input);
            }
            let tall = row_height(columns, &cells);
            if tall > LINE_HEIGHT {
                sheet.height(row, tall);
            }
            sheet.row_done()?;
            last = row;
        }
        if last == 0 {
            sheet.text(1, 0, self.catalog.get("xlsx.nothing"), Style::Text);
        } else {
            let right = u16::try_from(columns.len()).unwrap_or(1).saturating_sub(1);
            sheet.filter((0, 0, last, right));
        }
        Ok(())
    }

    /// The bytes.
    ///
    /// # Errors
    /// [`RenderError`].
    pub fn finish(self) -> Result<Vec<u8>, RenderError> {
        let (workbook, workbook_relations, properties) = (self.workbook(), self.relations(), self.properties());
        let count = self.sheets.len();
        let (mut parts, mut drawings, mut charts) = (Vec::new(), Vec::new(), Vec::new());
        for (number, sheet) in (1..).zip(self.sheets) {
            parts.push((format!("xl/worksheets/sheet{number}.xml"), sheet.xml));
            if sheet.charts.is_empty() {
                continue;
            }
            let shape: Vec<&Chart> = sheet.charts.iter().map(|(chart, _)| chart).collect();
            let drawn = Drawn::of(&sheet.widths, &shape)?;
            let drawing = drawings.len() + 1;
            let to_drawing = [("drawing", format!("../drawings/drawing{drawing}.xml"))];
            parts.push((
                format!("xl/worksheets/_rels/sheet{number}.xml.rels"),
                Packed::stored(relations(&to_drawing))?,
            ));
            let mut targets = Vec::new();
            for (at, (_, values)) in sheet.charts.iter().enumerate() {
                let chart = charts.len() + 1;
                targets.push(("chart", format!("../charts/chart{chart}.xml")));
                charts.push((format!("xl/charts/chart{chart}.xml"), drawn.chart(at, values)?));
            }
            parts.push((
                format!("xl/drawings/_rels/drawing{drawing}.xml.rels"),
                Packed::stored(relations(&targets))?,
            ));
            drawings.push((format!("xl/drawings/drawing{drawing}.xml"), drawn.drawing.clone()));
        }
        let mut package = Package::default();
        package.add("[Content_Types].xml", deflated(&types(count, drawings.len(), charts.len()))?);
        package.add("_rels/.rels", Packed::stored(ROOT.to_owned())?);
        package.add("xl/_rels/workbook.xml.rels", deflated(&workbook_relations)?);
        package.add("xl/theme/theme1.xml", self.frame.theme.clone());
        package.add("xl/styles.xml", self.frame.styles.clone());
        package.add("xl/workbook.xml", deflated(&workbook)?);
        for (name, part) in parts.into_iter().chain(drawings).chain(charts) {
            package.add(name, part);
        }
        package.add("docProps/core.xml", Packed::stored(properties)?);
        package.add("docProps/app.xml", Packed::stored(APP.to_owned())?);
        package.add("docProps/custom.xml", Packed::stored(custom())?);
        package.finish()
    }

    fn workbook(&self) -> String {
        let mut out = String::from(concat!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">",
            "<fileVersion appName=\"xl\" lastEdited=\"4\" lowestEdited=\"4\" rupBuild=\"4505\"/><workbookPr defaultThemeVersion=\"124226\"/><bookViews><workbookView xWindow=\"240\" yWindow=\"15\" windowWidth=\"16095\" windowHeight=\"9660\"/></bookViews><sheets>"
        ));
        for (number, sheet) in (1..).zip(&self.sheets) {
            let name = xml::attribute(&sheet.name);
            let _ = write!(out, "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
        }
        out.push_str("</sheets><definedNames>");
        let defined = (0..).zip(&self.sheets).flat_map(|(at, s)| s.defined.iter().map(move |d| (at, d)));
        let mut defined: Vec<(usize, &(&str, String))> = defined.collect();
        // In the order of names.
        defined.sort_by_key(|(at, (name, _))| (*name, *at));
        for (at, (name, range)) in defined {
            let hidden = if *name == "_xlnm._FilterDatabase" { " hidden=\"1\"" } else { "" };
            let _ = write!(out, "<definedName name=\"{name}\" localSheetId=\"{at}\"{hidden}>");
            xml::escape(&mut out, range);
            out.push_str("</definedName>");
        }
        out.push_str("</definedNames><calcPr calcId=\"124519\" fullCalcOnLoad=\"1\"/></workbook>");
        out
    }

    fn relations(&self) -> String {
        let sheets = (1..=self.sheets.len()).map(|n| ("worksheet", format!("worksheets/sheet{n}.xml")));
        let others = [("theme", "theme/theme1.xml".to_owned()), ("styles", "styles.xml".to_owned())];
        relations(&sheets.chain(others).collect::<Vec<_>>())
    }

    fn properties(&self) -> String {
        let day = self.period.last_day();
        let mut subject = String::new();
        xml::escape(&mut subject, &self.subject);
        format!(
            concat!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
                "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:dcmitype=\"http://purl.org/dc/dcmitype/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">",
                "<dc:title>{subject}</dc:title><dc:creator>bangfu</dc:creator><cp:lastModifiedBy>bangfu</cp:lastModifiedBy>",
                "<dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:modified></cp:coreProperties>"
            ),
            subject = subject,
            day = day
        )
    }
}

fn deflated(text: &str) -> Result<std::sync::Arc<Packed>, RenderError> {
    let mut to = Deflater::fast();
    to.write(text.as_bytes())?;
    to.finish()
}

/// Kind and target each, numbered from 1.
fn relations(targets: &[(&str, String)]) -> String {
    let mut out = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    ));
    for (number, (kind, target)) in (1..).zip(targets) {
        let _ = write!(
            out,
            "<Relationship Id=\"rId{number}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/>"
        );
    }
    out.push_str("</Relationships>");
    out
}

fn types(sheets: usize, drawings: usize, charts: usize) -> String {
    let mut out = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
        "<Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>",
        "<Override PartName=\"/docProps/custom.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.custom-properties+xml\"/>",
        "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>",
        "<Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>",
        "<Override PartName=\"/xl/theme/theme1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.theme+xml\"/>",
        "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
    ));
    let many = [
        (sheets, "worksheets/sheet", "spreadsheetml.worksheet"),
        (drawings, "drawings/drawing", "drawing"),
        (charts, "charts/chart", "drawingml.chart"),
    ];
    for (count, path, kind) in many {
        for number in 1..=count {
            let _ = write!(
                out,
                "<Override PartName=\"/xl/{path}{number}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.{kind}+xml\"/>"
            );
        }
    }
    out.push_str("</Types>");
    out
}

const ROOT: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/>",
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>",
    "<Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties\" Target=\"docProps/app.xml\"/>",
    "<Relationship Id=\"rId4\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties\" Target=\"docProps/custom.xml\"/>",
    "</Relationships>"
);

const APP: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">",
    "<Application>Microsoft Excel</Application><AppVersion>12.0000</AppVersion></Properties>"
);

/// The mark by which a copy of the workbook in an inbox is known as a report.
fn custom() -> String {
    format!(
        concat!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
            "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" ",
            "xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">",
            "<property fmtid=\"{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}\" pid=\"2\" name=\"{}\"><vt:bool>true</vt:bool></property></Properties>"
        ),
        crate::inbox::own_output::MARK
    )
}

/// A column of a table.
pub struct Column {
    pub head: String,
    pub width: f64,
    pub kind: Kind,
}

impl Column {
    pub fn new(head: impl Into<String>, width: f64, kind: Kind) -> Self {
        Self {
            head: head.into(),
            width,
            kind,
        }
    }
}

/// Height of a row of one line.
const LINE_HEIGHT: f64 = 16.5;

/// The height that the wrapped texts of a row need, as near as it can be told without the font; no taller than a third of a page.
fn row_height(columns: &[Column], cells: &[Cell<'_>]) -> f64 {
    let mut most = 1;
    for (column, cell) in columns.iter().zip(cells) {
        if let (Kind::Wrap, Cell::Text(text)) = (column.kind, cell) {
            most = most.max(wrapped_lines(text, column.width));
        }
    }
    if most <= 1 { LINE_HEIGHT } else { f64::from(most) * 13.5 + 4.0 }
}

/// How many lines `text` takes in a column of `width` characters; a Chinese character is two wide.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn wrapped_lines(text: &str, width: f64) -> u32 {
    const MOST: usize = 20;
    let room = ((width - 1.0).max(2.0) as usize).max(2);
    // Beyond this nothing more is shown.
    let wide: usize = text.chars().take(room * MOST).map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    u32::try_from(wide.div_ceil(room).clamp(1, MOST)).unwrap_or(1)
}

/// A neutral cell.
pub fn write_cell(sheet: &mut Sheet, row: u32, col: u16, cell: &Cell<'_>, style: Style) {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => sheet.text(row, col, text, style),
        Cell::Yuan(fen) => sheet.put(row, col, Value::Yuan(*fen), style),
        Cell::Count(n) => sheet.put(row, col, count(*n), style),
        Cell::Percent(bp) => sheet.put(row, col, share(Some(*bp)), style),
        Cell::Month(month) => sheet.put(row, col, Value::Whole(month_number(*month).into()), style),
        Cell::Date(day) => write_date(sheet, row, col, *day, style),
    }
}

/// A day as a spreadsheet counts it; before 1900 it has no such day, and the date stands as text.
pub fn write_date(sheet: &mut Sheet, row: u32, col: u16, date: Date, style: Style) {
    let serial = u16::try_from(date.year())
        .ok()
        .and_then(|year| ExcelDateTime::from_ymd(year, date.month().unsigned_abs(), date.day().unsigned_abs()).ok());
    match serial {
        Some(day) => sheet.put(row, col, Value::Number(day.to_excel()), style),
        None => sheet.text(row, col, &date.to_string(), style),
    }
}

/// Basis points as a number that a percent format shows.
#[allow(clippy::cast_precision_loss)]
pub fn ratio(bp: i64) -> f64 {
    bp as f64 / 10_000.0
}

/// The same in a cell; nothing where there is none.
pub fn share(bp: Option<i64>) -> Value<'static> {
    bp.map_or(Value::Text(""), |bp| Value::Number(ratio(bp)))
}

/// A count as a cell's number.
pub fn count(n: u64) -> Value<'static> {
    Value::Whole(i64::try_from(n).unwrap_or(i64::MAX))
}

/// `202403`: a month that SUMIFS compares as a number (the text `2024-03` would be taken for a date).
pub fn month_number(month: Month) -> i32 {
    i32::from(month.year()) * 100 + i32::from(month.month())
}
