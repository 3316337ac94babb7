//! Records of a part of a binary workbook ([MS-XLSB] 2.1.4): a number and a length, each in groups of seven bits, then as many bytes.

use std::sync::Arc;

/// Walks the records of a part; never reads past what is there.
#[derive(Debug)]
pub(crate) struct Records<'a> {
    part: &'a [u8],
    at: usize,
    /// Where the part breaks off within a record.
    pub(crate) cut: Option<usize>,
}

/// One record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Record<'a> {
    /// Offset in the part.
    pub(crate) at: usize,
    pub(crate) kind: u16,
    /// Its bytes.
    pub(crate) body: &'a [u8],
}

impl<'a> Records<'a> {
    /// All records of a part.
    pub(crate) fn of(part: &'a [u8]) -> Self {
        Self { part, at: 0, cut: None }
    }

    /// Seven bits a byte, lowest first, as long as the highest bit says that more follow.
    fn groups(&mut self, most: u32) -> Option<u32> {
        let mut out = 0;
        for i in 0..most {
            let b = *self.part.get(self.at)?;
            self.at += 1;
            out |= u32::from(b & 0x7F) << (7 * i);
            if b & 0x80 == 0 {
                break;
            }
        }
        Some(out)
    }

    fn one(&mut self) -> Option<Record<'a>> {
        let at = self.at;
        let kind = u16::try_from(self.groups(2)?).ok()?;
        let length = usize::try_from(self.groups(4)?).ok()?;
        let body = self.part.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(Record { at, kind, body })
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let at = self.at;
        if at >= self.part.len() {
            return None;
        }
        let record = self.one();
        if record.is_none() {
            self.cut.get_or_insert(at);
            self.at = self.part.len();
        }
        record
    }
}

impl<'a> Record<'a> {
    fn bytes<const N: usize>(&self, at: usize) -> Option<[u8; N]> {
        self.body.get(at..)?.first_chunk::<N>().copied()
    }

    /// One byte.
    pub(crate) fn u8(&self, at: usize) -> Option<u8> {
        self.body.get(at).copied()
    }

    /// Two bytes.
    pub(crate) fn u16(&self, at: usize) -> Option<u16> {
        self.bytes(at).map(u16::from_le_bytes)
    }

    /// Four bytes.
    pub(crate) fn u32(&self, at: usize) -> Option<u32> {
        self.bytes(at).map(u32::from_le_bytes)
    }

    /// Eight bytes.
    pub(crate) fn f64(&self, at: usize) -> Option<f64> {
        self.bytes(at).map(f64::from_le_bytes)
    }

    /// An `XLWideString`: a count of UTF-16 units, then they; and where it ends. A count of all ones stands for no text.
    pub(crate) fn text(&self, at: usize) -> Option<(Arc<str>, usize)> {
        let count = self.u32(at)?;
        if count == u32::MAX {
            return Some((Arc::from(""), at + 4));
        }
        let end = usize::try_from(count).ok()?.checked_mul(2)?.checked_add(at + 4)?;
        let (units, _) = self.body.get(at + 4..end)?.as_chunks::<2>();
        let units: Vec<u16> = units.iter().map(|u| u16::from_le_bytes(*u)).collect();
        Some((Arc::from(String::from_utf16_lossy(&units)), end))
    }
}
