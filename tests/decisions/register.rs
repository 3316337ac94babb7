//! The register of decisions: what stands beside the verdict, what is refused, and that one file carries everything on.

use std::fs;

use calamine::{Data, Reader, open_workbook_auto};
use serde_json::Value;

use super::{UNIT, line, refused, ytd};
use crate::support::program::{Place, find, root};

/// 1000 元: 832 200 of which 100 of doubtful origin, local 200, 600 ordinary: without the doubtful line 100 of 1000 keep 832 at 10 %.
const LEDGER: &str = "日期,品名,供应商,采购渠道,产地,金额,备注\n\
    2024-03-01,小米,临县杂粮合作社,832平台,临县,50.00,\n\
    2024-03-02,黄瓜,盐湖区消费帮扶超市,消费帮扶超市,,250.00,\n\
    2024-03-03,绿豆,某某商贸,832平台,广东省广州市,100.00,\n\
    2024-03-04,面粉,鑫源粮油,自行采购,,600.00,\n";

const HEAD: &str = "行号,单位,供应商,渠道文字,决定,决定人,依据,日期\n";

fn id(place: &Place, out: &str, item: &str) -> String {
    line(&place.report(out, UNIT), item)["id"].as_str().unwrap().to_owned()
}

fn cells(place: &Place, book: &str) -> Vec<Vec<String>> {
    let mut book = open_workbook_auto(place.at(book)).unwrap();
    let sheets = book.worksheets();
    let rows = sheets.iter().flat_map(|(_, range)| range.rows());
    rows.map(|row| row.iter().map(Data::to_string).collect()).collect()
}

/// Wherever the verdict stands, what persons decided stands too: lines, amount, names, and the verdict without it.
#[test]
fn what_was_decided_stands_beside_the_verdict_everywhere() {
    let place = Place::with_ledgers(&[(UNIT, LEDGER)]);
    place.audit("before", &["--format", "json"]).ok();
    assert_eq!(place.report("before", UNIT)["verdict"], "undetermined");
    place.write("d.csv", format!("{HEAD},,某某商贸,,计入,张三,订单截图,2024-04-08\n"));
    let formats = "xlsx,html,docx,json";
    place.audit("after", &["--overrides", "d.csv", "--format", formats]).ok();
    let report = place.report("after", UNIT);
    assert_eq!(report["verdict"], "pass");
    let said = &report["decided"];
    assert_eq!(
        said,
        &serde_json::json!({"lines": 1, "amount_fen": 10_000, "by": ["张三"], "verdict_without": "undetermined"})
    );
    let summary = place.json("after/summary.json");
    assert_eq!(&find(&summary["units"], "unit", UNIT)["decided"], said);
    let sentence = "其中1笔、100.00元由张三核实认定；不计这些认定，结论为待核实";
    let folder = place.unit_folder("after", UNIT);
    let page = fs::read_to_string(folder.join("report.html")).unwrap();
    let region = fs::read_to_string(place.at("after/index.html")).unwrap();
    assert!(page.contains(sentence) && region.contains(sentence), "pages");
    let csv = fs::read_to_string(place.at("after/summary.csv")).unwrap();
    let holds = |rows: &[Vec<String>]| rows.iter().flatten().any(|cell| cell.contains(sentence));
    assert!(
        csv.contains(sentence) && holds(&cells(&place, "after/summary.xlsx")),
        "region's list"
    );
    let paper = folder.join("report.xlsx");
    assert!(holds(&cells(&place, paper.to_str().unwrap())), "cover");
    let mut zip = zip::ZipArchive::new(fs::File::open(folder.join("report.docx")).unwrap()).unwrap();
    let notice = std::io::read_to_string(zip.by_name("word/document.xml").unwrap()).unwrap();
    assert!(notice.contains("由张三核实认定"), "notice");
    // Undecided, nothing is said of decisions.
    assert!(place.report("before", UNIT).get("decided").is_none());
}

#[test]
fn a_decision_that_changes_nothing_says_that_the_verdict_is_the_same() {
    let place = Place::with_ledgers(&[(UNIT, LEDGER)]);
    place.write("d.csv", format!("{HEAD},,鑫源粮油,,计入,李四,发票,\n"));
    place.audit("after", &["--overrides", "d.csv"]).ok();
    let page = fs::read_to_string(place.unit_folder("after", UNIT).join("report.html")).unwrap();
    assert!(page.contains("结论同样为待核实"), "{page}");
}

