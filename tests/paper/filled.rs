//! Values in their places.

use super::{fill_in, filled, filled_for, kept, p, part, zipped};
use crate::support::report as sample;

#[test]
fn a_value_takes_the_place_of_its_name_and_nothing_else_changes() {
    let before = r#"<w:p w:rsidR="00AA"><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>被审计单位："#;
    let after = "，共</w:t></w:r><w:r><w:tab/><w:t>一份 &amp; &#x4E8C;</w:t></w:r></w:p><!-- 注 --><w:p/>";
    let out = filled(&format!("{before}{{{{单位名称}}}}{after}"));
    let before = before.replace("<w:t>", "<w:t xml:space=\"preserve\">");
    assert_eq!(out, format!("{before}盐湖区实验中学{after}"));
}

/// What Word makes of a name that was typed, corrected and checked: the value stands in the first run, in its formatting.
#[test]
fn a_name_that_word_cut_into_runs_is_one() {
    let cut = concat!(
        r#"<w:p><w:r w:rsidR="001"><w:rPr><w:b/></w:rPr><w:t>单位：{</w:t></w:r><w:proofErr w:type="spellStart"/>"#,
        r#"<w:r w:rsidR="002"><w:rPr><w:i/></w:rPr><w:t>{单</w:t></w:r><w:bookmarkStart w:id="0" w:name="_GoBack"/>"#,
        r#"<w:r><w:t>位名</w:t></w:r><w:bookmarkEnd w:id="0"/><w:ins w:id="5"><w:r><w:t>称}</w:t></w:r></w:ins>"#,
        r#"<w:proofErr w:type="spellEnd"/><w:r><w:t>}。</w:t></w:r></w:p>"#
    );
    let expected = concat!(
        r#"<w:p><w:r w:rsidR="001"><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">单位：盐湖区实验中学</w:t></w:r><w:proofErr w:type="spellStart"/>"#,
        r#"<w:r w:rsidR="002"><w:rPr><w:i/></w:rPr><w:t xml:space="preserve"></w:t></w:r><w:bookmarkStart w:id="0" w:name="_GoBack"/>"#,
        r#"<w:r><w:t xml:space="preserve"></w:t></w:r><w:bookmarkEnd w:id="0"/><w:ins w:id="5"><w:r><w:t xml:space="preserve"></w:t></w:r></w:ins>"#,
        r#"<w:proofErr w:type="spellEnd"/><w:r><w:t xml:space="preserve">。</w:t></w:r></w:p>"#
    );
    assert_eq!(filled(cut), expected);
}

#[test]
fn a_name_is_read_as_a_chinese_input_method_writes_it() {
    for written in [
        "{{单位名称}}",
        "｛｛单位名称｝｝",
        "{｛单位名称｝}",
        "{{ 单位名称 }}",
        "{{\u{3000}单位 名称\u{a0}}}",
        "&#123;&#x7b;单位名称}}",
    ] {
        assert_eq!(filled(&p(written)), kept("盐湖区实验中学"), "{written}");
    }
    assert_eq!(filled(&p("{{{单位名称}}}")), kept("{盐湖区实验中学}"));
    for written in [
        "{{#有疑点}}有{{/有疑点}}。",
        "｛｛＃有疑点｝｝有｛｛／有疑点｝｝。",
        "{{＾达标}}有{{ / 达标 }}。",
    ] {
        assert_eq!(filled(&p(written)), kept("有。"), "{written}");
    }
}

/// A mark of the encoding before the part, a declaration, another prefix or none: the bytes are counted from the start.
#[test]
fn parts_of_other_programs_are_filled_in_at_the_right_place() {
    for head in [
        "\u{feff}",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n",
        "\u{feff}<?xml version=\"1.0\"?>\n<!-- 注 -->",
    ] {
        for prefix in ["w:", "ns0:", ""] {
            let part_of = |text: &str, keep: &str| {
                format!(
                    "{head}<{prefix}document><{prefix}body><{prefix}p><{prefix}r><{prefix}t{keep}>{text}</{prefix}t></{prefix}r></{prefix}p></{prefix}body></{prefix}document>"
                )
            };
            let template = zipped(&[("word/document2.xml", &part_of("单位：{{单位名称}}。", ""))]);
            let out = part(&fill_in(&template, &sample::unit()), "word/document2.xml");
            assert_eq!(
                out,
                part_of("单位：盐湖区实验中学。", " xml:space=\"preserve\""),
                "{head:?} {prefix}"
            );
        }
    }
}

#[test]
fn what_only_looks_like_a_placeholder_stays() {
    for text in [
        "{单位名称}",
        "{ {单位名称} }",
        "单位名称}}",
        "｛单位名称｝",
        "{{}}",
        "{{ }}",
        "{{1,2},{3}}",
        "从 {{ 起，没有名称",
        "}}{{",
        "{",
    ] {
        let out = filled(&(p(text) + &p("{{县区}}")));
        assert_eq!(out, p(text) + &kept("盐湖区"), "{text}");
    }
    // The code of a field, deleted words, and names of things are no text.
    let other = concat!(
        r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> MERGEFIELD {{单位名称}} </w:instrText></w:r>"#,
        r#"<w:r><w:fldChar w:fldCharType="end"/></w:r><w:del><w:r><w:delText>{{单位}}</w:delText></w:r></w:del>"#,
        r#"<w:bookmarkStart w:id="1" w:name="{{单位名称}}"/><!-- {{单位名称}} --></w:p>"#
    );
    assert_eq!(filled(&(other.to_owned() + &p("{{县区}}"))), other.to_owned() + &kept("盐湖区"));
}

#[test]
fn a_value_is_text_and_its_line_breaks_are_breaks() {
    let mut report = sample::unit();
    report.unit = "甲<w:p>&乙{{县区}}\u{b}\u{202e}丙\n丁\t戊 ".into();
    let out = filled_for(&p("{{单位名称}}"), &report);
    assert_eq!(
        out,
        kept("甲&lt;w:p&gt;&amp;乙{{县区}} 丙</w:t><w:br/><w:t xml:space=\"preserve\">丁 戊 ")
    );
    report.unit = "长".repeat(6000).into();
    assert_eq!(filled_for(&p("{{单位名称}}"), &report), kept(&("长".repeat(5000) + "…")));
}

#[test]
fn amounts_shares_and_what_the_settings_do_not_give() {
    // 10,133.33 yuan certain, 700.00 disputed in the base; 832: 9.58 to 24.68 % (support/report.json, on paper).
    let out = filled(&p(
        "{{采购总额}} {{采购总额大写}} {{待核实总额}} {{待核实笔数}} {{待核实金额}} {{年度计划}}|{{文号}}|{{期间}}",
    ));
    let expected = "10,133.33 人民币壹万零壹佰叁拾叁元叁角叁分 700.00 4 1,900.00 |〔2024〕　　号|2024年1—3月";
    assert_eq!(out, kept(expected));
    let out = filled(&p("各项：{{#指标}}{{中文序号}}{{比例}}；{{/指标}}"));
    assert!(out.contains("二9.58%～24.68%；"), "{out}");
}
