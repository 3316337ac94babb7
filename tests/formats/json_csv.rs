//! What scripts read: report.json and summary.json come back as the report that was written, summary.csv opens in a spreadsheet.

use bangfu::{
    model::{region_summary::RegionSummary, unit_report::UnitReport},
    report::{csv, json},
    text::catalog::{Catalog, Lang},
};

use crate::support::report as sample;

#[test]
fn json_is_laid_out_by_line_and_reads_back_as_the_same_report() {
    let report = sample::unit();
    let mut bytes = Vec::new();
    json::write_unit(&report, &mut bytes).expect("json");
    assert_eq!(
        String::from_utf8(bytes.clone()).expect("utf-8"),
        include_str!("../support/report.json")
    );
    assert_eq!(serde_json::from_slice::<UnitReport>(&bytes).expect("reads back"), report);
    let summary = sample::region();
    let mut bytes = Vec::new();
    json::write_whole(&summary, &mut bytes).expect("json");
    assert!(bytes.starts_with(b"{\n  \"schema\": \"bangfu/summary/1\",\n  \"run\": {\n    \"period\"") && bytes.ends_with(b"}\n"));
    assert_eq!(serde_json::from_slice::<RegionSummary>(&bytes).expect("reads back"), summary);
}

#[test]
fn csv_opens_in_a_spreadsheet_with_its_characters_and_without_formulas() {
    let catalog = Catalog::new(Lang::Zh);
    let bytes = csv::render_summary(&sample::region(), &catalog).expect("csv");
    assert_eq!(&bytes[..3], b"\xEF\xBB\xBF");
    let text = String::from_utf8(bytes[3..].to_vec()).expect("utf-8");
    assert_eq!(text.matches("\r\n").count(), 4, "a header and three units");
    assert_eq!(text.matches('\n').count(), 4);
    let rows: Vec<::csv::StringRecord> = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes())
        .records()
        .map(|r| r.expect("a record"))
        .collect();
    assert_eq!(&rows[1][0], "'=HYPERLINK(\"http://x\",\"机关食堂\")");
    assert_eq!((&rows[2][0], &rows[2][3], &rows[2][5]), ("盐湖区实验中学", "学校", "待核实"));
    let column = |name: &str| rows[0].iter().position(|h| h == name).unwrap_or_else(|| panic!("no column {name}"));
    for (name, value) in [
        ("本年累计 采购总额（已确认，元）", "10133.33"),
        ("本年累计 832平台采购 计入（元）", "1000.00"),
        ("本年累计 832平台采购 比例下限", "9.58%"),
        ("本月 本地渠道采购 比例上限", "7.00%"),
        ("本月 消费帮扶采购 需增加采购金额（元）", "3185.72"),
    ] {
        assert_eq!(&rows[2][column(name)], value, "{name}");
    }
    assert_eq!(&rows[3][column("本年累计 832平台采购 比例下限")], "", "no ratio without a base");
}
