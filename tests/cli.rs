//! The program as a scheduler sees it: exit status, stdout, stderr, log lines, settings. Nothing here looks inside.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Output,
};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const HEAD: &str = "采购日期,食材名称,金额,供应商,采购渠道\n";

/// A folder with an inbox of one unit that passes: 1,000 yuan, 200 through 832, 200 through the local platform.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(TempDir::new().unwrap());
        let ledger = format!(
            "{HEAD}2024-03-05,小米,200,甲合作社,832平台\n2024-03-06,面粉,200,乙公司,供销数据平台\n2024-03-07,白菜,600,丙菜摊,农贸市场\n"
        );
        place.write("inbox/甲小学2024年3月食堂台账.csv", &ledger);
        place
    }
    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.at(name).parent().unwrap()).unwrap();
        fs::write(self.at(name), text).unwrap();
    }
    /// A unit that buys 1,000 yuan at the market alone.
    fn with_failing_unit(self) -> Self {
        self.write(
            "inbox/乙小学2024年3月食堂台账.csv",
            &format!("{HEAD}2024-03-07,白菜,1000,丙菜摊,农贸市场\n"),
        );
        self
    }
    fn with_damaged_file(self) -> Self {
        self.write("inbox/丙小学.xlsx", "PK\u{3}\u{4} and no more");
        self
    }
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::cargo_bin("bangfu").unwrap();
        command
            .current_dir(self.0.path())
            .args(args)
            .env_remove("BANGFU_LOG")
            .env_remove("BANGFU_TODAY");
        command
    }
    fn audit(&self, more: &[&str]) -> Output {
        self.command(&[&["audit", "inbox", "--period", "2024-03", "-o", "out"], more].concat())
            .output()
            .unwrap()
    }
    /// Every file and folder with its bytes.
    fn tree(&self) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
        walk(self.0.path())
    }
}

fn walk(root: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(walk(&path));
            found.insert(path, None);
        } else {
            found.insert(path.clone(), Some(fs::read(&path).unwrap()));
        }
    }
    found
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))).unwrap()
}

#[test]
fn the_status_tells_what_came_of_it_and_3_wins_over_4() {
    let flag = ["--fail-on-noncompliance"];
    for (place, plain, strict) in [
        (Place::new(), 0, 0),
        (Place::new().with_failing_unit(), 0, 4),
        (Place::new().with_damaged_file(), 3, 3),
        (Place::new().with_failing_unit().with_damaged_file(), 3, 3),
    ] {
        for (more, expected) in [(&[][..], plain), (&flag[..], strict)] {
            let run = place.audit(more);
            assert_eq!(code(&run), expected, "{more:?}: {}", text(&run.stderr));
            assert!(run.stdout.is_empty(), "stdout is for machines");
            assert!(place.at("out/summary.json").is_file(), "0, 3 and 4 have published");
        }
    }
    // Undetermined counts as not compliant.
    let place = Place::new();
    place.write(
        "inbox/乙小学2024年3月食堂台账.csv",
        &format!("{HEAD}2024-03-07,白菜,1000,丙菜摊,不明渠道\n"),
    );
    assert_eq!(code(&place.audit(&flag)), 4);
    assert_eq!(json(&place.at("out/summary.json"))["units"][0]["verdict"], "undetermined");
}

#[test]
fn what_stops_a_run_is_1_and_nothing_is_published() {
    let place = Place::new();
    // Somebody else holds the lock.
    let lock = bangfu::publish::work_folder::WorkFolder::open(&place.at("out")).unwrap();
    let run = place.audit(&[]);
    assert_eq!(code(&run), 1);
    assert!(text(&run.stderr).contains("another run"), "{}", text(&run.stderr));
    drop(lock);
    assert_eq!(code(&place.audit(&[])), 0);
}

