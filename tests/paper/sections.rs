//! Sections: rows, paragraphs, words; within one another; conditions; none of them.

use super::{filled, filled_for, kept, p, region_filled, tbl, tc, tr, with_findings};
use crate::support::report as sample;

const TWO: [(Option<&str>, &str); 2] = [(Some("甲法"), "甲类"), (Some("乙法"), "乙类")];

#[test]
fn a_row_is_repeated_for_each_entry() {
    let (head, foot) = (tr(&[&p("序号"), &p("疑点")]), tr(&[&p("合计"), &p("")]));
    let row = tr(&[&p("{{#疑点}}{{序号}}"), &p("{{标题}}"), &p("{{金额}}元{{/疑点}}")]);
    let table = tbl(&[head.clone(), row, foot.clone()]);
    let written = |n: &str, title: &str, yuan: &str| tr(&[&kept(n), &kept(title), &kept(&format!("{yuan}元"))]);
    let out = filled_for(&table, &with_findings(&TWO));
    let rows = [
        head.clone(),
        written("1", "甲类", "1.00"),
        written("2", "乙类", "2.00"),
        foot.clone(),
    ];
    assert_eq!(out, tbl(&rows));
    // None: the row goes, the table stays.
    assert_eq!(filled_for(&table, &with_findings(&[])), tbl(&[head, foot]));
}

#[test]
fn several_rows_are_repeated_and_rows_of_marks_alone_go() {
    let (begin, end) = (tr(&[&p("{{#疑点}}"), &p("")]), tr(&[&p(""), &p("{{/疑点}}")]));
    let rows = [tr(&[&p("{{标题}}")]), tr(&[&p("固定"), &p("{{说明}}")])];
    let written = |title: &str, n: u8| [tr(&[&kept(title)]), tr(&[&p("固定"), &kept(&format!("第{n}条情况"))])].concat();
    let head = tr(&[&p("头")]);
    let out = filled_for(
        &tbl(&[head.clone(), begin.clone(), rows.concat(), end.clone()]),
        &with_findings(&TWO),
    );
    assert_eq!(out, tbl(&[head.clone(), written("甲类", 1), written("乙类", 2)]));
    // A table of nothing else goes with them: none without a row can be opened.
    let alone = p("前") + &tbl(&[begin, rows.concat(), end]) + &p("后");
    assert_eq!(filled_for(&alone, &with_findings(&[])), p("前") + &p("后"));
}

#[test]
fn paragraphs_are_repeated_and_marks_alone_leave_none() {
    let body = [
        p("前"),
        p("{{#疑点}}"),
        p("{{序号}}. {{标题}}"),
        tbl(&[tr(&[&p("格")])]),
        p("尾"),
        p("{{/疑点}}"),
        p("后"),
    ]
    .concat();
    let one = |n: u8, title: &str| [kept(&format!("{n}. {title}")), tbl(&[tr(&[&p("格")])]), p("尾")].concat();
    let out = filled_for(&body, &with_findings(&TWO));
    assert_eq!(out, [p("前"), one(1, "甲类"), one(2, "乙类"), p("后")].concat());
    assert_eq!(filled_for(&body, &with_findings(&[])), p("前") + &p("后"));
    // Without a mark on a line of its own.
    let body = p("{{#疑点}}{{标题}}") + &p("完{{/疑点}}");
    let out = filled_for(&body, &with_findings(&TWO));
    assert_eq!(out, [kept("甲类"), kept("完"), kept("乙类"), kept("完")].concat());
    // The paragraph behind a table stays, or two tables would become one.
    let body = p("{{#疑点}}") + &tbl(&[tr(&[&p("{{标题}}")])]) + &p("{{/疑点}}");
    let one = |title: &str| tbl(&[tr(&[&kept(title)])]) + &kept("");
    assert_eq!(filled_for(&body, &with_findings(&TWO)), one("甲类") + &one("乙类"));
}

