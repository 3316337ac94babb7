//! From cells to lines: the sheets of a book, one after the other.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    formats::cells::{Book, Sheet, Value, Visibility},
    model::{
        cell::CellRef,
        dates::PartialDate,
        field::Field,
        finding::{Issue, Severity},
        source::Shapes,
    },
    rows::{
        reader::TableReader,
        reading::{Fate, Located, MoneyUnit, RawLine, Reading, RejectedRaw, RowFate, SheetReading, TableKind, TableReading},
        row_cells::Slots,
        totals::Totals,
    },
    tables::{
        digits, disambiguate,
        grid::Grid,
        header::Finder,
        region::{Header, Region},
        titles::Titles,
        transposed,
        vocabulary::Layouts,
    },
    text::normal,
    values,
};

/// So many lines are made room for at once; more make it as they come, for a sheet of a million styled rows may hold none.
const EXPECTED_LINES: usize = 1 << 10;

/// Where readings are gathered.
#[derive(Default)]
pub struct Sink {
    /// Lines of all sheets so far.
    pub lines: Vec<RawLine>,
    /// Rejected rows.
    pub rejected: Vec<RejectedRaw>,
    /// Issues.
    pub issues: Vec<Issue>,
    /// Name of the sheet that is being read.
    sheet: Option<Arc<str>>,
    /// Fate of each of its grid rows.
    fates: Vec<Option<Fate>>,
    notes: BTreeSet<Arc<str>>,
    /// Columns that lines have their values in.
    pub(crate) shapes: Shapes,
}

impl Sink {
    /// Records a row's fate; where tables stand side by side the weightiest counts.
    pub fn fate(&mut self, index: usize, fate: Fate) {
        if let Some(place) = self.fates.get_mut(index)
            && place.is_none_or(|known| weight(fate) > weight(known))
        {
            *place = Some(fate);
        }
    }

    /// A shared text for a note's code.
    pub fn note(&mut self, code: &str) -> Arc<str> {
        if let Some(known) = self.notes.get(code) {
            return Arc::clone(known);
        }
        let fresh: Arc<str> = code.into();
        self.notes.insert(Arc::clone(&fresh));
        fresh
    }

    /// Records an issue of the current sheet.
    pub fn issue(&mut self, code: &str, severity: Severity, cell: Option<CellRef>, found: &str, args: &[(&str, &str)]) {
        let args: BTreeMap<String, String> = args
            .iter()
            .filter(|(_, v)| !v.is_empty())
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        self.issues.push(Issue {
            code: code.to_owned(),
            severity,
            sheet: self.sheet.clone(),
            cell,
            found: normal::cut(found, 200),
            args,
        });
    }
}

fn weight(fate: Fate) -> u8 {
    match fate {
        Fate::Line => 11,
        Fate::Rejected => 10,
        Fate::Continuation => 9,
        Fate::Total => 8,
        Fate::Subtotal => 7,
        Fate::NotPurchase => 6,
        Fate::Header => 5,
        Fate::Title => 4,
        Fate::Footer => 3,
        Fate::Prose => 2,
        Fate::Hidden => 1,
        Fate::Blank => 0,
    }
}

/// What a workbook says, by its cells and the layout data alone.
#[must_use]
pub fn read_book(book: &Book, layouts: &Layouts) -> Reading {
    let mut sink = Sink::default();
    for damage in &book.damage {
        sink.sheet = Some(Arc::clone(&damage.sheet));
        sink.issue(damage.code, Severity::Error, None, &damage.detail, &[]);
    }
    let mut sheets = Vec::with_capacity(book.sheets.len());
    for (i, sheet) in book.sheets.iter().enumerate() {
        let Ok(number) = u16::try_from(i) else { break };
        sink.sheet = Some(Arc::clone(&sheet.name));
        let folded = digits::fold(sheet, layouts);
        sheets.push(
            SheetReader {
                book,
                layouts,
                sheet: folded.as_ref().unwrap_or(sheet),
                number,
                sink: &mut sink,
            }
            .read(),
        );
    }
    sink.sheet = None;
    let tables = sheets.iter().any(|s| !s.tables.is_empty());
    if !tables {
        sink.issue("no_table", Severity::Error, None, "", &[]);
    }
    Reading {
        format: book.format,
        date_system: book.date_system,
        sheets,
        lines: sink.lines,
        rejected: sink.rejected,
        issues: sink.issues,
    }
}

