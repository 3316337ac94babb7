//! The pages hold every figure of their report, ask nothing of a network, and no text of a workbook becomes markup.

use bangfu::{
    model::{
        reasons::UnitNote,
        region_summary::RegionSummary,
        results::{Pace, PaceState, Reservation, ReservationResult, Verdict},
        standing::BaseStanding,
        unit_report::UnitReport,
    },
    report::{
        html::{region, unit},
        render::{Beside, Format},
    },
    text::catalog::{Catalog, Lang},
};

use crate::support::report as sample;

const OURS: [&str; 5] = [
    include_str!("../../src/data/templates/html/page.css"),
    include_str!("../../src/data/templates/html/page.js"),
    include_str!("../../src/data/templates/html/parts.html"),
    include_str!("../../src/data/templates/html/unit.html"),
    include_str!("../../src/data/templates/html/region.html"),
];

fn unit_page(report: &UnitReport, lang: Lang) -> String {
    String::from_utf8(unit::render(report, Beside::default(), &Catalog::new(lang)).unwrap()).unwrap()
}

fn region_page(summary: &RegionSummary) -> String {
    String::from_utf8(region::render(summary, Beside::default(), &Catalog::new(Lang::Zh)).unwrap()).unwrap()
}

/// The verdict in a sentence, as the page says it.
fn sentence(report: &UnitReport) -> String {
    let page = unit_page(report, Lang::Zh);
    let after = page
        .split_once("<section id=\"verdict\"")
        .and_then(|(_, rest)| rest.split_once("<p>"))
        .unwrap()
        .1;
    after.split_once("</p>").unwrap().0.to_owned()
}

/// `1234567` → `12,345.67`, for amounts of a few digits.
fn yuan(fen: i64) -> String {
    let whole = fen / 100;
    let text = if whole < 1000 {
        whole.to_string()
    } else {
        format!("{},{:03}", whole / 1000, whole % 1000)
    };
    format!("{text}.{:02}", fen % 100)
}

fn percent(bp: i64) -> String {
    format!("{}.{:02}%", bp / 100, bp % 100)
}

fn pages() -> [String; 2] {
    [unit_page(&sample::unit(), Lang::Zh), region_page(&sample::region())]
}

#[test]
fn pages_ask_nothing_of_a_network_and_are_the_same_every_time() {
    let (a, b) = (pages(), pages());
    assert_eq!(a, b);
    for page in &a {
        for outside in ["src=", "@import", "url(h", "<link", "href=\"http", "href=\"//"] {
            assert!(!page.contains(outside), "{outside}");
        }
        assert!(page.contains("default-src 'none'"));
    }
    // A workbook's text may name an address; what is ours must not.
    for own in OURS {
        assert!(!own.contains("http://") && !own.contains("https://"));
    }
}

#[test]
fn every_text_the_templates_ask_for_is_there() {
    let (catalog, mut asked) = (Catalog::new(Lang::Zh), 0);
    for template in &OURS[2..] {
        for start in ["t.", "say(\""] {
            for (at, _) in template.match_indices(start) {
                // `t.` ends other words too (`result.`): those are fields of the report.
                if template[..at].ends_with(|c: char| c.is_ascii_alphanumeric()) {
                    continue;
                }
                let rest = &template[at + start.len()..];
                let name: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                assert!(
                    ["html", "pages"].iter().any(|part| catalog.has(&format!("{part}.{name}"))),
                    "{name}"
                );
                asked += 1;
            }
        }
    }
    assert!(asked > 100, "{asked}");
}

#[test]
fn every_ratio_and_amount_of_the_scopes_is_on_the_page() {
    let report = sample::unit();
    let page = unit_page(&report, Lang::Zh);
    for scope in [&report.scopes.month, &report.scopes.ytd] {
        assert!(page.contains(&yuan(scope.base_fen)));
        for r in &scope.requirements {
            for fen in [
                r.counted_fen,
                r.disputed_fen,
                r.shortfall_substitute_fen,
                r.shortfall_additional_fen,
            ] {
                assert!(page.contains(&yuan(fen)), "{} {fen}", r.id);
            }
            for bp in [r.ratio_low_bp, r.ratio_high_bp].into_iter().flatten() {
                assert!(page.contains(&percent(bp)), "{} {bp}", r.id);
            }
        }
    }
    for line in &report.lines {
        assert!(page.contains(&line.source.to_string()), "{}", line.id);
        assert!(page.contains(&line.id));
    }
}

