//! Papers in OUT: who gets which, beside the reports, in the manifest, on the pages; and the starts that the program gives.

use std::{collections::BTreeSet, fs};

use bangfu::{
    model::{reasons::UnitNote, results::Verdict},
    report::{
        letterhead::Letterhead,
        paper::{
            Papers,
            names::{Name, Names},
        },
    },
    text::catalog::{Catalog, Lang},
};

use super::{document, fill_in, p, part, region_filled};
use crate::support::{
    program::{Place, paths, root},
    report as sample,
};

const HEAD: &str = "日期,品名,金额,供应商,采购渠道\n";

/// Three units: one that is below its shares, one that meets them, one whose ledger has no column of channels.
fn place() -> Place {
    let place = Place::new();
    place.write(
        "inbox/甲小学2024年3月食堂台账.csv",
        format!("{HEAD}2024-03-07,白菜,1000.00,某菜摊,普通采购\n"),
    );
    // Nothing to be found in it: no month is missing.
    place.write(
        "inbox/乙小学食堂台账.csv",
        format!(
            "{HEAD}2024-01-09,木耳,100,某社,832平台\n2024-02-06,米,200,夏县消费帮扶超市,消费帮扶超市\n2024-03-08,菜,700,某菜摊,普通采购\n"
        ),
    );
    let lines: String = (10..25).map(|day| format!("2024-03-{day},白菜,{day},某店\n")).collect();
    place.write("inbox/丙小学2024年3月食堂台账.csv", format!("日期,品名,金额,供应商\n{lines}"));
    place
}

#[test]
fn each_unit_gets_the_papers_that_are_for_it() {
    let place = place();
    for name in ["某局取证单", "工作底稿", "通知", "整改通知", "补正通知", "通报"] {
        place.write(&format!("模板/{name}.docx"), document(&p("{{年份}}{{文号}}")));
    }
    place.write("bangfu.toml", "templates = '模板'\n");
    let run = place.audit("out", &[]);
    assert_eq!(run.status, 0, "{}", run.err);
    let files = paths(&place.at("out")).into_iter().map(|f| f.to_string_lossy().replace('\\', "/"));
    let files: BTreeSet<String> = files.filter(|f| f.ends_with(".docx")).collect();
    let expected: BTreeSet<&str> = [
        "units/_/丙小学/工作底稿.docx",
        "units/_/丙小学/某局取证单.docx",
        "units/_/丙小学/补正通知.docx",
        "units/_/乙小学/工作底稿.docx",
        "units/_/乙小学/通知.docx",
        "units/_/甲小学/工作底稿.docx",
        "units/_/甲小学/某局取证单.docx",
        "units/_/甲小学/整改通知.docx",
        "通报.docx",
    ]
    .into();
    assert_eq!(files.iter().map(String::as_str).collect::<BTreeSet<_>>(), expected);
    // Hashed like every other file, and so are the templates.
    let run = place.json("out/run.json");
    let hashed = |list: &str| {
        run[list]
            .as_array()
            .unwrap()
            .iter()
            .filter(|f| f["path"].as_str().unwrap().ends_with(".docx"))
            .count()
    };
    assert_eq!((hashed("outputs"), hashed("others")), (9, 6));
    place.run(&["verify", "out"]).ok();
    let page = fs::read_to_string(place.at("out/units/_/甲小学/report.html")).unwrap();
    assert!(page.contains("整改通知.docx") || page.contains("%E6%95%B4%E6%94%B9%E9%80%9A%E7%9F%A5.docx"));
    // The same input, the same bytes.
    place.audit("again", &[]).ok();
    for file in expected {
        assert!(
            fs::read(place.at(&format!("out/{file}"))).unwrap() == fs::read(place.at(&format!("again/{file}"))).unwrap(),
            "{file}"
        );
    }
}

#[test]
fn a_wrong_template_stops_the_run_before_it_reads_and_a_folder_without_one_too() {
    let place = place();
    place.write("模板/通知.docx", document(&p("{{单位名}}")));
    let said = place.audit("out", &["--templates", "模板"]).refused();
    assert!(
        said.contains("通知.docx › 正文 › “{{单位名}}”") && said.contains("单位名称"),
        "{said}"
    );
    fs::create_dir(place.at("空")).unwrap();
    assert!(place.audit("out", &["--templates", "空"]).refused().contains("没有模板"));
    assert!(!place.at("out").exists());
}

