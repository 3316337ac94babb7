//! Months that a policy does not cover.

use crate::support::program::Place;

#[test]
fn a_month_without_a_document_takes_the_last_value_and_says_so_unless_strict() {
    let place = Place::new();
    let ledger = "日期,品名,供应商,采购渠道,金额\n2026-03-01,小米,甲合作社,832平台,200.00\n";
    place.write("inbox/盐湖区甲小学2026年3月食堂采购台账.csv", ledger);
    let audit = |period: &str, out: &str, more: &[&str]| place.run(&[&["audit", "inbox", "--period", period, "-o", out], more].concat());
    let said = audit("2026-03", "out", &["--strict-policy"]).refused();
    assert!(said.contains("2026-03"), "{said}");
    // Before the first value there is nothing to go on with.
    assert!(audit("2023-09", "out", &[]).refused().contains("2023-09"));
    assert!(!place.at("out").exists());
    audit("2026-03", "out", &[]).ok();
    let summary = place.json("out/summary.json");
    let pending = &summary["run"]["policy_pending"];
    assert_eq!(
        (&pending[0]["since"], &pending[0]["value_from"]),
        (&"2026-01".into(), &"2023-10".into()),
        "{summary}"
    );
    for page in [
        place.at("out/index.html"),
        place.unit_folder("out", "盐湖区甲小学").join("report.html"),
    ] {
        let page = std::fs::read_to_string(page).unwrap();
        assert!(
            page.contains("规定比例自2026年1月起待确认") && page.contains("2026年中央一号文件"),
            "{page}"
        );
    }
    let report = place.report("out", "盐湖区甲小学");
    assert_eq!(report["run"]["policy_pending"], summary["run"]["policy_pending"]);
    // The last month that is covered is no error.
    let ran = audit("2025-12", "covered", &[]);
    assert_ne!(ran.status, 2, "{}", ran.err);
}
