//! What people put into OUT, or edited there, is kept beside it.

use std::{fs, path::Path};

use bangfu::publish::foreign_files::KeptFiles;
use tempfile::TempDir;

use super::{left, publish, publish_after, text};

fn kept(out: &Path, n: u32, files: u64) -> KeptFiles {
    let out = out.parent().unwrap().canonicalize().unwrap().join(out.file_name().unwrap());
    let folder = out.with_file_name(format!("{}.kept-{n}", out.file_name().unwrap().to_string_lossy()));
    KeptFiles { folder, files }
}

#[test]
fn files_added_or_edited_by_hand_are_kept_beside_out() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    publish(&out, "待核实.xlsx", "blank").unwrap();
    fs::create_dir(out.join("notes")).unwrap();
    fs::write(out.join("notes/审计.txt"), "note").unwrap();
    for litter in ["~$待核实.xlsx", ".~lock.待核实.xlsx#", ".DS_Store", "notes/Thumbs.db", "run.log"] {
        fs::write(out.join(litter), "litter").unwrap();
    }
    fs::write(out.join("待核实.xlsx"), "decided").unwrap();
    let published = publish(&out, "待核实.xlsx", "blank").unwrap();
    let told = kept(&out, 1, 2);
    assert_eq!(text(told.folder.join("待核实.xlsx")), "decided");
    assert_eq!(text(told.folder.join("notes/审计.txt")), "note");
    assert!(published.kept == [told] && published.left.is_none());
    assert_eq!(text(out.join("待核实.xlsx")), "blank");
    assert_eq!(publish(&out, "a", "b").unwrap().kept, [], "nothing to keep the second time");
    assert_eq!(left(&out), None);
}

#[test]
fn an_edit_of_the_same_size_and_time_is_kept() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    publish(&out, "report.json", "ours").unwrap();
    let report = out.join("report.json");
    let time = fs::metadata(&report).unwrap().modified().unwrap();
    fs::write(&report, "edit").unwrap();
    fs::File::options().write(true).open(&report).unwrap().set_modified(time).unwrap();
    assert_eq!(publish(&out, "report.json", "ours").unwrap().kept, [kept(&out, 1, 1)]);
    assert_eq!(text(dir.path().join("out.kept-1/report.json")), "edit");
}

#[test]
fn what_is_saved_until_the_moment_of_the_exchange_is_kept() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    publish(&out, "待核实.xlsx", "blank").unwrap();
    let published = publish_after(&out, "待核实.xlsx", "blank", || {
        fs::write(out.join("待核实.xlsx"), "decided").unwrap();
        fs::write(out.join("笔记.txt"), "mine").unwrap();
    });
    assert_eq!(published.unwrap().kept, [kept(&out, 1, 2)]);
    assert_eq!(text(dir.path().join("out.kept-1/待核实.xlsx")), "decided");
    assert_eq!(text(dir.path().join("out.kept-1/笔记.txt")), "mine");
    // OUT was empty when the run began: nothing in it is a run's.
    let empty = dir.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let published = publish_after(&empty, "a", "b", || fs::write(empty.join("笔记.txt"), "mine").unwrap());
    assert_eq!(published.unwrap().kept, [kept(&empty, 1, 1)]);
    assert_eq!(text(dir.path().join("empty.kept-1/笔记.txt")), "mine");
}

#[test]
fn without_a_list_of_reports_every_file_is_kept() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    publish(&out, "units/夏县/一中/report.json", "ours").unwrap();
    let published = publish_after(&out, "a", "b", || fs::write(out.join("run.json"), "{").unwrap());
    assert_eq!(published.unwrap().kept, [kept(&out, 1, 1)]);
    assert_eq!(text(dir.path().join("out.kept-1/units/夏县/一中/report.json")), "ours");
}

#[cfg(unix)]
#[test]
fn a_link_is_moved_and_not_followed() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    publish(&out, "a", "1").unwrap();
    let elsewhere = dir.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("theirs"), "x").unwrap();
    std::os::unix::fs::symlink(&elsewhere, out.join("link")).unwrap();
    // Of a report's bytes, but no report.
    fs::rename(out.join("a"), elsewhere.join("a")).unwrap();
    std::os::unix::fs::symlink(elsewhere.join("a"), out.join("a")).unwrap();
    assert_eq!(publish(&out, "a", "1").unwrap().kept, [kept(&out, 1, 2)]);
    assert!(fs::symlink_metadata(dir.path().join("out.kept-1/link")).unwrap().is_symlink());
    assert_eq!(text(elsewhere.join("theirs")), "x");
}

#[cfg(unix)]
#[test]
fn what_cannot_be_moved_stays_until_it_can() {
    let dir = TempDir::new().unwrap();
    // With a hundred folders of kept files the next one's name is longer than a file system takes.
    let out = dir.path().join("o".repeat(247));
    (1..100).for_each(|n| fs::create_dir(kept(&out, n, 0).folder).unwrap());
    publish(&out, "a", "one").unwrap();
    fs::write(out.join("笔记.txt"), "mine").unwrap();
    let published = publish(&out, "a", "two").unwrap();
    assert_eq!(
        (text(out.join("a")), published.kept),
        ("two".to_owned(), vec![]),
        "published all the same"
    );
    let told = published.left.unwrap();
    assert!(told.error.to_string().contains("kept-100"), "{}", told.error);
    assert_eq!(
        (text(told.folder.join("笔记.txt")), text(told.folder.join("a"))),
        ("mine".to_owned(), "one".to_owned())
    );
    // The next run tries first, is not stopped by it, and tells it again.
    let published = publish(&out, "a", "three").unwrap();
    assert_eq!((text(out.join("a")), published.kept), ("three".to_owned(), vec![]));
    assert_eq!(published.left.unwrap().folder, told.folder);
    assert_eq!(text(told.folder.join("笔记.txt")), "mine");
    assert_eq!(left(&out).unwrap().len(), 1);
    fs::remove_dir(kept(&out, 7, 0).folder).unwrap();
    assert_eq!(publish(&out, "a", "four").unwrap().kept, [kept(&out, 7, 1)]);
    assert_eq!(text(kept(&out, 7, 1).folder.join("笔记.txt")), "mine");
    assert_eq!(left(&out), None);
}
