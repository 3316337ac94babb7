//! Who sells to the units (`--format suppliers`): sums worked out by hand, names joined by credit codes and decisions alone, proposals for persons, the white
//! list, and one kind of food in few hands on both sides of its threshold.

use std::{collections::BTreeMap, fs};

use calamine::{Data, Reader as _, Xlsx};
use serde_json::Value;

use crate::support::program::{Place, run};

/// A code of a firm that is no firm: the last sign worked out by hand by the standard's table.
const CODE: &str = "91140802MA0KXXXX59";

mod few_hands;

struct Region(Place);

impl Region {
    fn new() -> Self {
        let place = Place::new();
        fs::create_dir(place.at("inbox")).unwrap();
        Self(place)
    }

    /// A unit's ledger: date, item, amount in yuan, supplier, channel, code.
    fn unit(&self, county: &str, name: &str, rows: &[[&str; 6]]) {
        let mut text = format!("填报单位：{name}\n日期,品名,金额,供应商,采购渠道,供应商统一社会信用代码\n");
        for row in rows {
            text.push_str(&row.join(","));
            text.push('\n');
        }
        self.0.write(&format!("inbox/{county}/{name}/台账.csv"), text);
    }

    fn audit(&self, more: &[&str]) -> Value {
        let (inbox, out) = (self.0.at("inbox"), self.0.at("out"));
        let args = [
            "audit",
            inbox.to_str().unwrap(),
            "--period",
            "2024-03",
            "-o",
            out.to_str().unwrap(),
            "--quiet",
        ];
        let formats = ["--format", "xlsx,html,json,suppliers"];
        let ran = run(&[&args[..], &formats, more].concat());
        assert!([0, 3].contains(&ran.status), "{}", ran.err);
        self.0.json("out/suppliers.json")
    }

    fn names(report: &Value) -> BTreeMap<String, i64> {
        let suppliers = report["suppliers"].as_array().unwrap().iter();
        let one = |s: &Value| (s["name"].as_str().unwrap().to_owned(), s["base_fen"].as_i64().unwrap());
        suppliers.map(one).collect()
    }
}

fn supplier<'r>(report: &'r Value, name: &str) -> &'r Value {
    let mut all = report["suppliers"].as_array().unwrap().iter();
    all.find(|s| s["name"] == name).unwrap_or_else(|| panic!("{name} in {report:#}"))
}

