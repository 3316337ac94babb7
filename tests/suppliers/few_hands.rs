//! One kind of food in few hands: both sides of the threshold, too few units, the white list, an explanation.

use serde_json::Value;

use super::{Region, supplier};

/// Six schools of 夏县 that buy meat: of 20,000 yuan `two` hundredths of a percent from two shops, the rest from others.
fn meat(units: usize, two: u64, more: &[&str]) -> Value {
    let region = Region::new();
    let fen = 2_000_000_u64;
    let (few, rest) = (fen * two / 10_000, fen - fen * two / 10_000);
    let yuan = |fen: u64| format!("{}.{:02}", fen / 100, fen % 100);
    for unit in 0..units {
        // The first has all that is not equal.
        let part = |whole: u64| yuan(whole / units as u64 + if unit == 0 { whole % units as u64 } else { 0 });
        let seller = ["宏盛肉食", "福旺肉食"][unit % 2];
        let other = format!("{}肉店", ["赵", "钱", "孙", "李", "周", "吴"][unit]);
        region.unit(
            "夏县",
            &format!("夏县第{unit}小学"),
            &[
                ["2024-03-05", "猪肉", &part(few), seller, "农贸市场", ""],
                ["2024-03-06", "牛肉", &part(rest), &other, "农贸市场", ""],
                // What a channel sells, however much, is not looked at.
                ["2024-03-07", "羊肉", "90000", "夏县消费帮扶超市", "消费帮扶超市", ""],
            ],
        );
    }
    if let [decisions] = more {
        region.0.write("决定.csv", *decisions);
        let path = region.0.at("决定.csv");
        return region.audit(&["--overrides", path.to_str().unwrap()]);
    }
    region.audit(&[])
}

#[test]
fn one_kind_of_food_in_few_hands_is_told_from_its_threshold_on() {
    let findings = |report: &Value| report["findings"].as_array().unwrap().len();
    // The true case, exactly 80 %, a near miss, and too few units to speak of it.
    let told = meat(6, 9_500, &[]);
    let finding = &told["findings"][0];
    assert_eq!(
        (findings(&told), &finding["county"], &finding["check"]),
        (1, &"夏县".into(), &"category_in_few_hands".into())
    );
    assert!(
        finding["detail"]
            .as_str()
            .unwrap()
            .starts_with("肉类：帮扶渠道以外共采购20,000.00元，6个单位，其中95.00%购自"),
        "{finding}"
    );
    assert_eq!(finding["amount_fen"].as_i64(), Some(1_900_000));
    assert_eq!(findings(&meat(6, 8_000, &[])), 1);
    assert_eq!(findings(&meat(6, 7_999, &[])), 0);
    assert_eq!(findings(&meat(5, 9_500, &[])), 1);
    assert_eq!(findings(&meat(4, 9_500, &[])), 0);
}

#[test]
fn who_delivers_to_all_by_design_is_no_point_and_an_explained_one_is_marked() {
    let white = "供应商,核实决定,核实人,核实依据\n宏盛肉食,统一配送,王五,夏教〔2024〕3号\n福旺肉食,统一配送,王五,夏教〔2024〕3号\n";
    let report = meat(6, 9_500, &[white]);
    assert_eq!(report["findings"].as_array().unwrap().len(), 0);
    assert_eq!(supplier(&report, "宏盛肉食")["unified"]["evidence"], "夏教〔2024〕3号");
    // Of one of the two alone: the other and the largest of the rest have nearly all that is left.
    let one = "供应商,核实决定,核实人,核实依据\n宏盛肉食,统一配送,王五,夏教〔2024〕3号\n";
    assert_eq!(meat(6, 9_500, &[one])["findings"].as_array().unwrap().len(), 1);
    let key = meat(6, 9_500, &[])["findings"][0]["key"].as_str().unwrap().to_owned();
    let waived = format!("疑点编号,核实人,核实依据\n{key},王五,两家由公开招标产生\n");
    let report = meat(6, 9_500, &[&waived]);
    assert_eq!(report["findings"][0]["waived"]["by"], "王五");
}

#[test]
fn the_white_list_holds_for_a_unit_that_buys_from_one_as_well() {
    let found = |decisions: &str| {
        let region = Region::new();
        // 29 purchases elsewhere, one that is 97 % of all: bought under another spelling than the listed one.
        let days: Vec<String> = (1..=29).map(|day| format!("2024-03-{day:02}")).collect();
        let mut rows: Vec<[&str; 6]> = days
            .iter()
            .map(|day| [day.as_str(), "白菜", "10.00", "农贸市场摊位", "农贸市场", ""])
            .collect();
        rows.push(["2024-03-05", "猪肉", "9000.00", "鑫农配送", "送货上门", ""]);
        region.unit("夏县", "夏县第一小学", &rows);
        region.0.write("决定.csv", decisions);
        let path = region.0.at("决定.csv");
        region.audit(&["--overrides", path.to_str().unwrap()]);
        let unit = region.0.json("out/units/夏县/夏县第一小学/report.json");
        let findings = unit["findings"].as_array().unwrap().clone();
        findings.iter().filter(|f| f["check"] == "supplier_concentration").count()
    };
    let head = "供应商,核实决定,疑似同一供应商,核实人,核实依据\n";
    let listed = format!("{head}夏县鑫农配送有限公司,统一配送,,王五,夏教〔2024〕3号\n");
    assert_eq!(found(&listed), 1);
    assert_eq!(found(&format!("{listed}鑫农配送,同一家,夏县鑫农配送有限公司,王五,营业执照\n")), 0);
    assert_eq!(found(&format!("{head}鑫农配送,统一配送,,王五,夏教〔2024〕3号\n")), 0);
}
