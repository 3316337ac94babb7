//! The main job on the samples, against the truth that their generator kept, and what else an audit must hold to.

#[path = "../examples/make_samples/generate/mod.rs"]
#[allow(dead_code)]
mod generate;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde_json::{Value, json};

use crate::support::program::{Place, find, json, paths, report, root, run, samples};

const REQUIREMENTS: [&str; 3] = ["overall", "platform_832", "local_channels"];

/// Runs an audit; gives exit status and stderr.
fn audit(inbox: &Path, out: &Path, more: &[&str]) -> (i32, String) {
    let [inbox, out] = [inbox, out].map(|path| path.to_str().unwrap());
    let ran = run(&[&["audit", inbox, "-o", out], more].concat());
    (ran.status, ran.err)
}

const MARCH: [&str; 2] = ["--period", "2024-03"];

fn with_registry(registry: &Path) -> [&str; 4] {
    ["--period", "2024-03", "--registry", registry.to_str().unwrap()]
}

fn compare_scope(unit: &str, scope: &str, found: &Value, truth: &Value, wrong: &mut Vec<String>) {
    let mut same = |what: String, found: &Value, truth: &Value| {
        if found != truth {
            wrong.push(format!("{unit} {scope} {what}: reported {found}, true {truth}"));
        }
    };
    for key in ["base_fen", "base_disputed_fen"] {
        same(key.to_owned(), &found[key], &truth[key]);
    }
    for id in REQUIREMENTS {
        let result = found["requirements"]
            .as_array()
            .unwrap()
            .iter()
            .find(|r| r["id"] == id)
            .unwrap_or(&Value::Null);
        for key in ["counted_fen", "disputed_fen", "verdict"] {
            same(format!("{id} {key}"), &result[key], &truth[id][key]);
        }
        // The truth is silent where a figure depends on how a dispute is settled.
        for key in [
            "ratio_low_bp",
            "ratio_high_bp",
            "shortfall_substitute_fen",
            "shortfall_additional_fen",
        ] {
            if !truth[id][key].is_null() {
                same(format!("{id} {key}"), &result[key], &truth[id][key]);
            }
        }
    }
}

