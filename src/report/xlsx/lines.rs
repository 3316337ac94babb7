//! 明细, every line with its standings as live formulas, and 渠道对照, the table that it looks channels up in.

use std::{collections::BTreeMap, sync::Arc};

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    DataValidation, Formula, Worksheet, XlsxError,
    utility::{column_number_to_name, row_col_to_cell as cell, row_col_to_cell_absolute as fixed},
};

use crate::{
    model::{
        line::Line,
        policy_info::BaseKind,
        standing::{BaseStanding, Standing},
        unit_report::UnitReport,
    },
    report::{
        RenderError,
        tables::{Cell, Kind, Show as _, Table},
        words,
        xlsx::{
            book::{Book, set_row_height},
            cells::{WriteCells as _, clean, quote_sheet, quoted},
        },
    },
    text::catalog::Catalog,
};

/// Columns before the requirements' own.
const PERIOD: u16 = 0;
const QUANTITY: u16 = 3;
const UNIT_PRICE: u16 = 5;
const AMOUNT: u16 = 7;
const CHANNEL: u16 = 9;
const BASE: u16 = 10;
const FIRST_STANDING: u16 = 11;
/// First row of the map's channels, zero-based.
const MAP_TOP: u32 = 3;

/// Where things stand on 明细 and 渠道对照, and the words that their cells hold.
pub(crate) struct Layout {
    /// Requirement ids, in the policy's order.
    pub requirements: Vec<Arc<str>>,
    /// Last row of the lines, zero-based; 0 without lines.
    last: u32,
    /// Channel word → per requirement.
    map: Vec<(String, Option<Arc<str>>, Vec<Standing>)>,
    words: [String; 3],
    /// Of a policy that tells purchases of the union apart: the words for the canteen's and the union's.
    payers: Option<[String; 2]>,
    sheet: String,
    map_sheet: String,
}

impl Layout {
    pub fn new(report: &UnitReport, catalog: &Catalog) -> Self {
        let requirements: Vec<Arc<str>> = report.policy.requirements.iter().map(|r| r.id.clone()).collect();
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
        let words = [Standing::Counted, Standing::Disputed, Standing::NotCounted].map(|s| s.word(catalog));
        let of_union = report.policy.requirements.iter().any(|r| r.base.takes(true));
        let payers = of_union.then(|| ["canteen", "union"].map(|payer| catalog.get(&format!("xlsx.payer.{payer}")).to_owned()));
        Self {
            requirements,
            last: u32::try_from(report.lines.len()).unwrap_or(u32::MAX),
            map,
            words,
            payers,
            sheet: quote_sheet(catalog.get("xlsx.sheet.lines")),
            map_sheet: quote_sheet(catalog.get("xlsx.sheet.map")),
        }
    }

