//! The ledger (docs/ledger.md): what `assess` computes from it is what `audit` computes, byte for byte, whoever wrote it, however often.

use std::{
    collections::BTreeMap,
    fs,
    io::{Seek as _, Write as _},
    path::{Path, PathBuf},
    process::Stdio,
};

use polars::prelude::{DataFrame, ParquetReader, SerReader as _};
use serde_json::Value;

use crate::support::program::{Ran, bangfu, json, paths, root, run, tree};

const MARCH: [&str; 3] = ["--period", "2024-03", "--quiet"];

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn published(args: &[&str]) {
    let ran = run(args);
    assert!([0, 3].contains(&ran.status), "{} {}", ran.status, ran.err);
}

fn audit(inbox: &Path, out: &Path, more: &[&str]) {
    published(&[&["audit", text(inbox), "-o", text(out)], &MARCH[..], more].concat());
}

fn assess(ledger: &Path, out: &Path, more: &[&str]) {
    published(&[&["assess", "--ledger", text(ledger), "-o", text(out)], &MARCH[..], more].concat());
}

/// `read` with these arguments and a list of paths on its stdin.
fn read_list(args: &[&str], list: &[PathBuf]) -> Ran {
    let mut list_file = tempfile::tempfile().unwrap();
    for path in list {
        writeln!(list_file, "{}", path.display()).unwrap();
    }
    list_file.rewind().unwrap();
    Ran::of(
        bangfu()
            .arg("read")
            .args(args)
            .args(["--files-from", "-"])
            .stdin(Stdio::from(list_file)),
    )
}

/// Gives the result lines.
fn read(list: &[PathBuf], base: &Path, ledger: &Path) -> Vec<Value> {
    let told = read_list(&["--base", text(base), "--ledger", text(ledger)], list).ok().out;
    told.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

/// What a run published, but for its manifest and log, which hold clock and host.
fn reports(out: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = tree(out);
    assert!(files.remove(Path::new("run.json")).is_some() && files.remove(Path::new("run.log")).is_some());
    assert!(files.len() >= 4, "{:?}", files.keys());
    files
}

fn assert_same(a: &Path, b: &Path) {
    let (a, b) = (reports(a), reports(b));
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (path, bytes) in &a {
        assert!(*bytes == b[path], "{} differs", path.display());
    }
}

fn files_of(inbox: &Path) -> Vec<PathBuf> {
    paths(inbox).iter().map(|path| inbox.join(path)).collect()
}

#[test]
fn assess_gives_the_bytes_of_audit_in_every_format() {
    let dir = tempfile::tempdir().unwrap();
    let units = root().join("samples/units.xlsx");
    for inbox in ["samples/inbox-broken", "samples/inbox"] {
        let at = |name: &str| dir.path().join(name);
        let more = ["--registry", text(&units), "--format", "xlsx,html,docx,json"];
        audit(
            &root().join(inbox),
            &at("direct"),
            &[&more[..], &["--ledger", text(&at("ledger"))]].concat(),
        );
        assess(&at("ledger"), &at("assessed"), &more);
        assert_same(&at("direct"), &at("assessed"));
        let run = json(&at("assessed/run.json"));
        assert_eq!(run["inboxes"], serde_json::json!([]), "it read no inbox");
        assert!(run["options"]["from_ledger"].is_string());
    }
}

#[test]
fn tasks_on_overlapping_lists_in_any_order_and_again_leave_one_ledger() {
    let dir = tempfile::tempdir().unwrap();
    let inbox = root().join("tests/corpus/inbox");
    let at = |name: &str| dir.path().join(name);
    let files = files_of(&inbox);
    assert!(files.len() > 60);
    let (third, half) = (files.len() / 3, files.len() / 2);
    read(&files[third..], &inbox, &at("ledger"));
    let backwards: Vec<PathBuf> = files[..half].iter().rev().cloned().collect();
    read(&backwards, &inbox, &at("ledger"));
    let once = tree(&at("ledger"));
    let told = read(&files, &inbox, &at("ledger"));
    assert!(once == tree(&at("ledger")), "a third task on the same files changed something");
    assert!(told.len() >= files.len(), "one line a file");
    audit(&inbox, &at("direct"), &["--format", "json"]);
    assess(&at("ledger"), &at("assessed"), &["--format", "json"]);
    assert_same(&at("direct"), &at("assessed"));
    // The lines that were told are those that the audit counts, copies once.
    let summary = json(&at("direct/summary.json"));
    let mut by_content = BTreeMap::new();
    for t in told.iter().filter(|t| t["outcome"] == "read") {
        by_content.insert(t["sha256"].as_str().unwrap(), t["lines"].as_u64().unwrap());
    }
    assert_eq!(by_content.values().sum::<u64>(), summary["inputs"]["lines"].as_u64().unwrap());
}

const LEDGER: &str = "单位：甲小学\n日期,品名,金额,采购渠道\n2024-03-01,白菜,100.00,自行采购\n";

fn small(dir: &Path) -> (PathBuf, PathBuf) {
    let inbox = dir.join("inbox");
    fs::create_dir(&inbox).unwrap();
    for unit in ["甲小学", "乙小学", "丙小学"] {
        fs::write(inbox.join(format!("{unit}.csv")), LEDGER.replace("甲小学", unit)).unwrap();
    }
    let ledger = dir.join("ledger");
    read(&files_of(&inbox), &inbox, &ledger);
    (inbox, ledger)
}

#[test]
fn a_changed_file_replaces_what_was_read_of_it_before() {
    let dir = tempfile::tempdir().unwrap();
    let (inbox, ledger) = small(dir.path());
    let mut file = fs::OpenOptions::new().append(true).open(inbox.join("乙小学.csv")).unwrap();
    writeln!(file, "2024-02-02,萝卜,50.00,832平台").unwrap();
    drop(file);
    read(&[inbox.join("乙小学.csv")], &inbox, &ledger);
    let fresh = dir.path().join("fresh");
    read(&files_of(&inbox), &inbox, &fresh);
    assert!(tree(&ledger) == tree(&fresh), "nothing of the old content is left");
    audit(&inbox, &dir.path().join("direct"), &["--format", "json"]);
    assess(&ledger, &dir.path().join("assessed"), &["--format", "json"]);
    assert_same(&dir.path().join("direct"), &dir.path().join("assessed"));
}

#[test]
fn what_a_killed_task_left_does_not_count_and_its_second_try_mends_it() {
    let dir = tempfile::tempdir().unwrap();
    let (inbox, ledger) = small(dir.path());
    let whole = tree(&ledger);
    // Killed between lines and record: the lines are there, and half of a file aside.
    let told = read(&[inbox.join("丙小学.csv")], &inbox, &ledger);
    let record = told[0]["part"].as_str().unwrap().split('-').next().unwrap().to_owned();
    fs::remove_file(ledger.join(format!("files/part-{record}.parquet"))).unwrap();
    fs::write(ledger.join("lines/year=2024/month=3/.1-1.tmp"), b"PAR1").unwrap();
    fs::rename(inbox.join("丙小学.csv"), dir.path().join("丙小学.csv")).unwrap();
    audit(&inbox, &dir.path().join("two"), &["--format", "json"]);
    assess(&ledger, &dir.path().join("assessed"), &["--format", "json"]);
    assert_same(&dir.path().join("two"), &dir.path().join("assessed"));
    fs::rename(dir.path().join("丙小学.csv"), inbox.join("丙小学.csv")).unwrap();
    read(&[inbox.join("丙小学.csv")], &inbox, &ledger);
    fs::remove_file(ledger.join("lines/year=2024/month=3/.1-1.tmp")).unwrap();
    assert!(tree(&ledger) == whole);
}

#[test]
fn a_line_that_is_missing_stops_the_assessment_and_a_path_that_is_missing_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let (inbox, ledger) = small(dir.path());
    let part = walkdir::WalkDir::new(ledger.join("lines")).into_iter().map(Result::unwrap);
    let part = part.into_iter().find(|e| e.file_type().is_file()).unwrap();
    fs::remove_file(part.path()).unwrap();
    let out = dir.path().join("out");
    let ran = run(&["assess", "--ledger", text(&ledger), "-o", text(&out), "--period", "2024-03"]);
    assert!(ran.status == 1 && !out.exists(), "{} {}", ran.status, ran.err);
    let list = [inbox.join("甲小学.csv"), PathBuf::from("/no/such/file.xlsx")];
    let ran = read_list(&["--ledger", text(&ledger)], &list);
    assert_eq!((ran.status, ran.out.lines().count()), (3, 2), "{}", ran.out);
    assert!(ran.out.lines().nth(1).unwrap().contains("\"missing\""));
    // Somebody's own folder is neither written into nor read.
    fs::write(dir.path().join("笔记.txt"), "x").unwrap();
    run(&["read", "--ledger", text(dir.path()), text(&inbox)]).refused();
}

