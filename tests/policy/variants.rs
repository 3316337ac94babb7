//! Policies of other places with the real program: bases from the registry, purchases of the union, a bureau that answers for its units together. The
//! figures are worked out by hand; what is published is recounted each time.

use serde_json::Value;

use crate::support::program::{Place, Ran, find};

/// A ledger with a column of funds; amounts in yuan.
fn ledger(rows: &[(&str, &str, u32)], year: u32) -> String {
    let mut text = "日期,品名,供应商,采购渠道,资金来源,金额\n".to_owned();
    for (i, (channel, funds, yuan)) in rows.iter().enumerate() {
        text.push_str(&format!("{year}-03-{:02},大米{i},某商行,{channel},{funds},{yuan}\n", i + 1));
    }
    text
}

/// A unit with its purchases: channel, funds, yuan.
type Ledger<'a> = (&'a str, &'a [(&'a str, &'a str, u32)]);

/// Audits March under a policy, in every format, and recounts it.
fn audit(policy: &str, year: u32, registry: &str, ledgers: &[Ledger<'_>], more: &[&str]) -> (Place, Ran) {
    let place = Place::new();
    for (unit, rows) in ledgers {
        place.write(
            &format!("inbox/{unit}{year}年3月食堂采购台账.csv"),
            ledger(rows, year).replace("某商行", &format!("{unit}商行")),
        );
    }
    place.write("名册.csv", registry);
    let period = format!("{year}-03");
    let args = [
        "audit",
        "inbox",
        "--period",
        &period,
        "--policy",
        policy,
        "--registry",
        "名册.csv",
        "--format",
        "xlsx,html,docx,json",
        "-o",
        "out",
    ];
    let ran = place.run(&[&args[..], more].concat());
    assert!([0, 4].contains(&ran.status), "{}", ran.err);
    let verified = place.run(&["verify", "out"]);
    assert_eq!(verified.status, 0, "{}{}", verified.out, verified.err);
    (place, ran)
}

fn ytd<'v>(summary: &'v Value, unit: &str, id: &str) -> &'v Value {
    find(&find(&summary["units"], "unit", unit)["scopes"]["ytd"]["requirements"], "id", id)
}

#[test]
fn a_share_of_last_years_purchases_is_reckoned_by_the_months_gone() {
    let registry = "单位名称,上年食堂食材实际采购总额（元）\n甲小学,12000\n乙小学,12000\n丙小学,\n";
    let bought: &[(&str, &str, u32)] = &[("832平台", "", 300), ("自行采购", "", 9000)];
    let less: &[(&str, &str, u32)] = &[("832平台", "", 299), ("自行采购", "", 1)];
    let (place, _) = audit(
        "changzhou-2024",
        2024,
        registry,
        &[("甲小学", bought), ("乙小学", less), ("丙小学", bought)],
        &[],
    );
    let summary = place.json("out/summary.json");
    // 12,000 × 3 ÷ 12 = 3,000; a tenth of it is 300.
    for (unit, verdict, bp) in [("甲小学", "pass", 1000), ("乙小学", "fail", 996)] {
        let r = ytd(&summary, unit, "platform_832");
        assert_eq!((&r["verdict"], &r["ratio_low_bp"]), (&verdict.into(), &bp.into()), "{unit}");
        assert_eq!(r["own_base"]["base_fen"], 300_000, "{unit}");
        assert_eq!(r["own_base"]["year_fen"], 1_200_000, "{unit}");
    }
    // The registry says nothing of the third: there is nothing to be a share of, and it adds nothing to the region.
    let third = find(&summary["units"], "unit", "丙小学");
    assert_eq!((&third["verdict"], &third["note"]), (&"no_data".into(), &"base_missing".into()));
    let region = find(&summary["groups"], "by", "region");
    let of_region = find(&region["ytd"]["requirements"], "id", "platform_832");
    assert_eq!(
        (&of_region["low"]["numerator_fen"], &of_region["low"]["denominator_fen"]),
        (&59_900.into(), &600_000.into())
    );
    // Until December a tenth of 12,000 is 1,200: 901 more. 300 in three months let expect 900, so that one yuan has to be added.
    let plan = place.report("out", "乙小学")["purchase_plan"].clone();
    let figures = [
        &plan["remaining_fen"],
        &plan["parts"][0]["fen"],
        &plan["extra_fen"],
        &plan["other_fen"],
    ];
    assert_eq!(figures, [&Value::from(90_000), &90_100.into(), &100.into(), &0.into()]);
    let page = std::fs::read_to_string(place.unit_folder("out", "乙小学").join("report.html")).unwrap();
    assert!(page.contains("以上年采购总额12,000.00元按3个月折算的3,000.00元为基数"));
}

