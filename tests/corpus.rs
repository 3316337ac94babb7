//! Some 140 workbooks written from the layouts by a script that knows nothing of the library, with figures worked out by
//! hand (`tests/corpus/make.py`): every shape of docs/tables.md, alone and mixed, through the whole program.

use std::{collections::BTreeSet, fs, path::Path};

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

/// The themes of `tests/corpus/survey`: workbooks whose meaning evidence decides where words do not, each theme in a run of its own.
#[test]
fn every_figure_of_the_survey_is_the_one_worked_out_by_hand() {
    let here = root().join("tests/corpus/survey");
    let mut themes: Vec<_> = fs::read_dir(here.join("expected")).unwrap().map(|e| e.unwrap().path()).collect();
    themes.sort();
    let mut wrong = Vec::new();
    let mut count = 0;
    for theme in &themes {
        let expected = json(theme);
        let name = theme.file_stem().unwrap().to_str().unwrap();
        let place = Place::new();
        let inbox = here.join("inbox").join(name).display().to_string();
        let mut args = vec!["audit", &inbox, "--period", "2024-03", "--format", "json", "--quiet", "-o", "out"];
        let registry = expected["registry"].as_str().map(|file| here.join(file).display().to_string());
        args.extend(registry.iter().flat_map(|file| ["--registry", file]));
        let ran = place.run(&args);
        assert!(matches!(ran.status, 0 | 3), "{name}: {}", ran.err);
        let summary = place.json("out/summary.json");
        let found = summary["units"].as_array().unwrap();
        for (unit, want) in expected["units"].as_object().unwrap() {
            count += 1;
            match found.iter().find(|u| u["unit"] == **unit) {
                None => wrong.push(format!("{name}: {unit}: no such unit")),
                Some(found) => differences(found, want, &place.at("out"), &mut |what| {
                    wrong.push(format!("{name}: {unit}: {what}"))
                }),
            }
        }
        for absent in expected["absent"].as_array().unwrap() {
            if found.iter().any(|u| u["unit"] == *absent) {
                wrong.push(format!("{name}: {absent} is no unit"));
            }
        }
        let inputs = &summary["inputs"];
        let fates: i64 = inputs["fates"].as_object().unwrap().values().filter_map(Value::as_i64).sum();
        assert_eq!(inputs["rows"].as_i64(), Some(fates), "{name}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 250, "{count} units");
}

/// Tells where a unit of a summary is not as `tests/corpus/survey/common.py` describes an expectation.
fn differences(unit: &Value, want: &Value, out: &Path, tell: &mut dyn FnMut(String)) {
    let (ytd, month) = (&unit["scopes"]["ytd"], &unit["scopes"]["month"]);
    let requirement = |id: &str| ytd["requirements"].as_array().unwrap().iter().find(|r| r["id"] == id).unwrap();
    let report = report(out, unit);
    for (key, want) in want.as_object().unwrap() {
        let of = |prefix: &str| {
            let id = match key.strip_prefix(prefix)? {
                "832" => "platform_832",
                "local" => "local_channels",
                "overall" => "overall",
                _ => return None,
            };
            Some(requirement(id))
        };
        let codes = |list: &Value, code: &str| -> BTreeSet<String> {
            list.as_array()
                .unwrap()
                .iter()
                .map(|e| e[code].as_str().unwrap().to_owned())
                .collect()
        };
        let found = match key.as_str() {
            "note" => continue,
            "base" => ytd["base_fen"].clone(),
            "bd" => ytd["base_disputed_fen"].clone(),
            "month_base" => month["base_fen"].clone(),
            "verdict" => unit["verdict"].clone(),
            "local" | "overall" => of("").unwrap()["counted_fen"].clone(),
            "reasons" => {
                let lines = report["lines"].as_array().unwrap();
                let reasons: BTreeSet<&str> = lines
                    .iter()
                    .flat_map(|l| l["reasons"].as_array().unwrap())
                    .filter_map(Value::as_str)
                    .collect();
                let wanted: BTreeSet<&str> = want.as_array().unwrap().iter().filter_map(Value::as_str).collect();
                if reasons != wanted {
                    tell(format!("reasons {reasons:?}, by hand {wanted:?}"));
                }
                continue;
            }
            "findings" => {
                let found = codes(&report["findings"], "check");
                for check in want
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter_map(Value::as_str)
                    .filter(|c| !found.contains(*c))
                {
                    tell(format!("no finding {check} among {found:?}"));
                }
                continue;
            }
            "fates" => {
                for (fate, want) in want.as_object().unwrap() {
                    let files = report["files"].as_array().unwrap();
                    let found: i64 = files.iter().filter_map(|f| f["fates"][fate].as_i64()).sum();
                    if Some(found) != want.as_i64() {
                        tell(format!("{found} rows {fate}, by hand {want}"));
                    }
                }
                continue;
            }
            _ => match (of("p"), of("d"), of("v"), of("low"), of("high")) {
                (Some(r), ..) => r["counted_fen"].clone(),
                (_, Some(r), ..) => r["disputed_fen"].clone(),
                (_, _, Some(r), ..) => r["verdict"].clone(),
                (_, _, _, Some(r), _) => r["ratio_low_bp"].clone(),
                (.., Some(r)) => r["ratio_high_bp"].clone(),
                _ => panic!("{key} is no expectation"),
            },
        };
        if found != *want {
            tell(format!("{key} {found}, by hand {want}"));
        }
    }
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
