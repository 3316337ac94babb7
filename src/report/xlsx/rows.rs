//! The rows of 明细, as cells and as XML. A unit's lines are nearly nine tenths of its workbook's cells, and all rows below the first are made as
//! the first is: the library writes the workbook with the first line, and the others are put below it as XML, with the first one's styles.
//! The library keeps each cell and each text until it saves; this keeps a buffer (docs/performance.md).

use std::{
    borrow::Cow,
    fmt::Write as _,
    io::{Cursor, Read as _, Write as _},
};

use quick_xml::{Reader, events::Event};
use rust_xlsxwriter::{Formula, Worksheet, XlsxError};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::sheet::{clean, put};
use crate::model::column_letters;

/// What stands in a cell.
pub enum Content<'a> {
    /// Text, shown by the column's format.
    Text(Cow<'a, str>),
    /// Text that an auditor may change, in its own format.
    Input(&'a str),
    /// Number, shown by the column's format.
    Number(f64),
    /// Formula without its equals sign, and the result that is shown until it is calculated; whether that is a text.
    Formula(String, Cow<'a, str>, bool),
}

/// Cells of a row by column, ascending.
pub type Row<'a> = Vec<(u16, Content<'a>)>;

/// Writes a row through the library.
pub fn through_library(sheet: &mut Worksheet, row: u32, cells: &Row<'_>, input: &rust_xlsxwriter::Format) -> Result<(), XlsxError> {
    for (col, content) in cells {
        match content {
            Content::Text(text) => {
                sheet.write_string(row, *col, clean(text).as_ref())?;
            }
            Content::Input(text) => put(sheet, row, *col, text, input)?,
            Content::Number(number) => {
                sheet.write_number(row, *col, *number)?;
            }
            Content::Formula(text, result, _) => {
                sheet.write_formula(row, *col, Formula::new(text).set_result(result.as_ref()))?;
            }
        }
    }
    Ok(())
}

/// Styles of a sheet's cells, as its XML numbers them.
#[derive(Debug, Default, PartialEq, Eq)]
struct Styles {
    /// By column.
    columns: Vec<u32>,
    input: u32,
}

impl Styles {
    /// The columns' own, and that of the input cells from the one that the library wrote in row 2.
    fn of(xml: &str, input: u16) -> Self {
        let cell = format!("{}2", column_letters(input.into()));
        let mut styles = Self::default();
        let mut reader = Reader::from_str(xml);
        while let Ok(Event::Start(e) | Event::Empty(e)) = next_element(&mut reader) {
            let number = |name: &str| -> Option<u32> { e.try_get_attribute(name).ok()??.value.parse().ok() };
            match e.name().as_ref() {
                "col" => {
                    let (from, to) = (number("min").unwrap_or(1), number("max").unwrap_or(0));
                    for col in from.max(1)..=to.min(LAST_COLUMN) {
                        let at = col as usize - 1;
                        styles.columns.resize(styles.columns.len().max(at + 1), 0);
                        styles.columns[at] = number("style").unwrap_or(0);
                    }
                }
                "c" if e.try_get_attribute("r").ok().flatten().is_some_and(|r| r.value == cell.as_str()) => {
                    styles.input = number("s").unwrap_or(0);
                    break;
                }
                _ => {}
            }
        }
        styles
    }
}

/// The last column of a sheet, from 1.
const LAST_COLUMN: u32 = 16_384;

fn next_element<'x>(reader: &mut Reader<&'x [u8]>) -> quick_xml::Result<Event<'x>> {
    loop {
        let event = reader.read_event()?;
        if matches!(event, Event::Start(_) | Event::Empty(_) | Event::Eof) {
            return Ok(event);
        }
    }
}

/// Where rows are to be put below those that the library wrote.
pub struct Place {
    /// Position of the sheet in the workbook, from 1.
    pub sheet: usize,
    /// A column of input cells.
    pub input: u16,
    /// Columns that the sheet uses.
    pub width: u16,
}