#[test]
fn what_the_union_buys_has_a_requirement_of_its_own() {
    let registry = "单位名称,食堂,年度工会经费（元）,职工人数\n甲局,自办食堂,,\n乙局,无食堂,,1人\n丙局,自办食堂,0,80\n";
    let both: &[(&str, &str, u32)] = &[
        ("832平台", "", 200),
        ("自行采购", "", 800),
        ("832平台", "工会经费", 19),
        ("自行采购", "工会经费", 81),
    ];
    let union: &[(&str, &str, u32)] = &[("832平台", "工会经费", 125), ("自行采购", "工会经费", 500)];
    let canteen: &[(&str, &str, u32)] = &[("832平台", "", 200), ("自行采购", "", 800)];
    let (place, _) = audit(
        "yichang-2025",
        2025,
        registry,
        &[("甲局", both), ("乙局", union), ("丙局", canteen)],
        &[],
    );
    let summary = place.json("out/summary.json");
    let said = |unit, id| ytd(&summary, unit, id)["verdict"].as_str().unwrap().to_owned();
    assert_eq!([said("甲局", "platform_832"), said("甲局", "union_832")], ["pass", "fail"]);
    assert_eq!([said("乙局", "platform_832"), said("乙局", "union_832")], ["exempt", "pass"]);
    assert_eq!([said("丙局", "platform_832"), said("丙局", "union_832")], ["pass", "exempt"]);
    let verdicts = ["甲局", "乙局", "丙局"].map(|u| find(&summary["units"], "unit", u)["verdict"].as_str().unwrap().to_owned());
    assert_eq!(verdicts, ["fail", "pass", "pass"]);
    // The canteen's base holds none of what the union paid.
    assert_eq!(find(&summary["units"], "unit", "甲局")["scopes"]["ytd"]["base_fen"], 100_000);
    assert_eq!(find(&summary["units"], "unit", "乙局")["scopes"]["ytd"]["base_fen"], 0);
    let lines = place.report("out", "甲局");
    let paid: Vec<bool> = lines["lines"].as_array().unwrap().iter().map(|l| l["union"] == true).collect();
    assert_eq!(paid, [false, false, true, true]);
    assert!(lines["purchase_plan"].is_null(), "what the union buys is other money");
    // The region: each requirement over the units that it is asked of.
    let region = find(&summary["groups"], "by", "region");
    let of = |id| &find(&region["ytd"]["requirements"], "id", id)["low"];
    assert_eq!(of("platform_832")["denominator_fen"], 200_000);
    assert_eq!(of("union_832")["denominator_fen"], 72_500);
    // 500 yuan for one person, a quarter of the year; nobody knows the staff of the first, the last has no funds of its own.
    let by_head = ["甲局", "乙局", "丙局"].map(|unit| said(unit, "union_per_head"));
    assert_eq!(by_head, ["no_data", "pass", "exempt"]);
    place.write("名册.csv", "单位名称,职工人数\n甲局,很多\n");
    let refused = place.run(&["audit", "inbox", "--registry", "名册.csv", "--period", "2025-03", "-o", "x"]);
    assert!(refused.status == 2 && refused.err.contains("“很多”不是人数"), "{}", refused.err);
}

#[test]
fn a_unit_without_a_canteen_is_held_to_its_unions_funds() {
    let registry = "单位名称,食堂,工会经费\n甲局,无食堂,400\n乙局,无食堂,404\n";
    let rows: &[(&str, &str, u32)] = &[("832平台", "工会", 20)];
    let (place, _) = audit("bozhou-2025-1", 2025, registry, &[("甲局", rows), ("乙局", rows)], &[]);
    let summary = place.json("out/summary.json");
    // 400 × 3 ÷ 12 = 100, a fifth of it 20; 404 gives 101.
    let said = ["甲局", "乙局"].map(|u| ytd(&summary, u, "union_funds_832")["verdict"].as_str().unwrap().to_owned());
    assert_eq!(said, ["pass", "fail"]);
}

