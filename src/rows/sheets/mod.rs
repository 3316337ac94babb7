//! From cells to lines: the sheets of a workbook, one after the other.

mod blocks;
mod marks;
mod money;
mod outside;
mod side_by_side;
mod table;
mod table_reading;
mod transposed;

use std::sync::Arc;

use crate::{
    formats::cells::{Book, DateSystem, Sheet, Visibility},
    model::{cell::CellRef, finding::Severity},
    rows::{
        fates::Fates,
        open_amounts::add_open_amounts,
        reading::{Fate, Reading, SheetReading, TableReading},
        sink::Sink,
    },
    tables::{bands::bands, digits, grid::Grid, header::HeaderFinder, region::Header, titles::Titles, vocabulary::Vocabulary},
    values::date::title::{TitlePeriod, period_in},
};

/// What a workbook says, by its cells and the vocabulary alone.
#[must_use]
pub fn read_book(book: &Book, vocabulary: &Vocabulary) -> Reading {
    let mut sink = Sink::default();
    for damage in &book.damage {
        sink.sheet = Some(Arc::clone(&damage.sheet));
        sink.issue(damage.code, Severity::Error, None, &damage.detail, &[]);
    }
    let mut sheets = Vec::with_capacity(book.sheets.len());
    for (number, sheet) in (0..=u16::MAX).zip(&book.sheets) {
        (sink.sheet, sink.sheet_number) = (Some(Arc::clone(&sheet.name)), number);
        let folded = digits::fold(sheet, vocabulary);
        let reader = SheetReader {
            vocabulary,
            date_system: book.date_system,
            sheet: folded.as_ref().unwrap_or(sheet),
            first_line: sink.lines.len(),
            tables: Vec::new(),
            sink: &mut sink,
        };
        sheets.push(reader.read());
    }
    sink.sheet = None;
    if sheets.iter().all(|s| s.tables.is_empty()) {
        sink.issue("no_table", Severity::Error, None, "", &[]);
    }
    Reading {
        format: book.format,
        date_system: book.date_system,
        sheets,
        lines: sink.lines,
        stock: sink.stock,
        rejected: sink.rejected,
        issues: sink.issues,
    }
}

/// Reads one sheet.
struct SheetReader<'a, 's> {
    vocabulary: &'a Vocabulary,
    date_system: DateSystem,
    sheet: &'a Sheet,
    /// Index of the sheet's first line.
    first_line: usize,
    /// Tables read so far.
    tables: Vec<TableReading>,
    sink: &'s mut Sink,
}

impl SheetReader<'_, '_> {
    fn read(mut self) -> SheetReading {
        let grid = Grid::new(self.sheet);
        self.sink.fates = Fates::new(&grid);
        let (titles, tab) = if self.sheet.visibility == Visibility::Visible {
            (self.visible(&grid), period_in(&self.sheet.name))
        } else {
            self.hidden(&grid);
            (Titles::default(), TitlePeriod::default())
        };
        add_open_amounts(&mut self.tables);
        self.sink.close_sheet(self.first_line);
        let passed_over = self.passed_over(&grid);
        SheetReading {
            name: Arc::clone(&self.sheet.name),
            visibility: self.sheet.visibility,
            tables: self.tables,
            fates: std::mem::take(&mut self.sink.fates).runs(&grid),
            rows: u32::try_from(grid.rows.len()).unwrap_or(u32::MAX),
            hidden_rows: u32::try_from(self.sheet.hidden_rows.len()).unwrap_or(u32::MAX),
            passed_over,
            title: titles.title,
            unit_names: titles.units,
            titles: titles.words,
            year: titles.year.or(tab.year),
            month: titles.month.or(tab.month),
        }
    }

    /// Rows that hold as many figures as a purchase does and were taken for words, or for stock.
    fn passed_over(&self, grid: &Grid<'_>) -> u32 {
        // A table of meals and heads is none of purchases.
        let counts = |t: &TableReading| !t.unmapped.is_empty() && t.unmapped.iter().all(|c| self.vocabulary.ends_as_count(&c.text));
        if !self.tables.is_empty() && self.tables.iter().all(counts) {
            return 0;
        }
        let no_purchase = |fate: Fate| matches!(fate, Fate::Prose | Fate::NotPurchase);
        let rows = self.sink.fates.known().filter(|(_, fate)| no_purchase(*fate));
        let rows = rows.filter(|(index, _)| outside::holds_figures(grid.cells(*index))).count();
        u32::try_from(rows).unwrap_or(u32::MAX)
    }

