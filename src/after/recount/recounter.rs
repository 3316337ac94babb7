//! One recount: the reports of an OUT first, then its inputs file by file, then the region.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::{Component, Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    after::recount::{
        cells::{Reread, Wanted, WantedByFile, WhyNot, add, reread},
        difference::{Difference, DifferenceKind, Recount, Unread},
        figures::{self, Figures},
        second_reader::SecondReader,
        workbook,
    },
    formats::{self, Limits},
    ledger::parallel::each,
    model::{BaseStanding, CellRef, Field, Line, RegionSummary, Standing, UnitReport, UnitSummary},
    report::published,
    text::{Catalog, Fault},
};

/// A published OUT whose figures are added up again, and whose cells are read again file by file.
pub(crate) struct Recounter {
    out: PathBuf,
    summary: RegionSummary,
    again: Vec<UnitSummary>,
    wanted: WantedByFile,
    reader: SecondReader,
    found: Mutex<Found>,
}

#[derive(Default)]
struct Found {
    recount: Recount,
    /// Differences of lines, by unit and line.
    of_lines: Vec<(u32, u32, Difference)>,
}

impl Recounter {
    /// Adds up the reports of OUT.
    ///
    /// # Errors
    /// summary.json is not there, or not what this version writes.
    pub fn open(out: &Path) -> Result<Self, Fault> {
        let summary = published::summary(out)?;
        let numbered: Vec<(u32, &UnitSummary)> = (0_u32..).zip(&summary.units).collect();
        let units: Vec<RecountedUnit> = each(&numbered, &|| false, |(index, unit)| Ok(recount_unit(out, *index, unit)))?;
        let mut found = Found::default();
        let (mut again, mut wanted) = (Vec::with_capacity(units.len()), HashMap::new());
        for unit in units {
            found.recount.units += 1;
            found.recount.lines += unit.summary.lines;
            found.recount.differences.extend(unit.differences);
            again.push(unit.summary);
            for (file, lines) in unit.wanted {
                wanted.entry(file).or_insert_with(Vec::new).extend(lines);
            }
        }
        Ok(Self {
            out: out.to_owned(),
            summary,
            again,
            wanted,
            reader: SecondReader::default(),
            found: Mutex::new(found),
        })
    }

    /// Reads the cells of one input again. `same`: the run has read these very bytes; others are read by our readers first, for the second one
    /// gets nothing that is unsound or beyond the limits. May be called from many threads.
    pub fn file(&self, path: &str, bytes: &[u8], same: bool, limits: &Limits) {
        let Some(wanted) = self.wanted.get(path) else { return };
        let sound = if same {
            Ok(())
        } else {
            formats::read(bytes, limits).map(drop).map_err(|e| ("unsound", e.to_string()))
        };
        let read = sound.and_then(|()| reread(path, bytes, wanted, &self.reader));
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        match read {
            Ok(Reread { cells, differences }) => {
                found.recount.cells += cells;
                found.recount.reread_lines += wanted.len() as u64;
                found.of_lines.extend(differences);
            }
            Err(why) => found.recount.unread.push(unread(path, why, wanted)),
        }
    }

    /// The region, and what came of it all. `language`: that of the run; `inputs`: paths of those that were there.
    #[must_use]
    pub fn finish<'a>(self, language: &Catalog, inputs: impl Iterator<Item = &'a str>) -> Recount {
        let Found { mut recount, of_lines } = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        let there: std::collections::HashSet<&str> = inputs.collect();
        let missing = self.wanted.iter().filter(|(path, _)| !there.contains(&***path));
        recount
            .unread
            .extend(missing.map(|(path, wanted)| unread(path, ("missing", String::new()), wanted)));
        recount.unread.sort();
        let of_lines = with_touches(&self.out, &self.summary, of_lines);
        let mut differences = std::mem::take(&mut recount.differences);
        differences.extend(of_lines);
        let groups = figures::region(&self.summary, &self.again);
        let inputs = figures::inputs(&self.summary, &self.again);
        figures::compare("summary.json › inputs", &self.summary.inputs, &inputs, &mut differences);
        match groups {
            Ok(groups) => {
                figures::compare("summary.json › groups", &self.summary.groups, &groups, &mut differences);
                let again = RegionSummary {
                    units: self.again,
                    groups,
                    inputs,
                    ..self.summary
                };
                if let Ok(bytes) = fs::read(self.out.join("summary.xlsx")) {
                    match workbook::compare(&bytes, &again, language, &self.reader) {
                        Ok(found) => differences.extend(found),
                        Err(error) => differences.push(unreadable("summary.xlsx", &error)),
                    }
                }
            }
            Err(error) => differences.push(unreadable("summary.json", &error)),
        }
        differences.sort();
        recount.differences = differences;
        recount
    }
}