#[test]
fn a_paragraph_that_is_all_section_is_repeated_and_words_within_one_are() {
    let report = with_findings(&TWO);
    assert_eq!(
        filled_for(&p("{{#疑点}}{{标题}}；{{/疑点}}"), &report),
        kept("甲类；") + &kept("乙类；")
    );
    assert_eq!(
        filled_for(&p("有：{{#疑点}}{{标题}}；{{/疑点}}"), &report),
        kept("有：甲类；乙类；")
    );
    let none = with_findings(&[]);
    assert_eq!(filled_for(&(p("{{#疑点}}{{标题}}；{{/疑点}}") + &p("后")), &none), p("后"));
    assert_eq!(filled_for(&p("有：{{#疑点}}{{标题}}；{{/疑点}}"), &none), kept("有："));
    // Two of which none holds leave no empty paragraph; one that does keeps it.
    let two = p("{{#达标}}甲{{/达标}}{{#无数据}}乙{{/无数据}}") + &p("后");
    assert_eq!(filled(&two), p("后"));
    assert_eq!(filled(&p("{{#达标}}甲{{/达标}}{{#待核实}}乙{{/待核实}}")), kept("乙"));
}

/// Words over several runs: a copy begins with the run that the first one began with, in its formatting.
#[test]
fn words_over_several_runs_keep_their_formatting_in_every_copy() {
    let run = |props: &str, text: &str| format!("<w:r>{props}<w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let (bold, red) = ("<w:rPr><w:b/></w:rPr>", "<w:rPr><w:color w:val=\"FF0000\"/></w:rPr>");
    let body = format!(
        "<w:p>{}{}{}</w:p>",
        run(bold, "疑点：{{#疑点}}{{标题}}"),
        run("", "为"),
        run(red, "{{金额}}元；{{/疑点}}完")
    );
    let out = filled_for(&body, &with_findings(&TWO));
    let expected = format!(
        "<w:p>{}{}{}{}{}{}</w:p>",
        run(bold, "疑点：甲类"),
        run("", "为"),
        run(red, "1.00元；"),
        run(bold, "乙类"),
        run("", "为"),
        run(red, "2.00元；完")
    );
    assert_eq!(out, expected);
    let none = format!("<w:p>{}{}</w:p>", run(bold, "疑点："), run(red, "完"));
    assert_eq!(filled_for(&body, &with_findings(&[])), none);
}

#[test]
fn a_list_within_a_list_is_the_entrys_own() {
    let mut report = with_findings(&TWO);
    let place = report.findings[0].evidence[0].clone();
    report.findings[0].evidence.push(bangfu::model::source::Source {
        row: 12,
        cells: Default::default(),
        ..place
    });
    report.findings[1].evidence.clear();
    let row = tr(&[
        &p("{{#疑点}}{{标题}}"),
        &p("{{#证据}}{{序号}} {{工作表}} {{单元格}}{{/证据}}"),
        &p("{{/疑点}}"),
    ]);
    let cells = kept("1 3月 F9") + &kept("2 3月 12");
    // A cell without evidence keeps a paragraph: none may be without.
    let (first, second) = (tr(&[&kept("甲类"), &cells, &kept("")]), tr(&[&kept("乙类"), &p_empty(), &kept("")]));
    let out = filled_for(&tbl(&[tr(&[&p("头")]), row]), &report);
    assert_eq!(out, tbl(&[tr(&[&p("头")]), first, second]));
    // Both over the same row.
    let row = tr(&[&p("{{#疑点}}{{#证据}}{{标题}}"), &p("{{单元格}}{{/证据}}{{/疑点}}")]);
    let written = |cell: &str| tr(&[&kept("甲类"), &kept(cell)]);
    let out = filled_for(&tbl(&[tr(&[&p("头")]), row]), &report);
    assert_eq!(out, tbl(&[tr(&[&p("头")]), written("F9"), written("12")]));
}