    /// The word of a standing in the sheet's cells.
    pub fn word(&self, standing: Standing) -> &str {
        &self.words[standing as usize]
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
    /// The criterion of a sum for a base: whose purchases are in it. Nothing where the policy tells none apart, or all are.
    pub fn paid_by(&self, base: BaseKind) -> String {
        match &self.payers {
            Some([canteen, union]) if base.takes(true) != base.takes(false) => {
                let payer = if base.takes(true) { union } else { canteen };
                format!(",{},{}", self.range(self.fen_column() + 2), quoted(payer))
            }
            _ => String::new(),
        }
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
    /// After reasons, source and the nine columns that are not printed.
    fn fen_column(&self) -> u16 {
        self.reasons_column() + 2 + 9
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

    /// The channels of the map.
    fn map_bottom(&self) -> u32 {
        MAP_TOP + u32::try_from(self.map.len()).unwrap_or(1) - 1
    }

    /// A standing by the line's channel and base.
    fn natural(&self, requirement: usize) -> FilledDown {
        let [c, b] = [CHANNEL, BASE].map(column_number_to_name);
        let right = 1 + short(self.requirements.len());
        let table = format!("{}!{}:{}", self.map_sheet, fixed(MAP_TOP, 0), fixed(self.map_bottom(), right));
        let [counted, _, out] = [0, 1, 2].map(|i| quoted(&self.words[i]));
        let look = format!(",{table},{},FALSE)", requirement + 3);
        FilledDown([
            format!("IFERROR(IF(${b}"),
            format!("={out},{out},IF(VLOOKUP(${c}"),
            format!("{look}={counted},${b}"),
            format!(",VLOOKUP(${c}"),
            format!("{look})),{out})"),
        ])
    }

    /// That of a line whose evidence is at odds with its channel: it keeps its own standing until somebody changes its channel or its
    /// base; that change is the auditor's decision on the line.
    fn kept(&self, row: u32, line: &Line, channel: &str, natural: &FilledDown, actual: Standing) -> String {
        let [c, b] = [CHANNEL, BASE].map(|col| format!("${}", cell(row, col)));
        format!(
            "IF(AND({c}={},{b}={}),{},{})",
            quoted(channel),
            quoted(self.base_word(line.base)),
            quoted(self.word(actual)),
            natural.at(row)
        )
    }

    fn base_word(&self, base: BaseStanding) -> &str {
        self.word(words::of_base(base))
    }
}

/// A formula that is filled down a column: its pieces, between which the number of its row stands.
struct FilledDown([String; 5]);

impl FilledDown {
    /// In a row, zero-based.
    fn at(&self, row: u32) -> String {
        self.0.join(&(row + 1).to_string())
    }
}

fn short(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX / 2)
}

/// The columns of the sheet with a line's own cells; empty where a formula, a choice or a number of any precision stands.
fn table<'a>(report: &'a UnitReport, layout: &'a Layout, catalog: &'a Catalog) -> Table<'a> {
    let files: BTreeMap<&str, usize> = report.files.iter().map(|f| &*f.path).zip(1..).collect();
    let amount = |l: &'a Line| l.amount_fen.map_or_else(|| l.amount_text.as_deref().cell(Kind::Yuan), Cell::Yuan);
    let mut table = Table::of(catalog, "column", &report.lines)
        .column("period", 9.0, Kind::Month, |l| l.period)
        .column("date", 11.0, Kind::Date, |l| l.date)
        .column("item", 14.0, Kind::Wrap, |l| l.item.as_deref())
        .column("quantity", 9.0, Kind::General, |_| Cell::Empty)
        .column("measure", 6.0, Kind::Centre, |l| l.measure.as_deref())
        .column("unit_price", 9.0, Kind::General, |_| Cell::Empty)
        .column("supplier", 25.0, Kind::Wrap, |l| l.supplier.as_deref())
        .column("amount", 13.0, Kind::Yuan, amount)
        .column("channel_text", 16.0, Kind::Wrap, |l| words::channel_written(catalog, l))
        .column("channel", 18.0, Kind::Input, |_| Cell::Empty)
        .column("base", 9.0, Kind::Input, |_| Cell::Empty);
    for requirement in &report.policy.requirements {
        table = table.headed("", requirement.title.as_str(), 11.0, Kind::Centre, |_| Cell::Empty);
    }
    table = table
        .column("reasons", 24.0, Kind::Wrap, |l| why(l, catalog))
        .column("source", 20.0, Kind::Wrap, move |l| source(l, &files, catalog))
        .column("category", 10.0, Kind::Text, |l| l.category.as_deref())
        .column("spec", 10.0, Kind::Text, |l| l.spec.as_deref())
        .column("origin", 14.0, Kind::Text, |l| l.origin.as_deref())
        .column("order_no", 22.0, Kind::Text, |l| l.order_no.as_deref())
        .column("invoice_no", 20.0, Kind::Text, |l| l.invoice_no.as_deref())
        .column("funding", 12.0, Kind::Text, |l| l.funding.as_deref())
        .column("remark", 20.0, Kind::Text, |l| l.remark.as_deref())
        .column("line", 18.0, Kind::Text, |l| &*l.id)
        .column("file", 50.0, Kind::Text, |l| &*l.source.file)
        .column("fen", 14.0, Kind::Count, |_| Cell::Empty)
        .column("unreadable", 9.0, Kind::Count, |_| Cell::Empty);
    if let Some(payers) = &layout.payers {
        table = table.column("payer", 9.0, Kind::Centre, |l| &*payers[usize::from(l.union)]);
    }
    table.table()
}

