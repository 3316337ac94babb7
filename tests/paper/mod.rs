//! The bureau's own paper: what a clerk types into a .docx is filled in, and nothing else in the file changes. Expectations are written by hand or made
//! by cutting the template's own text, never by the code that fills it in.
//!
//! `审计取证单.docx` was written by python-docx and saved by LibreOffice (`make.py`): tables, a numbered list, header, footer, a stamp's picture, and runs
//! that LibreOffice cuts where scripts change, `{{` apart from the name.

mod bureau;
mod filled;
mod out;
mod refused;
mod sections;

use std::{
    fs,
    io::{Cursor, Read as _, Write as _},
};

use bangfu::{
    model::{region_summary::RegionSummary, unit_report::UnitReport},
    report::{letterhead::Letterhead, paper::Papers},
    text::catalog::{Catalog, Lang},
};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::support::report as sample;

const OPEN: &str = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;
const CLOSE: &str = "<w:sectPr/></w:body></w:document>";

/// A zip of these parts.
fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A document with that body.
fn document(body: &str) -> Vec<u8> {
    zipped(&[("word/document.xml", &format!("{OPEN}{body}{CLOSE}"))])
}

/// A part of a document.
fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The templates of a folder of these files.
fn load(files: &[(&str, &[u8])]) -> Result<Papers, String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    Papers::load(folder.path()).map_err(|fault| {
        assert_eq!(fault.exit_status(), 2);
        fault.text(&Catalog::new(Lang::Zh))
    })
}

fn fill_in(template: &[u8], report: &UnitReport) -> Vec<u8> {
    let papers = load(&[("工作底稿.docx", template)]).unwrap();
    let paper = papers.iter().next().unwrap();
    paper.unit(report, &Letterhead::default(), &Catalog::new(Lang::Zh)).unwrap()
}

/// The body of a document with that body, filled in for a unit.
fn filled_for(body: &str, report: &UnitReport) -> String {
    let xml = part(&fill_in(&document(body), report), "word/document.xml");
    xml.strip_prefix(OPEN).unwrap().strip_suffix(CLOSE).unwrap().to_owned()
}

/// As [`filled_for`], for the sample: 盐湖区实验中学 in 盐湖区, 待核实, one finding, four disputed lines.
fn filled(body: &str) -> String {
    filled_for(body, &sample::unit())
}

fn region_filled(body: &str, summary: &RegionSummary) -> String {
    let papers = load(&[("通报.docx", &document(body))]).unwrap();
    let paper = papers.iter().next().unwrap();
    let bytes = paper.region(summary, &Letterhead::default(), &Catalog::new(Lang::Zh)).unwrap();
    part(&bytes, "word/document.xml")
}

/// A paragraph of one run.
fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// The same when something in it was filled in: blanks at its ends stay.
fn kept(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// A cell of these paragraphs, a row of these cells.
fn tc(paragraphs: &str) -> String {
    format!("<w:tc><w:tcPr/>{paragraphs}</w:tc>")
}

fn tr(cells: &[&str]) -> String {
    format!("<w:tr>{}</w:tr>", cells.iter().map(|c| tc(c)).collect::<String>())
}

fn tbl(rows: &[String]) -> String {
    format!("<w:tbl><w:tblPr/>{}</w:tbl>", rows.concat())
}

/// The sample with so many findings: `(clause, title)`, amounts 1.00, 2.00 …
fn with_findings(findings: &[(Option<&str>, &str)]) -> UnitReport {
    let mut report = sample::unit();
    let pattern = report.findings[0].clone();
    report.findings = (1..)
        .zip(findings)
        .map(|(n, (clause, title))| {
            let mut finding = pattern.clone();
            (finding.title, finding.detail) = ((*title).to_owned(), format!("第{n}条情况"));
            (finding.clause, finding.amount_fen) = (clause.map(str::to_owned), Some(n * 100));
            (finding.check, finding.key) = ((*title).into(), format!("key{n}"));
            finding
        })
        .collect();
    report
}
