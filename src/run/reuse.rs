//! Reports that need not be rendered again. `report.json` holds all that the other formats show, so where it would be the same bytes, from the same
//! program, language and formats, they are the same too. Every file taken over is known by its stamp or its hash to be as it was written (`stamps.rs`): an
//! edited one is not believed.

use std::path::{Path, PathBuf};

use crate::{
    after::verify::hash_file,
    inbox::stable_read::Stamp,
    publish::{
        manifest::{OutputEntry, Written},
        stamps::{self, Stamps},
        work_folder::WorkFolder,
    },
    text::hash::HashMap,
};

/// Name of the unit report's JSON below its folder.
pub(crate) const JSON: &str = "report.json";

/// The previous OUT, as far as its unit reports may be taken over.
#[derive(Debug)]
pub struct Previous<'w> {
    out: &'w Path,
    stamps: &'w Stamps,
    /// By folder below OUT.
    units: HashMap<&'w str, &'w [OutputEntry]>,
}

impl<'w> Previous<'w> {
    /// The run in OUT, if the same program (`tool_build`, see [`manifest::PROGRAM`]) wrote it with the same `options`; else nothing.
    /// `options` are those that rendering depends on (language, formats), as the manifest holds them.
    #[must_use]
    pub fn open(work: &'w WorkFolder, tool_build: &str, options: &[(&str, serde_json::Value)]) -> Self {
        let mut previous = Self {
            out: work.out(),
            stamps: work.stamps(),
            units: HashMap::default(),
        };
        let same = |written: &&Written| {
            let same_options = options.iter().all(|(name, value)| written.options.get(name) == Some(value));
            written.tool_build == tool_build && same_options
        };
        let Some(written) = work.found().written().filter(same) else {
            return previous;
        };
        for files in written.outputs.chunk_by(|a, b| folder(a) == folder(b)) {
            let Some(folder) = files.first().and_then(folder) else { continue };
            // They are sorted, so each folder comes once; in a list that is not, half of one is none.
            if previous.units.insert(folder, files).is_some() {
                previous.units.insert(folder, &[]);
            }
        }
        previous
    }

    /// The files of the unit in `folder`, `report.json` among them, when its `report.json` has this SHA-256 (hex) and every file is as it was
    /// written: its name below the folder, where it stands, what the manifest says of it. `None`: render.
    #[must_use]
    pub fn unit(&self, folder: &str, sha256: &str) -> Option<Vec<Kept<'_>>> {
        let outputs = *self.units.get(folder)?;
        outputs.iter().find(|o| o.sha256 == sha256 && name(o) == JSON)?;
        self.as_written(outputs)
    }

    /// The files of the unit in `folder`, when the previous manifest lists exactly `expected` (sorted by path) and every file is as it was written.
    #[must_use]
    pub fn same(&self, folder: &str, expected: &[OutputEntry]) -> Option<Vec<Kept<'_>>> {
        let outputs = *self.units.get(folder).filter(|outputs| **outputs == expected)?;
        self.as_written(outputs)
    }

    fn as_written<'s>(&self, outputs: &'s [OutputEntry]) -> Option<Vec<Kept<'s>>> {
        outputs
            .iter()
            .map(|entry| {
                let path = self.out.join(&entry.path);
                let stamp = stamps::stamp(&path).ok()?;
                let as_written = self.stamps.prove(&entry.path, &stamp) || hash_file(&path).is_ok_and(|now| now == entry.sha256);
                as_written.then(|| Kept {
                    name: name(entry),
                    path,
                    entry,
                    stamp,
                })
            })
            .collect()
    }
}

/// A file of the previous OUT that may be taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept<'a> {
    /// Name below the unit's folder.
    pub name: &'a str,
    /// Where it stands.
    pub path: PathBuf,
    /// What the previous manifest says of it.
    pub entry: &'a OutputEntry,
    /// As it was when it was looked at.
    pub(crate) stamp: Stamp,
}

fn folder(output: &OutputEntry) -> Option<&str> {
    output.path.rsplit_once('/').map(|(folder, _)| folder)
}

fn name(output: &OutputEntry) -> &str {
    output.path.rsplit_once('/').map_or(output.path.as_str(), |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use sha2::{Digest as _, Sha256};

    use crate::publish::{
        build::hex,
        manifest::{self, Manifest},
    };

    fn published(out: &Path) {
        let work = WorkFolder::open(out).unwrap();
        let build = work.build().unwrap();
        for (name, text) in [("report.json", "{}"), ("report.html", "<p>")] {
            build.write(&format!("units/夏县/一中/{name}"), text.as_bytes()).unwrap();
        }
        let manifest = Manifest {
            tool_build: "ab".into(),
            options: [("lang".to_owned(), "zh".into())].into(),
            ..Manifest::least()
        };
        manifest::write(manifest, &build).unwrap();
        build.publish().unwrap();
    }

    #[test]
    fn only_the_same_json_from_the_same_program_and_options_is_taken_over() {
        let of = |json: &str| hex(&Sha256::digest(json));
        let dir = tempfile::TempDir::new().unwrap();
        let out = dir.path().join("out");
        published(&out);
        let (folder, zh) = ("units/夏县/一中", [("lang", serde_json::Value::from("zh"))]);
        let work = WorkFolder::open(&out).unwrap();
        {
            let previous = Previous::open(&work, "ab", &zh);
            let taken = previous.unit(folder, &of("{}")).unwrap();
            let names: Vec<&str> = taken.iter().map(|k| k.name).collect();
            assert_eq!(names, ["report.html", "report.json"]);
            assert_eq!(fs::read_to_string(&taken[0].path).unwrap(), "<p>");
            // Taken over, it is the same file under the new manifest, and goes with neither of the two.
            let build = work.build().unwrap();
            build.adopt(&taken[0]).unwrap();
            assert_eq!(build.outputs(), [taken[0].entry.clone()]);
            assert!(build.adopt(&taken[0]).is_err(), "twice");
            drop(build);
            assert_eq!(fs::read_to_string(&taken[0].path).unwrap(), "<p>");
        }
        let taken = |tool: &str, options: &[(&str, serde_json::Value)], folder: &str, json: &str| {
            Previous::open(&work, tool, options).unit(folder, &of(json)).is_some()
        };
        assert!(taken("ab", &zh, folder, "{}"));
        assert!(!taken("ab", &zh, folder, "{ }"));
        assert!(!taken("ab", &zh, "units/夏县/二中", "{}"));
        assert!(!taken("cd", &zh, folder, "{}"));
        assert!(!taken("ab", &[("lang", "en".into())], folder, "{}"));
        assert!(
            !taken("ab", &[("formats", "html".into())], folder, "{}"),
            "an option the manifest lacks"
        );
        let none = WorkFolder::open(&dir.path().join("none")).unwrap();
        assert!(Previous::open(&none, "ab", &zh).unit(folder, &of("{}")).is_none());
        // An edited report is rendered again.
        fs::write(out.join(folder).join("report.html"), "<b>").unwrap();
        assert!(!taken("ab", &zh, folder, "{}"));
    }
}
