//! What leaves the house: an archive a county, all notices in one document, the table of a mail merge, the purchase plans. Read back as other programs
//! read them; plans are worked out by hand.

use std::{collections::BTreeMap, fs::File, io::Read as _, path::Path};

use calamine::{Data, Reader as _, Xlsx, open_workbook};

use crate::support::program::{Place, find, paths};

const REGISTRY: &str = "\
单位名称,单位代码,县,领域,食堂,年度采购计划,联系人,联系电话,电子邮箱,通讯地址,主管部门
甲小学,A1,夏县,学校,自办,12000,张三,0359-8530001,jia@example.cn,夏县东街1号,教育局
乙局,B1,夏县,机关,自办,,李四,13800000000,,,
丙医院,C1,平陆县,医院,自办,,,,,,卫健局
丁局,D1,平陆县,机关,无食堂,,,,,,
";

/// March 2024. 甲 bought 3,000 of a plan of 12,000: 200 through 832, 300 locally. 乙 meets everything, 丙 nothing at all.
fn place() -> Place {
    let place = Place::new();
    let ledger = |c832: u32, local: u32, rest: u32, seller: &str| {
        format!(
            "日期,品名,供应商,采购渠道,金额\n2024-03-01,大米,{seller}社,832平台,{c832}\n2024-03-02,黄瓜,{seller}超市,夏县消费帮扶超市,{local}\n2024-03-03,面粉,{seller}店,自行采购,{rest}\n"
        )
    };
    place.write("inbox/甲小学2024年3月.csv", ledger(200, 300, 2500, "甲"));
    place.write("inbox/乙局2024年3月.csv", ledger(100, 200, 700, "乙"));
    place.write(
        "inbox/丙医院2024年3月.csv",
        ledger(0, 0, 900, "丙")
            .replace(",832平台,0", ",自行采购,50")
            .replace(",夏县消费帮扶超市,0", ",自行采购,50"),
    );
    place.write("名册.csv", REGISTRY);
    place.audit("out", &["--registry", "名册.csv"]).ok();
    place
}

fn handed(place: &Place) {
    let ran = place.run(&["handout", "out", "-o", "发出", "--registry", "名册.csv"]).ok();
    assert!(ran.err.contains("2个县") && ran.err.contains("通知合订本3份"), "{}", ran.err);
}

/// The first sheet as rows of texts.
fn rows(path: &Path, sheet: usize) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let range = book.worksheet_range_at(sheet).unwrap().unwrap();
    range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
}

/// Rows by their head, by the value under `key`.
fn by(rows: &[Vec<String>], key: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let head = &rows[0];
    let record = |row: &Vec<String>| head.iter().cloned().zip(row.iter().cloned()).collect::<BTreeMap<_, _>>();
    rows[1..].iter().map(record).map(|r| (r[key].clone(), r)).collect()
}

#[test]
fn each_county_gets_an_archive_with_named_files_and_an_index() {
    let place = place();
    handed(&place);
    let found: Vec<String> = paths(&place.at("发出")).iter().map(|p| p.display().to_string()).collect();
    assert_eq!(
        found,
        ["夏县.zip", "平陆县.zip", "通知合订本.docx", "邮件合并.xlsx", "采购安排.xlsx"]
    );
    let mut archive = zip::ZipArchive::new(File::open(place.at("发出/平陆县.zip")).unwrap()).unwrap();
    let mut names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    names.sort();
    // Nobody writes to a unit without a canteen; its papers are there.
    assert_eq!(
        names,
        [
            "00 平陆县目录.xlsx",
            "丁局/丁局 2024年1—3月核查底稿.xlsx",
            "丁局/丁局 2024年1—3月核查报告.html",
            "丙医院/丙医院 2024年1—3月核查底稿.xlsx",
            "丙医院/丙医院 2024年1—3月核查报告.html",
            "丙医院/丙医院 2024年1—3月通知.docx",
        ]
    );
    let mut paper = Vec::new();
    archive
        .by_name("丙医院/丙医院 2024年1—3月核查底稿.xlsx")
        .unwrap()
        .read_to_end(&mut paper)
        .unwrap();
    assert_eq!(
        paper,
        std::fs::read(place.unit_folder("out", "丙医院").join("report.xlsx")).unwrap()
    );
    let mut page = String::new();
    archive
        .by_name("丙医院/丙医院 2024年1—3月核查报告.html")
        .unwrap()
        .read_to_string(&mut page)
        .unwrap();
    assert!(!page.contains("report.xlsx\""), "its links would lead nowhere");
    let mut index = Vec::new();
    archive.by_name("00 平陆县目录.xlsx").unwrap().read_to_end(&mut index).unwrap();
    place.write("index.xlsx", index);
    let index = rows(&place.at("index.xlsx"), 0);
    assert_eq!((index.len(), index[1][1].as_str(), index[2][1].as_str()), (3, "丁局", "丙医院"));
    let links = zip::ZipArchive::new(File::open(place.at("index.xlsx")).unwrap());
    let mut text = String::new();
    links
        .unwrap()
        .by_name("xl/worksheets/_rels/sheet1.xml.rels")
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    assert!(text.contains("丙医院/丙医院") && text.matches("hyperlink\"").count() == 5, "{text}");
}

