//! The documents read back: figures in yuan and in capitals, texts that stay text, templates that are refused or take effect.

use std::io::{Cursor, Read as _};

use bangfu::{
    model::{reasons::Reason, results::Verdict, unit_report::UnitReport},
    report::{docx, letterhead::Letterhead, templates},
    text::catalog::{Catalog, Lang},
};

use crate::support::report as sample;

fn document_xml(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut xml = String::new();
    archive
        .by_name("word/document.xml")
        .expect("a document")
        .read_to_string(&mut xml)
        .expect("text");
    xml
}

fn words_of(bytes: &[u8]) -> String {
    let xml = document_xml(bytes);
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
    let (catalog, templates) = (Catalog::new(Lang::Zh), templates::Templates::embedded(Lang::Zh));
    let bytes = docx::render_unit(&sample::unit(), &catalog, &templates, docx::NoticeKind::Notice).expect("docx");
    let text = words_of(&bytes);
    for sentence in [
        "盐湖区实验中学：",
        "累计食堂食材采购总额（已确认）10,133.33元（人民币壹万零壹佰叁拾叁元叁角叁分），另有700.00元（人民币柒佰元整）是否属于食堂食材尚待核实。",
        "（二）832平台采购：计入1,000.00元（人民币壹仟元整），待核实1,600.00元（人民币壹仟陆佰元整），占采购总额的9.58%～24.68%，规定比例10.00%，待核实。待核实部分均不计入时，需调整渠道金额43.34元（人民币肆拾叁元叁角肆分）。",
        "有4笔采购证据缺失或互相矛盾，金额合计1,900.00元（人民币壹仟玖佰元整），逐笔列于附件。",
        "1. 合计与明细不符：表中合计 7,200.00 元，明细相加 7,133.33 元，相差 66.67 元。",
        "请于收到本通知之日起　　个工作日内书面反馈",
    ] {
        assert!(text.contains(sentence), "{sentence}\nnot in\n{text}");
    }
    let xml = document_xml(&bytes);
    assert_eq!(xml.matches("<w:tblHeader />").count(), 2, "each table repeats its header");
    assert!(
        xml.contains("w:eastAsia=\"仿宋_GB2312\"")
            && xml.contains("<w:pgMar w:top=\"2097\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1587\"")
    );
    assert!(!text.contains("违规"), "a report finds doubts; people conclude");
    assert!(!text.contains("{{") && !text.contains("{%"));
}

#[test]
fn every_document_of_both_languages_renders_for_every_verdict_and_to_the_same_bytes() {
    for lang in [Lang::Zh, Lang::En] {
        let (catalog, templates) = (Catalog::new(lang), templates::Templates::embedded(lang));
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
            for kind in [docx::NoticeKind::Notice, docx::NoticeKind::Evidence] {
                let render = || docx::render_unit(&report, &catalog, &templates, kind).expect("docx");
                assert!(render() == render());
                assert!(!words_of(&render()).contains("word."), "a text is missing");
            }
        }
        let region = docx::render_region(&sample::region(), &catalog, &templates).expect("docx");
        let text = words_of(&region);
        assert!(text.contains("10,133.33") && text.contains("28.75%"));
        assert!(text.contains("运城市第一医院"));
    }
}

#[test]
fn a_workbooks_text_is_neither_markup_nor_template_in_a_document() {
    let (catalog, templates) = (Catalog::new(Lang::Zh), templates::Templates::embedded(Lang::Zh));
    let mut report = sample::unit();
    report.unit = "<w:p>&{{ unit }}{% for %}\u{0}\u{b}".into();
    report.lines[3].item = Some("鱼".repeat(20_000).into());
    let bytes = docx::render_unit(&report, &catalog, &templates, docx::NoticeKind::Notice).expect("docx");
    let text = words_of(&bytes);
    // Control characters are a blank.
    assert!(text.contains("&lt;w:p&gt;&amp;{{ unit }}{% for %} ："), "{text}");
}

#[test]
fn a_folder_of_templates_takes_the_place_of_the_embedded_ones_and_is_checked_at_once() {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(dir.path().join("docx")).expect("a folder");
    let file = dir.path().join("docx/notice.toml");
    let embedded = templates::Templates::embedded(Lang::Zh);
    std::fs::write(&file, embedded.get("docx/notice.toml").replace("核实有关情况的通知", "提醒函")).expect("written");
    let load = || templates::Templates::load(dir.path(), Lang::Zh);
    let catalog = Catalog::new(Lang::Zh);
    let text = words_of(&docx::render_unit(&sample::unit(), &catalog, &load().expect("loads"), docx::NoticeKind::Notice).expect("docx"));
    assert!(text.contains("提醒函"));
    for (bad, what) in [
        ("[fonts]\n", "missing field"),
        (&*embedded.get("docx/notice.toml").replace("{% endfor %}", ""), "docx/notice.toml"),
        (
            &*embedded
                .get("docx/notice.toml")
                .replace("text = \"disputed\"", "text = \"dispute\""),
            "there is no table `dispute`",
        ),
    ] {
        std::fs::write(&file, bad).expect("written");
        let error = load().expect_err("refused").to_string();
        assert!(error.contains(what), "{error}");
    }
    std::fs::write(&file, embedded.get("docx/notice.toml").replace("{{ unit }}", "{{ unti }}")).expect("written");
    let templates = load().expect("parses");
    assert!(
        docx::render_unit(&sample::unit(), &catalog, &templates, docx::NoticeKind::Notice).is_err(),
        "a misspelt name leaves no hole"
    );
    std::fs::rename(&file, dir.path().join("docx/notise.toml")).expect("renamed");
    assert!(load().expect_err("refused").to_string().contains("there is no template"));
}

fn notice(report: &UnitReport, letterhead: Letterhead) -> String {
    let mut templates = templates::Templates::embedded(Lang::Zh);
    templates.letterhead = letterhead;
    words_of(&docx::render_unit(report, &Catalog::new(Lang::Zh), &templates, docx::NoticeKind::Notice).expect("docx"))
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
