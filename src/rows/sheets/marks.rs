//! What a sheet says of its lines beside their values: rows struck through, comments on amounts, pictures in cells.

use std::{collections::HashMap, sync::Arc};

use crate::{
    formats::cells::Value,
    model::{cell::CellRef, field::Field, finding::Severity},
    rows::sheets::SheetReader,
};

/// What WPS keeps as the text of a cell that holds a picture.
const PICTURE: &str = "=DISPIMG(";

/// Places shown in an issue.
const SHOWN: usize = 6;

impl SheetReader<'_, '_> {
    /// Reports them, and notes the struck rows on their lines: such a purchase may have been taken back.
    pub(super) fn marks(&mut self) {
        let sheet = self.sheet;
        let pictures = sheet.cells.iter().filter(|c| c.formula);
        let pictures = pictures.filter(|c| matches!(&c.value, Value::Text(t) if t.starts_with(PICTURE)));
        let pictures = pictures.map(|c| CellRef { row: c.row, col: c.col }).collect();
        self.marked("picture_cells", pictures);
        if sheet.marks.struck_rows.is_empty() && sheet.marks.comments.is_empty() {
            return;
        }
        // Lines of one row, once, by the amount that each cites.
        let mut amounts: HashMap<u32, Vec<CellRef>> = HashMap::new();
        let (mut struck, mut note) = (Vec::new(), None);
        for line in &mut self.sink.lines[self.first_line..] {
            let amount = line.cells.get(Field::Amount).unwrap_or(CellRef { row: line.row, col: 0 });
            amounts.entry(amount.row).or_default().push(amount);
            if sheet.marks.struck_rows.binary_search(&line.row).is_ok() {
                struck.push(amount);
                line.notes.push(Arc::clone(note.get_or_insert_with(|| Arc::from("struck_row"))));
                line.notes.sort();
            }
        }
        self.marked("struck_rows", struck);
        let comments = sheet.marks.comments.iter().map(|(row, col)| CellRef { row: *row, col: *col });
        let comments = comments.filter(|c| amounts.get(&c.row).is_some_and(|row| row.contains(c)));
        self.marked("amount_comments", comments.collect());
    }

    fn marked(&mut self, code: &str, places: Vec<CellRef>) {
        let Some(first) = places.first() else { return };
        let mut shown: Vec<String> = places.iter().take(SHOWN).map(ToString::to_string).collect();
        if places.len() > SHOWN {
            shown.push("…".to_owned());
        }
        let count = places.len().to_string();
        self.sink
            .issue(code, Severity::Warning, Some(*first), &shown.join("、"), &[("count", &count)]);
    }
}