#[test]
fn bad_usage_is_2_names_what_is_wrong_and_writes_nothing() {
    let place = Place::new();
    place.write("bad.toml", "id = 'x'\nsurprise = 1\n");
    place.write("own.toml", "in = 1\n");
    place.write("no-names.csv", "编号,金额\n1,2\n");
    place.write("no-decision.csv", "行号,意见人\n1,2\n");
    place.write("notes/a.txt", "mine");
    place.write("templates/docx/notise.toml", "");
    place.write("old/run.json", "{\"schema\": \"bangfu/run/1\", \"outputs\": []}");
    place.write("old/p.toml", "");
    let base = ["audit", "inbox", "--period", "2024-03", "-o", "out"];
    let with = |more: &[&'static str]| [&base[..], more].concat();
    let cases: Vec<(Vec<&str>, &str)> = vec![
        (vec!["audit"], "INBOX"),
        (vec!["audit", "inbox", "-o", "out"], "--period"),
        (vec!["audit", "inbox", "--period", "2024-03"], "-o"),
        (vec!["audit", "inbox", "--period", "2024-13", "-o", "out"], "2024-13"),
        (vec!["audit", "inbox", "--period", "last", "-o", "out"], "last-month"),
        (vec!["audit", "nowhere", "--period", "2024-03", "-o", "out"], "nowhere"),
        (vec!["audit", "inbox", "--period", "2020-03", "-o", "out"], "2020-03"),
        (vec!["audit", "inbox", "--period", "2024-03", "-o", "inbox"], "inbox"),
        (vec!["audit", "inbox", "--period", "2024-03", "-o", "."], "inbox"),
        (vec!["audit", "inbox", "--period", "2024-03", "-o", "notes"], "notes"),
        (vec!["audit", "inbox", "--period", "2024-03", "-o", "own.toml"], "own.toml"),
        (vec!["audit", "old", "--period", "2024-03", "-o", "out"], "output of a run"),
        (
            vec!["audit", "inbox", "--period", "2024-03", "-o", "old", "--policy", "old/p.toml"],
            "old/p.toml",
        ),
        (with(&["--polcy", "x"]), "--polcy"),
        (with(&["--policy", "no-such-policy"]), "no-such-policy"),
        (with(&["--policy", "bad.toml"]), "bad.toml"),
        (with(&["--registry", "none.xlsx"]), "none.xlsx"),
        (with(&["--registry", "no-names.csv"]), "单位名称"),
        (with(&["--overrides", "none.csv"]), "none.csv"),
        (with(&["--overrides", "no-decision.csv"]), "决定"),
        (with(&["--layouts", "own.toml"]), "own.toml"),
        (with(&["--templates", "templates"]), "notise.toml"),
        (with(&["--format", "pdf"]), "pdf"),
        (with(&["--jobs", "0"]), "--jobs"),
        (with(&["--jobs", "two"]), "--jobs"),
        (with(&["--lang", "fr"]), "--lang"),
        (with(&["--config", "none.toml"]), "none.toml"),
        (with(&["--ledger", "notes"]), "--ledger"),
        (with(&["--max-cells", "many"]), "--max-cells"),
        (vec!["explain", "nowhere", "甲小学"], "nowhere"),
        (vec!["verify", "nowhere"], "nowhere"),
        (vec!["diff", "old", "nowhere"], "summary.json"),
        (vec!["inspect", "nowhere.xlsx"], "nowhere.xlsx"),
        (vec!["template", "invoice", "-o", "x.xlsx"], "invoice"),
        (vec!["policy", "show", "no-such-policy"], "no-such-policy"),
        (vec!["checks", "show", "no_such_check"], "no_such_check"),
        (vec!["completions", "tcsh"], "tcsh"),
        (vec!["audits"], "audits"),
    ];
    let before = place.tree();
    for (args, names) in cases {
        let run = place.command(&args).output().unwrap();
        let said = text(&run.stderr);
        assert_eq!(code(&run), 2, "{args:?}: {said}");
        assert!(run.stdout.is_empty(), "{args:?}");
        let first = said.lines().next().unwrap_or_default();
        assert!(first.starts_with("bangfu: ") || first.starts_with("error: "), "{args:?}: {said}");
        assert!(said.contains(names), "{args:?} does not name {names}: {said}");
        assert!(!said.contains("panicked") && said.lines().count() <= 8, "{args:?}: {said}");
        assert_eq!(place.tree(), before, "{args:?} wrote something");
    }
}

#[test]
fn settings_stand_in_for_options_and_the_command_line_wins() {
    let place = Place::new().with_failing_unit();
    place.write(
        "bangfu.toml",
        "inbox = 'inbox'\nout = '报告'\nperiod = 'last-month'\nformat = 'json'\nfail-on-noncompliance = true\nquiet = true\n",
    );
    let april = |args: &[&str]| place.command(args).env("BANGFU_TODAY", "2024-04-01").output().unwrap();
    let run = april(&["audit"]);
    assert_eq!((code(&run), text(&run.stderr).as_str()), (4, ""), "quiet");
    let run_json = json(&place.at("报告/run.json"));
    assert_eq!(
        (&run_json["period"], &run_json["options"]["format"]),
        (&"2024-03".into(), &serde_json::json!(["json"]))
    );
    assert_eq!(code(&april(&["audit", "--period", "this-month", "-o", "april"])), 4);
    assert_eq!(json(&place.at("april/run.json"))["period"], "2024-04");
    let run = place.command(&["audit"]).env("BANGFU_TODAY", "tomorrow").output().unwrap();
    assert_eq!(code(&run), 2);
    assert!(text(&run.stderr).contains("BANGFU_TODAY=`tomorrow`"));
    // Settings elsewhere: their paths start at the file.
    place.write("jobs/march.toml", "inbox = '../inbox'\nout = '../三月'\nperiod = '2024-03'\n");
    let run = place
        .command(&["audit", "--config", "jobs/march.toml", "--quiet"])
        .output()
        .unwrap();
    assert_eq!(code(&run), 0, "{}", text(&run.stderr));
    assert!(place.at("三月/index.html").is_file());
}

#[test]
fn wrong_settings_are_named_with_their_line() {
    let place = Place::new();
    let before = place.tree();
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
        let run = place
            .command(&["audit", "inbox", "--period", "2024-03", "-o", "out"])
            .output()
            .unwrap();
        let said = text(&run.stderr);
        assert_eq!(code(&run), 2, "{settings}: {said}");
        assert!(
            said.contains("bangfu.toml") && said.contains(&format!("line {line}")) && said.contains(names),
            "{settings}: {said}"
        );
    }
    fs::remove_file(place.at("bangfu.toml")).unwrap();
    assert_eq!(place.tree(), before);
}