#[test]
fn amounts_are_integers_of_fen_under_year_and_month() {
    let dir = tempfile::tempdir().unwrap();
    let (inbox, ledger) = small(dir.path());
    let file = "单位：丁小学\n日期,品名,数量,单价,金额,采购渠道\n2023-12-31,白菜,3,1.10,3.30,\n2024-01-01,萝卜,,,看不清,832平台\n";
    fs::write(inbox.join("丁小学.csv"), file).unwrap();
    read(&[inbox.join("丁小学.csv")], &inbox, &ledger);
    // By polars itself: the program does not read its own work here. A part holds one workbook.
    let parts = |month: &str| -> Vec<DataFrame> {
        let parts = fs::read_dir(ledger.join("lines").join(month)).unwrap();
        let open = |part: fs::DirEntry| fs::File::open(part.path()).unwrap();
        parts
            .map(|part| ParquetReader::new(open(part.unwrap())).finish().unwrap())
            .collect()
    };
    let of = |month: &str| parts(month).pop().unwrap();
    let december = of("year=2023/month=12");
    assert_eq!(december.column("amount_fen").unwrap().i64().unwrap().get(0), Some(330));
    assert_eq!(december.column("unit_price").unwrap().str().unwrap().get(0), Some("1.10"));
    let january = of("year=2024/month=1");
    assert_eq!(january.column("amount_fen").unwrap().i64().unwrap().get(0), None);
    assert_eq!(january.column("amount_text").unwrap().str().unwrap().get(0), Some("看不清"));
    assert_eq!(january.column("unit_text").unwrap().str().unwrap().get(0), Some("丁小学"));
    let march = parts("year=2024/month=3");
    let fen: Vec<i64> = march
        .iter()
        .map(|part| part.column("amount_fen").unwrap().i64().unwrap().iter().flatten().sum())
        .collect();
    assert_eq!(fen, [10_000; 3]);
}
