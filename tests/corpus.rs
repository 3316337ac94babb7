//! Some 140 workbooks written from the layouts by a script that knows nothing of the library, with figures worked out by
//! hand (`tests/corpus/make.py`): every shape in layouts.md, alone and mixed, through the whole program.

use std::{collections::BTreeSet, path::Path, process::Command};

use serde_json::Value;

fn fen(scope: &Value, requirement: Option<&str>, key: &str) -> Option<i64> {
    let holder = match requirement {
        None => scope,
        Some(id) => scope["requirements"].as_array()?.iter().find(|r| r["id"] == id)?,
    };
    holder[key].as_i64()
}

#[test]
fn every_figure_is_the_one_worked_out_by_hand() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let expected: Value = serde_json::from_slice(&std::fs::read(here.join("expected.json")).unwrap()).unwrap();
    let out = tempfile::tempdir().unwrap();
    let out = out.path().join("out");
    let run = Command::new(env!("CARGO_BIN_EXE_bangfu"))
        .arg("audit")
        .arg(here.join("inbox"))
        .args(["--period", "2024-03", "--format", "json", "--quiet", "-o"])
        .arg(&out)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let summary: Value = serde_json::from_slice(&std::fs::read(out.join("summary.json")).unwrap()).unwrap();
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for unit in summary["units"].as_array().unwrap() {
        let name = unit["unit"].as_str().unwrap();
        let Some(want) = expected.get(name) else { continue };
        seen.insert(name.to_owned());
        let ytd = &unit["scopes"]["ytd"];
        for (key, requirement, figure) in [
            ("base", None, "base_fen"),
            ("bd", None, "base_disputed_fen"),
            ("p832", Some("platform_832"), "counted_fen"),
            ("local", Some("local_channels"), "counted_fen"),
            ("overall", Some("overall"), "counted_fen"),
            ("d832", Some("platform_832"), "disputed_fen"),
            ("dlocal", Some("local_channels"), "disputed_fen"),
            ("doverall", Some("overall"), "disputed_fen"),
        ] {
            let found = fen(ytd, requirement, figure);
            if found != want[key].as_i64() {
                wrong.push(format!("{name} {key}: reported {found:?}, by hand {}", want[key]));
            }
        }
        if let Some(month) = want.get("month_base") {
            let found = fen(&unit["scopes"]["month"], None, "base_fen");
            if found != month.as_i64() {
                wrong.push(format!("{name} base of March: reported {found:?}, by hand {month}"));
            }
        }
    }
    let missing: Vec<&String> = expected.as_object().unwrap().keys().filter(|k| !seen.contains(*k)).collect();
    assert!(
        wrong.is_empty() && missing.is_empty(),
        "{}\nno report for {missing:?}",
        wrong.join("\n")
    );
    // Not one row without a fate.
    let inputs = &summary["inputs"];
    let fates: i64 = inputs["fates"].as_object().unwrap().values().filter_map(Value::as_i64).sum();
    assert_eq!(inputs["rows"].as_i64(), Some(fates));
}

#[test]
fn one_ledger_in_many_guises_gives_the_same_lines() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let out = tempfile::tempdir().unwrap();
    let out = out.path().join("out");
    let files: Vec<_> = std::fs::read_dir(here.join("inbox")).unwrap().map(|e| e.unwrap().path()).collect();
    let run = Command::new(env!("CARGO_BIN_EXE_bangfu"))
        .arg("audit")
        .args(files.iter().filter(|p| p.to_string_lossy().contains("变体")))
        .args(["--period", "2024-03", "--format", "json", "--quiet", "-o"])
        .arg(&out)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let summary: Value = serde_json::from_slice(&std::fs::read(out.join("summary.json")).unwrap()).unwrap();
    // quantity × price in fen of `LEDGER` in make.py, by month and item
    let mut want = vec![
        ("2024-01", "大米", 52_000),
        ("2024-01", "土豆", 10_250),
        ("2024-01", "猪肉", 57_000),
        ("2024-02", "面粉", 29_997),
        ("2024-02", "鸡蛋", 12_900),
        ("2024-03", "苹果", 19_200),
        ("2024-03", "苹果", -1_280),
        ("2024-03", "白菜", 931),
    ];
    want.sort_unstable();
    let units = summary["units"].as_array().unwrap();
    assert!(units.len() >= 25, "{} guises", units.len());
    for unit in units {
        let path = out.join(unit["path"].as_str().unwrap()).join("report.json");
        let report: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let lines = report["lines"].as_array().unwrap();
        let mut found: Vec<(&str, &str, i64)> = lines
            .iter()
            .map(|l| {
                (
                    l["period"].as_str().unwrap(),
                    l["item"].as_str().unwrap_or(""),
                    l["amount_fen"].as_i64().unwrap(),
                )
            })
            .collect();
        found.sort_unstable();
        assert_eq!(found, want, "{}", unit["unit"]);
    }
}
