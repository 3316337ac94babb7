//! The order of urgency: what weighs most first, then how long, then how much; each with its reasons, none with a score.

use serde_json::Value;

use crate::support::program::Place;

/// Month, and yuan through 832, from local shops and of an unknown channel.
type Bought = (u8, u32, u32, u32);

/// A unit's ledger: of 1,000 yuan a month so much through 832 and so much from local shops, the rest on the market; `open`: of unknown channel.
fn ledger(unit: &str, months: &[Bought]) -> String {
    let mut text = format!("填报单位：{unit}\n日期,品名,金额,供应商,采购渠道\n");
    for (month, platform, shop, open) in months {
        let rest = 1_000 - platform - shop - open;
        for (day, item, yuan, supplier, channel) in [
            (3, "大米", *platform, "平陆县合作社", "832平台"),
            (4, "苹果", *shop, "夏县消费帮扶超市", "消费帮扶超市"),
            (5, "粉条", *open, "阳光商城", "阳光商城"),
            (6, "白菜", rest, "张三菜店", "农贸市场"),
        ] {
            if yuan > 0 {
                text.push_str(&format!("2024-{month:02}-{day:02},{item},{yuan},{supplier},{channel}\n"));
            }
        }
    }
    text
}

#[test]
fn units_stand_by_what_weighs_most_then_by_time_then_by_amount_each_with_its_reasons() {
    let place = Place::new();
    let good = |m: u8| (m, 150, 250, 0);
    // Fails since January by little; fails in February alone, by more; hangs on an unknown shop; sent nothing in the list but is registered; is in order.
    let units: [(&str, Vec<Bought>); 4] = [
        ("夏县久未达标小学", vec![(1, 90, 250, 0), (2, 90, 250, 0)]),
        ("夏县新未达标小学", vec![good(1), (2, 0, 250, 0)]),
        ("夏县待核实小学", vec![good(1), (2, 0, 150, 100)]),
        ("夏县达标小学", vec![good(1), good(2)]),
    ];
    let mut registry = String::from("单位名称,行业,县(市、区),食堂\n");
    for (unit, _) in &units {
        registry.push_str(&format!("{unit},学校,夏县,自办\n"));
    }
    registry.push_str("夏县未报小学,学校,夏县,自办\n");
    place.write("名册.csv", registry);
    let audit = |month: &str, more: &[&str]| {
        let ran = place.run(
            &[
                &[
                    "audit",
                    "inbox",
                    "--period",
                    month,
                    "--registry",
                    "名册.csv",
                    "--quiet",
                    "--format",
                    "json,html",
                ],
                more,
            ]
            .concat(),
        );
        assert!([0, 3].contains(&ran.status), "{}", ran.err);
    };
    for (unit, months) in &units {
        place.write(&format!("inbox/{unit}.csv"), ledger(unit, &months[..1]));
    }
    audit("2024-01", &["-o", "runs/1"]);
    for (unit, months) in &units {
        place.write(&format!("inbox/{unit}.csv"), ledger(unit, months));
    }
    audit("2024-02", &["-o", "runs/2", "--history", "runs"]);
    let report = place.json("runs/2/summary.json");
    let urgent: Vec<(&str, &str)> = report["urgent"]
        .as_array()
        .unwrap()
        .iter()
        .map(|u| (u["unit"].as_str().unwrap(), u["verdict"].as_str().unwrap()))
        .collect();
    assert_eq!(
        urgent,
        [
            ("夏县久未达标小学", "fail"),
            ("夏县新未达标小学", "fail"),
            ("夏县待核实小学", "undetermined"),
            ("夏县未报小学", "no_data"),
        ]
    );
    let reasons = |at: usize| report["urgent"][at]["reasons"].as_array().unwrap().clone();
    let has = |at: usize, reason: &str| reasons(at).into_iter().find(|r| r["reason"] == reason).unwrap_or(Value::Null);
    // 9 % of 2,000 yuan: 20 short of a tenth, for the second month.
    assert_eq!(
        (has(0, "fails")["gap_fen"].as_i64(), has(0, "in_a_row")["months"].as_u64()),
        (Some(2_000), Some(2))
    );
    // 150 of 2,000: 50 short, the first month.
    assert_eq!(
        (has(1, "fails")["gap_fen"].as_i64(), has(1, "in_a_row").is_null()),
        (Some(5_000), true)
    );
    assert_eq!(has(2, "undetermined")["lines"].as_u64(), Some(1));
    assert_eq!(has(3, "in_a_row")["months"].as_u64(), Some(2));
    let page = std::fs::read_to_string(place.at("runs/2/index.html")).unwrap();
    assert!(
        page.contains("832平台采购未达标，差20.00元；连续2个月未达标"),
        "the reasons stand on the page"
    );
    assert!(!report.to_string().contains("score"));
}

#[test]
fn a_share_beside_the_same_month_of_the_year_before() {
    let place = Place::new();
    let audit = |month: &str, more: &[&str]| {
        let ran = place.run(
            &[
                &["audit", "inbox", "--period", month, "--quiet", "--format", "json,html,xlsx"],
                more,
            ]
            .concat(),
        );
        assert!([0, 3].contains(&ran.status), "{}", ran.err);
    };
    let year = |year: u16, platform: u32| {
        let text = ledger("夏县甲小学", &[(12, platform, 250, 0)]).replace("2024-12", &format!("{year}-12"));
        place.write("inbox/台账.csv", text);
    };
    year(2023, 200);
    audit("2023-12", &["-o", "runs/2023-12"]);
    // 20 % through 832 a year ago, 19.9 % now; both are enough, so the unit is no case for haste.
    for now in [199, 200] {
        year(2024, now);
        audit("2024-12", &["-o", "out", "--history", "runs"]);
        let report = place.json("out/history.json");
        let points = report["region"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| p["requirements"][1]["ratio_low_bp"].as_i64().unwrap());
        assert_eq!(points.collect::<Vec<_>>(), [2_000, i64::from(now) * 10]);
        assert_eq!(place.json("out/summary.json")["urgent"], serde_json::json!([]));
        let page = std::fs::read_to_string(place.at("out/history.html")).unwrap();
        assert!(page.contains("与上年同月对照") && page.contains("832平台采购（上年）") && page.contains("class=\"past\""));
    }
    // One that fails says so: 9 % through 832, down from 20 %.
    year(2024, 90);
    audit("2024-12", &["-o", "out", "--history", "runs"]);
    let report = place.json("out/summary.json");
    let fell: Vec<&Value> = report["urgent"][0]["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|r| r["reason"] == "fell_within_a_year")
        .collect();
    let of: Vec<(&str, i64, i64)> = fell
        .iter()
        .map(|r| {
            (
                r["requirement"].as_str().unwrap(),
                r["before_bp"].as_i64().unwrap(),
                r["now_bp"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(of, [("overall", 4_500, 3_400), ("platform_832", 2_000, 900)]);
}