struct SheetReader<'a, 's> {
    book: &'a Book,
    layouts: &'a Layouts,
    sheet: &'a Sheet,
    number: u16,
    sink: &'s mut Sink,
}

/// A table's headers (the first, and its repetitions on later pages), the rows below each, and its titles.
struct Block {
    headers: Vec<Header>,
    rows: Vec<(usize, usize)>,
    titles: Titles,
}

impl SheetReader<'_, '_> {
    fn read(mut self) -> SheetReading {
        let grid = Grid::new(self.sheet);
        self.sink.fates = vec![None; grid.rows.len()];
        let hidden_rows = u32::try_from(self.sheet.hidden_rows.len()).unwrap_or(u32::MAX);
        let mut reading = SheetReading {
            name: Arc::clone(&self.sheet.name),
            visibility: self.sheet.visibility,
            tables: Vec::new(),
            fates: Vec::new(),
            rows: u32::try_from(grid.rows.len()).unwrap_or(u32::MAX),
            hidden_rows,
            title: None,
            unit_name: None,
            year: None,
            month: None,
        };
        if self.sheet.visibility == Visibility::Visible {
            self.visible(&grid, &mut reading);
        } else {
            self.sink.fates.fill(Some(Fate::Hidden));
            if !grid.rows.is_empty() {
                let found = grid.rows.len().to_string();
                self.sink
                    .issue("hidden_sheet", Severity::Warning, None, &found, &[("rows", &found)]);
            }
        }
        reading.fates = runs(&grid, &std::mem::take(&mut self.sink.fates));
        reading
    }

    fn visible(&mut self, grid: &Grid<'_>, reading: &mut SheetReading) {
        let headers = Finder::new(grid, self.layouts).all();
        if reading.hidden_rows > 0 {
            let count = reading.hidden_rows.to_string();
            let first = self.sheet.hidden_rows.first().map(|row| CellRef { row: *row, col: 0 });
            self.sink
                .issue("hidden_rows", Severity::Warning, first, &count, &[("rows", &count)]);
        }
        let sheet_start = self.sink.lines.len();
        let mut sheet_titles = Titles::default();
        let (tab_year, tab_month) = values::date::in_title(&self.sheet.name);
        match bands(self.sheet, self.layouts) {
            Some(parts) => self.bands(grid, &parts, &mut sheet_titles, sheet_start, reading),
            None if self.stands_on_its_side(grid, &headers) && self.form(grid, &mut sheet_titles, sheet_start, reading) => {}
            None if headers.is_empty() => {
                self.no_table(grid, &mut sheet_titles);
            }
            None => {
                for block in self.blocks(grid, headers, &mut sheet_titles) {
                    self.block(grid, &block, sheet_start, reading);
                }
            }
        }
        if sheet_titles.unit.is_none() {
            sheet_titles.unit = self.unit_below(grid);
        }
        reading.title = sheet_titles.title;
        reading.unit_name = sheet_titles.unit;
        reading.year = sheet_titles.year.or(tab_year);
        reading.month = sheet_titles.month.or(tab_month);
    }

