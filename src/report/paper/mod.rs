//! The bureau's own paper: a .docx with placeholders (`{{单位名称}}`, `{{#疑点}}…{{/疑点}}`), filled in for each unit and the region.
//!
//! In: templates of `--templates DIR` and finished reports. Out: the same documents with values in their places; every byte of a part that is no
//! placeholder or section stays, and a part without any is copied as it is packed.

mod fill;
pub mod kind;
mod layout;
mod marks;
pub(crate) mod merged;
pub mod names;
pub(crate) mod own;
mod package;
mod pairing;
mod part;
mod plan;
mod values;

use std::{collections::HashSet, fs, path::Path};

use crate::{
    formats::Unreadable,
    model::{RegionSummary, UnitReport, Verdict},
    report::{
        letterhead::Letterhead,
        paper::{
            kind::{Asks, Kind, asked_of, has_matter},
            names::{Names, Scope},
            package::Package,
            pairing::Place,
            part::{Broken, Part},
            plan::Piece,
        },
    },
    text::{Catalog, Fault, Lang, UniqueNames},
};

/// Documents that other programs make, or older ones: they have to be saved as .docx.
const OTHERS: [&str; 9] = ["doc", "dot", "docm", "dotx", "dotm", "wps", "wpt", "rtf", "odt"];

/// A template, ready to be filled in.
#[derive(Debug)]
pub struct Paper {
    /// Its file.
    pub path: std::path::PathBuf,
    /// What its papers are called: `取证单.docx`.
    pub name: String,
    /// What it is for.
    pub kind: Kind,
    package: Package,
    /// Entries of a list that it writes.
    longest: usize,
    /// Parts with placeholders, by their entry.
    parts: Vec<(usize, Part, Vec<Piece>)>,
}

/// The templates of a run.
#[derive(Debug, Default)]
pub struct Papers(Vec<Paper>);

/// Entries of a list that the program's own papers write; of the bureau's each may go to the unit by itself.
const OWN_LONGEST: usize = 50;
const LONGEST: usize = 1000;

impl Papers {
    /// Those of the program.
    ///
    /// # Errors
    /// One of them does not hold.
    pub(crate) fn own(lang: Lang) -> Result<Self, Fault> {
        let (names, mut papers, mut faults) = (Names::read()?, Vec::new(), Vec::new());
        for (name, bytes) in own::papers(lang)? {
            if let Some(kind @ (Kind::Notice(_) | Kind::Bulletin)) = Kind::of_name(name) {
                let paper = Paper::read(bytes, (name, name.to_owned()), kind, &names, &mut faults);
                papers.extend(paper.map(|paper| Paper {
                    longest: OWN_LONGEST,
                    ..paper
                }));
            }
        }
        if faults.is_empty() {
            Ok(Self(papers))
        } else {
            Err(Fault::stopped("paper.unsound").each(faults))
        }
    }

