//! 供应商核对, the sheet of `待核实.xlsx` in which persons say which names are one supplier's and who delivers to all by design.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Workbook};

use crate::{
    decisions::{supplier_rows::SupplierRegisterRow, vocabulary::supplier_words},
    report::{
        RenderError,
        tables::Cell,
        xlsx::{
            cells::{WriteCells as _, short_text},
            document,
            styles::DisputeStyles,
        },
    },
    text::Catalog,
};

/// Keys of `policy.disputes.*` and widths in characters; from the decision on they are filled in.
const COLUMNS: [(&str, f64); 10] = [
    ("supplier", 32.0),
    ("same", 32.0),
    ("score", 10.0),
    ("differences", 36.0),
    ("supplier_amount", 16.0),
    ("same_amount", 16.0),
    ("decision", 18.0),
    ("by", 12.0),
    ("evidence", 30.0),
    ("date", 12.0),
];
const DECISION: u16 = 6;

/// Rows beyond those that are open, for the white list.
const BLANK: u32 = 20;

pub(super) fn write(
    book: &mut Workbook,
    rows: &[SupplierRegisterRow],
    styles: &DisputeStyles,
    catalog: &Catalog,
) -> Result<(), RenderError> {
    let text = |key: &str| catalog.get(&format!("policy.disputes.{key}")).to_owned();
    let mut sheet = document::long_sheet(book);
    document::list_page(&mut sheet)?.set_name(text("suppliers_sheet"))?;
    for (col, (name, width)) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(col, width)?.text(0, col, &text(name), &styles.head)?;
    }
    let mut last = 0;
    for (row, r) in (1_u32..).zip(rows) {
        last = row;
        for (col, value) in [(0, &r.supplier), (1, &r.other), (3, &r.differences)] {
            sheet.write_string_with_format(row, col, short_text(value), &styles.text)?;
        }
        if let Some(score) = r.score {
            sheet.cell(row, 2, &Cell::Count(score.into()), Some(&styles.text))?;
        }
        for (col, fen) in [(4, r.base_fen), (5, r.other_base_fen)] {
            sheet.cell(row, col, &fen.map_or(Cell::Empty, Cell::Yuan), Some(&styles.yuan))?;
        }
        let said = r.decision.as_ref();
        let said = said.map_or_else(<[&str; 4]>::default, |s| [&*s.decision, &*s.by, &*s.evidence, &*s.date]);
        for (col, value) in (DECISION..).zip(said) {
            sheet.write_string_with_format(row, col, short_text(value), &styles.input)?;
        }
    }
    for row in last + 1..=last + BLANK {
        for col in [0].into_iter().chain(DECISION..DECISION + 4) {
            sheet.write_blank(row, col, &styles.input)?;
        }
    }
    let words = supplier_words();
    let list = DataValidation::new()
        .allow_list_strings(&words)?
        .set_error_style(DataValidationErrorStyle::Information);
    sheet
        .autofilter(0, 0, last.max(1), DECISION + 3)?
        .add_data_validation(1, DECISION, last + BLANK, DECISION, &list)?;
    book.push_worksheet(sheet);
    Ok(())
}