/// A paragraph whose words went.
fn p_empty() -> String {
    "<w:p></w:p>".to_owned()
}

#[test]
fn a_cell_keeps_a_paragraph_whatever_is_not_written() {
    let cell = |paragraphs: &str| tbl(&[tr(&[&p("头")]), tr(&[paragraphs])]);
    let centred = "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>";
    let section = format!("{centred}<w:r><w:t>{{{{#达标}}}}x{{{{/达标}}}}</w:t></w:r></w:p>");
    assert_eq!(filled(&cell(&section)), cell(&format!("{centred}</w:p>")));
    // Not where there is another one.
    assert_eq!(filled(&cell(&(p("甲") + &section))), cell(&p("甲")));
    assert_eq!(filled(&cell(&(section.clone() + &section))), cell(&format!("{centred}</w:p>")));
    let within = p("{{#待核实}}") + &p("{{#达标}}x{{/达标}}") + &p("{{/待核实}}");
    assert_eq!(filled(&cell(&within)), cell(&p_empty()));
}

#[test]
fn conditions_hold_or_not() {
    // 待核实, with findings and no plan.
    let body = "{{#待核实}}一{{/待核实}}{{^待核实}}二{{/待核实}}{{#未达标}}三{{/未达标}}{{^未达标}}四{{/未达标}}{{^疑点}}五{{/疑点}}{{#年度计划}}六{{/年度计划}}{{^年度计划}}七{{/年度计划}}{{#采购笔数}}八{{/采购笔数}}。";
    assert_eq!(filled(&p(body)), kept("一四七八。"));
    let body = "各项：{{#指标}}{{#待核实}}{{序号}}{{/待核实}}{{#达标}}x{{/达标}}{{/指标}}";
    assert_eq!(filled(&p(body)), kept("各项：123"));
}

/// Numbers of their own that no two places may share stand in the first copy alone.
#[test]
fn copies_share_no_bookmark_and_no_number() {
    let one = |id: &str, mark: &str, title: &str| {
        format!("<w:p w:rsidR=\"01\"{id}>{mark}<w:r><w:t xml:space=\"preserve\">{title}</w:t></w:r></w:p>")
    };
    let (id, mark) = (
        " w14:paraId=\"0A1B2C3D\" w14:textId=\"77777777\"",
        "<w:bookmarkStart w:id=\"3\" w:name=\"a\"/><w:bookmarkEnd w:id=\"3\"/>",
    );
    let out = filled_for(&one(id, mark, "{{#疑点}}{{标题}}{{/疑点}}"), &with_findings(&TWO));
    assert_eq!(out, one(id, mark, "甲类") + &one("", "", "乙类"));
}

/// A text box is written twice, for new programs and for old ones, within a paragraph of its own.
#[test]
fn text_boxes_are_filled_in_twice_and_the_paragraph_around_them_goes_on() {
    let boxed = |text: &str| format!("<w:txbxContent>{text}</w:txbxContent>");
    let around = |inner: &str, text: &str| {
        format!(
            "<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback><w:pict>{0}</w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>",
            boxed(inner)
        )
    };
    let out = filled(&around(&(p("{{#疑点}}{{标题}}{{/疑点}}") + &p("{{#达标}}x{{/达标}}")), "{{县区}}"));
    assert_eq!(out, around(&kept("合计与明细不符"), "盐湖区"));
}

