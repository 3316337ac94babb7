//! Some 140 workbooks written from the layouts by a script that knows nothing of the library, with figures worked out by
//! hand (`tests/corpus/make.py`): every shape of docs/tables.md, alone and mixed, through the whole program.

use std::{collections::BTreeSet, fs};

use serde_json::Value;

use crate::support::program::{Place, json, report, root};

fn fen(scope: &Value, requirement: Option<&str>, key: &str) -> Option<i64> {
    let holder = match requirement {
        None => scope,
        Some(id) => scope["requirements"].as_array()?.iter().find(|r| r["id"] == id)?,
    };
    holder[key].as_i64()
}

/// An audit of some files of the corpus.
fn audit(inputs: &[String]) -> (Place, Value) {
    let place = Place::new();
    let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
    let args = ["--period", "2024-03", "--format", "json", "--quiet", "-o", "out"];
    place.run(&[&["audit"], &inputs[..], &args].concat()).ok();
    let summary = place.json("out/summary.json");
    (place, summary)
}

#[test]
fn every_figure_is_the_one_worked_out_by_hand() {
    let here = root().join("tests/corpus");
    let expected = json(&here.join("expected.json"));
    let (_place, summary) = audit(&[here.join("inbox").display().to_string()]);
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
    let files = fs::read_dir(root().join("tests/corpus/inbox")).unwrap();
    let guises: Vec<String> = files
        .map(|entry| entry.unwrap().path().display().to_string())
        .filter(|path| path.contains("变体"))
        .collect();
    let (place, summary) = audit(&guises);
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
        let report = report(&place.at("out"), unit);
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
