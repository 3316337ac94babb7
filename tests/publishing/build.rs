//! OUT is written aside and exchanged whole.

use std::{fs, io::Write as _, path::Path};

use bangfu::{
    publish::{
        manifest::{Manifest, OutputEntry},
        work_folder::WorkFolder,
    },
    text::fault::Fault,
};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use super::{left, publish, text, written};

fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_first_and_the_second_run_are_published_whole() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("deep/报告");
    publish(&out, "units/夏县/一中/report.json", "one").unwrap();
    assert_eq!(text(out.join("units/夏县/一中/report.json")), "one");
    publish(&out, "index.html", "two").unwrap();
    assert_eq!(text(out.join("index.html")), "two");
    assert!(!out.join("units").exists(), "the first run's files are gone");
    assert_eq!(left(&out), None);
    let written = Manifest::read(&out.join("run.json")).unwrap();
    // SHA-256 of `two`, from sha256sum.
    assert_eq!(
        written.outputs[0].sha256,
        "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3"
    );
    assert_eq!(written.outputs.len(), 1);
}

#[test]
fn a_folder_of_somebody_elses_files_is_refused_and_untouched() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("台账");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("台账.xlsx"), "mine").unwrap();
    fs::write(out.join("run.json"), r#"{"name": "someone's"}"#).unwrap();
    assert_eq!(publish(&out, "a", "b").unwrap_err().key(), "out.not_ours");
    assert_eq!(text(out.join("台账.xlsx")), "mine");
    let file = dir.path().join("file");
    fs::write(&file, "x").unwrap();
    let error = publish(&file, "a", "b").unwrap_err();
    assert_eq!((error.key(), error.exit_status()), ("out.is_file", 2));
    assert_eq!(publish(Path::new("/"), "a", "b").unwrap_err().key(), "out.nameless");
    let empty = dir.path().join("empty");
    fs::create_dir(&empty).unwrap();
    publish(&empty, "a", "b").unwrap();
}

#[test]
fn a_build_that_is_not_published_leaves_out_as_it_was() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    publish(&out, "a", "before").unwrap();
    {
        let work = WorkFolder::open(&out).unwrap();
        let build = work.build().unwrap();
        build.write("a", b"after").unwrap();
    }
    assert_eq!(text(out.join("a")), "before");
    assert_eq!(left(&out), None);
    {
        // A signal came before the exchange.
        let work = WorkFolder::open(&out).unwrap();
        let build = written(&work, "a", "after").unwrap();
        assert_eq!(build.publish(|| false).unwrap_err().key(), "interrupted");
    }
    assert_eq!(text(out.join("a")), "before");
    assert_eq!(left(&out), None);
}

#[test]
fn names_that_leave_out_or_come_twice_are_refused() {
    let dir = TempDir::new().unwrap();
    let work = WorkFolder::open(&dir.path().join("out")).unwrap();
    let build = work.build().unwrap();
    for name in ["", "../x", "/etc/x", "a/../../x", "a\\b"] {
        assert_eq!(build.write(name, b"").unwrap_err().key(), "out.bad_name", "{name}");
    }
    build.write("a/b", b"1").unwrap();
    assert!(build.write("a/b", b"2").is_err());
    assert!(build.write("a/b/c", b"2").is_err(), "a file cannot be a folder");
}

#[cfg(target_os = "linux")]
#[test]
fn a_parent_that_cannot_be_written_is_an_error() {
    // Even root cannot create folders in /proc.
    assert_eq!(publish(Path::new("/proc/bangfu-out"), "a", "b").unwrap_err().key(), "file.create");
}

#[test]
fn a_damaged_manifest_is_refused_and_one_of_a_later_version_is_not() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    publish(&out, "a", "1").unwrap();
    let path = out.join("run.json");
    let before = text(&path);
    fs::write(&path, &before[..before.len() - 10]).unwrap();
    assert_eq!(publish(&out, "a", "2").unwrap_err().key(), "out.damaged_list");
    fs::write(
        &path,
        before.replace("bangfu/run/1", "bangfu/run/2").replace("\"totals\"", "\"sums\""),
    )
    .unwrap();
    let published = publish(&out, "a", "3").unwrap();
    assert!(published.kept.is_empty() && published.left.is_none());
}

#[cfg(unix)]
#[test]
fn the_mode_of_out_outlives_a_run() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    publish(&out, "a", "1").unwrap();
    fs::set_permissions(&out, fs::Permissions::from_mode(0o2750)).unwrap();
    publish(&out, "a", "2").unwrap();
    assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o7777, 0o2750);
}

#[test]
fn a_file_written_in_pieces_is_hashed_as_one_and_a_failed_one_is_not_listed() {
    let dir = TempDir::new().unwrap();
    let work = WorkFolder::open(&dir.path().join("out")).unwrap();
    let build = work.build().unwrap();
    // Longer than a buffer, in pieces that do not fit it.
    let piece = "明细".repeat(777);
    let entry: OutputEntry = build
        .stream::<Fault>("units/a/report.json", |to| {
            (0..40).for_each(|_| to.write_all(piece.as_bytes()).unwrap());
            Ok(())
        })
        .unwrap();
    let whole = piece.repeat(40);
    assert_eq!(text(build.path().join("units/a/report.json")), whole);
    assert_eq!((entry.size, entry.sha256.as_str()), (whole.len() as u64, sha256(&whole).as_str()));
    let failed = build.stream("units/b/report.json", |to| {
        to.write_all(b"{").unwrap();
        Err(Fault::stopped("interrupted"))
    });
    assert_eq!(failed.unwrap_err().key(), "interrupted");
    assert_eq!(build.outputs(), [entry]);
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_a_dead_one_refused() {
    let dir = TempDir::new().unwrap();
    let (real, link) = (dir.path().join("real"), dir.path().join("link"));
    fs::create_dir(&real).unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    publish(&link, "a", "1").unwrap();
    publish(&link, "a", "2").unwrap();
    assert_eq!(text(real.join("a")), "2");
    assert!(fs::symlink_metadata(&link).unwrap().file_type().is_symlink());
    let dead = dir.path().join("dead");
    std::os::unix::fs::symlink(dir.path().join("gone"), &dead).unwrap();
    assert_eq!(publish(&dead, "a", "1").unwrap_err().key(), "file.open");
}
