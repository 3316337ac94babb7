//! Months that a policy does not cover.

use crate::support::program::Place;

#[test]
fn a_period_that_the_policy_does_not_cover_is_an_error_unless_extended() {
    let place = Place::new();
    let ledger = "日期,品名,供应商,采购渠道,金额\n2026-03-01,小米,甲合作社,832平台,200.00\n";
    place.write("inbox/盐湖区甲小学2026年3月食堂采购台账.csv", ledger);
    let audit = |period: &str, out: &str, more: &[&str]| place.run(&[&["audit", "inbox", "--period", period, "-o", out], more].concat());
    let said = audit("2026-03", "out", &[]).refused();
    assert!(said.contains("2026-03") && said.contains("--extend-policy"), "{said}");
    assert!(!place.at("out").exists());
    audit("2026-03", "out", &["--extend-policy", "--format", "json"]).ok();
    let summary = place.json("out/summary.json");
    assert!(summary["run"]["policy_extended"].as_str().unwrap().contains("2026-03"), "{summary}");
    let report = place.report("out", "盐湖区甲小学");
    assert_eq!(report["run"]["policy_extended"], summary["run"]["policy_extended"]);
    // The last month that is covered is no error.
    let ran = audit("2025-12", "covered", &[]);
    assert_ne!(ran.status, 2, "{}", ran.err);
}
