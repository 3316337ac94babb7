//! All notices in one document for the printer: each begins on a right-hand page and is numbered from 1.
//!
//! The notices are laid out one by one, each forgotten but for its body: a document of thousands of notices in the writer's own form would
//! take gigabytes.

use std::io::Cursor;

use docx_rs::XMLDocx;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{
    report::RenderError,
    text::fault::{Fault, Foreign},
};

/// A notice as far as it goes into the merged document.
pub(crate) struct NoticeBody {
    body: String,
    /// The end of its only section: page, margins, footers.
    section: String,
}

impl NoticeBody {
    /// Takes the body out of a notice.
    pub fn of(notice: XMLDocx) -> Result<Self, RenderError> {
        let document = String::from_utf8(notice.document).map_err(|e| failed(&e))?;
        let body = document.split_once("<w:body>").and_then(|(_, rest)| rest.rsplit_once("<w:sectPr>"));
        let (body, end) = body.ok_or_else(|| failed(&"no section"))?;
        let section = end.split_once("</w:sectPr>").map_or("", |(section, _)| section);
        Ok(Self {
            body: without_ids(body),
            section: numbered_from_one(section).ok_or_else(|| failed(&"no page"))?,
        })
    }
}

/// Puts the bodies into a document like `first`, in their order; each of them its own section.
pub(crate) fn merge(first: XMLDocx, bodies: impl Iterator<Item = NoticeBody>) -> Result<Vec<u8>, RenderError> {
    let document = String::from_utf8(first.document).map_err(|e| failed(&e))?;
    let (head, _) = document.split_once("<w:body>").ok_or_else(|| failed(&"no body"))?;
    let mut merged = format!("{head}<w:body>");
    let mut before: Option<String> = None;
    for NoticeBody { body, section } in bodies {
        if let Some(section) = before.replace(section) {
            // The section ends in a paragraph of its own, too low to open another page.
            merged.push_str("<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/>");
            merged.push_str(&section);
            merged.push_str("</w:pPr></w:p>");
        }
        merged.push_str(&body);
    }
    merged.push_str(&before.unwrap_or_default());
    merged.push_str("</w:body></w:document>");
    let whole = XMLDocx {
        document: merged.into_bytes(),
        ..first
    };
    let mut bytes = Cursor::new(Vec::new());
    whole.pack(&mut bytes).map_err(|e| failed(&e))?;
    deflated(&bytes.into_inner()).map_err(|e| failed(&e))
}

/// The same parts, packed: the writer stores them as they are, twenty times the size.
fn deflated(document: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
    let mut parts = ZipArchive::new(Cursor::new(document))?;
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..parts.len() {
        let mut part = parts.by_index(at)?;
        let moment = part.last_modified().unwrap_or_default();
        let name = part.name()?.into_owned();
        packed.start_file(name, SimpleFileOptions::default().last_modified_time(moment))?;
        std::io::copy(&mut part, &mut packed)?;
    }
    Ok(packed.finish()?.into_inner())
}

fn failed(why: &dyn std::fmt::Display) -> RenderError {
    Fault::stopped("report.write")
        .with("what", "docx")
        .because(Foreign(why.to_string()))
}

/// Paragraphs are numbered within their document: of two documents together the numbers would stand twice.
fn without_ids(body: &str) -> String {
    let mut parts = body.split(" w14:paraId=\"");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once('"').map_or(part, |(_, rest)| rest));
    }
    out
}

/// A section that begins on a right-hand page with number 1; what it is made of in the order of the standard.
fn numbered_from_one(section: &str) -> Option<String> {
    let (page, rest) = section.split_once("<w:cols")?;
    let (columns, footers) = rest.split_once("/>")?;
    Some(format!(
        "<w:sectPr>{footers}<w:type w:val=\"oddPage\"/>{page}<w:pgNumType w:start=\"1\"/><w:cols{columns}/></w:sectPr>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_keeps_its_page_and_footers() {
        let section = numbered_from_one("<w:pgSz/><w:pgMar/><w:cols w:num=\"1\" /><w:footerReference/>").unwrap();
        assert_eq!(
            section,
            "<w:sectPr><w:footerReference/><w:type w:val=\"oddPage\"/><w:pgSz/><w:pgMar/><w:pgNumType w:start=\"1\"/><w:cols w:num=\"1\" /></w:sectPr>"
        );
        assert_eq!(
            without_ids("<w:p w14:paraId=\"0001\"><w:t>a</w:t></w:p><w:p w14:paraId=\"2\"/>"),
            "<w:p><w:t>a</w:t></w:p><w:p/>"
        );
    }
}
