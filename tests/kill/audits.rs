//! The program is killed.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use bangfu::after::verify::What;
use tempfile::TempDir;

use super::{Moments, audit, inbox, is_whole, is_whole_but_for, kill_after, names, rounds, run};

#[test]
#[ignore = "slow; see the head of this file"]
fn an_audit_survives_kill_9() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    let files = inbox(dir.path(), 60, 0);
    let started = Instant::now();
    run(&mut audit(&files, &out));
    let whole_run = u64::try_from(started.elapsed().as_millis()).unwrap().max(50);
    let mut moments = Moments::new();
    let mut killed = 0;
    for round in 0..rounds() {
        inbox(dir.path(), 60, round + 1);
        killed += u64::from(kill_after(
            &mut audit(&files, &out),
            Duration::from_millis(moments.below(whole_run)),
        ));
        assert!(is_whole(&out), "round {round}: OUT is gone");
    }
    assert!(killed > rounds() / 4, "only {killed} runs were killed before they ended");
    run(&mut audit(&files, &out));
    assert_eq!(names(dir.path()), ["inbox", "out"]);
    // As if nothing had happened.
    let fresh = dir.path().join("fresh");
    run(&mut audit(&files, &fresh));
    let summary = |out: &Path| fs::read(out.join("summary.json")).unwrap();
    assert_eq!(summary(&out), summary(&fresh));
}

/// OUT and ledger are two folders. Whoever opens the ledger after a kill finds the one that belongs to OUT.
#[test]
#[ignore = "slow; see the head of this file"]
fn an_audit_with_a_ledger_survives_kill_9() {
    let dir = TempDir::new().unwrap();
    let (out, ledger, assessed) = (dir.path().join("out"), dir.path().join("ledger"), dir.path().join("assessed"));
    let files = inbox(dir.path(), 40, 0);
    let with_ledger = || {
        let mut command = audit(&files, &out);
        command.args(["--format", "json", "--ledger"]).arg(&ledger);
        command
    };
    let started = Instant::now();
    run(&mut with_ledger());
    let whole_run = u64::try_from(started.elapsed().as_millis()).unwrap().max(50);
    let mut moments = Moments::new();
    let mut killed = 0;
    for round in 0..rounds() {
        inbox(dir.path(), 40, round + 1);
        // Half of the kills go to the last fifth, where both are published.
        let moment = if round % 2 == 0 {
            moments.below(whole_run)
        } else {
            whole_run * 4 / 5 + moments.below(whole_run / 4)
        };
        if round % 5 == 4 {
            let mut child = with_ledger().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(Duration::from_millis(moment));
            let asked = Instant::now();
            let _ = Command::new("kill")
                .args(["-INT", &child.id().to_string()])
                .stderr(Stdio::null())
                .status();
            let status = child.wait().unwrap();
            // By the signal itself where it came before anybody listened.
            assert!(matches!(status.code(), None | Some(0 | 1 | 3)), "round {round}: {status}");
            assert!(
                asked.elapsed() < Duration::from_millis(1200),
                "round {round}: {:?}",
                asked.elapsed()
            );
        } else {
            killed += u64::from(kill_after(&mut with_ledger(), Duration::from_millis(moment)));
        }
        // Killed between the two: the ledger is complete beside its place until somebody opens it.
        assert!(is_whole_but_for(&out, &[What::NotInPlace]), "round {round}: OUT is gone");
        let mut assess = Command::new(env!("CARGO_BIN_EXE_bangfu"));
        assess
            .args(["assess", "--period", "2024-03", "--format", "json", "--ledger"])
            .arg(&ledger);
        run(assess.arg("-o").arg(&assessed));
        assert!(is_whole(&out), "round {round}: the ledger is not in its place");
        let summary = |out: &Path| fs::read(out.join("summary.json")).unwrap();
        assert!(summary(&out) == summary(&assessed), "round {round}: OUT and ledger are of two runs");
    }
    assert!(killed > rounds() / 4, "only {killed} runs were killed before they ended");
    run(&mut with_ledger());
    assert_eq!(names(dir.path()), ["assessed", "inbox", "ledger", "out"]);
}