/// The workbook `book` with `rows` (from the third row on) put below the first two rows of a sheet. All other parts stay as they are.
///
/// # Errors
/// A workbook that the library did not write.
pub fn put_below<'a>(book: &[u8], place: &Place, rows: impl ExactSizeIterator<Item = Row<'a>>) -> zip::result::ZipResult<Vec<u8>> {
    let part = format!("xl/worksheets/sheet{}.xml", place.sheet);
    let mut from = ZipArchive::new(Cursor::new(book))?;
    let mut to = ZipWriter::new(Cursor::new(Vec::with_capacity(book.len() * 4)));
    let mut xml = String::new();
    from.by_name(&part)?.read_to_string(&mut xml)?;
    for index in 0..from.len() {
        let entry = from.by_index_raw(index)?;
        if entry.name()?.as_ref() != part {
            to.raw_copy_file(entry)?;
        }
    }
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        // The rows repeat themselves: the fastest level finds most of it.
        .compression_level(Some(1))
        .last_modified_time(DateTime::default())
        .large_file(rows.len() > 1_000_000);
    to.start_file(part, options)?;
    let styles = Styles::of(&xml, place.input);
    let end = xml.find("</sheetData>").unwrap_or(xml.len());
    let last = rows.len() + 2;
    let right = column_letters(u32::from(place.width.max(1)) - 1);
    let head = xml[..end].replacen(
        &format!("<dimension ref=\"A1:{right}2\"/>"),
        &format!("<dimension ref=\"A1:{right}{last}\"/>"),
        1,
    );
    to.write_all(head.as_bytes())?;
    let names: Vec<String> = (0..u32::from(place.width)).map(column_letters).collect();
    let mut out = String::with_capacity(BUFFER * 2);
    for (number, cells) in (3_u32..).zip(rows) {
        row(&mut out, number, &cells, &styles, &names);
        if out.len() > BUFFER {
            to.write_all(out.as_bytes())?;
            out.clear();
        }
    }
    to.write_all(out.as_bytes())?;
    to.write_all(&xml.as_bytes()[end..])?;
    Ok(to.finish()?.into_inner())
}

/// Bytes of XML gathered before they are deflated: a unit of any size takes no more.
const BUFFER: usize = 1 << 16;

/// One row as the library would write it, but for texts, which stand in their cells instead of a table of their own.
fn row(out: &mut String, number: u32, cells: &Row<'_>, styles: &Styles, names: &[String]) {
    // Writing into a string cannot fail.
    let _ = write!(out, "<row r=\"{number}\" spans=\"1:{}\">", names.len());
    for (col, content) in cells {
        let Some(name) = names.get(usize::from(*col)) else { continue };
        let style = match content {
            Content::Input(_) => styles.input,
            _ => styles.columns.get(usize::from(*col)).copied().unwrap_or(0),
        };
        let _ = write!(out, "<c r=\"{name}{number}\" s=\"{style}\"");
        match content {
            Content::Text(text) => inline(out, text),
            Content::Input("") => out.push_str("/>"),
            Content::Input(text) => inline(out, text),
            Content::Number(n) => {
                let _ = write!(out, "><v>{n}</v></c>");
            }
            Content::Formula(text, result, is_text) => {
                out.push_str(if *is_text { " t=\"str\"><f>" } else { "><f>" });
                escape(out, text);
                out.push_str("</f><v>");
                escape(out, result);
                out.push_str("</v></c>");
            }
        }
    }
    out.push_str("</row>");
}

fn inline(out: &mut String, text: &str) {
    let text = clean(text);
    let blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
    let edge = blank(text.chars().next()) || blank(text.chars().next_back());
    out.push_str(" t=\"inlineStr\"><is><t");
    out.push_str(if edge { " xml:space=\"preserve\">" } else { ">" });
    let mut rest = text.as_ref();
    // `_x0041_` in a text is no character's code: its underscore is written as one.
    while let Some(at) = rest.find("_x") {
        let code = rest.as_bytes().get(at + 2..at + 7);
        let is_code = code.is_some_and(|c| c[4] == b'_' && c[..4].iter().all(u8::is_ascii_hexdigit));
        escape(out, &rest[..at]);
        out.push_str(if is_code { "_x005F_x" } else { "_x" });
        rest = &rest[at + 2..];
    }
    escape(out, rest);
    out.push_str("</t></is></c>");
}

