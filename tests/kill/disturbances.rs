//! What else happens while a run is on: another run, somebody who saves a workbook, a clock that jumps.

use std::{
    fs,
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use super::{audit, inbox, is_whole, run};

/// What every process that dies leaves: a lock file with its name in it, and nobody who holds it.
#[test]
#[ignore = "slow; see the head of this file"]
fn the_lock_of_a_killed_run_holds_nobody_up() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    let files = inbox(dir.path(), 400, 0);
    let mut child = audit(&files, &out).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let lock = dir.path().join(".out.bangfu/lock");
    let waiting = Instant::now();
    while fs::read_to_string(&lock).unwrap_or_default().is_empty() && waiting.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(fs::read_to_string(&lock).unwrap().contains("pid "), "a stale lock lies there");
    run(&mut audit(&files, &out));
    assert!(is_whole(&out));
}

/// Somebody saves a ledger again and again while runs read it: each run has one version whole or says that it could not be read.
#[test]
#[ignore = "slow; see the head of this file"]
fn a_workbook_that_changes_while_it_is_read_is_one_version_or_none() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    let files = dir.path().join("inbox");
    fs::create_dir(&files).unwrap();
    let path = files.join("第1中学.csv");
    // Two versions of one size, each of one letter: a mixture would show both.
    let version = |item: char| {
        let mut text = String::from("填报单位：第1中学\n采购日期,食材名称,金额,采购渠道\n");
        for _ in 0..40_000 {
            text += &format!("2024-03-05,{item},1,农贸市场\n");
        }
        text
    };
    let versions = [version('米'), version('面')];
    fs::write(&path, &versions[0]).unwrap();
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0.. {
                if stop.load(std::sync::atomic::Ordering::Relaxed) {
                    break;
                }
                fs::write(&path, &versions[n % 2]).unwrap();
                std::thread::sleep(Duration::from_millis(if n % 8 == 0 { 1500 } else { 3 }));
            }
        });
        let (mut whole, mut refused) = (0, 0);
        for _ in 0..12 {
            run(audit(&files, &out).args(["--format", "json"]));
            let manifest: serde_json::Value = serde_json::from_slice(&fs::read(out.join("run.json")).unwrap()).unwrap();
            let input = &manifest["inputs"][0];
            if input["outcome"] == "quarantined" {
                assert_eq!(input["reason"], "cannot_open");
                refused += 1;
                continue;
            }
            let hex = |version: &String| Sha256::digest(version).iter().map(|b| format!("{b:02x}")).collect::<String>();
            assert!(
                versions.iter().any(|v| hex(v) == input["sha256"]),
                "a mixture of two versions was read"
            );
            whole += 1;
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        println!("{whole} read whole, {refused} refused");
        assert!(whole > 0);
    });
    // At rest it is read, and nothing of the uneasy time is believed.
    fs::write(&path, &versions[1]).unwrap();
    assert_eq!(run(audit(&files, &out).args(["--format", "json"])), 0);
}

#[test]
#[ignore = "slow; see the head of this file"]
fn of_two_runs_at_once_one_is_refused_and_out_is_whole() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    let files = inbox(dir.path(), 400, 0);
    let mut first = audit(&files, &out).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let lock = dir.path().join(".out.bangfu/lock");
    let waiting = Instant::now();
    while fs::read_to_string(&lock).unwrap_or_default().is_empty() && waiting.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(5));
    }
    let second = audit(&files, &out).output().unwrap();
    assert_eq!(second.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&second.stderr).contains(&format!("pid {}", first.id())));
    assert!(matches!(first.wait().unwrap().code(), Some(0 | 3)));
    assert!(is_whole(&out));
}

/// `KILL_FAKETIME` names the library of Debian's `faketime`, `/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1`. The clock jumps by years, back and forth, all through two runs.
#[test]
#[ignore = "needs KILL_FAKETIME; see the head of this file"]
fn a_clock_that_jumps_during_a_run_changes_no_figure() {
    let library = std::env::var_os("KILL_FAKETIME").expect("set KILL_FAKETIME to libfaketime.so.1");
    let dir = TempDir::new().unwrap();
    let (out, fresh, clock) = (dir.path().join("out"), dir.path().join("fresh"), dir.path().join("clock"));
    let files = inbox(dir.path(), 150, 0);
    let set = |jump: usize| {
        let aside = dir.path().join("clock.new");
        fs::write(&aside, ["@2031-07-01 00:00:00\n", "@2001-02-03 04:05:06\n", "+0\n"][jump % 3]).unwrap();
        fs::rename(aside, &clock).unwrap();
    };
    set(0);
    let mut jumps = 0;
    for generation in 0..4 {
        inbox(dir.path(), 150, generation / 2);
        let mut child = audit(&files, &out)
            .env("LD_PRELOAD", &library)
            .env("FAKETIME_TIMESTAMP_FILE", &clock)
            .env("FAKETIME_NO_CACHE", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while child.try_wait().unwrap().is_none() {
            jumps += 1;
            set(jumps);
            std::thread::sleep(Duration::from_millis(30));
        }
        assert_eq!(child.wait().unwrap().code(), Some(0), "generation {generation}");
        assert!(is_whole(&out));
        run(&mut audit(&files, &fresh));
        let summary = |out: &Path| fs::read(out.join("summary.json")).unwrap();
        assert!(summary(&out) == summary(&fresh), "generation {generation}");
    }
    assert!(jumps > 20, "only {jumps} jumps");
    assert!(!dir.path().join("out.kept-1").exists(), "no report was taken for an edited one");
}
