//! Reports that need not be rendered again. `report.json` holds all that the other formats show, so where it would be the same bytes, from the same
//! program, language and formats, they are the same too. Every file taken over is hashed against the previous manifest: an edited one is not believed.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

use super::{
    build::hex,
    manifest::{self, Manifest, OutputEntry},
};

/// Name of the unit report's JSON below its folder.
const JSON: &str = "report.json";

/// The previous OUT, as far as its unit reports may be taken over.
#[derive(Debug, Clone, Default)]
pub struct Previous {
    out: PathBuf,
    /// By folder below OUT.
    units: BTreeMap<String, Vec<OutputEntry>>,
}

impl Previous {
    /// The run in `out`, if the same program (`tool_sha256`, see [`manifest::program_sha256`]) wrote it with the same `options`; else nothing.
    /// `options` are those that rendering depends on (language, formats), as the manifest holds them.
    #[must_use]
    pub fn open(out: &Path, tool_sha256: &str, options: &[(&str, serde_json::Value)]) -> Self {
        let Ok(manifest) = Manifest::read(&out.join(manifest::FILE_NAME)) else {
            return Self::default();
        };
        let same_options = options.iter().all(|(name, value)| manifest.options.get(*name) == Some(value));
        if tool_sha256.is_empty() || manifest.tool_sha256 != tool_sha256 || !same_options {
            return Self::default();
        }
        let mut units: BTreeMap<String, Vec<OutputEntry>> = BTreeMap::new();
        for output in manifest.outputs {
            if let Some((folder, _)) = output.path.rsplit_once('/') {
                units.entry(folder.to_owned()).or_default().push(output);
            }
        }
        Self {
            out: out.to_owned(),
            units,
        }
    }

    /// The files (name, bytes) of the unit in `folder`, `report.json` among them, when `json` is what its `report.json` holds and every file is
    /// as it was written. `None`: render.
    #[must_use]
    pub fn unit(&self, folder: &str, json: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
        let outputs = self.units.get(folder)?;
        let sha256 = hex(&Sha256::digest(json));
        outputs.iter().find(|o| o.sha256 == sha256 && name(o) == JSON)?;
        outputs
            .iter()
            .map(|output| {
                let bytes = fs::read(self.out.join(&output.path)).ok()?;
                (hex(&Sha256::digest(&bytes)) == output.sha256).then(|| (name(output).to_owned(), bytes))
            })
            .collect()
    }
}

fn name(output: &OutputEntry) -> &str {
    output.path.rsplit_once('/').map_or(output.path.as_str(), |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::{manifest::HashedFile, publish::WorkFolder};

    fn published(out: &Path) {
        let work = WorkFolder::open(out).unwrap();
        let build = work.build().unwrap();
        for (name, text) in [("report.json", "{}"), ("report.html", "<p>")] {
            build.write(&format!("units/夏县/一中/{name}"), text.as_bytes()).unwrap();
        }
        let manifest = Manifest {
            schema: String::new(),
            tool: "bangfu test".into(),
            tool_sha256: "ab".into(),
            started: String::new(),
            finished: String::new(),
            period: "2024-03".parse().unwrap(),
            options: [("lang".to_owned(), "zh".into())].into(),
            policy: HashedFile {
                path: "p".into(),
                sha256: String::new(),
            },
            registry: None,
            overrides: None,
            layouts_sha256: String::new(),
            others: vec![],
            inboxes: vec![],
            inputs: vec![],
            outputs: vec![],
            totals: BTreeMap::new(),
        };
        manifest::write(manifest, &build).unwrap();
        build.publish().unwrap();
    }

    #[test]
    fn only_the_same_json_from_the_same_program_and_options_is_taken_over() {
        let dir = tempfile::TempDir::new().unwrap();
        let out = dir.path().join("out");
        published(&out);
        let (folder, zh) = ("units/夏县/一中", [("lang", serde_json::Value::from("zh"))]);
        let taken = Previous::open(&out, "ab", &zh).unit(folder, b"{}").unwrap();
        assert_eq!(
            taken,
            [
                ("report.html".to_owned(), b"<p>".to_vec()),
                ("report.json".to_owned(), b"{}".to_vec())
            ]
        );
        assert!(Previous::open(&out, "ab", &zh).unit(folder, b"{ }").is_none());
        assert!(Previous::open(&out, "ab", &zh).unit("units/夏县/二中", b"{}").is_none());
        assert!(Previous::open(&out, "cd", &zh).unit(folder, b"{}").is_none());
        assert!(Previous::open(&out, "ab", &[("lang", "en".into())]).unit(folder, b"{}").is_none());
        assert!(
            Previous::open(&out, "ab", &[("formats", "html".into())])
                .unit(folder, b"{}")
                .is_none(),
            "an option the manifest lacks"
        );
        assert!(Previous::open(&dir.path().join("none"), "ab", &zh).unit(folder, b"{}").is_none());
        // An edited report is rendered again.
        fs::write(out.join(folder).join("report.html"), "<b>").unwrap();
        assert!(Previous::open(&out, "ab", &zh).unit(folder, b"{}").is_none());
    }
}