#[test]
fn every_figure_of_every_sample_unit_is_the_true_one() {
    let (summary, truth) = (json(&samples().join("summary.json")), json(&root().join("samples/truth.json")));
    let (units, true_units) = (summary["units"].as_array().unwrap(), truth["units"].as_array().unwrap());
    let names = |v: &[Value]| v.iter().map(|u| u["unit"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(names(units), names(true_units), "units, by county and name");
    assert!(true_units.len() >= 24);
    let mut wrong = Vec::new();
    for (unit, right) in units.iter().zip(true_units) {
        let name = right["unit"].as_str().unwrap();
        for key in ["county", "verdict"] {
            if unit[key] != right[key] {
                wrong.push(format!("{name} {key}: reported {}, true {}", unit[key], right[key]));
            }
        }
        for scope in ["month", "ytd"] {
            compare_scope(name, scope, &unit["scopes"][scope], &right[scope], &mut wrong);
        }
        let plan = &right["reservation"];
        for id in REQUIREMENTS.iter().filter(|_| !plan.is_null()) {
            let reserved = unit["reservation"]["requirements"]
                .as_array()
                .and_then(|all| all.iter().find(|r| r["id"] == **id));
            for key in ["reserved_fen", "ratio_bp", "verdict"] {
                if reserved.map(|r| &r[key]) != Some(&plan[*id][key]) {
                    wrong.push(format!("{name} reservation {id} {key}: reported {reserved:?}, true {}", plan[*id]));
                }
            }
        }
        for check in right["findings"].as_array().unwrap() {
            if !unit["findings"].as_array().unwrap().iter().any(|f| f["check"] == *check) {
                wrong.push(format!("{name}: no finding {check}"));
            }
        }
        let report = report(samples(), unit);
        let lines = report["lines"].as_array().unwrap().len();
        if right["lines"].as_u64().is_some_and(|n| n != lines as u64) {
            wrong.push(format!("{name}: {lines} lines reported, {} bought", right["lines"]));
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

/// Checks that ask whether a ledger is true, or whether too much was paid.
const BESIDE: [&str; 18] = [
    "stock_does_not_balance",
    "stock_not_carried_over",
    "stock_count_differs",
    "produced_after_purchase",
    "expired_on_arrival",
    "accepted_before_order",
    "accepted_by_buyer",
    "accepted_by_one_person",
    "purchases_beside_meals",
    "per_head_far_from_own_months",
    "per_head_far_from_sector",
    "category_against_item",
    "month_copied",
    "quantities_copied",
    "number_used_again",
    "number_gaps",
    "same_lines_two_units",
    "paid_above_price",
];

/// The unit's checks of [`BESIDE`] beside the places that each shows.
fn shown(report: &Value) -> BTreeMap<String, u64> {
    let findings = report["findings"].as_array().unwrap();
    let beside = findings.iter().filter(|f| BESIDE.iter().any(|check| f["check"] == *check));
    beside
        .map(|f| (f["check"].as_str().unwrap().to_owned(), f["evidence_total"].as_u64().unwrap()))
        .collect()
}

#[test]
fn what_is_wrong_in_the_samples_on_purpose_is_found_and_nothing_else() {
    let (summary, truth) = (json(&samples().join("summary.json")), json(&root().join("samples/truth.json")));
    let mut shown_by_some = BTreeSet::new();
    for (unit, right) in summary["units"].as_array().unwrap().iter().zip(truth["units"].as_array().unwrap()) {
        let found = shown(&report(samples(), unit));
        let planted = right["planted"].as_array().unwrap();
        let checks: BTreeSet<&str> = planted.iter().map(|p| p["check"].as_str().unwrap()).collect();
        assert_eq!(
            found.keys().map(String::as_str).collect::<BTreeSet<_>>(),
            checks,
            "{}",
            right["unit"]
        );
        for p in planted {
            let check = p["check"].as_str().unwrap();
            assert!(
                p["lines"].is_null() || p["lines"] == found[check],
                "{} {check}: {found:?}",
                right["unit"]
            );
            shown_by_some.insert(check);
        }
    }
    // A person's portion beside the unit's own other months asks for five months.
    let missing: Vec<_> = BESIDE.iter().filter(|check| !shown_by_some.contains(*check)).collect();
    assert_eq!(missing, [&"per_head_far_from_own_months"]);
}

#[test]
fn what_was_overpaid_in_the_samples_is_found_to_the_fen() {
    let folder = tempfile::tempdir().unwrap();
    let (registry, prices) = (root().join("samples/units.xlsx"), root().join("samples/prices.xlsx"));
    let mut more = with_registry(&registry).to_vec();
    more.extend(["--prices", prices.to_str().unwrap(), "--format", "json", "--quiet"]);
    let (status, said) = audit(&root().join("samples/inbox"), &folder.path().join("out"), &more);
    assert_eq!(status, 0, "{said}");
    let (summary, truth) = (
        json(&folder.path().join("out/summary.json")),
        json(&root().join("samples/truth.json")),
    );
    let (mut lines, mut fen) = (0, 0);
    for (unit, right) in summary["units"].as_array().unwrap().iter().zip(truth["units"].as_array().unwrap()) {
        let of = |key: &str| unit["prices"][key].as_u64().unwrap_or(0);
        let over = &right["overpaid"];
        assert_eq!(
            (json!(of("overpaid")), json!(of("overpaid_fen"))),
            (over["lines"].clone(), over["fen"].clone()),
            "{}",
            right["unit"]
        );
        lines += of("overpaid");
        fen += of("overpaid_fen");
    }
    assert!(lines > 20);
    assert_eq!(summary["prices"]["totals"]["overpaid_fen"], fen);
}

#[test]
fn every_unit_has_its_reports_and_every_row_its_fate() {
    let out = samples();
    for file in ["index.html", "summary.xlsx", "summary.json", "summary.csv", "run.json"] {
        assert!(out.join(file).is_file(), "{file}");
    }
    let summary = json(&out.join("summary.json"));
    for unit in summary["units"].as_array().unwrap() {
        for file in ["report.html", "report.xlsx", "report.json"] {
            let path = out.join(unit["path"].as_str().unwrap()).join(file);
            assert!(fs::metadata(&path).is_ok_and(|m| m.len() > 500), "{}", path.display());
        }
    }
    let inputs = &summary["inputs"];
    assert_eq!(
        inputs["files"].as_u64().unwrap() as usize,
        paths(&root().join("samples/inbox")).len()
    );
    assert_eq!(
        (inputs["files"].as_u64(), inputs["quarantined"].as_u64()),
        (inputs["read"].as_u64(), Some(0))
    );
}

#[test]
fn the_committed_samples_are_what_their_generator_writes() {
    let fresh = tempfile::tempdir().unwrap();
    generate::write_all(fresh.path(), false).unwrap();
    let made = paths(fresh.path());
    assert!(made.len() > 50);
    for path in made {
        let same = fs::read(fresh.path().join(&path)).unwrap() == fs::read(root().join("samples").join(&path)).unwrap_or_default();
        assert!(
            same,
            "samples/{} differs: run `cargo run --example make_samples -- samples --libreoffice`",
            path.display()
        );
    }
    let saved_by_libreoffice = |e: &str| {
        paths(&root().join("samples/inbox"))
            .iter()
            .any(|p| p.extension().is_some_and(|x| x == e))
    };
    assert!(saved_by_libreoffice("xls") && saved_by_libreoffice("ods"));
}

/// The one unit of an inbox of one CSV ledger; each line is channel and amount in 元.
fn only_unit(lines: &[(&str, &str)]) -> Value {
    let place = Place::new();
    let rows: String = lines
        .iter()
        .map(|(channel, amount)| format!("2024-03-05,小米,{amount},{channel}\r\n"))
        .collect();
    place.write(
        "inbox/夏县试验中学2024年3月.csv",
        format!("\u{feff}采购日期,食材名称,金额,采购渠道\r\n{rows}"),
    );
    place.audit("out", &[]).ok();
    let summary = place.json("out/summary.json");
    assert_eq!(summary["units"].as_array().unwrap().len(), 1);
    summary["units"][0].clone()
}

fn requirement<'a>(unit: &'a Value, id: &str) -> &'a Value {
    find(&unit["scopes"]["month"]["requirements"], "id", id)
}

#[test]
fn exactly_ten_percent_passes_and_one_fen_less_fails() {
    let unit = only_unit(&[("832平台", "123.45"), ("农贸市场", "1111.05")]);
    assert_eq!(
        (
            &requirement(&unit, "platform_832")["verdict"],
            &requirement(&unit, "platform_832")["ratio_low_bp"]
        ),
        (&"pass".into(), &1000.into())
    );
    let unit = only_unit(&[("832平台", "123.44"), ("农贸市场", "1111.06")]);
    let short = requirement(&unit, "platform_832");
    assert_eq!((&short["verdict"], &short["ratio_low_bp"]), (&"fail".into(), &999.into()));
    assert_eq!(
        (&short["shortfall_substitute_fen"], &short["shortfall_additional_fen"]),
        (&1.into(), &2.into())
    );
}

#[test]
fn three_hundred_tenths_add_up_exactly() {
    let mut lines = vec![("832平台", "0.1"); 150];
    lines.extend(vec![("农贸市场", "0.2"); 150]);
    let unit = only_unit(&lines);
    assert_eq!(unit["scopes"]["month"]["base_fen"], 4500);
    assert_eq!(requirement(&unit, "platform_832")["counted_fen"], 1500);
}

/// Copies an inbox file by file, last name first.
fn copy_backwards(from: &Path, to: &Path) {
    for path in paths(from).iter().rev() {
        fs::create_dir_all(to.join(path).parent().unwrap()).unwrap();
        fs::copy(from.join(path), to.join(path)).unwrap();
    }
}

#[test]
fn the_same_inbox_gives_the_same_bytes_in_any_file_order_and_with_any_number_of_jobs() {
    let folder = tempfile::tempdir().unwrap();
    let (inbox, out) = (folder.path().join("inbox"), folder.path().join("out"));
    copy_backwards(&root().join("samples/inbox"), &inbox);
    let mut more = with_registry(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/samples/units.xlsx"))).to_vec();
    more.extend(["--jobs", "1"]);
    let (status, said) = audit(&inbox, &out, &more);
    assert_eq!(status, 0, "{said}");
    let of = |out: &Path| {
        paths(out)
            .into_iter()
            .filter(|p| p.extension().is_some_and(|e| e == "json" || e == "csv") && p != Path::new("run.json"))
    };
    let first: Vec<_> = of(samples()).filter(|p| !p.starts_with(".bangfu")).collect();
    assert!(first.len() > 25);
    for path in first {
        let same = fs::read(samples().join(&path)).unwrap() == fs::read(out.join(&path)).unwrap_or_default();
        assert!(same, "{} differs between two runs", path.display());
    }
}

#[test]
fn broken_files_are_listed_and_the_good_one_is_reported() {
    let out = tempfile::tempdir().unwrap();
    let out = out.path().join("out");
    let (status, said) = audit(&root().join("samples/inbox-broken"), &out, &MARCH);
    assert_eq!(status, 3, "{said}");
    let summary = json(&out.join("summary.json"));
    assert_eq!(
        (&summary["inputs"]["files"], &summary["inputs"]["quarantined"]),
        (&4.into(), &3.into())
    );
    assert_eq!(summary["units"][0]["unit"], "盐湖区实验中学");
    let listed = fs::read_to_string(out.join("run.json")).unwrap();
    for name in ["传输中断.xlsx", "空文件.xls", "有密码.xlsx"] {
        assert!(listed.contains(name), "{name} is not listed");
    }
}

/// Exit status 2, a line that holds the word and one that says what to do, nothing written.
fn refused(inbox: &Path, more: &[&str], word: &str) {
    let folder = tempfile::tempdir().unwrap();
    let (status, said) = audit(inbox, &folder.path().join("out"), more);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains(word), "{said}");
    assert_eq!(
        said.lines().filter(|l| l.trim_start().starts_with("提示：")).count(),
        said.trim_end().lines().count() / 2,
        "{said}"
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "something was written");
}

#[test]
fn what_cannot_start_says_why_and_what_to_do_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    refused(&folder.path().join("没有这个文件夹"), &MARCH, "没有这个文件夹");
    refused(&root().join("samples/inbox"), &["--period", "2024-13"], "2024-13");
    let registry = folder.path().join("名册.csv");
    fs::write(&registry, "序号,县区,行业\n1,夏县,学校\n").unwrap();
    refused(&root().join("samples/inbox"), &with_registry(&registry), "单位名称");
}
