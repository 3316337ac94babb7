//! `bangfu check`: it says before a ledger is submitted what the audit will say of it.

use calamine::{Data, Reader as _};
use serde_json::Value;

use super::{HEAD, passing};
use crate::support::program::{Place, Ran, find};

const UNIT: &str = "填报单位：甲小学\n";

/// A ledger of 甲小学 with these rows.
fn ledger(rows: &str) -> Place {
    let place = Place::new();
    place.write("台账.csv", format!("{UNIT}{HEAD}{rows}"));
    place
}

/// What is said to programs, with the status that goes with it.
fn checked(place: &Place, args: &[&str]) -> Value {
    let ran = place.run(&[&["check", "--format", "json"], args].concat());
    let said: Value = serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {} {}", ran.out, ran.err));
    assert_eq!(ran.status, if said["mend"].as_array().unwrap().is_empty() { 0 } else { 3 });
    said
}

fn causes(said: &Value) -> Vec<&str> {
    said["mend"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["cause"].as_str().unwrap())
        .collect()
}

fn cells(said: &Value, cause: &str) -> Vec<String> {
    let places = find(&said["mend"], "cause", cause)["places"].as_array().unwrap();
    places.iter().map(|p| p["cell"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_sound_ledger_is_foretold_as_it_is_audited() {
    let place = passing();
    let said = checked(&place, &["inbox"]);
    assert!(causes(&said).is_empty());
    assert_eq!((&said["run"]["period"], &said["period_from"]), (&"2024-03".into(), &"data".into()));
    let text = place.run(&["check", "inbox"]).ok().out;
    assert!(
        text.contains("达标") && text.contains("40.00%") && text.contains("可以报送"),
        "{text}"
    );

    place.audit("out", &[]).ok();
    assert_eq!(said["units"], place.json("out/summary.json")["units"]);
    let files = place.folder().read_dir().unwrap().count();
    assert_eq!(files, 2, "the check itself writes nothing");
}

#[test]
fn a_ledger_without_a_channel_column_has_one_thing_to_mend() {
    let place = Place::new();
    let rows: String = (1..=28).map(|day| format!("2024-03-{day:02},白菜,{day},斤\n")).collect();
    place.write("台账.csv", format!("{UNIT}日期,品名,金额,单位\n{rows}"));
    let said = checked(&place, &["台账.csv"]);
    assert_eq!(causes(&said), ["channel_missing"]);
    assert_eq!(cells(&said, "channel_missing").len(), 28);
    assert_eq!(said["units"][0]["verdict"], "undetermined");
    let text = place.run(&["check", "台账.csv"]).out;
    assert!(
        text.contains("C3–C30") && text.contains("28处") && text.contains("采购渠道"),
        "{text}"
    );
    assert!(!text.contains("可以报送"), "{text}");
}

#[test]
fn what_the_audit_disputes_is_named_by_cell() {
    for (row, cause, cell) in [
        ("2024-03-05,小米,200,甲合作社,阳光惠采商城", "channel_unknown", "E3"),
        ("2024-03-05,小米,200,平陆县消费帮扶超市,农贸市场", "channel_conflict", "E3"),
        ("2024-03-05,小米,约二百,甲合作社,农贸市场", "amount_unreadable", "C3"),
        ("2024-03-05,洗洁精,20,丙菜摊,农贸市场", "not_food_suspected", "B3"),
        ("2024-03-05,小米,,甲合作社,农贸市场\n合计,,100,,", "amount_missing", "C3"),
        ("2024-03-05,小米,20,丙菜摊,农贸市场\n合计,,100,,", "total_mismatch", "C4"),
    ] {
        let said = checked(&ledger(&format!("{row}\n")), &["台账.csv"]);
        assert_eq!(cells(&said, cause), [cell], "{row}: {said:#}");
    }
    let place = Place::new();
    let rows = "2024-03-05,苹果,200,乙公司,832平台,山东寿光\n";
    place.write("台账.csv", format!("{UNIT}采购日期,食材名称,金额,供应商,采购渠道,产地\n{rows}"));
    assert_eq!(cells(&checked(&place, &["台账.csv"]), "origin_conflict"), ["F3"]);
}

#[test]
fn what_is_no_ledger_of_a_unit_is_not_fit_to_submit() {
    let place = Place::new();
    place.run(&["template", "ledger", "-o", "空表.xlsx"]).ok();
    let said = checked(&place, &["空表.xlsx"]);
    assert_eq!((causes(&said), &said["lines"]), (vec!["no_lines", "no_unit"], &0.into()));
    // What else is wrong is told at once, and the ratios are foretold all the same.
    place.write("台账.csv", format!("{HEAD}2024-03-05,小米,200,甲合作社,阳光惠采商城\n"));
    let said = checked(&place, &["台账.csv"]);
    assert_eq!(causes(&said), ["no_unit", "channel_unknown"]);
    assert_eq!(said["units"][0]["scopes"]["month"]["base_fen"], 20_000);
    place.write("坏.xlsx", "PK\u{3}\u{4} and no more");
    assert_eq!(causes(&checked(&place, &["坏.xlsx"])), ["not_a_workbook"]);
    place.write("说明.pdf", "%PDF-1.4 and no more");
    assert_eq!(causes(&checked(&place, &["说明.pdf"])).len(), 1);
    place.write("文件夹/说明.pdf", "%PDF-1.4 and no more");
    assert_eq!(causes(&checked(&place, &["文件夹"])), ["no_workbook"]);
    place.run(&["check", "没有.xlsx"]).refused();
}

#[test]
fn a_unit_that_the_registry_does_not_know_is_told_before_it_submits() {
    let place = passing();
    place.write("名册.csv", "单位名称\n乙小学\n");
    assert_eq!(
        causes(&checked(&place, &["inbox", "--registry", "名册.csv"])),
        ["unregistered_unit"]
    );
    // Where nothing names a unit, that is said once.
    place.write("台账.csv", format!("{HEAD}2024-03-07,白菜,600,丙菜摊,农贸市场\n"));
    assert_eq!(causes(&checked(&place, &["台账.csv", "--registry", "名册.csv"])), ["no_unit"]);
    place.write("名册.csv", "单位名称\n甲小学\n");
    assert!(causes(&checked(&place, &["inbox", "--registry", "名册.csv"])).is_empty());
}

#[test]
fn the_files_of_one_unit_are_checked_together() {
    let place = passing();
    place.write(
        "甲小学2024年2月食堂台账.csv",
        format!("{HEAD}2024-02-07,白菜,9000,丙菜摊,农贸市场\n"),
    );
    let march = "inbox/甲小学2024年3月食堂台账.csv";
    let said = checked(&place, &[march, "甲小学2024年2月食堂台账.csv"]);
    assert_eq!(said["units"].as_array().unwrap().len(), 1);
    assert_eq!(said["units"][0]["scopes"]["ytd"]["base_fen"], 1_000_000);
    assert_eq!(
        (&said["units"][0]["verdict"], &said["run"]["period"]),
        (&"fail".into(), &"2024-03".into())
    );
    let february = checked(&place, &[march, "甲小学2024年2月食堂台账.csv", "--period", "2024-02"]);
    assert_eq!(february["units"][0]["scopes"]["ytd"]["base_fen"], 900_000);
    // One mistyped year is not the last month, nor is one that is still to come.
    place.write(
        "晚.csv",
        format!("{HEAD}2025-03-07,白菜,9,丙菜摊,农贸市场\n2042-03-07,白菜,9,丙菜摊,农贸市场\n"),
    );
    assert_eq!(checked(&place, &["inbox", "晚.csv"])["run"]["period"], "2024-03");
}

#[test]
fn a_copy_shows_the_cells_and_overwrites_nothing() {
    let place = ledger("2024-03-05,小米,200,甲合作社,阳光惠采商城\n2024-03-06,白菜,30,丙菜摊,农贸市场\n");
    let copy = |args: &[&str]| place.run(&[&["check", "台账.csv"], args].concat());
    assert_eq!(copy(&["-o", "标注.xlsx"]).status, 3);
    let english = copy(&["--lang", "en"]).out;
    assert!(
        english.contains("E3 (阳光惠采商城)") && !english.contains(['{', '}']) && !english.contains("check."),
        "{english}"
    );
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(place.at("标注.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["需要修改的地方", "台账.csv"]);
    let list = book.worksheet_range("需要修改的地方").unwrap();
    let row: Vec<String> = (0..8).map(|col| list.get_value((2, col)).unwrap().to_string()).collect();
    assert_eq!(
        row[..6],
        ["1", "须修改", "台账.csv", "台账", "E3", "阳光惠采商城"].map(str::to_owned)
    );
    let values = book.worksheet_range("台账.csv").unwrap();
    assert_eq!(values.get_value((2, 4)), Some(&Data::String("阳光惠采商城".into())));
    assert_eq!(values.get_value((3, 2)), Some(&Data::String("30".into())));
    let mut zip = zip::ZipArchive::new(std::fs::File::open(place.at("标注.xlsx")).unwrap()).unwrap();
    let notes = std::io::read_to_string(zip.by_name("xl/comments1.xml").unwrap()).unwrap();
    assert!(notes.contains("ref=\"E3\"") && notes.contains("渠道写法无法识别"), "{notes}");

    let refused = |ran: Ran, word: &str| assert!(ran.refused().contains(word));
    refused(copy(&["-o", "标注.xlsx"]), "--force");
    assert_eq!(copy(&["-o", "标注.xlsx", "--force"]).status, 3);
    refused(copy(&["-o", "标注.csv"]), ".xlsx");
    place.write("夹/一.xlsx", "a ledger");
    let over = place.run(&["check", "夹", "-o", "夹/一.xlsx", "--force"]);
    refused(over, "夹/一.xlsx");
    assert_eq!(std::fs::read(place.at("夹/一.xlsx")).unwrap(), b"a ledger");
    // The copy is no ledger.
    assert_eq!(causes(&checked(&place, &["标注.xlsx"])), ["own_output"]);
}
