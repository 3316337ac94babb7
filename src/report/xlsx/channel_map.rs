//! 渠道对照, the table that 明细 looks channels up in.

use rust_xlsxwriter::DataValidation;

use crate::{
    model::unit_report::UnitReport,
    report::{
        RenderError,
        xlsx::{
            book::Book,
            cells::WriteCells as _,
            lines::{Layout, MAP_TOP, short},
        },
    },
};

/// 渠道对照: which channel counts for which requirement; changing it moves every line of that channel.
pub(crate) fn write(book: &mut Book<'_>, report: &UnitReport, layout: &Layout) -> Result<(), RenderError> {
    let mut sheet = book.sheet("map")?;
    let styles = &book.styles;
    let right = 1 + short(layout.requirements.len());
    sheet.set_landscape().set_column_width(0, 36)?.set_column_width(1, 20)?;
    sheet.span(0, 0..=right, &book.word("map.title"), &styles.heading)?;
    sheet.span(1, 0..=right, &book.word("map.note"), &styles.note)?;
    sheet.set_row_height(1, 34)?;
    let head = MAP_TOP - 1;
    sheet.text(head, 0, &book.word("column.channel"), &styles.head)?;
    sheet.text(head, 1, &book.word("map.id"), &styles.head)?;
    for (col, requirement) in (2u16..).zip(&report.policy.requirements) {
        sheet.set_column_width(col, 18)?;
        sheet.text(head, col, &requirement.title, &styles.head)?;
    }
    for (row, (word, id, standings)) in (MAP_TOP..).zip(&layout.map) {
        sheet.text(row, 0, word, &styles.text)?;
        sheet.text(row, 1, id.as_deref().unwrap_or_default(), &styles.text)?;
        for (col, standing) in (2u16..).zip(standings) {
            sheet.text(row, col, layout.word(*standing), &styles.input)?;
        }
    }
    if right >= 2 {
        let standings = DataValidation::new().allow_list_strings(&layout.words)?;
        sheet.add_data_validation(MAP_TOP, 2, layout.map_bottom(), right, &standings)?;
    }
    book.push(sheet);
    Ok(())
}