/// 明细.
pub(crate) fn write(book: &mut Book<'_>, report: &UnitReport, layout: &Layout) -> Result<(), RenderError> {
    let Table { columns, rows } = table(report, layout, book.catalog);
    let last = layout.last;
    let mut sheet = book.long_sheet("lines")?;
    book.head(&mut sheet, &columns)?;
    // The columns after the source are for the screen: eleven more would make the print unreadable. So the source names its file by number.
    sheet
        .set_freeze_panes(1, 3)?
        .set_print_area(0, 0, last.max(1), layout.reasons_column() + 1)?;
    let natural: Vec<FilledDown> = (0..layout.requirements.len()).map(|r| layout.natural(r)).collect();
    for (row, (line, cells)) in (1..).zip(report.lines.iter().zip(rows)) {
        let channel = words::channel(book.catalog, &report.policy, line);
        sheet.text(row, CHANNEL, &channel, &book.styles.input)?;
        sheet.text(row, BASE, layout.base_word(line.base), &book.styles.input)?;
        for (col, cell) in (0..).zip(&cells) {
            sheet.cell(row, col, cell, None)?;
        }
        for (col, value) in [(QUANTITY, line.quantity), (UNIT_PRICE, line.unit_price)] {
            if let Some(number) = value.and_then(|v| v.to_f64()) {
                sheet.write_number(row, col, number)?;
            }
        }
        set_row_height(&mut sheet, row, &columns, &cells)?;
        for (requirement, (id, natural)) in layout.requirements.iter().zip(&natural).enumerate() {
            let standing = line.requirements.get(id).copied().unwrap_or(Standing::NotCounted);
            let formula = if layout.looked_up(&channel, line.base, requirement) == standing {
                natural.at(row)
            } else {
                layout.kept(row, line, &channel, natural, standing)
            };
            let col = FIRST_STANDING + short(requirement);
            calculated(&mut sheet, row, col, &formula, layout.word(standing))?;
        }
        write_fen(&mut sheet, row, layout.fen_column(), line)?;
    }
    if last == 0 {
        sheet.text(1, 0, book.catalog.get("xlsx.nothing"), &book.styles.text)?;
    } else {
        let channels = format!("{}!{}:{}", layout.map_sheet, fixed(MAP_TOP, 0), fixed(layout.map_bottom(), 0));
        let channels = DataValidation::new().allow_list_formula(Formula::new(channels));
        let standings = DataValidation::new().allow_list_strings(&layout.words)?;
        sheet
            .autofilter(0, 0, last, short(columns.len()) - 1)?
            .add_data_validation(1, CHANNEL, last, CHANNEL, &channels)?
            .add_data_validation(1, BASE, last, layout.reasons_column() - 1, &standings)?;
    }
    book.push(sheet);
    Ok(())
}

/// 渠道对照: which channel counts for which requirement; changing it moves every line of that channel.
pub(crate) fn write_map(book: &mut Book<'_>, report: &UnitReport, layout: &Layout) -> Result<(), RenderError> {
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

/// A formula in the format of its column.
fn calculated(sheet: &mut Worksheet, row: u32, col: u16, formula: &str, result: &str) -> Result<(), XlsxError> {
    let formula = Formula::new(clean(formula)).set_result(result);
    sheet.write_formula(row, col, formula).map(drop)
}

/// Where a line stands, its file by number.
fn source(line: &Line, files: &BTreeMap<&str, usize>, catalog: &Catalog) -> String {
    let source = line.source.to_string();
    let number = files.get(&*line.source.file).map(ToString::to_string);
    let place = source.strip_prefix(&*line.source.file);
    let short = number
        .zip(place)
        .map(|(number, place)| catalog.say("pages.file_is", &[("number", &number), ("place", place)]));
    short.unwrap_or(source)
}

/// The amount in fen, and the mark of one that cannot be read, as formulas over the amount's cell.
fn write_fen(sheet: &mut Worksheet, row: u32, col: u16, line: &Line) -> Result<(), XlsxError> {
    let amount = format!("${}", cell(row, AMOUNT));
    match line.amount_fen {
        Some(fen) => calculated(sheet, row, col, &format!("ROUND({amount}*100,0)"), &fen.to_string()),
        None => {
            let fen = format!("IF(ISNUMBER({amount}),ROUND({amount}*100,0),0)");
            calculated(sheet, row, col, &fen, "0")?;
            calculated(sheet, row, col + 1, &format!("IF(ISNUMBER({amount}),0,1)"), "1")
        }
    }
}

/// Why the line stands as it does: the reasons, and an auditor's decision in full.
fn why(line: &Line, catalog: &Catalog) -> String {
    let mut parts = vec![words::reasons(catalog, &line.reasons)];
    parts.extend(line.decision.as_ref().map(|d| words::decision(d, catalog)));
    parts.retain(|p| !p.is_empty());
    parts.join(catalog.get("word.joiner"))
}
