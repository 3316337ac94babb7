//! A template as a workbook: the table with its rules, and the sheet that explains it and holds the choices.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime, Format, Formula,
    Workbook, Worksheet, XlsxError,
};

use crate::{
    report::xlsx::{document, styles::TemplateStyles},
    templates::{Column, Kind, Template},
    text::Catalog,
};

/// Beyond any purchase of a canteen: a slip of the keyboard.
const LARGEST_YUAN: f64 = 1e9;

/// Range of a list on the help sheet, as a formula.
type Ranges = BTreeMap<String, String>;

pub(super) fn workbook(template: &Template, name: &str, catalog: &Catalog) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let styles = TemplateStyles::new(catalog.get("template.font"));
    workbook.set_default_format(&styles.default, 20, 64)?;
    // A fixed date: the same template is the same bytes.
    let created = ExcelDateTime::from_ymd(2024, 1, 1)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title(&template.title)
            .set_author("bangfu")
            .set_creation_datetime(&created),
    );
    let mut help = Worksheet::new();
    let ranges = explain(&mut help, template, name, catalog, &styles)?;
    let mut table = Worksheet::new();
    lay_out(&mut table, template, catalog, &styles, &ranges)?;
    workbook.push_worksheet(table);
    workbook.push_worksheet(help);
    document::bytes(&mut workbook)
}

/// Instructions, columns and choices, each in one column downwards: nothing there looks like a table's header.
fn explain(
    sheet: &mut Worksheet,
    template: &Template,
    name: &str,
    catalog: &Catalog,
    styles: &TemplateStyles,
) -> Result<Ranges, XlsxError> {
    sheet.set_name(&template.help_sheet)?.set_column_width(0, 100)?;
    document::page(sheet);
    let mut row = 0;
    sheet.write_with_format(row, 0, catalog.get("template.help_title"), &styles.help_head)?;
    for n in 1.. {
        let key = format!("template.{name}.help{n}");
        if !catalog.has(&key) {
            break;
        }
        row += 1;
        sheet.write_with_format(row, 0, format!("{n}. {}", catalog.get(&key)), &styles.help)?;
    }
    row += 2;
    sheet.write_with_format(row, 0, catalog.get("template.columns_title"), &styles.help_head)?;
    for column in &template.column {
        row += 1;
        let text = catalog.get(&format!("template.{name}.column.{}", column.key)).to_owned();
        sheet.write_with_format(row, 0, format!("【{}】{text}", column.header), &styles.help)?;
    }
    let mut ranges = Ranges::new();
    for column in &template.column {
        let Some((list, choices)) = column
            .list
            .as_ref()
            .and_then(|l| template.lists.get_key_value(l))
            .filter(|(_, c)| !c.is_empty())
        else {
            continue;
        };
        row += 2;
        sheet.write_with_format(
            row,
            0,
            catalog.say("template.list_title", &[("header", &column.header)]),
            &styles.help_head,
        )?;
        let first = row + 2;
        for choice in choices {
            row += 1;
            sheet.write_with_format(row, 0, choice, &styles.default)?;
        }
        ranges.insert(list.clone(), format!("='{}'!$A${first}:$A${}", template.help_sheet, row + 1));
    }
    Ok(ranges)
}

fn lay_out(
    sheet: &mut Worksheet,
    template: &Template,
    catalog: &Catalog,
    styles: &TemplateStyles,
    ranges: &Ranges,
) -> Result<(), XlsxError> {
    sheet.set_name(&template.sheet)?;
    sheet.write_with_format(0, 0, &template.title, &styles.title)?;
    let mut header_row = 1;
    if let Some(label) = &template.unit_label {
        sheet.write_with_format(1, 0, label, &styles.label)?;
        // Where to write: a line under the cells to the right.
        sheet.set_cell_format(1, 1, &styles.underlined)?;
        header_row = 2;
    }
    let (first, last) = (header_row + 1, header_row + template.rows);
    for (index, column) in (0_u16..).zip(&template.column) {
        let head = if column.required { &styles.required_head } else { &styles.head };
        sheet.write_with_format(header_row, index, &column.header, head)?;
        sheet.set_column_width(index, column.width)?;
        // A format of the column, not of cells: an untouched row stays an empty row.
        sheet.set_column_format(index, cell_format(column.kind, styles))?;
        if let Some(rule) = validation(column, catalog, ranges)? {
            sheet.add_data_validation(first, index, last, index, &rule)?;
        }
    }
    warn_amount(sheet, template, styles, first, last)?;
    sheet.set_row_height(header_row, 32)?.set_freeze_panes(header_row + 1, 0)?;
    document::page(sheet).set_landscape().set_repeat_rows(header_row, header_row)?;
    sheet.set_repeat_columns(0, 0)?.set_footer("&C&P / &N");
    Ok(())
}

