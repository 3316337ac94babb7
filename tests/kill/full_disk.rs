//! A disk that is too small: `mount -t tmpfs -o size=8m tmpfs /mnt/small` and `KILL_TMPFS=/mnt/small`, as `.ci/run` does. Both tests fill it, so they run
//! one after the other.

use std::{fs, path::PathBuf};

use bangfu::publish::work_folder::WorkFolder;
use tempfile::TempDir;

use super::{audit, inbox, is_whole, publishing::small_run, run};

fn small_disk() -> PathBuf {
    match std::env::var_os("KILL_TMPFS") {
        Some(small) => small.into(),
        None => panic!("set KILL_TMPFS to an empty folder on a file system of some 8 MiB"),
    }
}

#[test]
#[ignore = "needs KILL_TMPFS; see the head of this file"]
fn a_full_disk_stops_the_build_and_the_next_run_succeeds() {
    let out = small_disk().join("full");
    small_run(&out);
    fs::write(out.join("笔记.txt"), "mine").unwrap();
    {
        let work = WorkFolder::open(&out).unwrap();
        let build = work.build().unwrap();
        assert!(
            (0..200).any(|n| build.write(&n.to_string(), &[0; 1_000_000]).is_err()),
            "the disk is too large for this test"
        );
    }
    assert!(is_whole(&out));
    assert_eq!(fs::read_to_string(out.join("笔记.txt")).unwrap(), "mine");
    small_run(&out);
    assert!(is_whole(&out));
    assert_eq!(fs::read_to_string(out.with_file_name("full.kept-1/笔记.txt")).unwrap(), "mine");
    fs::remove_dir_all(out.with_file_name("full.kept-1")).unwrap();
}

/// With three workbooks a run fits on the disk, with six hundred it does not.
#[test]
#[ignore = "needs KILL_TMPFS; see the head of this file"]
fn a_full_disk_leaves_out_as_it_was() {
    let dir = TempDir::new().unwrap();
    let out = small_disk().join("out");
    let files = inbox(dir.path(), 3, 0);
    run(audit(&files, &out).args(["--format", "json"]));
    let before = fs::read(out.join("run.json")).unwrap();
    inbox(dir.path(), 600, 1);
    let full = audit(&files, &out).output().unwrap();
    assert_eq!(full.status.code(), Some(1), "{}", String::from_utf8_lossy(&full.stderr));
    assert_eq!(fs::read(out.join("run.json")).unwrap(), before);
    assert!(is_whole(&out));
    // With the load gone the next run succeeds with no hand work.
    fs::remove_dir_all(&files).unwrap();
    inbox(dir.path(), 3, 2);
    run(audit(&files, &out).args(["--format", "json"]));
    assert!(is_whole(&out));
}
