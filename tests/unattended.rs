//! Where a scheduled job writes: what cannot be replaced is refused before anything is read, and OUT is the same folder by every name.

use std::{fs, path::Path};

use crate::support::program::{Place, Ran};

fn inbox_of_one() -> Place {
    let place = Place::new();
    let ledger = "填报单位：甲中学\n采购日期,食材名称,金额,采购渠道\n2024-03-05,大米,100,832平台\n2024-03-06,面粉,200,农贸市场\n";
    place.write("inbox/甲中学.csv", ledger);
    place
}

fn audit(place: &Place, out: &str) -> Ran {
    place.audit(out, &["--format", "json"])
}

fn published(place: &Place, out: &str) {
    let ran = audit(place, out);
    assert!(matches!(ran.status, 0 | 3), "{out}: {}", ran.err);
}

fn names(place: &Place) -> Vec<String> {
    let entries = fs::read_dir(place.folder()).unwrap();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// `/proc` is a mount point everywhere, and takes no new folders.
#[cfg(target_os = "linux")]
#[test]
fn an_out_that_cannot_be_replaced_is_refused_before_anything_is_read() {
    let place = inbox_of_one();
    let said = audit(&place, "/proc").refused();
    assert!(said.contains("“/proc”") && said.contains("根目录"), "{said}");
    assert_eq!(names(&place), ["inbox"], "nothing was written");
    fs::write(place.at("file"), "x").unwrap();
    let said = audit(&place, "file/out").refused();
    assert!(said.contains("不是文件夹"), "{said}");
    assert_eq!(names(&place), ["file", "inbox"], "nothing was written");
}

/// Root may write everywhere: then only a file system that is read-only refuses (CONTRIBUTING.md, by hand).
#[test]
fn an_out_whose_parent_takes_no_files_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = inbox_of_one();
    published(&place, "box/out");
    let before = fs::read(place.at("box/out/run.json")).unwrap();
    let mode = |bits| fs::set_permissions(place.at("box"), fs::Permissions::from_mode(bits)).unwrap();
    mode(0o555);
    let is_root = fs::write(place.at("box/probe"), "").is_ok();
    if !is_root {
        let run = audit(&place, "box/out");
        let new = audit(&place, "box/new");
        mode(0o755);
        for said in [run.refused(), new.refused()] {
            assert!(said.contains("its parent") && said.contains("cannot be written"), "{said}");
        }
    }
    mode(0o755);
    assert_eq!(fs::read(place.at("box/out/run.json")).unwrap(), before);
}

#[test]
fn who_put_a_file_into_out_is_told_where_it_went() {
    let place = inbox_of_one();
    published(&place, "out");
    fs::write(place.at("out/笔记.txt"), "mine").unwrap();
    let run = audit(&place, "out");
    let said = run.err;
    let line = said
        .lines()
        .find(|l| l.contains("1个后来放入或改动过的文件"))
        .unwrap_or_else(|| panic!("{said}"));
    assert!(line.contains("out.kept-1"), "{line}");
    assert_eq!(fs::read(place.at("out.kept-1/笔记.txt")).unwrap(), b"mine");
}

#[test]
fn out_is_one_folder_by_every_name() {
    let place = inbox_of_one();
    published(&place, "out");
    std::os::unix::fs::symlink("out", place.at("link")).unwrap();
    let absolute = place.at("out").display().to_string();
    let mut seen = fs::read(place.at("out/run.log")).unwrap();
    for name in ["out/", "./out", "link", "link/", "../x/../out", &absolute, "inbox/../out/."] {
        let name = name.replace("../x/..", &format!("../{}", place.folder().file_name().unwrap().to_str().unwrap()));
        published(&place, &name);
        let now = fs::read(place.at("out/run.log")).unwrap();
        assert!(now != seen, "{name}: OUT is not the one that was written");
        seen = now;
        assert!(fs::symlink_metadata(place.at("link")).unwrap().is_symlink(), "{name}");
        assert_eq!(names(&place), ["inbox", "link", "out"], "{name}");
    }
    // A link whose folder is not there names no folder that could be made.
    std::os::unix::fs::symlink(Path::new("nowhere"), place.at("lost")).unwrap();
    assert_eq!(audit(&place, "lost").status, 1);
}

/// Somebody, or the system, stops a run: what came of it is said, whatever the shape of the lines, and even while one workbook takes longer to
/// read than the run has left.
#[test]
fn an_interrupted_run_says_that_nothing_was_published() {
    let place = Place::new();
    let mut ledger = "日期,品名,供应商,采购渠道,金额\n".to_owned();
    for i in 0..300_000 {
        ledger.push_str(&format!("2024-03-01,小米{i},甲合作社{i},832平台,{i}\n"));
    }
    place.write("inbox/甲小学2024年3月食堂采购台账.csv", ledger);
    for (signal, json) in [("INT", false), ("TERM", true)] {
        let format = if json { "json" } else { "text" };
        let args = ["audit", "inbox", "--period", "2024-03", "-o", "out", "--log-format", format];
        let child = place.command(&args).stderr(std::process::Stdio::piped()).spawn().unwrap();
        // The folder beside OUT is there when the run has begun.
        while fs::read_dir(place.folder()).unwrap().count() < 2 {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        std::thread::sleep(std::time::Duration::from_millis(200));
        let kill = ["-s", signal, &child.id().to_string()];
        assert!(std::process::Command::new("kill").args(kill).status().unwrap().success());
        let ended = child.wait_with_output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(1), "{said}");
        let told: Vec<&str> = said.lines().filter(|line| line.contains("没有发布任何报告")).collect();
        assert_eq!(told.len(), 1, "{signal}: {said}");
        if json {
            let line: serde_json::Value = serde_json::from_str(told[0]).unwrap();
            assert_eq!(line["event"], "run_stopped");
        }
        assert!(!place.at("out").exists());
        for entry in fs::read_dir(place.folder()).unwrap().map(Result::unwrap) {
            if entry.file_name() != "inbox" {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}
