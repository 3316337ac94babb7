//! Documents of one template in one document for the printer: each begins on a right-hand page and is numbered from 1.
//!
//! They share everything but their text: styles, page, headers and footers are those of the first. Of the others no more than the body is kept, since thousands
//! of them would fill the memory.

use crate::{
    report::{
        RenderError,
        paper::package::{Package, TextPart},
    },
    text::Fault,
};

/// A document as far as it goes into the merged one.
pub(crate) struct Body {
    text: String,
    /// Its last section: page, margins, headers, footers.
    section: String,
}

impl Body {
    /// Takes the body out of a document.
    ///
    /// # Errors
    /// [`RenderError`] where it is no document with a body.
    pub fn of(document: &[u8]) -> Result<Self, RenderError> {
        let (_, TextPart { xml: text, .. }) = opened(document)?;
        let body = text.split_once("<w:body>").and_then(|(_, rest)| rest.rsplit_once("</w:body>"));
        let (body, _) = body.ok_or_else(failed)?;
        let (text, section) = match body.rfind("<w:sectPr").map(|at| body.split_at(at)) {
            // A section within a paragraph ends before it does.
            Some((text, section)) if !section.contains("</w:p>") => (text, section),
            _ => (body, "<w:sectPr></w:sectPr>"),
        };
        Ok(Self {
            text: without_ids(text),
            section: numbered_from_one(section),
        })
    }
}

/// Puts the bodies into a document like `first`, in their order; each of them ends its own section.
///
/// # Errors
/// [`RenderError`] where `first` is no document.
pub(crate) fn merge(first: &[u8], bodies: impl IntoIterator<Item = Body>) -> Result<Vec<u8>, RenderError> {
    let (package, TextPart { index, xml }) = opened(first)?;
    let (head, _) = xml.split_once("<w:body>").ok_or_else(failed)?;
    let mut merged = format!("{head}<w:body>");
    let mut before: Option<String> = None;
    for Body { text, section } in bodies {
        if let Some(section) = before.replace(section) {
            // The section ends in a paragraph of its own, too low to open another page.
            merged.push_str("<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/>");
            merged.push_str(&section);
            merged.push_str("</w:pPr></w:p>");
        }
        merged.push_str(&text);
    }
    merged.push_str(&before.unwrap_or_default());
    merged.push_str("</w:body></w:document>");
    package.with(&[(index, merged)])
}

/// A document and the part that holds its text.
fn opened(document: &[u8]) -> Result<(Package, TextPart), RenderError> {
    let opened = Package::open(document.to_vec(), |root| root == "document");
    let mut package = opened.map_err(|why| failed().because(why))?;
    let text = package.texts.pop().ok_or_else(failed)?;
    Ok((package, text))
}

fn failed() -> Fault {
    Fault::stopped("report.write").with("what", "docx")
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

/// A section that begins on a right-hand page with number 1; what it is made of stays, in the order of the standard.
fn numbered_from_one(section: &str) -> String {
    let (open, inside) = section.split_once('>').unwrap_or(("<w:sectPr", ""));
    let inside = inside.rsplit_once("</w:sectPr>").map_or("", |(inside, _)| inside);
    let open = open.trim_end_matches('/');
    let (inside, _) = taken_out(inside, "<w:type ");
    let (inside, numbers) = taken_out(&inside, "<w:pgNumType");
    let (inside, headers) = taken_out(&inside, "<w:headerReference");
    let (inside, footers) = taken_out(&inside, "<w:footerReference");
    let (notes, page) = inside.split_at(inside.find("<w:pgSz").unwrap_or(0));
    let end = [
        "<w:cols",
        "<w:formProt",
        "<w:vAlign",
        "<w:noEndnote",
        "<w:titlePg",
        "<w:textDirection",
        "<w:bidi",
        "<w:rtlGutter",
        "<w:docGrid",
    ];
    let (page, rest) = page.split_at(end.iter().filter_map(|tag| page.find(tag)).min().unwrap_or(page.len()));
    let format = attribute(&numbers, "w:fmt").map_or_else(String::new, |fmt| format!(" w:fmt=\"{fmt}\""));
    format!("{open}>{headers}{footers}{notes}<w:type w:val=\"oddPage\"/>{page}<w:pgNumType{format} w:start=\"1\"/>{rest}</w:sectPr>")
}

/// A text without the empty elements that begin so, and these.
fn taken_out(text: &str, start: &str) -> (String, String) {
    let (mut rest, mut taken) = (text.to_owned(), String::new());
    while let Some(at) = rest.find(start) {
        let Some(end) = rest[at..].find("/>").map(|end| at + end + 2) else {
            break;
        };
        taken.push_str(&rest[at..end]);
        rest.replace_range(at..end, "");
    }
    (rest, taken)
}

fn attribute<'t>(element: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = element.split_once(&format!("{name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_keeps_its_page_headers_and_footers() {
        assert_eq!(
            numbered_from_one("<w:sectPr><w:pgSz/><w:pgMar/><w:cols w:num=\"1\" /><w:footerReference r:id=\"f\" /></w:sectPr>"),
            "<w:sectPr><w:footerReference r:id=\"f\" /><w:type w:val=\"oddPage\"/><w:pgSz/><w:pgMar/><w:pgNumType w:start=\"1\"/><w:cols w:num=\"1\" /></w:sectPr>"
        );
        assert_eq!(
            numbered_from_one(
                "<w:sectPr w:rsidR=\"1\"><w:headerReference/><w:type w:val=\"nextPage\"/><w:pgSz/><w:pgNumType w:fmt=\"numberInDash\" w:start=\"5\"/><w:docGrid/></w:sectPr>"
            ),
            "<w:sectPr w:rsidR=\"1\"><w:headerReference/><w:type w:val=\"oddPage\"/><w:pgSz/><w:pgNumType w:fmt=\"numberInDash\" w:start=\"1\"/><w:docGrid/></w:sectPr>"
        );
        assert_eq!(
            numbered_from_one("<w:sectPr/>"),
            "<w:sectPr><w:type w:val=\"oddPage\"/><w:pgNumType w:start=\"1\"/></w:sectPr>"
        );
        assert_eq!(
            without_ids("<w:p w14:paraId=\"0001\"><w:t>a</w:t></w:p><w:p w14:paraId=\"2\"/>"),
            "<w:p><w:t>a</w:t></w:p><w:p/>"
        );
    }
}