fn escape(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader as _, Xlsx};
    use rust_xlsxwriter::{Format, Workbook};

    use super::*;

    const TEXTS: [&str; 9] = [
        "面粉",
        "a<b>&\"c'",
        " 两端有空格 ",
        "_x0041_ 与 _x_",
        "=1+1",
        "第一行\n第二行\u{1}",
        "]]>",
        "😀",
        "-3",
    ];

    fn lines() -> Vec<Row<'static>> {
        (0_u32..)
            .zip(TEXTS)
            .map(|(i, text)| {
                let (formula, sum) = (format!("IF($A{}<>\"<&>\",{i},0)", i + 2), i.to_string());
                vec![
                    (0, Content::Text(text.into())),
                    (1, Content::Number(45_292.0 + f64::from(i))),
                    (2, Content::Input(if i == 3 { "" } else { text })),
                    (3, Content::Number(-0.01 * f64::from(i))),
                    (4, Content::Formula(formula, sum.into(), false)),
                    (5, Content::Formula(format!("A{}", i + 2), "计入".into(), true)),
                ]
            })
            .collect()
    }

    /// The first `count` lines through the library, under a header and between two other sheets.
    fn written(count: usize) -> Vec<u8> {
        let mut book = Workbook::new();
        book.add_worksheet().write_string(0, 0, "封面").unwrap();
        let (day, input) = (Format::new().set_num_format("yyyy-mm-dd"), Format::new().set_bold());
        let sheet = book.add_worksheet();
        sheet.set_column_format(1, &day).unwrap();
        for col in 0..6 {
            sheet.write_string(0, col, format!("列{col}")).unwrap();
        }
        for (row, cells) in (1_u32..).zip(lines().iter().take(count)) {
            through_library(sheet, row, cells, &input).unwrap();
        }
        sheet.autofilter(0, 0, 9, 5).unwrap();
        book.add_worksheet().write_string(0, 0, "文件").unwrap();
        book.save_to_buffer().unwrap()
    }

    fn xml(book: &[u8]) -> String {
        let mut out = String::new();
        let mut zip = ZipArchive::new(Cursor::new(book)).unwrap();
        zip.by_name("xl/worksheets/sheet2.xml").unwrap().read_to_string(&mut out).unwrap();
        out
    }

    #[test]
    fn rows_put_below_read_back_as_those_of_the_library() {
        let place = Place {
            sheet: 2,
            input: 2,
            width: 6,
        };
        let ours = put_below(&written(1), &place, lines().into_iter().skip(1).collect::<Vec<_>>().into_iter()).unwrap();
        let theirs = written(TEXTS.len());
        let mut books = [&ours, &theirs].map(|b| Xlsx::new(Cursor::new(b.as_slice())).unwrap());
        assert_eq!(books[0].sheet_names(), books[1].sheet_names());
        for name in books[0].sheet_names() {
            let [values, other] = books.each_mut().map(|b| b.worksheet_range(&name).unwrap());
            assert_eq!(values, other, "{name}");
            let [formulas, other] = books.each_mut().map(|b| b.worksheet_formula(&name).unwrap());
            assert_eq!(formulas, other, "{name}");
        }
        let lines = books[0].worksheet_range("Sheet2").unwrap();
        assert_eq!(lines.get_value((4, 0)), Some(&Data::String(TEXTS[3].to_owned())));
        assert!(
            matches!(lines.get_value((9, 1)), Some(Data::DateTime(_))),
            "the column's own format"
        );
        // The sheet's frame and every cell's style are the library's too.
        let (ours, theirs) = (xml(&ours), xml(&theirs));
        let frame = |x: &str| {
            (
                x.split("<sheetData>").next().map(str::to_owned),
                x.split("</sheetData>").nth(1).map(str::to_owned),
            )
        };
        assert_eq!(frame(&ours), frame(&theirs));
        let style = |x: &str, cell: &str| -> Option<u32> {
            let tag = x.split(&format!("<c r=\"{cell}\"")).nth(1)?.split('>').next()?;
            tag.split("s=\"").nth(1).map_or(Some(0), |s| s.split('"').next()?.parse().ok())
        };
        for (row, col) in (2..=10).flat_map(|row| ["A", "B", "C", "D", "E", "F"].map(|col| (row, col))) {
            let cell = format!("{col}{row}");
            assert_eq!(style(&ours, &cell), style(&theirs, &cell), "{cell}");
        }
        assert_ne!(style(&ours, "B9"), style(&ours, "A9"));
        assert_ne!(style(&ours, "C9"), style(&ours, "A9"));
    }
}
