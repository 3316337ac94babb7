//! Headers with the rows below and the titles above each.

use std::{ops::Range, sync::Arc};

use crate::{
    formats::cells::{DateSystem, Value},
    model::dates::PartialDate,
    rows::{reading::Fate, sheets::SheetReader},
    tables::{
        grid::Grid,
        region::{Header, Located},
        titles::Titles,
        vocabulary::Vocabulary,
    },
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
        let mut owners = self.owners_of_blocks(grid, &headers).into_iter();
        for header in headers {
            let start = self.title_start(grid, end, header.first);
            let mut titles = out.last().map_or(&*sheet_titles, |b| &b.titles).inherited();
            for index in start..header.first {
                titles.row(grid, index, self.vocabulary);
            }
            titles.units = owners.next().unwrap_or_default();
            if out.is_empty() {
                sheet_titles.clone_from(&titles);
            } else if sheet_titles.units.is_empty() {
                sheet_titles.units.clone_from(&titles.units);
            }
            if let Some((_, to)) = out.last_mut().and_then(|b| b.rows.last_mut()) {
                *to = start;
            }
            let said = || own_words(grid, start..header.first, self.vocabulary, self.date_system);
            let another = out.last().is_some_and(|block| is_of_another(block, &titles, &said()));
            let has_titles = self.fates_of_header(grid, start, &header, out.is_empty() || another);
            end = header.last + 1;
            let rows = (end, grid.rows.len());
            let same = |block: &&mut Block| block.headers.last().is_some_and(|h| h.same_as(&header));
            match out.last_mut().filter(|_| !has_titles && !another).filter(same) {
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

    /// `填报单位：X` of each header: right above it, or below its rows where each unit signs there.
    fn owners_of_blocks(&self, grid: &Grid<'_>, headers: &[Header]) -> Vec<Vec<Located>> {
        let mut end = 0;
        let mut above: Vec<Vec<Located>> = Vec::with_capacity(headers.len());
        let mut set_off = false;
        for header in headers {
            let rows = self.title_start(grid, end, header.first)..header.first;
            let units = own_words(grid, rows.clone(), self.vocabulary, self.date_system).units;
            set_off |= end > 0 && units.first().is_some_and(|unit| is_set_off(grid, unit.cell.row, header.first));
            above.push(units);
            end = header.last + 1;
        }
        let ([first, .., last], false) = (above.as_slice(), set_off) else {
            return above;
        };
        if !first.is_empty() || last.is_empty() {
            return above;
        }
        let foot = self.title_start(grid, end, grid.rows.len())..grid.rows.len();
        let below = own_words(grid, foot, self.vocabulary, self.date_system).units;
        // The same label signs below each; another one is whoever made out the sheet.
        let signed = below
            .first()
            .zip(last.first())
            .is_some_and(|(a, b)| label(grid, a) == label(grid, b));
        if signed && !are_same(&below, last) {
            above.remove(0);
            above.push(below);
        }
        above
    }

    /// Sets the fates of a header's rows and of those above it from `start` on, which are titles where a table `begins`; whether titles are among these.
    fn fates_of_header(&mut self, grid: &Grid<'_>, start: usize, header: &Header, begins: bool) -> bool {
        let mut has_titles = false;
        for index in start..header.first {
            let footer = self.is_footer_row(grid, index);
            has_titles |= !footer && grid.filled(index).next().is_some();
            let fate = if footer && !begins { Fate::Footer } else { Fate::Title };
            self.outside(grid, index, fate);
        }
        for index in header.first..=header.last {
            self.sink.fates.set(index, Fate::Header);
        }
        has_titles
    }
}

/// What these rows say by themselves.
fn own_words(grid: &Grid<'_>, rows: Range<usize>, vocabulary: &Vocabulary, system: DateSystem) -> Titles {
    let mut said = Titles::new(system);
    rows.for_each(|index| said.row(grid, index, vocabulary));
    said
}

/// Whether the words above a repeated header say that its rows are another unit's than the block's, of another month, seller or channel: then it
/// opens a table of its own, and is no next page.
fn is_of_another(block: &Block, titles: &Titles, said: &Titles) -> bool {
    let known = &block.titles;
    let named = |unit: &Located| known.words.iter().any(|word| word.text.contains(&*unit.text));
    let unit = match (titles.units.as_slice(), known.units.as_slice()) {
        ([], _) => false,
        (own, []) => !own.iter().any(named),
        (own, known) => !are_same(own, known),
    };
    let text = |of: &Option<Located>| of.as_ref().map(|located| Arc::clone(&located.text));
    let supplier = differ(text(&said.head.supplier), text(&known.head.supplier));
    let channel = differ(text(&said.head.channel), text(&known.head.channel));
    // A day at the foot of a page is when it was signed, unless it stands beside a unit's line.
    let month = |titles: &Titles| titles.month.and_then(PartialDate::month);
    let day = |titles: &Titles| titles.head.date.map(|(day, _)| day);
    let time = !said.units.is_empty() && (differ(month(said), month(known)) || differ(day(said), day(known)));
    unit || supplier || channel || time
}

/// Whether both say something, and not the same.
fn differ<T: PartialEq>(own: Option<T>, known: Option<T>) -> bool {
    own.zip(known).is_some_and(|(own, known)| own != known)
}

/// Whether two lists have a name in common, with or without the places before it.
fn are_same(one: &[Located], other: &[Located]) -> bool {
    let same = |a: &Located, b: &Located| a.text.ends_with(&*b.text) || b.text.ends_with(&*a.text);
    one.iter().any(|a| other.iter().any(|b| same(a, b)))
}

/// The label of a unit's line.
fn label<'g>(grid: &Grid<'g>, unit: &Located) -> Option<&'g str> {
    let cell = grid.cell(unit.cell.row, unit.cell.col)?;
    match &cell.value {
        Value::Text(text) => text.split([':', '：']).next(),
        _ => None,
    }
}

/// Whether a gap parts a row from what stands above it and none from the header below it.
fn is_set_off(grid: &Grid<'_>, row: u32, header: usize) -> bool {
    let filled = |index: &usize| grid.filled(*index).next().is_some();
    let at = grid.index_of(row);
    let above = (0..at).rev().find(filled).is_some_and(|index| grid.row(index) + 1 < row);
    let rows: Vec<u32> = (at..=header).filter(filled).map(|index| grid.row(index)).collect();
    above && rows.windows(2).all(|pair| pair[1] == pair[0] + 1)
}