    /// Tables side by side with blank columns between: each band of columns is read like a sheet of its own.
    fn bands(&mut self, grid: &Grid<'_>, parts: &[Sheet], sheet_titles: &mut Titles, sheet_start: usize, reading: &mut SheetReading) {
        let whole = std::mem::take(&mut self.sink.fates);
        let mut merged = whole;
        for (at, part) in parts.iter().enumerate() {
            let band = Grid::new(part);
            self.sink.fates = vec![None; band.rows.len()];
            let headers = Finder::new(&band, self.layouts).all();
            let mut titles = sheet_titles.inherited();
            if headers.is_empty() {
                self.no_table(&band, &mut titles);
            } else {
                let blocks = self.blocks(&band, headers, &mut titles);
                for block in &blocks {
                    self.block(&band, block, sheet_start, reading);
                }
            }
            if at == 0 {
                *sheet_titles = titles;
            } else if sheet_titles.unit.is_none() {
                sheet_titles.unit = titles.unit;
            }
            for (row, fate) in band.rows.iter().zip(std::mem::take(&mut self.sink.fates)) {
                if let (Some(fate), Some(place)) = (fate, merged.get_mut(grid.index_of(row.row)))
                    && place.is_none_or(|known| weight(fate) > weight(known))
                {
                    *place = Some(fate);
                }
            }
        }
        self.sink.fates = merged;
    }

    /// Whether a sideways statement is what the sheet holds: no header row at all, or only `渠道 | 金额` over its labels.
    fn stands_on_its_side(&self, grid: &Grid<'_>, headers: &[Header]) -> bool {
        match headers {
            [] => true,
            [only] if only.regions.iter().all(|r| r.kind == TableKind::Statement) => transposed::find(self.sheet, self.layouts)
                .is_some_and(|form| {
                    let here = |row: Option<u32>| grid.rows.get(only.last).map(|r| r.row) == row;
                    form.whole_first && here(form.header)
                }),
            _ => false,
        }
    }

    /// A statement that stands on its side. False, and nothing kept of it, where it is none or does not read cleanly.
    fn form(&mut self, grid: &Grid<'_>, sheet_titles: &mut Titles, sheet_start: usize, reading: &mut SheetReading) -> bool {
        let Some(form) = transposed::find(self.sheet, self.layouts) else {
            return false;
        };
        let turned = Grid::new(&form.turned);
        let headers = Finder::new(&turned, self.layouts).all();
        let one_statement = headers.len() == 1 && headers.iter().all(|h| h.regions.len() == 1 && h.first == 0);
        if !one_statement {
            return false;
        }
        let top = form.header.unwrap_or(form.first);
        let mut titles = Titles::default();
        for index in 0..grid.index_of(top) {
            titles.row(grid, index, self.layouts);
        }
        titles.money = form.money.or(titles.money);
        let fates = std::mem::replace(&mut self.sink.fates, vec![None; turned.rows.len()]);
        let (lines, rejected, issues) = (self.sink.lines.len(), self.sink.rejected.len(), self.sink.issues.len());
        let block = Block {
            rows: vec![(1, turned.rows.len())],
            headers,
            titles: titles.clone(),
        };
        let tables = reading.tables.len();
        self.block(&turned, &block, sheet_start, reading);
        self.sink.fates = fates;
        if self.sink.rejected.len() > rejected || self.sink.lines.len() == lines {
            self.sink.lines.truncate(lines);
            self.sink.rejected.truncate(rejected);
            self.sink.issues.truncate(issues);
            reading.tables.truncate(tables);
            return false;
        }
        transposed::turn_back(self.sink, lines, issues);
        for table in &mut reading.tables[tables..] {
            table.header = (top, form.last);
            transposed::turn_table(table);
        }
        let amounts: BTreeSet<u32> = self.sink.lines[lines..].iter().map(|l| l.row).collect();
        for index in 0..grid.rows.len() {
            let row = grid.rows.get(index).map_or(0, |r| r.row);
            let fate = match row {
                row if amounts.contains(&row) => Fate::Line,
                row if Some(row) == form.header => Fate::Header,
                row if row < top => self.outside(grid, index, Fate::Title),
                row if row > form.last => self.outside(grid, index, Fate::Prose),
                _ => Fate::Total,
            };
            self.sink.fate(index, fate);
        }
        *sheet_titles = titles;
        true
    }

