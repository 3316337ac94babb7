//! What a run says while it goes on: log lines for machines, a summary for people.

use std::{collections::BTreeMap, fs};

use serde_json::Value;

use super::{add_damaged_file, add_failing_unit, passing};

/// Names and fields of the log lines are relied upon (docs/unattended.md).
#[test]
fn log_lines_are_json_with_stable_names_on_stderr_and_beside_the_manifest() {
    let place = passing();
    add_failing_unit(&place);
    add_damaged_file(&place);
    let events = |text: &str| -> Vec<Value> {
        text.lines()
            .filter(|l| l.starts_with('{'))
            .map(|l| {
                let mut event: Value = serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}"));
                // Each line is stamped where it is written.
                assert!(event.as_object_mut().unwrap().remove("timestamp").is_some(), "{l}");
                event
            })
            .collect()
    };
    // Files and units come in the order of threads.
    let sorted = |mut events: Vec<Value>| {
        events.sort_by_key(ToString::to_string);
        events
    };
    let names = |events: &[Value]| {
        let mut count: BTreeMap<String, u32> = BTreeMap::new();
        for event in events {
            *count.entry(event["event"].as_str().unwrap().to_owned()).or_insert(0) += 1;
        }
        count
    };
    let counted = |list: &[(&str, u32)]| list.iter().map(|(n, c)| ((*n).to_owned(), *c)).collect::<BTreeMap<_, _>>();
    let run = place.audit("out", &["--log-format", "json"]);
    assert_eq!(run.status, 3);
    let first = events(&run.err);
    let expected = [
        ("run_started", 1),
        ("file_read", 2),
        ("file_quarantined", 1),
        ("unit_assessed", 2),
        ("run_published", 1),
    ];
    assert_eq!(names(&first), counted(&expected));
    for (event, fields) in [
        ("run_started", &["period", "policy", "files"][..]),
        ("file_read", &["path", "rows", "lines"]),
        ("file_quarantined", &["path", "reason"]),
        ("unit_assessed", &["unit", "verdict"]),
        (
            "run_published",
            &[
                "units",
                "pass",
                "fail",
                "undetermined",
                "no_data",
                "exempt",
                "files",
                "quarantined",
                "lines",
                "seconds",
            ],
        ),
    ] {
        for line in first.iter().filter(|l| l["event"] == event) {
            for field in fields.iter().chain(&["level"]) {
                assert!(line.get(field).is_some(), "{field} in {line}");
            }
        }
    }
    assert!(
        run.err.lines().all(|l| l.starts_with('{')),
        "one JSON object a line, and nothing else"
    );
    assert_eq!(
        sorted(events(&fs::read_to_string(place.at("out/run.log")).unwrap())),
        sorted(first.clone())
    );
    // Quiet hides all but errors from stderr, and nothing from run.log.
    let run = place.audit("out", &["--log-format", "json", "--quiet"]);
    assert_eq!(run.err, "");
    assert_eq!(events(&fs::read_to_string(place.at("out/run.log")).unwrap()).len(), first.len());
    // Why a run stopped is an event as well, also when quiet.
    let lock = bangfu::publish::work_folder::WorkFolder::open(&place.at("out")).unwrap();
    let run = place.audit("out", &["--log-format", "json", "--quiet"]);
    drop(lock);
    let stopped = events(&run.err);
    assert_eq!(names(&stopped), counted(&[("run_stopped", 1)]));
    assert_eq!(run.err.lines().count(), 1);
    assert!(stopped[0]["reason"].as_str().unwrap().contains("另一次运行"));
}

#[test]
fn without_quiet_people_read_a_summary_and_a_pipe_sees_no_bar() {
    let place = passing();
    add_failing_unit(&place);
    add_damaged_file(&place);
    let run = place.audit("out", &["--lang", "en"]);
    let said = run.err;
    assert!(said.lines().any(|l| l.starts_with("丙小学.xlsx: ")), "{said}");
    let last = said.lines().last().unwrap().replace('\\', "/");
    for part in ["2 units", " s. ", "out/index.html"] {
        assert!(last.contains(part), "{part} in {last}");
    }
    assert!(!said.contains(['\r', '\u{1b}']), "{said:?}");
}
