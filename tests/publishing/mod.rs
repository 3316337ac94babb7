//! Publishing by the library: small runs of one file.

mod build;
mod kept_files;
mod mending;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use bangfu::{
    publish::{
        build::{Build, Published},
        manifest::{HashedFile, Manifest},
        work_folder::WorkFolder,
    },
    text::fault::Fault,
};

/// A manifest that says as little as one can.
pub(crate) fn least() -> Manifest {
    Manifest {
        schema: String::new(),
        tool: "bangfu test".into(),
        target: String::new(),
        started: "2024-04-01T00:00:00Z".into(),
        finished: String::new(),
        period: "2024-03".parse().unwrap(),
        options: BTreeMap::new(),
        policy: HashedFile {
            path: "p".into(),
            sha256: "00".into(),
        },
        registry: None,
        overrides: None,
        layouts_sha256: String::new(),
        others: vec![],
        inboxes: vec![],
        inputs: vec![],
        outputs: vec![],
        totals: BTreeMap::new(),
    }
}

/// Publishes a run that writes one file.
pub(crate) fn publish(out: &Path, name: &str, text: &str) -> Result<Published, Fault> {
    publish_after(out, name, text, || {})
}

/// The same, where somebody does something right before the exchange.
pub(crate) fn publish_after(out: &Path, name: &str, text: &str, before: impl FnOnce()) -> Result<Published, Fault> {
    let work = WorkFolder::open(out)?;
    written(&work, name, text)?.publish(|| {
        before();
        true
    })
}

/// A build of one file, complete.
pub(crate) fn written(work: &WorkFolder, name: &str, text: &str) -> Result<Build, Fault> {
    let build = work.build()?;
    build.write(name, text.as_bytes())?;
    build.write_manifest(least())?;
    Ok(build)
}

/// The hidden folder beside OUT.
pub(crate) fn hidden(out: &Path) -> PathBuf {
    out.with_file_name(format!(".{}.bangfu", out.file_name().unwrap().to_string_lossy()))
}

/// What stands in the hidden folder; none where there is no such folder.
pub(crate) fn left(out: &Path) -> Option<Vec<String>> {
    let entries = fs::read_dir(hidden(out)).ok()?;
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    Some(names)
}

/// The text of a file.
pub(crate) fn text(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path).unwrap()
}
