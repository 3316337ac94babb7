//! `--prices`: what was paid beside market and guide prices and contracts. Every figure is worked out by hand beside it.

use serde_json::Value;

use crate::support::program::{Place, find};

const HEAD: &str = "日期,品名,类别,规格,数量,计量单位,单价,金额,供应商";

fn ledger(unit: &str, rows: &[&str]) -> String {
    format!("填报单位：{unit}\n{HEAD}\n{}\n", rows.join("\n"))
}

/// Two schools of two counties, with a registry.
fn region(east: &[&str], west: &[&str]) -> Place {
    let place = Place::new();
    place.write(
        "名册.csv",
        "单位名称,类别,食堂,县\n东山小学,学校,自办,夏县\n西山小学,学校,自办,平陆县\n",
    );
    place.write("inbox/东山小学/台账.csv", ledger("东山小学", east));
    place.write("inbox/西山小学/台账.csv", ledger("西山小学", west));
    place
}

fn audit(place: &Place, files: &[&str]) {
    let mut args = vec!["--registry", "名册.csv", "--quiet", "--format", "xlsx,html,json"];
    for file in files {
        args.extend(["--prices", file]);
    }
    place.audit("out", &args).ok();
}

/// Over-paid fen by item and amount paid.
fn lines(report: &Value) -> Vec<(String, i64, String, i64)> {
    let lines = report["prices"]["lines"].as_array().unwrap();
    let of = |l: &Value| {
        let text = |k: &str| l[k].as_str().unwrap().to_owned();
        (
            text("item"),
            l["paid_fen"].as_i64().unwrap(),
            text("price"),
            l["overpaid_fen"].as_i64().unwrap(),
        )
    };
    lines.iter().map(of).collect()
}

fn line(item: &str, paid: i64, price: &str, over: i64) -> (String, i64, String, i64) {
    (item.to_owned(), paid, price.to_owned(), over)
}

/// Why goods were not compared, by item.
fn unmatched(report: &Value) -> Vec<(String, String)> {
    let all = report["prices"]["unmatched"].as_array().unwrap();
    let text = |v: &Value, k: &str| v[k].as_str().unwrap().to_owned();
    let mut all: Vec<_> = all.iter().map(|u| (text(u, "item"), text(u, "reason"))).collect();
    all.sort();
    all
}

#[test]
fn what_was_paid_beyond_a_price_is_counted_to_the_fen() {
    let place = region(
        &[
            // 10 yuan a jin are 20 a kilogram: 10 kilograms 200; 30 too much.
            "2024-03-01,猪肉,肉类,,10,公斤,23,230,张三肉店",
            // The county's own price goes before the region's: 3 yuan, 50 kilograms, 150; 165 is a tenth above and no more.
            "2024-03-02,土豆,蔬菜,,50,公斤,3.3,165,李四菜店",
            "2024-03-03,土豆,蔬菜,,50,公斤,3.32,166,李四菜店",
            // By its other name, in a guide price: a fen counts.
            "2024-03-04,东北大米,粮油,,100,公斤,5,500.01,王五粮油",
            "2024-03-05,大米,粮油,,100,公斤,5,500,王五粮油",
            // A bag of 25 kilograms: 125 yuan.
            "2024-03-06,大米,粮油,25kg/袋,2,袋,130,260,王五粮油",
            // None of these is guessed.
            "2024-03-07,大米,粮油,,1,件,130,130,王五粮油",
            "2024-03-08,大米面,粮油,,1,公斤,130,130,王五粮油",
            "2024-03-09,大米,粮油,,,,,130,王五粮油",
            "2024-02-09,土豆,蔬菜,,50,公斤,9,450,李四菜店",
        ],
        // 2 yuan in the region: 100 yuan; 20 too much.
        &["2024-03-02,土豆,蔬菜,,50,公斤,2.4,120,李四菜店"],
    );
    place.write(
        "价格.csv",
        "品名,别名,规格,计量单位,市场价,指导价,月份,县（市、区）,来源\n\
         猪肉,,,斤,10,,,,农贸市场询价\n\
         土豆,马铃薯、洋芋,,公斤,2,,2024-03,,发改委监测\n\
         土豆,,,公斤,3,,2024-03,夏县,夏县询价\n\
         大米,东北大米,,千克,4,5,2024年3月,,政府指导价\n",
    );
    audit(&place, &["价格.csv"]);
    let east = place.report("out", "东山小学");
    assert_eq!(
        lines(&east),
        [
            line("猪肉", 23_000, "20.00", 3_000),
            line("土豆", 16_600, "3.00", 1_600),
            line("大米", 26_000, "125.00", 1_000),
            line("东北大米", 50_001, "5.00", 1),
        ]
    );
    let basis = east["prices"]["lines"][0]["basis"].as_str().unwrap();
    assert!(basis.contains("农贸市场询价") && basis.contains("价格.csv"), "{basis}");
    let reasons = [
        ("土豆", "no_price"),
        ("大米", "measure_unlike"),
        ("大米", "no_measure"),
        ("大米面", "no_item"),
    ];
    let mut wanted: Vec<(String, String)> = reasons.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    wanted.sort();
    assert_eq!(unmatched(&east), wanted);
    let totals = &east["prices"]["totals"];
    assert_eq!(
        [
            &totals["compared"],
            &totals["overpaid"],
            &totals["overpaid_fen"],
            &totals["unmatched"],
            &totals["unmatched_fen"]
        ]
        .map(|v| v.as_i64().unwrap()),
        [6, 4, 5_601, 4, 84_000]
    );
    let finding = find(&east["findings"], "check", "paid_above_price");
    assert_eq!(finding["amount_fen"], 5_601);
    assert_eq!(finding["evidence_total"], 4);
    let summary = place.json("out/summary.json");
    assert_eq!(find(&summary["units"], "unit", "西山小学")["prices"]["overpaid_fen"], 2_000);
    let prices = &summary["prices"];
    assert_eq!(prices["totals"]["overpaid_fen"], 7_601);
    let of = |list: &str, name: &str| find(&prices[list], "name", name)["overpaid_fen"].as_i64().unwrap();
    assert_eq!(
        [
            of("items", "土豆"),
            of("items", "猪肉"),
            of("suppliers", "李四菜店"),
            of("suppliers", "王五粮油")
        ],
        [3_600, 3_000, 3_600, 1_001]
    );
    // The pages show the same.
    let page = std::fs::read_to_string(place.unit_folder("out", "东山小学").join("report.html")).unwrap();
    assert!(
        page.contains("id=\"prices\"") && page.contains("多付56.01元"),
        "no prices on the page"
    );
    let page = std::fs::read_to_string(place.at("out/index.html")).unwrap();
    assert!(
        page.contains("id=\"prices\"") && page.contains("多付76.01元"),
        "no prices on the region's page"
    );
    // The file is one that the figures rest on.
    let run = place.json("out/run.json").to_string();
    assert!(run.contains("价格.csv"), "{run}");
}

