//! `kill -9` at random moments: the previous OUT is intact or the new one is whole, and the next run needs no hand work.
//!
//! Slow, so ignored by default: `cargo test --no-default-features --test kill -- --ignored --test-threads 1` (CONTRIBUTING.md). The moments come from
//! `KILL_SEED` (default 1), their number from `KILL_ROUNDS` (default 200).

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helper functions of tests are not seen as tests

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use bangfu::{
    after::verify::{What, verify},
    formats::{limits::Limits, unreadable::Unreadable},
    publish::{
        manifest::{self, HashedFile, Manifest},
        work_folder::WorkFolder,
    },
    run::store::ReadingStore,
};
use tempfile::TempDir;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

/// A small generator: the same seed gives the same moments.
struct Moments(u64);

impl Moments {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// OUT holds exactly what its manifest says; `false` when there is no OUT (only right before the first run was published).
fn is_whole(out: &Path) -> bool {
    is_whole_but_for(out, &[])
}

/// The same, where `verify` may tell these.
fn is_whole_but_for(out: &Path, told: &[What]) -> bool {
    if !out.exists() {
        return false;
    }
    let report = verify(out, None).unwrap_or_else(|e| panic!("{}: {e}", out.display()));
    let wrong: Vec<_> = report
        .changes
        .iter()
        .filter(|c| c.what != What::New || c.path.starts_with("units"))
        .filter(|c| !told.contains(&c.what))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(report.outputs > 0);
    true
}

/// Spawns, waits, kills. Returns whether the process was still running.
fn kill_after(command: &mut Command, wait: Duration) -> bool {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(wait);
    let running = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    running
}

// --- The publishing library alone ---

/// One run of the library: a store, some hundred files, a manifest.
fn small_run(out: &Path) {
    let work = WorkFolder::open(out).unwrap();
    let store = ReadingStore::open(&work, b"kill", &Limits::default(), true).unwrap();
    for n in 0..50_u8 {
        if store.get(&[n; 32]).unwrap().is_none() {
            store.put(&[n; 32], Err(Unreadable::Damaged("x".repeat(20_000)))).unwrap();
        }
    }
    store.flush().unwrap();
    let build = work.build().unwrap();
    let stamp = std::process::id().to_string().repeat(200);
    for n in 0..200 {
        build
            .write(&format!("units/县{}/单位{n}/report.json", n % 7), stamp.as_bytes())
            .unwrap();
    }
    for n in 0..50_u8 {
        assert_eq!(
            store.fetch(&[n; 32], || None).unwrap(),
            Err(Unreadable::Damaged("x".repeat(20_000))).into()
        );
    }
    let manifest = Manifest {
        schema: String::new(),
        tool: "kill".into(),
        tool_build: String::new(),
        started: String::new(),
        finished: String::new(),
        period: "2024-03".parse().unwrap(),
        options: [].into(),
        policy: HashedFile {
            path: "p".into(),
            sha256: String::new(),
        },
        registry: None,
        overrides: None,
        layouts_sha256: String::new(),
        others: vec![],
        inboxes: vec![],
        inputs: vec![],
        outputs: vec![],
        totals: [].into(),
    };
    manifest::write(manifest, &build).unwrap();
    store.finish().unwrap();
    build.publish().unwrap();
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

#[test]
#[ignore = "slow; see the head of this file"]
fn publishing_survives_kill_9() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    small_run(&out);
    let mut moments = Moments(setting("KILL_SEED", 1));
    for round in 0..setting("KILL_ROUNDS", 200) {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--ignored", "--exact", "publish_until_killed"]).env("KILL_OUT", &out);
        assert!(
            kill_after(&mut command, Duration::from_millis(20 + moments.below(180))),
            "round {round}: the child ended by itself"
        );
        assert!(is_whole(&out), "round {round}: OUT is gone");
    }
    small_run(&out);
    assert!(is_whole(&out));
    let mut left: Vec<_> = fs::read_dir(dir.path().join(".out.bangfu"))
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    left.sort();
    left.retain(|name| name != "frame");
    assert_eq!(left, ["lock", "published.stamps", "readings.redb"]);
}

/// While runs follow each other, whoever opens OUT finds a manifest.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "slow; see the head of this file"]
fn a_reader_always_finds_a_manifest() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    small_run(&out);
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "publish_until_killed"])
        .env("KILL_OUT", &out)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (end, mut seen) = (Instant::now() + Duration::from_secs(10), std::collections::BTreeSet::new());
    while Instant::now() < end {
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
    assert!(seen.len() > 3, "too few runs were published meanwhile: {}", seen.len());
}

