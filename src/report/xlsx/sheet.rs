//! What every sheet shares: formats made once, text made harmless, page set-up, and a plain table printer.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError};

use super::{RenderError, rows::Content};
use crate::{dates::Month, money::Fen, report::table::Cell, text::Catalog};

/// Excel's limit, in UTF-16 units.
const CELL_LIMIT: usize = 32_767;

/// Cell formats, made once a workbook.
pub struct Styles {
    pub title: Format,
    pub heading: Format,
    pub note: Format,
    pub head: Format,
    pub label: Format,
    pub text: Format,
    pub wrap: Format,
    pub yuan: Format,
    pub fen: Format,
    pub count: Format,
    pub percent: Format,
    pub month: Format,
    pub input: Format,
    pub input_percent: Format,
    pub strong: Format,
    pub verdict: Format,
    /// Formats of whole columns, by kind: no borders, which would run on below the last row.
    plain: [Format; 10],
}

impl Styles {
    fn new(font: &str) -> Self {
        let base = Format::new()
            .set_font_name(font)
            .set_font_size(10)
            .set_align(FormatAlign::VerticalCenter);
        let boxed = base
            .clone()
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00A6_A6A6));
        let right = boxed.clone().set_align(FormatAlign::Right);
        let wrap = boxed.clone().set_text_wrap().set_align(FormatAlign::Left);
        let plain_right = base.clone().set_align(FormatAlign::Right);
        let plain_centre = base.clone().set_align(FormatAlign::Center);
        let plain = [
            base.clone(),
            base.clone()
                .set_text_wrap()
                .set_align(FormatAlign::Left)
                .set_align(FormatAlign::Top),
            plain_centre.clone(),
            plain_right.clone().set_num_format("#,##0.00"),
            plain_right.clone().set_num_format("#,##0"),
            plain_right.clone(),
            plain_right.set_num_format("0.00%"),
            plain_centre.clone().set_num_format("0000\"-\"00"),
            plain_centre.clone().set_num_format("yyyy-mm-dd"),
            plain_centre,
        ];
        let fill = Color::RGB(0x00FF_F8E1);
        Self {
            title: base.clone().set_font_size(18).set_bold().set_align(FormatAlign::Center),
            heading: base.clone().set_font_size(12).set_bold(),
            note: base
                .clone()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_align(FormatAlign::Left),
            head: boxed
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0x00DD_E7F0)),
            label: boxed
                .clone()
                .set_bold()
                .set_background_color(Color::RGB(0x00F2_F2F2))
                .set_text_wrap(),
            yuan: right.clone().set_num_format("#,##0.00"),
            fen: right.clone().set_num_format("#,##0"),
            count: right.clone().set_num_format("#,##0"),
            percent: right.clone().set_num_format("0.00%"),
            month: boxed.clone().set_num_format("0000\"-\"00").set_align(FormatAlign::Center),
            input: boxed.clone().set_background_color(fill).set_align(FormatAlign::Center),
            input_percent: right.set_num_format("0.00%").set_background_color(fill),
            strong: boxed.clone().set_bold().set_align(FormatAlign::Center),
            verdict: boxed.clone().set_bold().set_font_size(16).set_align(FormatAlign::Center),
            text: boxed,
            wrap,
            plain,
        }
    }
}

/// A workbook being written.
pub struct Book<'a> {
    pub catalog: &'a Catalog,
    pub styles: Styles,
    pub subject: String,
    workbook: Workbook,
    sheets: usize,
}