#[test]
fn every_disputed_line_is_listed_with_its_id_and_what_settles_it() {
    let mut report = sample::unit();
    // More than the page itself holds: the others stand as JSON.
    let open = report.lines[3].clone();
    for i in 0..500_u32 {
        let mut line = open.clone();
        line.id = format!("0badcafe-1-F{}", i + 100);
        line.source.row = i + 100;
        report.lines.push(line);
    }
    let page = unit_page(&report, Lang::Zh);
    let section = page
        .split("id=\"disputed-section\"")
        .nth(1)
        .unwrap()
        .split("</section>")
        .next()
        .unwrap();
    for line in &report.lines {
        let times = section.matches(&format!("{}<", line.id)).count() + section.matches(&format!("\"{}\\n", line.id)).count();
        assert_eq!(times, usize::from(line.is_disputed()), "{}", line.id);
    }
    assert!(section.contains("该渠道是不是文件列明的平台或消费帮扶超市"));
    assert_eq!(report.lines.iter().filter(|l| l.base == BaseStanding::Disputed).count(), 2);
    assert!(section.contains("涉及：采购总额"));
}

#[test]
fn text_from_workbooks_never_becomes_markup() {
    let hostile = [
        "<script>alert(1)</script>",
        "</script><img onerror=x>",
        "</title><b>x",
        "<!--<script>",
        "]]>--><svg onload=x>",
        "\" onload=\"x",
        "' onload='x",
        "=HYPERLINK(\"a\")",
        "{{ css }}{% raw %}",
        "\u{202E}abc",
        "a\u{0}\u{1b}b",
        "a\u{2028}b\u{2029}c",
        "../../x",
    ];
    for text in hostile {
        let mut report = sample::unit();
        report.unit = text.into();
        report.county = Some(text.into());
        report.findings[0].title = text.into();
        report.findings[0].detail = text.into();
        report.exceptions = vec![text.into()];
        // Before and behind the rows that stand in the page.
        for at in 0..150 {
            let mut line = report.lines[at % 10].clone();
            if at % 2 == 0 {
                line.item = Some(text.into());
                line.supplier = Some(text.into());
                line.channel_text = Some(text.into());
                line.order_no = Some(text.into());
                line.source.file = text.into();
                line.id = text.into();
            }
            report.lines.push(line);
        }
        report.files[0].path = text.into();
        report.issues[0].found = text.into();
        report.rejected[0].text = text.into();
        let unit = unit_page(&report, Lang::En);
        let mut summary = sample::region();
        summary.units[0].unit = text.into();
        summary.units[0].county = Some(text.into());
        summary.problems[0].path = text.into();
        summary.findings[0].unit = text.into();
        summary.groups[1].name = Some(text.into());
        for page in [unit, region_page(&summary)] {
            for broken in [
                "<script>alert",
                "<img",
                "<b>x",
                "<svg onload",
                "<!--",
                "\" onload=\"x",
                "' onload='x",
            ] {
                assert!(!page.contains(broken), "{text}: {broken}");
            }
            assert!(!page.contains(['\u{202E}', '\u{0}', '\u{1b}']), "{text}");
            assert!(!page.contains("\\u0000") && !page.contains("\\u001b"), "{text}");
            // One script of ours, and the data of the tables that need it.
            let data = page.matches("<script type=\"application/json\"").count();
            assert_eq!(page.matches("</script>").count(), data + 1, "{text}");
            for json in page.split("<script type=\"application/json\"").skip(1) {
                let json = json.split_once('>').unwrap().1.split("</script>").next().unwrap();
                let data: serde_json::Value = serde_json::from_str(json).unwrap();
                assert!(data["rows"].as_array().is_some_and(|r| !r.is_empty()), "{text}");
                assert!(!json.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{text}");
            }
        }
    }
}

#[test]
fn a_cell_of_twenty_thousand_characters_unfolds_and_is_whole() {
    let long = "萝".repeat(20_000);
    let mut report = sample::unit();
    report.lines[0].item = Some(long.as_str().into());
    let page = unit_page(&report, Lang::Zh);
    assert!(page.contains(&format!("<summary>{}…</summary>{long}</details>", "萝".repeat(80))));
    report.lines[0].item = Some("萝".repeat(160).into());
    assert!(!unit_page(&report, Lang::Zh).contains("…</summary>"));
    report.lines[0].item = Some("萝".repeat(161).into());
    assert!(unit_page(&report, Lang::Zh).contains("…</summary>"));
}

#[test]
fn the_sentence_names_unit_period_and_each_ratio() {
    let said = sentence(&sample::unit());
    assert_eq!(
        said,
        "盐湖区实验中学2024年1—3月采购食堂食材10,133.33元（另有700.00元是否属于食堂食材尚待核实）：消费帮扶采购为28.75%至43.67%（规定比例不低于30.00%，待核实）；832平台采购为9.58%至24.68%（规定比例不低于10.00%，待核实）；本地渠道采购为18.46%至24.67%（规定比例不低于20.00%，待核实）。结论：待核实。"
    );
}

#[test]
fn the_sentence_of_a_unit_without_figures_says_why() {
    let mut report = sample::unit();
    report.represented_by = Some("机关服务中心".into());
    report.verdict = Verdict::Exempt;
    for (note, words) in [
        (UnitNote::SharedCanteen, "机关服务中心统一填报"),
        (UnitNote::NoCanteen, "没有食堂"),
        (UnitNote::NotSubmitted, "未报送台账"),
        (UnitNote::NothingBought, "没有食堂食材采购"),
    ] {
        report.note = Some(note);
        let said = sentence(&report);
        assert!(said.contains(words) && said.contains("盐湖区实验中学"), "{said}");
        assert!(!said.contains('{') && !said.contains('%'), "{said}");
    }
    // No note, and no results: the verdict alone, never a claim.
    report.note = None;
    report.verdict = Verdict::NoData;
    report.scopes.ytd.requirements.clear();
    assert_eq!(sentence(&report), "盐湖区实验中学2024年1—3月：无数据。");
}

#[test]
fn gaps_and_pace_are_said_in_words() {
    let mut report = sample::unit();
    let page = unit_page(&report, Lang::Zh);
    // Open: what it takes if every dispute goes against the unit.
    assert!(page.contains(
        "832平台采购：有1,600.00元待核实。如经核实均不计入，要达到10.00%，需将原计划其他采购中的43.34元调整为通过832平台渠道采购；原计划不变的，需另行通过832平台渠道采购48.15元。"
    ));
    report.scopes.ytd.requirements[1].verdict = Verdict::Fail;
    report.scopes.ytd.requirements[2].shortfall_substitute_fen = 0;
    report.pace = Some(
        [
            (PaceState::Met, Some(1)),
            (PaceState::OnTrack, Some(151_288)),
            (PaceState::Behind, Some(151_288)),
            (PaceState::Behind, None),
            (PaceState::Unreachable, Some(1)),
        ]
        .map(|(state, needed_monthly_fen)| Pace {
            id: "platform_832".into(),
            completion_bp: Some(3192),
            time_bp: 2500,
            needed_monthly_fen,
            forecast_bp: Some(1276),
            state,
        })
        .to_vec(),
    );
    report.exceptions = vec!["832平台采购 5.00%，某文件".into()];
    report.run.policy_pending = [("platform_832", "甲通知"), ("overall", "乙办法"), ("local_channels", "乙办法")]
        .map(|(requirement, look_for)| bangfu::model::policy_info::PendingThreshold {
            requirement: requirement.into(),
            since: "2026-01".parse().unwrap(),
            value_from: "2023-10".parse().unwrap(),
            reason: "某原因".into(),
            document: "某文件".into(),
            look_for: look_for.into(),
        })
        .to_vec();
    let page = unit_page(&report, Lang::Zh);
    for words in [
        "832平台采购：要达到10.00%，需将原计划其他采购中的43.34元调整为通过832平台渠道采购；原计划不变的，需另行通过832平台渠道采购48.15元。",
        "全年任务已完成（完成率31.92%，时间已过25.00%）",
        "进度正常；今后每月需采购1,512.88元，按目前进度推算全年比例为12.76%",
        "进度滞后；今后每月需采购1,512.88元",
        "全年比例为12.76%，进度滞后。",
        "也不能达到规定比例",
        "832平台采购 5.00%，某文件",
        "832平台采购的规定比例自2026年1月起待确认：某文件“某原因”。本报告沿用自2023年10月起执行的比例。请查找：甲通知。",
        "消费帮扶采购、本地渠道采购的规定比例自2026年1月起待确认：某文件“某原因”。本报告沿用自2023年10月起执行的比例。请查找：乙办法。",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("本地渠道采购：有"), "no gap, no advice");
}

#[test]
fn a_reservation_below_its_threshold_is_in_the_sentence() {
    let mut report = sample::unit();
    report.reservation = Some(Reservation {
        plan_fen: 10_000_000,
        requirements: vec![ReservationResult {
            id: "platform_832".into(),
            threshold_bp: 1000,
            reserved_fen: Some(999_999),
            ratio_bp: Some(999),
            verdict: Verdict::Fail,
        }],
    });
    let said = sentence(&report);
    assert!(
        said.contains("年初预留的832平台采购份额为9.99%（规定比例不低于10.00%，未达标）"),
        "{said}"
    );
    assert!(unit_page(&report, Lang::Zh).contains("9,999.99"));
}

#[test]
fn units_stand_worst_first() {
    let page = region_page(&sample::region());
    let at = |name: &str| page.find(&format!(">{name}</a>")).unwrap();
    // Undetermined, no data, pass.
    assert!(at("盐湖区实验中学") < at("运城市第一医院"));
    assert!(at("运城市第一医院") < at("=HYPERLINK(&quot;http://x&quot;,&quot;机关食堂&quot;)"));
}

#[test]
fn the_page_links_the_files_of_the_run_under_names_to_send_them_by() {
    let beside = Beside {
        formats: &[Format::Xlsx, Format::Docx],
        register: true,
        previous: None,
        ..Beside::default()
    };
    let page = String::from_utf8(unit::render(&sample::unit(), beside, &Catalog::new(Lang::Zh)).unwrap()).unwrap();
    assert!(page.contains("<a href=\"report.xlsx\" download=\"盐湖区实验中学 工作底稿 2024-03.xlsx\">"));
    assert!(page.contains("href=\"report.docx\"") && !page.contains("href=\"report.json\""));
    let page = String::from_utf8(region::render(&sample::region(), beside, &Catalog::new(Lang::Zh)).unwrap()).unwrap();
    for address in ["summary.xlsx", "summary.docx", "%E5%BE%85%E6%A0%B8%E5%AE%9E.xlsx"] {
        assert!(page.contains(&format!("href=\"{address}\"")), "{address}");
    }
    assert!(page.contains("/report.xlsx\" download=\"盐湖区实验中学 工作底稿 2024-03.xlsx\">底稿</a>"));
    // A run without those formats links nothing.
    assert!(!unit_page(&sample::unit(), Lang::Zh).contains("report.xlsx\" download"));
}

#[test]
fn a_page_says_what_its_words_mean_and_cites_a_document_once() {
    let page = unit_page(&sample::unit(), Lang::Zh);
    for word in ["<dt>下限</dt>", "<dt>上限</dt>", "<dt>待核实</dt>", "<dt>疑点</dt>"] {
        assert!(page.contains(word), "{word}");
    }
    assert_eq!(page.matches("运政办发〔2023〕31号 措施24").count(), 1);
}

#[test]
fn a_unit_of_which_nothing_is_judged_shows_no_zeros() {
    let mut report = sample::unit();
    (report.verdict, report.note, report.lines) = (Verdict::Exempt, Some(UnitNote::NoCanteen), Vec::new());
    let page = unit_page(&report, Lang::Zh);
    assert!(!page.contains("id=\"ratios\"") && !page.contains("id=\"lines-section\""));
}