#[test]
fn what_is_bought_from_whom_adds_up_inside_and_outside_the_channels() {
    let region = Region::new();
    region.unit(
        "盐湖区",
        "盐湖区第一小学",
        &[
            ["2024-01-05", "大米", "100.00", "平陆县合作社", "832平台", ""],
            ["2024-02-06", "猪肉", "60.00", "张三肉店", "农贸市场", ""],
            ["2024-03-07", "白菜", "40.00", "", "农贸市场", ""],
            // After the month and before the year: of another run.
            ["2024-04-01", "猪肉", "5000.00", "张三肉店", "农贸市场", ""],
            ["2023-12-31", "猪肉", "7000.00", "张三肉店", "农贸市场", ""],
        ],
    );
    region.unit(
        "夏县",
        "夏县第二小学",
        &[
            ["2024-03-01", "猪肉", "25.50", "张三肉店", "农贸市场", ""],
            ["2024-03-02", "面粉", "74.50", "张三肉店", "阳光商城", ""],
        ],
    );
    let report = region.audit(&[]);
    let summary = region.0.json("out/summary.json");
    let base: i64 = summary["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|u| u["scopes"]["ytd"]["base_fen"].as_i64().unwrap())
        .sum();
    assert_eq!((report["all"]["base_fen"].as_i64().unwrap(), base), (30_000, 30_000));
    let all = &report["all"];
    let parts = ["inside_fen", "open_fen", "outside_fen"].map(|key| all[key].as_i64().unwrap());
    // The shop that nobody knows is open; 100.00 through 832; the rest on the market.
    assert_eq!(parts, [10_000, 7_450, 12_550]);
    assert_eq!(report["unnamed"]["base_fen"], 4_000);
    let shop = supplier(&report, "张三肉店");
    assert_eq!(
        (shop["base_fen"].as_i64(), shop["open_fen"].as_i64(), shop["lines"].as_u64()),
        (Some(16_000), Some(7_450), Some(3))
    );
    assert_eq!((shop["first"].as_str(), shop["last"].as_str()), (Some("2024-02"), Some("2024-03")));
    // 160.00 of 300.00, rounded down; of its units and counties: 100.00 of 100.00, 60.00 of 200.00.
    assert_eq!(shop["share_bp"], 5_333);
    let units: Vec<(&str, i64)> = shop["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|u| (u["unit"].as_str().unwrap(), u["share_bp"].as_i64().unwrap()))
        .collect();
    assert_eq!(units, [("夏县第二小学", 10_000), ("盐湖区第一小学", 3_000)]);
    let counties: Vec<(&str, i64, u64)> = shop["counties"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| {
            (
                c["county"].as_str().unwrap(),
                c["share_bp"].as_i64().unwrap(),
                c["units"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(counties, [("夏县", 10_000, 1), ("盐湖区", 3_000, 1)]);
    let kinds: BTreeMap<&str, i64> = shop["categories"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| (c["category"].as_str().unwrap(), c["base_fen"].as_i64().unwrap()))
        .collect();
    assert_eq!(kinds, BTreeMap::from([("meat", 8_550), ("grain", 7_450)]));
    // The same on the page and in the workbook.
    let page = fs::read_to_string(region.0.at("out/suppliers.html")).unwrap();
    assert!(page.contains("张三肉店") && page.contains("53.33%"));
    assert!(
        fs::read_to_string(region.0.at("out/index.html"))
            .unwrap()
            .contains("href=\"suppliers.html\"")
    );
    let mut book: Xlsx<_> = calamine::open_workbook(region.0.at("out/summary.xlsx")).unwrap();
    let sheet = book.worksheet_range("供应商").unwrap();
    let row: Vec<&Data> = sheet.rows().nth(1).unwrap().iter().collect();
    assert_eq!(
        (row[1].to_string(), row[4].to_string(), row[5].to_string()),
        ("张三肉店".into(), "160".into(), "0.5333".into())
    );
}

/// The spellings of one firm, and firms that only look like it.
fn spellings() -> Region {
    let region = Region::new();
    let row = |fen: &'static str, name: &'static str, code: &'static str| ["2024-03-05", "面粉", fen, name, "农贸市场", code];
    region.unit(
        "盐湖区",
        "盐湖区甲小学",
        &[row("500", "盐湖区鑫源粮油有限公司", CODE), row("80", "宏远蔬菜配送中心", "")],
    );
    region.unit(
        "盐湖区",
        "盐湖区乙小学",
        &[row("300", "鑫源粮油（盐湖）", CODE), row("70", "宏远肉食配送中心", "")],
    );
    region.unit(
        "盐湖区",
        "盐湖区丙小学",
        &[row("200", "盐湖区鑫源粮油", ""), row("10", "盐湖区 鑫源粮油有限公司", "")],
    );
    region.unit("夏县", "夏县丁小学", &[row("100", "夏县鑫源粮油有限公司", "")]);
    region
}

#[test]
fn one_credit_code_is_one_supplier_and_likeness_alone_is_only_proposed() {
    let region = spellings();
    let report = region.audit(&[]);
    // 500 + 300 by the code, 10 by blanks that no comparison sees; the rest stays apart.
    let wanted = [
        ("盐湖区鑫源粮油有限公司", 81_000),
        ("盐湖区鑫源粮油", 20_000),
        ("夏县鑫源粮油有限公司", 10_000),
        ("宏远蔬菜配送中心", 8_000),
        ("宏远肉食配送中心", 7_000),
    ];
    assert_eq!(Region::names(&report), wanted.map(|(name, fen)| (name.to_owned(), fen)).into());
    let firm = supplier(&report, "盐湖区鑫源粮油有限公司");
    assert_eq!(
        (firm["code"].as_str(), &firm["joined_by"]),
        (Some(CODE), &serde_json::json!(["credit_code"]))
    );
    let proposals: Vec<(&str, &str, u64)> = report["proposals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| {
            (
                p["name"].as_str().unwrap(),
                p["other"].as_str().unwrap(),
                p["score"].as_u64().unwrap(),
            )
        })
        .collect();
    // Without 有限公司: 100 − 2. Those of other counties or other goods are never proposed.
    assert_eq!(proposals, [("盐湖区鑫源粮油", "盐湖区鑫源粮油有限公司", 98)]);
}

/// The register's sheet of suppliers with a decision in its only open row.
fn decide(region: &Region, decision: &str) -> String {
    let mut book: Xlsx<_> = calamine::open_workbook(region.0.at("out/待核实.xlsx")).unwrap();
    let sheet = book.worksheet_range("供应商核对").unwrap();
    let rows: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(rows[0][..2], ["供应商名称", "疑似同一供应商"]);
    let mut row = rows[1].clone();
    row[6] = decision.to_owned();
    row[7] = "王五".to_owned();
    row[8] = "营业执照".to_owned();
    let text = [rows[0].join(","), row.join(",")].join("\n");
    region.0.write("决定.csv", text);
    region.0.at("决定.csv").to_str().unwrap().to_owned()
}

#[test]
fn what_a_person_says_of_two_names_holds_and_comes_back_in_the_next_register() {
    for (says, base) in [("同一家", 101_000), ("不是同一家", 81_000)] {
        let region = spellings();
        region.audit(&[]);
        let decisions = decide(&region, says);
        let report = region.audit(&["--overrides", &decisions]);
        assert_eq!(
            supplier(&report, "盐湖区鑫源粮油有限公司")["base_fen"].as_i64(),
            Some(base),
            "{says}"
        );
        assert_eq!(report["proposals"].as_array().unwrap().len(), 0, "{says}");
        // The register that this run writes is all that the next one needs; also where nobody asks for suppliers.
        let register = region.0.at("register.xlsx");
        fs::copy(region.0.at("out/待核实.xlsx"), &register).unwrap();
        let mut again = region.audit(&["--overrides", register.to_str().unwrap()]);
        // The same but for where it is written.
        for (firm, before) in again["suppliers"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .zip(report["suppliers"].as_array().unwrap())
        {
            if let Some(decision) = firm.get_mut("decisions") {
                decision[0]["source"] = before["decisions"][0]["source"].clone();
            }
        }
        assert_eq!(again, report, "{says}");
        let (inbox, out) = (region.0.at("inbox"), region.0.at("plain"));
        let args = [
            "audit",
            inbox.to_str().unwrap(),
            "--period",
            "2024-03",
            "-o",
            out.to_str().unwrap(),
            "--quiet",
            "--overrides",
            register.to_str().unwrap(),
        ];
        run(&args);
        let mut book: Xlsx<_> = calamine::open_workbook(out.join("待核实.xlsx")).unwrap();
        let sheet = book.worksheet_range("供应商核对").unwrap();
        assert!(sheet.rows().any(|row| row[6] == Data::String(says.to_owned())), "{says}");
        assert!(!out.join("suppliers.json").exists());
    }
}

#[test]
fn a_decision_on_two_names_is_one_of_two_words_and_two_must_agree() {
    let region = spellings();
    region.audit(&[]);
    for (text, says) in [
        (
            "供应商,疑似同一供应商,核实决定,核实人,核实依据\n甲,乙,计入,王五,照\n",
            "不是可填的核实决定",
        ),
        (
            "供应商,疑似同一供应商,核实决定,核实人,核实依据\n甲,乙,同一家,,照\n",
            "缺少对象、核实人或核实依据",
        ),
        (
            "供应商,疑似同一供应商,核实决定,核实人,核实依据\n甲,乙,同一家,王五,照\n乙,甲,不是同一家,王五,照\n",
            "核实决定不同",
        ),
    ] {
        region.0.write("决定.csv", text);
        let (inbox, out, decisions) = (region.0.at("inbox"), region.0.at("out2"), region.0.at("决定.csv"));
        let args = [
            "audit",
            inbox.to_str().unwrap(),
            "--period",
            "2024-03",
            "-o",
            out.to_str().unwrap(),
            "--overrides",
            decisions.to_str().unwrap(),
        ];
        let said = run(&args).refused();
        assert!(said.contains(says), "{said}");
    }
}

/// The samples' own truth of who sold what, under which names: three firms of 盐湖区 are written in two or three ways.
#[test]
fn the_firms_of_the_samples_are_found_under_their_spellings() {
    let dir = tempfile::tempdir().unwrap();
    let (registry, out) = (crate::support::program::root().join("samples/units.xlsx"), dir.path().join("out"));
    let args = [
        "audit",
        "samples/inbox",
        "--period",
        "2024-03",
        "--registry",
        registry.to_str().unwrap(),
        "--format",
        "json,suppliers",
        "--quiet",
    ];
    let ran = run(&[&args[..], &["-o", out.to_str().unwrap()]].concat());
    assert_eq!(ran.status, 0, "{}", ran.err);
    let report = crate::support::program::json(&out.join("suppliers.json"));
    let truth = crate::support::program::json(&crate::support::program::root().join("samples/truth.json"));
    let found = Region::names(&report);
    let (mut spelt, mut firms) = (BTreeMap::new(), 0);
    for firm in truth["firms"].as_array().unwrap() {
        let names: Vec<&str> = firm["names"].as_array().unwrap().iter().map(|n| n.as_str().unwrap()).collect();
        let sum: i64 = names.iter().map(|name| found.get(*name).copied().unwrap_or(0)).sum();
        assert_eq!(Some(sum), firm["base_fen"].as_i64(), "{firm}");
        firms += 1;
        if names.len() > 1 {
            spelt.insert(firm["firm"].as_str().unwrap(), names);
        }
    }
    assert!(firms > 40 && spelt.len() == 3, "{firms} {spelt:?}");
    // Each spelling is proposed beside one of its own firm and never beside another's.
    let pairs: Vec<[&str; 2]> = report["proposals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| [p["name"].as_str().unwrap(), p["other"].as_str().unwrap()])
        .collect();
    for pair in &pairs {
        assert!(spelt.values().any(|names| pair.iter().all(|name| names.contains(name))), "{pair:?}");
    }
    // Two of 鑫源粮油, one of 绿禾果蔬; 弘盛 and 宏盛 differ in a letter of two, which is too little to go by.
    let of = |word: &str| pairs.iter().filter(|pair| pair.iter().all(|name| name.contains(word))).count();
    assert_eq!((pairs.len(), of("鑫源"), of("绿禾")), (3, 2, 1), "{pairs:?}");
}
