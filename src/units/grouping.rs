//! From files to units: who has workbooks, who is registered, where each report goes.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    rows::reading::Reading,
    text::file_names::UniqueNames,
    units::{
        assemble::UnitWork,
        file_record::FileRecord,
        placing::{Placed, Placer, UnitKey},
        registry::Registry,
        whose::{NamedBy, Whose},
    },
};

/// Units that the lines of `reading` belong to, and how many lines nothing places. A workbook without lines belongs to the
/// unit that its own words or its path name, so that an empty ledger still counts as sent in.
#[must_use]
pub fn units_of(reading: &Reading, file: &FileRecord, placer: &Placer<'_>) -> (Vec<Placed>, LineCounts) {
    let mut found: BTreeMap<UnitKey, Arc<str>> = BTreeMap::new();
    let mut counts = LineCounts::default();
    let mut whose = Whose::new(placer, reading, &file.hints);
    for line in &reading.lines {
        let Some(placement) = whose.line(line) else {
            counts.unplaced += 1;
            continue;
        };
        for placed in std::iter::once(&placement.unit).chain(&placement.rivals) {
            keep_shorter(&mut found, placed);
        }
        counts.shared += placement.rivals.len() as u64;
    }
    if reading.lines.is_empty() {
        // Without lines only a label or the registry makes a unit: a name in a notice has sent in nothing.
        let named = (0_u16..).zip(&reading.sheets).find_map(|(sheet, _)| {
            let placement = whose.sheet(sheet)?;
            let sure = placement.by == NamedBy::UnitLine || matches!(placement.unit.key, UnitKey::Registered(_));
            sure.then(|| placement.unit.clone())
        });
        named.iter().for_each(|placed| keep_shorter(&mut found, placed));
    }
    (found.into_iter().map(|(key, shown)| Placed { key, shown }).collect(), counts)
}

/// Lines of a file that are not one unit's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineCounts {
    /// Nothing gives them to a unit.
    pub unplaced: u64,
    /// How often lines stand in a further unit's report, because nobody can tell whose they are.
    pub shared: u64,
}

fn keep_shorter(found: &mut BTreeMap<UnitKey, Arc<str>>, placed: &Placed) {
    let Some(shown) = found.get_mut(&placed.key) else {
        found.insert(placed.key.clone(), placed.shown.clone());
        return;
    };
    if *shown != placed.shown && (placed.shown.chars().count(), &placed.shown) < (shown.chars().count(), shown) {
        *shown = placed.shown.clone();
    }
}

/// A unit found under one county and without any is one unit, when the name stands in no second county.
fn merged_keys(files: &[FileRecord]) -> BTreeMap<UnitKey, UnitKey> {
    let mut counties: BTreeMap<&str, Vec<&Arc<str>>> = BTreeMap::new();
    let placed = || files.iter().flat_map(|f| &f.units);
    for p in placed() {
        if let UnitKey::Found {
            county: Some(county),
            name,
        } = &p.key
        {
            let known = counties.entry(name).or_default();
            if !known.contains(&county) {
                known.push(county);
            }
        }
    }
    placed()
        .filter_map(|p| match &p.key {
            UnitKey::Found { county: None, name } => match counties.get(name.as_str()).map(Vec::as_slice) {
                Some([only]) => Some((
                    p.key.clone(),
                    UnitKey::Found {
                        county: Some((*only).clone()),
                        name: name.clone(),
                    },
                )),
                _ => None,
            },
            _ => None,
        })
        .collect()
}

/// Units of files that break off: those of its lines, or, where nothing of it could be read, the one that its path names.
#[must_use]
pub(crate) fn units_of_broken_files(files: &[FileRecord], placer: &Placer<'_>, merged: &BTreeMap<UnitKey, UnitKey>) -> BTreeSet<UnitKey> {
    let mut out = BTreeSet::new();
    for file in files.iter().filter(|f| f.broken_off) {
        let by_path = file.unit_of_broken(placer);
        let keys = file.units.iter().chain(&by_path).map(|placed| &placed.key);
        out.extend(keys.map(|key| merged.get(key).unwrap_or(key).clone()));
    }
    out
}

/// Every unit to report on, sorted by county, then name (code point): all registered ones, and those found in workbooks.
/// Rewrites the files' unit keys where two keys turned out to be one unit, and returns which ones: whoever places a line again must follow.
#[must_use]
pub fn group(files: &mut [FileRecord], registry: Option<&Registry>) -> (Vec<UnitWork>, BTreeMap<UnitKey, UnitKey>) {
    let merged = merged_keys(files);
    for placed in files.iter_mut().flat_map(|f| &mut f.units) {
        if let Some(key) = merged.get(&placed.key) {
            placed.key = key.clone();
        }
    }
    let mut units: BTreeMap<UnitKey, (Arc<str>, Vec<usize>)> = BTreeMap::new();
    for (i, unit) in registry.iter().flat_map(|r| r.units.iter().enumerate()) {
        units.insert(UnitKey::Registered(i), (unit.name.clone(), Vec::new()));
    }
    for (index, file) in files.iter().enumerate() {
        for placed in &file.units {
            let (shown, of) = units
                .entry(placed.key.clone())
                .or_insert_with(|| (placed.shown.clone(), Vec::new()));
            if matches!(placed.key, UnitKey::Found { .. }) && (placed.shown.chars().count(), &placed.shown) < (shown.chars().count(), shown)
            {
                *shown = placed.shown.clone();
            }
            if of.last() != Some(&index) {
                of.push(index);
            }
        }
    }
    let mut works: Vec<UnitWork> = units
        .into_iter()
        .map(|(key, (name, files))| {
            let county = match &key {
                UnitKey::Registered(i) => registry.and_then(|r| r.units[*i].county.clone()),
                UnitKey::Found { county, .. } => county.clone(),
            };
            UnitWork {
                key,
                name,
                county,
                files,
                path: String::new(),
            }
        })
        .collect();
    works.sort_by(|a, b| (a.county.as_deref().unwrap_or(""), &a.name, &a.key).cmp(&(b.county.as_deref().unwrap_or(""), &b.name, &b.key)));
    let mut counties = UniqueNames::default();
    let mut county_folders: BTreeMap<Option<Arc<str>>, (String, UniqueNames)> = BTreeMap::new();
    for work in &mut works {
        let (county, names) = county_folders.entry(work.county.clone()).or_insert_with(|| {
            let folder = work.county.as_deref().map_or_else(|| "_".to_owned(), |c| counties.unique(c));
            (folder, UniqueNames::default())
        });
        work.path = format!("units/{county}/{}", names.unique(&work.name));
    }
    (works, merged)
}
