//! The documents read back: figures in yuan and in capitals, texts that stay text, templates that are refused or take effect.

use std::io::{Cursor, Read as _, Write as _};

use bangfu::{
    model::{reasons::Reason, results::Verdict, unit_report::UnitReport},
    report::{letterhead::Letterhead, templates::Templates},
    text::catalog::{Catalog, Lang},
};

use crate::support::{program::Place, report as sample};

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut xml = String::new();
    archive.by_name(name).expect("a part").read_to_string(&mut xml).expect("text");
    xml
}

fn embedded(lang: Lang) -> Templates {
    Templates::embedded(lang).expect("sound")
}

fn words_of(bytes: &[u8]) -> String {
    let xml = part(bytes, "word/document.xml");
    // Every paragraph on its own line, markup gone.
    let xml = xml.replace("</w:p>", "\n");
    let mut out = String::new();
    let mut inside = false;
    for c in xml.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

#[test]
fn the_notice_states_the_reports_figures_in_yuan_and_in_capitals() {
    let bytes = embedded(Lang::Zh).notice(&sample::unit(), &Catalog::new(Lang::Zh)).expect("docx");
    let text = words_of(&bytes);
    for sentence in [
        "盐湖区实验中学：",
        "累计食堂食材采购总额（已确认）10,133.33元（人民币壹万零壹佰叁拾叁元叁角叁分），另有700.00元（人民币柒佰元整）是否属于食堂食材尚待核实。",
        "（二）832平台采购：计入1,000.00元（人民币壹仟元整），待核实1,600.00元（人民币壹仟陆佰元整），占采购总额的9.58%～24.68%，规定比例10.00%，待核实。待核实部分均不计入时，需调整渠道金额43.34元（人民币肆拾叁元叁角肆分）。",
        "有4笔采购或差额有待核实，金额合计1,900.00元（人民币壹仟玖佰元整）。请对附件所列采购逐笔核实",
        "1. 合计与明细不符：表中合计 7,200.00 元，明细相加 7,133.33 元，相差 66.67 元。",
        "请于收到本通知之日起　　个工作日内书面反馈",
    ] {
        assert!(text.contains(sentence), "{sentence}\nnot in\n{text}");
    }
    let xml = part(&bytes, "word/document.xml");
    assert_eq!(xml.matches("<w:tblHeader/>").count(), 2, "each table repeats its header");
    assert!(
        part(&bytes, "word/styles.xml").contains("w:eastAsia=\"仿宋_GB2312\"")
            && xml.contains("<w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1587\"")
    );
    assert!(!text.contains("违规"), "a report finds doubts; people conclude");
    assert!(!text.contains("{{") && !text.contains("{%"));
}

#[test]
fn every_document_of_both_languages_renders_for_every_verdict_and_to_the_same_bytes() {
    for lang in [Lang::Zh, Lang::En] {
        let (catalog, templates) = (Catalog::new(lang), embedded(lang));
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
                (report.note, report.findings, report.lines) = (Some(bangfu::model::reasons::UnitNote::NoCanteen), Vec::new(), Vec::new());
            }
            let render = || templates.notice(&report, &catalog).expect("docx");
            assert!(render() == render());
            let text = words_of(&render());
            assert!(!text.contains("word.") && !text.contains("paper."), "a text is missing");
            assert!(!text.contains("{{") && text.contains("盐湖区实验中学"), "{text}");
        }
        let region = templates.bulletin(&sample::region(), &catalog).expect("docx");
        let text = words_of(&region);
        assert!(text.contains("10,133.33") && text.contains("28.75%"));
        assert!(text.contains("运城市第一医院"));
    }
}

#[test]
fn a_workbooks_text_is_neither_markup_nor_template_in_a_document() {
    let (catalog, templates) = (Catalog::new(Lang::Zh), embedded(Lang::Zh));
    let mut report = sample::unit();
    report.unit = "<w:p>&{{ unit }}{% for %}\u{0}\u{b}".into();
    report.lines[3].item = Some("鱼".repeat(20_000).into());
    let bytes = templates.notice(&report, &catalog).expect("docx");
    let text = words_of(&bytes);
    // Control characters are a blank.
    assert!(text.contains("&lt;w:p&gt;&amp;{{ unit }}{% for %} ："), "{text}");
}

/// The document with another text in the place of one.
fn edited(document: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut parts = zip::ZipArchive::new(Cursor::new(document)).expect("a zip");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..parts.len() {
        let name = parts.by_index(at).expect("a part").name().expect("a name").into_owned();
        let text = part(document, &name);
        assert!(name != "word/document.xml" || text.contains(from), "{from}");
        out.start_file(name, zip::write::SimpleFileOptions::default()).expect("started");
        out.write_all(text.replace(from, to).as_bytes()).expect("written");
    }
    out.finish().expect("finished").into_inner()
}