    /// A sheet without a table: prose, unless a row looks like data.
    fn no_table(&mut self, grid: &Grid<'_>, titles: &mut Titles) {
        for index in 0..grid.rows.len() {
            let fate = self.outside(grid, index, Fate::Prose);
            self.sink.fate(index, fate);
            if index < 40 {
                titles.row(grid, index, self.layouts);
            }
        }
    }

    /// Fate of a row outside of every table.
    fn outside(&mut self, grid: &Grid<'_>, index: usize, otherwise: Fate) -> Fate {
        let cells: Vec<_> = grid.cells(index).iter().filter(|c| !values::is_blank(&c.value)).collect();
        let Some(first) = cells.first() else { return Fate::Blank };
        let number = cells
            .iter()
            .any(|c| matches!(c.value, Value::Number(_)) || matches!(&c.value, Value::Text(t) if plain_number(t)));
        let text = cells.iter().any(|c| matches!(&c.value, Value::Text(t) if !plain_number(t)));
        let label = cells.iter().any(|c| matches!(&c.value, Value::Text(t) if t.contains([':', '：'])));
        let total = matches!(&first.value, Value::Text(t) if self.layouts.row_label(t).is_some());
        if cells.len() >= 3 && number && text && !label && !total {
            let texts: Vec<String> = cells.iter().take(40).map(|c| values::show(&c.value)).collect();
            self.sink.rejected.push(RejectedRaw {
                sheet: self.number,
                row: first.row,
                reason: "outside_table".into(),
                text: normal::cut(&texts.join(" | "), 300),
            });
            return Fate::Rejected;
        }
        otherwise
    }

    /// Groups headers into tables: titles above each, and a header repeated on a new page with its table.
    fn blocks(&mut self, grid: &Grid<'_>, headers: Vec<Header>, sheet_titles: &mut Titles) -> Vec<Block> {
        let mut out: Vec<Block> = Vec::new();
        let mut end = 0;
        for header in headers {
            let start = self.title_start(grid, end, header.first);
            let mut titles = out.last().map_or_else(|| sheet_titles.inherited(), |b| b.titles.inherited());
            let mut texts = false;
            for index in start..header.first {
                texts |= grid.cells(index).iter().any(|c| !values::is_blank(&c.value)) && !self.is_footer_row(grid, index);
                titles.row(grid, index, self.layouts);
            }
            if out.is_empty() {
                sheet_titles.clone_from(&titles);
            } else if sheet_titles.unit.is_none() {
                sheet_titles.unit.clone_from(&titles.unit);
            }
            for index in header.first..=header.last {
                self.sink.fate(index, Fate::Header);
            }
            if let Some(last) = out.last_mut()
                && let Some(range) = last.rows.last_mut()
            {
                range.1 = start;
            }
            let continues = !texts && out.last().is_some_and(|b| b.headers.last().is_some_and(|h| h.same_as(&header)));
            for index in start..header.first {
                let fate = if self.is_footer_row(grid, index) && !out.is_empty() {
                    Fate::Footer
                } else {
                    Fate::Title
                };
                let fate = self.outside(grid, index, fate);
                self.sink.fate(index, fate);
            }
            let rows = (header.last + 1, grid.rows.len());
            end = header.last + 1;
            match out.last_mut().filter(|_| continues) {
                Some(last) => {
                    last.headers.push(header);
                    last.rows.push(rows);
                }
                None => out.push(Block {
                    headers: vec![header],
                    rows: vec![rows],
                    titles,
                }),
            }
        }
        out
    }

    fn is_footer_row(&self, grid: &Grid<'_>, index: usize) -> bool {
        let first = grid.cells(index).iter().find(|c| !values::is_blank(&c.value));
        matches!(first.map(|c| &c.value), Some(Value::Text(t)) if self.layouts.row_label(t) == Some(crate::tables::vocabulary::Label::Footer))
    }

