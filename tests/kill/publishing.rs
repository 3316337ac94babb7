//! The library alone publishes again and again, and is killed.

use std::{
    fs,
    io::Read as _,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use bangfu::publish::work_folder::WorkFolder;
use tempfile::TempDir;

use super::{Moments, is_whole, names, rounds};
use crate::publishing::least;

/// One run of the library: some hundred files, a manifest.
pub(super) fn small_run(out: &Path) {
    let work = WorkFolder::open(out).unwrap();
    let build = work.build().unwrap();
    let text = std::process::id().to_string().repeat(200);
    for n in 0..200 {
        build
            .write(&format!("units/县{}/单位{n}/report.json", n % 7), text.as_bytes())
            .unwrap();
    }
    build.write_manifest(least()).unwrap();
    build.publish(|| true).unwrap();
}

/// Not a test of its own: the process that the next test kills.
#[test]
#[ignore = "run by publishing_survives_kill_9"]
fn publish_until_killed() {
    if let Some(out) = std::env::var_os("KILL_OUT") {
        loop {
            small_run(Path::new(&out));
        }
    }
}

/// The process that publishes again and again.
fn publisher(out: &Path) -> Command {
    // The name of a test begins below the crate.
    let name = concat!(module_path!(), "::publish_until_killed");
    let name = name.split_once("::").map_or(name, |(_, name)| name);
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", name]).env("KILL_OUT", out);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Somebody saves a note into OUT in each round, at a moment that nobody knows.
#[test]
fn publishing_survives_kill_9_and_no_note_is_lost() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    small_run(&out);
    let mut moments = Moments::new();
    for round in 0..rounds() {
        let mut child = publisher(&out).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(10 + moments.below(90)));
        fs::write(out.join(format!("笔记{round}.txt")), format!("note {round}")).unwrap();
        std::thread::sleep(Duration::from_millis(10 + moments.below(90)));
        assert!(child.try_wait().unwrap().is_none(), "round {round}: the child ended by itself");
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(is_whole(&out), "round {round}: OUT is gone");
    }
    small_run(&out);
    assert!(is_whole(&out));
    let mut found = std::collections::BTreeMap::new();
    for folder in names(dir.path()).iter().filter(|name| *name != "out") {
        assert!(folder.starts_with("out.kept-"), "{folder}");
        for note in names(&dir.path().join(folder)) {
            let text = fs::read_to_string(dir.path().join(folder).join(&note)).unwrap();
            assert!(found.insert(note.clone(), text).is_none(), "{note} is there twice");
        }
    }
    let expected = (0..rounds())
        .map(|round| (format!("笔记{round}.txt"), format!("note {round}")))
        .collect();
    assert_eq!(found, expected);
}

/// While runs follow each other, whoever opens OUT finds a manifest.
#[cfg(target_os = "linux")]
#[test]
fn a_reader_always_finds_a_manifest() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    small_run(&out);
    let mut child = publisher(&out).spawn().unwrap();
    let (end, mut seen) = (Instant::now() + Duration::from_secs(120), std::collections::BTreeSet::new());
    while seen.len() < 5 && Instant::now() < end {
        let mut text = String::new();
        let read = fs::File::open(out.join("run.json")).and_then(|mut f| f.read_to_string(&mut text));
        if read.is_err() || !text.ends_with("}\n") {
            let _ = child.kill();
            panic!("a reader met half a run: {read:?}");
        }
        seen.insert(fs::metadata(&out).unwrap().modified().unwrap());
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(seen.len(), 5, "too few runs were published meanwhile");
}
