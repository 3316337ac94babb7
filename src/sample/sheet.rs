//! The worksheet to take on site: the lines drawn with blank columns, the lines listed apart, and how the sample was drawn. Nothing is hidden.

use rust_xlsxwriter::{Workbook, Worksheet};
use sha2::{Digest, Sha256};

use crate::{
    model::Month,
    report::{
        RenderError,
        tables::Cell,
        xlsx::{
            cells::{WriteCells as _, short_text},
            document,
            styles::SampleStyles,
        },
    },
    sample::{Apart, Taken, population::RowView},
    text::{Catalog, hex::hex},
};

/// Schema id on the method sheet.
pub const SCHEMA: &str = "bangfu/sample/1";

/// Columns of the list, as keys of `sample.column.*`; the last [`BLANK`] are to be filled in.
pub const COLUMNS: [(&str, f64); 18] = [
    ("no", 6.0),
    ("unit", 16.0),
    ("line", 16.0),
    ("source", 28.0),
    ("month", 8.0),
    ("date", 11.0),
    ("item", 12.0),
    ("supplier", 16.0),
    ("channel", 12.0),
    ("order_no", 18.0),
    ("book", 12.0),
    ("taken", 7.0),
    ("stratum", 5.0),
    ("actual", 13.0),
    ("explanation", 20.0),
    ("evidence", 16.0),
    ("by", 9.0),
    ("on", 11.0),
];
/// Columns left blank.
pub const BLANK: usize = 5;

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// The line.
    pub view: RowView,
    /// Certain or drawn.
    pub taken: Taken,
    /// Stratum's number, from 0.
    pub stratum: u32,
}

/// A row of the method sheet: key (`sample.method.*` gives its words), value.
pub type Fact = (&'static str, String);

/// What the method says and the list holds must belong together: a line taken out or an amount changed afterwards is seen.
pub fn digest<'a>(rows: impl Iterator<Item = (&'a str, i64, Taken, u32)>) -> String {
    let mut all: Vec<String> = rows
        .map(|(line, fen, taken, stratum)| format!("{line}\t{fen}\t{}\t{stratum}\n", taken.code()))
        .collect();
    all.sort_unstable();
    hex(&Sha256::digest(all.concat().as_bytes())[..8])
}

/// The workbook.
pub fn workbook(
    rows: &[ListRow],
    apart: &[(RowView, Apart)],
    facts: &[Fact],
    period: Month,
    catalog: &Catalog,
) -> Result<Vec<u8>, RenderError> {
    let mut book = Workbook::new();
    book.set_properties(&document::output_properties(period)?);
    let styles = SampleStyles::new(catalog.get("xlsx.font"));
    book.push_worksheet(list(rows, catalog, &styles)?);
    book.push_worksheet(listed_apart(apart, catalog, &styles)?);
    book.push_worksheet(method(facts, catalog, &styles)?);
    Ok(document::bytes(&mut book)?)
}

/// Points of a row that shows each text whole: Chinese characters are two wide. Programs that do not fit rows by themselves cut them else.
fn height<'t>(cells: impl Iterator<Item = (&'t str, f64)>) -> f64 {
    let lines = cells.map(|(text, width)| {
        let wide = text.chars().take(2_000).map(|c| if c.is_ascii() { 1.1 } else { 2.1 }).sum::<f64>();
        (wide / (width - 1.0).max(1.0)).ceil().max(1.0)
    });
    (lines.fold(1.0, f64::max) * 13.5 + 3.0).min(400.0)
}

fn header(sheet: &mut Worksheet, columns: &[(&str, f64)], catalog: &Catalog, styles: &SampleStyles) -> Result<(), RenderError> {
    for (col, (key, width)) in (0_u16..).zip(columns) {
        sheet.set_column_width(col, *width)?;
        sheet.write_string_with_format(0, col, catalog.get(&format!("sample.column.{key}")), &styles.head)?;
    }
    document::list_page(sheet)?.set_row_height(0, 30)?;
    Ok(())
}

