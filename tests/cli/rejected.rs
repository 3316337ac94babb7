//! Rows that could not be used, of workbooks of several units: each stands in one list.

use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::support::program::Place;

fn rejected(place: &Place, unit: &str) -> Vec<(String, u64)> {
    let report = place.report("out", unit);
    let row = |r: &Value| {
        let source = &r["source"];
        (source["sheet"].as_str().unwrap().to_owned(), source["row"].as_u64().unwrap())
    };
    report["rejected"].as_array().unwrap().iter().map(row).collect()
}

/// The region's rows of no unit.
fn of_nobody(place: &Place) -> Vec<String> {
    let summary = place.json("out/summary.json");
    let problems = summary["problems"].as_array().unwrap().iter();
    let of_no_unit = problems.filter(|p| p["reason"] == "row_of_no_unit");
    of_no_unit.map(|p| format!("{} {}", p["path"], p["message"])).collect()
}

#[test]
fn of_one_ledger_for_several_units_each_report_lists_its_own_rows() {
    let place = Place::new();
    let ledger = "填报单位,日期,品名,供应商,渠道,金额\n\
        盐湖区甲小学,2024-03-01,小米,一,832平台,100\n\
        盐湖区甲小学,2024-03-02,,甲行,832平台,\n\
        盐湖区甲小学,2024-03-02,红枣,一,832平台,50\n\
        ,2024-03-03,,中行,自行采购,\n\
        盐湖区乙小学,2024-03-04,面粉,一,自行采购,30\n\
        盐湖区乙小学,2024-03-04,,乙行,自行采购,\n\
        盐湖区甲小学,2024-03-04,面叶,一,自行采购,12\n\
        ,2024-03-04,,又甲,自行采购,\n\
        盐湖区甲小学,2024-03-05,面条,一,自行采购,13\n";
    place.write("inbox/各校2024年3月.csv", ledger);
    assert_eq!(place.audit("out", &["--format", "json"]).status, 3);
    let at = |rows: &[u64]| rows.iter().map(|row| ("各校2024年3月".to_owned(), *row)).collect::<Vec<_>>();
    // Rows 3 and 7 name their unit; row 9 stands between two lines of one unit; row 5 between two units.
    assert_eq!(rejected(&place, "盐湖区甲小学"), at(&[3, 9]));
    assert_eq!(rejected(&place, "盐湖区乙小学"), at(&[7]));
    let [one] = &of_nobody(&place)[..] else {
        panic!("{:?}", of_nobody(&place))
    };
    assert!(one.contains("› 5") && one.contains("中行"), "{one}");
}

#[test]
fn of_one_sheet_a_unit_each_report_lists_its_own_rows() {
    let place = Place::new();
    let mut book = Workbook::new();
    for unit in ["甲", "乙"] {
        let sheet = book.add_worksheet().set_name(format!("盐湖区{unit}小学")).unwrap();
        let rows = [
            format!("填报单位：盐湖区{unit}小学"),
            "日期|品名|供应商|渠道|金额".to_owned(),
            format!("2024-03-01||{unit}行|832平台|"),
            "2024-03-02|小米|一|832平台|100".to_owned(),
            format!("2024-03-03||{unit}行|832平台|"),
        ];
        for (row, text) in (0..).zip(&rows) {
            for (col, cell) in (0..).zip(text.split('|')).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write_string(row, col, cell).unwrap();
            }
        }
    }
    std::fs::create_dir(place.at("inbox")).unwrap();
    book.save(place.at("inbox/各校2024年3月.xlsx")).unwrap();
    assert_eq!(place.audit("out", &["--format", "json"]).status, 3);
    for unit in ["盐湖区甲小学", "盐湖区乙小学"] {
        assert_eq!(rejected(&place, unit), [(unit.to_owned(), 3), (unit.to_owned(), 5)]);
    }
    assert!(of_nobody(&place).is_empty());
}
