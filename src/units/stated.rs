//! What a unit's tables state of their lines: totals, and the amounts that these leave open.

use crate::{
    model::{
        cell::CellRef,
        field::Field,
        line::{OpenAmount, OpenKind},
        source::{FieldCells, Source},
    },
    rows::reading::Reading,
    units::{
        assemble::{TotalView, UnitData, id_of, sheet_name},
        file_record::FileRecord,
    },
};

impl UnitData {
    pub(super) fn add_totals(&mut self, reading: &Reading, file: &FileRecord, taken: &[u32]) {
        let before = self.lines.len() - taken.len();
        let at = |line: u32| before + taken.partition_point(|t| *t < line);
        for (sheet_index, sheet) in (0_u16..).zip(&reading.sheets) {
            for total in sheet.tables.iter().flat_map(|t| &t.totals) {
                let covered = at(total.first_line)..at(total.end_line).max(at(total.first_line));
                // A total over several units' lines says nothing about one of them.
                if covered.is_empty() || covered.len() != (total.end_line - total.first_line) as usize {
                    continue;
                }
                let source = source_of(reading, sheet_index, total.cell, file);
                self.totals.push(TotalView {
                    kind: total.kind,
                    label: total.label.clone(),
                    stated_fen: total.stated_fen,
                    lines_fen: total.lines_fen,
                    unreadable: total.unreadable,
                    source,
                });
            }
        }
    }

    /// Whose lines an open amount of several units' table belongs to nobody can tell: it touches each of them.
    pub(super) fn add_open_amounts(&mut self, reading: &Reading, file: &FileRecord, prefix: &str, taken: &[u32]) {
        let before = self.lines.len() - taken.len();
        let at = |line: u32| before + taken.partition_point(|t| *t < line);
        for (sheet_index, sheet) in (0_u16..).zip(&reading.sheets) {
            for raw in sheet.tables.iter().flat_map(|t| &t.open_amounts) {
                let next = self.open_amounts.len();
                let touched = self.lines.get_mut(at(raw.first_line)..at(raw.end_line)).into_iter().flatten();
                let mut touches = false;
                for line in touched {
                    let of_channel = raw.channel.is_none() || line.channel_text == raw.channel;
                    if of_channel && line.open.is_none() && (line.amount_fen.is_none() == (raw.kind == OpenKind::Unreadable)) {
                        line.open = Some(next);
                        touches = true;
                    }
                }
                if touches {
                    self.open_amounts.push(OpenAmount {
                        id: id_of(prefix, sheet_index, raw.cell),
                        kind: raw.kind,
                        fen: raw.fen,
                        source: source_of(reading, sheet_index, raw.cell, file),
                        decision: None,
                    });
                }
            }
        }
    }
}

/// Where a figure stands that is no line's.
fn source_of(reading: &Reading, sheet: u16, cell: CellRef, file: &FileRecord) -> Source {
    Source {
        file: file.path.clone(),
        sheet: sheet_name(reading, sheet, file),
        row: cell.row + 1,
        cells: FieldCells::from_iter([(Field::Amount, cell)]),
    }
}
