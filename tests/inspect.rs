//! What people see of how a workbook was read.

use walkdir::WalkDir;

use crate::support::book::rows;
use std::{fs, path::Path};

use bangfu::{
    rows::describe::{inspect_report, inspect_text},
    text::catalog::{Catalog, Lang},
};

#[test]
fn inspect_names_the_cells() {
    let r = rows(&[
        "填报单位：盐湖区实验中学",
        "日期|品名|金额（元）|经手",
        "2024.3.5|大米|100|甲",
        "2024.3.32|面粉|约二百|",
        "合计||120|",
    ]);
    for lang in [Lang::Zh, Lang::En] {
        let catalog = Catalog::new(lang);
        let text = inspect_text(&r, &catalog);
        for part in ["盐湖区实验中学", "大米", "100.00", "A4", "C4", "约二百", "D2", "经手"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(
            !text.contains("issue.") && !text.contains("inspect.") && !text.contains('{'),
            "{text}"
        );
    }
    let report = inspect_report(&r, &Catalog::new(Lang::Zh));
    assert_eq!(report.sheets[0].tables[0].columns[2].column, "C");
    assert_eq!(report.lines, 2);
    assert!(serde_json::to_string(&report).unwrap().contains("\"bangfu/inspect/1\""));
}

#[test]
fn rows_set_aside_are_counted_with_what_their_table_is_for() {
    let r = rows(&[
        "付款明细",
        "付款日期|收款单位|付款金额",
        "2024.3.5|甲粮店|100",
        "2024.3.6|乙粮店|200",
    ]);
    let text = inspect_text(&r, &Catalog::new(Lang::Zh));
    assert!(text.contains("第3–4行：不计入，用途为付款"), "{text}");
    let report = inspect_report(&r, &Catalog::new(Lang::Zh));
    let fates = serde_json::to_value(&report.sheets[0].fates).unwrap();
    assert_eq!(fates[2]["role"], "payments");
    assert!(fates[1].get("role").is_none(), "a header has none: {fates}");
}

#[test]
fn every_code_raised_has_words() {
    let catalog = Catalog::new(Lang::Zh);
    // Without white space, since a long call is broken after its parenthesis.
    let source: String = ["src/rows", "src/tables"]
        .iter()
        .flat_map(|room| WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(room)))
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|e| e == "rs"))
        .map(|entry| fs::read_to_string(entry.path()).unwrap().split_whitespace().collect::<String>())
        .collect();
    for (marker, table) in [
        (".issue(\"", "issue"),
        ("notes.push(\"", "issue"),
        ("unknown(\"", "issue"),
        ("set_unreadable(\"", "issue"),
        ("cells,\"", "reject"),
        ("cells(),\"", "reject"),
    ] {
        let mut found = 0;
        // A note of report.json alone: the line's own cell shows the range.
        let codes = source.split(marker).skip(1).map(|part| part.split('"').next().unwrap());
        for code in codes.filter(|code| *code != "date_range") {
            let key = if table == "issue" {
                format!("issue.{code}.message")
            } else {
                format!("reject.{code}")
            };
            assert!(catalog.has(&key), "{key}");
            found += 1;
        }
        assert!(found > 0, "{marker}");
    }
}
