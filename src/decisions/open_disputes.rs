//! `待核实.xlsx`: the open disputes, ready to be decided, and to go back in as `--overrides`.

use std::sync::Arc;

use rust_xlsxwriter::{DataValidation, Format, FormatAlign, Workbook};

use crate::{
    decisions::vocabulary::decision_words,
    model::{
        dates::Month,
        money::Fen,
        unit_report::{RunInfo, UnitReport},
    },
    report::RenderError,
    text::catalog::Catalog,
};

/// A disputed line of the year to date.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct OpenDispute {
    /// Line id.
    pub line: String,
    /// Unit.
    pub unit: String,
    /// Month.
    pub period: Month,
    /// Item.
    pub item: String,
    /// Fen.
    pub amount_fen: Option<i64>,
    /// Supplier.
    pub supplier: String,
    /// Channel text.
    pub channel: String,
    /// Reasons in words.
    pub reasons: String,
    /// `台账.xlsx › 3月 › F17`.
    pub source: String,
    /// Words for the drop-down; one list for all lines of a unit.
    pub words: Arc<[String]>,
}

/// Disputed lines of the unit's year to date, largest first.
#[must_use]
pub fn open_disputes(report: &UnitReport, catalog: &Catalog) -> Vec<OpenDispute> {
    let words: Arc<[String]> = decision_words(&report.policy).into();
    let mut open: Vec<_> = report
        .lines
        .iter()
        .filter(|l| l.is_disputed() && l.period.in_year_to_date(report.run.period))
        .collect();
    open.sort_by_key(|l| (std::cmp::Reverse(l.amount_fen.map_or(u64::MAX, i64::unsigned_abs)), l.id.clone()));
    open.into_iter()
        .map(|l| OpenDispute {
            line: l.id.clone(),
            unit: report.unit.to_string(),
            period: l.period,
            item: l.item.as_deref().unwrap_or_default().to_owned(),
            amount_fen: l.amount_fen,
            supplier: l.supplier.as_deref().unwrap_or_default().to_owned(),
            channel: l.channel_text.as_deref().unwrap_or_default().to_owned(),
            reasons: l
                .reasons
                .iter()
                .map(|r| catalog.get(&format!("word.reason.{r}")).to_owned())
                .collect::<Vec<_>>()
                .join("；"),
            source: l.source.to_string(),
            words: words.clone(),
        })
        .collect()
}

/// The workbook. More rows than a sheet holds are cut, and the last row says so.
///
/// # Errors
/// [`RenderError::Xlsx`].
pub fn sheet(disputes: &[OpenDispute], run: &RunInfo, catalog: &Catalog) -> Result<Vec<u8>, RenderError> {
    let mut book = Workbook::new();
    let last = run.period.last_day();
    let (month, day) = (u8::try_from(last.month()).unwrap_or(1), u8::try_from(last.day()).unwrap_or(1));
    let created = rust_xlsxwriter::ExcelDateTime::from_ymd(u16::try_from(last.year()).unwrap_or(2000), month, day)?;
    book.set_properties(
        &rust_xlsxwriter::DocProperties::new()
            .set_custom_property(crate::inbox::own_output::MARK, true)
            .set_creation_datetime(&created),
    );
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_background_color(0x00E7_ECF3);
    let (text, money, fill) = (
        Format::new().set_num_format("@"),
        Format::new().set_num_format("#,##0.00"),
        Format::new().set_num_format("@").set_background_color(0x00FF_F8E1),
    );
    let sheet = book.add_worksheet();
    sheet.set_name(catalog.get("policy.disputes.sheet"))?;
    let columns = [
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
    for (col, (name, width)) in (0_u16..).zip(columns) {
        sheet.set_column_width(col, width)?;
        sheet.write_string_with_format(0, col, catalog.get(&format!("policy.disputes.{name}")), &head)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let clean = |s: &str| s.chars().filter(|c| !c.is_control()).take(2000).collect::<String>();
    let most = 1_000_000;
    for (row, d) in (1_u32..).zip(disputes.iter().take(most)) {
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
            sheet.write_string_with_format(row, col, clean(value), &text)?;
        }
        sheet.write_string(row, 2, d.period.to_string())?;
        if let Some(fen) = d.amount_fen {
            sheet.write_number_with_format(row, 4, Fen(fen).as_spreadsheet_yuan(), &money)?;
        }
        for col in 9..13 {
            sheet.write_blank(row, col, &fill)?;
        }
    }
    let rows = u32::try_from(disputes.len().min(most)).unwrap_or(u32::MAX);
    if let (Some(first), true) = (disputes.first(), rows > 0) {
        sheet.autofilter(0, 0, rows, 12)?;
        // A drop-down, with free text allowed: 金额=123.45 is a decision too.
        let list = DataValidation::new()
            .allow_list_strings(&first.words)?
            .set_error_style(rust_xlsxwriter::DataValidationErrorStyle::Information);
        sheet.add_data_validation(1, 9, rows, 9, &list)?;
    }
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_repeat_rows(0, 0)?;
    Ok(book.save_to_buffer()?)
}