#[test]
fn a_bureau_answers_for_its_units_together() {
    let registry = "单位名称,县,领域,主管部门\n甲小学,恩阳区,学校,教育局\n乙小学,恩阳区,学校,教育局\n丙局,恩阳区,机关,政府办\n";
    let little: &[(&str, &str, u32)] = &[("832平台", "", 50), ("自行采购", "", 950)];
    let much: &[(&str, &str, u32)] = &[("832平台", "", 150), ("自行采购", "", 850)];
    let right: &[(&str, &str, u32)] = &[("832平台", "", 100), ("自行采购", "", 900)];
    let units = [("甲小学", little), ("乙小学", much), ("丙局", right)];
    let (place, ran) = audit("enyang-2023", 2023, registry, &units, &["--fail-on-noncompliance"]);
    // One school falls short by itself; together they do not, and the bureau answers.
    assert_eq!(ran.status, 0, "{}", ran.err);
    let summary = place.json("out/summary.json");
    let first = find(&summary["units"], "unit", "甲小学");
    assert_eq!((&first["verdict"], &first["system"]), (&"fail".into(), &"恩阳区教育局".into()));
    let system = find(&summary["groups"], "by", "system");
    assert_eq!(
        (&system["name"], &system["units"], &system["verdict"]),
        (&"恩阳区教育局".into(), &2.into(), &"pass".into())
    );
    assert_eq!(system["ytd"]["requirements"][0]["ratio_low_bp"], 1000);
    assert_eq!(
        summary["groups"].as_array().unwrap().iter().filter(|g| g["by"] == "system").count(),
        1
    );
    let page = std::fs::read_to_string(place.at("out/index.html")).unwrap();
    assert!(page.contains("by-system") && page.contains("恩阳区教育局"));
    // One yuan less in the system, and it fails.
    let less: &[(&str, &str, u32)] = &[("832平台", "", 149), ("自行采购", "", 851)];
    let units = [("甲小学", little), ("乙小学", less), ("丙局", right)];
    let (_, ran) = audit("enyang-2023", 2023, registry, &units, &["--fail-on-noncompliance"]);
    assert_eq!(ran.status, 4, "{}", ran.err);
}

#[test]
fn sql_refuses_what_it_cannot_reckon() {
    let place = Place::new();
    let said = place.run(&["policy", "sql", "changzhou-2024", "--period", "2024-03"]).refused();
    assert!(said.contains("platform_832"), "{said}");
    place.run(&["policy", "sql", "national-832", "--period", "2024-03"]).ok();
}

#[test]
fn every_report_of_a_month_without_a_document_says_so_on_its_first_page() {
    let place = Place::new();
    place.write(
        "inbox/甲小学2026年11月食堂采购台账.csv",
        "日期,品名,供应商,采购渠道,金额\n2026-11-03,大米,某社,832平台,100\n2026-11-04,面粉,某店,自行采购,900\n",
    );
    let args = [
        "audit",
        "inbox",
        "--period",
        "2026-11",
        "--format",
        "xlsx,html,docx,json",
        "-o",
        "out",
    ];
    place.run(&args).ok();
    let said = "运城市人民政府办公室关于2026年起“五进”消费帮扶采购份额的文件";
    let has = |name: std::path::PathBuf| std::fs::read_to_string(&name).unwrap().replace("&#34;", "\"").contains(said);
    assert!(has(place.at("out/index.html")));
    let folder = place.unit_folder("out", "甲小学");
    assert!(has(folder.join("report.html")));
    for (file, part) in [
        (place.at("out/summary.docx"), "word/document.xml"),
        (folder.join("report.docx"), "word/document.xml"),
        (place.at("out/summary.xlsx"), "xl/sharedStrings.xml"),
        (folder.join("report.xlsx"), "xl/sharedStrings.xml"),
    ] {
        let mut archive = zip::ZipArchive::new(std::fs::File::open(&file).unwrap()).unwrap();
        let text = std::io::read_to_string(archive.by_name(part).unwrap()).unwrap();
        let text: String = text.split('<').filter_map(|t| t.split_once('>')).map(|(_, t)| t).collect();
        assert!(text.contains(said), "{}", file.display());
    }
    let summary = place.json("out/summary.json");
    let pending = summary["run"]["policy_pending"].as_array().unwrap();
    assert_eq!(pending.len(), 3);
    assert!(
        pending
            .iter()
            .all(|p| p["since"] == "2026-01" && p["value_from"] == "2023-10" && p["look_for"].as_str().unwrap().contains("措施24"))
    );
    let said = place.run(&[&args[..], &["--strict-policy"]].concat()).refused();
    assert!(said.contains("2026"), "{said}");
}

/// Whatever a person decides of a purchase of nothing, nothing was bought; of a fen it makes all or nothing.
#[test]
fn a_disputed_purchase_of_nothing_is_no_share() {
    let place = Place::new();
    let head = "日期,品名,金额,采购渠道\n";
    place.write("inbox/夏县一中2024年3月台账.csv", format!("{head}2024-03-24,购物卡,0,832平台\n"));
    place.write("inbox/夏县二中2024年3月台账.csv", format!("{head}2024-03-24,购物卡,0.01,832平台\n"));
    place.audit("out", &["--format", "json"]);
    let of = |unit: &str| place.report("out", unit)["scopes"]["month"]["requirements"][0]["verdict"].clone();
    assert_eq!((of("夏县一中"), of("夏县二中")), ("no_data".into(), "undetermined".into()));
}