    /// First of the rows above a header that are its titles: words, no figures, no totals.
    fn title_start(&self, grid: &Grid<'_>, floor: usize, header: usize) -> usize {
        if floor == 0 {
            return 0;
        }
        let mut start = header;
        while start > floor && header - start < 25 {
            let index = start - 1;
            let cells: Vec<_> = grid.cells(index).iter().filter(|c| !values::is_blank(&c.value)).collect();
            let figures = cells.iter().any(|c| match &c.value {
                Value::Text(t) => plain_number(t),
                Value::Number(_) | Value::Error(_) | Value::Uncalculated => true,
                _ => false,
            });
            let first = cells
                .first()
                .and_then(|c| if let Value::Text(t) = &c.value { Some(t) } else { None });
            let total = first.is_some_and(|t| !matches!(self.layouts.row_label(t), None | Some(crate::tables::vocabulary::Label::Footer)));
            let labelled = cells.iter().any(|c| matches!(&c.value, Value::Text(t) if t.contains([':', '：'])));
            if figures || total || (cells.len() > 2 && !labelled) {
                break;
            }
            start = index;
        }
        start
    }

    fn block(&mut self, grid: &Grid<'_>, block: &Block, sheet_start: usize, reading: &mut SheetReading) {
        let Some(header) = block.headers.first() else { return };
        for region in &header.regions {
            let Ok(table) = u16::try_from(reading.tables.len()) else { return };
            let money = block.titles.money.or_else(|| shared_unit(region)).unwrap_or_default();
            let region = disambiguate::refine(
                region.clone(),
                grid,
                &block.rows,
                &block.titles,
                self.layouts,
                self.book.date_system,
            );
            let first_line = self.sink.lines.len();
            let outgoing = self.outgoing(block, &region);
            let mut stated = Vec::new();
            if outgoing {
                self.set_aside(grid, block, &region);
            } else {
                let (amount, ambiguous) = disambiguate::amount_column(&region, grid, self.layouts, &block.rows, money);
                if let Some((col, found)) = ambiguous {
                    self.sink
                        .issue("amount_column_ambiguous", Severity::Warning, Some(col), &found, &[]);
                }
                self.issues_of(&region);
                self.several_months(&region, &block.titles);
                stated = self.layouts.row_labels.with(|labels| {
                    let mut reader = TableReader {
                        grid,
                        layouts: self.layouts,
                        system: self.book.date_system,
                        region: &region,
                        money,
                        sheet: self.number,
                        table,
                        places: Vec::new(),
                        amount,
                        slots: Slots::new(&region),
                        section: None,
                        section_month: None,
                        date: None,
                        open_date: None,
                        month_above: None,
                        year_above: None,
                        totals: Totals::new(sheet_start, first_line),
                        after_total: false,
                        open_dates: Vec::new(),
                        stated: Vec::new(),
                        first_line,
                        orphans: BTreeSet::new(),
                        labels: RefCell::new(labels),
                        sink: self.sink,
                    };
                    let rows: usize = block.rows.iter().map(|(from, to)| to.saturating_sub(*from)).sum();
                    reader.sink.lines.reserve(rows.min(EXPECTED_LINES));
                    for (from, to) in &block.rows {
                        reader.read(*from, *to);
                    }
                    reader.settle_dates();
                    reader.stated
                });
            }
            reading
                .tables
                .push(table_reading(grid, header, &region, &block.titles, money, stated));
        }
    }

    /// A statement without a column of dates under a title that spans months: its figures are no single month's.
    fn several_months(&mut self, region: &Region, titles: &Titles) {
        let dated = region.columns.iter().any(|c| c.field.is_date()) || region.month.is_some() || titles.month.is_some();
        if let Some((first, last, title)) = titles.months.as_ref().filter(|_| !dated) {
            let args = [("first", first.to_string()), ("last", last.to_string())];
            let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
            self.sink
                .issue("several_months", Severity::Warning, Some(title.cell), &title.text, &args);
        }
    }