/// The starts, as the program gives them.
fn starts() -> (Place, Papers) {
    let place = Place::new();
    place.run(&["template", "docx", "-o", "模板"]).ok();
    let papers = Papers::load(&place.at("模板"))
        .map_err(|e| e.text(&Catalog::new(Lang::Zh)))
        .unwrap();
    (place, papers)
}

#[test]
fn the_starts_hold_for_every_verdict() {
    let (place, papers) = starts();
    assert_eq!(papers.iter().count(), 7);
    place.run(&["template", "docx", "-o", "模板"]).refused();
    let (head, catalog) = (Letterhead::default(), Catalog::new(Lang::Zh));
    for verdict in [
        Verdict::Pass,
        Verdict::Fail,
        Verdict::Undetermined,
        Verdict::NoData,
        Verdict::Exempt,
    ] {
        let mut report = sample::unit();
        report.verdict = verdict;
        if verdict == Verdict::Exempt {
            (report.note, report.findings, report.lines) = (Some(UnitNote::NoCanteen), Vec::new(), Vec::new());
        }
        // Nothing is asked of an exempt unit.
        let notices = papers.of_unit(&report).filter(|paper| paper.name.contains("通知")).count();
        assert_eq!(notices, usize::from(verdict != Verdict::Exempt), "{verdict:?}");
        for paper in papers.of_unit(&report) {
            let text = part(&paper.unit(&report, &head, &catalog).unwrap(), "word/document.xml");
            assert!(
                !text.contains("{{") && !text.contains("paper.") && !text.contains("违规"),
                "{}: {text}",
                paper.name
            );
            assert!(text.contains("盐湖区实验中学"));
        }
    }
    for paper in papers.of_region() {
        let text = part(&paper.region(&sample::region(), &head, &catalog).unwrap(), "word/document.xml");
        assert!(
            text.contains("10,133.33") && text.contains("运城市第一医院") && !text.contains("{{"),
            "{text}"
        );
    }
}

fn written(names: &[Name]) -> String {
    names
        .iter()
        .map(|n| match n {
            Name { each, name, .. } if !each.is_empty() => {
                p(&format!("{{{{#{name}}}}}")) + &written(each) + &p(&format!("{{{{/{name}}}}}"))
            }
            Name { condition: true, name, .. } => p(&format!("{name}：{{{{#{name}}}}}是{{{{/{name}}}}}{{{{^{name}}}}}否{{{{/{name}}}}}")),
            Name { name, .. } => p(&format!("{name}：{{{{{name}}}}}")),
        })
        .collect()
}

/// Every name of the list is a placeholder, in its list (one without a value stops a debug build), and says what the sample has.
#[test]
fn every_name_of_the_list_is_filled_in() {
    let names = Names::read().unwrap();
    assert!(region_filled(&written(&names.region), &sample::region()).contains("单位数："));
    let text = part(&fill_in(&document(&written(&names.unit)), &sample::unit()), "word/document.xml");
    assert!(!text.contains("{{"));
    for said in [
        "单位名称：盐湖区实验中学",
        "县区：盐湖区",
        "领域：学校",
        "年份：2024",
        "月份：3",
        "台账份数：1",
        "采购笔数：10",
        "待核实笔数：4",
        "疑点条数：1",
        "待核实：是",
        "达标：否",
        "有疑点：是",
        "需补正：否",
        "文件号：运政办发〔2023〕31号",
        "条款：措施24",
        "单元格：F9",
        "品名：木耳",
    ] {
        assert!(text.contains(said), "{said}");
    }
}

#[test]
fn the_page_of_the_documentation_is_what_the_program_prints() {
    let printed = Place::new().run(&["template", "placeholders"]).ok().out;
    let page = fs::read_to_string(root().join("docs/zh/paper.md")).unwrap();
    assert!(
        page.ends_with(&printed),
        "write it anew: `bangfu template placeholders` behind the text of docs/zh/paper.md"
    );
}
