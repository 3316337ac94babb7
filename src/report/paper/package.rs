//! A .docx as a zip: parts are read within bounds, what has no placeholder is copied as it is packed.

use std::io::{Cursor, Read as _, Write as _};

use zip::{CompressionMethod, System, ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions};

use crate::{
    formats::Unreadable,
    report::paper::part::root,
    text::{Fault, Foreign},
};

/// Bytes of a template, of all that is read of it, and its parts.
const LARGEST_FILE: u64 = 32 << 20;
const LARGEST_INFLATED: u64 = 64 << 20;
const MOST_PARTS: usize = 4096;

/// An entry of the zip whose content is text of the document, by its place.
#[derive(Debug)]
pub(super) struct TextPart {
    pub index: usize,
    pub xml: String,
}

/// A template's bytes and those of its parts that hold text.
#[derive(Debug)]
pub(super) struct Package {
    pub bytes: Vec<u8>,
    pub texts: Vec<TextPart>,
}

fn damaged(error: impl std::fmt::Display) -> Unreadable {
    Unreadable::Damaged(error.to_string())
}

fn over(limit: u64) -> Unreadable {
    let mib = limit >> 20;
    Unreadable::over_limit("max-inflated-mib", mib + 1, mib)
}

impl Package {
    /// Opens it; `is_text` chooses parts by the name of their root.
    pub fn open(bytes: Vec<u8>, is_text: impl Fn(&str) -> bool) -> Result<Self, Unreadable> {
        if bytes.len() as u64 > LARGEST_FILE {
            return Err(over(LARGEST_FILE));
        }
        if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            return Err(Unreadable::Encrypted);
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes.as_slice())).map_err(damaged)?;
        if zip.len() > MOST_PARTS {
            return Err(Unreadable::over_limit("max-members", zip.len() as u64, MOST_PARTS as u64));
        }
        let (mut texts, mut left) = (Vec::new(), LARGEST_INFLATED);
        for index in 0..zip.len() {
            let mut entry = zip.by_index(index).map_err(damaged)?;
            if entry.encrypted() {
                return Err(Unreadable::Encrypted);
            }
            if !entry.name_raw().to_ascii_lowercase().ends_with(b".xml") {
                continue;
            }
            // What the directory states is not believed.
            let mut content = Vec::new();
            entry.by_ref().take(left + 1).read_to_end(&mut content).map_err(damaged)?;
            left = left.checked_sub(content.len() as u64).ok_or_else(|| over(LARGEST_INFLATED))?;
            // Office writes UTF-8; what is not is copied as it is, for no text of a document is.
            let Ok(xml) = String::from_utf8(content) else { continue };
            if root(&xml).is_some_and(|root| is_text(&root)) {
                texts.push(TextPart { index, xml });
            }
        }
        Ok(Self { bytes, texts })
    }

    /// The template with other content in these entries. Their time is the template's: the same values give the same bytes.
    pub fn with(&self, changed: &[(usize, String)]) -> Result<Vec<u8>, Fault> {
        let failed = |e: ZipError| Fault::stopped("report.write").with("what", "docx").because(Foreign::of(e));
        let mut from = ZipArchive::new(Cursor::new(self.bytes.as_slice())).map_err(failed)?;
        let mut to = ZipWriter::new(Cursor::new(Vec::with_capacity(self.bytes.len() * 2)));
        for index in 0..from.len() {
            let entry = from.by_index_raw(index).map_err(failed)?;
            match changed.iter().find(|(at, _)| *at == index) {
                None => to.raw_copy_file(entry).map_err(failed)?,
                Some((_, content)) => {
                    let time = entry.last_modified().unwrap_or_default();
                    let options = SimpleFileOptions::default()
                        .system(System::Unix)
                        .last_modified_time(time)
                        .compression_method(CompressionMethod::Deflated);
                    to.start_file(String::from_utf8_lossy(entry.name_raw()), options).map_err(failed)?;
                    to.write_all(content.as_bytes()).map_err(|e| failed(e.into()))?;
                }
            }
        }
        Ok(to.finish().map_err(failed)?.into_inner())
    }
}