#[test]
fn findings_of_one_basis_are_one_matter_and_numbered() {
    let mut report = with_findings(&[
        (Some("甲法"), "一类"),
        (Some("乙法"), "二类"),
        (Some("甲法"), "三类"),
        (Some("甲法"), "一类"),
        (None, "四类"),
        (None, "五类"),
    ]);
    // Looked into: no point any more.
    report.findings[1].waived = Some(bangfu::model::finding::Waived {
        reason: "凭证已补".into(),
        by: "张某".into(),
        until: String::new(),
        date: String::new(),
        source: String::new(),
        rectified: false,
    });
    report.verdict = bangfu::model::results::Verdict::Pass;
    for r in &mut report.scopes.ytd.requirements {
        r.verdict = bangfu::model::results::Verdict::Pass;
    }
    let body = "全：{{#事项}}【{{中文序号}}、{{标题}}／{{依据}}／{{条数}}条／{{金额}}元：{{#情况}}{{序号}}.{{标题}} {{金额}}；{{/情况}}】{{/事项}}";
    let expected = "全：【一、一类、三类／甲法／3条／8.00元：1.一类 1.00；2.三类 3.00；3.一类 4.00；】【二、四类／／1条／5.00元：1.四类 5.00；】【三、五类／／1条／6.00元：1.五类 6.00；】";
    assert_eq!(filled_for(&p(body), &report), kept(expected));
    let body = "{{疑点条数}}：{{#已核实疑点}}{{标题}}（{{核实情况}}，{{核实人}}）{{/已核实疑点}}";
    assert_eq!(filled_for(&p(body), &report), kept("5：二类（凭证已补，张某）"));
    // Shares that are not met come first, those of one clause as one.
    report.scopes.ytd.requirements[1].verdict = bangfu::model::results::Verdict::Fail;
    report.scopes.ytd.requirements[2].verdict = bangfu::model::results::Verdict::Fail;
    let out = filled_for(&p("一：{{#事项}}{{序号}}{{标题}}（{{金额}}）{{依据}}|{{/事项}}"), &report);
    // 43.34 and 166.67.
    assert!(
        out.contains(
            "一：1832平台采购、本地渠道采购未达到规定比例（210.01）《关于进一步推进消费帮扶的若干措施》（运政办发〔2023〕31号）措施24：“"
        ),
        "{out}"
    );
}

#[test]
fn a_long_list_says_how_many_are_not_in_it() {
    let many = |n: usize| {
        let mut report = with_findings(&[(None, "甲类")]);
        report.findings = vec![report.findings[0].clone(); n];
        report
    };
    let table = tbl(&[tr(&[&p("头")]), tr(&[&p("{{#疑点}}{{序号}}"), &p("{{标题}}{{/疑点}}")])]);
    let last = |n: usize| filled_for(&table, &many(n)).rsplit_once("<w:tr>").unwrap().1.to_owned();
    assert_eq!(last(1000), format!("{}{}</w:tr></w:tbl>", tc(&kept("1000")), tc(&kept("甲类"))));
    let more = "（其余2条未列出，见工作底稿 report.xlsx）";
    let cell = format!("<w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>{}</w:tc>", kept(more));
    assert_eq!(last(1002), format!("{cell}</w:tr></w:tbl>"));
    // Nothing of an entry stands around it in a paragraph or among words.
    let text = |body: &str| filled_for(body, &many(1002));
    assert!(text(&p("{{#疑点}}{{序号}}. {{标题}}{{/疑点}}")).ends_with(&(kept("1000. 甲类") + &kept(more))));
    assert!(text(&p("疑点有：{{#疑点}}{{标题}}；{{/疑点}}完")).ends_with(&format!("甲类；{more}完</w:t></w:r></w:p>")));
}

#[test]
fn the_bulletin_lists_units_with_their_shares() {
    let table = tbl(&[
        tr(&[&p("头")]),
        tr(&[
            &p("{{#未达标单位}}{{单位名称}}"),
            &p("{{#指标}}{{比例}}{{/指标}}"),
            &p("{{/未达标单位}}"),
        ]),
    ]);
    let out = region_filled(&(p("共{{单位数}}个，{{采购总额}}元") + &table), &sample::region());
    assert!(out.contains("10,133.33元"), "{out}");
    let failing = sample::region()
        .units
        .iter()
        .filter(|u| u.verdict == bangfu::model::results::Verdict::Fail)
        .count();
    assert_eq!(out.matches("<w:tr>").count(), 1 + failing);
}