#[test]
fn a_line_counted_without_its_channel_is_refused_with_what_to_write() {
    let ledger = format!("{LEDGER}2024-03-06,苹果,某合作社,县里安排的渠道,,80.00,\n2024-03-07,白酒,某酒行,县里安排的渠道,,70.00,\n");
    let place = Place::with_ledgers(&[(UNIT, &ledger)]);
    let said = refused(&place, &format!("{HEAD},,某合作社,,计入,张三,发票,\n,,某酒行,,计入,张三,发票,\n"));
    for part in ["› 2：“计入”", "› 3：“计入”", "832平台", "金额=123.45", "计入=渠道名称"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    // With its channel both questions of a line are settled at once.
    let both = format!("{HEAD},,某合作社,,消费帮扶超市,张三,发票,\n,,某酒行,,计入=832平台,张三,发票,\n");
    let report = super::decided(&place, &both);
    assert_eq!(ytd(&report, "local_channels"), [115_000, 0, 33_000, 0]);
    assert_eq!(ytd(&report, "platform_832"), [115_000, 0, 12_000, 10_000]);
}

#[test]
fn a_decision_is_one_of_the_words_offered_and_every_other_is_refused_by_row() {
    let place = Place::with_ledgers(&[(UNIT, LEDGER)]);
    let said = refused(
        &place,
        &format!(
            "{HEAD},,某某商贸,,应该是832平台吧,张三,订单,\n,,鑫源粮油,,超市,张三,订单,\n,,盐湖区消费帮扶超市,,消费帮扶超市,张三,订单,\n"
        ),
    );
    assert!(said.contains("› 2：“应该是832平台吧”") && said.contains("› 3：“超市”"), "{said}");
    assert!(!said.contains("› 4："), "{said}");
}

#[test]
fn a_decision_that_matches_nothing_ends_with_status_3() {
    let place = Place::with_ledgers(&[(UNIT, LEDGER)]);
    place.write("d.csv", format!("{HEAD},,无此商贸,,计入,张三,订单,\n"));
    let ran = place.audit("after", &["--overrides", "d.csv"]);
    assert_eq!(ran.status, 3, "{}", ran.err);
    assert!(ran.err.contains("d.csv"), "{}", ran.err);
}

#[test]
fn a_line_id_is_64_bits_of_its_file_and_a_decision_on_it_honours_its_unit() {
    let place = Place::with_ledgers(&[(UNIT, LEDGER)]);
    place.audit("before", &["--format", "json"]).ok();
    let id = id(&place, "before", "绿豆");
    assert_eq!(id.split('-').next().unwrap().len(), 16, "{id}");
    let with_unit = |unit: &str| {
        place.write("d.csv", format!("{HEAD}{id},{unit},,,计入,张三,订单,\n"));
        let status = place.audit("after", &["--format", "json", "--overrides", "d.csv"]).status;
        (status, ytd(&place.report("after", UNIT), "platform_832")[3])
    };
    assert_eq!(with_unit(UNIT), (0, 0));
    assert_eq!(with_unit("盐湖区乙中学"), (3, 10_000));
}

/// Decisions may stand in several files and folders; what a run writes holds all of them, and alone gives the same run again.
#[test]
fn the_register_of_a_run_carries_everything_on() {
    let ledger = format!("{LEDGER}2024-03-05,白酒,鑫源粮油,自行采购,,100.00,\n2024-03-06,苹果,某合作社,县里安排的渠道,,80.00,\n");
    let place = Place::with_ledgers(&[(UNIT, &ledger)]);
    place.audit("before", &["--format", "json"]).ok();
    place.write(
        "a.csv",
        format!("{HEAD}{},{UNIT},,,计入,张三,订单,2024-04-08\n", id(&place, "before", "绿豆")),
    );
    place.write("folder/b.csv", format!("{HEAD},,,县里安排的渠道,消费帮扶超市,李四,县文件,\n"));
    place.write("folder/sub/c.csv", format!("{HEAD},,无此商贸,,计入,王五,订单,\n"));
    place.write("folder/说明.pdf", "no workbook");
    let finding = place.report("before", UNIT)["findings"][0]["key"].as_str().unwrap().to_owned();
    place.write("w.csv", format!("疑点编号,依据,核实人\n{finding},已到场核实,赵六\n"));
    let given = [
        "--overrides",
        "a.csv",
        "--overrides",
        "folder",
        "--overrides",
        "w.csv",
        "--format",
        "json",
    ];
    assert_eq!(place.audit("first", &given).status, 3, "王五's matches nothing");
    let report = place.report("first", UNIT);
    assert_eq!(ytd(&report, "local_channels"), [108_000, 10_000, 33_000, 0]);
    assert_eq!(line(&report, "苹果")["decision"]["by"], "李四");
    let rows = cells(&place, "first/待核实.xlsx");
    let row_of = |word: &str| {
        rows.iter()
            .position(|row| row.iter().any(|cell| cell == word))
            .unwrap_or_else(|| panic!("{word}"))
    };
    assert!(row_of("白酒") < row_of("张三"), "what is open comes first: {rows:?}");
    for by in ["李四", "王五", "赵六"] {
        row_of(by);
    }
    fs::rename(place.at("first/待核实.xlsx"), place.at("核实.xlsx")).unwrap();
    place.audit("second", &["--overrides", "核实.xlsx", "--format", "json"]);
    let without_places = |report: &Value| serde_json::to_string(report).unwrap().split(" › ").count();
    let again = place.report("second", UNIT);
    assert_eq!(again["scopes"], report["scopes"]);
    assert_eq!(again["decided"], report["decided"]);
    assert_eq!(without_places(&again["findings"]), without_places(&report["findings"]));
    let strip = |rows: Vec<Vec<String>>| rows.into_iter().collect::<std::collections::BTreeSet<_>>();
    assert_eq!(strip(cells(&place, "second/待核实.xlsx")), strip(rows));
}

#[test]
fn contradictions_are_found_across_files() {
    let place = Place::with_ledgers(&[(UNIT, LEDGER)]);
    place.write("a.csv", format!("{HEAD},{UNIT},某某商贸,,计入,张三,订单,\n"));
    place.write("b.csv", format!("{HEAD},,某某商贸,,不计入,李四,无订单,\n"));
    let said = place.audit("after", &["--overrides", "a.csv", "--overrides", "b.csv"]).refused();
    assert!(said.contains("a.csv › ") && said.contains("b.csv › "), "both places: {said}");
}

/// Channels enough that a list within the rule would be longer than Excel takes (255 characters).
#[test]
fn many_channels_do_not_stop_an_audit() {
    let policy = fs::read_to_string(root().join("src/data/policies/yuncheng-2023-31-24.toml")).unwrap();
    let channel = |i: u32| {
        format!(
            "[[channel]]\nid = \"extra_{i}\"\ntitle = \"第{i}号消费帮扶产销对接专场活动\"\nkind = \"counted\"\naliases = [\"对接专场{i}号\"]\nsupplier_aliases = []\n\n"
        )
    };
    let many: String = (0..40).map(channel).collect();
    let policy = policy.replacen("\n[words]", &format!("\n{many}[words]"), 1);
    let place = Place::with_ledgers(&[(UNIT, LEDGER)]);
    place.write("policy.toml", policy);
    place.audit("out", &["--policy", "policy.toml"]).ok();
    let words = cells(&place, "out/待核实.xlsx");
    assert!(words.iter().any(|row| row[0] == "第39号消费帮扶产销对接专场活动"), "{words:?}");
}

/// What a table's total leaves open is decided like a line, counts among what was decided, and stays in the register.
#[test]
fn a_decision_on_an_open_amount_is_told_and_kept() {
    let ledger = "日期,品名,供应商,采购渠道,产地,金额,备注\n\
        2024-03-01,小米,临县杂粮合作社,832平台,临县,110.00,\n\
        2024-03-02,黄瓜,盐湖区消费帮扶超市,消费帮扶超市,,250.00,\n\
        2024-03-04,面粉,鑫源粮油,自行采购,,640.00,\n\
        合计,,,,,1300.00,\n";
    let place = Place::with_ledgers(&[(UNIT, ledger)]);
    place.audit("before", &["--format", "json"]).ok();
    let before = place.report("before", UNIT);
    let open = &before["scopes"]["ytd"]["open_amounts"][0];
    let id = open["id"].as_str().unwrap_or_else(|| panic!("{before:#}"));
    place.write("d.csv", format!("{HEAD}{id},{UNIT},,,不计入,张三,合计误填,\n"));
    place.audit("after", &["--overrides", "d.csv", "--format", "json"]).ok();
    let after = place.report("after", UNIT);
    assert_eq!((&before["verdict"], &after["verdict"]), (&"undetermined".into(), &"pass".into()));
    assert_eq!(
        after["decided"],
        serde_json::json!({"lines": 1, "amount_fen": 30_000, "by": ["张三"], "verdict_without": "undetermined"})
    );
    assert!(
        cells(&place, "after/待核实.xlsx")
            .iter()
            .any(|row| row[0] == id && row[10] == "不计入")
    );
}

/// First what decides, with what each answer does; then what matters with others only.
#[test]
fn what_decides_comes_first_and_says_what_each_answer_does() {
    // 832: 50 of 1000 certain. 60 more pass at 10 % alone; 20 and 25 do not, together neither.
    let ledger = LEDGER.replace("某某商贸,832平台,广东省广州市,100.00,\n", "某某商贸,832平台,广东省广州市,60.00,\n2024-03-03,莲子,某某商贸,832平台,广东省广州市,20.00,\n2024-03-03,桂圆,某某商贸,832平台,广东省广州市,20.00,\n");
    let place = Place::with_ledgers(&[(UNIT, &ledger)]);
    place.audit("out", &["--format", "json"]).ok();
    let rows = cells(&place, "out/待核实.xlsx");
    let column = rows[0].iter().position(|head| head == "对结论的影响").unwrap();
    let effects: Vec<&str> = rows[1..4].iter().map(|row| row[column].as_str()).collect();
    assert!(effects[0].contains("832平台采购：核实为计入则达标"), "{effects:?}");
    assert!(effects[1..].iter().all(|e| *e == "与其他待核实采购一并影响结论"), "{effects:?}");
    // The list goes back in as it is: the column is no decision.
    place.audit("again", &["--overrides", "out/待核实.xlsx", "--format", "json"]);
}