fn known(sheet: &mut Worksheet, row: u32, number: u32, view: &RowView, styles: &SampleStyles) -> Result<(), RenderError> {
    sheet.write_number_with_format(row, 0, f64::from(number), &styles.text)?;
    let date = view.date.map(|d| d.to_string()).unwrap_or_default();
    let month = view.period.to_string();
    let texts = [
        &view.unit,
        &view.line,
        &view.source,
        &month,
        &date,
        &view.item,
        &view.supplier,
        &view.channel,
        &view.order_no,
    ];
    for (col, text) in (1_u16..).zip(texts) {
        sheet.write_string_with_format(row, col, short_text(text), &styles.text)?;
    }
    let widths = COLUMNS[1..].iter().map(|(_, width)| *width);
    sheet.set_row_height(row, height(texts.iter().map(|t| t.as_str()).zip(widths)))?;
    let format = if view.fen.is_some() { &styles.yuan } else { &styles.text };
    sheet.cell(row, 10, &view.fen.map_or(Cell::Empty, Cell::Yuan), Some(format))?;
    Ok(())
}

fn list(rows: &[ListRow], catalog: &Catalog, styles: &SampleStyles) -> Result<Worksheet, RenderError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(catalog.get("sample.sheet.list"))?;
    header(&mut sheet, &COLUMNS, catalog, styles)?;
    for (row, r) in (1_u32..).zip(rows) {
        known(&mut sheet, row, row, &r.view, styles)?;
        let taken = catalog.get(&format!("sample.taken.{}", r.taken.code())).to_owned();
        sheet.write_string_with_format(row, 11, taken, &styles.text)?;
        sheet.write_number_with_format(row, 12, f64::from(r.stratum + 1), &styles.text)?;
        sheet.write_blank(row, 13, &styles.input_yuan)?;
        for col in 14..18 {
            sheet.write_blank(row, col, &styles.input)?;
        }
    }
    Ok(sheet)
}

fn listed_apart(apart: &[(RowView, Apart)], catalog: &Catalog, styles: &SampleStyles) -> Result<Worksheet, RenderError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(catalog.get("sample.sheet.apart"))?;
    let mut columns: Vec<(&str, f64)> = COLUMNS[..11].to_vec();
    columns.push(("why", 12.0));
    columns.extend(&COLUMNS[COLUMNS.len() - BLANK..]);
    header(&mut sheet, &columns, catalog, styles)?;
    for (row, (view, why)) in (1_u32..=1_000_000).zip(apart) {
        known(&mut sheet, row, row, view, styles)?;
        let why = catalog.get(&format!("sample.apart.{}", why.code())).to_owned();
        sheet.write_string_with_format(row, 11, why, &styles.text)?;
        for col in 12..17 {
            sheet.write_blank(row, col, &styles.input)?;
        }
    }
    Ok(sheet)
}

/// Widths of the method sheet.
const WIDTHS: [f64; 4] = [30.0, 46.0, 18.0, 70.0];

fn method(facts: &[Fact], catalog: &Catalog, styles: &SampleStyles) -> Result<Worksheet, RenderError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(catalog.get("sample.sheet.method"))?;
    for (col, width) in (0_u16..).zip(WIDTHS) {
        sheet.set_column_width(col, width)?;
    }
    sheet.write_string_with_format(0, 0, catalog.get("sample.method_title"), &styles.title)?;
    for (col, key) in [(0, "what"), (1, "value"), (2, "key"), (3, "formula")] {
        sheet.write_string_with_format(1, col, catalog.get(&format!("sample.column.{key}")), &styles.head)?;
    }
    for (row, (key, value)) in (2_u32..).zip(facts) {
        sheet.write_string_with_format(row, 0, catalog.get(&format!("sample.method.{key}")), &styles.text)?;
        sheet.write_string_with_format(row, 1, short_text(value), &styles.text)?;
        sheet.write_string_with_format(row, 2, *key, &styles.text)?;
        let formula = format!("sample.formula.{key}");
        let told = if catalog.has(&formula) {
            catalog.get(&formula).to_owned()
        } else {
            String::new()
        };
        let texts = [
            (catalog.get(&format!("sample.method.{key}")).to_owned(), WIDTHS[0]),
            (value.clone(), WIDTHS[1]),
            (told.clone(), WIDTHS[3]),
        ];
        sheet.set_row_height(row, height(texts.iter().map(|(t, w)| (t.as_str(), *w))))?;
        sheet.write_string_with_format(row, 3, told, &styles.text)?;
    }
    document::page(&mut sheet).set_landscape();
    Ok(sheet)
}
