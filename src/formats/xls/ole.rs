//! The stream of records within its container, if it has one.

use std::{
    borrow::Cow,
    io::{Cursor, Read as _},
};

use crate::formats::unreadable::Unreadable;

const MAGIC: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];
/// The stream's path. Excel 97 can write both; `Book` is for older programs then.
const STREAMS: [&str; 2] = ["/Workbook", "/Book"];

/// The workbook's records: the stream of an OLE container, or the bytes themselves (BIFF2 to BIFF4, and programs that leave the container out).
///
/// # Errors
/// [`Unreadable::Damaged`], or [`Unreadable::NotAWorkbook`] when the container holds something else.
pub(crate) fn workbook_stream(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Unreadable> {
    if !bytes.starts_with(&MAGIC) {
        return Ok(Cow::Borrowed(bytes));
    }
    match strict(bytes) {
        Err(Unreadable::Damaged(why)) => match Container::open(bytes).and_then(|c| c.workbook()) {
            Some(stream) => Ok(Cow::Owned(stream)),
            None => Err(Unreadable::Damaged(why)),
        },
        read => read.map(Cow::Owned),
    }
}

/// Through a crate that refuses what is not as the specification has it.
fn strict(bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let damaged = |e: std::io::Error| Unreadable::Damaged(format!("OLE: {e}"));
    let mut ole = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    let path = STREAMS.into_iter().find(|p| ole.is_stream(p));
    let path = path.ok_or_else(|| Unreadable::NotAWorkbook("OLE without a workbook".to_owned()))?;
    let stream = ole.open_stream(path).map_err(damaged)?;
    // A stream cannot be longer than the file, whatever its directory says.
    let mut out = Vec::new();
    stream.take(bytes.len() as u64).read_to_end(&mut out).map_err(damaged)?;
    Ok(out)
}

/// A container that the crate refuses: cut off (a half-copied file), or with an allocation table or a length that is slightly wrong, as some
/// exporting programs write it and Excel takes it. Chains are followed as far as they lead; the sheets' reader says what is missing then.
struct Container<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    directory: u32,
    mini_table: u32,
}

impl<'a> Container<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match bytes.get(30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut container = Self {
            bytes,
            sector,
            table: Vec::new(),
            directory: word(bytes, 48)?,
            mini_table: word(bytes, 60)?,
        };
        let mut tables: Vec<u32> = (0..109).filter_map(|i| word(bytes, 76 + 4 * i)).collect();
        let (mut next, mut left) = (word(bytes, 68)?, bytes.len() / sector);
        while let Some(more) = container.sector(next).filter(|_| left > 0) {
            let (last, listed) = more
                .split_last_chunk::<4>()
                .map(|(listed, last)| (u32::from_le_bytes(*last), listed))?;
            tables.extend(words(listed));
            (next, left) = (last, left - 1);
        }
        tables.truncate(bytes.len() / sector + 1);
        for at in tables {
            // Kept in step with the sectors even where one is missing.
            match container.sector(at) {
                Some(part) => container.table.extend(words(part)),
                None => container.table.extend(std::iter::repeat_n(u32::MAX, sector / 4)),
            }
        }
        Some(container)
    }

    /// A sector as far as it is there; the last one may be short.
    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let start = usize::try_from(number).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|s| !s.is_empty())
    }

    /// Sectors of a chain, at most as many as the file holds.
    fn chain(&self, mut at: u32) -> Vec<u8> {
        let mut out = Vec::new();
        while let Some(part) = self.sector(at).filter(|_| out.len() < self.bytes.len()) {
            out.extend_from_slice(part);
            match usize::try_from(at).ok().and_then(|i| self.table.get(i)) {
                Some(next) => at = *next,
                None => break,
            }
        }
        out
    }

    fn workbook(&self) -> Option<Vec<u8>> {
        let directory = self.chain(self.directory);
        let entry = |wanted: &str| {
            let name: Vec<u8> = wanted
                .trim_start_matches('/')
                .encode_utf16()
                .chain([0])
                .flat_map(u16::to_le_bytes)
                .collect();
            directory.chunks_exact(128).find(|e| e.starts_with(&name) && e[66] == 2)
        };
        let found = STREAMS.into_iter().find_map(entry)?;
        let (start, length) = (word(found, 116)?, usize::try_from(word(found, 120)?).ok()?);
        const SMALL: usize = 4096;
        let mut out = if length < SMALL {
            self.mini(start, word(&directory, 116)?)
        } else {
            self.chain(start)
        };
        out.truncate(length);
        Some(out)
    }

    /// A stream below 4 KiB: its chain lies in another table, its sectors of 64 bytes in the stream of the root.
    fn mini(&self, mut at: u32, root: u32) -> Vec<u8> {
        let (table, within) = (self.chain(self.mini_table), self.chain(root));
        let mut out = Vec::new();
        while let (Ok(i), true) = (usize::try_from(at), out.len() < within.len()) {
            let Some(part) = i.checked_mul(64).and_then(|start| within.get(start..within.len().min(start + 64))) else {
                break;
            };
            out.extend_from_slice(part);
            match i.checked_mul(4).and_then(|i| word(&table, i)) {
                Some(next) => at = next,
                None => break,
            }
        }
        out
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk::<4>().map(|b| u32::from_le_bytes(*b))
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}
