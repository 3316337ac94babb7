//! A published OUT as the one source of what is handed out: what was changed since is refused.

use std::{
    collections::HashMap,
    fs,
    path::{Component, Path},
};

use sha2::{Digest, Sha256};

use crate::{
    model::{UnitReport, UnitSummary},
    publish::manifest::{FILE_NAME, Manifest},
    report::{published::parse, render::Format},
    text::{Fault, Lang, hex::hex},
};

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

/// A published OUT whose files are those of its run.
pub(super) struct Source<'a> {
    out: &'a Path,
    /// SHA-256 by path below OUT.
    hashes: HashMap<String, String>,
    /// Names of the bureau's own papers by the folder that they stand in.
    papers: HashMap<String, Vec<String>>,
}

impl<'a> Source<'a> {
    /// # Errors
    /// There is none, or it holds no data.
    pub fn open(out: &'a Path) -> Result<Self, Fault> {
        let manifest = manifest(out)?;
        if !manifest.has_json() {
            return Err(Fault::usage("handout.no_json").at(out));
        }
        let mut papers: HashMap<String, Vec<String>> = HashMap::new();
        for (folder, name) in manifest.outputs.iter().filter_map(|o| o.path.rsplit_once('/')) {
            if name.ends_with(".docx") && name != Format::Docx.unit_file() {
                papers.entry(folder.to_owned()).or_default().push(name.to_owned());
            }
        }
        papers.values_mut().for_each(|names| names.sort_unstable());
        let hashes = manifest.outputs.into_iter().map(|o| (o.path, o.sha256)).collect();
        Ok(Self { out, hashes, papers })
    }

    /// Names of the bureau's own papers for a unit.
    pub fn papers(&self, unit: &UnitSummary) -> impl Iterator<Item = &str> {
        self.papers.get(&unit.path).into_iter().flatten().map(String::as_str)
    }

    /// A file that the run wrote, as it wrote it; `None` where it wrote none of that name.
    pub fn file(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
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

    /// A data file.
    pub fn json<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T, Fault> {
        let path = self.out.join(name);
        let bytes = self.file(name)?.ok_or_else(|| Fault::usage("handout.changed").at(&path))?;
        parse(&bytes, &path, name)
    }

    /// A unit's report.
    pub fn report(&self, unit: &UnitSummary) -> Result<UnitReport, Fault> {
        self.json(&format!("{}/{}", unit.path, Format::Json.unit_file()))
    }
}
