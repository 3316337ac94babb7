//! Where a scheduled job writes: what cannot be replaced is refused before anything is read, and OUT is the same folder by every name.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

/// A folder with an inbox of one ledger.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(TempDir::new().unwrap());
        fs::create_dir(place.at("inbox")).unwrap();
        let ledger = "填报单位：甲中学\n采购日期,食材名称,金额,采购渠道\n2024-03-05,大米,100,832平台\n2024-03-06,面粉,200,农贸市场\n";
        fs::write(place.at("inbox/甲中学.csv"), ledger).unwrap();
        place
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn audit(&self, out: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bangfu"));
        command.current_dir(self.0.path());
        command
            .args(["audit", "inbox", "--period", "2024-03", "--format", "json", "-o", out])
            .output()
            .unwrap()
    }

    fn published(&self, out: &str) {
        let run = self.audit(out);
        assert!(
            matches!(run.status.code(), Some(0 | 3)),
            "{out}: {}",
            String::from_utf8_lossy(&run.stderr)
        );
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.0.path())
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

fn refused(run: &Output) -> String {
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(2), "{said}");
    said
}

/// `/proc` is a mount point everywhere, and takes no new folders.
#[cfg(target_os = "linux")]
#[test]
fn an_out_that_cannot_be_replaced_is_refused_before_anything_is_read() {
    let place = Place::new();
    let said = refused(&place.audit("/proc"));
    assert!(said.contains("/proc: is a mount point; name a folder in it"), "{said}");
    assert_eq!(place.names(), ["inbox"], "nothing was written");
    fs::write(place.at("file"), "x").unwrap();
    let said = refused(&place.audit("file/out"));
    assert!(said.contains("file is no folder"), "{said}");
    assert_eq!(place.names(), ["file", "inbox"], "nothing was written");
}

/// Root may write everywhere: then only a file system that is read-only refuses (CONTRIBUTING.md, by hand).
#[test]
fn an_out_whose_parent_takes_no_files_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    place.published("box/out");
    let before = fs::read(place.at("box/out/run.json")).unwrap();
    let mode = |bits| fs::set_permissions(place.at("box"), fs::Permissions::from_mode(bits)).unwrap();
    mode(0o555);
    let is_root = fs::write(place.at("box/probe"), "").is_ok();
    if !is_root {
        let run = place.audit("box/out");
        let new = place.audit("box/new");
        mode(0o755);
        for said in [refused(&run), refused(&new)] {
            assert!(said.contains("its parent") && said.contains("cannot be written"), "{said}");
        }
    }
    mode(0o755);
    assert_eq!(fs::read(place.at("box/out/run.json")).unwrap(), before);
}

#[test]
fn who_put_a_file_into_out_is_told_where_it_went() {
    let place = Place::new();
    place.published("out");
    fs::write(place.at("out/笔记.txt"), "mine").unwrap();
    let run = place.audit("out");
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    let line = said
        .lines()
        .find(|l| l.contains("1 个后来放入或改动过的文件"))
        .unwrap_or_else(|| panic!("{said}"));
    assert!(line.contains("out.kept-1"), "{line}");
    assert_eq!(fs::read(place.at("out.kept-1/笔记.txt")).unwrap(), b"mine");
}

#[test]
fn out_is_one_folder_by_every_name() {
    let place = Place::new();
    place.published("out");
    std::os::unix::fs::symlink("out", place.at("link")).unwrap();
    let absolute = place.at("out").display().to_string();
    let mut seen = fs::read(place.at("out/run.log")).unwrap();
    for name in ["out/", "./out", "link", "link/", "../x/../out", &absolute, "inbox/../out/."] {
        let name = name.replace("../x/..", &format!("../{}", place.0.path().file_name().unwrap().to_str().unwrap()));
        place.published(&name);
        let now = fs::read(place.at("out/run.log")).unwrap();
        assert!(now != seen, "{name}: OUT is not the one that was written");
        seen = now;
        assert!(fs::symlink_metadata(place.at("link")).unwrap().is_symlink(), "{name}");
        assert_eq!(place.names(), ["inbox", "link", "out"], "{name}");
    }
    // A link whose folder is not there names no folder that could be made.
    std::os::unix::fs::symlink(Path::new("nowhere"), place.at("lost")).unwrap();
    assert_eq!(place.audit("lost").status.code(), Some(1));
}
