//! Bounded access to a zip container: what is inflated is counted as it comes out, never taken from a header.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::formats::{limits::Limits, unreadable::Unreadable};

/// A zip with a budget for everything that is inflated from it.
pub(crate) struct Container<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    /// Bytes of the container itself.
    packed: usize,
    /// Bytes that may still be inflated.
    left: u64,
    limits: Limits,
}

impl<'a> Container<'a> {
    /// Opens the container.
    pub(crate) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Unreadable> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| Unreadable::Damaged(format!("zip: {e}")))?;
        let names = zip.file_names_raw().map(|n| String::from_utf8_lossy(n).into_owned()).collect();
        Ok(Self {
            zip,
            names,
            packed: bytes.len(),
            left: limits.inflated_bytes,
            limits: *limits,
        })
    }

    /// Names of all entries, in the order of the directory.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// The entry of that name, whatever its case and leading slash; `None` when there is none.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
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
        // What the directory states is only believed as far as the file's own size bears it out.
        let stated = usize::try_from(entry.size()).unwrap_or(usize::MAX);
        let mut out = Vec::with_capacity(stated.min(self.packed.saturating_mul(8)).min(1 << 20).saturating_add(32));
        let read = entry.by_ref().take(self.left.saturating_add(1)).read_to_end(&mut out);
        if out.len() as u64 > self.left {
            return Err(self.limits.inflates_too_far());
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
