//! Whose a row is, in a workbook of several units: its lines, and the rows that became none.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use crate::{
    model::{
        finding::Issue,
        line::RejectedRow,
        source::{FieldCells, Source},
    },
    rows::reading::{Reading, RejectedRaw},
    text::names::normal_name,
    units::{
        assemble::{AssembleContext, UnitData, UnitWork, sheet_name},
        file_record::FileRecord,
        placing::UnitKey,
        whose::Whose,
    },
};

impl UnitData {
    /// Adds a workbook's lines, rejected rows and issues, as far as they are the unit's.
    pub fn add_file(&mut self, work: &UnitWork, file: &FileRecord, reading: &Reading, cx: AssembleContext<'_>) {
        let taken = self.add_lines(work, file, reading, cx);
        let (rejected, issues) = set_aside(work, file, reading, &taken, cx);
        self.rejected.extend(rejected);
        self.issues.extend(issues);
    }
}

/// Of a workbook's rejected rows and issues those that are the unit's: of its own rows, and what stands at no row at all. `taken`: its lines.
fn set_aside(
    work: &UnitWork,
    file: &FileRecord,
    reading: &Reading,
    taken: &[u32],
    cx: AssembleContext<'_>,
) -> (Vec<RejectedRow>, Vec<(Arc<str>, Issue)>) {
    let owners = owners(reading, file, cx);
    let owned = reading.rejected.iter().zip(&owners);
    let rejected: Vec<&RejectedRaw> = owned.filter(|(_, o)| o.as_ref() == Some(&work.key)).map(|(r, _)| r).collect();
    // Asked for only where several units share the workbook.
    let taken = if file.units.len() > 1 { taken } else { &[] };
    let lines = taken.iter().filter_map(|i| reading.lines.get(*i as usize));
    let rows = lines.map(|l| (l.sheet, l.row)).chain(rejected.iter().map(|r| (r.sheet, r.row)));
    let rows: HashSet<(u16, u32)> = rows.collect();
    let sheets: HashMap<&str, u16> = (0..).zip(&reading.sheets).map(|(i, s)| (s.name.as_ref(), i)).collect();
    let is_own = |issue: &&Issue| {
        let sheet = issue.sheet.as_deref().and_then(|name| sheets.get(name));
        match (sheet, issue.cell) {
            (Some(sheet), Some(cell)) if file.units.len() > 1 => rows.contains(&(*sheet, cell.row)),
            _ => true,
        }
    };
    let issues = reading.issues.iter().filter(is_own).map(|i| (file.path.clone(), i.clone()));
    (
        rejected.into_iter().map(|r| rejected_row(r, reading, file)).collect(),
        issues.collect(),
    )
}

/// A rejected row with its place.
pub(crate) fn rejected_row(raw: &RejectedRaw, reading: &Reading, file: &FileRecord) -> RejectedRow {
    RejectedRow {
        source: Source {
            file: file.path.clone(),
            sheet: sheet_name(reading, raw.sheet, file),
            row: raw.row + 1,
            cells: FieldCells::default(),
        },
        reason: raw.reason.clone(),
        text: raw.text.clone(),
    }
}

/// The unit that each rejected row belongs to: the one that a cell of the row names, else the one whose lines stand on both sides of it or fill
/// its sheet, else the one that its sheet names. `None`: nothing of all that, so it is nobody's.
#[must_use]
pub(crate) fn owners(reading: &Reading, file: &FileRecord, cx: AssembleContext<'_>) -> Vec<Option<UnitKey>> {
    let key = |key: &UnitKey| cx.merged.get(key).unwrap_or(key).clone();
    if let ([only], 0) = (file.units.as_slice(), file.unplaced) {
        return vec![Some(key(&only.key)); reading.rejected.len()];
    }
    if reading.rejected.is_empty() {
        return Vec::new();
    }
    let mut whose = Whose::new(cx.placer, reading, &file.hints);
    let mut lines: BTreeMap<(u16, u32), Option<UnitKey>> = BTreeMap::new();
    let mut by_name: HashMap<String, UnitKey> = file.units.iter().map(|p| (normal_name(&p.shown), key(&p.key))).collect();
    for line in &reading.lines {
        let of_line = whose.line(line).map(|p| {
            let unit = key(&p.unit.key);
            if !by_name.contains_key(p.text.as_str()) {
                by_name.insert(p.text.clone(), unit.clone());
                by_name.insert(normal_name(&p.text), unit.clone());
            }
            unit
        });
        lines.insert((line.sheet, line.row), of_line);
    }
    let mut of_sheets: Vec<Option<UnitKey>> = Vec::with_capacity(reading.sheets.len());
    for (sheet, _) in (0_u16..).zip(&reading.sheets) {
        of_sheets.push(whose.sheet(sheet).map(|p| key(&p.unit.key)));
    }
    let in_row = |row: &RejectedRaw| row.text.split(" | ").find_map(|cell| by_name.get(&normal_name(cell)).cloned());
    let between = |row: &RejectedRaw| -> Option<UnitKey> {
        let (first, last) = ((row.sheet, 0), (row.sheet, u32::MAX));
        let at = (row.sheet, row.row);
        let before = lines.range(first..at).next_back();
        let after = lines.range(at..=last).next();
        // At an end of its sheet it has one neighbour: then the other end of the sheet must be the same unit's.
        let (a, b) = (
            before.or_else(|| lines.range(at..=last).next_back())?,
            after.or_else(|| lines.range(first..at).next())?,
        );
        a.1.clone().filter(|unit| b.1.as_ref() == Some(unit))
    };
    let of_sheet = |row: &RejectedRaw| -> Option<UnitKey> {
        if lines.range((row.sheet, 0)..=(row.sheet, u32::MAX)).next().is_some() {
            return None;
        }
        let known = |unit: &UnitKey| file.units.iter().any(|p| key(&p.key) == *unit);
        of_sheets.get(usize::from(row.sheet)).cloned().flatten().filter(known)
    };
    let owner = |row: &RejectedRaw| in_row(row).or_else(|| between(row)).or_else(|| of_sheet(row));
    reading.rejected.iter().map(owner).collect()
}
