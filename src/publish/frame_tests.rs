use std::{collections::BTreeMap, os::unix::fs::MetadataExt as _};

use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::{
    publish::{
        build::{Published, hex},
        frame::*,
        manifest::{self, Manifest, OutputEntry},
        work_folder::WorkFolder,
    },
    run::reuse::Previous,
};

/// Text of each unit's report by the unit's name.
type Units = BTreeMap<String, String>;

fn units(texts: impl IntoIterator<Item = (u32, &'static str)>) -> Units {
    texts.into_iter().map(|(n, text)| (format!("单位{n}"), text.to_owned())).collect()
}

fn path(unit: &str) -> String {
    format!("units/夏县/{unit}/report.json")
}

/// A run as `second.rs` makes it: what is the same as in the previous OUT is taken over, the rest is written.
fn run(out: &Path, units: &Units) -> Published {
    let work = WorkFolder::open(out).unwrap();
    let build = work.build().unwrap();
    let previous = Previous::open(&work, "", &[]);
    for (unit, text) in units {
        let expected = OutputEntry {
            path: path(unit),
            sha256: hex(&Sha256::digest(text)),
            size: text.len() as u64,
        };
        match previous.same(&format!("units/夏县/{unit}"), &[expected]) {
            Some(kept) => kept.iter().for_each(|kept| build.adopt(kept).unwrap()),
            None => drop(build.write(&path(unit), text.as_bytes()).unwrap()),
        }
    }
    manifest::write(Manifest::least(), &build).unwrap();
    build.publish().unwrap()
}

/// An OUT after two runs, with a frame; and what it holds.
fn two_runs(out: &Path) -> Units {
    let mut wanted = units((0..40).map(|n| (n, "as it was")));
    run(out, &wanted);
    wanted.insert("单位3".into(), "changed".into());
    run(out, &wanted);
    wanted
}

/// OUT holds these reports, the manifest, and nothing else; not even an empty folder.
fn assert_holds(out: &Path, units: &Units) {
    let tree = Tree::below(out).unwrap();
    let mut found: Vec<_> = tree.files.into_iter().map(|(path, _)| path.to_str().unwrap().to_owned()).collect();
    let mut wanted: Vec<_> = units.keys().map(|unit| path(unit)).chain(["run.json".to_owned()]).collect();
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted);
    assert_eq!((tree.folders.len(), tree.others.len()), (units.len() + 2, 0), "{:?}", tree.folders);
    for (unit, text) in units {
        assert_eq!(&fs::read_to_string(out.join(path(unit))).unwrap(), text);
    }
}

fn frame(out: &Path) -> PathBuf {
    out.with_file_name(".out.bangfu").join(NAME)
}

fn inode(out: &Path, unit: &str) -> u64 {
    fs::metadata(out.join(path(unit))).unwrap().ino()
}

#[test]
fn two_trees_take_turns_while_little_changes() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    let mut wanted = units((0..40).map(|n| (n, "as it was")));
    run(&out, &wanted);
    assert!(!frame(&out).exists(), "nothing was replaced");
    let first = inode(&out, "单位7");
    for round in 0..4_u32 {
        wanted.insert("单位3".into(), format!("changed {round}"));
        wanted.remove(&format!("单位{}", 20 + round));
        wanted.insert(format!("单位{}", 40 + round), "new".into());
        assert_eq!(run(&out, &wanted), Published::default());
        assert_holds(&out, &wanted);
        assert_eq!(inode(&out, "单位7"), first, "taken over, not copied");
        assert!(frame(&out).is_dir(), "round {round}");
    }
    // Where most is new, what was replaced goes.
    for text in wanted.values_mut() {
        text.push_str(", another month");
    }
    run(&out, &wanted);
    assert_holds(&out, &wanted);
    assert!(!frame(&out).exists());
}

#[test]
fn what_somebody_left_in_out_does_not_come_back_with_the_frame() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    let mut wanted = units((0..40).map(|n| (n, "as it was")));
    run(&out, &wanted);
    let note = "units/夏县/单位1/说明.txt";
    fs::write(out.join(note), "ask them").unwrap();
    fs::write(out.join("units/夏县/~$report.xlsx"), "").unwrap();
    fs::create_dir(out.join("units/夏县/空")).unwrap();
    std::os::unix::fs::symlink("run.json", out.join("latest")).unwrap();
    wanted.insert("单位3".into(), "changed".into());
    let published = run(&out, &wanted);
    assert_eq!(fs::read_to_string(published.kept.unwrap().join(note)).unwrap(), "ask them");
    assert_holds(&out, &wanted);
    for text in ["changed again", "and again"] {
        wanted.insert("单位3".into(), text.into());
        assert_eq!(run(&out, &wanted), Published::default());
        assert_holds(&out, &wanted);
    }
}

#[test]
fn nothing_in_the_frame_is_believed() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    let mut wanted = two_runs(&out);
    // Another file of the same name, one that is gone, one written into (and so is the report in OUT: they are one file), and one more.
    fs::remove_file(frame(&out).join(path("单位1"))).unwrap();
    fs::write(frame(&out).join(path("单位1")), "wrong").unwrap();
    fs::remove_dir_all(frame(&out).join("units/夏县/单位2")).unwrap();
    fs::write(frame(&out).join(path("单位4")), "wrong").unwrap();
    fs::write(frame(&out).join("units/夏县/单位5/more.json"), "wrong").unwrap();
    wanted.insert("单位3".into(), "changed again".into());
    let published = run(&out, &wanted);
    assert_holds(&out, &wanted);
    assert_eq!(published.kept_files, 1, "the report that was written into");
}

#[test]
fn a_run_that_fails_takes_the_frame_with_it() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    let mut wanted = two_runs(&out);
    drop(WorkFolder::open(&out).unwrap().build().unwrap());
    assert!(!frame(&out).exists());
    assert_holds(&out, &wanted);
    wanted.insert("单位3".into(), "changed again".into());
    run(&out, &wanted);
    assert_holds(&out, &wanted);
}
