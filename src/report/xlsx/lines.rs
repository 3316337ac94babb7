//! 明细, every line with its standings as live formulas, and 渠道对照, the table that they look channels up in.

use std::{borrow::Cow, sync::Arc};

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{DataValidation, Formula};

use super::{
    RenderError, UnitReport,
    rows::{self, Content, Row},
    sheet::{self, Book, Column, Kind, quoted},
};
use crate::{
    model::{BaseStanding, Line, Standing, column_letters},
    money::Fen,
    report::words,
    text::Catalog,
};

/// Columns before the requirements' own.
const PERIOD: u16 = 0;
const AMOUNT: u16 = 4;
const CHANNEL: u16 = 6;
const BASE: u16 = 7;
const FIRST_STANDING: u16 = 8;
/// First row of the map's channels, zero-based.
const MAP_TOP: u32 = 3;

/// Where things stand on 明细 and 渠道对照, and the words that their cells hold.
pub struct Layout {
    /// Requirement ids, in the policy's order.
    pub requirements: Vec<Arc<str>>,
    /// One-based last row of the lines.
    last: usize,
    /// Channel word → per requirement.
    map: Vec<(String, Option<Arc<str>>, Vec<Standing>)>,
    words: [String; 3],
    channel_of: Vec<String>,
    sheet: String,
    map_sheet: String,
}

impl Layout {
    pub fn new(report: &UnitReport, catalog: &Catalog) -> Self {
        let requirements: Vec<Arc<str>> = report.policy.requirements.iter().map(|r| r.id.clone()).collect();
        let channel_of: Vec<String> = report.lines.iter().map(|l| words::channel(catalog, &report.policy, l)).collect();
        let mut map: Vec<(String, Option<Arc<str>>, Vec<Standing>)> = Vec::new();
        for channel in &report.policy.channels {
            let standings = report.policy.requirements.iter().map(|r| {
                if r.channels.contains(&channel.id) {
                    Standing::Counted
                } else {
                    Standing::NotCounted
                }
            });
            map.push((channel.title.clone(), Some(channel.id.clone()), standings.collect()));
        }
        let every = |s: Standing| vec![s; requirements.len()];
        map.push((catalog.get("word.channel_ordinary").to_owned(), None, every(Standing::NotCounted)));
        map.push((catalog.get("word.channel_open").to_owned(), None, every(Standing::Disputed)));
        let words = [Standing::Counted, Standing::Disputed, Standing::NotCounted].map(|s| words::standing(catalog, s));
        Self {
            requirements,
            last: report.lines.len() + 1,
            map,
            words,
            channel_of,
            sheet: quote_sheet(catalog.get("xlsx.sheet.lines")),
            map_sheet: quote_sheet(catalog.get("xlsx.sheet.map")),
        }
    }

    /// The word of a standing in the sheet's cells.
    pub fn word(&self, standing: Standing) -> &str {
        match standing {
            Standing::Counted => &self.words[0],
            Standing::Disputed => &self.words[1],
            Standing::NotCounted => &self.words[2],
        }
    }

    fn range(&self, col: u16) -> String {
        let letters = column_letters(col.into());
        format!("{}!${letters}$2:${letters}${}", self.sheet, self.last.max(2))
    }

    /// Whole data range of the months.
    pub fn periods(&self) -> String {
        self.range(PERIOD)
    }
    /// Whole data range of the amounts in fen.
    pub fn fen(&self) -> String {
        self.range(self.fen_column())
    }
    /// Whole data range of the marks of unreadable amounts.
    pub fn unreadable(&self) -> String {
        self.range(self.fen_column() + 1)
    }
    /// Whole data range of the base standings.
    pub fn base(&self) -> String {
        self.range(BASE)
    }
    /// Whole data range of a requirement's standings.
    pub fn standing(&self, requirement: usize) -> String {
        self.range(FIRST_STANDING + short(requirement))
    }

    fn reasons_column(&self) -> u16 {
        FIRST_STANDING + short(self.requirements.len())
    }
    /// After reasons, source and the eleven columns that are not printed.
    fn fen_column(&self) -> u16 {
        self.reasons_column() + 2 + 11
    }

