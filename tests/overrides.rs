//! Decisions by auditors, with the real program: what is decided changes, stands beside the line, and nothing else does.

use std::{fs, path::Path};

use assert_cmd::Command;
use calamine::{Data, Reader, open_workbook_auto};
use rust_xlsxwriter::Workbook;
use serde_json::Value;

const UNIT: &str = "盐湖区甲小学";

/// 1000 元: 300 certain through 832, 350 through the local channels, 50 of doubtful origin, 300 ordinary.
const LEDGER: &str = "日期,品名,供应商,采购渠道,产地,金额,备注\n\
    2024-03-01,小米,临县杂粮合作社,832平台,临县,300.00,\n\
    2024-03-02,黄瓜,盐湖区消费帮扶超市,消费帮扶超市,,350.00,\n\
    2024-03-03,绿豆,某某商贸,832平台,广东省广州市,50.00,\n\
    2024-03-04,面粉,鑫源粮油,自行采购,,300.00,\n";

struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn new(ledger: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let inbox = folder.path().join("inbox").join(UNIT);
        fs::create_dir_all(&inbox).unwrap();
        fs::write(inbox.join(format!("{UNIT}2024年3月食堂采购台账.csv")), ledger).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn audit(&self, out: &str, more: &[&str]) -> (i32, String) {
        let mut command = Command::cargo_bin("bangfu").unwrap();
        command.arg("audit").arg(self.path("inbox")).args(["--period", "2024-03", "-o"]);
        let run = command.arg(self.path(out)).args(more).output().unwrap();
        (run.status.code().unwrap(), String::from_utf8(run.stderr).unwrap())
    }

    /// Audits with the decisions given as CSV; gives the unit's report.
    fn decided(&self, csv: &str) -> Value {
        let file = self.path("decisions.csv");
        fs::write(&file, csv).unwrap();
        let (status, said) = self.audit("after", &["--format", "json", "--overrides", file.to_str().unwrap()]);
        assert_eq!(status, 0, "{said}");
        self.report("after")
    }

    fn report(&self, out: &str) -> Value {
        let summary = json(&self.path(out).join("summary.json"));
        let path = summary["units"][0]["path"].as_str().unwrap().to_owned();
        json(&self.path(out).join(path).join("report.json"))
    }

    fn line_id(&self, out: &str, item: &str) -> String {
        line(&self.report(out), item)["id"].as_str().unwrap().to_owned()
    }
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))).unwrap()
}

fn line<'r>(report: &'r Value, item: &str) -> &'r Value {
    let lines = report["lines"].as_array().unwrap();
    lines.iter().find(|l| l["item"] == item).unwrap_or_else(|| panic!("no line {item}"))
}

/// Base, disputed base, and of the requirement: counted, disputed.
fn ytd(report: &Value, id: &str) -> [i64; 4] {
    let scope = &report["scopes"]["ytd"];
    let r = scope["requirements"].as_array().unwrap().iter().find(|r| r["id"] == id).unwrap();
    [
        &scope["base_fen"],
        &scope["base_disputed_fen"],
        &r["counted_fen"],
        &r["disputed_fen"],
    ]
    .map(|v| v.as_i64().unwrap())
}

/// Copies the first sheet (or `sheet`) of a workbook and fills `values` into the row that holds `id`.
fn fill_in(from: &Path, to: &Path, sheet: Option<&str>, id: &str, values: &[(&str, &str)]) {
    let mut book = open_workbook_auto(from).unwrap();
    let name = sheet.map_or_else(|| book.sheet_names()[0].clone(), str::to_owned);
    let range = book.worksheet_range(&name).unwrap();
    let mut out = Workbook::new();
    let copy = out.add_worksheet();
    copy.set_name(&name).unwrap();
    let rows: Vec<Vec<String>> = range.rows().map(|r| r.iter().map(Data::to_string).collect()).collect();
    let headed = |row: &Vec<String>| values.iter().all(|(h, _)| row.iter().any(|c| c == h));
    let head = rows.iter().position(headed).expect("the headers");
    let mut filled = 0;
    for (i, row) in rows.iter().enumerate() {
        for (j, cell) in row.iter().enumerate() {
            copy.write_string(u32::try_from(i).unwrap(), u16::try_from(j).unwrap(), cell)
                .unwrap();
        }
        if row.iter().any(|c| c == id) {
            filled += 1;
            for (header, value) in values {
                let j = rows[head].iter().position(|c| c == header).unwrap();
                copy.write_string(u32::try_from(i).unwrap(), u16::try_from(j).unwrap(), *value)
                    .unwrap();
            }
        }
    }
    assert_eq!(filled, 1, "{id} stands once in the sheet");
    out.save(to).unwrap();
}

