//! Where a run writes: OUT, the ledger's folder, and the work folder of each. They are replaced as a whole and hold reports, so no input may lie in them,
//! and nothing in them is ever read as a ledger, not even where they lie inside an inbox.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use crate::{
    inbox::outputs::{Outputs, Skip},
    publish::manifest::{self, has_manifest},
    text::fault::Fault,
};

/// The paths of one run, by their real paths. They need not exist yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReservedPaths {
    out: Option<PathBuf>,
    work: Option<PathBuf>,
    ledger: Option<PathBuf>,
    ledger_work: Option<PathBuf>,
}

impl ReservedPaths {
    /// The places of a run that writes `out` and, where given, `ledger`.
    #[must_use]
    pub fn of(out: &Path, ledger: Option<&Path>) -> Self {
        let (out, ledger) = (real(out), ledger.and_then(real));
        Self {
            work: out.as_deref().and_then(work_folder),
            out,
            ledger_work: ledger.as_deref().and_then(work_folder),
            ledger,
        }
    }

    /// Refuses inputs (inboxes, policy, registry, overrides …) that are or lie in a place that is replaced, and a ledger's folder that lies in
    /// OUT or holds it. Looks only; nothing is written.
    ///
    /// # Errors
    /// [`Fault`] for the first such input.
    pub fn refuse_inside<'a>(&self, inputs: impl IntoIterator<Item = &'a Path>) -> Result<(), Fault> {
        let inside = |input: &Path, at: &Path, place: &Option<PathBuf>| match place {
            Some(place) if at == place => Err(Fault::usage("out.is_input").at(place)),
            Some(place) if at.starts_with(place) => Err(Fault::usage("out.holds_input").at(input).with("out", place.display())),
            _ => Ok(()),
        };
        if let (Some(out), Some(ledger)) = (&self.out, &self.ledger) {
            inside(ledger, ledger, &self.out)?;
            inside(ledger, ledger, &self.work)?;
            inside(out, out, &self.ledger)?;
            inside(out, out, &self.ledger_work)?;
        }
        for input in inputs {
            let Some(at) = real(input) else { continue };
            for place in self.all() {
                inside(input, &at, place)?;
            }
        }
        Ok(())
    }

    fn all(&self) -> [&Option<PathBuf>; 4] {
        [&self.out, &self.work, &self.ledger, &self.ledger_work]
    }

    /// Whether `path` (real) is one of the places or a folder of files kept from OUT, or lies in one.
    fn holds(&self, path: &Path) -> bool {
        self.all().into_iter().flatten().any(|p| path.starts_with(p)) || self.out.as_deref().is_some_and(|out| is_kept(path, out))
    }
}

impl Outputs for ReservedPaths {
    fn skip(&self, path: &Path) -> Skip {
        let Ok(path) = fs::canonicalize(path) else { return Skip::No };
        if self.holds(&path) {
            Skip::Silent
        } else if has_manifest(&path) || path.is_file() && path.ancestors().skip(1).any(has_manifest) {
            Skip::Listed
        } else {
            Skip::No
        }
    }
    fn manifest_name(&self) -> &str {
        manifest::FILE_NAME
    }
    fn is_manifest(&self, head: &[u8]) -> bool {
        manifest::starts_manifest(head)
    }
}

/// The hidden folder beside OUT, or beside a ledger.
pub(crate) fn work_folder(out: &Path) -> Option<PathBuf> {
    let mut name = std::ffi::OsString::from(".");
    name.push(out.file_name()?);
    name.push(".bangfu");
    Some(out.with_file_name(name))
}

