//! Findings that somebody has looked into and waived, with a reason and an end.

use serde_json::Value;

use super::{UNIT, decided, refused, ytd};
use crate::support::program::Place;

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

fn open_count(place: &Place) -> u64 {
    let summary = place.json("after/summary.json");
    let counts = summary["units"][0]["findings"].as_array().unwrap();
    counts
        .iter()
        .filter(|c| c["check"] == "total_mismatch")
        .map(|c| c["count"].as_u64().unwrap())
        .sum()
}

#[test]
fn a_waived_finding_stays_listed_with_its_reason_and_is_not_counted() {
    let place = Place::with_ledgers(&[(UNIT, WITH_TOTAL)]);
    place.audit("out", &["--format", "json"]);
    let report = place.report("out", UNIT);
    let key = findings(&report)[0]["key"].as_str().unwrap().to_owned();

    // In force: no end, the month itself, and a day within it.
    for until in ["", "2024-03", "2024-03-31", "2024-03-01", "2025-12-31"] {
        let report = decided(
            &place,
            &format!(
                "疑点编号,依据,核实人,有效期至,核实日期\n{},合计含上月结转100元,王某,{until},2024-04-02\n",
                key.to_uppercase()
            ),
        );
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
        assert_eq!(open_count(&place), 0, "{until}");
        let summary = place.json("after/summary.json");
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
    assert_eq!(ytd(&place.report("after", UNIT), "platform_832"), ytd(&report, "platform_832"));

    // Expired in the month before: it counts, says so, and the row is reported.
    let after = decided(
        &place,
        &format!("疑点编号,依据,核实人,有效期至\n{key},合计含上月结转,王某,2024-02-29\n"),
    );
    let found = findings(&after);
    assert!(found[0]["waived"].is_null() && found[0]["detail"].as_str().unwrap().contains("到期"));
    assert_eq!(open_count(&place), 1);
    let problem = |reason: &str| {
        let summary = place.json("after/summary.json");
        let all = summary["problems"].as_array().unwrap().clone();
        all.iter()
            .any(|p| p["reason"] == reason && p["path"].as_str().unwrap().contains("decisions"))
    };
    assert!(problem("waiver_expired"));

    // Fits nothing.
    decided(&place, "疑点编号,依据,核实人\n0123456789ab,已核,王某\n");
    assert!(problem("waiver_unmatched") && open_count(&place) == 1);
    // A key alone, as somebody may prepare it, says nothing.
    decided(&place, &format!("疑点编号,依据,核实人\n{key},,\n"));
    assert!(!problem("waiver_unmatched") && open_count(&place) == 1);
}

#[test]
fn a_waiver_without_reason_or_person_is_refused() {
    let place = Place::with_ledgers(&[(UNIT, WITH_TOTAL)]);
    for (row, told) in [
        ("疑点编号,依据,核实人\nab,,王某\n", "依据"),
        ("疑点编号,依据,核实人\nab,已核,\n", "核实人"),
        ("疑点编号,依据,核实人,有效期至\nab,已核,王某,明年\n", "明年"),
        ("疑点编号,依据,核实人,供应商,决定\nab,已核,王某,鑫源粮油,计入\n", "同一行既填了"),
        ("疑点编号,依据,核实人\nab,已核,王某\nab,未核,王某\n", "说明不同"),
    ] {
        let said = refused(&place, row);
        assert!(said.contains(told), "{row}: {said}");
    }
}