/// Names and fields of the log lines are relied upon (docs/unattended.md).
#[test]
fn log_lines_are_json_with_stable_names_on_stderr_and_beside_the_manifest() {
    let place = Place::new().with_failing_unit().with_damaged_file();
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
    let run = place.audit(&["--log-format", "json"]);
    assert_eq!(code(&run), 3);
    let first = events(&text(&run.stderr));
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
        text(&run.stderr).lines().all(|l| l.starts_with('{')),
        "one JSON object a line, and nothing else"
    );
    assert_eq!(
        sorted(events(&fs::read_to_string(place.at("out/run.log")).unwrap())),
        sorted(first.clone())
    );
    // Quiet hides all but errors from stderr, and nothing from run.log.
    let run = place.audit(&["--log-format", "json", "--quiet"]);
    assert_eq!(text(&run.stderr), "");
    assert_eq!(events(&fs::read_to_string(place.at("out/run.log")).unwrap()).len(), first.len());
    // Why a run stopped is an event as well, also when quiet.
    let lock = bangfu::publish::work_folder::WorkFolder::open(&place.at("out")).unwrap();
    let run = place.audit(&["--log-format", "json", "--quiet"]);
    drop(lock);
    let stopped = events(&text(&run.stderr));
    assert_eq!(names(&stopped), counted(&[("run_stopped", 1)]));
    assert_eq!(text(&run.stderr).lines().count(), 1);
    assert!(stopped[0]["reason"].as_str().unwrap().contains("another run"));
}

