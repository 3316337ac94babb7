//! Headers with the rows below and the titles above each.

use crate::{
    rows::{reading::Fate, sheets::SheetReader},
    tables::{grid::Grid, region::Header, titles::Titles},
};

/// A table's headers (the first, and its repetitions on later pages), the rows below each, and its titles.
pub(super) struct Block {
    pub(super) headers: Vec<Header>,
    /// Indices of the grid: from, to (not included).
    pub(super) rows: Vec<(usize, usize)>,
    pub(super) titles: Titles,
}

impl SheetReader<'_, '_> {
    /// Groups headers into tables: titles above each, and a header repeated on a new page with its table.
    pub(super) fn blocks(&mut self, grid: &Grid<'_>, headers: Vec<Header>, sheet_titles: &mut Titles) -> Vec<Block> {
        let mut out: Vec<Block> = Vec::new();
        let mut end = 0;
        for header in headers {
            let start = self.title_start(grid, end, header.first);
            let mut titles = out.last().map_or(&*sheet_titles, |b| &b.titles).inherited();
            for index in start..header.first {
                titles.row(grid, index, self.vocabulary);
            }
            if out.is_empty() {
                sheet_titles.clone_from(&titles);
            } else if sheet_titles.units.is_empty() {
                sheet_titles.units.clone_from(&titles.units);
            }
            if let Some((_, to)) = out.last_mut().and_then(|b| b.rows.last_mut()) {
                *to = start;
            }
            let has_titles = self.fates_of_header(grid, start, &header, out.is_empty());
            end = header.last + 1;
            let rows = (end, grid.rows.len());
            let same = |block: &&mut Block| block.headers.last().is_some_and(|h| h.same_as(&header));
            match out.last_mut().filter(|_| !has_titles).filter(same) {
                Some(block) => {
                    block.headers.push(header);
                    block.rows.push(rows);
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

    /// Sets the fates of a header's rows and of those above it from `start` on; whether titles are among these.
    fn fates_of_header(&mut self, grid: &Grid<'_>, start: usize, header: &Header, first_of_sheet: bool) -> bool {
        let mut has_titles = false;
        for index in start..header.first {
            let footer = self.is_footer_row(grid, index);
            has_titles |= !footer && grid.filled(index).next().is_some();
            let fate = if footer && !first_of_sheet { Fate::Footer } else { Fate::Title };
            self.outside(grid, index, fate);
        }
        for index in header.first..=header.last {
            self.sink.fates.set(index, Fate::Header);
        }
        has_titles
    }
}