#[test]
fn a_contracts_cut_is_taken_off_and_the_narrower_contract_holds() {
    let rows = [
        // 8 % off 10 yuan: 9.20, 920 yuan; to the fen.
        "2024-03-01,猪肉,肉类,,100,公斤,9.2,920,张三肉店",
        "2024-03-02,猪肉,肉类,,100,公斤,9.2,920.01,张三肉店",
        // Its vegetables: 12.5 % off 3.33 are 2.91375, rounded up to 2.92.
        "2024-03-03,白菜,蔬菜,,10,公斤,3,30,张三肉店",
        // Before the contract: the market and its tenth.
        "2024-02-01,猪肉,肉类,,100,公斤,11,1100,张三肉店",
        // Two contracts that hold alike and differ.
        "2024-03-04,猪肉,肉类,,100,公斤,9.2,2000,李四肉店",
    ];
    let place = region(&rows, &["2024-03-01,猪肉,肉类,,100,公斤,9.2,1000,王五肉店"]);
    place.write("价格.csv", "品名,计量单位,价格\n猪肉,公斤,10\n白菜,公斤,3.33\n");
    place.write(
        "合同.csv",
        "供应商,采购单位,类别,下浮率,起始日期,截止日期,合同编号\n\
         张三肉店,,,8%,2024-03-01,2024-12-31,HT-1\n\
         张三肉店,,蔬菜,12.5,2024-03-01,,HT-2\n\
         李四肉店,,,5%,,,HT-3\n\
         李四肉店,,,0.06,,,HT-4\n",
    );
    audit(&place, &["价格.csv", "合同.csv"]);
    let east = place.report("out", "东山小学");
    assert_eq!(lines(&east), [line("白菜", 3_000, "2.92", 80), line("猪肉", 92_001, "9.20", 1)]);
    let basis = east["prices"]["lines"][1]["basis"].as_str().unwrap();
    assert!(basis.contains("8.00%") && basis.contains("HT-1"), "{basis}");
    assert_eq!(unmatched(&east), [("猪肉".to_owned(), "contracts_differ".to_owned())]);
    // Without a contract the market's tenth holds.
    assert!(lines(&place.report("out", "西山小学")).is_empty());
}

/// The words of a document.
fn words(document: &std::path::Path) -> String {
    let file = std::fs::File::open(document).unwrap_or_else(|e| panic!("{}: {e}", document.display()));
    let mut xml = String::new();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    std::io::Read::read_to_string(&mut archive.by_name("word/document.xml").unwrap(), &mut xml).unwrap();
    let texts = xml.split('<').filter_map(|tag| tag.split_once('>').map(|(_, text)| text));
    texts.collect()
}

