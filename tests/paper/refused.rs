//! What is wrong with a template is told before anything is read: file, part, paragraph, what is near, all of it at once.

use std::io::{Cursor, Write as _};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::{document, load, p, tbl, tr, zipped};

/// What is said of a document with that body.
fn said(body: &str) -> String {
    load(&[("某局取证单.docx", &document(body))]).expect_err("refused")
}

#[test]
fn an_unknown_name_is_told_with_its_place_and_the_nearest() {
    let told = said(&p("被审计单位：{{单位名}}（盖章）"));
    let line = "某局取证单.docx › 正文 › “被审计单位：{{单位名}}（盖章）”：没有“单位名”这个占位符，相近的有：单位名称";
    assert!(told.contains(line), "{told}");
    // Of a list that does not stand around it, with the list's name.
    let told = said(&p("{{品名}}"));
    assert!(told.contains("待核实明细·品名"), "{told}");
    let told = said(&p("{{谁也不认识}}"));
    assert!(told.contains("没有“谁也不认识”这个占位符\n"), "{told}");
    // Full-width, split, in a list: still told.
    let told = said("<w:p><w:r><w:t>｛｛单</w:t></w:r><w:r><w:t>价｝｝</w:t></w:r></w:p>");
    assert!(told.contains("“｛｛单价｝｝”：没有“单价”"), "{told}");
    let told = said(&p("全部：{{#疑点}}{{品名}}{{/疑点}}"));
    assert!(told.contains("没有“品名”"), "{told}");
    // What a bulletin has, a unit's paper has not.
    assert!(said(&p("{{单位数}}")).contains("没有“单位数”"));
    assert!(load(&[("通报.docx", &document(&p("{{单位数}}")))]).is_ok());
}

#[test]
fn all_that_is_wrong_in_all_files_and_parts_is_told_at_once() {
    let header = r#"<w:hdr xmlns:w="x"><w:p><w:r><w:t>{{发文机构}}</w:t></w:r></w:p></w:hdr>"#;
    let notes = r#"<w:footnotes xmlns:w="x"><w:footnote><w:p><w:r><w:t>{{脚注甲}}</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let body = p("{{甲乙}}") + &p("{{#疑点}}") + &p("{{单位名称");
    let first = zipped(&[
        ("word/document.xml", &String::from_utf8_lossy(&document_xml(&body))),
        ("word/header1.xml", header),
        ("word/footnotes.xml", notes),
    ]);
    let told = load(&[
        ("取证单.docx", &first),
        ("通知.docx", &document(&p("{{丙丁}}"))),
        ("备忘.docx", &document("")),
        ("旧通知.doc", b"x"),
    ])
    .expect_err("refused");
    for line in [
        "取证单.docx › 正文 › “{{甲乙}}”",
        "取证单.docx › 正文 › “{{#疑点}}”：{{#疑点}}没有结束标记",
        "取证单.docx › 正文 › “{{单位名称”：“{{单位名称”的大括号不完整",
        "取证单.docx › 页眉 › “{{发文机构}}”：没有“发文机构”这个占位符，相近的有：发文机关",
        "取证单.docx › 脚注 › “{{脚注甲}}”",
        "通知.docx › 正文 › “{{丙丁}}”",
        "备忘.docx：文件名看不出是哪一种文书",
        "旧通知.doc：不是 docx 文档",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
}

fn document_xml(body: &str) -> Vec<u8> {
    format!("{}{body}{}", super::OPEN, super::CLOSE).into_bytes()
}

#[test]
fn marks_that_do_not_belong_together_are_told() {
    let row = |cells: &[&str]| {
        tr(&cells
            .iter()
            .map(|c| p(c))
            .collect::<Vec<_>>()
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>())
    };
    for (body, what) in [
        (p("{{/疑点}}"), "没有对应的开始标记"),
        (p("{{#疑点}}x{{/事项}}"), "没有对应的开始标记"),
        (p("{{#疑点}}") + &tbl(&[row(&["{{标题}}{{/疑点}}"])]), "不在同一处"),
        (p("如下：{{#疑点}}") + &p("{{标题}}") + &p("{{/疑点}}"), "标记之外还有别的文字"),
        (p("{{#疑点}}{{标题}}") + &p("{{/疑点}}完"), "标记之外还有别的文字"),
        (
            tbl(&[row(&["{{#疑点}}"]), row(&["{{/疑点}}{{#事项}}"]), row(&["{{/事项}}"])]),
            "交叉",
        ),
        (p("{{#疑点}}") + "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>" + &p("{{/疑点}}"), "分节符"),
        (p("{{疑点}}"), "不能单独填写"),
        (p("{{未达标}}"), "不能单独填写"),
        (p("{{#疑点}}{{#待核实明细}}x{{/待核实明细}}{{/疑点}}"), "不能写在另一张表之中"),
        (p("{{#疑点}}{{#疑点}}x{{/疑点}}{{/疑点}}"), "不能写在另一张表之中"),
        (p("{单位名称}}"), "大括号不完整"),
        (p("{{单位名称}"), "大括号不完整"),
        (p("没有占位符"), "没有一处占位符"),
    ] {
        let told = said(&body);
        assert!(told.contains(what), "{what}\n{told}");
    }
}

/// A text box is written twice in the file: what is wrong in it is said once.
#[test]
fn a_mistake_in_a_text_box_is_told_once() {
    let inner = p("{{甲乙}}") + &p("{{丙丁}}");
    let boxed = format!("<w:txbxContent>{inner}</w:txbxContent>");
    let told = said(&format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice>{boxed}</mc:Choice><mc:Fallback>{boxed}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    ));
    assert_eq!((told.matches("“甲乙”").count(), told.matches("“丙丁”").count()), (1, 1), "{told}");
}

