//! `kill -9` at random moments: the previous OUT is intact or the new one is whole, no file of a person is lost, and the next run needs no hand work.
//!
//! `KILL_ROUNDS` (default 20) is the number of kills of a test, `KILL_SEED` (default 1) gives their moments. What is ignored needs a file system
//! or a library of its own, or a machine that does nothing else: `.ci/run` and CONTRIBUTING.md have the commands.

mod audits;
mod disturbances;
#[cfg(target_os = "linux")]
mod every_call;
mod full_disk;
mod publishing;
mod signals;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use bangfu::after::verify::{What, verify};

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

fn rounds() -> u64 {
    setting("KILL_ROUNDS", 20)
}

/// A small generator: the same seed gives the same moments.
struct Moments(u64);

impl Moments {
    fn new() -> Self {
        Self(setting("KILL_SEED", 1))
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
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