#[test]
fn a_folder_of_templates_takes_effect_beside_the_embedded_ones_and_is_checked_at_once() {
    let place = Place::new();
    place.run(&["template", "docx", "-o", "起点"]).ok();
    let start = std::fs::read(place.at("起点/通知.docx")).expect("read");
    let catalog = Catalog::new(Lang::Zh);
    let load = || Templates::load(&place.at("模板"), Lang::Zh);
    place.write("模板/通知.docx", edited(&start, "核实有关情况的通知", "提醒函"));
    let templates = load().expect("loads");
    let papers: Vec<_> = templates.papers.of_unit(&sample::unit()).collect();
    let paper = papers[0].unit(&sample::unit(), &Letterhead::default(), &catalog).expect("docx");
    assert!(papers.len() == 1 && words_of(&paper).contains("提醒函"));
    let own = templates.notice(&sample::unit(), &catalog).expect("docx");
    assert!(own == embedded(Lang::Zh).notice(&sample::unit(), &catalog).expect("docx"));
    for (from, to, what) in [
        ("{{/指标}}", "", "{{#指标}}没有结束标记"),
        ("待核实明细", "待核实明系", "没有“待核实明系”这个占位符"),
        ("{{单位名称}}", "{{单位名}}", "没有“单位名”这个占位符"),
    ] {
        place.write("模板/通知.docx", edited(&start, from, to));
        let error = load().expect_err("refused").text(&catalog);
        assert!(error.contains(what), "{error}");
    }
    place.write("模板/docx/notice.toml", "[fonts]\n");
    assert!(load().expect_err("refused").text(&catalog).contains("改用 Word 文档"));
    std::fs::remove_dir_all(place.at("模板/docx")).expect("removed");
    std::fs::rename(place.at("模板/通知.docx"), place.at("模板/通函.docx")).expect("renamed");
    assert!(load().expect_err("refused").text(&catalog).contains("看不出是哪一种文书"));
}

#[test]
fn the_notice_of_many_open_lines_says_how_many_are_not_in_it() {
    let mut report = sample::unit();
    let open = report.lines.iter().position(|l| !l.reasons.is_empty()).expect("an open line");
    for n in 0..60 {
        let mut line = report.lines[open].clone();
        line.id = format!("id-{n}");
        report.lines.push(line);
    }
    // Four are open already.
    let text = notice(&report, Letterhead::default());
    assert!(text.contains("（其余14条未列出，见工作底稿 report.xlsx）"), "{text}");
}

#[test]
fn headings_are_numbered_anew_after_each_title() {
    let bytes = embedded(Lang::Zh).notice(&sample::unit(), &Catalog::new(Lang::Zh)).expect("docx");
    let styles = part(&bytes, "word/styles.xml");
    let level = |style: &str| {
        let (_, style) = styles.split_once(&format!("w:styleId=\"{style}\"")).expect("a style");
        let (_, list) = style.split_once("<w:numPr>").expect("a list");
        list.split_once("</w:numPr>").expect("closed").0.to_owned()
    };
    assert_eq!(level("Title"), "<w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/>");
    assert_eq!(level("Heading"), "<w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/>");
    assert!(part(&bytes, "word/numbering.xml").contains("<w:lvlText w:val=\"%2、\"/>"));
}

fn notice(report: &UnitReport, letterhead: Letterhead) -> String {
    let mut templates = embedded(Lang::Zh);
    templates.letterhead = letterhead;
    words_of(&templates.notice(report, &Catalog::new(Lang::Zh)).expect("docx"))
}

#[test]
fn the_title_says_what_the_verdict_asks_for() {
    let mut report = sample::unit();
    for (verdict, title) in [
        (Verdict::Pass, "核对情况的通知"),
        (Verdict::Fail, "核实整改的通知"),
        (Verdict::Undetermined, "核实有关情况的通知"),
        (Verdict::NoData, "关于报送食堂食材采购台账的通知"),
        (Verdict::Exempt, "核对情况的通知"),
    ] {
        report.verdict = verdict;
        let text = notice(&report, Letterhead::default());
        assert!(text.contains(title), "{title} not in {text}");
        assert_eq!(text.contains("整改"), verdict == Verdict::Fail, "{verdict:?}");
        assert_eq!(
            text.matches("运政办发〔2023〕31号").count(),
            usize::from(verdict != Verdict::Exempt),
            "a document is cited once"
        );
    }
    (report.lines, report.findings) = (Vec::new(), Vec::new());
    let text = notice(&report, Letterhead::default());
    assert!(!text.contains("0.00") && !text.contains("一、"), "no page of zeros: {text}");
}

#[test]
fn issuer_number_and_date_come_from_the_settings() {
    let given = Letterhead {
        issuer: "某市审计局".into(),
        number: "审函〔2024〕12号".into(),
        date: Some(jiff::civil::date(2024, 4, 15)),
    };
    let text = notice(&sample::unit(), given);
    for part in ["某市审计局", "审函〔2024〕12号", "2024年4月15日"] {
        assert!(text.contains(part), "{part}");
    }
    assert!(!text.contains("（印章）") && !text.contains("　　号"));
}

#[test]
fn a_ledger_without_a_channel_column_goes_back_for_it() {
    let mut report = sample::unit();
    let missing = |report: &mut UnitReport, share: usize| {
        let line = report.lines[3].clone();
        report.lines = (0..20_u32)
            .map(|n| {
                let mut line = line.clone();
                (line.id, line.source.row) = (format!("id-{n}"), 5 + n);
                let known = usize::try_from(n).unwrap() < share;
                line.reasons = vec![if known { Reason::ChannelMissing } else { Reason::OriginConflict }];
                line
            })
            .collect();
    };
    missing(&mut report, 18);
    let text = notice(&report, Letterhead::default());
    assert!(
        text.contains("关于退回补正食堂食材采购台账的通知") && text.contains("有18笔"),
        "{text}"
    );
    assert!(
        text.contains("第5—22行") && !text.contains("附件"),
        "the rows instead of the lines: {text}"
    );
    // Of twenty disputes nine in ten are nearly all, eight and a half are not.
    missing(&mut report, 17);
    let text = notice(&report, Letterhead::default());
    assert!(!text.contains("退回") && text.contains("附件"), "{text}");
}