#[test]
fn all_notices_stand_in_one_document_each_numbered_from_one() {
    let place = place();
    handed(&place);
    let mut archive = zip::ZipArchive::new(File::open(place.at("发出/通知合订本.docx")).unwrap()).unwrap();
    let mut text = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text.matches("<w:sectPr>").count(), 3);
    assert_eq!(text.matches("<w:type w:val=\"oddPage\"/>").count(), 3);
    assert_eq!(text.matches("<w:pgNumType w:start=\"1\"/>").count(), 3);
    let places: Vec<usize> = ["乙局：", "甲小学：", "丙医院："]
        .iter()
        .map(|unit| text.find(unit).unwrap())
        .collect();
    assert!(places.is_sorted(), "by county, then by name: {places:?}");
    assert!(!text.contains("丁局："));
}

#[test]
fn the_mail_merge_has_a_field_a_column_and_texts_alone() {
    let place = place();
    handed(&place);
    let rows = rows(&place.at("发出/邮件合并.xlsx"), 0);
    let units = by(&rows, "单位名称");
    let first = &units["甲小学"];
    for (field, value) in [
        ("单位代码", "A1"),
        ("县区", "夏县"),
        ("领域", "学校"),
        ("联系人", "张三"),
        ("联系电话", "0359-8530001"),
        ("电子邮箱", "jia@example.cn"),
        ("通讯地址", "夏县东街1号"),
        ("主管部门", "教育局"),
        ("核查期间", "2024年1—3月"),
        ("结论", "未达标"),
        ("采购总额", "3,000.00"),
        ("832平台采购比例", "6.66%"),
        ("832平台采购规定比例", "10.00%"),
        ("832平台采购计入金额", "200.00"),
        // 10 % of 3,000 less 200; and over 0.9.
        ("832平台采购需调整金额", "100.00"),
        ("832平台采购需增加金额", "111.12"),
        ("最大需调整金额", "400.00"),
        ("压缩包", "夏县.zip"),
        ("通知文件", "甲小学/甲小学 2024年1—3月通知.docx"),
    ] {
        assert_eq!(first[field], value, "{field}");
    }
    // A number typed as one stays as it was written.
    assert_eq!(units["乙局"]["联系电话"], "13800000000");
    assert_eq!((units["丁局"]["结论"].as_str(), units["丁局"]["通知文件"].as_str()), ("不适用", ""));
}

