//! The rows of a long table that do not stand in its page: each distinct cell once.

use std::{
    collections::HashMap,
    fmt::Write as _,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    ops::Range,
};

use crate::report::html::escape::embed;

/// The rows as `{"cells": [every distinct cell], "rows": [[numbers of cells]]}`: suppliers, channels and reasons repeat, line after line.
#[derive(Default)]
pub(super) struct Packed {
    /// The distinct cells so far, parted by commas.
    cells: String,
    /// By the hash of a cell: where in `cells` it stands, and its number. A copy of each text for a key would take more than the page.
    seen: HashMap<u64, (Range<usize>, usize)>,
    count: usize,
    numbers: String,
    /// The cell at hand.
    json: String,
}

impl Packed {
    /// Another row, each cell as JSON.
    pub fn add(&mut self, row: impl Iterator<Item = serde_json::Result<String>>) {
        self.numbers.push_str(if self.numbers.is_empty() { "[" } else { ",[" });
        for (j, cell) in row.enumerate() {
            self.json.clear();
            // Texts and numbers are always JSON.
            embed(cell.as_deref().unwrap_or("\"\""), &mut self.json);
            let number = self.number();
            let _ = write!(self.numbers, "{}{number}", if j == 0 { "" } else { "," });
        }
        self.numbers.push(']');
    }

    /// The number of the cell at hand. Two cells of one hash take turns in `seen`; a cell that lost its place is written once more.
    fn number(&mut self) -> usize {
        // The same hash in every run: the page's bytes depend on it where two cells share one.
        let mut hasher = DefaultHasher::new();
        self.json.hash(&mut hasher);
        let hash = hasher.finish();
        if let Some((at, number)) = self.seen.get(&hash)
            && self.cells.get(at.clone()) == Some(self.json.as_str())
        {
            return *number;
        }
        let number = self.count;
        self.count += 1;
        if number > 0 {
            self.cells.push(',');
        }
        let from = self.cells.len();
        self.cells.push_str(&self.json);
        self.seen.insert(hash, (from..self.cells.len(), number));
        number
    }

    /// All of them; nothing where there are none.
    pub fn finish(self) -> String {
        let Self {
            cells: mut out,
            seen,
            numbers,
            ..
        } = self;
        if numbers.is_empty() {
            return String::new();
        }
        drop(seen);
        out.insert_str(0, "{\"cells\":[");
        out.push_str("],\"rows\":[");
        out.push_str(&numbers);
        out.push_str("]}");
        out
    }
}