#[test]
fn the_sheet_that_audit_writes_goes_back_in() {
    let bench = Bench::new(LEDGER);
    assert_eq!(bench.audit("before", &[]).0, 0);
    let before = bench.report("before");
    assert_eq!(ytd(&before, "platform_832"), [100_000, 0, 30_000, 5_000]);
    let id = bench.line_id("before", "绿豆");
    let decided = bench.path("已填.xlsx");
    fill_in(
        &bench.path("before").join("待核实.xlsx"),
        &decided,
        None,
        &id,
        &[
            ("决定", "计入"),
            ("决定人", "张三"),
            ("依据", "平台订单截图"),
            ("日期", "2024-04-08"),
        ],
    );
    let (status, said) = bench.audit("after", &["--overrides", decided.to_str().unwrap(), "--format", "xlsx,html,json"]);
    assert_eq!(status, 0, "{said}");
    let after = bench.report("after");
    assert_eq!(ytd(&after, "platform_832"), [100_000, 0, 35_000, 0]);
    let decision = &line(&after, "绿豆")["decision"];
    assert_eq!(decision["decision"], "计入");
    assert_eq!(decision["by"], "张三");
    assert_eq!(decision["evidence"], "平台订单截图");
    assert_eq!(decision["date"], "2024-04-08");
    assert!(
        decision["source"].as_str().unwrap().starts_with("已填.xlsx › 待核实 › "),
        "{decision}"
    );
    assert!(line(&after, "小米").get("decision").is_none_or(Value::is_null));
    let summary = json(&bench.path("after/summary.json"));
    let unit = bench.path("after").join(summary["units"][0]["path"].as_str().unwrap());
    let page = fs::read_dir(&unit)
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.extension().is_some_and(|e| e == "html"));
    assert!(
        fs::read_to_string(page.unwrap()).unwrap().contains("张三"),
        "the page names who decided"
    );
    let mut book = open_workbook_auto(unit.join("report.xlsx")).unwrap();
    let cells: Vec<String> = book
        .worksheets()
        .iter()
        .flat_map(|(_, r)| r.cells().map(|(_, _, c)| c.to_string()).collect::<Vec<_>>())
        .collect();
    assert!(cells.iter().any(|c| c.contains("张三")), "the working paper names who decided");
}

#[test]
fn the_working_papers_sheet_goes_back_in_too() {
    let bench = Bench::new(LEDGER);
    assert_eq!(bench.audit("before", &[]).0, 0);
    let id = bench.line_id("before", "绿豆");
    let summary = json(&bench.path("before/summary.json"));
    let paper = bench
        .path("before")
        .join(summary["units"][0]["path"].as_str().unwrap())
        .join("report.xlsx");
    let decided = bench.path("底稿.xlsx");
    let values = [
        ("核实决定", "不计入"),
        ("核实依据", "无订单"),
        ("核实人", "李四"),
        ("核实日期", "2024-04-09"),
    ];
    fill_in(&paper, &decided, Some("待核实"), &id, &values);
    let (status, said) = bench.audit("after", &["--overrides", decided.to_str().unwrap(), "--format", "json"]);
    assert_eq!(status, 0, "{said}");
    // Refused the credit, the purchase stays in the base.
    assert_eq!(ytd(&bench.report("after"), "platform_832"), [100_000, 0, 30_000, 0]);
    assert_eq!(line(&bench.report("after"), "绿豆")["decision"]["by"], "李四");
}

