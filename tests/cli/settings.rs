//! Settings in a file and in the environment.

use std::fs;

use super::{add_failing_unit, everything, passing};
use crate::support::program::Ran;

#[test]
fn settings_stand_in_for_options_and_the_command_line_wins() {
    let place = passing();
    add_failing_unit(&place);
    place.write(
        "bangfu.toml",
        "inbox = 'inbox'\nout = '报告'\nperiod = 'last-month'\nformat = 'json'\nfail-on-noncompliance = true\nquiet = true\n",
    );
    let april = |args: &[&str]| Ran::of(place.command(args).env("BANGFU_TODAY", "2024-04-01"));
    let run = april(&["audit"]);
    assert_eq!((run.status, run.err.as_str()), (4, ""), "quiet");
    let run_json = place.json("报告/run.json");
    assert_eq!(
        (&run_json["period"], &run_json["options"]["format"]),
        (&"2024-03".into(), &serde_json::json!(["json"]))
    );
    assert_eq!(april(&["audit", "--period", "this-month", "-o", "april"]).status, 4);
    assert_eq!(place.json("april/run.json")["period"], "2024-04");
    let run = Ran::of(place.command(&["audit"]).env("BANGFU_TODAY", "tomorrow"));
    assert_eq!(run.status, 2);
    assert!(run.err.contains("BANGFU_TODAY") && run.err.contains("tomorrow"));
    // Settings elsewhere: their paths start at the file.
    place.write("jobs/march.toml", "inbox = '../inbox'\nout = '../三月'\nperiod = '2024-03'\n");
    let run = place.run(&["audit", "--config", "jobs/march.toml", "--quiet"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(place.at("三月/index.html").is_file());
}

#[test]
fn wrong_settings_are_named_with_their_line() {
    let place = passing();
    let before = everything(&place);
    for (settings, line, names) in [
        ("inbox = 'inbox'\nregistery = 'x'\n", 2, "registry"),
        ("inbox = 'inbox'\n\nperiod = 202403\n", 3, "period"),
        ("[checks]\none-day-min-lines = 3\none-day-share = 1\n", 3, "one-day-share-bp"),
        ("[checks]\none-day-min-lines = 'few'\n", 2, "few"),
        ("[limits]\nmax-cells = -1\n", 2, "-1"),
        ("inbox = 'inbox\n", 1, "inbox"),
        ("lang = 'fr'\n", 1, "zh"),
    ] {
        place.write("bangfu.toml", settings);
        let run = place.run(&["audit", "inbox", "--period", "2024-03", "-o", "out"]);
        let said = run.err;
        assert_eq!(run.status, 2, "{settings}: {said}");
        assert!(
            said.contains("bangfu.toml") && said.contains(&format!("line {line}")) && said.contains(names),
            "{settings}: {said}"
        );
    }
    fs::remove_file(place.at("bangfu.toml")).unwrap();
    assert_eq!(everything(&place), before);
}

/// As cron starts it: no variable is set, the folder is the job's, and the settings file says the rest.
#[test]
fn a_job_needs_no_environment() {
    let place = passing();
    place.write("bangfu.toml", "inbox = 'inbox'\nout = '报告'\nperiod = '2024-03'\n");
    let run = Ran::of(place.command(&["audit", "--quiet"]).env_clear());
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    assert!(place.at("报告/index.html").is_file());
}
