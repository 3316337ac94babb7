//! What stands in line after line, ready to be copied: file and sheet, the columns of the cells, and where a line stands for each requirement.

use std::sync::Arc;

use crate::{
    model::{
        cell::column_letters,
        source::{FieldCells, Source},
        standing::Standings,
    },
    report::json::lines::{code, comma, integer, text},
};

/// The file, sheet and columns of the line before, ready to be copied.
#[derive(Debug, Default)]
pub(crate) struct Place {
    of: Option<(Arc<str>, Arc<str>)>,
    json: Vec<u8>,
    columns: Vec<Columns>,
    standings: Vec<(Standings, Vec<u8>)>,
}

/// Lists of columns kept: the lines of a table have some four, as an origin or an order number is there or not.
const MOST_COLUMNS: usize = 16;
/// Standings kept: a line counts in one way of a handful.
const MOST_STANDINGS: usize = 16;

impl Place {
    /// Appends where something stands: file, sheet, row and cells.
    pub(crate) fn stands(&mut self, source: &Source, to: &mut Vec<u8>) {
        let Source { file, sheet, row, cells } = source;
        let known = self.of.as_ref().is_some_and(|(f, s)| Arc::ptr_eq(f, file) && Arc::ptr_eq(s, sheet));
        if !known {
            self.json.clear();
            self.json.extend_from_slice(b"{\"file\":");
            text(file, &mut self.json);
            self.json.extend_from_slice(b",\"sheet\":");
            text(sheet, &mut self.json);
            self.json.extend_from_slice(b",\"row\":");
            self.of = Some((Arc::clone(file), Arc::clone(sheet)));
        }
        to.extend_from_slice(&self.json);
        integer(*row, to);
        to.extend_from_slice(b",\"cells\":");
        self.cells(cells, to);
        to.push(b'}');
    }

    /// Appends where a line stands.
    pub(crate) fn standings(&mut self, requirements: &Standings, to: &mut Vec<u8>) {
        let at = self.standings.iter().position(|(known, _)| known.same(requirements));
        let at = at.unwrap_or_else(|| {
            if self.standings.len() == MOST_STANDINGS {
                self.standings.clear();
            }
            let mut json = Vec::new();
            standings(requirements, &mut json);
            self.standings.push((requirements.clone(), json));
            self.standings.len() - 1
        });
        to.extend_from_slice(&self.standings[at].1);
    }

    /// Appends the list of a line's cells. The lines of a table have their values in the same columns; only the row is another.
    fn cells(&mut self, cells: &FieldCells, to: &mut Vec<u8>) {
        let Some(row) = cells.one_row() else {
            return names(cells, to);
        };
        let at = self.columns.iter().position(|known| known.of.same_columns(cells));
        let at = at.unwrap_or_else(|| {
            if self.columns.len() == MOST_COLUMNS {
                self.columns.clear();
            }
            self.columns.push(Columns::new(cells));
            self.columns.len() - 1
        });
        self.columns[at].write(row, to);
    }
}

/// What stands before each row number in the list of a line's cells: `{"date":"A`, `","item":"C` …
#[derive(Debug)]
struct Columns {
    of: FieldCells,
    json: Vec<u8>,
    ends: Vec<usize>,
}

impl Columns {
    fn new(cells: &FieldCells) -> Self {
        let (mut json, mut ends) = (Vec::new(), Vec::new());
        for (at, (field, cell)) in cells.iter().enumerate() {
            json.extend_from_slice(if at == 0 { b"{" } else { b"\"," });
            code(field.code(), &mut json);
            json.extend_from_slice(b":\"");
            json.extend_from_slice(column_letters(cell.col).as_bytes());
            ends.push(json.len());
        }
        Self {
            of: cells.clone(),
            json,
            ends,
        }
    }

    fn write(&self, row: u32, to: &mut Vec<u8>) {
        let mut buffer = itoa::Buffer::new();
        let row = buffer.format(u64::from(row) + 1).as_bytes();
        let mut from = 0;
        for end in &self.ends {
            to.extend_from_slice(&self.json[from..*end]);
            to.extend_from_slice(row);
            from = *end;
        }
        to.extend_from_slice(if self.ends.is_empty() { b"{}" } else { b"\"}" });
    }
}

fn names(cells: &FieldCells, to: &mut Vec<u8>) {
    to.push(b'{');
    for (at, (field, cell)) in cells.iter().enumerate() {
        comma(at, to);
        code(field.code(), to);
        to.push(b':');
        cell.append_quoted(to);
    }
    to.push(b'}');
}

fn standings(requirements: &Standings, to: &mut Vec<u8>) {
    to.push(b'{');
    for (at, (id, standing)) in requirements.iter().enumerate() {
        comma(at, to);
        text(id, to);
        to.push(b':');
        code(standing.code(), to);
    }
    to.push(b'}');
}