fn cell_format(kind: Kind, styles: &TemplateStyles) -> &Format {
    match kind {
        Kind::Text | Kind::List => &styles.text,
        Kind::Date => &styles.date,
        Kind::Month => &styles.month,
        Kind::Share => &styles.share,
        Kind::Quantity => &styles.quantity,
        Kind::Price => &styles.price,
        Kind::Money => &styles.yuan,
    }
}

fn validation(column: &Column, catalog: &Catalog, ranges: &Ranges) -> Result<Option<DataValidation>, XlsxError> {
    let number = |low| DataValidation::new().allow_decimal_number(DataValidationRule::Between(low, LARGEST_YUAN));
    let (rule, text) = match column.kind {
        Kind::Text => return Ok(None),
        Kind::Date | Kind::Month => {
            let (from, to) = (ExcelDateTime::from_ymd(2015, 1, 1)?, ExcelDateTime::from_ymd(2099, 12, 31)?);
            let text = if column.kind == Kind::Date { "date" } else { "month" };
            (DataValidation::new().allow_date(DataValidationRule::Between(from, to)), text)
        }
        Kind::Share => (
            DataValidation::new().allow_decimal_number(DataValidationRule::Between(0.0, 1.0)),
            "share",
        ),
        Kind::Quantity => (number(-LARGEST_YUAN), "quantity"),
        Kind::Price => (number(0.0), "price"),
        Kind::Money => (number(-LARGEST_YUAN), "money"),
        Kind::List => match column.list.as_ref().and_then(|l| ranges.get(l)) {
            Some(range) => (DataValidation::new().allow_list_formula(Formula::new(range)), "list"),
            None => return Ok(None),
        },
    };
    let style = if column.strict == Some(false) {
        DataValidationErrorStyle::Warning
    } else {
        DataValidationErrorStyle::Stop
    };
    let message = format!("template.rule.{text}");
    Ok(Some(
        rule.set_error_style(style)
            .set_error_title(catalog.get("template.invalid"))?
            .set_error_message(catalog.get(&message))?,
    ))
}

/// In a ledger: an amount that is not quantity times price (to the fen), or a named item without an amount, turns yellow while it is typed.
fn warn_amount(sheet: &mut Worksheet, template: &Template, styles: &TemplateStyles, first: u32, last: u32) -> Result<(), XlsxError> {
    let col = |key: &str| {
        (0_u32..)
            .zip(&template.column)
            .find(|(_, c)| c.key == key)
            .map(|(i, _)| crate::model::cell::column_letters(i))
    };
    let (Some(item), Some(quantity), Some(price), Some(amount)) = (col("item"), col("quantity"), col("unit_price"), col("amount")) else {
        return Ok(());
    };
    let row = first + 1;
    let rule = format!(
        "=OR(AND(LEN(${item}{row})>0,LEN(${amount}{row})=0),AND(ISNUMBER(${quantity}{row}),ISNUMBER(${price}{row}),ISNUMBER(${amount}{row}),ABS(${quantity}{row}*${price}{row}-${amount}{row})>0.005))"
    );
    let index = (0_u16..)
        .zip(&template.column)
        .find(|(_, c)| c.key == "amount")
        .map_or(0, |(i, _)| i);
    sheet.add_conditional_format(
        first,
        index,
        last,
        index,
        &ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(&styles.warning),
    )?;
    Ok(())
}