#[test]
fn the_name_of_the_file_tells_the_kind() {
    let body = document(&p("{{年份}}"));
    for name in [
        "取证单",
        "XX市审计局审计取证单（2024版）",
        "审计工作底稿",
        "通知",
        "整改通知书",
        "关于退回补正的通知",
        "情况通报",
    ] {
        assert!(load(&[(&format!("{name}.docx"), &body)]).is_ok(), "{name}");
    }
    for name in ["取证", "模板", "取证单和通知", "底稿"] {
        let told = load(&[(&format!("{name}.docx"), &body)]).expect_err("refused");
        assert!(told.contains("取证单、工作底稿、通知、通报"), "{told}");
    }
    // What Word leaves beside an open document, and notes, are no templates.
    assert_eq!(
        load(&[("~$取证单.docx", b"x"), ("说明.txt", b"x"), ("通知.DOCX", &body)])
            .unwrap()
            .iter()
            .count(),
        1
    );
}

#[test]
fn files_that_attack_are_refused_within_bounds() {
    let told = |bytes: &[u8]| load(&[("通知.docx", bytes)]).expect_err("refused");
    assert!(told(b"no zip").contains("无法读取"));
    assert!(told(&zipped(&[("word/other.xml", "<a/>")])).contains("没有正文"));
    assert!(told(&document("<w:p>")).contains("无法读取"));
    let declares = "<!DOCTYPE w:document [<!ENTITY a \"b\">]><w:document xmlns:w=\"x\"><w:body/></w:document>";
    let told_of = told(&zipped(&[("word/document.xml", declares)]));
    assert!(told_of.contains("没有正文") || told_of.contains("声明"), "{told_of}");
    let deep = "<w:p>".repeat(100_000) + &"</w:p>".repeat(100_000);
    assert!(told(&document(&deep)).contains("嵌套层次过多"));
    assert!(told(&document(&p(&"{{单位名称}}".repeat(1_000_000)))).contains("占位符超过"));
    let unknown: String = (0..15_000).map(|n| format!("{{{{不知{n}}}}}")).collect();
    assert!(
        told(&document(&p(&unknown))).contains("15000"),
        "as many as are not told one by one"
    );
    let nested = "{{#未达标}}".repeat(15_000);
    assert!(told(&document(&p(&nested))).contains("套得太深"));
    assert!(told(&document(&p(&("{".repeat(1_000_000) + "{{#未达标}}")))).contains("没有结束标记"));
    // A bomb: a hundred megabytes of blanks in a few kilobytes.
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..100 {
        zip.write_all(&blanks).unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20);
    assert!(told(&bomb).contains("无法读取"));
    // Ten thousand names in one paragraph are many, and none too many.
    assert!(load(&[("通知.docx", &document(&p(&"{{#有疑点}}{{单位名称}}{{/有疑点}}".repeat(6_000))))]).is_ok());
}