    fn issues_of(&mut self, region: &Region) {
        if region.kind == TableKind::NoMoney {
            let cell = region.columns.first().map(|c| c.cell);
            self.sink.issue("no_amount_column", Severity::Warning, cell, "", &[]);
        }
        let named = region
            .columns
            .iter()
            .any(|c| !matches!(c.field, Field::Amount | Field::Ignored | Field::Remark | Field::Serial) && !c.field.is_date());
        if !named && region.month.is_none() && region.unmapped.len() >= 2 {
            let goods: Vec<&str> = region.unmapped.iter().take(6).map(|(_, t)| t.as_ref()).collect();
            self.sink.issue(
                "goods_columns",
                Severity::Warning,
                Some(region.unmapped[0].0),
                &goods.join("、"),
                &[],
            );
        }
    }

    /// Issues, stock-taking: by the title above or the tab, where no column speaks of a purchase.
    fn outgoing(&self, block: &Block, region: &Region) -> bool {
        let speaks = region
            .columns
            .iter()
            .any(|c| matches!(c.field, Field::Supplier | Field::Channel | Field::OrderNo) || c.incoming || c.channel.is_some());
        let title = block.titles.outgoing.is_some();
        let tab = self.layouts.is_outgoing_title(&self.sheet.name)
            && !block.titles.title.as_ref().is_some_and(|t| self.layouts.is_incoming_title(&t.text));
        !speaks && (title || tab)
    }

    fn set_aside(&mut self, grid: &Grid<'_>, block: &Block, region: &Region) {
        let found = block
            .titles
            .outgoing
            .as_ref()
            .map_or_else(|| Arc::clone(&self.sheet.name), |t| Arc::clone(&t.text));
        self.sink.issue(
            "not_purchase_table",
            Severity::Warning,
            region.columns.first().map(|c| c.cell),
            &found,
            &[],
        );
        for index in block.rows.iter().flat_map(|(from, to)| *from..*to) {
            let blank = grid.cells(index).iter().all(|c| values::is_blank(&c.value));
            self.sink.fate(index, if blank { Fate::Blank } else { Fate::NotPurchase });
        }
    }

    /// `填报单位：…` below the tables, or on a sheet without any.
    fn unit_below(&self, grid: &Grid<'_>) -> Option<Located> {
        let mut titles = Titles::default();
        for (index, fate) in self.sink.fates.iter().enumerate() {
            if matches!(fate, Some(Fate::Title | Fate::Footer | Fate::Prose)) {
                titles.row(grid, index, self.layouts);
                if titles.unit.is_some() {
                    break;
                }
            }
        }
        titles.unit
    }
}

fn plain_number(text: &str) -> bool {
    let t = normal::trim(text);
    !t.is_empty()
        && t.len() <= 20
        && t.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-'))
        && t.bytes().any(|b| b.is_ascii_digit())
}

fn table_reading(
    grid: &Grid<'_>,
    header: &Header,
    region: &Region,
    titles: &Titles,
    money: MoneyUnit,
    totals: Vec<crate::rows::reading::StatedTotal>,
) -> TableReading {
    let row = |index: usize| grid.rows.get(index).map_or(0, |r| r.row);
    TableReading {
        kind: region.kind,
        header: (row(header.first), row(header.last)),
        columns: region
            .columns
            .iter()
            .map(|c| crate::rows::reading::ColumnMap {
                col: c.col,
                field: c.field,
                header: Arc::clone(&c.header),
                matched: Arc::clone(&c.matched),
                money: c.money,
                channel: c.channel.clone(),
            })
            .collect(),
        unmapped: region
            .unmapped
            .iter()
            .map(|(cell, text)| Located {
                text: Arc::clone(text),
                cell: *cell,
            })
            .collect(),
        section: titles.section.clone(),
        unit_name: titles.unit.clone(),
        year: header_year(region).or(titles.year),
        month: region.month.or(titles.month).or_else(|| {
            // Figures of several months at once belong to no earlier month than the last.
            let month = titles.months.as_ref()?.1;
            Some(PartialDate::MonthOnly { month })
        }),
        money,
        sideways: false,
        totals,
    }
}

