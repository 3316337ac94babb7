//! `bangfu handout OUT -o DIR`: what leaves the house. One archive a county with the files of its units and an index, all notices in one document for
//! the printer, the fields of a mail merge, the purchase plans.
//!
//! Everything is made from a published OUT, whose files must be as its run wrote them.

mod archive;
mod source;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs::{self, File},
    io::{BufWriter, Write as _},
    path::Path,
    sync::Arc,
};

use rayon::prelude::*;

pub(crate) use crate::after::handout::source::language;
use crate::{
    after::handout::{archive::Archive, source::Source},
    inbox::outputs::real,
    model::{Contact, PurchasePlan, RegionSummary, UnitSummary, Verdict},
    report::{
        one_cause::OneCause,
        paper::merged::{Body, merge},
        render::{Beside, Format, Rendering, write_unit},
        tables::handout::{HandedRun, HandedUnit},
        templates::Templates,
        words, xlsx,
    },
    text::{Catalog, Fault, safe_name},
    units::registry::{RegisteredUnit, Registry},
};

/// What the name of the bureau's own notice holds (docs/zh/paper.md).
const OWN_NOTICE: &str = "通知";
/// Units whose files are in memory at once.
const PIECE: usize = 32;

/// What is handed out, and where to.
pub(crate) struct Handout<'a> {
    pub out: &'a Path,
    pub to: &'a Path,
    pub registry: Option<&'a Registry>,
    pub templates: &'a Templates,
    pub catalog: &'a Catalog,
    /// Files of the same names may be replaced.
    pub force: bool,
}

/// What was made.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Made {
    pub archives: usize,
    pub units: usize,
    pub notices: usize,
    pub plans: usize,
}

/// A unit's files, ready to be put away.
struct Ready {
    unit: HandedUnit,
    /// By name within the archive.
    files: Vec<(String, Vec<u8>)>,
    /// Its notices, each by the template that it was made from: empty for the program's own.
    notices: Vec<(String, Vec<u8>)>,
}

/// Notices of one template, on their way into one document.
struct Binder {
    first: Vec<u8>,
    bodies: Vec<Body>,
}

/// Makes everything.
///
/// # Errors
/// OUT holds no data or is not as its run wrote it; the folder holds something, or lies inside OUT; a file cannot be written.
pub(crate) fn handout(of: &Handout<'_>) -> Result<Made, Fault> {
    let source = Source::open(of.out)?;
    ensure_outside(of.out, of.to)?;
    let summary: RegionSummary = source.json("summary.json")?;
    prepare(of)?;
    let run = HandedRun {
        run: &summary.run,
        policy: &summary.policy,
        catalog: of.catalog,
    };
    let contacts = Contacts::new(of.registry);
    let (mut handed, mut made) = (Vec::new(), Made::default());
    let (mut binders, mut taken) = (BTreeMap::<String, Binder>::new(), BTreeSet::new());
    for (county, units) in by_county(&summary) {
        let name = county.map_or_else(|| of.catalog.get("handout.no_county").to_owned(), str::to_owned);
        let archive = archive_name(&name, &mut taken);
        let start = handed.len();
        let path = of.to.join(&archive);
        let mut zip = Archive::new(of.create(&archive)?, path, summary.run.period)?;
        for piece in units.chunks(PIECE) {
            let ready: Vec<Ready> = piece
                .par_iter()
                .map(|unit| of.ready(unit, &source, &contacts, &archive))
                .collect::<Result<_, Fault>>()?;
            for Ready { unit, files, notices } in ready {
                for (file, bytes) in &files {
                    zip.add(file, bytes)?;
                }
                for (template, notice) in notices {
                    let body = Body::of(&notice)?;
                    made.notices += 1;
                    let new = || Binder {
                        first: notice,
                        bodies: Vec::new(),
                    };
                    binders.entry(template).or_insert_with(new).bodies.push(body);
                }
                handed.push(unit);
            }
        }
        let index = xlsx::handout::index(&run, &name, &handed[start..])?;
        zip.add(&of.catalog.say("handout.file.index", &[("county", &name)]), &index)?;
        zip.finish()?;
        made.archives += 1;
    }
    made.units = handed.len();
    made.plans = handed.iter().filter(|u| u.plan.is_some()).count();
    for (template, Binder { first, bodies }) in binders {
        let name = if template.is_empty() {
            of.catalog.get("handout.file.notices").to_owned()
        } else {
            of.catalog.say("handout.file.own_notices", &[("name", &template)])
        };
        of.write(&name, &merge(&first, bodies)?)?;
    }
    of.write(of.catalog.get("handout.file.merge"), &xlsx::handout::mail_merge(&run, &handed)?)?;
    of.write(of.catalog.get("handout.file.plans"), &xlsx::handout::plans(&run, &handed)?)?;
    Ok(made)
}

