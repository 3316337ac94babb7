//! A statement that stands on its side: read from the turned sheet, with every place put right again.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    model::{cell::CellRef, field::Field},
    rows::{
        fates::Fates,
        reading::{Fate, TableReading},
        sheets::{SheetReader, blocks::Block},
    },
    tables::{
        grid::Grid,
        header::HeaderFinder,
        region::{Header, TableKind},
        statement,
        titles::Titles,
        transposed::{self, TransposedStatement},
    },
};

/// Known words that make a doubtful header one all the same, whatever its first column looks like.
const SURELY_A_HEADER: usize = 3;

impl SheetReader<'_, '_> {
    /// Reads a statement on its side; the titles above it. `None`, and nothing kept of it, where the sheet is none or does not read
    /// cleanly.
    pub(super) fn transposed(&mut self, grid: &Grid<'_>, headers: &[Header]) -> Option<Titles> {
        let statement = self.find_transposed(grid, headers)?;
        let turned = Grid::new(&statement.turned);
        let headers = HeaderFinder::new(&turned, self.vocabulary, self.date_system).headers();
        let [Header { first: 0, regions, .. }] = headers.as_slice() else {
            return None;
        };
        if regions.len() != 1 {
            return None;
        }
        let top = statement.header.unwrap_or(statement.first);
        let mut titles = Titles::new(self.date_system);
        for index in 0..grid.index_of(top) {
            titles.row(grid, index, self.vocabulary);
        }
        titles.money = statement.money.or(titles.money);
        titles.month = statement.month.or(titles.month);
        let (mark, tables) = (self.sink.mark(), self.tables.len());
        let fates = std::mem::replace(&mut self.sink.fates, Fates::new(&turned));
        let block = Block {
            rows: vec![(1, turned.rows.len())],
            headers,
            titles,
        };
        self.block(&turned, &block);
        self.sink.fates = fates;
        if self.sink.rejected.len() > mark.rejected || self.sink.lines.len() == mark.lines {
            self.sink.take_back(mark);
            self.tables.truncate(tables);
            return None;
        }
        let turn = |cell| statement.place(cell);
        for line in &mut self.sink.lines[mark.lines..] {
            line.cells = line.cells.iter().map(|(field, cell)| (field, turn(cell))).collect();
            if let Some(formula) = line.rare.as_mut().and_then(|rare| rare.amount_formula.as_mut()) {
                *formula = Arc::new(formula.moved(turn));
            }
            line.row = line.cells.get(Field::Amount).map_or(line.row, |cell| cell.row);
        }
        for issue in &mut self.sink.issues[mark.issues..] {
            issue.cell = issue.cell.map(turn);
        }
        for table in &mut self.tables[tables..] {
            table.header = (top, statement.last);
            turn_table(table, &turn);
        }
        self.fates_of_transposed(grid, &statement, mark.lines);
        Some(block.titles)
    }

    /// The statement, where it is what the sheet holds: no header row at all, or only `渠道 | 金额` over its labels.
    fn find_transposed(&self, grid: &Grid<'_>, headers: &[Header]) -> Option<TransposedStatement> {
        let find = || transposed::find(self.sheet, self.vocabulary);
        let form = || statement::form::find(self.sheet, self.vocabulary);
        let within = |s: &TransposedStatement| {
            let inside = |h: &Header| (s.first..=s.last).contains(&grid.row(h.first)) && (s.first..=s.last).contains(&grid.row(h.last));
            headers.iter().all(inside)
        };
        if let Some(ledger) = transposed::ledger::find_ledger(self.sheet, self.vocabulary).filter(within) {
            return Some(ledger);
        }
        match headers {
            [] => form().or_else(find),
            [Header { sure: false, score, .. }] if *score < SURELY_A_HEADER => form().or_else(find),
            [only] if only.regions.iter().all(|r| r.kind == TableKind::Statement) => {
                let row = grid.rows.get(only.last).map(|r| r.row);
                // A row of a form with words for nothing looks like a header.
                let inside = |s: &TransposedStatement| row.is_some_and(|row| (s.first..=s.last).contains(&row));
                find()
                    .filter(|s| (s.whole_first || s.of_units) && s.header == row)
                    .or_else(|| form().filter(inside))
            }
            _ => None,
        }
    }

    fn fates_of_transposed(&mut self, grid: &Grid<'_>, statement: &TransposedStatement, first_line: usize) {
        let top = statement.header.unwrap_or(statement.first);
        let amounts: BTreeSet<u32> = self.sink.lines[first_line..].iter().map(|l| l.row).collect();
        for index in 0..grid.rows.len() {
            match grid.row(index) {
                row if amounts.contains(&row) => self.sink.fates.set(index, Fate::Line),
                row if Some(row) == statement.header => self.sink.fates.set(index, Fate::Header),
                row if row < top => self.outside(grid, index, Fate::Title),
                row if row > statement.last => self.outside(grid, index, Fate::Prose),
                _ if statement.is_ledger => self.sink.fates.set(index, Fate::Continuation),
                _ => self.sink.fates.set(index, Fate::Total),
            }
        }
    }
}

/// Puts the places of a turned table right.
fn turn_table(table: &mut TableReading, turn: &impl Fn(CellRef) -> CellRef) {
    table.sideways = true;
    for column in &mut table.columns {
        column.col = turn(CellRef { row: 0, col: column.col }).row;
    }
    for total in &mut table.totals {
        total.cell = turn(total.cell);
    }
    for open in &mut table.open_amounts {
        open.cell = turn(open.cell);
    }
    for header in &mut table.unmapped {
        header.cell = turn(header.cell);
    }
}