/// Bands of columns parted by wholly blank columns, where two or more of them hold tables of their own.
fn bands(sheet: &Sheet, layouts: &Layouts) -> Option<Vec<Sheet>> {
    const MOST: usize = 8;
    // No format has more columns than this; a cell beyond it is no table's.
    let widest = sheet.cells.iter().map(|c| c.col).filter(|c| *c < 1 << 16).max()?;
    let mut used = vec![false; usize::try_from(widest).unwrap_or(0) + 1];
    for cell in sheet.cells.iter().filter(|c| !values::is_blank(&c.value)) {
        if let Some(place) = usize::try_from(cell.col).ok().and_then(|c| used.get_mut(c)) {
            *place = true;
        }
    }
    let cols = (0..=widest).filter(|c| usize::try_from(*c).is_ok_and(|c| used[c]));
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for col in cols {
        match spans.last_mut() {
            Some(span) if col == span.1 + 1 => span.1 = col,
            _ => spans.push((col, col)),
        }
    }
    if spans.len() < 2 || spans.len() > MOST {
        return None;
    }
    let mut parts: Vec<Sheet> = spans
        .iter()
        .map(|_| Sheet {
            name: Arc::clone(&sheet.name),
            visibility: sheet.visibility,
            cells: Vec::new(),
            merges: sheet.merges.clone(),
            hidden_rows: Vec::new(),
        })
        .collect();
    for cell in &sheet.cells {
        let at = spans.partition_point(|s| s.1 < cell.col).min(spans.len() - 1);
        if let Some(part) = parts.get_mut(at) {
            part.cells.push(cell.clone());
        }
    }
    let tables = parts
        .iter()
        .filter(|p| !Finder::new(&Grid::new(p), layouts).all().is_empty())
        .count();
    (tables >= 2).then_some(parts)
}

/// `2024年` over 月 and 日.
fn header_year(region: &Region) -> Option<i16> {
    let dated = region
        .columns
        .iter()
        .find(|c| matches!(c.field, Field::MonthColumn | Field::DayColumn) && c.header.contains(" / "))?;
    values::date::in_title(dated.header.split(" / ").next()?).0
}

/// Fates of rows as runs; rows that nothing claimed are blank.
fn runs(grid: &Grid<'_>, fates: &[Option<Fate>]) -> Vec<RowFate> {
    let mut out: Vec<RowFate> = Vec::new();
    for (index, row) in grid.rows.iter().enumerate() {
        let fate = fates.get(index).copied().flatten().unwrap_or(Fate::Blank);
        match out.last_mut() {
            Some(run) if run.fate == fate => {
                run.last = row.row;
                run.rows += 1;
            }
            _ => out.push(RowFate {
                first: row.row,
                last: row.row,
                rows: 1,
                fate,
            }),
        }
    }
    out
}
/// `采购总额（万元）| 其中：832平台 | …`: a whole and its parts have one money unit, even where only one header names it. A table with
/// prices is no such table: a price in 元 stands beside an amount in 万元.
fn shared_unit(region: &Region) -> Option<MoneyUnit> {
    if !matches!(region.kind, TableKind::Statement | TableKind::ChannelColumns)
        || region.columns.iter().any(|c| c.field == Field::UnitPrice)
    {
        return None;
    }
    let mut named = region.columns.iter().filter(|c| c.field == Field::Amount).filter_map(|c| c.money);
    let first = named.next()?;
    named.all(|unit| unit == first).then_some(first)
}
