//! Reads a registry (单位名册).
//!
//! In: a workbook or CSV with one row a unit; header names are data (`data/layouts/registry.toml`). Out: [`Registry`].
//! A registry that cannot be understood stops the run before any workbook is read: everything wrong is listed at once.

mod columns;
mod rows;

#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, path::Path};

use crate::{
    formats::{
        self,
        cells::{Cell, DateSystem, Sheet},
        limits::Limits,
        unreadable::Unreadable,
    },
    text::names::normal_name,
    units::{
        registry::{RegisteredUnit, Registry, RegistryError},
        registry_sheet::{
            columns::{HEADER_SEARCH, Header},
            rows::RowReader,
        },
    },
};

impl Registry {
    /// Reads a registry from xlsx, xls, ods or CSV.
    ///
    /// # Errors
    /// [`RegistryError`]; with every bad row named.
    pub fn load(path: &Path) -> Result<Self, RegistryError> {
        let unreadable = |source| RegistryError::Unreadable {
            path: path.to_owned(),
            source,
        };
        let bytes = std::fs::read(path).map_err(|e| unreadable(Unreadable::Io(e.to_string())))?;
        let book = formats::read(&bytes, &Limits::default()).map_err(unreadable)?;
        let mut found = Vec::new();
        for sheet in &book.sheets {
            if let Some(header) = Header::find(rows(sheet), &mut found) {
                return units(sheet, book.date_system, &header).map_err(|problems| RegistryError::BadRows {
                    path: path.to_owned(),
                    problems,
                });
            }
        }
        found.truncate(12);
        Err(RegistryError::NoNameColumn {
            path: path.to_owned(),
            searched: HEADER_SEARCH as usize,
            found: if found.is_empty() {
                "nothing".to_owned()
            } else {
                found.join(" | ")
            },
        })
    }
}

fn rows(sheet: &Sheet) -> impl Iterator<Item = &[Cell]> {
    sheet.cells.chunk_by(|a, b| a.row == b.row)
}

/// The units below the header, or everything that is wrong with them.
fn units(sheet: &Sheet, date_system: DateSystem, header: &Header) -> Result<Registry, Vec<String>> {
    let mut problems = Vec::new();
    let mut units: Vec<RegisteredUnit> = Vec::new();
    for row in rows(sheet).filter(|r| r[0].row > header.row) {
        let mut reader = RowReader {
            sheet: &sheet.name,
            date_system,
            row,
            header,
            problems: &mut problems,
        };
        units.extend(reader.unit());
    }
    report_name_clashes(&sheet.name, &units, &mut problems);
    if units.is_empty() && problems.is_empty() {
        problems.push(format!("{} › {}: no unit below the header", sheet.name, header.row + 1));
    }
    if problems.is_empty() {
        Ok(Registry { units })
    } else {
        Err(problems)
    }
}

/// One name must lead to one unit: a name, alias or code that two units of the same county claim is an error naming both.
fn report_name_clashes(sheet: &str, units: &[RegisteredUnit], problems: &mut Vec<String>) {
    let mut seen: BTreeMap<(Option<&str>, String), (usize, &str)> = BTreeMap::new();
    for (i, unit) in units.iter().enumerate() {
        for name in std::iter::once(&unit.name).chain(&unit.aliases).chain(&unit.code) {
            let key = (unit.county.as_deref(), normal_name(name));
            match seen.get(&key) {
                Some((other, as_written)) if *other != i => problems.push(format!(
                    "{sheet} › {}: `{name}` is claimed by row {} ({as_written}) and row {} ({}); give each unit names of its own",
                    unit.row, units[*other].row, unit.row, unit.name
                )),
                Some(_) => {}
                None => {
                    seen.insert(key, (i, &unit.name));
                }
            }
        }
    }
}
