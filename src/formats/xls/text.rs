//! Texts of BIFF: counted bytes in a code page until Excel 95, UTF-16 or its low bytes since, running over `CONTINUE` records.

use std::sync::Arc;

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, MACINTOSH, SHIFT_JIS, UTF_16LE, WINDOWS_1252, X_MAC_CYRILLIC};

use crate::formats::xls::records::Record;

/// The encoding of a `CODEPAGE` record. Chinese where nothing or nothing known is said: the files that come here without one are such.
pub(crate) fn encoding(code_page: Option<u16>) -> &'static Encoding {
    match code_page {
        Some(437 | 850 | 0x8001) => WINDOWS_1252,
        Some(page @ (874 | 1250..=1258)) => Encoding::for_label(format!("windows-{page}").as_bytes()).unwrap_or(GB18030),
        Some(932 | 10001) => SHIFT_JIS,
        Some(949 | 10003) => EUC_KR,
        Some(950 | 10002) => BIG5,
        Some(1200) => UTF_16LE,
        Some(10007) => X_MAC_CYRILLIC,
        Some(10000 | 0x8000) => MACINTOSH,
        _ => GB18030,
    }
}

/// Reads a record's parts as one run of bytes.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'a> {
    parts: &'a [&'a [u8]],
    part: usize,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// From a byte of the record's own part on.
    pub(crate) fn new(record: &'a Record<'a>, at: usize) -> Self {
        Self {
            parts: &record.parts,
            part: 0,
            at,
        }
    }

    /// Moves to the next part that holds something when this one is used up; tells whether it moved, `None` at the end.
    fn settle(&mut self) -> Option<bool> {
        let mut moved = false;
        while self.at >= self.parts.get(self.part)?.len() {
            (self.part, self.at, moved) = (self.part + 1, self.at - self.parts.get(self.part)?.len(), true);
        }
        Some(moved)
    }

    fn byte(&mut self) -> Option<u8> {
        self.settle()?;
        let b = *self.parts.get(self.part)?.get(self.at)?;
        self.at += 1;
        Some(b)
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    fn skip(&mut self, mut n: u64) -> Option<()> {
        while n > 0 {
            self.settle()?;
            let here = (self.parts.get(self.part)?.len() - self.at) as u64;
            let step = here.min(n);
            self.at += usize::try_from(step).ok()?;
            n -= step;
        }
        Some(())
    }

    /// A text of BIFF8 with its runs and phonetic block passed over. Each part that continues the characters starts with the flag of their
    /// width. `short`: its length is one byte (names of sheets).
    pub(crate) fn unicode(&mut self, short: bool) -> Option<String> {
        let count = if short { u16::from(self.byte()?) } else { self.u16()? };
        // Of a text without characters some programs leave the flags out; that can be told at the end of a record only.
        if count == 0 && self.settle_ahead().is_none() {
            return Some(String::new());
        }
        let flags = self.byte()?;
        let runs = if flags & 8 == 0 { 0 } else { self.u16()? };
        let phonetic = if flags & 4 == 0 { 0 } else { self.u32()? };
        let (mut wide, mut units) = (flags & 1 == 1, Vec::new());
        for _ in 0..count {
            // A part may hold its flag and no character: the next one has a flag of its own.
            while self.settle()? {
                wide = self.byte()? & 1 == 1;
            }
            units.push(if wide { self.u16()? } else { u16::from(self.byte()?) });
        }
        let text = String::from_utf16_lossy(&units);
        // Runs of format that are cut off cost no character.
        if self.skip(u64::from(runs) * 4 + u64::from(phonetic)).is_none() {
            (self.part, self.at) = (self.parts.len(), 0);
        }
        Some(text)
    }

    fn settle_ahead(&self) -> Option<bool> {
        self.clone().settle()
    }

    /// A text of BIFF2 to BIFF7: a count of one or two bytes, then bytes in the code page.
    pub(crate) fn bytes(&mut self, short: bool, encoding: &'static Encoding) -> Option<String> {
        let count = if short { u16::from(self.byte()?) } else { self.u16()? };
        let mut raw = Vec::new();
        for _ in 0..count {
            raw.push(self.byte()?);
        }
        Some(encoding.decode_without_bom_handling(&raw).0.into_owned())
    }
}

/// Texts of an `SST` record as far as they are there. How many it declares is not asked: some programs write 0.
pub(crate) fn shared_texts(record: &Record<'_>) -> Vec<Arc<str>> {
    let mut from = Cursor::new(record, 8);
    std::iter::from_fn(|| from.unicode(false)).map(Arc::from).collect()
}

#[cfg(test)]
mod tests {
    use super::super::records::Records;
    use super::*;

    /// 合计 in wide characters, cut after the first one; the rest `AB` narrow; then a rich and phonetic text.
    fn sst() -> Vec<u8> {
        let mut first = vec![0xFC, 0, 13, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 1, 0x08, 0x54];
        let second = [0, b'A', b'B', 1, 0, 12, 1, 0, 2, 0, 0, 0, b'C', 9, 9, 9, 9, 7, 7];
        first.extend([0x3C, 0, 19, 0]);
        first.extend(second);
        first.extend([0x0A, 0, 0, 0]);
        first
    }

    fn texts_of(stream: &[u8]) -> Vec<String> {
        let record = Records::from(stream, 0).next().expect("SST");
        shared_texts(&record).iter().map(|t| t.to_string()).collect()
    }

    #[test]
    fn texts_run_over_a_continuation_with_another_width() {
        assert_eq!(texts_of(&sst()), ["合AB", "C"]);
    }

    #[test]
    fn a_text_that_is_cut_is_not_handed_out() {
        // The second text's own character is there, its runs are not: the character counts.
        let cut = [0xFC, 0, 17, 0, 9, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, b'A', 1, 0, 8, 1, 0];
        assert_eq!(texts_of(&cut), ["A"]);
        let runs = [0xFC, 0, 18, 0, 9, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, b'A', 1, 0, 8, 1, 0, b'B'];
        assert_eq!(texts_of(&runs), ["A", "B"]);
    }

    #[test]
    fn bytes_are_read_in_the_code_page() {
        let (gbk, _, _) = GB18030.encode("合计");
        let mut body = vec![4, 0];
        body.extend_from_slice(&gbk);
        let record = Record {
            at: 0,
            kind: 4,
            parts: vec![&body],
        };
        assert_eq!(Cursor::new(&record, 0).bytes(false, encoding(Some(936))).as_deref(), Some("合计"));
        assert_eq!(Cursor::new(&record, 0).bytes(false, encoding(Some(1252))).as_deref(), Some("ºÏ¼Æ"));
        assert_eq!(
            Cursor::new(&record, 2).bytes(false, encoding(None)),
            None,
            "a count beyond the record"
        );
    }
}