#[test]
fn each_kind_of_decision() {
    let ledger = format!(
        "{LEDGER}2024-03-05,白酒,鑫源粮油,自行采购,,100.00,\n2024-03-06,苹果,某合作社,县里安排的渠道,,80.00,\n2024-03-07,红枣,某合作社,县里安排的渠道,,见附件,\n"
    );
    let bench = Bench::new(&ledger);
    assert_eq!(bench.audit("before", &["--format", "json"]).0, 0);
    let before = bench.report("before");
    // 白酒 is disputed in the base; 苹果 in the channel; 红枣 has no amount.
    assert_eq!(ytd(&before, "local_channels"), [108_000, 10_000, 35_000, 8_000]);
    let head = "行号,单位,供应商,渠道文字,决定,决定人,依据,日期\n";
    let id = |item: &str| bench.line_id("before", item);
    let local = |csv: &str| ytd(&bench.decided(&format!("{head}{csv}")), "local_channels");
    assert_eq!(local(&format!("{},,,,计入,张三,发票,\n", id("白酒"))), [118_000, 0, 35_000, 8_000]);
    assert_eq!(
        local(&format!("{},,,,不计入,张三,发票,\n", id("白酒"))),
        [108_000, 0, 35_000, 8_000]
    );
    assert_eq!(
        local(&format!("{},,,,消费帮扶超市,张三,发票,\n", id("苹果"))),
        [108_000, 10_000, 43_000, 0]
    );
    assert_eq!(
        local(&format!("{},,,,不计入,张三,发票,\n", id("苹果"))),
        [108_000, 10_000, 35_000, 0]
    );
    assert_eq!(
        local(&format!("{},,,,不属于食堂采购,张三,发票,\n", id("面粉"))),
        [78_000, 10_000, 35_000, 8_000]
    );
    // By channel text: both lines of that text; the amount stays unknown.
    assert_eq!(local(",,,县里安排的渠道,消费帮扶超市,张三,县文件,\n"), [108_000, 10_000, 43_000, 0]);
    // The amount makes it a purchase; its channel stays disputed.
    assert_eq!(
        local(&format!("{},,,,金额=123.45,张三,发票,\n", id("红枣"))),
        [120_345, 10_000, 35_000, 20_345]
    );
    // By supplier, for this unit and for another.
    assert_eq!(
        local(&format!(",{UNIT},某合作社,,832平台,张三,合同,\n")),
        [108_000, 10_000, 35_000, 0]
    );
    assert_eq!(local(",乙中学,某合作社,,832平台,张三,合同,\n"), [108_000, 10_000, 35_000, 8_000]);
    // The narrowest has the last word.
    let both = format!(
        ",,,县里安排的渠道,消费帮扶超市,张三,县文件,\n{},,,,832平台,李四,订单,\n",
        id("苹果")
    );
    assert_eq!(local(&both), [108_000, 10_000, 35_000, 0]);
    // A row without a decision says nothing, and is not reported as unused.
    assert_eq!(local(&format!("{},,,,,,,\n", id("苹果"))), [108_000, 10_000, 35_000, 8_000]);
    let problems = json(&bench.path("after/summary.json"))["problems"].clone();
    assert!(
        problems.as_array().is_none_or(|p| p.iter().all(|p| p["kind"] != "override")),
        "{problems}"
    );
}

#[test]
fn contradictions_stop_the_run_and_name_both() {
    let bench = Bench::new(LEDGER);
    let file = bench.path("矛盾.csv");
    fs::write(
        &file,
        "供应商,决定,决定人,依据\n某某商贸,计入,张三,订单\n某某商贸,不计入,李四,无订单\n",
    )
    .unwrap();
    let (status, said) = bench.audit("after", &["--overrides", file.to_str().unwrap()]);
    assert_eq!(status, 2, "{said}");
    let places = said.matches("矛盾.csv › ").count();
    assert!(places >= 2 && said.contains("› 2 ") && said.contains("› 3 "), "both places: {said}");
    assert!(!bench.path("after").exists(), "nothing is written");
    // The same decision twice is no contradiction.
    fs::write(&file, "供应商,决定,决定人,依据\n某某商贸,计入,张三,订单\n某某商贸,计入,李四,截图\n").unwrap();
    assert_eq!(
        bench.audit("after", &["--overrides", file.to_str().unwrap(), "--format", "json"]).0,
        0
    );
}

#[test]
fn what_matches_nothing_is_reported() {
    let bench = Bench::new(LEDGER);
    let file = bench.path("decisions.csv");
    fs::write(&file, "供应商,决定,决定人,依据\n无此商贸,计入,张三,订单\n某某商贸,计入,张三,订单\n").unwrap();
    let (status, said) = bench.audit("after", &["--overrides", file.to_str().unwrap(), "--format", "json"]);
    assert_eq!(status, 0, "{said}");
    let summary = json(&bench.path("after/summary.json"));
    let unused: Vec<&Value> = summary["problems"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|p| p["kind"] == "override")
        .collect();
    assert_eq!(unused.len(), 1, "{summary}");
    assert!(unused[0]["path"].as_str().unwrap().ends_with("› 2"), "{unused:?}");
}

#[test]
fn an_unknown_word_or_a_decision_without_evidence_stops_the_run() {
    let bench = Bench::new(LEDGER);
    let file = bench.path("decisions.csv");
    for bad in [
        "供应商,决定,决定人,依据\n某某商贸,也许吧,张三,订单\n",
        "供应商,决定,决定人,依据\n某某商贸,计入,张三,\n",
        "甲,乙\n1,2\n",
    ] {
        fs::write(&file, bad).unwrap();
        let (status, said) = bench.audit("after", &["--overrides", file.to_str().unwrap()]);
        assert_eq!(status, 2, "{bad}: {said}");
        assert!(said.contains("decisions.csv"), "{said}");
        assert!(!bench.path("after").exists());
    }
}

