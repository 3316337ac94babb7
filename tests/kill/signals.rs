//! Ctrl-C and SIGTERM.

use std::{
    fs,
    os::unix::process::ExitStatusExt,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::{Moments, audit, inbox, is_whole, names, rounds, run};

/// Ctrl-C's number on every Unix.
const SIGINT: i32 = 2;

#[test]
#[ignore = "needs a machine that does nothing else"]
fn ctrl_c_stops_within_a_second_and_leaves_out_alone() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    let files = inbox(dir.path(), 20, 0);
    run(&mut audit(&files, &out));
    let before = fs::read(out.join("run.json")).unwrap();
    inbox(dir.path(), 1500, 1);
    for signal in ["INT", "TERM"] {
        let mut child = audit(&files, &out).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(300));
        assert!(child.try_wait().unwrap().is_none(), "the run ended before it could be stopped");
        assert!(
            Command::new("kill")
                .args([&format!("-{signal}"), &child.id().to_string()])
                .status()
                .unwrap()
                .success()
        );
        let asked = Instant::now();
        let status = child.wait().unwrap();
        assert!(asked.elapsed() < Duration::from_millis(1200), "{signal}: {:?}", asked.elapsed());
        assert_eq!(status.code(), Some(1), "{signal}");
        assert_eq!(fs::read(out.join("run.json")).unwrap(), before);
    }
    run(&mut audit(&files, &out));
}

/// While reading, rendering, flushing, exchanging or tidying: the run stops with OUT as it was, or ends as it would have, and soon.
#[test]
#[ignore = "needs a machine that does nothing else"]
fn ctrl_c_at_any_moment_stops_or_publishes_within_a_second() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    let files = inbox(dir.path(), 200, 0);
    let all = ["--format", "xlsx,html,docx,json"];
    let started = Instant::now();
    run(audit(&files, &out).args(all));
    let whole_run = u64::try_from(started.elapsed().as_millis()).unwrap().max(50);
    let mut moments = Moments::new();
    let (mut stopped, mut published, mut slowest) = (0, 0, Duration::ZERO);
    for round in 0..rounds().min(60) {
        inbox(dir.path(), 200, round + 1);
        let before = fs::read(out.join("run.json")).unwrap();
        let mut child = audit(&files, &out)
            .args(all)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // The last third of a run is rendering and publishing: half of the signals go there.
        let moment = if round % 2 == 0 {
            moments.below(whole_run)
        } else {
            whole_run * 2 / 3 + moments.below(whole_run * 2 / 5)
        };
        std::thread::sleep(Duration::from_millis(moment));
        if child.try_wait().unwrap().is_none() {
            assert!(
                Command::new("kill")
                    .args(["-INT", &child.id().to_string()])
                    .status()
                    .unwrap()
                    .success()
            );
            let asked = Instant::now();
            let status = child.wait().unwrap();
            slowest = slowest.max(asked.elapsed());
            let after = fs::read(out.join("run.json")).unwrap();
            match (status.code(), status.signal()) {
                (Some(1), _) => {
                    assert!(after == before, "round {round}: stopped, but OUT is another");
                    stopped += 1;
                }
                (Some(0 | 3), _) => {
                    assert!(after != before, "round {round}: ended well, but published nothing");
                    published += 1;
                }
                // The signal came in the first moments, before the program listens: the system ends it.
                (None, Some(SIGINT)) => assert!(after == before, "round {round}: killed, but OUT is another"),
                other => panic!("round {round}: {other:?}"),
            }
        } else {
            child.wait().unwrap();
        }
        assert!(is_whole(&out), "round {round}");
    }
    println!("{stopped} stopped, {published} had begun to publish; slowest {slowest:?}");
    assert!(stopped > 5 && slowest < Duration::from_millis(1200), "{stopped} {slowest:?}");
    run(&mut audit(&files, &out));
    assert_eq!(names(dir.path()), ["inbox", "out"]);
}