    /// What the sheet's formula gives for a channel word and a base, before anybody changes a cell.
    fn looked_up(&self, channel: &str, base: BaseStanding, requirement: usize) -> Standing {
        let found = self
            .map
            .iter()
            .find(|(word, ..)| word.eq_ignore_ascii_case(channel))
            .and_then(|(_, _, s)| s.get(requirement))
            .copied();
        match (base, found) {
            (BaseStanding::Out, _) | (_, None) => Standing::NotCounted,
            (BaseStanding::Disputed, Some(Standing::Counted)) => Standing::Disputed,
            (_, Some(standing)) => standing,
        }
    }

    /// The formula of one standing. A line whose evidence is at odds with its channel keeps its own standing until somebody changes
    /// its channel or its base: that change is the auditor's decision on the line.
    fn standing_formula(&self, row: usize, line: &Line, channel: &str, requirement: usize, actual: Standing) -> String {
        let excel_row = row + 2;
        let (c, b) = (
            format!("${}{excel_row}", column_letters(CHANNEL.into())),
            format!("${}{excel_row}", column_letters(BASE.into())),
        );
        let (top, bottom) = (MAP_TOP + 1, MAP_TOP as usize + self.map.len());
        let table = format!(
            "{}!$A${top}:${}${bottom}",
            self.map_sheet,
            column_letters(1 + u32::from(short(self.requirements.len())))
        );
        let look = format!("VLOOKUP({c},{table},{},FALSE)", requirement + 3);
        let [counted, _, out] = [0, 1, 2].map(|i| quoted(&self.words[i]));
        let natural = format!("IFERROR(IF({b}={out},{out},IF({look}={counted},{b},{look})),{out})");
        if self.looked_up(channel, line.base, requirement) == actual {
            natural
        } else {
            let base = self.base_word(line.base);
            format!(
                "IF(AND({c}={},{b}={}),{},{natural})",
                quoted(channel),
                quoted(base),
                quoted(self.word(actual))
            )
        }
    }

    fn base_word(&self, base: BaseStanding) -> &str {
        self.word(match base {
            BaseStanding::In => Standing::Counted,
            BaseStanding::Disputed => Standing::Disputed,
            BaseStanding::Out => Standing::NotCounted,
        })
    }
}

fn short(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX / 2)
}

/// A sheet's name as a formula writes it.
pub fn quote_sheet(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}

fn columns(book: &Book<'_>, report: &UnitReport) -> Vec<Column> {
    let c = |key: &str, width: f64, kind: Kind| Column::new(book.word(&format!("column.{key}")), width, kind);
    let mut columns = vec![
        c("period", 9.0, Kind::Month),
        c("date", 11.0, Kind::Date),
        c("item", 14.0, Kind::Text),
        c("supplier", 20.0, Kind::Text),
        c("amount", 13.0, Kind::Yuan),
        c("channel_text", 14.0, Kind::Text),
        c("channel", 18.0, Kind::Input),
        c("base", 9.0, Kind::Input),
    ];
    columns.extend(
        report
            .policy
            .requirements
            .iter()
            .map(|r| Column::new(r.title.as_str(), 11.0, Kind::Centre)),
    );
    columns.extend([
        c("reasons", 22.0, Kind::Text),
        c("source", 32.0, Kind::Text),
        c("category", 10.0, Kind::Text),
        c("spec", 10.0, Kind::Text),
        c("measure", 8.0, Kind::Text),
        c("quantity", 10.0, Kind::General),
        c("unit_price", 10.0, Kind::General),
        c("origin", 14.0, Kind::Text),
        c("order_no", 22.0, Kind::Text),
        c("invoice_no", 20.0, Kind::Text),
        c("funding", 12.0, Kind::Text),
        c("remark", 20.0, Kind::Text),
        c("line", 18.0, Kind::Text),
        c("fen", 14.0, Kind::Count),
        c("unreadable", 9.0, Kind::Count),
    ]);
    columns
}

