//! What became of earlier runs (`--history`): points followed by their keys over months and years with who answered them, shares beside the samples' own truth,
//! which folders are taken and which refused, and the order of urgency with its reasons.

mod urgency;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::support::program::{Place, Ran, json, root, run, tree};

/// Ledgers that grow month by month, each month's run in a folder of its own.
struct Months(Place);

impl Months {
    fn new() -> Self {
        let place = Place::new();
        fs::create_dir(place.at("runs")).unwrap();
        Self(place)
    }

    /// A ledger: rows of date, item, amount and channel, and the total that it states.
    fn ledger(&self, file: &str, rows: &[[&str; 4]], total: &str) {
        let mut text = String::from("填报单位：夏县甲小学\n日期,品名,金额,采购渠道\n");
        for row in rows {
            text.push_str(&row.join(","));
            text.push('\n');
        }
        text.push_str(&format!("合计,,{total},\n"));
        self.0.write(&format!("inbox/{file}.csv"), text);
    }

    fn audit(&self, month: &str, more: &[&str]) -> Ran {
        let out = format!("runs/{month}");
        let ran = self.0.run(
            &[
                &["audit", "inbox", "--period", month, "-o", &out, "--format", "html,json,xlsx"],
                more,
            ]
            .concat(),
        );
        assert!([0, 2, 3].contains(&ran.status), "{}", ran.err);
        ran
    }

    /// A run that looks back; what it says.
    fn history(&self, month: &str, more: &[&str]) -> Value {
        let ran = self.audit(month, &[&["--history", "runs", "--quiet"], more].concat());
        assert_ne!(ran.status, 2, "{}", ran.err);
        self.0.json(&format!("runs/{month}/history.json"))
    }
}

const JANUARY: [[&str; 4]; 2] = [["2024-01-05", "大米", "100", "832平台"], ["2024-01-06", "粉条", "50", "阳光商城"]];

/// A wrong total in January that stays, one in February that is put right, and one in March.
fn grown() -> Months {
    let months = Months::new();
    months.ledger("2023年12月", &[["2023-12-05", "大米", "70", "832平台"]], "71");
    months.audit("2023-12", &["--quiet"]);
    fs::remove_file(months.0.at("inbox/2023年12月.csv")).unwrap();
    months.ledger("2024年1月", &JANUARY, "151");
    months.audit("2024-01", &["--quiet"]);
    months.ledger("2024年2月", &[["2024-02-05", "大米", "80", "832平台"]], "82");
    months.audit("2024-02", &["--quiet"]);
    months.ledger("2024年2月", &[["2024-02-05", "大米", "80", "832平台"]], "80");
    months.ledger("2024年3月", &[["2024-03-05", "大米", "90", "832平台"]], "93");
    months
}

/// Of each point of a check or item its state, first month, months open and who answered.
fn told(list: &Value) -> BTreeMap<i64, (String, String, Option<u64>, String)> {
    let one = |f: &Value| {
        let text = |key: &str| f[key].as_str().unwrap_or_default().to_owned();
        let by = f["answer"]["by"].as_str().unwrap_or_default().to_owned();
        (
            f["amount_fen"].as_i64().unwrap(),
            (text("state"), text("first"), f["months_open"].as_u64(), by),
        )
    };
    list.as_array()
        .unwrap()
        .iter()
        .filter(|f| f["about"][0] != "gap_in_months")
        .map(one)
        .collect()
}

fn point(state: &str, first: &str, months: Option<u64>, by: &str) -> (String, String, Option<u64>, String) {
    (state.to_owned(), first.to_owned(), months, by.to_owned())
}

#[test]
fn points_live_on_by_their_keys_over_months_and_years() {
    let months = grown();
    let report = months.history("2024-03", &[]);
    assert_eq!(report["earlier"], serde_json::json!(["2023-12", "2024-01", "2024-02"]));
    // The differences: 1 yuan in December 2023 and January 2024, 2 in February, 3 in March.
    let findings: Vec<&Value> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["about"][0] == "total_mismatch")
        .collect();
    let states: Vec<(i64, &str, Option<u64>)> = findings
        .iter()
        .map(|f| {
            (
                f["amount_fen"].as_i64().unwrap(),
                f["state"].as_str().unwrap(),
                f["months_open"].as_u64(),
            )
        })
        .collect();
    assert_eq!(
        states,
        [
            (100, "open", Some(3)),
            (300, "new", Some(1)),
            (200, "gone", None),
            (100, "left_over", None)
        ]
    );
    assert_eq!(
        (findings[0]["first"].as_str(), findings[3]["last"].as_str()),
        (Some("2024-01"), Some("2023-12"))
    );
    // The disputed purchase of January is there for the third month.
    assert_eq!(told(&report["disputes"])[&5_000], point("open", "2024-01", Some(3), ""));
    // The counts are those of the lists.
    for count in report["counts"].as_array().unwrap() {
        for list in ["findings", "disputes"] {
            let of = report[list]
                .as_array()
                .unwrap()
                .iter()
                .filter(|f| f["state"] == count["state"])
                .count();
            assert_eq!(count[list].as_u64(), Some(of as u64), "{count} {list}");
        }
    }
    for page in ["history.html", "units/夏县/夏县甲小学/report.html"] {
        let text = fs::read_to_string(months.0.at(&format!("runs/2024-03/{page}"))).unwrap();
        assert!(text.contains("仍未解决") && text.contains("<svg class=\"line\""), "{page}");
    }
}