impl Handout<'_> {
    /// A unit's files, made or taken from OUT.
    fn ready(&self, unit: &UnitSummary, source: &Source<'_>, contacts: &Contacts<'_>, archive: &str) -> Result<Ready, Fault> {
        let catalog = self.catalog;
        let report = source.report(unit)?;
        let with = Rendering {
            catalog,
            templates: self.templates,
            // What its page links to is called otherwise here.
            beside: Beside::default(),
        };
        let made = |format: Format| -> Result<Vec<u8>, Fault> {
            let mut bytes = Vec::new();
            write_unit(&report, format, with, &mut bytes)?;
            Ok(bytes)
        };
        let paper = match source.file(&format!("{}/{}", unit.path, Format::Xlsx.unit_file()))? {
            Some(bytes) => bytes,
            None => made(Format::Xlsx)?,
        };
        let folder = unit.path.rsplit('/').next().unwrap_or(&unit.path);
        let span = words::span(report.run.period, catalog);
        let within = |name: &str| format!("{folder}/{folder} {span}{name}");
        let named = |key: &str| within(catalog.get(&format!("handout.file.{key}")));
        let (mut files, mut notices) = (Vec::new(), Vec::new());
        let (mut notice, mut papers) = (String::new(), Vec::new());
        for name in source.papers(unit) {
            let bytes = source.file(&format!("{}/{name}", unit.path))?.unwrap_or_default();
            // The bureau's own notice stands in for the program's.
            if name.contains(OWN_NOTICE) {
                notice = within(name);
                notices.push((name.trim_end_matches(".docx").to_owned(), bytes.clone()));
            } else {
                papers.push(within(name));
            }
            files.push((within(name), bytes));
        }
        // Nothing is asked of an exempt unit, and nobody writes to it.
        if notice.is_empty() && unit.verdict != Verdict::Exempt {
            let bytes = made(Format::Docx)?;
            notice = named("notice");
            files.push((notice.clone(), bytes.clone()));
            notices.push((String::new(), bytes));
        }
        let [paper_name, page_name] = [named("paper"), named("page")];
        files.extend([(paper_name.clone(), paper), (page_name.clone(), made(Format::Html)?)]);
        let registered = contacts.of(unit);
        let sends_back = OneCause::of(&report).is_some_and(|cause| cause.sends_back());
        let plan: Option<PurchasePlan> = report.purchase_plan.filter(|_| !sends_back);
        Ok(Ready {
            unit: HandedUnit {
                summary: unit.clone(),
                contact: registered.map_or_else(Contact::default, |r| r.contact.clone()),
                parent: registered.and_then(|r| r.parent.clone()),
                plan,
                sends_back,
                files: [notice, paper_name, page_name],
                papers,
                archive: archive.to_owned(),
            },
            files,
            notices,
        })
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        let mut file = self.create(name)?;
        let path = self.to.join(name);
        file.write_all(bytes)
            .and_then(|()| file.flush())
            .map_err(Fault::io("file.write", &path))
    }

    fn create(&self, name: &str) -> Result<BufWriter<File>, Fault> {
        let path = self.to.join(name);
        File::create(&path).map(BufWriter::new).map_err(Fault::io("file.write", &path))
    }
}

/// The registry's units by name and county.
struct Contacts<'a>(HashMap<(Option<&'a str>, &'a str), &'a RegisteredUnit>);

impl<'a> Contacts<'a> {
    fn new(registry: Option<&'a Registry>) -> Self {
        let units = registry.iter().flat_map(|r| &r.units);
        Self(units.map(|u| ((u.county.as_deref(), &*u.name), u)).collect())
    }

    fn of(&self, unit: &UnitSummary) -> Option<&'a RegisteredUnit> {
        self.0.get(&(unit.county.as_deref(), &*unit.unit)).copied()
    }
}

/// A name of its own for the archive of each county: two may be one once they are safe.
fn archive_name(county: &str, taken: &mut BTreeSet<String>) -> String {
    let safe = safe_name(county);
    let numbered = (2..).map(|n| format!("{safe}~{n}"));
    let free = std::iter::once(safe.clone())
        .chain(numbered)
        .find(|name| taken.insert(name.to_lowercase()));
    format!("{}.zip", free.unwrap_or(safe))
}

/// The units of each county, in the order of the summary's counties; without a county last.
fn by_county(summary: &RegionSummary) -> Vec<(Option<&str>, Vec<&UnitSummary>)> {
    let mut units: BTreeMap<Option<Arc<str>>, Vec<&UnitSummary>> = BTreeMap::new();
    for unit in &summary.units {
        units.entry(unit.county.clone()).or_default().push(unit);
    }
    let counties = summary.groups.iter().filter(|g| g.by == "county");
    counties.filter_map(|g| Some((g.name.as_deref(), units.remove(&g.name)?))).collect()
}

/// OUT is replaced as a whole by the next run: what is handed out must not lie in it.
fn ensure_outside(out: &Path, to: &Path) -> Result<(), Fault> {
    let inside = real(to).zip(real(out)).is_some_and(|(to, out)| to.starts_with(out));
    if inside {
        return Err(Fault::usage("handout.inside").at(to));
    }
    Ok(())
}

/// The folder: new or empty, where it may not be replaced.
fn prepare(of: &Handout<'_>) -> Result<(), Fault> {
    fs::create_dir_all(of.to).map_err(Fault::io("file.write", of.to))?;
    let mut entries = fs::read_dir(of.to).map_err(Fault::io("file.use", of.to))?;
    if !of.force && entries.next().is_some() {
        return Err(Fault::usage("handout.not_empty").at(of.to));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_archive_takes_the_place_of_another() {
        let mut taken = BTreeSet::new();
        let names = ["a/b", "A:B", "夏县"].map(|county| archive_name(county, &mut taken));
        assert_eq!(names, ["a_b.zip", "A_B~2.zip", "夏县.zip"]);
    }
}