/// 合计 says 1,100.00 over lines of 1,000.00: one finding, `total_mismatch`, of a unit that has no other error.
const WITH_TOTAL: &str = "日期,品名,供应商,采购渠道,产地,金额,备注\n\
    2024-03-01,小米,临县杂粮合作社,832平台,临县,300.00,\n\
    2024-03-02,面粉,鑫源粮油,自行采购,,700.00,\n\
    合计,,,,,1100.00,\n";

fn findings(report: &Value) -> Vec<&Value> {
    report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["check"] == "total_mismatch")
        .collect()
}

fn open_count(bench: &Bench) -> u64 {
    let summary = json(&bench.path("after").join("summary.json"));
    let counts = summary["units"][0]["findings"].as_array().unwrap();
    counts
        .iter()
        .filter(|c| c["check"] == "total_mismatch")
        .map(|c| c["count"].as_u64().unwrap())
        .sum()
}

#[test]
fn a_waived_finding_stays_listed_with_its_reason_and_is_not_counted() {
    let bench = Bench::new(WITH_TOTAL);
    bench.audit("out", &["--format", "json"]);
    let report = bench.report("out");
    let key = findings(&report)[0]["key"].as_str().unwrap().to_owned();

    // In force: no end, the month itself, and a day within it.
    for until in ["", "2024-03", "2024-03-31", "2024-03-01", "2025-12-31"] {
        let report = bench.decided(&format!(
            "疑点编号,依据,核实人,有效期至,核实日期\n{},合计含上月结转100元,王某,{until},2024-04-02\n",
            key.to_uppercase()
        ));
        let found = findings(&report);
        assert_eq!(found.len(), 1, "it stays listed");
        assert_eq!(found[0]["waived"]["reason"], "合计含上月结转100元");
        assert_eq!(
            (&found[0]["waived"]["by"], &found[0]["waived"]["until"]),
            (&"王某".into(), &until.into())
        );
        assert_eq!(found[0]["key"], key.as_str());
        let (title, detail) = (found[0]["title"].as_str().unwrap(), found[0]["detail"].as_str().unwrap());
        assert!(
            title.starts_with("已核实") && detail.contains("合计含上月结转100元") && detail.contains("王某"),
            "{title} {detail}"
        );
        assert_eq!(open_count(&bench), 0, "{until}");
        let summary = json(&bench.path("after").join("summary.json"));
        assert_eq!(summary["units"][0]["waived_findings"], 1);
        assert!(
            summary["findings"]
                .as_array()
                .unwrap()
                .iter()
                .all(|f| f["check"] != "total_mismatch")
        );
        assert_eq!(summary["problems"], serde_json::json!([]));
    }
    // The figures do not move.
    assert_eq!(ytd(&bench.report("after"), "platform_832"), ytd(&report, "platform_832"));

    // Expired in the month before: it counts, says so, and the row is reported.
    let after = bench.decided(&format!("疑点编号,依据,核实人,有效期至\n{key},合计含上月结转,王某,2024-02-29\n"));
    let found = findings(&after);
    assert!(found[0]["waived"].is_null() && found[0]["detail"].as_str().unwrap().contains("到期"));
    assert_eq!(open_count(&bench), 1);
    let problem = |reason: &str| {
        let summary = json(&bench.path("after").join("summary.json"));
        let all = summary["problems"].as_array().unwrap().clone();
        all.iter()
            .any(|p| p["reason"] == reason && p["path"].as_str().unwrap().contains("decisions"))
    };
    assert!(problem("waiver_expired"));

    // Fits nothing.
    bench.decided("疑点编号,依据,核实人\n0123456789ab,已核,王某\n");
    assert!(problem("waiver_unmatched") && open_count(&bench) == 1);
    // A key alone, as somebody may prepare it, says nothing.
    bench.decided(&format!("疑点编号,依据,核实人\n{key},,\n"));
    assert!(!problem("waiver_unmatched") && open_count(&bench) == 1);
}

#[test]
fn a_waiver_without_reason_or_person_is_refused() {
    let bench = Bench::new(WITH_TOTAL);
    for (row, told) in [
        ("疑点编号,依据,核实人\nab,,王某\n", "依据"),
        ("疑点编号,依据,核实人\nab,已核,\n", "核实人"),
        ("疑点编号,依据,核实人,有效期至\nab,已核,王某,明年\n", "明年"),
        ("疑点编号,依据,核实人,供应商,决定\nab,已核,王某,鑫源粮油,计入\n", "not both"),
        ("疑点编号,依据,核实人\nab,已核,王某\nab,未核,王某\n", "different words"),
    ] {
        let file = bench.path("decisions.csv");
        fs::write(&file, row).unwrap();
        let (status, said) = bench.audit("after", &["--overrides", file.to_str().unwrap()]);
        assert!(status == 2 && said.contains(told), "{row}: {said}");
    }
}
