//! `bangfu handout OUT -o DIR`: what leaves the house. One archive a county with the files of its units and an index, all notices in one document for
//! the printer, the fields of a mail merge, the purchase plans.
//!
//! Everything is made from a published OUT, whose files must be as its run wrote them.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs::{self, File},
    io::{self, BufWriter, Seek, Write},
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::{
    model::{
        dates::Month,
        region_summary::RegionSummary,
        results::{PurchasePlan, Verdict},
        unit::Contact,
        unit_report::{UnitReport, UnitSummary},
    },
    publish::manifest::{FILE_NAME, Manifest},
    report::{
        docx::{
            merged::{NoticeBody, merge},
            notice_parts,
        },
        one_cause::OneCause,
        render::{Beside, Format, Rendering, write_unit},
        tables::handout::{HandedRun, HandedUnit},
        templates::Templates,
        words, xlsx,
    },
    text::{
        catalog::{Catalog, Lang},
        fault::{Fault, Foreign},
        file_names::safe_name,
        hex::hex,
    },
    units::registry::{RegisteredUnit, Registry},
};

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
    bytes: [Vec<u8>; 3],
    body: Option<NoticeBody>,
}

/// The language that the reports of OUT are in.
///
/// # Errors
/// OUT is none.
pub(crate) fn language(out: &Path) -> Result<Lang, Fault> {
    Ok(manifest(out)?.lang())
}

fn manifest(out: &Path) -> Result<Manifest, Fault> {
    let path = out.join(FILE_NAME);
    Manifest::read(&path).map_err(|e| Fault::usage("published.read").at(&path).because(e))
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
    let (mut handed, mut bodies, mut made) = (Vec::new(), Vec::new(), Made::default());
    let (mut first, mut taken) = (None, BTreeSet::new());
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
            for Ready { unit, bytes, body } in ready {
                for (file, bytes) in unit.files.iter().zip(&bytes).filter(|(file, _)| !file.is_empty()) {
                    zip.add(file, bytes)?;
                }
                bodies.extend(body);
                handed.push(unit);
            }
        }
        if first.is_none()
            && let Some(unit) = units.iter().find(|u| u.verdict != Verdict::Exempt)
        {
            first = Some(notice_parts(&source.report(unit)?, of.catalog, of.templates)?);
        }
        let index = xlsx::handout::index(&run, &name, &handed[start..])?;
        zip.add(&of.catalog.say("handout.file.index", &[("county", &name)]), &index)?;
        zip.finish()?;
        made.archives += 1;
    }
    made.units = handed.len();
    made.notices = bodies.len();
    made.plans = handed.iter().filter(|u| u.plan.is_some()).count();
    if let Some(first) = first {
        of.write("handout.file.notices", &merge(first, bodies.into_iter())?)?;
    }
    of.write("handout.file.merge", &xlsx::handout::mail_merge(&run, &handed)?)?;
    of.write("handout.file.plans", &xlsx::handout::plans(&run, &handed)?)?;
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
        // Nothing is asked of an exempt unit, and nobody writes to it.
        let written_to = unit.verdict != Verdict::Exempt;
        let (notice, body) = if written_to {
            let body = NoticeBody::of(notice_parts(&report, catalog, self.templates)?)?;
            (made(Format::Docx)?, Some(body))
        } else {
            (Vec::new(), None)
        };
        let bytes = [notice, paper, made(Format::Html)?];
        let folder = unit.path.rsplit('/').next().unwrap_or(&unit.path);
        let span = words::span(report.run.period, catalog);
        let named = |key: &str| {
            let name = catalog.say(&format!("handout.file.{key}"), &[("unit", folder), ("span", &span)]);
            format!("{folder}/{name}")
        };
        let files = [
            if written_to { named("notice") } else { String::new() },
            named("paper"),
            named("page"),
        ];
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
                files,
                archive: archive.to_owned(),
            },
            bytes,
            body,
        })
    }

    fn write(&self, key: &str, bytes: &[u8]) -> Result<(), Fault> {
        let name = self.catalog.get(key);
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

/// A published OUT whose files are those of its run.
struct Source<'a> {
    out: &'a Path,
    /// SHA-256 by path below OUT.
    hashes: HashMap<String, String>,
}

impl<'a> Source<'a> {
    fn open(out: &'a Path) -> Result<Self, Fault> {
        let manifest = manifest(out)?;
        if !manifest.has_json() {
            return Err(Fault::usage("handout.no_json").at(out));
        }
        let hashes = manifest.outputs.into_iter().map(|o| (o.path, o.sha256)).collect();
        Ok(Self { out, hashes })
    }

    /// A file that the run wrote, as it wrote it; `None` where it wrote none of that name.
    fn file(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some(hash) = self.hashes.get(name) else { return Ok(None) };
        let path = self.out.join(name);
        // A manifest may have been edited: it must not make us read elsewhere.
        if !Path::new(name).components().all(|c| matches!(c, Component::Normal(_))) {
            return Err(Fault::usage("handout.changed").at(&path));
        }
        let bytes = fs::read(&path).map_err(|e| Fault::usage("published.read").at(&path).because(e))?;
        if hex(&Sha256::digest(&bytes)) == *hash {
            Ok(Some(bytes))
        } else {
            Err(Fault::usage("handout.changed").at(&path))
        }
    }

    fn json<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T, Fault> {
        let path = self.out.join(name);
        let bytes = self.file(name)?.ok_or_else(|| Fault::usage("handout.changed").at(&path))?;
        serde_json::from_slice(&bytes).map_err(|e| {
            Fault::usage("published.parse")
                .at(&path)
                .with("schema", name)
                .because(Foreign::of(e))
        })
    }

    fn report(&self, unit: &UnitSummary) -> Result<UnitReport, Fault> {
        self.json(&format!("{}/{}", unit.path, Format::Json.unit_file()))
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

/// A zip whose bytes depend on its files alone.
struct Archive<W: Write + Seek> {
    zip: ZipWriter<W>,
    path: PathBuf,
    options: SimpleFileOptions,
}

impl<W: Write + Seek> Archive<W> {
    fn new(to: W, path: PathBuf, period: Month) -> Result<Self, Fault> {
        let day = period.last_day();
        let parts = (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day()));
        let (Ok(year), Ok(month), Ok(day)) = parts else {
            return Err(Fault::stopped("file.write").at(&path));
        };
        let moment = DateTime::from_date_and_time(year, month, day, 0, 0, 0).unwrap_or_default();
        let options = SimpleFileOptions::default()
            .last_modified_time(moment)
            .compression_method(CompressionMethod::Deflated);
        Ok(Self {
            zip: ZipWriter::new(to),
            path,
            options,
        })
    }

    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        // Office files are zips already; packing them once more costs time alone.
        let packed = !name.ends_with(".html");
        let method = if packed {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let started = self
            .zip
            .start_file(name, self.options.compression_method(method))
            .map_err(io::Error::other);
        started
            .and_then(|()| self.zip.write_all(bytes))
            .map_err(Fault::io("file.write", &self.path))
    }

    fn finish(self) -> Result<(), Fault> {
        let done = self.zip.finish().map_err(io::Error::other).and_then(|mut to| to.flush());
        done.map_err(Fault::io("file.write", &self.path))
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
    let absolute = |path: &Path| {
        path.canonicalize()
            .or_else(|_| std::path::absolute(path))
            .unwrap_or_else(|_| path.to_owned())
    };
    if absolute(to).starts_with(absolute(out)) {
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
