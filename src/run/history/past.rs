//! Earlier runs as `--history` names them: a folder of published folders, or of `summary.json` files under any name. Of each month one is taken; two that
//! differ are refused, for nobody can tell which was the last word. Months from the run's own on are passed over.

use std::{
    collections::{BTreeMap, HashMap},
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::{
    model::{Answer, Followed, Month, Point, SUMMARY_SCHEMA, State, UNIT_SCHEMA, UnitSummary},
    report::published::parse,
    run::history::{
        points::{detail, dispute_key, of_decision, of_waiver},
        stored::{Report, Summary, Unit},
    },
    text::Fault,
};

/// All earlier runs, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Past {
    pub runs: Vec<PastRun>,
    /// Points by [`unit_key`].
    pub points: HashMap<String, PastPoints>,
}

/// One earlier run.
#[derive(Debug)]
pub(crate) struct PastRun {
    pub period: Month,
    /// The units' own reports are there.
    pub has_points: bool,
    pub region: Option<Point>,
    /// By [`unit_key`].
    pub units: HashMap<String, Point>,
}

/// What earlier runs said of one unit's points, by key.
#[derive(Debug, Default)]
pub(crate) struct PastPoints {
    pub unit: Arc<str>,
    pub county: Option<Arc<str>>,
    pub findings: BTreeMap<String, PastPoint>,
    pub disputes: BTreeMap<String, PastPoint>,
}

/// A point of earlier runs, as the last of them had it.
#[derive(Debug, Clone)]
pub(crate) struct PastPoint {
    pub point: Followed,
    /// What was said of it last says that it is put right.
    rectified: bool,
}

/// By what a unit is known again: its code, else its folder, which holds county and name.
pub(crate) fn unit_key(code: Option<&str>, path: &str) -> String {
    code.filter(|code| !code.is_empty())
        .map_or_else(|| path.to_owned(), |code| format!("#{code}"))
}

/// A summary found, with its folder where it is a published one.
struct Found {
    path: PathBuf,
    out: Option<PathBuf>,
    summary: Summary,
}

impl Past {
    /// Reads all of them that lie before `period`.
    ///
    /// # Errors
    /// There is none, one cannot be read, or two of one month differ.
    pub fn read(folder: &Path, period: Month) -> Result<Self, Fault> {
        // Of all months these are hundreds of megabytes: none is kept.
        let read = |bytes: &mut Vec<u8>, (path, out): (PathBuf, Option<PathBuf>)| {
            bytes.clear();
            let read = File::open(&path).and_then(|mut file| file.read_to_end(bytes));
            read.map_err(Fault::given(&path))?;
            let summary: Summary = parse(bytes, &path, SUMMARY_SCHEMA)?;
            Ok(Found { path, out, summary })
        };
        let read: Vec<Result<Found, Fault>> = candidates(folder)?.into_par_iter().map_init(Vec::new, read).collect();
        let mut found: Vec<Found> = Vec::new();
        for one in read {
            let Found { path, out, summary } = one?;
            if summary.schema != SUMMARY_SCHEMA {
                return Err(Fault::usage("history.not_a_summary").at(&path));
            }
            if summary.run.period >= period {
                continue;
            }
            // Of two equal ones that with its reports says more.
            match found.iter_mut().find(|other| other.summary.run.period == summary.run.period) {
                None => found.push(Found { path, out, summary }),
                Some(other) if is_same(&other.path, &path) => other.out = other.out.take().or(out),
                Some(other) => {
                    let wrong = Fault::usage("history.two_of_one_month").with("period", summary.run.period);
                    return Err(wrong.with("first", other.path.display()).with("second", path.display()));
                }
            }
        }
        if found.is_empty() {
            return Err(Fault::usage("history.empty").at(folder).with("period", period));
        }
        found.sort_by_key(|one| one.summary.run.period);
        let mut past = Self::default();
        for one in found {
            past.add(one)?;
        }
        Ok(past)
    }

    fn add(&mut self, Found { out, summary, .. }: Found) -> Result<(), Fault> {
        let Summary { run, units, groups, .. } = summary;
        let has_points = out
            .as_deref()
            .is_some_and(|out| units.iter().any(|u| out.join(&u.path).join("report.json").is_file()));
        if let Some(out) = out.filter(|_| has_points) {
            // Each report is forgotten but for its points.
            let read = |unit: &Unit| -> Result<PastPoints, Fault> {
                let path = out.join(&unit.path).join("report.json");
                let bytes = fs::read(&path).map_err(Fault::given(&path))?;
                let report: Report<'_> = parse(&bytes, &path, UNIT_SCHEMA)?;
                let mut points = PastPoints::default();
                points.add(&unit.unit, report, run.period);
                Ok(points)
            };
            let read: Vec<PastPoints> = units.par_iter().map(read).collect::<Result<_, _>>()?;
            for (unit, read) in units.iter().zip(read) {
                let key = unit_key(unit.code.as_deref(), &unit.path);
                let points = self.points.entry(key).or_default();
                (points.unit, points.county) = (unit.unit.clone(), unit.county.clone());
                read.findings.into_values().for_each(|found| merge(&mut points.findings, found));
                read.disputes.into_values().for_each(|found| merge(&mut points.disputes, found));
            }
        }
        let region = groups.into_iter().find(|g| g.by == "region").map(|g| run.point(g.ytd, None));
        let of_unit = |unit: Unit| {
            (
                unit_key(unit.code.as_deref(), &unit.path),
                run.point(unit.scopes.ytd, Some(unit.verdict)),
            )
        };
        let units = units.into_iter().map(of_unit).collect();
        self.runs.push(PastRun {
            period: run.period,
            has_points,
            region,
            units,
        });
        Ok(())
    }