    /// Those of a folder, in the order of their names.
    ///
    /// # Errors
    /// All that is wrong with any of them: a name that tells no kind, a file that is no .docx, a placeholder that there is not.
    pub fn load(dir: &Path) -> Result<Self, Fault> {
        let names = Names::read()?;
        let mut files: Vec<String> = Vec::new();
        for entry in fs::read_dir(dir).map_err(Fault::given(dir))? {
            files.push(entry.map_err(Fault::given(dir))?.file_name().to_string_lossy().into_owned());
        }
        files.sort();
        let (mut papers, mut faults, mut taken) = (Vec::new(), Vec::new(), UniqueNames::default());
        // Lock files of Word and dot files are nobody's templates.
        for file in files.iter().filter(|f| !f.starts_with("~$") && !f.starts_with('.')) {
            let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
            let extension = extension.to_lowercase();
            if OTHERS.contains(&extension.as_str()) {
                faults.push(Fault::usage("paper.not_docx").with("path", file));
            } else if extension == "docx" {
                match Kind::of_name(stem) {
                    None => faults.push(Fault::usage("paper.no_kind").with("path", file).with("words", Kind::words())),
                    Some(kind) => {
                        let name = format!("{}.docx", taken.unique(stem));
                        papers.extend(Paper::load(&dir.join(file), (file, name), kind, &names, &mut faults)?);
                    }
                }
            }
        }
        if faults.is_empty() {
            Ok(Self(papers))
        } else {
            Err(Fault::usage("paper.unsound").at(dir).each(faults))
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Paper> {
        self.0.iter()
    }

    /// Those that a unit gets.
    pub fn of_unit(&self, report: &UnitReport) -> impl Iterator<Item = &Paper> {
        let (wanted, matter) = (self.wanted(report), has_matter(report));
        self.0.iter().filter(move |p| match p.kind {
            Kind::Evidence => matter,
            Kind::WorkingPaper => true,
            // Nothing is asked of an exempt unit.
            Kind::Notice(_) => p.kind == wanted && report.verdict != Verdict::Exempt,
            Kind::Bulletin => false,
        })
    }

    /// The notices that are for what a unit's report asks of it.
    pub(crate) fn notices(&self, report: &UnitReport) -> impl Iterator<Item = &Paper> {
        let wanted = self.wanted(report);
        self.0.iter().filter(move |p| p.kind == wanted)
    }

    fn wanted(&self, report: &UnitReport) -> Kind {
        let asked = Kind::Notice(asked_of(report));
        let own = self.0.iter().any(|p| p.kind == asked);
        if own { asked } else { Kind::Notice(Asks::Anything) }
    }

    /// Those of the region.
    pub fn of_region(&self) -> impl Iterator<Item = &Paper> {
        self.0.iter().filter(|p| p.kind == Kind::Bulletin)
    }
}

impl Paper {
    /// Reads a template; `faults` gets what is wrong with it.
    fn load(path: &Path, (file, name): (&str, String), kind: Kind, names: &Names, faults: &mut Vec<Fault>) -> Result<Option<Self>, Fault> {
        let bytes = fs::read(path).map_err(Fault::given(path))?;
        Ok(Self::read(bytes, (file, name), kind, names, faults).map(|paper| Self {
            path: path.to_owned(),
            ..paper
        }))
    }

    fn read(bytes: Vec<u8>, (file, name): (&str, String), kind: Kind, names: &Names, faults: &mut Vec<Fault>) -> Option<Self> {
        let unreadable = |why: Unreadable| Fault::usage("paper.unreadable").with("path", file).because(why);
        let mut package = Package::open(bytes, |root| names.parts.contains_key(root))
            .map_err(|why| faults.push(unreadable(why)))
            .ok()?;
        let texts = std::mem::take(&mut package.texts);
        if texts.is_empty() {
            faults.push(Fault::usage("paper.no_text").with("path", file));
            return None;
        }
        let scope = Scope::new(if kind == Kind::Bulletin { &names.region } else { &names.unit });
        let (mut parts, mut told) = (Vec::new(), Vec::new());
        for text in texts {
            let root = part::root(&text.xml).unwrap_or_default();
            let title = names.parts.get(&root).map_or("", String::as_str);
            match Part::read(text.xml) {
                Ok(part) => {
                    let pieces = plan::plan(&part, &scope, Place { file, part: title }, &mut told);
                    if !pieces.is_empty() {
                        parts.push((text.index, part, pieces));
                    }
                }
                Err(broken) => told.push(match broken {
                    Broken::Declares => Fault::usage("paper.declares").with("path", file),
                    Broken::TooDeep => Fault::usage("paper.nested").with("path", file),
                    Broken::Xml(why) => unreadable(Unreadable::Damaged(why)),
                }),
            }
        }
        if told.is_empty() && parts.is_empty() {
            told.push(Fault::usage("paper.no_placeholder").with("path", file));
        }
        // A text box is written twice, for new programs and old ones.
        let mut said = HashSet::new();
        told.retain(|fault| said.insert(fault.identity()));
        let sound = told.is_empty();
        faults.extend(told);
        sound.then(|| Self {
            path: std::path::PathBuf::new(),
            name,
            kind,
            package,
            longest: LONGEST,
            parts,
        })
    }

    /// Its template's bytes.
    pub fn template(&self) -> &[u8] {
        &self.package.bytes
    }

    /// The paper of a unit.
    ///
    /// # Errors
    /// It grows beyond all bounds, or cannot be packed.
    pub fn unit(&self, report: &UnitReport, letterhead: &Letterhead, catalog: &Catalog) -> Result<Vec<u8>, Fault> {
        self.fill(&values::unit::values(report, letterhead, catalog), catalog)
    }

    /// The region's.
    ///
    /// # Errors
    /// As [`Self::unit`].
    pub fn region(&self, summary: &RegionSummary, letterhead: &Letterhead, catalog: &Catalog) -> Result<Vec<u8>, Fault> {
        self.fill(&values::region::values(summary, letterhead, catalog), catalog)
    }

    fn fill(&self, values: &values::Record, catalog: &Catalog) -> Result<Vec<u8>, Fault> {
        let more = |count: usize| catalog.say("paper.more", &[("count", &count.to_string())]);
        let filled: Result<Vec<_>, Fault> = self
            .parts
            .iter()
            .map(|(index, part, pieces)| Ok((*index, fill::fill(part, pieces, values, (self.longest, &more))?)))
            .collect();
        self.package.with(&filled?)
    }
}