impl<'a> Book<'a> {
    /// A workbook whose only date is the period's last day: the same report gives the same bytes.
    pub fn new(catalog: &'a Catalog, period: Month, subject: &str) -> Result<Self, RenderError> {
        let day = period.last_day();
        let mut workbook = Workbook::new();
        let font = catalog.get("xlsx.font");
        workbook.set_default_format(&Format::new().set_font_name(font).set_font_size(10), ROW_PIXELS, 64)?;
        let created = ExcelDateTime::from_ymd(
            u16::try_from(day.year()).unwrap_or(1900),
            day.month().unsigned_abs(),
            day.day().unsigned_abs(),
        )?;
        // A document property longer than 255 characters is refused by some programs.
        let subject: String = clean(subject).chars().take(200).collect();
        workbook.set_properties(
            &DocProperties::new()
                .set_title(subject.as_str())
                .set_author("bangfu")
                .set_custom_property(crate::intake::own::MARK, true)
                .set_creation_datetime(&created),
        );
        Ok(Self {
            catalog,
            styles: Styles::new(font),
            subject,
            workbook,
            sheets: 0,
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
    pub fn sheet(&self, key: &str, landscape: bool) -> Result<Worksheet, RenderError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(self.sheet_name(key))?;
        sheet
            .set_paper_size(9)
            .set_print_fit_to_pages(1, 0)
            .set_margins(0.5, 0.5, 0.7, 0.7, 0.3, 0.3);
        if landscape {
            sheet.set_landscape();
        }
        let subject: String = self.subject.chars().take(60).collect::<String>().replace('&', "&&");
        sheet.set_header(format!("&L{subject}&R&A")).set_footer(self.word("footer"));
        Ok(sheet)
    }

    /// Adds a finished sheet; gives its position, from 1.
    pub fn push(&mut self, sheet: Worksheet) -> usize {
        self.workbook.push_worksheet(sheet);
        self.sheets += 1;
        self.sheets
    }

    /// The bytes.
    pub fn finish(mut self) -> Result<Vec<u8>, RenderError> {
        Ok(self.workbook.save_to_buffer()?)
    }

    /// A table under a frozen, repeated header with filters; `widths` in characters, one a column. Returns the sheet for additions.
    pub fn table<'c>(
        &self,
        key: &str,
        columns: &[Column],
        rows: impl IntoIterator<Item = Vec<Cell<'c>>>,
    ) -> Result<Worksheet, RenderError> {
        let mut sheet = self.sheet(key, true)?;
        let mut last = 0;
        for (col, column) in (0u16..).zip(columns) {
            sheet
                .set_column_width(col, column.width)?
                .set_column_format(col, self.column_format(column.kind))?;
            put(&mut sheet, 0, col, &column.head, &self.styles.head)?;
        }
        for (row, cells) in (1u32..).zip(rows) {
            for (col, cell) in (0u16..).zip(&cells) {
                write_cell(&mut sheet, row, col, cell)?;
            }
            for (col, _) in (0u16..)
                .zip(columns)
                .skip(cells.len())
                .filter(|(_, c)| matches!(c.kind, Kind::Input))
            {
                sheet.write_blank(row, col, &self.styles.input)?;
            }
            let tall = row_height(columns, &cells);
            if tall > LINE_HEIGHT {
                sheet.set_row_height(row, tall)?;
            }
            last = row;
        }
        let right = u16::try_from(columns.len()).unwrap_or(1).saturating_sub(1);
        sheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?.set_print_gridlines(true);
        sheet.set_row_height(0, 30)?;
        if last == 0 {
            put(&mut sheet, 1, 0, &self.word("nothing"), &self.styles.text)?;
        } else {
            sheet.autofilter(0, 0, last, right)?;
        }
        Ok(sheet)
    }

    /// The format of a whole column of `kind`.
    fn column_format(&self, kind: Kind) -> &Format {
        &self.styles.plain[kind as usize]
    }
}

/// How a column shows its cells.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Text,
    Wrap,
    Centre,
    Yuan,
    Count,
    General,
    Percent,
    Month,
    Date,
    Input,
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

/// Height of a row of one line, pixels; three quarters of it in points.
const ROW_PIXELS: u32 = 22;
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

/// A neutral cell, shown by its column's format.
pub fn write_cell(sheet: &mut Worksheet, row: u32, col: u16, cell: &Cell<'_>) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            sheet.write_string(row, col, clean(text).as_ref())?;
        }
        Cell::Yuan(fen) => {
            sheet.write_number(row, col, Fen(*fen).as_spreadsheet_yuan())?;
        }
        Cell::Count(n) => {
            sheet.write_number(row, col, count(*n))?;
        }
        Cell::Percent(bp) => {
            sheet.write_number(row, col, share(*bp))?;
        }
        Cell::Month(month) => {
            sheet.write_number(row, col, month_number(*month))?;
        }
        Cell::Date(day) => match date(*day) {
            Content::Number(number) => {
                sheet.write_number(row, col, number)?;
            }
            Content::Text(text) => {
                sheet.write_string(row, col, text.as_ref())?;
            }
            Content::Input(_) | Content::Formula(..) => {}
        },
    }
    Ok(())
}

