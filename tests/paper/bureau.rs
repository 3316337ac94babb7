//! A paper as an office program saves it, compared entry by entry and byte by byte.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::{fill_in, part};
use crate::support::report as sample;

const TEMPLATE: &[u8] = include_bytes!("审计取证单.docx");

/// Name, time and packed bytes of every entry, in order.
fn entries(bytes: &[u8]) -> Vec<(String, String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut entry = zip.by_index_raw(at).unwrap();
            let (name, time) = (entry.name().unwrap().into_owned(), format!("{:?}", entry.last_modified()));
            let mut packed = Vec::new();
            entry.read_to_end(&mut packed).unwrap();
            (name, time, packed)
        })
        .collect()
}

#[test]
fn parts_without_placeholders_are_packed_as_they_were() {
    let report = sample::unit();
    let filled = fill_in(TEMPLATE, &report);
    assert!(filled == fill_in(TEMPLATE, &report), "the same bytes each time");
    let (before, after) = (entries(TEMPLATE), entries(&filled));
    assert!(
        before.iter().any(|(name, ..)| name.starts_with("word/media/")),
        "the stamp is there"
    );
    let changed: Vec<&str> = before
        .iter()
        .zip(&after)
        .map(|(a, b)| {
            assert_eq!((&a.0, &a.1), (&b.0, &b.1), "the same entries in the same order, of the same time");
            (a.0.as_str(), a.2 == b.2)
        })
        .filter_map(|(name, same)| (!same).then_some(name))
        .collect();
    assert_eq!(before.len(), after.len());
    assert_eq!(changed, ["word/document.xml", "word/header1.xml"]);
}

/// Tags and texts in turn.
fn pieces(xml: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        let end = at + rest[at..].find('>').unwrap() + 1;
        out.extend([&rest[..at], &rest[at..end]].into_iter().filter(|p| !p.is_empty()));
        rest = &rest[end..];
    }
    out
}

/// The element around the first place where `text` stands, from its start tag to its end tag.
fn element<'x>(xml: &'x str, name: &str, text: &str) -> &'x str {
    let at = xml.find(text).unwrap();
    let start = xml[..at].rfind(&format!("<w:{name}>")).unwrap();
    let end = at + xml[at..].find(&format!("</w:{name}>")).unwrap() + name.len() + 5;
    &xml[start..end]
}

/// Rows and paragraphs that are repeated are cut out of both; what is left differs in the texts of placeholders alone, and in the blanks that
/// these keep.
#[test]
fn every_tag_outside_of_the_sections_is_as_it_was() {
    let filled = fill_in(TEMPLATE, &sample::unit());
    for name in ["word/document.xml", "word/header1.xml"] {
        let (before, after) = (part(TEMPLATE, name), part(&filled, name));
        let [mut before, mut after] = [before, after].map(|xml| xml.replace(" xml:space=\"preserve\"", ""));
        if name.ends_with("document.xml") {
            // The row of disputed lines, four times; the paragraphs of the matters: the open shares with three cases, the finding with one.
            let row = element(&before, "tr", "待核实明细").to_owned();
            assert_eq!(after.matches("<w:tr>").count(), before.matches("<w:tr>").count() + 3);
            for item in ["木耳", "洗洁精", "核桃", "苹果"] {
                let written = element(&after, "tr", item).to_owned();
                assert_eq!(shape(&written), shape(&row));
                after = after.replacen(&written, "", 1);
            }
            before = before.replacen(&row, "", 1);
            let (of_before, of_after) = (next_cell(&before), next_cell(&after));
            assert_eq!(of_after.matches("</w:p>").count(), 2 + 4, "two titles, four cases: {of_after}");
            assert!(of_after.contains("一") && of_after.contains("、") && of_after.contains("合计与明细不符"));
            before = before.replacen(&of_before, "", 1);
            after = after.replacen(&of_after, "", 1);
        }
        let (before, after) = (shape(&before), shape(&after));
        assert_eq!(before, after, "{name}");
    }
    let text: String = pieces(&part(&filled, "word/document.xml"))
        .into_iter()
        .filter(|p| !p.starts_with('<'))
        .collect();
    assert!(
        text.contains("盐湖区实验中学（盐湖区）") && text.contains("结论：待核实。"),
        "{text}"
    );
    assert!(
        text.contains("编号：{单位名称}") && !text.contains("{{") && !text.contains("｛｛"),
        "{text}"
    );
    assert!(part(&filled, "word/header1.xml").contains("盐湖区实验中学"));
}

/// All tags, and the texts that no placeholder touches.
fn shape(xml: &str) -> Vec<String> {
    let fixed = [
        "某某市审计局",
        "审计取证单",
        "被审计单位",
        "事项摘要",
        "核对台账",
        "询问经办人",
        "取证人",
    ];
    let kept = |piece: &&str| piece.starts_with('<') || fixed.iter().any(|f| piece.contains(f));
    let kept = pieces(xml).into_iter().filter(kept);
    kept.map(|piece| piece.split("{{").next().unwrap().split("盐湖区").next().unwrap().trim().to_owned())
        .collect()
}

/// The cell behind the one of 事项摘要.
fn next_cell(xml: &str) -> String {
    let at = xml.find("事项摘要").unwrap();
    let from = at + xml[at..].find("<w:tc>").unwrap();
    let to = from + xml[from..].find("</w:tc>").unwrap() + 7;
    xml[from..to].to_owned()
}
