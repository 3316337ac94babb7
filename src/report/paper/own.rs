//! The papers that come with the program, in plain WordprocessingML (`data/templates/docx`): its own notices and bulletin are filled in on them, and
//! `bangfu template docx` gives them as a start for the bureau's own. Layout after GB/T 9704: A4, margins 37/35/28/26 mm, text in 三号, 22 lines a
//! page, the page's number outside.

use std::io::{Cursor, Write as _};

use zip::{System, ZipWriter, result::ZipError, write::SimpleFileOptions};

use crate::text::{Fault, Foreign, Lang};

macro_rules! data {
    ($name:literal) => {
        include_str!(concat!("../../data/templates/docx/", $name, ".xml"))
    };
}

/// Name of each, and its text.
const CHINESE: [(&str, &str); 7] = [
    ("取证单", data!("zh/取证单")),
    ("工作底稿", data!("zh/工作底稿")),
    ("通知", data!("zh/通知")),
    ("整改通知", data!("zh/整改通知")),
    ("补正通知", data!("zh/补正通知")),
    ("报送通知", data!("zh/报送通知")),
    ("通报", data!("zh/通报")),
];
const ENGLISH: [(&str, &str); 2] = [("通知", data!("en/通知")), ("通报", data!("en/通报"))];

/// What they share, by its place in the document.
const SHARED: [(&str, &str); 7] = [
    ("[Content_Types].xml", data!("shared/content_types")),
    ("_rels/.rels", data!("shared/rels")),
    ("word/_rels/document.xml.rels", data!("shared/document_rels")),
    ("word/settings.xml", data!("shared/settings")),
    ("word/font_table.xml", data!("shared/font_table")),
    ("word/footer_odd.xml", data!("shared/footer_odd")),
    ("word/footer_even.xml", data!("shared/footer_even")),
];

/// Name and bytes of each; the same bytes at any time.
///
/// # Errors
/// The zip cannot be written.
pub(crate) fn papers(lang: Lang) -> Result<Vec<(&'static str, Vec<u8>)>, Fault> {
    let (texts, styles, numbering): (&[_], _, _) = match lang {
        Lang::Zh => (&CHINESE, data!("zh/styles"), data!("zh/numbering")),
        Lang::En => (&ENGLISH, data!("en/styles"), data!("en/numbering")),
    };
    let of_lang = [("word/styles.xml", styles), ("word/numbering.xml", numbering)];
    let one = |(name, text): &(&'static str, &str)| {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        // The default time is 1980: no clock is in a document.
        for (part, content) in SHARED.into_iter().chain(of_lang).chain([("word/document.xml", *text)]) {
            zip.start_file(part, SimpleFileOptions::default().system(System::Unix))?;
            zip.write_all(content.as_bytes())?;
        }
        Ok((*name, zip.finish()?.into_inner()))
    };
    let written: Result<_, ZipError> = texts.iter().map(one).collect();
    written.map_err(|e| Fault::stopped("report.write").with("what", "docx").because(Foreign::of(e)))
}