/// A day as a spreadsheet counts it; before 1900 it has no such day, and the date stands as text.
pub fn date(date: Date) -> Content<'static> {
    let serial = u16::try_from(date.year())
        .ok()
        .and_then(|year| ExcelDateTime::from_ymd(year, date.month().unsigned_abs(), date.day().unsigned_abs()).ok());
    serial.map_or_else(|| Content::Text(date.to_string().into()), |d| Content::Number(d.to_excel()))
}

/// Text with a format; an empty one still draws its border.
pub fn put(sheet: &mut Worksheet, row: u32, col: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    if text.is_empty() {
        sheet.write_blank(row, col, format)?;
    } else {
        sheet.write_string_with_format(row, col, clean(text).as_ref(), format)?;
    }
    Ok(())
}

/// One text over several columns.
pub fn span(sheet: &mut Worksheet, row: u32, cols: (u16, u16), text: &str, format: &Format) -> Result<(), XlsxError> {
    if cols.0 == cols.1 {
        return put(sheet, row, cols.0, text, format);
    }
    sheet.merge_range(row, cols.0, row, cols.1, clean(text).as_ref(), format)?;
    Ok(())
}

/// A formula with the result that a reader who does not recalculate sees.
pub fn formula(text: String, result: impl Into<String>) -> Formula {
    Formula::new(text).set_result(result)
}

/// A text literal inside a formula.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Basis points as a number that a percent format shows.
#[allow(clippy::cast_precision_loss)]
pub fn share(bp: i64) -> f64 {
    bp as f64 / 10_000.0
}

/// A count as a cell's number.
#[allow(clippy::cast_precision_loss)]
pub fn count(n: u64) -> f64 {
    n as f64
}

/// `202403`: a month that SUMIFS compares as a number (the text `2024-03` would be taken for a date).
pub fn month_number(month: Month) -> f64 {
    f64::from(i32::from(month.year()) * 100 + i32::from(month.month()))
}

/// Text that may stand in a cell: no control characters or characters that XML forbids, and not longer than a cell holds.
pub fn clean(text: &str) -> Cow<'_, str> {
    let bad = |c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    if text.len() <= CELL_LIMIT && !text.contains(bad) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len().min(CELL_LIMIT * 3));
    let mut units = 0;
    let room = CELL_LIMIT - 1;
    for c in text.chars() {
        let c = match c {
            '\n' | '\r' | '\t' => ' ',
            c if bad(c) => continue,
            c => c,
        };
        if units + c.len_utf16() > room {
            // The mark that something is missing.
            out.push('…');
            break;
        }
        units += c.len_utf16();
        out.push(c);
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_no_control_character_and_no_more_than_excel_does() {
        assert_eq!(clean("a\u{0}b\u{1f}c\nd\u{FFFF}"), "abc d");
        assert_eq!(clean("=1+1"), "=1+1");
        let long = "鱼".repeat(40_000);
        let cut = clean(&long);
        assert_eq!((cut.chars().count(), cut.ends_with('…')), (32_767, true));
        let exact = "a".repeat(32_767);
        assert_eq!(clean(&exact), exact);
        // Two UTF-16 units each: the limit counts units, not characters.
        assert!(clean(&"😀".repeat(20_000)).encode_utf16().count() <= 32_767);
    }
}