/// 明细 with its first line; gives its position in the workbook.
pub fn write(book: &mut Book<'_>, report: &UnitReport, layout: &Layout) -> Result<usize, RenderError> {
    let columns = columns(book, report);
    let mut sheet = book.table("lines", &columns, std::iter::empty())?;
    // The others are put below it when the workbook is finished.
    if let Some(first) = cells(book.catalog, report, layout).next() {
        rows::through_library(&mut sheet, 1, &first, &book.styles.input)?;
    }
    let last = u32::try_from(report.lines.len()).unwrap_or(u32::MAX);
    if last > 0 {
        let right = short(columns.len()) - 1;
        sheet.autofilter(0, 0, last, right)?;
        let list = DataValidation::new().allow_list_formula(Formula::new(format!(
            "={}!$A${}:$A${}",
            layout.map_sheet,
            MAP_TOP + 1,
            MAP_TOP as usize + layout.map.len()
        )));
        sheet.add_data_validation(1, CHANNEL, last, CHANNEL, &list)?;
        let words = DataValidation::new().allow_list_strings(&layout.words)?;
        sheet.add_data_validation(1, BASE, last, layout.reasons_column() - 1, &words)?;
    }
    // The columns after the source are for the screen: eleven more would make the print unreadable.
    sheet.set_print_area(0, 0, last.max(1), layout.reasons_column() + 1)?;
    sheet.set_freeze_panes(1, 3)?;
    Ok(book.push(sheet))
}

/// The cells of every line, in order.
fn cells<'a>(catalog: &'a Catalog, report: &'a UnitReport, layout: &'a Layout) -> impl ExactSizeIterator<Item = Row<'a>> {
    let lines = report.lines.iter().zip(&layout.channel_of).enumerate();
    lines.map(|(i, (line, channel))| line_cells(catalog, layout, i, line, channel))
}

/// The finished workbook's bytes with all lines but the first, which [`write`] wrote.
///
/// # Errors
/// [`RenderError::Io`] when `book` is none that [`Book`] finished.
pub fn complete(book: Vec<u8>, sheet: usize, report: &UnitReport, layout: &Layout, catalog: &Catalog) -> Result<Vec<u8>, RenderError> {
    if report.lines.len() < 2 {
        return Ok(book);
    }
    let place = rows::Place {
        sheet,
        input: CHANNEL,
        width: layout.fen_column() + 2,
    };
    let mut rows = cells(catalog, report, layout);
    rows.next();
    rows::put_below(&book, &place, rows).map_err(|e| RenderError::Io {
        what: "report.xlsx",
        source: e.into(),
    })
}