/// The unit sends January anew with a row above and another file name: ids of lines change, what they say does not.
#[test]
fn a_ledger_that_is_sent_anew_leaves_its_disputes_what_they_are() {
    let months = grown();
    fs::remove_file(months.0.at("inbox/2024年1月.csv")).unwrap();
    let rows = [["2024-01-03", "白菜", "5", "农贸市场"], JANUARY[1], JANUARY[0]];
    months.ledger("2024年1月更正", &rows, "155");
    let report = months.history("2024-03", &[]);
    assert_eq!(
        told(&report["disputes"]),
        BTreeMap::from([(5_000, point("open", "2024-01", Some(3), ""))])
    );
    let about = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["amount_fen"] == 100 && f["state"] == "gone");
    assert!(about.is_some(), "{report:#}");
}

#[test]
fn who_answered_what_and_when_is_said_and_what_is_put_right_is_told_apart() {
    let months = grown();
    let first = months.history("2024-03", &[]);
    let key = |fen: i64, state: &str| {
        let all = first["findings"].as_array().unwrap();
        all.iter().find(|f| f["amount_fen"] == fen && f["state"] == state).unwrap()["key"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let (open, new, gone) = (key(100, "open"), key(300, "new"), key(200, "gone"));
    let decisions = format!(
        "疑点编号,渠道文字,核实决定,核实人,核实依据,核实日期\n\
         {open},,,王五,手工加总有误,2024-04-02\n{new},,已整改,赵六,已更正台账,2024-04-03\n{gone},,已整改,赵六,已更正,\n,阳光商城,不计入,王五,不是列明的平台,2024-04-04\n"
    );
    months.0.write("决定.csv", decisions);
    let report = months.history("2024-03", &["--overrides", "决定.csv"]);
    let findings = told(&report["findings"]);
    assert_eq!(findings[&300], point("rectified", "2024-03", None, "赵六"));
    assert_eq!(findings[&200], point("rectified", "2024-02", None, "赵六"));
    let settled = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["state"] == "settled")
        .unwrap();
    assert_eq!(
        (settled["answer"]["by"].as_str(), settled["answer"]["date"].as_str()),
        (Some("王五"), Some("2024-04-02"))
    );
    assert_eq!(told(&report["disputes"])[&5_000], point("settled", "2024-01", None, "王五"));
    let dispute = &report["disputes"][0]["answer"];
    assert_eq!(
        (dispute["decision"].as_str(), dispute["date"].as_str()),
        (Some("不计入"), Some("2024-04-04"))
    );
    // The register keeps the word: with it alone the next run says the same.
    fs::copy(months.0.at("runs/2024-03/待核实.xlsx"), months.0.at("register.xlsx")).unwrap();
    let again = months.history("2024-03", &["--overrides", "register.xlsx"]);
    assert_eq!(told(&again["findings"]), findings);
}

/// Runs the samples for a month.
fn samples(period: &str, out: &Path, more: &[&str]) {
    let registry = root().join("samples/units.xlsx");
    let args = [
        "audit",
        "samples/inbox",
        "--period",
        period,
        "--registry",
        registry.to_str().unwrap(),
        "--quiet",
        "-o",
        out.to_str().unwrap(),
    ];
    let ran = run(&[&args[..], more].concat());
    assert!([0, 3].contains(&ran.status), "{}", ran.err);
}

#[test]
fn the_months_of_the_samples_are_those_of_their_own_truth_and_nothing_else_changes() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| -> PathBuf { dir.path().join(name) };
    for month in ["2024-01", "2024-02"] {
        samples(month, &at("runs").join(month), &["--format", "json"]);
    }
    let runs = at("runs");
    let history = ["--history", runs.to_str().unwrap()];
    samples("2024-03", &at("with"), &[&history[..], &["--jobs", "1"]].concat());
    samples("2024-03", &at("again"), &history);
    samples("2024-03", &at("without"), &[]);
    let report = json(&at("with/history.json"));
    let truth = json(&root().join("samples/truth.json"));
    let mut compared = 0;
    for unit in report["units"].as_array().unwrap() {
        let points = unit["points"].as_array().unwrap();
        assert_eq!(points.len(), 3, "{unit}");
        for point in points.iter().take(2) {
            let right = &truth["earlier"][point["period"].as_str().unwrap()][unit["unit"].as_str().unwrap()];
            assert_eq!(point["base_fen"], right["base_fen"], "{unit}");
            let counted: Vec<&Value> = point["requirements"]
                .as_array()
                .unwrap()
                .iter()
                .map(|r| &r["counted_fen"])
                .collect();
            assert_eq!(
                counted,
                right["counted_fen"].as_array().unwrap().iter().collect::<Vec<_>>(),
                "{unit}"
            );
            compared += usize::from(right["base_fen"].as_i64() > Some(0));
        }
    }
    assert!(compared > 40, "{compared}");
    // The region's points are the sums of its units'.
    for (at, point) in report["region"].as_array().unwrap().iter().take(2).enumerate() {
        let units = report["units"].as_array().unwrap().iter().map(|u| u["points"][at].clone());
        let sum: i64 = units
            .filter(|p| p["verdict"] != "exempt")
            .map(|p| p["base_fen"].as_i64().unwrap())
            .sum();
        assert_eq!(point["base_fen"].as_i64(), Some(sum));
    }
    let files = |name: &str| {
        let mut files = tree(&at(name));
        files.retain(|path, _| !matches!(path.to_str(), Some("run.json" | "run.log")));
        files
    };
    let (with, again, without) = (files("with"), files("again"), files("without"));
    assert!(with == again, "one thread or two, the same bytes");
    for (path, bytes) in &without {
        // Pages and the region's workbook tell of earlier months; of the data the order of urgency alone has more reasons.
        let may = path.extension().is_some_and(|e| e == "html") || path.ends_with("summary.xlsx") || path.ends_with("summary.json");
        assert!(may || with[path] == *bytes, "{}", path.display());
    }
    let [mut more, mut less] = ["with", "without"].map(|name| json(&at(name).join("summary.json")));
    assert!(more != less && less["urgent"].as_array().unwrap().len() > 5);
    for summary in [&mut more, &mut less] {
        summary["urgent"].take();
    }
    assert_eq!(more, less);
    assert!(with.contains_key(Path::new("history.json")) && !without.contains_key(Path::new("history.json")));
}

