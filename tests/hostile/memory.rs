//! One budget of memory: what does not fit beside others waits and is read alone, what does not fit alone is refused, the rest is reported.

use bangfu::formats::{self, limits::Limits};
use serde_json::Value;

use crate::support::program::{Place, find};

pub(super) const HEAD: &str = "采购日期,食材名称,金额,供应商,采购渠道,备注\n";

/// A ledger of so many bytes, most of them remarks.
pub(super) fn heavy(bytes: usize) -> String {
    let line = format!("2024-03-05,小米,200,甲合作社,832平台,{}\n", "备".repeat(1_600));
    HEAD.to_owned() + &line.repeat(bytes / line.len())
}

pub(super) fn problems(place: &Place) -> Vec<(String, String)> {
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    let summary = place.json("out/summary.json");
    let all = summary["problems"].as_array().unwrap();
    all.iter().map(|p| (text(&p["path"]), text(&p["message"]))).collect()
}

#[test]
fn what_does_not_fit_beside_others_is_read_alone_and_what_does_not_fit_alone_is_refused() {
    // An eighth of 16 MiB is for a file's bytes: half a MiB beside three others, 2 MiB alone.
    let place = Place::new();
    for (name, quarter) in [("甲小学", 1), ("乙小学", 3), ("丙小学", 7), ("丁小学", 9)] {
        place.write(&format!("inbox/{name}2024年3月食堂台账.csv"), heavy(quarter << 18));
    }
    let args = ["audit", "inbox", "--period", "2024-03", "--format", "json", "-o", "out"];
    let ran = place.run(&[&args[..], &["--jobs", "4", "--max-memory", "16"]].concat());
    assert_eq!(ran.status, 3, "{}", ran.err);
    let refused = problems(&place);
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert!(
        refused[0].0.starts_with("丁小学") && refused[0].1.contains("内存") && refused[0].1.contains("16"),
        "{refused:?}"
    );
    let units = &place.json("out/summary.json")["units"];
    for name in ["甲小学", "乙小学", "丙小学"] {
        assert!(find(units, "unit", name)["lines"].as_u64().unwrap() > 40, "{name}");
    }
    let more = place.run(&[&args[..], &["--jobs", "4", "--max-memory", "20"]].concat());
    assert_eq!(more.status, 0, "{}", more.err);
}

#[test]
fn an_empty_cell_with_a_formula_is_a_cell() {
    let book = |cells: &str| {
        format!(
            r#"<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Row>{cells}</Row></Table></Worksheet></Workbook>"#
        )
    };
    let formula = r#"<Cell ss:Formula="=1"/>"#;
    let limits = Limits {
        cells: 2,
        ..Limits::default()
    };
    assert_eq!(
        formats::read(book(&formula.repeat(2)).as_bytes(), &limits).unwrap().sheets[0]
            .cells
            .len(),
        2
    );
    let refused = formats::read(book(&formula.repeat(3)).as_bytes(), &limits).unwrap_err();
    assert!(refused.to_string().contains("max-cells"), "{refused}");
    // Without a formula it is nothing.
    assert!(formats::read(book(&"<Cell/>".repeat(9)).as_bytes(), &limits).is_ok());
}
