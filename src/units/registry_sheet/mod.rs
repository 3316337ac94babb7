//! Reads a registry (单位名册).
//!
//! In: a workbook or CSV with one row a unit; header names are data (`data/layouts/registry.toml`). Out: [`Registry`].
//! A registry that cannot be understood stops the run before any workbook is read: everything wrong is listed at once.

mod columns;
mod rows;

#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
    sync::Arc,
};

use crate::{
    formats::{
        self,
        cells::{Cell, DateSystem, Sheet},
        limits::Limits,
    },
    model::unit::Canteen,
    text::{fault::Fault, names::normal_name},
    units::{
        registry::{RegisteredUnit, Registry},
        registry_sheet::{
            columns::{HEADER_SEARCH, Header},
            rows::RowReader,
        },
    },
};

impl Registry {
    /// Reads a registry from xlsx, xls, ods or CSV. `counties`: those of the policy, where it has some; no other may stand there.
    ///
    /// # Errors
    /// [`Fault`]; with every bad row named.
    pub fn load(path: &Path, counties: &[Arc<str>]) -> Result<Self, Fault> {
        let bytes = std::fs::read(path).map_err(Fault::given(path))?;
        let book = formats::read(&bytes, &Limits::default()).map_err(|why| Fault::usage("file.read").at(path).because(why))?;
        let mut found = Vec::new();
        for sheet in &book.sheets {
            if let Some(header) = Header::find(rows(sheet), &mut found) {
                return units(sheet, book.date_system, &header, counties)
                    .map_err(|problems| Fault::usage("registry.wrong").at(path).each(problems));
            }
        }
        found.truncate(12);
        let wrong = Fault::usage("registry.no_name_column").at(path).with("searched", HEADER_SEARCH);
        Err(wrong.with("found", found.join(" | ")))
    }
}

fn rows(sheet: &Sheet) -> impl Iterator<Item = &[Cell]> {
    sheet.cells.chunk_by(|a, b| a.row == b.row)
}

/// The units below the header, or everything that is wrong with them.
fn units(sheet: &Sheet, date_system: DateSystem, header: &Header, counties: &[Arc<str>]) -> Result<Registry, Vec<Fault>> {
    let mut problems = Vec::new();
    let mut units: Vec<RegisteredUnit> = Vec::new();
    let mut represented: Vec<(usize, String)> = Vec::new();
    for row in rows(sheet).filter(|r| r[0].row > header.row) {
        let mut reader = RowReader {
            sheet: &sheet.name,
            date_system,
            row,
            header,
            counties,
            problems: &mut problems,
        };
        let Some(unit) = reader.unit() else { continue };
        if unit.representative.is_some() {
            represented.push((units.len(), reader.place("representative")));
        }
        units.push(unit);
    }
    report_representatives(&units, &represented, &mut problems);
    report_name_clashes(&sheet.name, &units, &mut problems);
    if units.is_empty() && problems.is_empty() {
        let place = format!("{} › {}", sheet.name, header.row + 1);
        problems.push(Fault::usage("registry.no_unit").with("place", place));
    }
    if problems.is_empty() {
        Ok(Registry { units })
    } else {
        Err(problems)
    }
}

/// A unit that another one reports for is judged nowhere by itself: the other must be there, and report.
fn report_representatives(units: &[RegisteredUnit], represented: &[(usize, String)], problems: &mut Vec<Fault>) {
    let names = |unit: &RegisteredUnit| -> Vec<String> {
        let all = std::iter::once(&unit.name).chain(&unit.aliases).chain(&unit.code);
        all.map(|name| normal_name(name)).collect()
    };
    let reports = |unit: &RegisteredUnit| !matches!(unit.canteen, Canteen::Shared | Canteen::None);
    let mut known: HashMap<String, bool> = HashMap::new();
    for unit in units {
        for name in names(unit) {
            *known.entry(name).or_insert(false) |= reports(unit);
        }
    }
    for (unit, place) in represented {
        let Some(by) = units.get(*unit).and_then(|u| u.representative.as_ref()) else {
            continue;
        };
        match known.get(&normal_name(by)) {
            Some(true) => {}
            Some(false) => problems.push(Fault::usage("registry.represents_nobody").with("place", place).with("found", by)),
            None => problems.push(Fault::usage("registry.no_such_unit").with("place", place).with("found", by)),
        }
    }
}

/// One name must lead to one unit: a name, alias or code that two units of the same county claim is an error naming both.
fn report_name_clashes(sheet: &str, units: &[RegisteredUnit], problems: &mut Vec<Fault>) {
    let mut seen: BTreeMap<(Option<&str>, String), (usize, &str)> = BTreeMap::new();
    for (i, unit) in units.iter().enumerate() {
        for name in std::iter::once(&unit.name).chain(&unit.aliases).chain(&unit.code) {
            let key = (unit.county.as_deref(), normal_name(name));
            match seen.get(&key) {
                Some((other, as_written)) if *other != i => {
                    let wrong = Fault::usage("registry.name_twice").with("place", format!("{sheet} › {}", unit.row));
                    let wrong = wrong.with("name", name).with("unit", &unit.name);
                    problems.push(wrong.with("row", units[*other].row).with("other", as_written));
                }
                Some(_) => {}
                None => {
                    seen.insert(key, (i, &unit.name));
                }
            }
        }
    }
}