    /// The last earlier month whose points are known.
    pub fn last(&self) -> Option<Month> {
        self.runs.iter().rev().find(|run| run.has_points).map(|run| run.period)
    }

    /// Points of units that this run does not have.
    pub fn of_absent_units(&self, units: &[UnitSummary], period: Month) -> (Vec<Followed>, Vec<Followed>) {
        let here: std::collections::HashSet<String> = units.iter().map(|u| unit_key(u.code.as_deref(), &u.path)).collect();
        let (mut findings, mut disputes) = (Vec::new(), Vec::new());
        for (_, points) in self.points.iter().filter(|(key, _)| !here.contains(*key)) {
            let absent = |point: &PastPoint| points.no_more(point, None, (self.last(), period));
            findings.extend(points.findings.values().filter_map(absent));
            disputes.extend(points.disputes.values().filter_map(absent));
        }
        (findings, disputes)
    }
}

impl PastPoints {
    fn add(&mut self, unit: &str, report: Report<'_>, period: Month) {
        for finding in report.findings {
            let rectified = finding.waived.as_ref().is_some_and(|waived| waived.rectified);
            let point = Followed {
                title: finding.title,
                about: vec![finding.check],
                detail: finding.detail,
                amount_fen: finding.amount_fen,
                answer: finding.waived.map(of_waiver),
                ..blank(finding.key, period)
            };
            merge(&mut self.findings, PastPoint { point, rectified });
        }
        let mut seen = HashMap::new();
        for line in report.lines.iter().filter(|line| line.is_point()) {
            let texts = line.texts();
            let key = dispute_key(unit, line.period, texts, line.amount_fen, &mut seen);
            let point = Followed {
                title: texts[1].unwrap_or_default().to_owned(),
                about: line.reasons.clone(),
                detail: detail(texts),
                amount_fen: line.amount_fen,
                answer: line.decision.clone().map(of_decision),
                ..blank(key, period)
            };
            merge(&mut self.disputes, PastPoint { point, rectified: false });
        }
    }

    /// A point that this run does not have any more: of the run before, or of an earlier year and never settled. `given`: what the decisions of this run say.
    pub fn no_more(&self, past: &PastPoint, given: Option<(Answer, bool)>, (last, period): (Option<Month>, Month)) -> Option<Followed> {
        let point = &past.point;
        let answer = given.or_else(|| Some((point.answer.clone()?, past.rectified)));
        let state = match &answer {
            Some((_, true)) => State::Rectified,
            // Settled, and now it is gone: there is nothing to tell.
            Some(_) => return None,
            None if point.last.year() < period.year() => State::LeftOver,
            None if Some(point.last) == last => State::Gone,
            None => return None,
        };
        Some(Followed {
            unit: self.unit.clone(),
            county: self.county.clone(),
            state,
            answer: answer.map(|(answer, _)| answer),
            ..point.clone()
        })
    }
}

/// A point of a run of which all else is still to be said.
pub(super) fn blank(key: String, period: Month) -> Followed {
    Followed {
        unit: Arc::default(),
        county: None,
        path: None,
        state: State::New,
        key,
        title: String::new(),
        about: Vec::new(),
        detail: String::new(),
        amount_fen: None,
        first: period,
        last: period,
        months_open: None,
        answer: None,
    }
}

fn merge(into: &mut BTreeMap<String, PastPoint>, mut found: PastPoint) {
    if let Some(before) = into.get(&found.point.key) {
        found.point.first = before.point.first;
    }
    into.insert(found.point.key.clone(), found);
}

fn is_same(one: &Path, other: &Path) -> bool {
    fs::read(one).is_ok_and(|one| fs::read(other).is_ok_and(|other| one == other))
}

/// Every summary of the folder, in the order of names, with its published folder; what lies inside a published folder is its own.
fn candidates(folder: &Path) -> Result<Vec<(PathBuf, Option<PathBuf>)>, Fault> {
    let mut found = Vec::new();
    let mut walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = entry.map_err(|e| Fault::given(folder)(e.into()))?;
        let path = entry.path();
        let is_hidden = entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
        if entry.file_type().is_dir() {
            if is_hidden {
                walk.skip_current_dir();
            } else if path.join("run.json").is_file() && path.join("summary.json").is_file() {
                found.push((path.join("summary.json"), Some(path.to_owned())));
                walk.skip_current_dir();
            }
        } else if !is_hidden && path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json")) {
            found.push((path.to_owned(), None));
        }
    }
    Ok(found)
}
