//! 明细, every line with its standings as live formulas, and 渠道对照, the table that they look channels up in.

use std::sync::Arc;

use rust_decimal::prelude::ToPrimitive;

use crate::{
    model::{
        line::Line,
        standing::{BaseStanding, Standing},
    },
    report::{
        words,
        xlsx::{
            RenderError, UnitReport,
            book::{Book, Column, month_number, write_date},
            sheet::{Choice, Sheet},
            styles::{Kind, Style},
            xml::{Value, cell, fixed, quote_sheet, quoted},
        },
    },
    text::catalog::Catalog,
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
    /// Last row of the lines, zero-based; 0 without lines.
    last: u32,
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
            last: u32::try_from(report.lines.len()).unwrap_or(u32::MAX),
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
        format!("{}!{}:{}", self.sheet, fixed(1, col), fixed(self.last.max(1), col))
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

    /// A standing by the line's channel and base; filled down.
    fn natural(&self, row: u32, requirement: usize) -> String {
        let (c, b) = (format!("${}", cell(row, CHANNEL)), format!("${}", cell(row, BASE)));
        let bottom = MAP_TOP + u32::try_from(self.map.len()).unwrap_or(1) - 1;
        let right = 1 + short(self.requirements.len());
        let table = format!("{}!{}:{}", self.map_sheet, fixed(MAP_TOP, 0), fixed(bottom, right));
        let look = format!("VLOOKUP({c},{table},{},FALSE)", requirement + 3);
        let [counted, _, out] = [0, 1, 2].map(|i| quoted(&self.words[i]));
        format!("IFERROR(IF({b}={out},{out},IF({look}={counted},{b},{look})),{out})")
    }

    /// That of a line whose evidence is at odds with its channel: it keeps its own standing until somebody changes its channel or its
    /// base; that change is the auditor's decision on the line.
    fn kept(&self, row: u32, line: &Line, channel: &str, requirement: usize, actual: Standing) -> String {
        format!(
            "IF(AND(${}={},${}={}),{},{})",
            cell(row, CHANNEL),
            quoted(channel),
            cell(row, BASE),
            quoted(self.base_word(line.base)),
            quoted(self.word(actual)),
            self.natural(row, requirement)
        )
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

/// 明细.
pub fn write(book: &mut Book<'_>, report: &UnitReport, layout: &Layout) -> Result<(), RenderError> {
    let columns = columns(book, report);
    let last = layout.last;
    let mut sheet = book.head("lines", &columns, Some(last));
    // The columns after the source are for the screen: eleven more would make the print unreadable.
    sheet.freeze(1, 3).print((0, 0, last.max(1), layout.reasons_column() + 1));
    let styles: Vec<Style> = columns.iter().map(|c| Style::Column(c.kind)).collect();
    for ((row, line), channel) in (1..).zip(&report.lines).zip(&layout.channel_of) {
        write_line(&mut sheet, &styles, book.catalog, layout, row, line, channel);
        sheet.row_done()?;
    }
    if last == 0 {
        sheet.text(1, 0, book.catalog.get("xlsx.nothing"), Style::Text);
    } else {
        sheet.filter((0, 0, last, short(columns.len()) - 1));
        let bottom = MAP_TOP + u32::try_from(layout.map.len()).unwrap_or(1) - 1;
        let channels = format!("{}!{}:{}", layout.map_sheet, fixed(MAP_TOP, 0), fixed(bottom, 0));
        sheet.choose((1, CHANNEL, last, CHANNEL), Choice::Range(channels));
        let standings = (1, BASE, last, layout.reasons_column() - 1);
        sheet.choose(standings, Choice::Words(layout.words.join(",")));
    }
    book.push(sheet)
}

fn write_line(sheet: &mut Sheet, styles: &[Style], catalog: &Catalog, layout: &Layout, row: u32, line: &Line, channel: &str) {
    let style = |col: u16| styles.get(usize::from(col)).copied().unwrap_or(Style::Text);
    let put = |sheet: &mut Sheet, col: u16, value: Value<'_>| {
        if value != Value::Text("") {
            sheet.put(row, col, value, style(col));
        }
    };
    put(sheet, PERIOD, Value::Whole(month_number(line.period).into()));
    if let Some(day) = line.date {
        write_date(sheet, row, PERIOD + 1, day, style(PERIOD + 1));
    }
    put(sheet, AMOUNT - 2, text(&line.item));
    put(sheet, AMOUNT - 1, text(&line.supplier));
    put(sheet, AMOUNT, line.amount_fen.map_or(text(&line.amount_text), Value::Yuan));
    put(sheet, AMOUNT + 1, text(&line.channel_text));
    sheet.text(row, CHANNEL, channel, Style::Input);
    sheet.text(row, BASE, layout.base_word(line.base), Style::Input);
    for (requirement, id) in layout.requirements.iter().enumerate() {
        let standing = line.requirements.get(id).copied().unwrap_or(Standing::NotCounted);
        let (col, shown) = (FIRST_STANDING + short(requirement), Value::Text(layout.word(standing)));
        if layout.looked_up(channel, line.base, requirement) == standing {
            sheet.filled(row, col, layout.last, || layout.natural(row, requirement), shown, style(col));
        } else {
            let formula = layout.kept(row, line, channel, requirement, standing);
            sheet.formula(row, col, &formula, shown, style(col));
        }
    }
    let reasons = layout.reasons_column();
    put(sheet, reasons, Value::Text(&why(line, catalog)));
    put(sheet, reasons + 1, Value::Text(&line.source.to_string()));
    for (col, value) in (reasons + 2..).zip([&line.category, &line.spec, &line.measure]) {
        put(sheet, col, text(value));
    }
    for (col, value) in (reasons + 5..).zip([line.quantity, line.unit_price]) {
        if let Some(number) = value.and_then(|v| v.to_f64()) {
            put(sheet, col, Value::Number(number));
        }
    }
    for (col, value) in (reasons + 7..).zip([&line.origin, &line.order_no, &line.invoice_no, &line.funding, &line.remark]) {
        put(sheet, col, text(value));
    }
    put(sheet, reasons + 12, Value::Text(&line.id));
    let (fen_column, amount) = (layout.fen_column(), || format!("${}", cell(row, AMOUNT)));
    match line.amount_fen {
        Some(fen) => {
            let formula = || format!("ROUND({}*100,0)", amount());
            sheet.filled(row, fen_column, layout.last, formula, Value::Whole(fen), style(fen_column));
        }
        None => {
            let amount = amount();
            let fen = format!("IF(ISNUMBER({amount}),ROUND({amount}*100,0),0)");
            sheet.formula(row, fen_column, &fen, Value::Whole(0), style(fen_column));
            let unreadable = format!("IF(ISNUMBER({amount}),0,1)");
            sheet.formula(row, fen_column + 1, &unreadable, Value::Whole(1), style(fen_column + 1));
        }
    }
}

/// 渠道对照: which channel counts for which requirement; changing it moves every line of that channel.
pub fn write_map(book: &mut Book<'_>, report: &UnitReport, layout: &Layout) -> Result<(), RenderError> {
    let mut sheet = book.sheet("map");
    let right = 1 + short(layout.requirements.len());
    sheet.landscape().column(0, 36.0, None).column(1, 20.0, None);
    sheet.span(0, (0, right), &book.word("map.title"), Style::Heading);
    sheet.span(1, (0, right), &book.word("map.note"), Style::Note);
    sheet.height(1, 34.0);
    let head = MAP_TOP - 1;
    sheet.text(head, 0, &book.word("column.channel"), Style::Head);
    sheet.text(head, 1, &book.word("map.id"), Style::Head);
    for (col, requirement) in (2u16..).zip(&report.policy.requirements) {
        sheet.column(col, 18.0, None);
        sheet.text(head, col, &requirement.title, Style::Head);
    }
    for (row, (word, id, standings)) in (MAP_TOP..).zip(&layout.map) {
        sheet.text(row, 0, word, Style::Text);
        sheet.text(row, 1, id.as_deref().unwrap_or_default(), Style::Text);
        for (col, standing) in (2u16..).zip(standings) {
            sheet.text(row, col, layout.word(*standing), Style::Input);
        }
    }
    let bottom = MAP_TOP + u32::try_from(layout.map.len()).unwrap_or(1) - 1;
    if right >= 2 {
        sheet.choose((MAP_TOP, 2, bottom, right), Choice::Words(layout.words.join(",")));
    }
    book.push(sheet)
}

fn text(text: &Option<Arc<str>>) -> Value<'_> {
    Value::Text(text.as_deref().unwrap_or_default())
}

/// Why the line stands as it does: the reasons, and an auditor's decision in full.
fn why(line: &Line, catalog: &Catalog) -> String {
    let mut parts = vec![words::reasons(catalog, &line.reasons)];
    parts.extend(line.decision.as_ref().map(|d| words::decision(d, catalog)));
    parts.retain(|p| !p.is_empty());
    parts.join(catalog.get("word.joiner"))
}
