//! What a killed run left is mended by the next one.

use std::{
    fs,
    path::{Path, PathBuf},
};

use bangfu::publish::{foreign_files::KeptFiles, work_folder::WorkFolder};
use tempfile::TempDir;

use super::{hidden, left, publish, text, written};

/// What stands in the hidden folder while a run is on; what is locked nobody can read on Windows.
const LOCK: &[&str] = if cfg!(windows) { &["holder", "lock"] } else { &["lock"] };

#[test]
fn a_second_run_is_told_who_holds_the_lock() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    let first = WorkFolder::open(&out).unwrap();
    let error = WorkFolder::open(&out).unwrap_err();
    assert_eq!(error.key(), "out.busy");
    assert!(error.to_string().contains(&format!("pid {}", std::process::id())), "{error}");
    drop(first);
    WorkFolder::open(&out).unwrap();
}

/// As `kill -9` leaves it: a lock file that nobody holds, and whatever the run was at.
fn killed(out: &Path) -> PathBuf {
    let hidden = hidden(out);
    fs::create_dir(&hidden).unwrap();
    fs::write(hidden.join("lock"), "pid 1 since 2024-04-01T00:00:00Z\n").unwrap();
    hidden
}

#[test]
fn what_a_killed_run_left_half_written_is_removed() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    publish(&out, "a", "one").unwrap();
    let hidden = killed(&out);
    fs::create_dir_all(hidden.join("build/units")).unwrap();
    fs::write(hidden.join("build/units/x"), "half").unwrap();
    // An OUT whose files were moved out already, half removed.
    fs::create_dir_all(hidden.join("discarded/units/夏县/一中")).unwrap();
    fs::write(hidden.join("discarded/units/夏县/一中/report.json"), "old").unwrap();
    fs::write(hidden.join("readings"), "of an earlier version").unwrap();
    let work = WorkFolder::open(&out).unwrap();
    assert_eq!(left(&out).unwrap(), LOCK);
    assert!(!dir.path().join("out.kept-1").exists());
    drop(work);
    assert_eq!(left(&out), None);
    assert_eq!(text(out.join("a")), "one");
}

#[test]
fn a_first_run_that_was_killed_right_before_it_was_published_is_none() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    {
        let work = WorkFolder::open(&out).unwrap();
        let build = written(&work, "a", "one").unwrap();
        fs::rename(build.path(), hidden(&out).join("exchanged")).unwrap();
    }
    assert_eq!(left(&out).unwrap(), ["exchanged"]);
    let _work = WorkFolder::open(&out).unwrap();
    assert_eq!(left(&out).unwrap(), LOCK);
    assert!(!dir.path().join("out.kept-1").exists());
    assert!(!out.exists());
}

#[test]
fn an_out_that_was_set_aside_and_not_replaced_is_put_back_with_all_that_is_in_it() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    publish(&out, "a", "one").unwrap();
    fs::write(out.join("笔记.txt"), "mine").unwrap();
    {
        // Killed between the two renames of a system without exchange; the next OUT is complete.
        let work = WorkFolder::open(&out).unwrap();
        let build = written(&work, "a", "two").unwrap();
        fs::rename(build.path(), hidden(&out).join("exchanged")).unwrap();
        fs::rename(&out, hidden(&out).join("previous")).unwrap();
    }
    let work = WorkFolder::open(&out).unwrap();
    assert_eq!(left(&out).unwrap(), LOCK);
    assert!(!dir.path().join("out.kept-1").exists());
    drop(work);
    assert_eq!(
        (text(out.join("a")), text(out.join("笔记.txt"))),
        ("one".to_owned(), "mine".to_owned())
    );
    assert_eq!(publish(&out, "a", "three").unwrap().kept.len(), 1);
    assert_eq!(text(dir.path().join("out.kept-1/笔记.txt")), "mine");
}

#[test]
fn people_s_files_are_moved_out_of_an_out_that_a_killed_run_had_replaced() {
    for name in ["exchanged", "previous"] {
        let dir = TempDir::new().unwrap();
        let out = dir.path().join("out");
        publish(&out, "待核实.xlsx", "blank").unwrap();
        fs::write(out.join("待核实.xlsx"), "decided").unwrap();
        fs::write(out.join("笔记.txt"), "mine").unwrap();
        {
            let work = WorkFolder::open(&out).unwrap();
            let build = written(&work, "待核实.xlsx", "blank").unwrap();
            fs::rename(&out, hidden(&out).join(name)).unwrap();
            fs::rename(build.path(), &out).unwrap();
        }
        let published = publish(&out, "a", "three").unwrap();
        let folder = dir.path().canonicalize().unwrap().join("out.kept-1");
        assert_eq!(
            (text(folder.join("待核实.xlsx")), text(folder.join("笔记.txt"))),
            ("decided".to_owned(), "mine".to_owned())
        );
        assert_eq!(published.kept, [KeptFiles { folder, files: 2 }], "{name}");
        assert_eq!((left(&out), text(out.join("a"))), (None, "three".to_owned()), "{name}");
    }
}