fn unread(path: &str, (reason, detail): WhyNot, wanted: &[Wanted]) -> Unread {
    Unread {
        reason,
        detail,
        path: path.to_owned(),
        lines: wanted.len() as u64,
    }
}

fn unreadable(place: &str, error: &dyn std::fmt::Display) -> Difference {
    Difference {
        kind: DifferenceKind::Report,
        place: place.to_owned(),
        stated: String::new(),
        found: error.to_string(),
        touches: Vec::new(),
    }
}

/// A unit's figures reckoned again.
struct RecountedUnit {
    summary: UnitSummary,
    differences: Vec<Difference>,
    wanted: BTreeMap<Arc<str>, Vec<Wanted>>,
}

fn recount_unit(out: &Path, index: u32, stated: &UnitSummary) -> RecountedUnit {
    let place = format!("{}/report.json", stated.path);
    // A summary may have been edited: it must not make us read elsewhere.
    let inside = Path::new(&stated.path).components().all(|c| matches!(c, Component::Normal(_)));
    let mut unit = RecountedUnit {
        summary: stated.clone(),
        differences: Vec::new(),
        wanted: BTreeMap::new(),
    };
    let read = if inside {
        published::unit_report(out, stated).map_err(|e| e.to_string())
    } else {
        Err("no path below OUT".to_owned())
    };
    let mut report = match read {
        Ok(report) => report,
        Err(error) => {
            unit.differences.push(unreadable(&place, &error));
            return unit;
        }
    };
    let before = Figures::of(&report);
    if let Err(error) = figures::recount(&mut report) {
        unit.differences.push(unreadable(&place, &error));
        return unit;
    }
    figures::compare(&place, &before, &Figures::of(&report), &mut unit.differences);
    unit.summary = report.summary();
    let place = format!("summary.json › {}", stated.path);
    figures::compare(&place, stated, &unit.summary, &mut unit.differences);
    check_lines(&report, &mut unit.differences);
    add(index, &report, &mut unit.wanted);
    unit
}

/// Every line's id names the file and the cell that it cites, and the file is one of the unit's.
fn check_lines(report: &UnitReport, differences: &mut Vec<Difference>) {
    let prefixes: HashMap<&str, &str> = report.files.iter().filter_map(|f| Some((&*f.path, f.sha256.get(..16)?))).collect();
    for line in &report.lines {
        let cell = line.source.cells.get(Field::Amount).unwrap_or(CellRef {
            row: line.source.row.saturating_sub(1),
            col: 0,
        });
        let prefix = prefixes.get(&*line.source.file).copied().unwrap_or_default();
        let own = line.id.strip_prefix(prefix).filter(|_| !prefix.is_empty());
        let own = own.and_then(|rest| rest.strip_prefix('-')?.split_once('-'));
        if own.is_none_or(|(_, named)| named != cell.label()) {
            differences.push(Difference {
                kind: DifferenceKind::Line,
                place: line.source.to_string(),
                stated: line.id.clone(),
                found: format!("{prefix}-…-{cell}"),
                touches: touches(&report.path, report.run.period, line),
            });
        }
    }
}

/// The figures that a line is part of.
fn touches(path: &str, period: crate::model::dates::Month, line: &Line) -> Vec<String> {
    let scopes = [("month", line.period == period), ("ytd", line.period.in_year_to_date(period))];
    let in_base = (line.base != BaseStanding::Out).then_some("base");
    let counts = line.requirements.iter().filter(|(_, s)| *s != Standing::NotCounted);
    let parts: Vec<&str> = in_base.into_iter().chain(counts.map(|(id, _)| &**id)).collect();
    let held = scopes.into_iter().filter(|(_, holds)| *holds);
    held.flat_map(|(scope, _)| parts.iter().map(move |part| format!("{path} › {scope}.{part}")))
        .collect()
}

/// The differences of lines with what each touches, for which the reports are read once more.
fn with_touches(out: &Path, summary: &RegionSummary, mut of_lines: Vec<(u32, u32, Difference)>) -> Vec<Difference> {
    of_lines.sort();
    let mut known: Option<(u32, Option<UnitReport>)> = None;
    let mut all = Vec::with_capacity(of_lines.len());
    for (unit, line, mut difference) in of_lines {
        if known.as_ref().is_none_or(|(of, _)| *of != unit) {
            let stated = usize::try_from(unit).ok().and_then(|i| summary.units.get(i));
            known = Some((unit, stated.and_then(|s| published::unit_report(out, s).ok())));
        }
        let report = known.as_ref().and_then(|(_, report)| report.as_ref());
        if let Some((report, line)) = report.and_then(|r| Some((r, r.lines.get(usize::try_from(line).ok()?)?))) {
            difference.touches = touches(&report.path, report.run.period, line);
        }
        all.push(difference);
    }
    all
}
