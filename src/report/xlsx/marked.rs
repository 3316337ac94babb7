//! `bangfu check -o`: a copy of the workbooks' values with what is to mend marked, behind a list of it.

use std::{collections::BTreeMap, fmt::Write as _, sync::Arc};

use rust_xlsxwriter::{Color, Format, Note, Workbook, Worksheet, XlsxError};

use crate::{
    formats::{
        DateSystem, Sheet, Value,
        cells::{self},
    },
    report::{
        RenderError,
        self_check::{MendItem, MendPlace, SelfCheck, cells},
        tables::Kind,
        xlsx::{
            book::wrapped_lines,
            cells::{WriteCells as _, clean, short_text},
            document,
            styles::Styles,
        },
    },
    text::{Catalog, UniqueNames, stem},
};

/// Keys of `check.column.*` and widths in characters.
const COLUMNS: [(&str, f64); 8] = [
    ("number", 6.0),
    ("kind", 9.0),
    ("file", 24.0),
    ("sheet", 14.0),
    ("cell", 11.0),
    ("found", 22.0),
    ("wrong", 46.0),
    ("fix", 46.0),
];
/// Rows of the list; whoever has mended so many checks again.
const MOST: usize = 10_000;
/// Characters of a sheet's name that leave room for a number.
const NAME: usize = 26;
/// Days between the two date systems.
const DAYS_1904: f64 = 1462.0;
/// Points of a line in the list.
const LINE: f64 = 13.5;
/// Characters of a column: titles that run over several do not count.
const WIDEST: usize = 30;
const MUST: Color = Color::RGB(0x00FF_C7CE);
const LOOK: Color = Color::RGB(0x00FF_EB9C);

/// What is marked at a cell.
#[derive(Default)]
struct Mark {
    must: bool,
    note: String,
}

type Marks = BTreeMap<(u32, u32), Mark>;

/// The workbook: the list, then the sheets of every book.
pub(crate) fn render(check: &SelfCheck, books: &[(Arc<str>, cells::Book)], catalog: &Catalog) -> Result<Vec<u8>, RenderError> {
    document::without_panic(|| {
        let mut workbook = Workbook::new();
        workbook.set_properties(&document::output_properties(check.run.period)?);
        let mut names = UniqueNames::default();
        let list = workbook.add_worksheet().set_name(names.unique(catalog.get("check.sheet")))?;
        write_list(list, check, catalog)?;
        let mut marks = marks(check, catalog);
        for (path, book) in books {
            let csv = book.format == cells::Format::Csv;
            let file = path.rsplit('/').next().unwrap_or(path);
            for sheet in &book.sheets {
                // The sheet of a CSV bears the file's own name.
                let place = if csv { stem(path) } else { &*sheet.name };
                let name = match books.len() {
                    _ if csv => file.to_owned(),
                    1 => sheet.name.to_string(),
                    _ => format!("{}·{file}", sheet.name),
                };
                let name: String = name.replace(['[', ']', '\''], "_").chars().take(NAME).collect();
                let to = workbook.add_worksheet().set_name(names.unique(&name))?;
                document::page(to).set_landscape();
                let marks = marks.remove(&(&**path, place)).unwrap_or_default();
                write_sheet(to, sheet, book.date_system, marks)?;
            }
        }
        Ok(document::bytes(&mut workbook)?)
    })
}

/// One row a range; what has no cell stands in the list alone.
fn write_list(sheet: &mut Worksheet, check: &SelfCheck, catalog: &Catalog) -> Result<(), XlsxError> {
    let styles = Styles::new(catalog.get("xlsx.font"));
    document::page(sheet)
        .set_landscape()
        .set_freeze_panes(2, 0)?
        .set_repeat_rows(1, 1)?;
    sheet.text(0, 0, catalog.get("check.about_copy"), &styles.column(Kind::Text))?;
    for (col, (key, width)) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(col, width)?;
        sheet.text(1, col, catalog.get(&format!("check.column.{key}")), &styles.head)?;
    }
    let kinds = [("check.kind.mend", &check.mend), ("check.kind.look", &check.look)];
    let items = kinds
        .into_iter()
        .flat_map(|(kind, items)| items.iter().map(move |item| (kind, item)));
    let rows = (1_usize..)
        .zip(items)
        .flat_map(|(number, (kind, item))| item.ranges().map(move |range| (number, kind, item, range)));
    let mut row = 2;
    for (number, kind, item, range) in rows.take(MOST) {
        let Some(first) = range.first() else { continue };
        sheet.write_number_with_format(row, 0, u32::try_from(number).unwrap_or(u32::MAX), &styles.text)?;
        let wrong = wrong(item, first, catalog);
        let texts = [
            catalog.get(kind),
            &first.file,
            first.sheet.as_deref().unwrap_or_default(),
            &cells(range),
            &first.found,
            &wrong,
            &item.fix,
        ];
        let mut lines = 1;
        for (col, (text, (_, width))) in (1_u16..).zip(texts.into_iter().zip(&COLUMNS[1..])) {
            sheet.text(row, col, text, &styles.wrap)?;
            lines = lines.max(wrapped_lines(text, *width));
        }
        sheet.set_row_height(row, f64::from(lines) * LINE + 4.0)?;
        row += 1;
    }
    if row == 2 {
        sheet.text(row, 0, catalog.get("check.sound"), &styles.column(Kind::Text))?;
    }
    Ok(())
}

