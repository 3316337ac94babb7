//! Every file of Rust below tests/ is a module of the one binary: a test that nobody lists never runs, and nobody would notice.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use walkdir::WalkDir;

use crate::support::program::root;

/// Adds a module's file and those that its `mod x;` lines name, which stand in `folder`. One with a `#[path]` of its own is somebody else's.
fn collect(file: &Path, folder: &Path, listed: &mut BTreeSet<PathBuf>) {
    let text = fs::read_to_string(file).unwrap();
    listed.insert(file.to_owned());
    let mut above = "";
    for line in text.lines().map(str::trim) {
        let name = line
            .trim_start_matches("pub ")
            .strip_prefix("mod ")
            .and_then(|l| l.strip_suffix(';'));
        if let Some(name) = name.filter(|_| !above.starts_with("#[path")) {
            let inner = folder.join(name);
            let flat = inner.with_extension("rs");
            collect(&if flat.is_file() { flat } else { inner.join("mod.rs") }, &inner, listed);
        }
        if !line.starts_with("#[allow") {
            above = line;
        }
    }
}

/// Files of Rust below a folder that its `main.rs` does not reach.
fn unlisted(tests: &Path) -> Vec<PathBuf> {
    let mut listed = BTreeSet::new();
    collect(&tests.join("main.rs"), tests, &mut listed);
    WalkDir::new(tests)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|e| e == "rs") && !listed.contains(path))
        .collect()
}

#[test]
fn every_file_of_tests_is_a_module() {
    let missing = unlisted(&root().join("tests"));
    assert!(
        missing.is_empty(),
        "no `mod` line names these, so they never run: {missing:?}. List them in tests/main.rs or in the mod.rs beside them."
    );
}

#[test]
fn a_file_that_nobody_lists_is_found() {
    let tree = tempfile::tempdir().unwrap();
    let at = |name: &str| tree.path().join(name);
    fs::create_dir_all(at("folder")).unwrap();
    fs::write(
        at("main.rs"),
        "mod one;\n#[cfg(unix)]\nmod folder;\n#[path = \"../two.rs\"]\nmod two;\n",
    )
    .unwrap();
    for (name, text) in [
        ("one.rs", "mod child;\n"),
        ("two.rs", ""),
        ("folder/mod.rs", "pub mod inner;\n// mod outer;\n"),
        ("folder/inner.rs", ""),
        ("folder/outer.rs", ""),
        ("notes.txt", ""),
    ] {
        fs::write(at(name), text).unwrap();
    }
    fs::create_dir(at("one")).unwrap();
    fs::write(at("one/child.rs"), "").unwrap();
    assert_eq!(unlisted(tree.path()), [at("folder/outer.rs"), at("two.rs")]);
}