/// See [`a_full_disk_leaves_out_as_it_was`]; this one fills the disk with the store and with the build.
#[test]
#[ignore = "needs KILL_TMPFS; see the head of this file"]
fn a_full_disk_stops_store_and_build_and_the_next_run_succeeds() {
    let out = small_disk().join("full");
    small_run(&out);
    {
        let work = WorkFolder::open(&out).unwrap();
        let store = ReadingStore::open(&work, b"kill", &Limits::default(), true).unwrap();
        let reading = Err(Unreadable::Damaged("x".repeat(1_000_000)));
        let failed = (0..200_u8).any(|n| store.put(&[n; 32], reading.clone()).and_then(|()| store.flush()).is_err());
        assert!(failed, "the disk is too large for this test");
    }
    assert!(is_whole(&out));
    {
        let work = WorkFolder::open(&out).unwrap();
        let build = work.build().unwrap();
        assert!((0..200).any(|n| build.write(&n.to_string(), &[0; 1_000_000]).is_err()));
    }
    assert!(is_whole(&out));
    // The store may have grown to the disk's size: it is safe to delete, but nobody has to.
    let work = WorkFolder::open(&out).unwrap();
    drop(ReadingStore::open(&work, b"other layouts", &Limits::default(), true).unwrap());
    drop(work);
    small_run(&out);
    assert!(is_whole(&out));
}

fn small_disk() -> PathBuf {
    match std::env::var_os("KILL_TMPFS") {
        Some(small) => small.into(),
        None => panic!("set KILL_TMPFS to an empty folder on a file system of some 8 MiB"),
    }
}

// --- The program ---

/// An inbox of `units` CSV ledgers; `generation` changes their figures.
fn inbox(dir: &Path, units: u32, generation: u64) -> PathBuf {
    let inbox = dir.join("inbox");
    fs::create_dir_all(&inbox).unwrap();
    for unit in 0..units {
        let mut text = format!("填报单位：第{unit}中学\n采购日期,食材名称,数量,单价,金额,供应商,采购渠道\n");
        for day in 1..=20 {
            let price = 10 + u64::from(unit) + generation;
            text += &format!("2024-03-{day:02},大米,2,{price},{},某粮店,农贸市场\n", 2 * price);
        }
        fs::write(inbox.join(format!("第{unit}中学.csv")), text).unwrap();
    }
    inbox
}

fn audit(inbox: &Path, out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bangfu"));
    command.arg("audit").arg(inbox).args(["--period", "2024-03", "-o"]).arg(out);
    command
}

/// 0 or 3: published.
fn run(command: &mut Command) -> i32 {
    let output = command.output().unwrap();
    let code = output.status.code().unwrap_or(-1);
    assert!(matches!(code, 0 | 3), "{code}: {}", String::from_utf8_lossy(&output.stderr));
    code
}