/// Whether `path` lies in a folder `<OUT>.kept-<n>`.
fn is_kept(path: &Path, out: &Path) -> bool {
    let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else {
        return false;
    };
    let Ok(below) = path.strip_prefix(parent) else { return false };
    let Some(Component::Normal(first)) = below.components().next() else {
        return false;
    };
    let (first, name) = (first.to_string_lossy(), name.to_string_lossy());
    let number = first.strip_prefix(&*name).and_then(|rest| rest.strip_prefix(".kept-"));
    number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// The real path of something whose last parts need not exist yet; `None` where even that cannot be told.
pub(crate) fn real(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    let mut missing = Vec::new();
    let mut at = path.as_path();
    loop {
        match fs::canonicalize(at) {
            Ok(real) => return Some(missing.iter().rev().fold(real, |p, name| p.join(name))),
            Err(_) => {
                missing.push(at.file_name()?);
                at = at.parent()?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{formats::limits::Limits, inbox::discover::discover};

    fn touch(path: PathBuf) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "采购日期,品名,金额\n2024-03-01,米,1\n").unwrap();
    }

    const MANIFEST: &str = "{\n  \"schema\": \"bangfu/run/1\",\n";

    #[test]
    fn inputs_in_what_is_replaced_are_refused_and_a_place_beside_is_not() {
        let dir = tempfile::TempDir::new().unwrap();
        let at = |name: &str| dir.path().join(name);
        for name in ["in/a.csv", "in/out/p.toml", "out/待核实.xlsx", "out.csv", "ledger/r.csv"] {
            touch(at(name));
        }
        let refused = |out: &str, ledger: Option<&str>, input: &str| {
            let places = ReservedPaths::of(&at(out), ledger.map(at).as_deref());
            places.refuse_inside([at(input).as_path()]).is_err()
        };
        // OUT is the inbox, holds it, or holds a file given; also where it does not exist yet.
        assert!(refused("in", None, "in") && refused("in", None, "in/a.csv") && refused("", None, "in"));
        assert!(refused("out", None, "out/待核实.xlsx") && refused("out", None, "out/not-there.toml"));
        assert!(refused("new", None, "new") && refused("in/../out", None, "out/待核实.xlsx"));
        assert!(refused("out", None, ".out.bangfu/x.csv"));
        // The same for the ledger's folder, which lies apart from OUT too.
        assert!(refused("out", Some("ledger"), "ledger/r.csv") && refused("out", Some("in"), "in"));
        assert!(refused("out", Some("out"), "in") && refused("out", Some("out/l"), "in") && refused("l/out", Some("l"), "in"));
        // A place inside an inbox is passed over, not refused; names that only begin alike are others.
        assert!(!refused("in/out", Some("in/ledger"), "in") && !refused("out", Some("ledger"), "out.csv"));
        assert!(!refused("new/deep/out", None, "in"));
    }

    #[test]
    fn what_runs_wrote_is_never_an_input() {
        let dir = tempfile::TempDir::new().unwrap();
        let inbox = dir.path().join("inbox");
        for name in [
            "夏县/一中.csv",
            "报告/units/夏县/一中/report.xlsx",
            "报告.kept-1/units/report.csv",
            ".报告.bangfu/build-1-0/a.csv",
            "报告.kept-x/二中.csv",
            "台账/year=2024/part-0.csv",
            ".台账.bangfu/ready/part-0.csv",
            "去年/units/三中/report.xlsx",
            "去年的/四中.csv",
        ] {
            touch(inbox.join(name));
        }
        fs::write(inbox.join("去年/run.json"), MANIFEST).unwrap();
        fs::write(inbox.join("去年的/run.json"), "{\"other\": 1}").unwrap();
        let places = ReservedPaths::of(&inbox.join("报告"), Some(&inbox.join("台账")));
        let found = discover(std::slice::from_ref(&inbox), &Limits::default(), &places).unwrap();
        let paths: Vec<&str> = found.files.iter().map(|f| f.path.as_ref()).collect();
        assert_eq!(paths, ["去年的/四中.csv", "夏县/一中.csv", "报告.kept-x/二中.csv"]);
        let ignored: Vec<_> = found.ignored.iter().map(|i| (i.path.as_ref(), i.reason.as_str())).collect();
        assert_eq!(ignored, [("去年", "own_output"), ("去年的/run.json", "not_a_workbook")]);
        // Named as an inbox an output is refused, and so is what lies in it.
        for wrong in ["去年", "去年/units/三中/report.xlsx", "报告/units"] {
            let error = discover(&[inbox.join(wrong)], &Limits::default(), &places).unwrap_err().to_string();
            assert!(error.contains("output of a run"), "{error}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_report_is_no_input() {
        let dir = tempfile::TempDir::new().unwrap();
        let (inbox, out) = (dir.path().join("inbox"), dir.path().join("out"));
        for name in ["out/report.csv", "old/report.csv", "other/一中.csv"] {
            touch(dir.path().join(name));
        }
        fs::write(dir.path().join("old/run.json"), MANIFEST).unwrap();
        fs::create_dir(&inbox).unwrap();
        for (name, to) in [
            ("a.csv", "out/report.csv"),
            ("b.csv", "old/report.csv"),
            ("c.csv", "other/一中.csv"),
        ] {
            std::os::unix::fs::symlink(dir.path().join(to), inbox.join(name)).unwrap();
        }
        let found = discover(&[inbox], &Limits::default(), &ReservedPaths::of(&out, None)).unwrap();
        assert_eq!(found.files.len(), 1);
        assert_eq!(&*found.files[0].path, "c.csv");
        assert_eq!(found.ignored.len(), 1);
    }

    #[test]
    fn an_output_packed_in_a_zip_is_no_input() {
        use std::io::Write as _;
        let dir = tempfile::TempDir::new().unwrap();
        let path = dir.path().join("三月.zip");
        let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
        let options = zip::write::SimpleFileOptions::default();
        for (name, text) in [
            ("报告/units/report.csv", "a"),
            ("报告/run.json", MANIFEST),
            ("报告二/一中.csv", "a"),
            ("二中/run.json", "{}"),
            ("二中/台账.csv", "a"),
        ] {
            zip.start_file(name, options).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap();
        let found = discover(&[dir.path().to_owned()], &Limits::default(), &ReservedPaths::default()).unwrap();
        let paths: Vec<&str> = found.files.iter().map(|f| f.path.as_ref()).collect();
        assert_eq!(paths, ["三月.zip/二中/台账.csv", "三月.zip/报告二/一中.csv"]);
        assert!(
            found
                .ignored
                .iter()
                .any(|i| &*i.path == "三月.zip/报告/units/report.csv" && i.reason == "own_output")
        );
    }
}
