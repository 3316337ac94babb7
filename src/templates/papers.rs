//! A start for the bureau's own papers (`bangfu template docx`): plain documents with placeholders, to be changed in Word or WPS and given to
//! `--templates`. Their text is `data/templates/docx/start/*.xml`; styles, fonts, numbering and the pages' feet are shared. Layout after GB/T 9704: A4,
//! margins 37/35/28/26 mm, text in 三号, 22 lines a page, the page's number outside.

use std::io::{Cursor, Write as _};

use zip::{System, ZipWriter, result::ZipError, write::SimpleFileOptions};

use crate::text::fault::{Fault, Foreign};

macro_rules! start {
    ($name:literal) => {
        include_str!(concat!("../data/templates/docx/start/", $name, ".xml"))
    };
}

/// Name of each, and its text.
const PAPERS: [(&str, &str); 7] = [
    ("取证单", start!("取证单")),
    ("工作底稿", start!("工作底稿")),
    ("通知", start!("通知")),
    ("整改通知", start!("整改通知")),
    ("补正通知", start!("补正通知")),
    ("报送通知", start!("报送通知")),
    ("通报", start!("通报")),
];

/// What they share, by its place in the document.
const SHARED: [(&str, &str); 9] = [
    ("[Content_Types].xml", start!("content_types")),
    ("_rels/.rels", start!("rels")),
    ("word/_rels/document.xml.rels", start!("document_rels")),
    ("word/styles.xml", start!("styles")),
    ("word/numbering.xml", start!("numbering")),
    ("word/settings.xml", start!("settings")),
    ("word/font_table.xml", start!("font_table")),
    ("word/footer_odd.xml", start!("footer_odd")),
    ("word/footer_even.xml", start!("footer_even")),
];

/// Name and bytes of each; the same bytes at any time.
///
/// # Errors
/// The zip cannot be written.
pub fn papers() -> Result<Vec<(String, Vec<u8>)>, Fault> {
    let one = |(name, text): &(&str, &str)| Ok((format!("{name}.docx"), document(text)?));
    let written: Result<_, ZipError> = PAPERS.iter().map(one).collect();
    written.map_err(|e| Fault::stopped("report.write").with("what", "docx").because(Foreign::of(e)))
}

fn document(text: &str) -> Result<Vec<u8>, ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The default time is 1980: no clock is in a document.
    for (name, content) in SHARED.into_iter().chain([("word/document.xml", text)]) {
        zip.start_file(name, SimpleFileOptions::default().system(System::Unix))?;
        zip.write_all(content.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