#[test]
#[ignore = "slow; see the head of this file"]
fn an_audit_survives_kill_9() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    let files = inbox(dir.path(), 60, 0);
    let started = Instant::now();
    run(&mut audit(&files, &out));
    let whole_run = u64::try_from(started.elapsed().as_millis()).unwrap().max(50);
    let mut moments = Moments(setting("KILL_SEED", 1));
    let mut killed = 0;
    for round in 0..setting("KILL_ROUNDS", 200) {
        // Every other run finds changed workbooks, so that it reads, and not only assesses.
        inbox(dir.path(), 60, round / 2);
        killed += u64::from(kill_after(
            &mut audit(&files, &out),
            Duration::from_millis(moments.below(whole_run)),
        ));
        assert!(is_whole(&out), "round {round}: OUT is gone");
    }
    assert!(
        killed > setting("KILL_ROUNDS", 200) / 4,
        "only {killed} runs were killed before they ended"
    );
    run(&mut audit(&files, &out));
    // After all that the store must not tell anything but a run without it.
    let fresh = dir.path().join("fresh");
    run(audit(&files, &fresh).arg("--no-cache"));
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
    let mut moments = Moments(setting("KILL_SEED", 1));
    let mut killed = 0;
    for round in 0..setting("KILL_ROUNDS", 200) {
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
    assert!(
        killed > setting("KILL_ROUNDS", 200) / 4,
        "only {killed} runs were killed before they ended"
    );
    run(&mut with_ledger());
    let left = fs::read_dir(dir.path().join(".ledger.bangfu")).unwrap().count();
    assert_eq!(left, 1, "the lock alone");
}

#[test]
#[ignore = "slow; see the head of this file"]
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
#[ignore = "slow; see the head of this file"]
fn ctrl_c_at_any_moment_stops_or_publishes_within_a_second() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    let files = inbox(dir.path(), 200, 0);
    let all = ["--format", "xlsx,html,docx,json"];
    let started = Instant::now();
    run(audit(&files, &out).args(all));
    let whole_run = u64::try_from(started.elapsed().as_millis()).unwrap().max(50);
    let mut moments = Moments(setting("KILL_SEED", 1));
    let (mut stopped, mut published, mut slowest) = (0, 0, Duration::ZERO);
    for round in 0..setting("KILL_ROUNDS", 200).min(60) {
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
            let code = child.wait().unwrap().code();
            slowest = slowest.max(asked.elapsed());
            let after = fs::read(out.join("run.json")).unwrap();
            match code {
                Some(1) => assert!(after == before, "round {round}: stopped, but OUT is another"),
                Some(0 | 3) => assert!(after != before, "round {round}: ended well, but published nothing"),
                other => panic!("round {round}: {other:?}"),
            }
            stopped += u32::from(code == Some(1));
            published += u32::from(code != Some(1));
        } else {
            child.wait().unwrap();
        }
        assert!(is_whole(&out), "round {round}");
    }
    println!("{stopped} stopped, {published} had begun to publish; slowest {slowest:?}");
    assert!(stopped > 5 && slowest < Duration::from_millis(1200), "{stopped} {slowest:?}");
    let beside: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(beside.len(), 3, "inbox, out and the work folder: {beside:?}");
}

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
            let hashes = versions.each_ref().map(|v| {
                let path = dir.path().join("version");
                fs::write(&path, v).unwrap();
                bangfu::after::verify::hash_file(&path).unwrap()
            });
            let sha256 = input["sha256"].as_str().unwrap();
            assert!(hashes.iter().any(|h| h == sha256), "a mixture of two versions was read");
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

/// Needs libfaketime: `KILL_FAKETIME` names the library (CONTRIBUTING.md). The clock jumps by years, back and forth, all through two runs.
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
        run(audit(&files, &fresh).arg("--no-cache"));
        let summary = |out: &Path| fs::read(out.join("summary.json")).unwrap();
        assert!(summary(&out) == summary(&fresh), "generation {generation}");
    }
    assert!(jumps > 20, "only {jumps} jumps");
    assert!(!dir.path().join("out.kept-1").exists(), "no report was taken for an edited one");
}

/// Needs a small file system of its own: `KILL_TMPFS=/mnt/small` (CONTRIBUTING.md says how to make one).
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
