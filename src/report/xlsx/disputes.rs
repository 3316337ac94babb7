//! `待核实.xlsx`: the register of decisions. The open disputes, ready to be decided, and all that was decided; it goes back in as `--overrides`.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Formula, Workbook};

use crate::{
    decisions::{register::RegisterRow, supplier_rows::SupplierRegisterRow, vocabulary::decision_words},
    model::{Month, PolicyInfo},
    report::{
        RenderError,
        tables::Cell,
        xlsx::{
            book::wrapped_lines,
            cells::{WriteCells as _, short_text},
            document,
            styles::DisputeStyles,
            supplier_names,
        },
    },
    text::Catalog,
};

/// Keys of `policy.disputes.*` and widths in characters; the last columns, from the decision on, are filled in.
const COLUMNS: [(&str, f64); 16] = [
    ("line", 26.0),
    ("unit", 24.0),
    ("month", 9.0),
    ("item", 16.0),
    ("amount", 13.0),
    ("supplier", 24.0),
    ("channel", 16.0),
    ("reasons", 36.0),
    ("effect", 36.0),
    ("source", 40.0),
    ("decision", 26.0),
    ("by", 12.0),
    ("evidence", 30.0),
    ("date", 12.0),
    ("finding", 16.0),
    ("expires", 12.0),
];
const DECISION: u16 = 10;
const LAST: u16 = 15;

/// Rows of the list: nearly all that a sheet holds.
const MOST: usize = 1_000_000;

/// The workbook of a register that begins with what is open. Of more rows than a sheet holds, open ones are cut, and the last row says how many.
pub(crate) fn render(
    register: &[RegisterRow],
    suppliers: &[SupplierRegisterRow],
    policy: &PolicyInfo,
    period: Month,
    catalog: &Catalog,
) -> Result<Vec<u8>, RenderError> {
    document::without_panic(|| workbook((register, MOST), suppliers, policy, period, catalog))
}

/// `register` with how many of its rows a sheet takes.
fn workbook(
    (register, most): (&[RegisterRow], usize),
    suppliers: &[SupplierRegisterRow],
    policy: &PolicyInfo,
    period: Month,
    catalog: &Catalog,
) -> Result<Vec<u8>, RenderError> {
    let mut book = Workbook::new();
    book.set_properties(&document::output_properties(period)?);
    let styles = DisputeStyles::new();
    let text = |key: &str| catalog.get(&format!("policy.disputes.{key}")).to_owned();
    let mut sheet = document::long_sheet(&mut book);
    document::list_page(&mut sheet)?.set_name(text("sheet"))?;
    for (col, (name, width)) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(col, width)?;
        let head = if name == "effect" {
            catalog.get("xlsx.column.effect").to_owned()
        } else {
            text(name)
        };
        sheet.text(0, col, &head, &styles.head)?;
    }
    let (open, decided) = register.split_at(register.partition_point(|row| row.decision.is_none()));
    let listed = open.len().min(most.saturating_sub(decided.len()));
    let mut last = 0;
    for (row, d) in (1_u32..).zip(open.iter().take(listed).chain(decided)) {
        last = row;
        let month = d.period.map_or_else(String::new, |m| m.to_string());
        let texts = [
            (0, &d.line),
            (1, &d.unit),
            (2, &month),
            (3, &d.item),
            (5, &d.supplier),
            (6, &d.channel),
            (7, &d.reasons),
            (8, &d.effect),
            (9, &d.source),
        ];
        let mut lines = 1;
        for (col, value) in texts {
            let text = short_text(value);
            let width = COLUMNS.get(usize::from(col)).map_or(0.0, |(_, width)| *width);
            lines = lines.max(wrapped_lines(&text, width));
            sheet.write_string_with_format(row, col, text, &styles.text)?;
        }
        sheet.set_row_height(row, f64::from(lines) * 15.0 + 2.0)?;
        if let Some(fen) = d.amount_fen {
            sheet.cell(row, 4, &Cell::Yuan(fen), Some(&styles.yuan))?;
        }
        let said = d.decision.as_deref();
        let said = said.map_or_else(<[&str; 4]>::default, |s| [&*s.decision, &*s.by, &*s.evidence, &*s.date]);
        for (col, value) in (DECISION..).zip(said.into_iter().chain([d.finding.as_str(), d.expires.as_str()])) {
            sheet.write_string_with_format(row, col, short_text(value), &styles.input)?;
        }
    }
    if listed < open.len() {
        let count = (open.len() - listed).to_string();
        let cut = catalog.say("policy.disputes.cut", &[("count", &count)]);
        sheet.write_string(last + 1, 1, cut)?;
    }
    // From a range: a list in the rule itself may hold no more than 255 characters. Free text is allowed, for 金额=123.45 is a decision too.
    let (words, name) = (decision_words(policy), text("words"));
    let range = format!("='{name}'!$A$2:$A${}", words.len() + 1);
    let list = DataValidation::new()
        .allow_list_formula(Formula::new(range))
        .set_error_style(DataValidationErrorStyle::Information);
    sheet
        .autofilter(0, 0, last, LAST)?
        .add_data_validation(1, DECISION, last.max(1), DECISION, &list)?;
    book.push_worksheet(sheet);
    if !suppliers.is_empty() {
        supplier_names::write(&mut book, suppliers, &styles, catalog)?;
    }
    let choices = book.add_worksheet().set_name(&name)?;
    choices.set_column_width(0, 40)?.text(0, 0, &name, &styles.head)?;
    for (row, word) in (1_u32..).zip(&words) {
        choices.write_string(row, 0, short_text(word))?;
    }
    Ok(document::bytes(&mut book)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;
    use calamine::{Reader, Xlsx};
    use std::io::Cursor;

    #[test]
    fn of_more_rows_than_a_sheet_holds_the_open_ones_are_cut_and_the_last_row_says_so() {
        let row = |line: &str| RegisterRow {
            line: line.to_owned(),
            ..RegisterRow::default()
        };
        let decided = RegisterRow {
            decision: Some(Box::default()),
            ..row("已定")
        };
        let policy = crate::policy::pack::Policy::load("yuncheng-2023-31-24").unwrap();
        let period: Month = "2024-03".parse().unwrap();
        let policy = policy.at(period, false).unwrap().info();
        let rows = [row("甲"), row("乙"), row("丙"), decided];
        let bytes = workbook((&rows, 2), &[], &policy, period, &Catalog::new(Lang::Zh)).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let sheet = &book.worksheet_range_at(0).unwrap().unwrap();
        let column = |col: u32| (1..=3).map(move |row| sheet.get_value((row, col)).map_or_else(String::new, ToString::to_string));
        assert_eq!(column(0).collect::<Vec<_>>(), ["甲", "已定", ""]);
        assert!(column(1).next_back().unwrap().contains("另有2笔未列出"));
    }
}
