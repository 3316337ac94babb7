//! Bounded access to a zip container: what is inflated is counted as it comes out, never taken from a header.

use std::io::{Cursor, Read};

use libdeflater::Decompressor;
use zip::{CompressionMethod, ZipArchive, read::ZipFile};

use crate::formats::cells::{Limits, Unreadable};

/// A zip with a budget for everything that is inflated from it.
pub struct Container<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    /// The container itself.
    bytes: &'a [u8],
    inflater: Decompressor,
    left: u64,
    allowed: u64,
}

impl<'a> Container<'a> {
    /// Opens the container.
    ///
    /// # Errors
    /// [`Unreadable::Damaged`] when it is no zip or its directory is cut off.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Unreadable> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| Unreadable::Damaged(format!("zip: {e}")))?;
        let names = zip.file_names_raw().map(|n| String::from_utf8_lossy(n).into_owned()).collect();
        Ok(Self {
            zip,
            names,
            bytes,
            inflater: Decompressor::new(),
            left: limits.inflated_bytes,
            allowed: limits.inflated_bytes,
        })
    }

    /// Names of all entries, in the order of the directory.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The entry of that name, whatever its case and leading slash; `None` when there is none.
    ///
    /// # Errors
    /// Encrypted, damaged, or over the budget.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let wanted = name.trim_start_matches('/');
        let names = &self.names;
        let exact = names.iter().position(|n| n == wanted);
        let Some(index) = exact.or_else(|| names.iter().position(|n| n.replace('\\', "/").eq_ignore_ascii_case(wanted))) else {
            return Ok(None);
        };
        let found = names[index].clone();
        let mut entry = self.zip.by_index(index).map_err(|e| match e {
            zip::result::ZipError::UnsupportedArchive(why) if why.contains("assword") => Unreadable::Encrypted,
            other => Unreadable::Damaged(format!("{found}: {other}")),
        })?;
        if entry.encrypted() {
            return Err(Unreadable::Encrypted);
        }
        if let Some(out) = whole(&entry, self.bytes, &mut self.inflater, self.left) {
            self.left -= out.len() as u64;
            return Ok(Some(out));
        }
        // What the directory states is only believed as far as the file's own size bears it out.
        let stated = usize::try_from(entry.size()).unwrap_or(usize::MAX);
        let mut out = Vec::with_capacity(stated.min(self.bytes.len().saturating_mul(8)).min(1 << 20).saturating_add(32));
        let read = entry.by_ref().take(self.left.saturating_add(1)).read_to_end(&mut out);
        if out.len() as u64 > self.left {
            return Err(Unreadable::OverLimit {
                limit: "max-inflated-mib".to_owned(),
                found: self.allowed / (1 << 20) + 1,
                allowed: self.allowed / (1 << 20),
            });
        }
        self.left -= out.len() as u64;
        match read {
            Ok(_) => Ok(Some(out)),
            // A part that breaks off is handed on as far as it goes: its reader says what is missing.
            Err(_) if !out.is_empty() => Ok(Some(out)),
            Err(e) => Err(Unreadable::Damaged(format!("{found}: {e}"))),
        }
    }
}

/// Deflate makes no more of a byte.
const MOST_TIMES: u64 = 1032;

/// The part inflated at once, where it has just the length that the directory states; else it is read as a stream, as far as it goes.
fn whole<R: Read + ?Sized>(entry: &ZipFile<'_, R>, bytes: &[u8], inflater: &mut Decompressor, most: u64) -> Option<Vec<u8>> {
    let (packed, stated) = (entry.compressed_size(), entry.size());
    if entry.compression() != CompressionMethod::Deflated || stated == 0 || stated > most || stated > packed.saturating_mul(MOST_TIMES) {
        return None;
    }
    let start = usize::try_from(entry.data_start()?).ok()?;
    let packed = bytes.get(start..start.checked_add(usize::try_from(packed).ok()?)?)?;
    let mut out = vec![0; usize::try_from(stated).ok()?];
    let length = inflater.deflate_decompress(packed, &mut out).ok()?;
    (length == out.len()).then_some(out)
}

/// UTF-16 or BOM-marked XML as UTF-8; broken bytes become replacement characters, so that one of them does not cost the sheet.
#[must_use]
pub fn xml_text(bytes: Vec<u8>) -> String {
    match encoding_rs::Encoding::for_bom(&bytes) {
        Some((encoding, skip)) => encoding.decode_without_bom_handling(&bytes[skip..]).0.into_owned(),
        None => String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()),
    }
}
