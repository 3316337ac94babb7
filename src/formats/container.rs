//! Bounded access to a zip container: what is inflated is counted as it comes out, never taken from a header.

use std::io::Cursor;

use flate2::{Decompress, FlushDecompress, Status};
use zip::{CompressionMethod, ZipArchive};

use crate::formats::{limits::Limits, unreadable::Unreadable};

/// A zip with a budget for everything that is inflated from it.
pub(crate) struct Container<'a> {
    bytes: &'a [u8],
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    /// One for all parts: making it costs more than most parts.
    inflater: Decompress,
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
            bytes,
            zip,
            names,
            inflater: Decompress::new(false),
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
        let damaged = |why: &dyn std::fmt::Display| Unreadable::Damaged(format!("{found}: {why}"));
        let entry = self.zip.by_index_raw(index).map_err(|e| damaged(&e))?;
        if entry.encrypted() {
            return Err(Unreadable::Encrypted);
        }
        let (method, stated) = (entry.compression(), entry.size());
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        let from = entry.data_start().map_or(usize::MAX, place);
        let packed = self.bytes.get(from..).unwrap_or_default();
        let packed = &packed[..packed.len().min(place(entry.compressed_size()))];
        drop(entry);
        let (out, whole) = match method {
            CompressionMethod::Stored => (packed.to_vec(), Ok(())),
            CompressionMethod::Deflated => self.inflate(packed, place(stated)),
            other => return Err(damaged(&other)),
        };
        if out.len() as u64 > self.left {
            return Err(self.limits.inflates_too_far());
        }
        self.left -= out.len() as u64;
        match whole {
            Ok(()) => Ok(Some(out)),
            // A part that breaks off is handed on as far as it goes: its reader says what is missing.
            Err(_) if !out.is_empty() => Ok(Some(out)),
            Err(why) => Err(damaged(&why)),
        }
    }

    /// What is packed, as far as it goes and no more than one byte beyond the budget. `stated`: its size, as the directory says.
    fn inflate(&mut self, packed: &[u8], stated: usize) -> (Vec<u8>, Result<(), String>) {
        let most = usize::try_from(self.left.saturating_add(1)).unwrap_or(usize::MAX);
        // What the directory states is only believed as far as the file's own size bears it out.
        let likely = stated.min(self.bytes.len().saturating_mul(8)).min(1 << 20).saturating_add(32);
        let mut out = Vec::with_capacity(likely.min(most));
        self.inflater.reset(false);
        loop {
            let rest = usize::try_from(self.inflater.total_in()).ok().and_then(|read| packed.get(read..));
            let before = (self.inflater.total_in(), out.len());
            match self
                .inflater
                .decompress_vec(rest.unwrap_or_default(), &mut out, FlushDecompress::None)
            {
                Ok(Status::StreamEnd) => return (out, Ok(())),
                Err(why) => return (out, Err(why.to_string())),
                Ok(_) if out.len() >= most => return (out, Ok(())),
                Ok(_) if out.len() == out.capacity() => out.reserve_exact(out.len().max(1 << 12).min(most - out.len())),
                Ok(_) if before == (self.inflater.total_in(), out.len()) => return (out, Err("it breaks off".to_owned())),
                Ok(_) => {}
            }
        }
    }
}
