//! How long a run takes when one workbook in a hundred has changed since the last one: `cargo bench --no-default-features --bench second_run`.
//!
//! Writes `SECOND_RUN_UNITS` (2,000) invented units of `SECOND_RUN_MONTHS` (1, at most 3) workbooks each into a temporary folder, runs the program from nothing, changes every hundredth
//! workbook, runs it again, and prints both times and their ratio, three times. A last run, from nothing, must write the same bytes. Exit status 1
//! when it does not, or when the median ratio is above a tenth.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use rust_xlsxwriter::Workbook;

const HEAD: [&str; 8] = ["采购日期", "食材名称", "数量", "单价", "金额", "供应商", "采购渠道", "产地"];
const ITEMS: [&str; 7] = ["小米", "面粉", "白菜", "猪肉", "鸡蛋", "苹果", "食用油"];
const CHANNELS: [&str; 5] = ["832平台", "供销数据平台", "消费帮扶超市", "农贸市场", "农贸市场"];
/// First and second runs; the median of their ratios counts.
const ROUNDS: usize = 3;
/// Lines of a workbook: a canteen's month.
const LINES: u32 = 120;

/// One unit's month; `shift` alters one price.
fn workbook(path: &Path, unit: &str, month: u32, shift: u32) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, format!("{unit}2024年{month}月食堂采购台账")).unwrap();
    sheet.write_string(1, 0, format!("填报单位：{unit}")).unwrap();
    for (col, head) in (0_u16..).zip(HEAD) {
        sheet.write_string(2, col, head).unwrap();
    }
    for n in 0..LINES {
        let (row, quantity) = (n + 3, n % 9 + 1);
        let price = f64::from(100 + n * 7 + if n == 5 { shift } else { 0 }) / 100.0;
        let pick = |list: &[&'static str], by: u32| list[((n + by) as usize) % list.len()];
        sheet.write_string(row, 0, format!("2024-{month:02}-{:02}", n % 28 + 1)).unwrap();
        sheet.write_string(row, 1, pick(&ITEMS, month)).unwrap();
        sheet.write_number(row, 2, quantity).unwrap();
        sheet.write_number(row, 3, price).unwrap();
        sheet.write_number(row, 4, price * f64::from(quantity)).unwrap();
        sheet.write_string(row, 5, format!("{}供应商{}", unit, n % 6)).unwrap();
        sheet.write_string(row, 6, pick(&CHANNELS, 0)).unwrap();
        sheet.write_string(row, 7, "平陆县").unwrap();
    }
    book.save(path).unwrap();
}

fn path_of(inbox: &Path, unit: u32, month: u32) -> (PathBuf, String) {
    let name = format!("第{unit}中学");
    (inbox.join(format!("片区{}", unit % 13)).join(format!("{name}{month}月.xlsx")), name)
}

fn audit(inbox: &Path, out: &Path, more: &[&str]) -> Duration {
    let started = Instant::now();
    let run = Command::new(env!("CARGO_BIN_EXE_bangfu"))
        .args(["audit", "--period", "2024-03", "--quiet", "-o"])
        .arg(out)
        .arg(inbox)
        .args(more)
        .status()
        .unwrap();
    assert!(matches!(run.code(), Some(0 | 3)), "{run}");
    started.elapsed()
}

/// Files that differ between two OUTs; the manifest and the log tell when each was written.
fn differences(a: &Path, b: &Path) -> Vec<PathBuf> {
    let list = |root: &Path| -> Vec<PathBuf> {
        let walk = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(Result::unwrap);
        walk.filter(|e| e.file_type().is_file())
            .map(|e| e.path().strip_prefix(root).unwrap().to_owned())
            .collect()
    };
    let (left, right) = (list(a), list(b));
    let clock = |p: &Path| p == Path::new("run.json") || p == Path::new("run.log");
    let mut all: Vec<PathBuf> = left.into_iter().chain(right).filter(|p| !clock(p)).collect();
    all.sort();
    all.dedup();
    all.retain(|p| fs::read(a.join(p)).ok() != fs::read(b.join(p)).ok());
    all
}

fn main() {
    // `cargo test --benches` only asks whether it starts.
    if !std::env::args().any(|a| a == "--bench") {
        return;
    }
    let setting = |name: &str, default: u32| std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default);
    let (units, months) = (setting("SECOND_RUN_UNITS", 2000), setting("SECOND_RUN_MONTHS", 1).clamp(1, 3));
    let dir = tempfile::tempdir().unwrap();
    let (inbox, mut out, fresh) = (dir.path().join("inbox"), PathBuf::new(), dir.path().join("fresh"));
    for district in 0..13 {
        fs::create_dir_all(inbox.join(format!("片区{district}"))).unwrap();
    }
    for (unit, month) in (0..units).flat_map(|u| (4 - months..=3).map(move |m| (u, m))) {
        let (path, name) = path_of(&inbox, unit, month);
        workbook(&path, &name, month, unit % 50);
    }
    let every = 100 / months as usize;
    let (workbooks, changed) = (units * months, (0..units).step_by(every).len());
    println!("{units} units, {workbooks} workbooks of {LINES} lines, {changed} changed (1 %)");
    let mut ratios = [0.0; ROUNDS];
    for (round, ratio) in (0_u32..).zip(&mut ratios) {
        // A new folder each time: what the first run finds of an earlier one is no first run's work.
        out = dir.path().join(round.to_string()).join("out");
        let first = audit(&inbox, &out, &[]);
        // So many units' March: one workbook in a hundred.
        for unit in (0..units).step_by(every) {
            let (path, name) = path_of(&inbox, unit, 3);
            workbook(&path, &name, 3, 77 + round);
        }
        let second = audit(&inbox, &out, &[]);
        *ratio = second.as_secs_f64() / first.as_secs_f64();
        println!(
            "from nothing {:6.2} s, then {:6.2} s, ratio {ratio:.3}",
            first.as_secs_f64(),
            second.as_secs_f64()
        );
    }
    ratios.sort_by(f64::total_cmp);
    let ratio = ratios[ROUNDS / 2];
    let unchanged = audit(&inbox, &out, &[]);
    println!("nothing changed {:.2} s; median ratio {ratio:.3}", unchanged.as_secs_f64());
    audit(&inbox, &fresh, &["--no-cache"]);
    let different = differences(&out, &fresh);
    println!("files that differ from a run from nothing: {}", different.len());
    if !different.is_empty() || ratio > 0.1 {
        println!("{different:?}");
        std::process::exit(1);
    }
}