#[test]
fn what_was_overpaid_stands_in_the_lines_the_notice_and_the_bureaus_paper() {
    let rows = [
        "2024-03-01,猪肉,肉类,,10,公斤,23,230,张三肉店",
        "2024-03-02,猪肉,肉类,,10,公斤,20,200,张三肉店",
    ];
    let place = region(&rows, &["2024-03-02,猪肉,肉类,,1,公斤,20,20,张三肉店"]);
    place.write("价格.csv", "品名,计量单位,市场价,来源\n猪肉,公斤,20,农贸市场询价\n");
    place.run(&["template", "docx", "-o", "文书"]).ok();
    let more = ["--registry", "名册.csv", "--quiet", "--prices", "价格.csv", "--templates", "文书"];
    place.audit("out", &[&more[..], &["--format", "json,docx,lines"]].concat()).ok();
    let table = std::fs::read_to_string(place.at("out/lines.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<std::collections::HashMap<String, String>> = rows.deserialize().map(Result::unwrap).collect();
    let said = |row: &std::collections::HashMap<String, String>| {
        assert_eq!(row["价格来源"].contains("农贸市场询价"), !row["多付金额分"].is_empty(), "{row:?}");
        ["金额分", "多付金额元", "多付金额分"].map(|column| row[column].clone())
    };
    // 230 yuan where 200 were to be paid.
    let wanted = [["23000", "30.00", "3000"], ["20000", "", ""], ["2000", "", ""]];
    assert_eq!(rows.iter().map(said).collect::<Vec<_>>(), wanted.map(|row| row.map(str::to_owned)));
    for name in ["report.docx", "整改通知.docx"] {
        let of = |unit: &str| words(&place.unit_folder("out", unit).join(name));
        let (east, west) = (of("东山小学"), of("西山小学"));
        for word in [
            "有1笔采购偏高，多付30.00元（人民币叁拾元整）",
            "附件：价格偏高的采购记录",
            "农贸市场询价",
        ] {
            assert!(east.contains(word), "{name}: {word}: {east}");
            assert!(!west.contains(word), "{name}: {word}: {west}");
        }
    }
}

#[test]
fn without_a_price_nothing_is_said_of_prices() {
    let place = region(&["2024-03-01,猪肉,肉类,,10,公斤,23,230,张三肉店"], &[]);
    place.audit("out", &["--registry", "名册.csv", "--quiet"]);
    let report = place.report("out", "东山小学");
    assert!(report.get("prices").is_none());
    assert!(place.json("out/summary.json").get("prices").is_none());
}

#[test]
fn a_file_of_prices_that_cannot_be_understood_is_refused_with_all_that_is_wrong() {
    let place = region(&["2024-03-01,猪肉,肉类,,10,公斤,23,230,张三肉店"], &[]);
    place.write(
        "价格.csv",
        "品名,计量单位,市场价,月份\n猪肉,公斤,十元,\n,公斤,3,\n白菜,,3,\n土豆,公斤,3,上旬\n大米,公斤,5,2024-03\n 大米,公斤,6,2024-03\n",
    );
    let run = |file: &str| {
        place
            .run(&["audit", "inbox", "--period", "2024-03", "-o", "out", "--prices", file])
            .refused()
    };
    let said = run("价格.csv");
    for wanted in ["C2", "十元", "A3", "B4", "D5", "上旬"] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    place.write(
        "价格.csv",
        "品名,计量单位,市场价,月份\n大米,公斤,5,2024-03\n 大米,公斤,6,2024-03\n大米,公斤,6,2024-04\n",
    );
    let said = run("价格.csv");
    assert!(said.contains("C2") && said.contains("C3") && !said.contains("C4"), "{said}");
    place.write("价格.csv", "菜,多少钱\n大米,5\n");
    assert!(run("价格.csv").contains("表头"));
    place.write("合同.csv", "供应商,下浮率\n张三,92%\n,8%\n");
    let said = run("合同.csv");
    assert!(said.contains("92%") && said.contains("B3"), "{said}");
    assert!(!place.at("out").exists());
}

#[test]
fn the_templates_are_read_back() {
    let place = region(
        &["2024-03-01,猪肉,肉类,,10,公斤,23,230,张三肉店"],
        &["2024-03-01,猪肉,肉类,,10,公斤,23,230,张三肉店"],
    );
    for kind in ["prices", "contracts"] {
        place.run(&["template", kind, "-o", &format!("{kind}.xlsx")]).ok();
    }
    audit(&place, &["prices.xlsx", "contracts.xlsx"]);
    let report = place.report("out", "东山小学");
    assert_eq!(unmatched(&report), [("猪肉".to_owned(), "no_item".to_owned())]);
}