#[test]
fn a_folder_without_earlier_runs_or_with_two_of_one_month_is_refused() {
    let months = grown();
    let refused = |months: &Months, period: &str, folder: &str| {
        let ran = months.audit(period, &["--history", folder]);
        assert_eq!(ran.status, 2, "{}", ran.err);
        ran.err
    };
    fs::create_dir(months.0.at("empty")).unwrap();
    assert!(refused(&months, "2024-03", "empty").contains("没有2024-03以前的核查结果"));
    // From the month of the run on nothing counts.
    assert!(refused(&months, "2023-12", "runs").contains("没有2023-12以前的核查结果"));
    // Summaries alone are enough for shares, and a copy is no second run.
    fs::create_dir(months.0.at("loose")).unwrap();
    for (from, to) in [("2023-12", "去年12月.json"), ("2024-02", "2月.json"), ("2024-02", "2月副本.json")] {
        fs::copy(
            months.0.at(&format!("runs/{from}/summary.json")),
            months.0.at(&format!("loose/{to}")),
        )
        .unwrap();
    }
    months.audit("2024-03", &["--history", "loose", "--quiet"]);
    let report = months.0.json("runs/2024-03/history.json");
    assert_eq!(
        (
            report["earlier"].as_array().unwrap().len(),
            report["with_points"].as_array().unwrap().len()
        ),
        (2, 0)
    );
    assert!(report["findings"].as_array().unwrap().iter().all(|f| f["state"] == "new"));
    // One that differs is a second run.
    let text = fs::read_to_string(months.0.at("loose/2月副本.json")).unwrap();
    months
        .0
        .write("loose/2月副本.json", text.replace("\"disputed_lines\": 1", "\"disputed_lines\": 2"));
    let said = refused(&months, "2024-03", "loose");
    assert!(
        said.contains("2024-02有两份不同的核查结果") && said.contains("2月副本.json"),
        "{said}"
    );
    months.0.write("loose/2月副本.json", "{\"schema\": \"other\"}");
    assert!(refused(&months, "2024-03", "loose").contains("2月副本.json"));
}