/// Every event that a run may log stands in the documentation, with its meaning.
#[test]
fn every_event_is_documented() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/unattended.md")).unwrap();
    let mut found = 0;
    for (path, source) in walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let Some(source) = source.filter(|_| path.extension().is_some_and(|e| e == "rs")) else {
            continue;
        };
        for rest in text(&source).split("event = \"").skip(1) {
            let name = rest.split('"').next().unwrap();
            assert!(page.contains(&format!("`{name}`")), "{name} of {}", path.display());
            found += 1;
        }
    }
    assert!(found > 5);
}

#[test]
fn without_quiet_people_read_a_summary_and_a_pipe_sees_no_bar() {
    let place = Place::new().with_failing_unit().with_damaged_file();
    let run = place.audit(&["--lang", "en"]);
    let said = text(&run.stderr);
    assert!(said.lines().any(|l| l.starts_with("丙小学.xlsx: ")), "{said}");
    let last = said.lines().last().unwrap();
    for part in ["2 units", " s. ", "out/index.html"] {
        assert!(last.contains(part), "{part} in {last}");
    }
    assert!(!said.contains(['\r', '\u{1b}']), "{said:?}");
}

#[test]
fn completions_and_manual_pages_come_from_the_options() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = place.command(&["completions", shell]).output().unwrap();
        assert_eq!(code(&run), 0);
        for option in ["fail-on-noncompliance", "registry", "inspect"] {
            assert!(text(&run.stdout).contains(option), "{shell}: {option}");
        }
    }
    assert_eq!(code(&place.command(&["man", "man1"]).output().unwrap()), 0);
    let page = fs::read_to_string(place.at("man1/bangfu-audit.1")).unwrap();
    let title = concat!(".TH bangfu-audit 1 \"\" \"bangfu ", env!("CARGO_PKG_VERSION"), "\"");
    assert!(page.lines().any(|l| l.trim_end() == title), "{page}");
    assert!(page.contains("last\\-month") && page.contains("fail\\-on\\-noncompliance"));
    let help = text(&place.command(&["--help"]).output().unwrap().stdout);
    for command in help
        .lines()
        .skip_while(|l| !l.starts_with("Commands:"))
        .skip(1)
        .take_while(|l| !l.is_empty())
    {
        let name = command.split_whitespace().next().unwrap();
        assert!(name == "help" || place.at(&format!("man1/bangfu-{name}.1")).is_file(), "{name}");
    }
    assert!(text(&place.command(&["--version"]).output().unwrap().stdout).starts_with("bangfu "));
}

/// As cron starts it: no variable is set, the folder is the job's, and the settings file says the rest.
#[test]
fn a_job_needs_no_environment() {
    let place = Place::new();
    place.write("bangfu.toml", "inbox = 'inbox'\nout = '报告'\nperiod = '2024-03'\n");
    let run = place.command(&["audit", "--quiet"]).env_clear().output().unwrap();
    assert_eq!((code(&run), text(&run.stderr).as_str()), (0, ""));
    assert!(place.at("报告/index.html").is_file());
}

/// The Windows task in the documentation is well-formed, and every element is closed where it should be.
#[test]
fn the_documented_task_is_well_formed_xml() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/unattended.md")).unwrap();
    let task = page.split_once("```xml\n").unwrap().1.split("```").next().unwrap();
    let mut reader = quick_xml::Reader::from_str(task);
    let (mut open, mut seen) = (0, Vec::new());
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(start) => {
                open += 1;
                seen.push(start.name().as_ref().to_owned());
            }
            quick_xml::events::Event::End(_) => open -= 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open, 0);
    for needed in ["Task", "CalendarTrigger", "Exec", "WorkingDirectory", "MultipleInstancesPolicy"] {
        assert!(seen.iter().any(|s| s == needed), "{needed}");
    }
}