fn line_cells<'a>(catalog: &'a Catalog, layout: &'a Layout, i: usize, line: &'a Line, channel: &'a str) -> Row<'a> {
    let mut row: Row<'a> = Vec::with_capacity(28);
    let text = |row: &mut Row<'a>, col: u16, text: &'a Option<Arc<str>>| {
        if let Some(text) = text.as_deref().filter(|t| !t.is_empty()) {
            row.push((col, Content::Text(text.into())));
        }
    };
    row.push((PERIOD, Content::Number(sheet::month_number(line.period))));
    row.extend(line.date.map(|d| (PERIOD + 1, sheet::date(d))));
    text(&mut row, AMOUNT - 2, &line.item);
    text(&mut row, AMOUNT - 1, &line.supplier);
    match line.amount_fen {
        Some(fen) => row.push((AMOUNT, Content::Number(Fen(fen).as_spreadsheet_yuan()))),
        None => text(&mut row, AMOUNT, &line.amount_text),
    }
    text(&mut row, AMOUNT + 1, &line.channel_text);
    row.push((CHANNEL, Content::Input(channel)));
    row.push((BASE, Content::Input(layout.base_word(line.base))));
    for (requirement, id) in layout.requirements.iter().enumerate() {
        let standing = line.requirements.get(id).copied().unwrap_or(Standing::NotCounted);
        let formula = layout.standing_formula(i, line, channel, requirement, standing);
        let result = layout.word(standing).into();
        row.push((FIRST_STANDING + short(requirement), Content::Formula(formula, result, true)));
    }
    let reasons = layout.reasons_column();
    let why = why(line, catalog);
    row.extend((!why.is_empty()).then(|| (reasons, Content::Text(why.into()))));
    row.push((reasons + 1, Content::Text(line.source.to_string().into())));
    text(&mut row, reasons + 2, &line.category);
    text(&mut row, reasons + 3, &line.spec);
    text(&mut row, reasons + 4, &line.measure);
    for (col, value) in (reasons + 5..).zip([line.quantity, line.unit_price]) {
        row.extend(value.and_then(|v| v.to_f64()).map(|n| (col, Content::Number(n))));
    }
    for (col, value) in (reasons + 7..).zip([&line.origin, &line.order_no, &line.invoice_no, &line.funding, &line.remark]) {
        text(&mut row, col, value);
    }
    row.push((reasons + 12, Content::Text(line.id.as_str().into())));
    let (amount, fen_column) = (format!("${}{}", column_letters(AMOUNT.into()), i + 2), layout.fen_column());
    let mut formula = |col: u16, text: String, result: Cow<'static, str>| row.push((col, Content::Formula(text, result, false)));
    match line.amount_fen {
        Some(fen) => formula(fen_column, format!("ROUND({amount}*100,0)"), fen.to_string().into()),
        None => {
            formula(fen_column, format!("IF(ISNUMBER({amount}),ROUND({amount}*100,0),0)"), "0".into());
            formula(fen_column + 1, format!("IF(ISNUMBER({amount}),0,1)"), "1".into());
        }
    }
    row
}

/// 渠道对照: which channel counts for which requirement; changing it moves every line of that channel.
pub fn write_map(book: &mut Book<'_>, report: &UnitReport, layout: &Layout) -> Result<(), RenderError> {
    let mut sheet = book.sheet("map", true)?;
    let right = 1 + short(layout.requirements.len());
    sheet.set_column_width(0, 36)?.set_column_width(1, 20)?;
    sheet::span(&mut sheet, 0, (0, right), &book.word("map.title"), &book.styles.heading)?;
    sheet::span(&mut sheet, 1, (0, right), &book.word("map.note"), &book.styles.note)?;
    sheet.set_row_height(1, 34)?;
    let head = MAP_TOP - 1;
    sheet::put(&mut sheet, head, 0, &book.word("column.channel"), &book.styles.head)?;
    sheet::put(&mut sheet, head, 1, &book.word("map.id"), &book.styles.head)?;
    for (col, requirement) in (2u16..).zip(&report.policy.requirements) {
        sheet.set_column_width(col, 18)?;
        sheet::put(&mut sheet, head, col, &requirement.title, &book.styles.head)?;
    }
    for (row, (word, id, standings)) in (MAP_TOP..).zip(&layout.map) {
        sheet::put(&mut sheet, row, 0, word, &book.styles.text)?;
        sheet::put(&mut sheet, row, 1, id.as_deref().unwrap_or_default(), &book.styles.text)?;
        for (col, standing) in (2u16..).zip(standings) {
            sheet::put(&mut sheet, row, col, layout.word(*standing), &book.styles.input)?;
        }
    }
    let words = DataValidation::new().allow_list_strings(&layout.words)?;
    let bottom = MAP_TOP + u32::try_from(layout.map.len()).unwrap_or(1) - 1;
    if right >= 2 {
        sheet.add_data_validation(MAP_TOP, 2, bottom, right, &words)?;
    }
    book.push(sheet);
    Ok(())
}

/// Why the line stands as it does: the reasons, and an auditor's decision in full.
fn why(line: &Line, catalog: &Catalog) -> String {
    let mut parts = vec![words::reasons(catalog, &line.reasons)];
    parts.extend(line.decision.as_ref().map(|d| words::decision(d, catalog)));
    parts.retain(|p| !p.is_empty());
    parts.join(catalog.get("word.joiner"))
}