    fn hidden(&mut self, grid: &Grid<'_>) {
        let rows = grid.rows.len();
        (0..rows).for_each(|index| self.sink.fates.set(index, Fate::Hidden));
        if rows > 0 {
            let found = rows.to_string();
            self.sink
                .issue("hidden_sheet", Severity::Warning, None, &found, &[("rows", &found)]);
        }
    }

    /// Reads a sheet that counts; what its titles say.
    fn visible(&mut self, grid: &Grid<'_>) -> Titles {
        if let Some(row) = self.sheet.hidden_rows.first() {
            let count = self.sheet.hidden_rows.len().to_string();
            let first = CellRef { row: *row, col: 0 };
            self.sink
                .issue("hidden_rows", Severity::Warning, Some(first), &count, &[("rows", &count)]);
        }
        let mut titles = Titles::new(self.date_system);
        if let Some(bands) = bands(self.sheet, self.vocabulary) {
            self.bands(grid, &bands, &mut titles);
        } else {
            let headers = HeaderFinder::new(grid, self.vocabulary, self.date_system).headers();
            match self.transposed(grid, &headers) {
                Some(above) => titles = above,
                None => self.tables(grid, headers, &mut titles),
            }
        }
        self.marks();
        let below = self.below(grid);
        for (known, found) in [(&mut titles.units, below.units), (&mut titles.words, below.words)] {
            for unit in found {
                if !known.contains(&unit) {
                    known.push(unit);
                }
            }
        }
        titles
    }

    /// Tables side by side with blank columns between: each band of columns is read like a sheet of its own.
    fn bands(&mut self, grid: &Grid<'_>, bands: &[Sheet], sheet_titles: &mut Titles) {
        let mut fates = std::mem::take(&mut self.sink.fates);
        for (at, band) in bands.iter().enumerate() {
            let band = Grid::new(band);
            self.sink.fates = Fates::new(&band);
            let headers = HeaderFinder::new(&band, self.vocabulary, self.date_system).headers();
            let mut titles = sheet_titles.inherited();
            self.tables(&band, headers, &mut titles);
            if at == 0 {
                *sheet_titles = titles;
            } else if sheet_titles.units.is_empty() {
                sheet_titles.units = titles.units;
            }
            for (index, fate) in self.sink.fates.known() {
                fates.set(grid.index_of(band.row(index)), fate);
            }
        }
        self.sink.fates = fates;
    }

    /// The tables under these headers; `titles` takes in what stands above the first.
    fn tables(&mut self, grid: &Grid<'_>, headers: Vec<Header>, titles: &mut Titles) {
        if headers.is_empty() {
            return self.no_table(grid, titles);
        }
        for block in self.blocks(grid, headers, titles) {
            self.block(grid, &block);
        }
    }

    /// `填报单位：…` anywhere outside the tables' lines: below them, or on a sheet without any. Its words are the institutions that signed there.
    fn below(&self, grid: &Grid<'_>) -> Titles {
        let mut titles = Titles::default();
        let words = |fate: Fate| matches!(fate, Fate::Title | Fate::Footer | Fate::Prose);
        // What stands above the first table was read before it.
        let header = self.sink.fates.known().find(|(_, fate)| *fate == Fate::Header);
        let below = |index: usize| header.is_none_or(|(header, _)| index > header);
        for (index, _) in self.sink.fates.known().filter(|(index, fate)| words(*fate) && below(*index)) {
            let words = titles.words.len();
            titles.row(grid, index, self.vocabulary);
            // A band between rows speaks of those below it alone.
            if self.sink.fates.is_band(index) {
                titles.words.truncate(words);
            }
        }
        let signs = |text: &str| self.vocabulary.looks_like_institution(text) && !self.vocabulary.looks_like_seller(text);
        titles.words.retain(|w| signs(&w.text));
        titles
    }
}