#[test]
fn the_plan_closes_every_gap_at_least_cost() {
    let place = place();
    handed(&place);
    // 甲: 9,000 of the plan are left. In December 10 % of 12,000 must be 832 (1,000 more), 20 % local (2,100 more), 30 % in all
    // (3,600 − 500 = 3,100 more: no more than the two together).
    let report = place.report("out", "甲小学");
    let plan = &report["purchase_plan"];
    assert_eq!(plan["remaining_fen"], 900_000);
    assert_eq!((&plan["remaining_by"], &plan["extra_fen"]), (&"plan".into(), &0.into()));
    let parts: Vec<(&str, i64)> = plan["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["id"].as_str().unwrap(), p["fen"].as_i64().unwrap()))
        .collect();
    assert_eq!(parts, [("platform_832", 100_000), ("local_channels", 210_000)]);
    assert_eq!(plan["other_fen"], 590_000);
    // Nine months: 111,11, 111,11, 111,11 … to the fen.
    let monthly: Vec<i64> = plan["parts"][0]["monthly_fen"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f.as_i64().unwrap())
        .collect();
    assert_eq!((monthly.len(), monthly.iter().sum::<i64>(), monthly[0]), (9, 100_000, 11_111));
    // 丙: 1,000 in three months, so 3,000 are expected; of 4,000 it needs 400 and 800, and 1,200 in all.
    let report = place.report("out", "丙医院");
    let plan = &report["purchase_plan"];
    assert_eq!(
        (&plan["remaining_fen"], &plan["remaining_by"]),
        (&300_000.into(), &"average".into())
    );
    let parts: Vec<i64> = plan["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["fen"].as_i64().unwrap())
        .collect();
    assert_eq!(
        (parts, &plan["extra_fen"], &plan["other_fen"]),
        (vec![40_000, 80_000], &0.into(), &180_000.into())
    );
    assert!(place.report("out", "乙局")["purchase_plan"].is_null(), "no gap, no plan");
    let plans = by(&rows(&place.at("发出/采购安排.xlsx"), 0), "单位");
    assert_eq!(plans.keys().collect::<Vec<_>>(), ["丙医院", "甲小学"]);
    assert_eq!(
        (plans["甲小学"]["832平台采购"].as_str(), plans["甲小学"]["合计（元）"].as_str()),
        ("1000", "9000")
    );
    let months = rows(&place.at("发出/采购安排.xlsx"), 1);
    assert_eq!(months.len(), 1 + 2 * 9 * 3);
}

#[test]
fn extra_money_is_asked_for_only_where_shifting_is_not_enough() {
    let place = Place::new();
    // November: 11,000 of a plan of 12,000 are bought, nothing through any channel. Of F more, 30 % of (11,000 + F) must be bought through the
    // channels, and that is all of F: F = 0.3 × (11,000 + F) = 4,714.2857…; 832 takes 10 %, the local channels 20 % of 15,714.29.
    place.write(
        "inbox/甲小学2024年11月.csv",
        "日期,品名,供应商,采购渠道,金额\n2024-11-03,面粉,某店,自行采购,11000\n",
    );
    place.write("名册.csv", "单位名称,年度采购计划\n甲小学,12000\n");
    place
        .run(&["audit", "inbox", "--period", "2024-11", "--registry", "名册.csv", "-o", "out"])
        .ok();
    place.run(&["verify", "out"]).ok();
    let report = place.report("out", "甲小学");
    let plan = &report["purchase_plan"];
    assert_eq!((&plan["remaining_fen"], &plan["other_fen"]), (&100_000.into(), &0.into()));
    let extra = plan["extra_fen"].as_i64().unwrap();
    let all = 100_000 + extra;
    let fen = |i: usize| plan["parts"][i]["fen"].as_i64().unwrap();
    assert_eq!(fen(0) + fen(1), all);
    // The least: each part just meets its share of the year, and with one fen less in all something would not.
    let year = 1_100_000 + all;
    assert!(fen(0) * 10 >= year && (fen(0) - 1) * 10 < year);
    assert!(fen(1) * 5 >= year && (fen(1) - 1) * 5 < year);
    let less = year - 1;
    let ceil = |a: i64, b: i64| (a + b - 1) / b;
    assert!(ceil(less, 10) + ceil(less, 5) > all - 1, "{extra}");
    let share = find(&plan["december"], "id", "overall");
    assert_eq!(
        (&share["share"]["numerator_fen"], &share["share"]["denominator_fen"]),
        (&all.into(), &year.into())
    );
    // December is over: no plan is left to make.
    place.run(&["audit", "inbox", "--period", "2024-12", "--registry", "名册.csv", "-o", "december"]);
    assert!(place.report("december", "甲小学")["purchase_plan"].is_null());
}

#[test]
fn what_was_changed_or_may_be_lost_is_refused() {
    let place = place();
    let handout = |to: &str| place.run(&["handout", "out", "-o", to]);
    assert!(handout("out/发出").refused().contains("结果文件夹内"));
    place.write("满/甲.txt", "x");
    assert!(handout("满").refused().contains("--force"));
    place.run(&["handout", "out", "-o", "满", "--force"]).ok();
    assert!(place.at("满/甲.txt").exists() && place.at("满/夏县.zip").exists());
    // The same OUT gives the same bytes.
    place.run(&["handout", "out", "-o", "再"]).ok();
    for name in ["夏县.zip", "通知合订本.docx", "邮件合并.xlsx", "采购安排.xlsx"] {
        assert!(
            std::fs::read(place.at("满").join(name)).unwrap() == std::fs::read(place.at("再").join(name)).unwrap(),
            "{name}"
        );
    }
    let changed = place.unit_folder("out", "甲小学").join("report.json");
    let text = std::fs::read_to_string(&changed).unwrap();
    std::fs::write(&changed, text.replacen("甲小学", "某小学", 1)).unwrap();
    assert!(handout("三").refused().contains("report.json"));
    place
        .run(&[
            "audit",
            "inbox",
            "--period",
            "2024-03",
            "--registry",
            "名册.csv",
            "--format",
            "html",
            "-o",
            "html",
        ])
        .ok();
    assert!(place.run(&["handout", "html", "-o", "四"]).refused().contains("json"));
}