fn wrong(item: &MendItem, place: &MendPlace, catalog: &Catalog) -> String {
    if place.message.is_empty() {
        item.title.clone()
    } else {
        format!("{}{}{}", item.title, catalog.get("check.colon"), place.message)
    }
}

/// What is marked, by file and sheet; the first cell of a range says it for all.
fn marks<'c>(check: &'c SelfCheck, catalog: &Catalog) -> BTreeMap<(&'c str, &'c str), Marks> {
    let mut marks: BTreeMap<(&str, &str), Marks> = BTreeMap::new();
    let items = check.mend.iter().map(|i| (true, i)).chain(check.look.iter().map(|i| (false, i)));
    for (must, item) in items {
        for range in item.ranges() {
            for (nth, place) in range.iter().enumerate() {
                let (Some(cell), Some(sheet)) = (place.cell, &place.sheet) else {
                    continue;
                };
                let sheet = marks.entry((&place.file, sheet)).or_default();
                let mark = sheet.entry((cell.row, cell.col)).or_default();
                mark.must |= must;
                if nth == 0 {
                    let all = Some(range).filter(|r| r.len() > 1);
                    let all = all.map(|r| catalog.say("check.range", &[("cells", &cells(r))])).unwrap_or_default();
                    let _ = writeln!(mark.note, "{all}{}\n{}", wrong(item, place, catalog), item.fix);
                }
            }
        }
    }
    marks
}

/// The values as they were read; the cells of a mark also where nothing stands.
fn write_sheet(to: &mut Worksheet, sheet: &Sheet, dates: DateSystem, mut marks: Marks) -> Result<(), XlsxError> {
    let mut widths: BTreeMap<u16, usize> = BTreeMap::new();
    for cell in &sheet.cells {
        let mark = marks.remove(&(cell.row, cell.col));
        let Ok(col) = u16::try_from(cell.col) else { continue };
        let (number, layout) = match &cell.value {
            Value::Number(n) => (Some(*n), if n.abs() >= 1e11 { "0" } else { "" }),
            Value::Date(n) => {
                let days = if dates == DateSystem::D1904 { n + DAYS_1904 } else { *n };
                (Some(days), if n.fract() == 0.0 { "yyyy-mm-dd" } else { "yyyy-mm-dd hh:mm" })
            }
            _ => (None, ""),
        };
        let wide = match &cell.value {
            Value::Text(text) => text.chars().take(WIDEST + 1).map(|c| if c.is_ascii() { 1 } else { 2 }).sum(),
            Value::Number(n) => n.to_string().len(),
            _ => 16,
        };
        let widest = widths.entry(col).or_insert(8);
        *widest = (*widest).max(if wide > WIDEST { 0 } else { wide });
        let format = format(mark.as_ref(), layout);
        match (&cell.value, number.filter(|n| n.is_finite())) {
            (_, Some(n)) => drop(to.write_number_with_format(cell.row, col, n, &format)?),
            (Value::Bool(b), _) => drop(to.write_boolean_with_format(cell.row, col, *b, &format)?),
            (Value::Text(text) | Value::IsoDate(text) | Value::Error(text), _) => to.text(cell.row, col, text, &format)?,
            _ => drop(to.write_blank(cell.row, col, &format)?),
        }
        note(to, cell.row, col, mark)?;
    }
    for ((row, col), mark) in marks {
        let Ok(col) = u16::try_from(col) else { continue };
        to.write_blank(row, col, &format(Some(&mark), ""))?;
        note(to, row, col, Some(mark))?;
    }
    for (col, width) in widths {
        to.set_column_width(col, f64::from(u32::try_from(width).unwrap_or(u32::MAX)) + 2.0)?;
    }
    Ok(())
}

fn format(mark: Option<&Mark>, layout: &str) -> Format {
    let format = if layout.is_empty() {
        Format::new()
    } else {
        Format::new().set_num_format(layout)
    };
    match mark {
        Some(mark) => format.set_background_color(if mark.must { MUST } else { LOOK }),
        None => format,
    }
}

fn note(to: &mut Worksheet, row: u32, col: u16, mark: Option<Mark>) -> Result<(), XlsxError> {
    let Some(mark) = mark.filter(|m| !m.note.is_empty()) else {
        return Ok(());
    };
    let text: String = mark
        .note
        .trim_end()
        .lines()
        .map(|line| short_text(&clean(line)))
        .collect::<Vec<_>>()
        .join("\n");
    let note = Note::new(text).add_author_prefix(false).set_width(280).set_height(110);
    to.insert_note(row, col, &note).map(drop)
}
