//! `待核实.xlsx`: the open disputes, ready to be decided and to go back in as `--overrides`.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Workbook};

use crate::{
    decisions::open_disputes::OpenDispute,
    model::dates::Month,
    report::{
        RenderError,
        table::Cell,
        xlsx::{
            cells::{WriteCells as _, short_text},
            document,
            styles::DisputeStyles,
        },
    },
    text::catalog::Catalog,
};

/// Keys of `policy.disputes.*` and widths in characters; the last four columns are filled in.
const COLUMNS: [(&str, f64); 13] = [
    ("line", 18.0),
    ("unit", 24.0),
    ("month", 9.0),
    ("item", 16.0),
    ("amount", 13.0),
    ("supplier", 24.0),
    ("channel", 16.0),
    ("reasons", 36.0),
    ("source", 40.0),
    ("decision", 26.0),
    ("by", 12.0),
    ("evidence", 30.0),
    ("date", 12.0),
];
const DECISION: u16 = 9;
const LAST: u16 = 12;

/// Rows of the list: nearly all that a sheet holds.
const MOST: usize = 1_000_000;

/// The workbook. More rows than a sheet holds are cut.
///
/// # Errors
/// [`RenderError::Xlsx`].
pub(crate) fn render(disputes: &[OpenDispute], period: Month, catalog: &Catalog) -> Result<Vec<u8>, RenderError> {
    document::without_panic(|| workbook(disputes, period, catalog))
}

fn workbook(disputes: &[OpenDispute], period: Month, catalog: &Catalog) -> Result<Vec<u8>, RenderError> {
    let mut book = Workbook::new();
    book.set_properties(&document::output_properties(period)?);
    let styles = DisputeStyles::new();
    let mut sheet = document::long_sheet(&mut book);
    document::list_page(&mut sheet)?.set_name(catalog.get("policy.disputes.sheet"))?;
    for (col, (name, width)) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(col, width)?;
        sheet.text(0, col, catalog.get(&format!("policy.disputes.{name}")), &styles.head)?;
    }
    for (row, d) in (1_u32..).zip(disputes.iter().take(MOST)) {
        let texts = [
            (0, &d.line),
            (1, &d.unit),
            (3, &d.item),
            (5, &d.supplier),
            (6, &d.channel),
            (7, &d.reasons),
            (8, &d.source),
        ];
        for (col, value) in texts {
            sheet.write_string_with_format(row, col, short_text(value), &styles.text)?;
        }
        sheet.write_string(row, 2, d.period.to_string())?;
        if let Some(fen) = d.amount_fen {
            sheet.cell(row, 4, &Cell::Yuan(fen), Some(&styles.yuan))?;
        }
        for col in DECISION..=LAST {
            sheet.write_blank(row, col, &styles.input)?;
        }
    }
    if let Some(first) = disputes.first() {
        let last = u32::try_from(disputes.len().min(MOST)).unwrap_or(u32::MAX);
        // A drop-down, with free text allowed: 金额=123.45 is a decision too.
        let list = DataValidation::new()
            .allow_list_strings(&first.words)?
            .set_error_style(DataValidationErrorStyle::Information);
        sheet
            .autofilter(0, 0, last, LAST)?
            .add_data_validation(1, DECISION, last, DECISION, &list)?;
    }
    book.push_worksheet(sheet);
    Ok(book.save_to_buffer()?)
}
